"""fitframe report."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fitframe.cli import options
from fitframe.cli.showing import put, say
from fitframe.errors import FitframeError

if TYPE_CHECKING:
    from fitframe.insight.overview import Overview
    from fitframe.insight.situation import Situation
    from fitframe.profile import Profile

    Look = Callable[[], Overview]

STDIN_PROFILE = "fitframe.yaml"
"""What a profile that came through standard input is called in a command."""


def report(
    profile: options.ProfileArgument,
    *,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The file to write: .html for a page to show, .md for a decision record, .svg for a chart.",
            show_default=False,
        ),
    ],
    settings: options.SetOption,
    between: options.BetweenOption = "",
    sources: options.SourcesOption = "",
    as_of: options.AsOfOption = None,
    rules: options.RulesOption,
    quiet: options.QuietOption = False,
) -> None:
    """A report to show: a page, an architecture decision record (MADR) or a chart."""
    from fitframe import api
    from fitframe.cli.progress import Progress

    if output.suffix not in _WRITERS:
        known = ", ".join(_WRITERS)
        raise FitframeError(f"report writes files that end in {known}; got '{output}'")
    base = api.load_rules(*rules)
    project = api.with_answers(api.load_profile(profile, base), settings, base)
    given = {"--between": between, "--sources": sources, "--as-of": as_of}
    arguments = [
        STDIN_PROFILE if profile == "-" else profile,
        *(f"--set={each}" for each in settings),
        *(f"{key}={value}" for key, value in given.items() if value),
        *(f"--rules={each}" for each in rules),
    ]
    with Progress() as progress:
        progress.tell("the advice")
        here = api.situate(base, project, between=options.names(between), sources=options.names(sources), as_of=as_of)
        look = partial(api.look_closer, here, progress.tell)
        done = _WRITERS[output.suffix](here, look, project, arguments, output)
    if not quiet:
        say(done)


def _page(here: Situation, look: Look, profile: Profile, arguments: Sequence[str], output: Path) -> str:
    from fitframe.render.page import page

    command = shlex.join(["fitframe", "report", *arguments, "-o", output.name])
    put(page(look(), here.asked.rules, profile, command), output)
    return f"The report is in {output}."


def _record(here: Situation, look: Look, profile: Profile, arguments: Sequence[str], output: Path) -> str:
    from fitframe.cli.records import record
    from fitframe.render.decision import decision

    found = look()
    return record(output, lambda old: decision(found, here.asked.rules, profile, arguments[0], supersedes=old))


def _chart(here: Situation, look: Look, profile: Profile, arguments: Sequence[str], output: Path) -> str:
    from fitframe.render.charts import ranking

    put(ranking(here.advice, here.asked.rules, alone=True) + "\n", output)
    return f"The chart is in {output}."


Writer = Callable[["Situation", "Look", "Profile", Sequence[str], Path], str]
_WRITERS: dict[str, Writer] = {".html": _page, ".md": _record, ".svg": _chart}
"""By the end of a file's name: what writes it and says so. Only those that need the closer look take it."""
