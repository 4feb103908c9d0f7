"""Answers as they were given: kept from one run to the next, and replayed without any network."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import NamedTuple

from fitframe.errors import Fault, InputError
from fitframe.rulebase.load import read_file
from fitframe.rulebase.writing import write_atomically
from fitframe.verifying.requests import Request, Value

_LARGEST = 2**27  # bytes; the names of all files of a hundred packages take a tenth


class Answer(NamedTuple):
    """What a place said on a day."""

    day: str  # YYYY-MM-DD
    value: Value


class Answers:
    """Answers by what was asked, in a file with a JSON object a line. It need not be there."""

    def __init__(self, path: Path) -> None:
        """Read what there is. Raises InputError where a line of the file is no answer."""
        self._path = path
        self._held: dict[str, Answer] = {}
        content = read_file(str(path), limit=_LARGEST) if path.exists() else b""
        for number, line in enumerate(content.splitlines(), 1):
            try:
                one = json.loads(line)
                self._held[one["asked"]] = Answer(str(one["day"]), one["value"])
            except (ValueError, KeyError, TypeError, RecursionError):
                message = "this line is no answer; remove the file, and it is written anew"
                raise InputError(Fault(str(path), number, 1, message)) from None

    def get(self, request: Request) -> Answer | None:
        """What was answered last."""
        return self._held.get(str(request))

    def put(self, request: Request, answer: Answer) -> None:
        """Keep an answer until `save`."""
        self._held[str(request)] = answer

    def save(self) -> None:
        """Write the file, whole or not at all. Raises InputError where it cannot be written."""
        lines = [
            json.dumps({"asked": asked, "day": one.day, "value": one.value}, ensure_ascii=False) + "\n"
            for asked, one in sorted(self._held.items())
        ]
        os.makedirs(self._path.parent, exist_ok=True)
        write_atomically(self._path, "".join(lines))


def usual_place() -> Path:
    """Where answers are kept if nobody names a file: in this person's folder for cached files."""
    home = Path.home()
    usual = {"win32": os.environ.get("LOCALAPPDATA", ""), "darwin": str(home / "Library" / "Caches")}
    given = (os.environ.get("XDG_CACHE_HOME", ""), usual.get(sys.platform, ""), str(home / ".cache"))
    return next(Path(folder) for folder in given if os.path.isabs(folder)) / "fitframe" / "answers.jsonl"
