"""A document as text for a person: wrapped to a width, coloured where that is wanted."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from fitframe.output.document import Block, Document, Heading, Item, Items, Paragraph, Table, Tone, clean, is_figure
from fitframe.output.screen import Screen

INDENT = "  "
_CODES = {Tone.STRONG: "1", Tone.GOOD: "32", Tone.BAD: "31", Tone.QUIET: "2"}


def write(document: Document, screen: Screen) -> str:
    """The document as lines no longer than the screen is wide, unless a single word is longer."""
    lines: list[str] = []
    after_heading = True
    for block in document:
        if not after_heading:
            lines.append("")
        lines += _lines(block, screen)
        after_heading = isinstance(block, Heading)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _lines(block: Block, screen: Screen) -> Iterator[str]:
    match block:
        case Heading(text):
            return _paint(wrap(text, screen.width), Tone.STRONG, screen)
        case Paragraph(text, tone):
            return _paint(wrap(text, screen.width), tone, screen)
        case Items(items):
            return _items(items, screen)
        case Table():
            return _table(block, screen)


def cells(text: str) -> int:
    """Columns that `text` takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


def wrap(text: str, width: int) -> Iterator[str]:
    """`text` in lines of at most `width` columns; a longer word stays whole, so that an address can be copied."""
    text = clean(text)
    if cells(text) <= width:  # as nearly always where no line is to be broken
        yield text
        return
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and cells(longer) > width:
            yield line
            line = word
        else:
            line = longer
    yield line


def _paint(lines: Iterator[str], tone: Tone, screen: Screen) -> Iterator[str]:
    code = _CODES.get(tone)
    return (f"\x1b[{code}m{line}\x1b[0m" for line in lines) if code and screen.colour else lines


def _pad(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - cells(text))
    return space + text if right else text + space


def _items(items: Sequence[Item], screen: Screen) -> Iterator[str]:
    labels = [clean(item.label) for item in items]
    column = max(map(cells, labels), default=0)
    for item, label in zip(items, labels, strict=True):
        if not column:
            yield from _hanging(item, "- ", Tone.PLAIN, screen)
        elif column <= screen.width // 3:
            yield from _hanging(item, _pad(label, column, right=is_figure(label)) + INDENT, item.tone, screen)
        else:
            yield from _hanging(Item(label, tone=item.tone), "", Tone.PLAIN, screen)
            yield from _hanging(item, INDENT, Tone.PLAIN, screen)


def _hanging(item: Item, label: str, tone: Tone, screen: Screen) -> Iterator[str]:
    lines = wrap(item.text, screen.width - len(INDENT) - cells(label))
    if not item.label:
        lines = _paint(lines, item.tone, screen)
    (first,) = _paint(iter([label]), tone, screen)
    yield INDENT + first + next(lines)
    yield from (INDENT + " " * cells(label) + line for line in lines)


def _table(table: Table, screen: Screen) -> Iterator[str]:
    head, *rows = [[clean(cell) for cell in row] for row in (table.head, *table.rows)]
    right = [any(row[i : i + 1] and is_figure(row[i]) for row in rows) for i in range(len(head))]
    widths = [max(cells(row[i]) for row in (head, *rows)) for i in range(len(head))]
    room = screen.width - sum(widths[:-1]) - len(INDENT) * len(widths)
    if room < min(widths[-1], 16):
        yield from _stacked(head, rows, screen)
        return
    yield from _paint(_row(head, widths, right, room), Tone.QUIET, screen)
    bars = screen.width - sum(widths) - len(INDENT) * (len(widths) + 1)
    for row, share in zip(rows, table.shares or [0.0] * len(rows), strict=True):
        first, *rest = _row(row, widths, right, room)
        yield first + INDENT + screen.bar * round(share * min(bars, 40)) if bars >= 10 else first
        yield from rest


def _row(row: Sequence[str], widths: Sequence[int], right: Sequence[bool], room: int) -> Iterator[str]:
    """One row, its last cell wrapped into what room is left."""
    columns = zip(row[:-1], widths, right, strict=False)
    start = "".join(INDENT + _pad(cell, width, right=side) for cell, width, side in columns) + INDENT
    last = wrap(row[-1], room)
    yield start + _pad(next(last), min(widths[-1], room), right=right[-1])
    yield from (" " * cells(start) + line for line in last)


def _stacked(head: Sequence[str], rows: Sequence[Sequence[str]], screen: Screen) -> Iterator[str]:
    """A table too wide for the screen: each row as a little list under its first cell."""
    for row in rows:
        yield from _hanging(Item(row[0]), "", Tone.PLAIN, screen)
        for name, cell in zip(head[1:], row[1:], strict=True):
            if cell:
                yield from _hanging(Item(f"{name}: {cell}"), INDENT, Tone.PLAIN, screen)
