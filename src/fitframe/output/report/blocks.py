"""A document as HTML."""

from __future__ import annotations

from collections.abc import Iterable

from fitframe.output.document import Block, Heading, Item, Items, Paragraph, Table, Tone, is_figure
from fitframe.output.markup import Markup, joined, tag

_CLASSES = {Tone.STRONG: "strong", Tone.GOOD: "good", Tone.BAD: "bad", Tone.QUIET: "quiet"}


def write(blocks: Iterable[Block], *, lower: int = 0) -> Markup:
    """The blocks of a document, one after the other, their headings so many levels lower."""
    return joined(*(_block(block, lower) for block in blocks))


def _block(block: Block, lower: int) -> Markup:
    match block:
        case Heading(text, level):
            return tag(f"h{level + lower}", text)
        case Paragraph(text, tone):
            return tag("p", text, class_=_CLASSES.get(tone))
        case Items(items):
            return tag("ul", *map(_item, items))
        case Table():
            return _table(block)


def _item(item: Item) -> Markup:
    tone = _CLASSES.get(item.tone)
    if not item.label:
        return tag("li", item.text, class_=tone)
    return tag("li", tag("span", item.label, class_=f"label {tone or ''}".strip()), " ", item.text)


def _table(table: Table) -> Markup:
    head = tag("tr", *(tag("th", cell, scope="col") for cell in table.head))
    rows = (tag("tr", *map(_cell, row)) for row in table.rows)
    return tag("div", tag("table", tag("thead", head), tag("tbody", *rows)), class_="wide", tabindex=0)


def _cell(text: str) -> Markup:
    return tag("td", text, class_="figure" if is_figure(text) else None)
