"""A run of check, written in several formats at once while its results come."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from fitframe.cli.options import Colour
from fitframe.cli.progress import Bar
from fitframe.cli.showing import screen
from fitframe.cli.sinks import File, Sink, StandardOutput
from fitframe.errors import FitframeError, did_you_mean
from fitframe.render.check import NAMES, Ending, Format, Name, Setting, format_of

if TYPE_CHECKING:
    from fitframe.checking.run import Run

_UNWRAPPED = 1_000_000
"""Columns of what goes to no terminal: no line is broken, so that a log has every finding on a line of its own."""


class Target(NamedTuple):
    """A format, and the file that it goes to; None for standard output."""

    name: Name
    path: str | None
    append: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How text for people looks."""

    colour: Colour
    quiet: bool
    verbose: bool


def targets_of(format: str, outputs: Sequence[str]) -> list[Target]:
    """What -f and -o ask for. Raises FitframeError on a format that nobody knows, or one without its file.

    A bare file among the outputs takes what would go to standard output. In GitHub Actions the format github also
    writes the job summary.
    """
    main = Target(_known(format), None)
    more = []
    for output in outputs:
        name, equals, path = output.partition("=")
        if equals:
            more.append(Target(_known(name), path))
        elif output in NAMES:
            raise FitframeError(
                f"'-o {output}' names a format and no file: did you mean '{output}=FILE'? "
                f"A file that is really called so is './{output}'"
            )
        else:
            main = main._replace(path=output)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary and main.name == "github":
        more.append(Target("markdown", summary, append=True))
    return [main, *more]


def _known(name: str) -> Name:
    for known in NAMES:
        if name == known:
            return known
    hint = did_you_mean(name, NAMES) or f"; the formats are {', '.join(NAMES)}"
    raise FitframeError(f"unknown format '{name}'{hint}")


def write(run: Run, targets: Sequence[Target], look: Look) -> None:
    """Carry out a run and write its results. Files are there in whole or, where something fails, as they were."""
    sinks: list[Sink] = []
    try:
        pairs = []
        for target in targets:
            sinks.append(StandardOutput() if target.path is None else File(target.path, append=target.append))
            pairs.append((format_of(target.name, _setting(run, target, look)), sinks[-1]))
        _feed(run, pairs, Bar(run.total, wanted=not look.quiet))
        for sink in sinks:
            sink.close()
    except BaseException:
        for sink in sinks:
            sink.drop()
        raise


def _feed(run: Run, pairs: Sequence[tuple[Format, Sink]], bar: Bar) -> None:
    for form, sink in pairs:
        sink.write(form.start())
    for result in run.results():
        pieces = [(sink, form.result(result)) for form, sink in pairs]
        if any(text and isinstance(sink, StandardOutput) for sink, text in pieces):
            bar.wipe()
        for sink, text in pieces:
            sink.write(text)
        bar.step()
    bar.wipe()
    leftovers = tuple(run.leftovers())
    ending = Ending(summary=run.summary, leftovers=leftovers, exit_code=run.exit_code)
    for form, sink in pairs:
        sink.write(form.end(ending))


def _setting(run: Run, target: Target, look: Look) -> Setting:
    page = screen(look.colour, None if target.path is None else Path(target.path))
    if target.path is not None or sys.stdout is None or not sys.stdout.isatty():
        page = page._replace(width=_UNWRAPPED)
    return Setting(rules=run.rules, stamp=run.stamp, screen=page, verbose=look.verbose, quiet=look.quiet)
