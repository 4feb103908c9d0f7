"""What a page says, before it is known how it will be shown: headings, paragraphs, lists and tables.

Strings in a document are plain words. Whatever stands in them, a writer shows it and never obeys it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Tone(StrEnum):
    """How something is said, where the medium can show it."""

    PLAIN = "plain"
    STRONG = "strong"
    GOOD = "good"
    BAD = "bad"
    QUIET = "quiet"


class Heading(NamedTuple):
    """A title: level 1 for the page, 2 for a section."""

    text: str
    level: int = 2


class Paragraph(NamedTuple):
    """Running text."""

    text: str
    tone: Tone = Tone.PLAIN


class Item(NamedTuple):
    """One entry of a list, with an optional label of a word or a figure before it."""

    text: str
    label: str = ""
    tone: Tone = Tone.PLAIN  # of the label; of the text where there is no label


class Items(NamedTuple):
    """A list; labels stand in a column of their own where there is room."""

    items: tuple[Item, ...]


class Table(NamedTuple):
    """Rows of cells under a head. Shares, 0 to 1 and one for each row, are drawn as bars where they can be."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...] = ()


Block = Heading | Paragraph | Items | Table
Document = tuple[Block, ...]


def clean(text: str) -> str:
    """`text` on one line, with all that would steer a terminal spelled out: an escape becomes `\\x1b`."""
    words = " ".join(text.split())
    if words.isprintable():
        return words
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in words)


def is_figure(text: str) -> bool:
    """Whether a cell or label is a number, which stands right in its column."""
    return text.lstrip("+-")[:1].isdigit()
