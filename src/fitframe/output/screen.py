"""What text is written on."""

from __future__ import annotations

from typing import NamedTuple


class Screen(NamedTuple):
    """A terminal, or a page."""

    width: int = 100  # columns
    colour: bool = False
    bar: str = "█"  # what bars are drawn with; nothing: no bars
    links: bool = False  # whether addresses can be links to follow
