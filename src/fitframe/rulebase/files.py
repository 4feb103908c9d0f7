"""Files: the folder of the shipped rules, reading with a limit, writing in whole or not at all."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TextIO

from fitframe.errors import Fault, InputError, RuleBaseError

LABEL = "rules"
"""How messages and origins call the folder of the shipped rules, wherever it is."""


def shipped_rules() -> Path:
    """The folder of the shipped rules: inside an installed copy, or at the top of a checkout. Raises RuleBaseError."""
    package = Path(__file__).parents[1]
    for folder in (package / "_rules", package.parents[1] / LABEL):
        if (folder / "rulebase.yaml").is_file():
            return folder
    raise RuleBaseError(f"the rules that belong to fitframe are not in {package}; install it again")


LIMIT = 2**20
"""The largest file that is read, in bytes."""
STDIN = "-"
"""Stands for standard input where a path is expected."""


def read_file(path: str, name: str | None = None) -> bytes:
    """The content of a file, cut off somewhere past LIMIT; '-' is standard input.

    Raises InputError, whose faults call the file `name`, where it cannot be read.
    """
    try:
        if path == STDIN:
            if sys.stdin is None:
                raise ValueError("standard input is closed")
            return _content(sys.stdin.buffer)
        with open(path, "rb", buffering=0) as file:
            return _content(file)
    except (OSError, ValueError) as error:  # a ValueError: the path has a zero byte, standard input is closed
        raise InputError(Fault(name or path, 0, 0, _reason(error))) from None


def _content(file: Any) -> bytes:
    content = b""
    while len(content) <= LIMIT and (more := file.read(2**16)):
        content += more
    return content


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, IsADirectoryError):
        return "this is a folder; name a file in it"
    return f"it cannot be read: {getattr(error, 'strerror', None) or error}"


def write_atomically(path: str | os.PathLike[str], text: str) -> None:
    """Write text to a file, as OutputFile does. Raises InputError where it cannot be written."""
    with OutputFile(path) as file:
        file.write(text)


class OutputFile:
    """A text file that is there in whole once it is closed, and as it was before until then.

    A link is followed, and the rights of a file that is replaced stay. What is no ordinary file, such as /dev/null or
    a pipe, is written to directly, and so is a file to which text is appended. As a context manager it closes itself,
    or leaves what was there before where an exception of any kind ends the block.
    """

    def __init__(self, path: str | os.PathLike[str], *, append: bool = False) -> None:
        """Open the file at `path`. Raises InputError where it cannot be written."""
        self._path = os.fspath(path)
        self._target = self._beside = ""  # the file to replace and the new one, while there is one
        try:
            if append or (os.path.exists(path) and not os.path.isfile(path)):
                self._file = self._open(self._path, "a" if append else "w")
            else:
                self._target = os.path.realpath(path)
                beside = os.path.join(os.path.dirname(self._target), f".{os.urandom(8).hex()}.tmp")
                self._file = self._open(beside, "x")
        except (OSError, ValueError) as error:  # a ValueError: the path has a zero byte
            raise self._failure(error) from None
        except BaseException:
            self._remove()
            raise

    def _open(self, path: str, mode: Literal["a", "w", "x"]) -> TextIO:
        return open(path, mode, encoding="utf-8", newline="", opener=self._create if mode == "x" else None)

    def _create(self, path: str, flags: int) -> int:
        """A new file, which nobody else may read where it replaces one: that may be private."""
        created = os.open(path, flags, 0o600 if os.path.exists(self._target) else 0o666)
        self._beside = path
        return created

    def write(self, text: str) -> None:
        """Take a piece of text. Raises InputError where it cannot be written."""
        try:
            self._file.write(text)
        except (OSError, ValueError) as error:  # a ValueError: the text has half a character
            raise self._failure(error) from None

    def close(self) -> None:
        """Put the file in its place. Raises InputError where that fails; then it stays as it was."""
        try:
            self._file.close()
            if self._beside:
                with suppress(FileNotFoundError):
                    os.chmod(self._beside, os.stat(self._target).st_mode & 0o7777)
                os.replace(self._beside, self._target)
                self._beside = ""
        except OSError as error:
            raise self._failure(error) from None
        finally:
            self._remove()

    def drop(self) -> None:
        """Leave what was there before."""
        with suppress(OSError):
            self._file.close()
        self._remove()

    def _remove(self) -> None:
        """Remove the new file, unless it is in its place already."""
        if self._beside:
            with suppress(OSError):
                os.unlink(self._beside)
            self._beside = ""

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
