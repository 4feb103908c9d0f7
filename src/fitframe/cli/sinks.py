"""Where pieces of output go as they come: standard output, a new file, or the end of one."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Protocol, TextIO

from fitframe.cli.showing import put
from fitframe.errors import FitframeError


class Sink(Protocol):
    """Takes pieces of text; is closed when all are there, or dropped when they will not come."""

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


class File:
    """A file that is there in whole once it is closed, and as it was before until then."""

    def __init__(self, path: str, *, append: bool = False) -> None:
        """Open the file at `path`. Raises FitframeError."""
        self._path = path
        self._target = os.path.realpath(path)
        direct = append or (os.path.exists(self._target) and not os.path.isfile(self._target))
        self._beside = "" if direct else f"{self._target}.{os.getpid()}.tmp"
        try:
            self._file: TextIO = open(  # noqa: SIM115 - it stays open until close or drop
                self._beside or self._target, "a" if append else "w", encoding="utf-8", newline="\n"
            )
        except (OSError, ValueError) as error:
            raise self._failure(error) from None

    def write(self, text: str) -> None:
        """Take a piece."""
        try:
            self._file.write(text)
        except OSError as error:
            raise self._failure(error) from None

    def close(self) -> None:
        """Put the file in its place."""
        try:
            self._file.close()
            if self._beside:
                with suppress(FileNotFoundError):
                    os.chmod(self._beside, os.stat(self._target).st_mode & 0o7777)
                os.replace(self._beside, self._target)
        except OSError as error:
            raise self._failure(error) from None

    def drop(self) -> None:
        """Leave what was there before."""
        with suppress(OSError):
            self._file.close()
        if self._beside:
            with suppress(OSError):
                os.unlink(self._beside)

    def _failure(self, error: OSError | ValueError) -> FitframeError:
        if isinstance(error, FileNotFoundError):
            return FitframeError(f"{self._path}: it cannot be written: there is no such folder")
        return FitframeError(f"{self._path}: it cannot be written: {getattr(error, 'strerror', None) or error}")
