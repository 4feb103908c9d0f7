"""fitframe init."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fitframe.cli import options
from fitframe.cli.console import Counter, put
from fitframe.errors import FitframeError

EXAMPLES = """
fitframe init                         writes fitframe.yaml
fitframe init services/fitframe.yaml  writes another file
fitframe init --from .                fills in what the code answers
"""


def init(
    profile: Annotated[
        str, typer.Argument(metavar="PROFILE", help="The file to write; '-' writes to standard output.")
    ] = options.PROFILE,
    *,
    repository: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="REPOSITORY", help="Fill in what the code in this folder answers.", show_default=False
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file if it exists.")] = False,
    rules: options.RulesOption,
) -> None:
    """Write a commented profile to fill in."""
    from fitframe import api
    from fitframe.output.profile_file import blank_profile_yaml

    path = None if profile == "-" else Path(profile)
    if path and not force and (path.exists() or path.is_symlink()):
        raise FitframeError(f"{profile} already exists; --force overwrites it")
    base = api.load_rules(*rules)
    report = None
    if repository is not None:
        with Counter("files") as counter:
            report = api.scan(repository, base, progress=counter.tell)
    put(blank_profile_yaml(base, profile, report), path)
