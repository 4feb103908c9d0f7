"""fitframe compare."""

from __future__ import annotations

from typing import Annotated

import typer

from fitframe.cli import options
from fitframe.cli.console import detail, show


def compare(
    profile: options.ProfileArgument,
    first: Annotated[str, typer.Argument(metavar="A", help="A framework, by id, name or alias.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Another one.")],
    *,
    format: options.FormatOption = "text",
    output: options.OutputOption = None,
    settings: options.SetOption,
    sources: options.SourcesOption = "",
    as_of: options.AsOfOption = None,
    rules: options.RulesOption,
    colour: options.ColourOption = "auto",
    quiet: options.QuietOption = False,
    verbose: options.VerboseOption = False,
) -> None:
    """Two frameworks side by side for one profile, and what would make the other win."""
    from fitframe import api
    from fitframe.cli.console import Progress
    from fitframe.output.comparison import Versus

    base = api.load_rules(*rules)
    project = api.with_answers(api.load_profile(profile, base), settings, base)
    with Progress() as progress:
        progress.tell("what would turn it")
        here = api.situate(base, project, sources=options.names(sources), as_of=as_of)
        found = api.compare(here, first, second)
    show(Versus(here.advice, base, found), format, output, colour, detail(quiet, verbose))
