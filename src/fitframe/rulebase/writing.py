"""A text file that is written in whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from types import TracebackType
from typing import IO, Self

from fitframe.errors import Fault, InputError


def write_atomically(path: str | os.PathLike[str], text: str) -> None:
    """Write text to a file, as OutputFile does. Raises InputError where it cannot be written."""
    with OutputFile(path) as file:
        file.write(text)


class OutputFile:
    """A text file that is there in whole once it is closed, and as it was before until then.

    What is written is collected in a file without a name, which is gone when this process is, however that ends. A link
    is followed, and the rights of a file that is replaced stay. What is no ordinary file, such as /dev/null or a pipe,
    is written to directly, and so is a file to which text is appended. As a context manager it closes itself, or leaves
    what was there before where an exception of any kind ends the block.
    """

    def __init__(self, path: str | os.PathLike[str], *, append: bool = False) -> None:
        """Open the file at `path`. Raises InputError where it cannot be written."""
        self._path = os.fspath(path)
        self._target = ""  # the file to replace; none where it is written to directly
        self._beside = ""  # the new file that is to take its place, while there is one
        try:
            if append or (os.path.exists(path) and not os.path.isfile(path)):
                self._file: IO[str] = open(  # noqa: SIM115 - it stays open until close or drop
                    self._path, "a" if append else "w", encoding="utf-8", newline=""
                )
            else:
                self._target = os.path.realpath(path)
                folder = os.path.dirname(self._target)
                self._file = tempfile.TemporaryFile(  # noqa: SIM115 - likewise
                    "w+", encoding="utf-8", newline="", dir=folder
                )
        except (OSError, ValueError) as error:  # a ValueError: the path has a zero byte
            raise self._failure(error) from None

    def write(self, text: str) -> None:
        """Take a piece of text. Raises InputError where it cannot be written."""
        try:
            self._file.write(text)
        except (OSError, ValueError) as error:  # a ValueError: the text has half a character
            raise self._failure(error) from None

    def close(self) -> None:
        """Put the file in its place. Raises InputError where that fails; then it stays as it was."""
        try:
            with self._file:
                if self._target and not self._file.closed:
                    self._file.seek(0)
                    self._put_in_place()
        except OSError as error:
            raise self._failure(error) from None

    def _put_in_place(self) -> None:
        """Copy what was collected into a new file beside the target, under a name that nobody can guess, and swap."""
        beside = os.path.join(os.path.dirname(self._target), f".{os.urandom(8).hex()}.tmp")
        try:
            with open(beside, "x", encoding="utf-8", newline="", opener=self._create) as file:
                shutil.copyfileobj(self._file, file, 2**20)
            with suppress(FileNotFoundError):
                os.chmod(beside, os.stat(self._target).st_mode & 0o7777)
            os.replace(beside, self._target)
            self._beside = ""
        finally:
            if self._beside:
                with suppress(OSError):
                    os.unlink(self._beside)

    def _create(self, path: str, flags: int) -> int:
        """A new file, which nobody else may read where it replaces one: that may be private."""
        created = os.open(path, flags, 0o600 if os.path.exists(self._target) else 0o666)
        self._beside = path
        return created

    def drop(self) -> None:
        """Leave what was there before."""
        with suppress(OSError):
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.drop()

    def _failure(self, error: OSError | ValueError) -> InputError:
        reason = getattr(error, "strerror", None) or str(error)
        if isinstance(error, FileNotFoundError):
            reason = "there is no such folder"
        return InputError(Fault(self._path, 0, 0, f"it cannot be written: {reason}"))
