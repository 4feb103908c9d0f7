"""fitframe rules verify and fitframe rules diff: facts looked up again, and the winners that move."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from fitframe.cli import options
from fitframe.cli.console import Bar, detail, put, say, show
from fitframe.model.evidence import ProbeKind
from fitframe.output import Rendering

_ASKING = "What is asked"


def verify(
    *,
    kind: Annotated[
        ProbeKind | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="Only probes of this kind: wheel, metadata, status, repository, passage, thread, npm or end-of-life.",
            rich_help_panel=_ASKING,
            show_default=False,
        ),
    ] = None,
    offline: Annotated[
        bool,
        typer.Option("--offline", help="Contact nobody: judge the answers kept before.", rich_help_panel=_ASKING),
    ] = False,
    index: Annotated[
        str | None,
        typer.Option(
            "--index",
            metavar="URL",
            help="The package index; left out: the one that pip is configured for.",
            rich_help_panel=_ASKING,
            show_default=False,
        ),
    ] = None,
    npm: Annotated[
        str | None,
        typer.Option(
            "--npm",
            metavar="URL",
            help="The npm registry; left out: the one that npm is configured for.",
            rich_help_panel=_ASKING,
            show_default=False,
        ),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            "--answers",
            metavar="FILE",
            help="Where answers are kept and replayed from; left out: a cache of your own.",
            rich_help_panel=_ASKING,
            show_default=False,
        ),
    ] = None,
    seconds: Annotated[
        float,
        typer.Option("--seconds", metavar="N", min=1, help="Stop asking after so long.", rich_help_panel=_ASKING),
    ] = 300,
    proofs: Annotated[
        Path | None,
        typer.Option(
            "--proofs",
            metavar="FILE",
            help="Add what held and what broke to this file, such as rules/proofs.jsonl.",
            rich_help_panel=options.OUTPUT,
            show_default=False,
        ),
    ] = None,
    rules: options.RulesOption,
    format: Annotated[
        Literal["text", "json", "github", "markdown"],
        typer.Option(
            "--format", "-f", metavar="FORMAT", help="text, json, github or markdown.", rich_help_panel=options.OUTPUT
        ),
    ] = "text",
    output: options.OutputOption = None,
    colour: options.ColourOption = "auto",
    quiet: options.QuietOption = False,
    verbose: options.VerboseOption = False,
) -> None:
    """Look up again the facts that a machine can check. The one command that uses the network.

    It asks the package index of your pip, the registry of your npm, GitHub, endoflife.date and the pages that probes
    name, and nobody else. GITHUB_TOKEN, if set, goes to GitHub alone. Exit code 1: a hard limit is broken.
    """
    from fitframe import api

    base = api.load_rules(*rules)
    kinds = (kind,) if kind else ()
    with Bar(api.requests_to_make(base, kinds), wanted=not quiet and not offline, least=1) as bar:
        report = api.verify(
            base,
            kinds=kinds,
            offline=offline,
            index=index,
            npm=npm,
            answers=answers,
            seconds=seconds,
            proofs=proofs,
            step=bar.step,
        )
    if format == "github":
        put(report.github(), output)
    else:
        form: Rendering = format if format != "text" or output is None else options.format_for(None, output)
        show(report, form, output, colour, detail(quiet, verbose))
    if not report.results and not quiet:
        say("there are no probes of this kind")
    if report.broken_blockers:
        raise typer.Exit(1)


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A folder of rules, whole.", show_default=False)],
    new: Annotated[
        Path | None,
        typer.Argument(metavar="NEW", help="Another; left out: the shipped rules.", show_default=False),
    ] = None,
    *,
    profiles: Annotated[
        list[Path],
        typer.Option(
            "--profiles",
            metavar="DIR",
            help="Folders of profiles to compare by, beside the cases of the rules; left out: examples, if it is here. "
            "Repeatable.",
            default_factory=list,
            rich_help_panel=options.COUNTS,
            show_default=False,
        ),
    ],
    format: options.FormatOption = None,
    output: options.OutputOption = None,
    colour: options.ColourOption = "auto",
    quiet: options.QuietOption = False,
) -> None:
    """Name the projects whose winner moves from one rule base to another."""
    from fitframe import api

    folders = profiles or [folder for folder in (Path("examples"),) if folder.is_dir()]
    report = api.diff_rules(old, new, profiles=folders)
    show(report, options.format_for(format, output), output, colour, detail(quiet, False))
