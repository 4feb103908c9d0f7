"""fitframe rules: work on the rule base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal, get_args

import typer

from fitframe.cli import completion, options
from fitframe.cli.console import put, show, show_faults
from fitframe.cli.options import COUNTS, OUTPUT, Command, Group
from fitframe.cli.rules_verify import diff, verify
from fitframe.errors import Fault, FitframeError, RuleBaseError, did_you_mean
from fitframe.output import SCHEMA_VERSION, Listed
from fitframe.version import VERSION

EXAMPLES = """
fitframe rules list tools          what the rule base holds
fitframe rules lint --rules ours   check a rule base of your own
fitframe rules test --rules ours   run its cases
fitframe rules schema profile      the JSON Schema of profiles
fitframe rules verify              look up again what a machine can check
fitframe rules diff ../main/rules  whose winners move from there to here
"""


def lint(
    *,
    stale: Annotated[
        float | None,
        typer.Option(
            "--stale",
            metavar="MONTHS",
            help="Instead show the sources last read longer ago than that.",
            rich_help_panel=COUNTS,
            show_default=False,
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="DATE",
            help="With --stale: the day to count from, YYYY-MM-DD.",
            callback=options.day,
            rich_help_panel=COUNTS,
            show_default=False,
        ),
    ] = None,
    rules: options.RulesOption,
    format: Annotated[
        Literal["text", "json"],
        typer.Option("--format", "-f", metavar="FORMAT", help="text or json.", rich_help_panel=OUTPUT),
    ] = "text",
    quiet: options.QuietOption = False,
) -> None:
    """Check the rule base: every fault, with file and line."""
    from fitframe import api

    faults = api.lint(*rules, stale=stale, as_of=as_of)
    if format == "json":
        put(_faults(faults))
        raise typer.Exit(RuleBaseError.exit_code if faults else 0)
    if faults:
        show_faults(faults)
    if not quiet:
        put("no faults\n" if stale is None else "no stale sources\n")


def _faults(faults: Sequence[Fault | str]) -> str:
    from fitframe.output.document import json_text

    entries = [asdict(fault) if isinstance(fault, Fault) else {"message": fault} for fault in faults]
    return json_text({"schema_version": SCHEMA_VERSION, "fitframe": VERSION, "faults": entries}, indent=2) + "\n"


def list_(
    kind: Annotated[
        Listed | None,
        typer.Argument(
            metavar="KIND",
            help=f"One of {', '.join(get_args(Listed))}.",
            show_default=False,
        ),
    ] = None,
    *,
    format: options.FormatOption = None,
    output: options.OutputOption = None,
    rules: options.RulesOption,
    colour: options.ColourOption = "auto",
) -> None:
    """List what the rule base holds: all things of one kind, or how many there are of each."""
    from fitframe import api
    from fitframe.output.listing import Listing

    form = options.format_for(format, output)
    show(Listing(api.load_rules(*rules), kind), form, output, colour)


def schema(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME", help="The schema to print; without it, the names.", autocompletion=completion.schemas
        ),
    ] = None,
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Write all schemas into this folder.")
    ] = None,
    rules: options.RulesOption,
) -> None:
    """Print or write the JSON Schemas of profiles and rule files, for editors."""
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
    """Run the cases that stand beside the rules."""
    from fitframe import api

    report = api.run_cases(api.load_rules(*rules))
    if report.failures:
        show_faults(report.failures)
    if not quiet:
        put(f"{report.cases} cases, all hold\n")


app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Work on the rule base: list, lint, test and verify it, print its schemas, and compare two.",
    epilog=EXAMPLES,
)
app.command(cls=Command)(lint)
app.command(cls=Command, name="test")(cases)
app.command(cls=Command, name="list")(list_)
app.command(cls=Command)(schema)
app.command(cls=Command)(verify)
app.command(cls=Command)(diff)
