"""Bytes of files, and a sentence for everything that keeps them from being read."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

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


def read_file(path: str, name: str | None = None, *, limit: int = LIMIT) -> bytes:
    """The content of a file, cut off somewhere past `limit` bytes; '-' is standard input.

    Raises InputError, whose faults call the file `name`, where it cannot be read.
    """
    try:
        if path == STDIN:
            if sys.stdin is None:
                raise ValueError("standard input is closed")
            return _content(sys.stdin.buffer, limit)
        with open(path, "rb", buffering=0) as file:
            return _content(file, limit)
    except (OSError, ValueError) as error:  # a ValueError: the path has a zero byte, standard input is closed
        raise InputError(Fault(name or path, 0, 0, _reason(error))) from None


def _content(file: Any, limit: int) -> bytes:
    content = b""
    while len(content) <= limit and (more := file.read(max(2**16, len(content)))):
        content += more
    return content


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, IsADirectoryError):
        return "this is a folder; name a file in it"
    return f"it cannot be read: {getattr(error, 'strerror', None) or error}"


def write_atomically(path: str | os.PathLike[str], text: str) -> None:
    """Write text to a file, so that nobody ever sees half of it and a failure leaves the old one as it was.

    A link is followed, and the rights of a file that is replaced stay. What is no ordinary file, such as /dev/null or
    a pipe, is written to directly. Raises InputError where it cannot be written.
    """
    try:
        target = os.path.realpath(path)
        if os.path.exists(target) and not os.path.isfile(target):
            with open(target, "wb", buffering=0) as file:
                file.write(text.encode())
        else:
            replace(target, text.encode())
    except (OSError, ValueError) as error:  # a ValueError: the path has a zero byte
        raise InputError(Fault(os.fspath(path), 0, 0, f"it cannot be written: {_reason_writing(error)}")) from None


def _reason_writing(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such folder"
    return getattr(error, "strerror", None) or str(error)


def replace(path: str, content: bytes) -> None:
    """Put content into the place of a file by way of a new file beside it. Raises OSError."""
    beside = f"{path}.{os.getpid()}.tmp"
    try:
        with open(beside, "xb") as file:
            file.write(content)
        with suppress(FileNotFoundError):
            os.chmod(beside, os.stat(path).st_mode & 0o7777)
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise
