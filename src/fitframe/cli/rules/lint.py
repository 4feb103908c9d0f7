"""fitframe rules lint."""

from __future__ import annotations

from typing import Annotated

import typer

from fitframe.cli import options
from fitframe.cli.showing import put, show_faults


def lint(
    *,
    stale: Annotated[
        float | None,
        typer.Option("--stale", metavar="MONTHS", help="Show the sources last read longer ago than that instead."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="With --stale: the day to count from, YYYY-MM-DD.")
    ] = None,
    rules: options.RulesOption,
    quiet: options.QuietOption = False,
) -> None:
    """Every fault of the rule base, with file and line."""
    from fitframe import api

    if faults := api.lint(*rules, stale=stale, as_of=as_of):
        show_faults(faults)
    if not quiet:
        put("no faults\n" if stale is None else "no stale sources\n")
