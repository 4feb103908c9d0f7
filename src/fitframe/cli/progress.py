"""Saying on the error stream what a long command is doing."""

from __future__ import annotations

import sys
from contextlib import suppress
from threading import Timer
from types import TracebackType
from typing import Self

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
