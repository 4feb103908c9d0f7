"""A report of check, written in several formats at once while its results come."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

from fitframe.cli.console import Bar, put, screen
from fitframe.cli.options import Colour
from fitframe.errors import FitframeError, did_you_mean
from fitframe.model.verdict import CheckReport, Result
from fitframe.output.check import NAMES, Context, Format, Name, format_of
from fitframe.rulebase.files import OutputFile

_UNWRAPPED = 1_000_000
"""Columns of what goes to no terminal: no line is broken, so that a log has every finding on a line of its own."""


class Target(NamedTuple):
    """A format, and the file that it goes to; None for standard output."""

    name: Name
    path: str | None
    append: bool = False


def targets_of(format: str, outputs: Sequence[str]) -> list[Target]:
    """What -f and -o ask for. A bare file among the outputs takes what would go to standard output.

    In GitHub Actions the format github also writes the job summary. Raises FitframeError on a format that nobody
    knows, and on one without its file.
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
        elif main.path is not None:
            raise FitframeError(f"two files, {main.path} and {output}, for what would go to standard output; name one")
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


def refuse_shared_files(written: Sequence[tuple[str, str]]) -> None:
    """Raise FitframeError where two of the things that are written, each with its path, go to one file."""
    seen: dict[str, str] = {}
    for what, path in written:
        target = os.path.realpath(path)
        if target in seen and (os.path.isfile(target) or not os.path.exists(target)):  # /dev/null takes any number
            raise FitframeError(f"{path}: {seen[target]} and {what} cannot both go to this file; name another one")
        seen.setdefault(target, what)


def write(
    report: CheckReport,
    targets: Sequence[Target],
    *,
    colour: Colour,
    quiet: bool,
    verbose: bool,
    from_top: Callable[[str], str],
    each: Callable[[Result], object] = lambda result: None,
) -> None:
    """Write a report to its targets while its results come; `each` is called with every one of them.

    Files are there in whole or, where something fails, as they were.
    """
    with ExitStack() as stack:
        stack.enter_context(_orderly_end())
        pairs: list[tuple[Format, _Sink]] = []
        for target in targets:
            page = screen(colour, None if target.path is None else Path(target.path))
            if target.path is not None or sys.stdout is None or not sys.stdout.isatty():
                page = page._replace(width=_UNWRAPPED)
            context = Context(
                rules=report.rules, as_of=report.as_of, screen=page, verbose=verbose, quiet=quiet, from_top=from_top
            )
            pairs.append((format_of(target.name, context), stack.enter_context(_sink(target))))
        _feed(report, pairs, Bar(len(report), wanted=not quiet), each)
        for _, sink in pairs:
            sink.close()


def _feed(
    report: CheckReport, pairs: Sequence[tuple[Format, _Sink]], bar: Bar, each: Callable[[Result], object]
) -> None:
    for form, sink in pairs:
        sink.write(form.start())
    for result in report:
        each(result)
        pieces = [(sink, form.result(result)) for form, sink in pairs]
        if any(text and isinstance(sink, _StandardOutput) for sink, text in pieces):
            bar.wipe()
        for sink, text in pieces:
            sink.write(text)
        bar.step()
    bar.wipe()
    for form, sink in pairs:
        sink.write(form.end(report))


@contextmanager
def _orderly_end() -> Iterator[None]:
    """Clean up where SIGTERM or SIGHUP ends this process; its exit code is then 128 plus the signal's number."""

    def leave(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    ours = [number for number in numbers if signal.getsignal(number) == signal.SIG_DFL]  # nohup ignores SIGHUP
    for number in ours:
        signal.signal(number, leave)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


class _Sink(Protocol):
    """Takes pieces of text, and is closed when all are there."""

    def write(self, text: str) -> None:
        """Take a piece. Raises FitframeError where it cannot be written."""
        ...

    def close(self) -> None:
        """All pieces are there."""
        ...


@contextmanager
def _sink(target: Target) -> Iterator[_Sink]:
    """Where a target's text goes; what is not closed at the end leaves a file as it was."""
    if target.path is None:
        yield _StandardOutput()
    else:
        file = OutputFile(target.path, append=target.append)
        try:
            yield file
        finally:
            file.drop()


class _StandardOutput:
    """Standard output. A reader who leaves early is no error."""

    def __init__(self) -> None:
        self._begun = False

    def write(self, text: str) -> None:
        """Take a piece. The first one is shown at once: processes that start later must not inherit it."""
        if text:
            put(text, more=self._begun)
            self._begun = True

    def close(self) -> None:
        """Show what has not been shown yet."""
        if self._begun:
            put("")
