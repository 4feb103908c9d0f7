"""fitframe report, and decision records on disk: one that is there is superseded by a new one, never overwritten."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import unquote

import typer

from fitframe.cli import options
from fitframe.cli.console import Progress, put, say, show
from fitframe.cli.options import OUTPUT
from fitframe.errors import FitframeError

if TYPE_CHECKING:
    from fitframe.model.profile import Profile
    from fitframe.sensitivity.overview import Overview
    from fitframe.sensitivity.project import Project

EXAMPLES = """
fitframe report -o report.html            a page to show, for fitframe.yaml
fitframe report team.yaml -o decision.md  a decision record
fitframe report team.yaml -o chart.svg    the ranking as a chart
"""


def report(
    profile: options.ProfileArgument = None,
    *,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The file to write: .html for a page, .md for a decision record, .svg for a chart, or .json.",
            rich_help_panel=OUTPUT,
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

    if output.suffix not in _WRITERS:
        raise FitframeError(f"report writes files that end in {', '.join(_WRITERS)}; got '{output}'")
    base = api.load_rules(*rules)
    project = options.project(profile, settings, base)
    given = {"--between": between, "--sources": sources, "--as-of": as_of}
    named = options.PROFILE if profile in (None, "-") else profile
    arguments = [
        *([named] if profile or not settings or Path(options.PROFILE).exists() else []),
        *(f"--set={each}" for each in settings),
        *(f"{key}={value}" for key, value in given.items() if value),
        *(f"--rules={each}" for each in rules),
    ]
    with Progress() as progress:
        progress.tell("the advice")
        here = api.situate(base, project, between=options.names(between), sources=options.names(sources), as_of=as_of)
        task = Task(
            here, partial(api.look_closer, here, progress.tell, project.choice), project, named, arguments, output
        )
        done = _WRITERS[output.suffix](task)
    if not quiet:
        say(done)


@dataclass(frozen=True, slots=True)
class Task:
    """What to report on, and where to."""

    here: Project
    look: Callable[[], Overview]  # the closer look, which takes its time
    profile: Profile
    path: str  # the profile's
    arguments: Sequence[str]  # of the command that makes the report again
    output: Path


def _page(task: Task) -> str:
    from fitframe.output.report import page

    command = shlex.join(["fitframe", "report", *task.arguments, "-o", task.output.name])
    today = date.today().isoformat()
    put(page(task.look(), task.here.compiled.rules, task.profile, command, dated=today), task.output)
    return f"The report is in {task.output}."


def _record(task: Task) -> str:
    from fitframe.output.decision_record import decision

    found = task.look()

    def write(superseded: str | None, dated: str) -> str:
        rules, profile = task.here.compiled.rules, task.profile
        return decision(found, rules, profile, task.path, dated=dated, supersedes=superseded)

    return record(task.output, write, date.today().isoformat())


def _chart(task: Task) -> str:
    from fitframe.output.report.charts import ranking_svg

    put(ranking_svg(task.here.advice, task.here.compiled.rules), task.output)
    return f"The chart is in {task.output}."


def _object(task: Task) -> str:
    from fitframe.output.recommendation import Advice

    advice = Advice.of(task.here.advice, task.here.compiled.rules, choice=task.profile.choice)
    show(advice, "json", task.output, "never")
    return f"The advice is in {task.output}."


_WRITERS = {".html": _page, ".md": _record, ".svg": _chart, ".json": _object}
"""By the end of a file's name: what writes it and says so."""

Writer = Callable[[str | None, str], str]
"""From the file name of the record that is superseded (None: none is) and the day of the decision to a record."""

_NUMBERED = re.compile(r"(\d+)(-.*)", re.DOTALL)
_BY = re.compile(r"^status: \"superseded by \[[^\]\n]*\]\((?P<name>[^)/\n]+)\)\"$", re.MULTILINE)


def record(path: Path, write: Writer, today: str) -> str:
    """Write a decision record to `path`, or beside it where one is there; returns a sentence on what was done.

    The record that is there keeps its text, and its status says what superseded it. Where it says the same as the new
    one would, but for the day, nothing is written. Raises FitframeError where another kind of file is there.
    """
    from fitframe.output.decision_record import date_of

    before, current = _newest(path)
    if not current.exists():
        put(write(None, today), current)
        return f"The decision is recorded in {current}."
    text = _read(current)
    if text == write(before.name if before else None, date_of(text) or today):
        return f"{current} says so already."
    changed, new = _superseded(current, text), _beside(current)
    put(write(current.name, today), new)
    put(changed(new.name), current)
    return f"The decision is recorded in {new}; {current} is superseded by it."


def _newest(path: Path) -> tuple[Path | None, Path]:
    """The last record in the chain that starts at `path`, and the one before it."""
    before: Path | None = None
    seen = {path}
    while path.exists() and (after := _successor(path)) and after not in seen:
        before, path = path, after
        seen.add(path)
    return before, path


def _successor(path: Path) -> Path | None:
    """The record beside `path` that superseded it, if it says so; a name that leads elsewhere is not followed."""
    found = _BY.search(_read(path))
    name = unquote(found["name"]) if found else ""
    plain = name.isprintable() and os.path.basename(name) == name and name not in ("", ".", "..")
    return path.with_name(name) if plain else None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FitframeError(f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}") from None


def _superseded(path: Path, text: str) -> Callable[[str], str]:
    from fitframe.output.decision_record import superseded

    if superseded(text, "") is None:
        raise FitframeError(f"{path} is there and is not a decision record; give another name")
    return lambda by: superseded(text, by) or text


def _beside(path: Path) -> Path:
    """The next free name: 0007-x.md after 0006-x.md, decision-2.md after decision.md."""
    numbered = _NUMBERED.fullmatch(path.name)
    if numbered:
        width, rest = len(numbered[1]), numbered[2]
        others = (_NUMBERED.fullmatch(other.name) for other in path.parent.iterdir())
        return path.with_name(f"{max(int(other[1]) for other in others if other) + 1:0{width}d}{rest}")
    stem, count = re.sub(r"-\d+$", "", path.stem), 2
    while (found := path.with_name(f"{stem}-{count}{path.suffix}")).exists():
        count += 1
    return found
