"""Decision records on disk: a record that is there is superseded by a new one, never overwritten."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import unquote

import typer

from fitframe.cli import options
from fitframe.cli.console import put, say
from fitframe.errors import FitframeError

Writer = Callable[[str | None], str]
"""From the file name of the record that is superseded (None: none is) to the text of the new one."""

_NUMBERED = re.compile(r"(\d+)(-.*)", re.DOTALL)
_BY = re.compile(r"^status: \"superseded by \[[^\]\n]*\]\((?P<name>[^)/\n]+)\)\"$", re.MULTILINE)


def record(path: Path, write: Writer) -> str:
    """Write a decision record to `path`, or beside it where one is there; returns a sentence on what was done.

    The record that is there keeps its text, and its status says what superseded it. Where it says the same as the new
    one would, nothing is written. Raises FitframeError where another kind of file is there.
    """
    before, current = _newest(path)
    if not current.exists():
        put(write(None), current)
        return f"The decision is recorded in {current}."
    text = _read(current)
    if text == write(before.name if before else None):
        return f"{current} says so already."
    changed, new = _superseded(current, text), _beside(current)
    put(write(current.name), new)
    put(changed(new.name), current)
    return f"The decision is recorded in {new}; {current} is superseded by it."


def _newest(path: Path) -> tuple[Path | None, Path]:
    """The last record in the chain that starts at `path`, and the one before it."""
    before: Path | None = None
    seen = {path}
    while (
        path.exists() and (by := _BY.search(_read(path))) and (after := path.with_name(unquote(by["name"]))) not in seen
    ):
        before, path = path, after
        seen.add(path)
    return before, path


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


if TYPE_CHECKING:
    from fitframe.model.profile import Profile
    from fitframe.sensitivity.overview import Overview
    from fitframe.sensitivity.project import Project

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
    from fitframe.cli.console import Progress

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


def _page(here: Project, look: Look, profile: Profile, arguments: Sequence[str], output: Path) -> str:
    from fitframe.output.report import page

    command = shlex.join(["fitframe", "report", *arguments, "-o", output.name])
    put(page(look(), here.compiled.rules, profile, command), output)
    return f"The report is in {output}."


def _record(here: Project, look: Look, profile: Profile, arguments: Sequence[str], output: Path) -> str:
    from fitframe.output.decision_record import decision

    found = look()
    return record(output, lambda old: decision(found, here.compiled.rules, profile, arguments[0], supersedes=old))


def _chart(here: Project, look: Look, profile: Profile, arguments: Sequence[str], output: Path) -> str:
    from fitframe.output.report.charts import ranking_svg

    put(ranking_svg(here.advice, here.compiled.rules), output)
    return f"The chart is in {output}."


WriterReport = Callable[["Project", "Look", "Profile", Sequence[str], Path], str]
_WRITERS: dict[str, WriterReport] = {".html": _page, ".md": _record, ".svg": _chart}
"""By the end of a file's name: what writes it and says so. Only those that need the closer look take it."""
