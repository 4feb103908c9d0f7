"""Where output goes and how it looks: results on standard output or in files, all else on standard error.

Rich is imported only when text goes to a person.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn, Self, TextIO

import typer

from fitframe.cli.options import Colour
from fitframe.errors import Fault, FitframeError, RuleBaseError
from fitframe.output import Detail, Rendering, Screen, Subject

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as Steps
    from rich.status import Status


PATIENCE = 0.5
"""Seconds of silence that nobody minds."""
_MANY = 200
"""Fewer things are done before a bar could be read."""
_STEP = 50
"""So many are done before the bar is drawn again."""


class Progress:
    """On a terminal, a line with the present step once patience is over; it is gone at the end. Elsewhere silent."""

    _doing = "Working out"

    def __init__(self, patience: float = PATIENCE) -> None:
        self._step = ""
        self._status: Status | None = None
        self._timer = Timer(patience, self._show)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        if _animated():
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        if self._timer.ident is not None:
            self._timer.join()
        if self._status is not None:
            with suppress(OSError):  # nobody looks any more
                self._status.stop()

    def tell(self, step: str) -> None:
        """Say what is being worked out now."""
        self._step = step
        if self._status is not None:
            self._status.update(f"{self._doing} {step} ...")

    def _show(self) -> None:
        spinner = "dots" if _encodes(sys.stderr, _SPINNER) else "line"
        status = _commentary().status(f"{self._doing} {self._step} ...", spinner=spinner)
        with suppress(OSError):
            status.start()
        self._status = status


class Counter(Progress):
    """The same line for things whose number is not known: how many there are so far."""

    _doing = "Read"

    def __init__(self, what: str, patience: float = PATIENCE) -> None:
        """`what` is counted, in the plural."""
        super().__init__(patience)
        self._what = what

    def tell(self, number: int) -> None:  # type: ignore[override]
        """Say how many there are so far."""
        super().tell(f"{number:,} {self._what}")


class Bar:
    """A bar on a terminal for many things of one kind; it is wiped before anything else is said, and at the end."""

    def __init__(self, total: int, *, wanted: bool, least: int = _MANY) -> None:
        """A bar for `total` things, if one is wanted and there are at least so many."""
        self._done = 0
        self._every = _STEP if total >= _MANY else 1
        self._steps: Steps | None = None
        if wanted and total >= least and _animated():
            from rich.progress import BarColumn, MofNCompleteColumn, TimeRemainingColumn
            from rich.progress import Progress as Steps

            columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self._steps = Steps(*columns, console=_commentary(), transient=True, auto_refresh=False)
            self._task = self._steps.add_task("", total=total)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wipe()

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        if self._steps and self._done % self._every == 0:
            with suppress(OSError):  # nobody looks any more
                self._steps.start()
                self._steps.update(self._task, completed=self._done, refresh=True)

    def wipe(self) -> None:
        """Clear the line."""
        if self._steps:
            with suppress(OSError):
                self._steps.stop()


def _animated() -> bool:
    """Whether standard error is a terminal on which a line can be drawn again."""
    return sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def _commentary() -> Console:
    """A console for what is told beside the result, on a terminal behind standard error."""
    from fitframe.output.text import console

    colour = wants_colour("auto", os.environ, terminal=True, file=False)
    width = shutil.get_terminal_size((_USUAL, 24)).columns
    return console(Screen(width=width, colour=colour), sys.stderr, animated=True)


_NARROWEST, _USUAL, _WIDEST = 40, 100, 120
"""Columns. Longer lines than the widest tire the eye."""
_EIGHTHS = "█▉▊▋▌▍▎▏"
"""What bars end in, an eighth of a column apart."""
_SPINNER = "⠋"


def show(
    subject: Subject, format: Rendering, output: Path | None, colour: Colour, detail: Detail = Detail.USUAL
) -> None:
    """Render a subject and write it to a file, or to standard output. A page shows everything, as nobody can ask."""
    if format == "html" and detail is Detail.USUAL:
        detail = Detail.FULL
    put(rendered(subject, format, screen(colour, output), detail), output)


def rendered(subject: Subject, format: Rendering, screen: Screen, detail: Detail = Detail.USUAL) -> str:
    """A subject in one of the formats, in so much detail; only text minds the screen, and JSON always holds all."""
    if format == "json":
        from fitframe.output.document import json_text

        return json_text(subject.data(), indent=2) + "\n"
    if format == "markdown":
        from fitframe.output import markdown

        return markdown.write(subject.document(detail))
    if format == "html":
        from fitframe.output.report.templates import whole_page

        return whole_page(subject.document(detail))
    from fitframe.output import text

    return text.write(subject.document(detail), screen)


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
    from fitframe.output.document import clean

    with suppress(OSError):  # nobody listens: the result stands all the same
        if sys.stderr is not None:
            sys.stderr.write(f"{clean(sentence)}\n")


def _abandon_stdout() -> None:
    """Send what is still buffered nowhere, so that Python does not stumble over it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def screen(colour: Colour, output: Path | None) -> Screen:
    """What text is written for: the terminal as it is, or a plain page of usual width."""
    terminal = output is None and sys.stdout is not None and sys.stdout.isatty()
    coloured = wants_colour(colour, os.environ, terminal=terminal, file=output is not None)
    return Screen(
        width=_width(os.environ.get("COLUMNS", ""), terminal=terminal),
        colour=coloured,
        bar="█" if output or sys.stdout is None or _encodes(sys.stdout, _EIGHTHS) else "#",
        links=coloured and terminal,
    )


def _width(wanted: str, *, terminal: bool) -> int:
    """COLUMNS as it is wanted, wherever text goes; else what the terminal has, within what reads well."""
    if wanted.isdecimal() and int(wanted):
        return max(int(wanted), _NARROWEST)
    columns = shutil.get_terminal_size((_USUAL, 24)).columns if terminal else _USUAL
    return min(max(columns, _NARROWEST), _WIDEST)


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


def _encodes(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
