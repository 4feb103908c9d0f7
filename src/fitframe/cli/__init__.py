"""The commands. Each parses its options, calls one function and shows the result; only they know Typer.

A command is imported when it is called, and what it needs when it runs, so that every command starts quickly.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.main import get_command

from fitframe import __version__
from fitframe.cli import completion
from fitframe.cli.options import Command, Group

_NAMES = ("ask", "recommend", "compare", "check", "explain", "report", "init", "scan", "rules")


class _Commands(Mapping[str, Any]):
    """The commands by name, each built when it is looked up."""

    def __getitem__(self, name: str) -> Any:
        if name not in _NAMES:
            raise KeyError(name)
        module = import_module(f"fitframe.cli.{name}")
        if hasattr(module, "app"):
            return get_command(module.app)
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(cls=Command, epilog=getattr(module, "EXAMPLES", None))(getattr(module, name))
        return get_command(alone)

    def __iter__(self) -> Iterator[str]:
        return iter(_NAMES)

    def __len__(self) -> int:
        return len(_NAMES)


class _Program(Group):
    """The program with its commands."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        commands: Any = _Commands()  # which cannot be changed; nobody adds a command later
        self.commands = commands

    def main(self, *args: Any, **settings: Any) -> Any:
        """Run the program, or answer a shell that completes a line."""
        if os.environ.get("_FITFRAME_COMPLETE") == "complete_bash":
            completion.undo_splitting(os.environ)
        return super().main(*args, **settings)


EXAMPLES = """
fitframe ask                            answer questions, get advice
fitframe recommend                      advice for fitframe.yaml
fitframe recommend --set goal=learning  advice without any file
fitframe check                          in CI: are stated choices still good?
fitframe explain torchserve             all about one tool
fitframe scan                           what this repository uses and answers

Every command has a page of its own: fitframe recommend --help
"""


app = typer.Typer(
    name="fitframe",
    cls=_Program,
    epilog=EXAMPLES,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
    """Which ML framework fits this project, why, and how sure can you be?"""
