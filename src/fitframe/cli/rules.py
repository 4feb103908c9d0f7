"""fitframe rules: work on the rule base."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fitframe.cli import options
from fitframe.cli.console import put, show, show_faults
from fitframe.errors import FitframeError, did_you_mean
from fitframe.output import Listed


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
    from fitframe.output.listing import Listing

    show(Listing(api.load_rules(*rules), kind), format, output, colour)


def schema(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The schema to print; without it, the names.")
    ] = None,
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Write all schemas into this folder.")
    ] = None,
    rules: options.RulesOption,
) -> None:
    """JSON Schemas of profiles and rule files, for editors."""
    from fitframe import api

    schemas = api.schemas(api.load_rules(*rules))
    if output:
        for file, text in schemas.items():
            put(text, output / f"{file}.json")
    elif name is None:
        put("".join(f"{file}\n" for file in schemas))
    elif name in schemas:
        put(schemas[name])
    else:
        raise FitframeError(f"no schema is called '{name}'{did_you_mean(name, schemas)}")


def cases(*, rules: options.RulesOption, quiet: options.QuietOption = False) -> None:
    """Run every case that stands beside the rules."""
    from fitframe import api

    report = api.run_cases(api.load_rules(*rules))
    if report.failures:
        show_faults(report.failures)
    if not quiet:
        put(f"{report.cases} cases, all hold\n")


app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="Work on the rule base.")
app.command()(lint)
app.command(name="test")(cases)
app.command(name="list")(list_)
app.command()(schema)
