"""What readers find in a file: names, each with its line and how firmly it stands there."""

from __future__ import annotations

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
    """Places in a text to its lines; places that are asked for in order cost least."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position, self._line = 0, 1  # the last place that was asked for

    def at(self, position: int) -> int:
        """The line that a position is in, from 1."""
        if position < self._position:
            self._position, self._line = 0, 1
        self._line += self._text.count("\n", self._position, position)
        self._position = position
        return self._line

    def of(self, words: str, after: int = 0) -> int:
        """The line that words first stand in from a position on; 1 where they do not."""
        position = self._text.find(words, after)
        return self.at(position) if position >= 0 else 1
