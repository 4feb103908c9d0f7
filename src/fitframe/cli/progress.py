"""Saying on the error stream what a long command is doing."""

from __future__ import annotations

import sys
from threading import Timer
from types import TracebackType
from typing import Self

PATIENCE = 0.5
"""Seconds of silence that nobody minds."""
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
            self._write(_CLEAR)

    def tell(self, step: str) -> None:
        """Say what is being worked out now."""
        self._step = step
        if self._shown:
            self._show()

    def _show(self) -> None:
        self._shown = True
        self._write(f"{_CLEAR}Working out {self._step} …")

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
