"""A document as Markdown that can be pasted into an issue, a pull request or a page."""

from __future__ import annotations

import re

from fitframe.output.document import Block, Document, Heading, Item, Items, Paragraph, Table, Tone, clean, is_figure

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&$])")
_LIST_MARK = re.compile(r"^(\d*)([-+=.)])(?=\s|$)")
_ADDRESS = re.compile(r"(https?://[^\s<>|`]*[\w/])")


def write(document: Document) -> str:
    """The document in Markdown. No character of its strings acts as Markdown or HTML."""
    return "\n\n".join(_block(block) for block in document) + "\n"


def escape(text: str) -> str:
    """`text` so that Markdown shows it letter for letter; addresses become links."""
    words, *rest = _ADDRESS.split(clean(text))
    parts = [_LIST_MARK.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", words))]
    for address, after in zip(rest[::2], rest[1::2], strict=True):
        parts += [f"<{address}>", _SPECIAL.sub(r"\\\1", after)]
    return "".join(parts)


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {escape(text)}"
        case Paragraph(text, tone):
            return f"**{escape(text)}**" if tone is Tone.STRONG else escape(text)
        case Items(items):
            return "\n".join(map(_item, items))
        case Table():
            return _table(block)


def _item(item: Item) -> str:
    return f"- **{escape(item.label)}** {escape(item.text)}" if item.label else f"- {escape(item.text)}"


def _table(table: Table) -> str:
    sides = ["---:" if any(is_figure(row[i]) for row in table.rows) else "---" for i in range(len(table.head))]
    rows = [map(escape, table.head), sides, *(map(escape, row) for row in table.rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
