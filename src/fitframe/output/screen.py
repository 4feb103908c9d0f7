"""What a page is shown on, and how much of it."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Detail(Enum):
    """How much a page shows. JSON always holds everything."""

    BRIEF = "the answer alone"
    USUAL = "the first few of everything"
    FULL = "everything"


class Screen(NamedTuple):
    """A terminal, or a page."""

    width: int = 100  # columns
    colour: bool = False
    bar: str = "█"  # what bars are drawn with
