"""fitframe scan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fitframe.cli import options
from fitframe.cli.console import Counter, detail, put, say, show
from fitframe.errors import FitframeError

EXAMPLES = """
fitframe scan                     this repository
fitframe scan ../shop -v          another one, with reasons and hints
fitframe scan -o fitframe.yaml    a profile with what the code answers
fitframe scan -f json             for programs
"""


def scan(
    repository: Annotated[
        str, typer.Argument(metavar="REPOSITORY", help="The folder to read. Left out: this folder.", show_default=False)
    ] = ".",
    *,
    format: options.FormatOption = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to this file: .yaml is a profile to go on with; .json and .md choose the format.",
            rich_help_panel=options.OUTPUT,
            show_default=False,
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite a profile that exists.", rich_help_panel=options.OUTPUT)
    ] = False,
    rules: options.RulesOption,
    colour: options.ColourOption = "auto",
    quiet: options.QuietOption = False,
    verbose: options.VerboseOption = False,
) -> None:
    """Tell what a repository uses, in which role, and which answers it gives.

    Nothing in it is run or imported, and no link is followed.
    """
    from fitframe import api

    profile = output is not None and format is None and output.suffix in (".yaml", ".yml")
    if output and profile and not force and (output.exists() or output.is_symlink()):
        raise FitframeError(f"{output} already exists; --force overwrites it")
    form = "text" if profile else options.format_for(format, output)
    base = api.load_rules(*rules)
    with Counter("files") as counter:
        report = api.scan(repository, base, progress=counter.tell)
    if not profile:
        show(report, form, output, colour, detail(quiet, verbose))
        return
    from fitframe.output.profile_file import scanned_profile_yaml

    put(scanned_profile_yaml(report, str(output)), output)
    if not quiet:
        seen, likely = (len(report.answered(grade)) for grade in ("seen", "likely"))
        say(f"{output}: {seen} answers seen, {likely} likely. Go on: fitframe ask {output}")
