"""Bytes of files, and a sentence for everything that keeps them from being read."""

from __future__ import annotations

import sys
from typing import Any

from fitframe.errors import Fault, InputError

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
