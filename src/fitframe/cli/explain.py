"""fitframe explain."""

from __future__ import annotations

from typing import Annotated

import typer

from fitframe.cli import options
from fitframe.cli.console import show


def explain(
    reference: Annotated[str, typer.Argument(metavar="ID", help="An id, or kind:id where several things share it.")],
    *,
    format: options.FormatOption = "text",
    output: options.OutputOption = None,
    rules: options.RulesOption,
    colour: options.ColourOption = "auto",
) -> None:
    """Tell all about one id.

    It may be a rule, criterion, question, tool, route, framework, source or group of sources.
    """
    from fitframe import api
    from fitframe.cli.console import Progress

    base = api.load_rules(*rules)
    with Progress() as progress:
        progress.tell("who should choose it")
        found = api.explain(base, reference)
    show(found, format, output, colour)
