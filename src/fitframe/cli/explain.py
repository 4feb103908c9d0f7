"""fitframe explain."""

from __future__ import annotations

from typing import Annotated

import typer

from fitframe.cli import completion, options
from fitframe.cli.console import show

EXAMPLES = """
fitframe explain pytorch                   who should choose it
fitframe explain torchserve                its status, what to use instead
fitframe explain debugging/in-place-today  a rule with its evidence
fitframe explain question:deployment       one of several of that name
fitframe explain timm                      how scan knows it in code
fitframe explain pytorch -o pytorch.html   a page to show
"""


def explain(
    reference: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="An id, a name or an alias; kind:id where several things share it.",
            autocompletion=completion.ids,
        ),
    ],
    *,
    format: options.FormatOption = None,
    output: options.OutputOption = None,
    rules: options.RulesOption,
    colour: options.ColourOption = "auto",
) -> None:
    """All about one rule, criterion, question, tool, route, move, framework, source or signal."""
    from fitframe import api
    from fitframe.cli.console import Progress

    base = api.load_rules(*rules)
    with Progress() as progress:
        progress.tell("who should choose it")
        found = api.explain(base, reference)
    show(found, options.format_for(format, output), output, colour)
