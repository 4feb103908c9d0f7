"""What one file says, and where it says it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fitframe.errors import Fault

Path = tuple[str | int, ...]
"""The keys and list positions that lead to a value, such as ('rules', 0, 'when', 'goal')."""
Place = tuple[int, int]
"""Line and column, both from 1."""

# Terminal escapes, characters that turn the direction of text, halves of characters: none belongs in plain text.
UNSAFE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_MOST_FAULTS = 50


@dataclass(frozen=True, slots=True)
class Document:
    """The values of one file with the place of each key and list entry."""

    name: str
    data: Any
    places: Mapping[Path, Place]

    def place(self, path: Path) -> Place:
        """Where a key stands, or the nearest thing around it; 0, 0 where the document is empty."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (0, 0))

    def fault(self, path: Path, message: str) -> Fault:
        """A fault at the place of a key."""
        return Fault(self.name, *self.place(path), message)


def capped(faults: Sequence[Fault]) -> list[Fault]:
    """A file's first fifty faults; where there are more, a last line says how many."""
    more = len(faults) - _MOST_FAULTS
    if more <= 0:
        return list(faults)
    return [*faults[:_MOST_FAULTS], Fault(faults[0].path, 0, 0, f"and {more} more faults like these")]
