"""What readers find in a file: names, each with its line and how firmly it stands there."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from fitframe.model.signals import Kind

BY_COMMAND = "by a command"
"""The extra of what a command installs and no manifest lists."""


class Sighting(NamedTuple):
    """One name in one file."""

    kind: Kind
    name: str
    line: int = 1  # from 1
    guarded: bool = False  # inside a function, or where its absence is coped with
    extra: str = ""  # of what a manifest lists: the extra that it is in, where users may leave it out
    version: str = ""  # the lowest that a manifest allows
    development: bool = False  # of what a manifest lists: for tests or documents
    declared: bool = False  # a manifest or an install command lists it, which is not using it


class Lines:
    """Places in a text to its lines."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] | None = None

    def at(self, position: int) -> int:
        """The line that a position is in, from 1."""
        if self._starts is None:
            self._starts = [match.end() for match in _LINE_END.finditer(self._text)]
        return bisect_right(self._starts, position) + 1

    def of(self, words: str, after: int = 0) -> int:
        """The line that words first stand in from a position on; 1 where they do not."""
        position = self._text.find(words, after)
        return self.at(position) if position >= 0 else 1


_LINE_END = re.compile("\n")
