"""A document as text for a person, laid out by Rich: wrapped to a width, colored where that is wanted."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from rich.bar import Bar
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from fitframe.output import Screen
from fitframe.output.document import (
    Block,
    Document,
    Heading,
    Item,
    Items,
    Paragraph,
    Table,
    Tone,
    addresses,
    clean,
    is_figure,
)

INDENT = "  "
_STYLES = {Tone.PLAIN: "", Tone.STRONG: "bold", Tone.GOOD: "green", Tone.BAD: "red", Tone.QUIET: "dim"}
_LINE_END = Text("\n")
_WORD = re.compile(r"\S+")
_LONGEST_BAR = 40
_SHORTEST_BAR = 10
"""Columns. A shorter bar says nothing."""
_NARROWEST_CELL = 16
"""Columns that a table's last cell needs to be wrapped in; with less room, rows become lists."""


def console(screen: Screen, file: IO[str], *, animated: bool = False) -> Console:
    """A Rich console that writes to `file` what fits the screen, and obeys no markup and no environment variable.

    `animated` lets it redraw a line, as terminals can.
    """
    return Console(
        file=file,
        width=screen.width,
        color_system="standard" if screen.colour else None,
        force_terminal=animated,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )


def write(document: Document, screen: Screen) -> str:
    """The document as lines no longer than the screen is wide, unless a single word is longer."""
    shown = io.StringIO()
    target = console(screen, shown)
    after_heading = True
    for block in document:
        if not after_heading:
            target.print()
        shape = _shaped(block, screen, target)
        target.print(shape, crop=False, soft_wrap=isinstance(shape, Text))
        after_heading = isinstance(block, Heading)
    return "".join(f"{line.rstrip()}\n" for line in shown.getvalue().splitlines())


def _shaped(block: Block, screen: Screen, target: Console) -> Text | Grid:
    """A block as Rich prints it: a text with its line breaks, or a table."""
    match block:
        case Heading(text):
            lines = _wrapped(_text(text, Tone.STRONG, screen), target)
        case Paragraph(text, tone):
            lines = _wrapped(_text(text, tone, screen), target)
        case Items(items):
            lines = _items(items, screen, target)
        case Table():
            return _table(block, screen, target)
    return _LINE_END.join(lines)


def _text(words: str, tone: Tone, screen: Screen) -> Text:
    """Words in a tone. Each address in them is a link, where the screen follows links."""
    text = Text.assemble((clean(words), _STYLES[tone]))
    if screen.links:
        for start, end, address in addresses(text.plain):
            text.stylize(f"link {address}", start, end)
    return text


def _wrapped(text: Text, target: Console, first: Text | None = None) -> Iterator[Text]:
    """The text in lines, the first after `first`, the others as far to the right."""
    start = first or Text()
    for line in text.divide(_line_starts(text.plain, target.width - start.cell_len)):
        line.rstrip()
        yield Text.assemble(start, line)
        start = Text(" " * start.cell_len)


def _line_starts(words: str, width: int) -> list[int]:
    """Where lines of `width` columns start after the first. A longer word stays whole, so that it can be copied."""
    if cell_len(words) <= width:
        return []
    starts, begin = [], 0
    for word in _WORD.finditer(words):
        if word.start() > begin and cell_len(words[begin : word.end()]) > width:
            begin = word.start()
            starts.append(begin)
    return starts


def _items(items: Sequence[Item], screen: Screen, target: Console) -> Iterator[Text]:
    labels = [clean(item.label) for item in items]
    column = max(map(cell_len, labels), default=0)
    for item, label in zip(items, labels, strict=True):
        text = _text(item.text, Tone.PLAIN if item.label else item.tone, screen)
        if not column:
            yield from _wrapped(text, target, Text(f"{INDENT}- "))
        elif column <= target.width // 3:
            space = " " * (column - cell_len(label))
            padded = f"{space}{label}" if is_figure(label) else f"{label}{space}"
            yield from _wrapped(text, target, Text.assemble(INDENT, (padded, _STYLES[item.tone]), INDENT))
        else:
            yield from _wrapped(_text(label, item.tone, screen), target, Text(INDENT))
            yield from _wrapped(text, target, Text(INDENT * 2))


def _table(table: Table, screen: Screen, target: Console) -> Text | Grid:
    rows = [[clean(cell) for cell in row] for row in table.rows]
    head = [clean(cell) for cell in table.head]
    columns = [*zip(head, *rows, strict=True)]
    widths = [max(map(cell_len, column)) for column in columns]
    room = target.width - sum(widths[:-1]) - len(INDENT) * len(widths)
    if room < min(widths[-1], _NARROWEST_CELL):
        return _LINE_END.join(_stacked(head, rows, target))
    grid = Grid(box=None, padding=(0, 0, 0, len(INDENT)), header_style="", show_edge=False)
    for place, (name, *cells) in enumerate(columns, 1):
        grid.add_column(
            Text.assemble((name, _STYLES[Tone.QUIET])),
            justify="right" if any(map(is_figure, cells)) else "left",
            no_wrap=place < len(columns),
            overflow="fold",
        )
    longest = min(target.width - sum(widths) - len(INDENT) * (len(widths) + 1), _LONGEST_BAR)
    drawn = bool(table.shares and screen.bar) and longest >= _SHORTEST_BAR
    for row, share in zip(rows, table.shares or [0.0] * len(rows), strict=True):
        grid.add_row(*map(Text, row), *([_bar(share, longest, screen)] if drawn else []))
    return grid


def _bar(share: float, longest: int, screen: Screen) -> RenderableType:
    """A bar of `share`, 0 to 1, of so many columns; Rich draws it in eighths of a column where it can."""
    if screen.bar.isascii():
        return Text(screen.bar * round(share * longest))
    return Bar(1.0, 0.0, share, width=longest)


def _stacked(head: Sequence[str], rows: Iterable[Sequence[str]], target: Console) -> Iterator[Text]:
    """A table too wide for the screen: each row as a little list under its first cell."""
    for first, *rest in rows:
        yield from _wrapped(Text(first), target, Text(INDENT))
        for name, cell in zip(head[1:], rest, strict=True):
            if cell:
                yield from _wrapped(Text(f"{name}: {cell}"), target, Text(INDENT * 2))
