"""fitframe rules list."""

from __future__ import annotations

from typing import Annotated

import typer

from fitframe.cli import options
from fitframe.cli.showing import show
from fitframe.render import Listed


def list_(
    kind: Annotated[
        Listed | None,
        typer.Argument(metavar="KIND", help="criteria, rules, questions, frameworks, tools or sources."),
    ] = None,
    *,
    format: options.FormatOption = "text",
    output: options.OutputOption = None,
    rules: options.RulesOption,
    colour: options.ColourOption = "auto",
) -> None:
    """What the rule base holds: all things of one kind, or how many there are of each."""
    from fitframe import api
    from fitframe.render.listing import Listing

    show(Listing(api.load_rules(*rules), kind), format, output, colour)
