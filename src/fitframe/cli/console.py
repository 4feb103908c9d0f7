"""Standard output, standard error and what is shown on them: pieces of output, progress, colour."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import NoReturn, Protocol, Self

import typer

from fitframe.cli.options import Colour
from fitframe.errors import Fault, FitframeError, RuleBaseError
from fitframe.output import RENDERERS, Detail, Format, Screen, Subject


class Sink(Protocol):
    """Standard output or an OutputFile: takes text; is closed when all is there, or dropped when it will not come."""

    def write(self, text: str) -> None:
        """Take a piece. Raises FitframeError where it cannot be written."""
        ...

    def close(self) -> None:
        """All pieces are there."""
        ...

    def drop(self) -> None:
        """No more pieces will come; what is unfinished goes away."""
        ...


class StandardOutput:
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

    def drop(self) -> None:
        """Nothing can be taken back."""


PATIENCE = 0.5
"""Seconds of silence that nobody minds."""
_MANY = 200
"""Fewer things are done before a bar could be read."""
_CLEAR = "\r\x1b[K"


class Progress:
    """On a terminal, a line with the present step once patience is over; it is gone at the end. Elsewhere silent."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._step = ""
        self._shown = False
        self._timer = Timer(patience, self._show)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        if sys.stderr is not None and sys.stderr.isatty():
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        if self._timer.ident is not None:
            self._timer.join()
        if self._shown:
            _write(_CLEAR)

    def tell(self, step: str) -> None:
        """Say what is being worked out now."""
        self._step = step
        if self._shown:
            self._show()

    def _show(self) -> None:
        self._shown = True
        _write(f"{_CLEAR}Working out {self._step} …")


class Bar:
    """A bar on a terminal for many things of one kind; it is wiped before anything else is said."""

    def __init__(self, total: int, *, wanted: bool) -> None:
        self._total = total
        self._done = 0
        self._shown = wanted and total >= _MANY and sys.stderr is not None and sys.stderr.isatty()

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        if self._shown and (self._done % 50 == 0 or self._done == self._total):
            filled = 30 * self._done // self._total
            _write(f"\r[{'#' * filled}{' ' * (30 - filled)}] {self._done} of {self._total}")

    def wipe(self) -> None:
        """Clear the line."""
        if self._shown:
            _write(_CLEAR)


def _write(text: str) -> None:
    with suppress(OSError):  # nobody looks any more
        sys.stderr.write(text)
        sys.stderr.flush()


_NARROWEST, _USUAL, _WIDEST = 40, 100, 120
"""Columns. Longer lines than the widest tire the eye."""


def show(subject: Subject, format: Format, output: Path | None, colour: Colour, detail: Detail = Detail.USUAL) -> None:
    """Render a subject and write it to a file, or to standard output."""
    put(RENDERERS[format](subject, screen(colour, output), detail), output)


def put(text: str, output: Path | None = None, *, more: bool = False) -> None:
    """Write `text` to a file, whole or not at all, or to standard output, at once unless `more` is to follow.

    A reader who closes the pipe has seen enough: that is no error. Raises FitframeError where writing fails.
    """
    if output is not None:
        from fitframe.api import write_atomically

        write_atomically(str(output), text)
        return
    if sys.stdout is None:
        raise FitframeError("standard output is closed")
    try:
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
        if not more:
            sys.stdout.flush()
    except BrokenPipeError:
        _abandon_stdout()
    except OSError as error:
        _abandon_stdout()
        raise FitframeError(f"standard output cannot be written: {error.strerror}") from None


def show_faults(faults: Iterable[Fault | str]) -> NoReturn:
    """Faults that were asked for, which makes them the result: a line each on standard output, and exit code 2."""
    from fitframe.output.document import clean

    put("".join(f"{clean(str(fault))}\n" for fault in faults))
    raise typer.Exit(RuleBaseError.exit_code)


def say(sentence: str) -> None:
    """A word beside the result, on standard error."""
    with suppress(OSError):  # nobody listens: the result stands all the same
        if sys.stderr is not None:
            sys.stderr.write(f"{sentence}\n")


def _abandon_stdout() -> None:
    """Send what is still buffered nowhere, so that Python does not stumble over it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def screen(colour: Colour, output: Path | None) -> Screen:
    """What text is written for: the terminal as it is, or a plain page of usual width."""
    terminal = output is None and sys.stdout is not None and sys.stdout.isatty()
    columns = shutil.get_terminal_size((_USUAL, 24)).columns if terminal else _USUAL
    return Screen(
        width=min(max(columns, _NARROWEST), _WIDEST),
        colour=wants_colour(colour, os.environ, terminal=terminal, file=output is not None),
        bar="█" if _can_write("█", output) else "#",
    )


def wants_colour(colour: Colour, environment: Mapping[str, str], *, terminal: bool, file: bool) -> bool:
    """Whether to colour. The option decides, then NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE, the terminal."""
    if colour != "auto":
        return colour == "always"
    if environment.get("NO_COLOR") or file:
        return False
    if any(environment.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return terminal and environment.get("TERM") != "dumb"


def detail(quiet: bool, verbose: bool) -> Detail:
    """What -q and -v ask for; -q wins."""
    return Detail.BRIEF if quiet else Detail.FULL if verbose else Detail.USUAL


def _can_write(text: str, output: Path | None) -> bool:
    if output is not None or sys.stdout is None:
        return True
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
