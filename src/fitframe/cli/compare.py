"""fitframe compare."""

from __future__ import annotations

from typing import Annotated

import typer

from fitframe.cli import completion, options
from fitframe.cli.console import Progress, detail, show
from fitframe.errors import FitframeError

EXAMPLES = """
fitframe compare pytorch jax                    for fitframe.yaml
fitframe compare team.yaml tensorflow pytorch   for another profile
fitframe compare pytorch keras@jax              one way to run Keras
fitframe compare pytorch jax -o comparison.md   to paste; .html for a page
"""


def compare(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[PROFILE] A B",
            help=f"The profile ({options.PROFILE} where it is left out), and two frameworks by id, name or alias; "
            "keras@jax is one way to run Keras.",
            autocompletion=completion.profiles_and_frameworks,
            show_default=False,
        ),
    ],
    *,
    format: options.FormatOption = None,
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

    *profile, first, second = _three(words)
    form = options.format_for(format, output)
    base = api.load_rules(*rules)
    project = options.project(next(iter(profile), None), settings, base)
    with Progress() as progress:
        progress.tell("what would turn it")
        found = api.compare(base, project, first, second, sources=options.names(sources), as_of=as_of)
    show(found, form, output, colour, detail(quiet, verbose))


def _three(words: list[str]) -> list[str]:
    if len(words) not in (2, 3):
        got = "1 word" if len(words) == 1 else f"{len(words)} words"
        raise FitframeError(f"compare takes two frameworks, with a profile before them or without; got {got}")
    return words
