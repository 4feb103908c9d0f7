"""The commands. Each parses its options, calls one function and shows the result; only they know Typer.

What a command needs is imported when it runs, so that `--help` and `--version` stay quick.
"""

from __future__ import annotations

from typing import Annotated

import typer

from fitframe import __version__
from fitframe.cli.ask import ask
from fitframe.cli.check import check
from fitframe.cli.compare import compare
from fitframe.cli.explain import explain
from fitframe.cli.init import init
from fitframe.cli.recommend import recommend
from fitframe.cli.report import report
from fitframe.cli.rules import app as rules_app

app = typer.Typer(
    name="fitframe",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(ask)
app.command()(recommend)
app.command()(compare)
app.command()(check)
app.command()(explain)
app.command()(report)
app.command()(init)
app.add_typer(rules_app, name="rules")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"fitframe {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option("--version", "-V", help="Show the version and exit.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Which machine-learning framework fits this project, for which reasons, and how sure is that?"""
