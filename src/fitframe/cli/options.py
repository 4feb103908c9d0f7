"""The options that several commands share, each named once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from fitframe.output import Format

Colour = Literal["auto", "always", "never"]

ProfileArgument = Annotated[
    str, typer.Argument(metavar="PROFILE", help="The project's profile; '-' reads standard input.")
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="Text for people, JSON or Markdown.")]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.", show_default=False)
]
SetOption = Annotated[
    list[str],
    typer.Option(
        "--set",
        metavar="QUESTION=VALUE",
        help="Answer a question, whatever the profile says. Repeatable.",
        default_factory=list,
        show_default=False,
    ),
]
BetweenOption = Annotated[str, typer.Option("--between", metavar="A,B", help="Choose among these frameworks only.")]
SourcesOption = Annotated[
    str, typer.Option("--sources", metavar="IDS", help="Count these sources only: ids or names of groups.")
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Advise with what was known then, YYYY-MM-DD.")
]
RulesOption = Annotated[
    list[Path],
    typer.Option(
        "--rules",
        metavar="DIR",
        help="A rule base of your own on top of the shipped one. Repeatable.",
        default_factory=list,
        show_default=False,
    ),
]
ColourOption = Annotated[Colour, typer.Option("--color", help="When to colour text.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Show the result alone.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Show everything.")]


def names(text: str) -> list[str]:
    """The names in a comma-separated option."""
    return [name.strip() for name in text.split(",") if name.strip()]
