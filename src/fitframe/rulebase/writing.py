"""Files that are either written whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress

from fitframe.errors import Fault, InputError


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
        raise InputError(Fault(os.fspath(path), 0, 0, f"it cannot be written: {_reason(error)}")) from None


def _reason(error: OSError | ValueError) -> str:
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
