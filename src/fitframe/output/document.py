"""What a page says, before it is known how it will be shown: headings, paragraphs, lists and tables.

Strings in a document are plain words. Whatever stands in them, a writer shows it and never obeys it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import quote


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


_JOINERS = "\u200c\u200d"
"""They do not print, and shape what stands around them: Persian words, families of emoji."""
_COMMAND = re.compile(r"(^:|(?<=\s):|##)((?<=:):(?=\w)|(?<=#)\[|(?<=#)v(?=so\[))")
"""What makes a command for the log of GitHub or Azure: '::error' where a line may begin, '##[error]' anywhere."""
_ADDRESS = re.compile(r"https?://[^\s<>|`]*[\w/]", re.ASCII)
_ANY_ADDRESS = re.compile(r"https?://\S+", re.ASCII)
_REPOSITORY = re.compile(r"github:(?P<name>[\w.-]+/[\w.-]+) (?P<path>\S+) @(?P<commit>[0-9a-f]{7,40})\b", re.ASCII)


def is_shown(character: str) -> bool:
    """Whether a character can stand in any output as it is: it prints, or joins what prints."""
    return character.isprintable() or character in _JOINERS


def clean(text: str) -> str:
    """`text` on one line, with all that would steer a terminal or a log spelled out: an escape becomes `\\x1b`.

    Every text of others passes through here on its way out, whatever the format.
    """
    words = " ".join(text.split())
    if "::" in words or "##[" in words or "##v" in words:
        words = _COMMAND.sub(lambda found: f"{found[1]}\\x{ord(found[2]):02x}", words)
    if words.isprintable():
        return words
    return "".join(c if is_shown(c) else c.encode("unicode_escape").decode() for c in words)


def json_text(value: object, *, indent: int | None = None) -> str:
    """A value as JSON in which no string is a command for the log that it may be printed to."""
    text = json.dumps(value, indent=indent)
    return text.replace("##[", "##\\u005b").replace("##vso[", "##vso\\u005b") if "##" in text else text


def addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each address stands in `text`, and the address of the web that it means, as `web_address` tells it."""
    for found in (*_ADDRESS.finditer(text), *_REPOSITORY.finditer(text)):
        yield found.start(), found.end(), str(web_address(found[0]))


def web_address(address: str | None) -> str | None:
    """The address itself where it is one of the web; of a file in a repository, where the web shows it; else None.

    A file in a repository is written as `github:owner/name docs/a.md @abcdef1`.
    """
    if address and (found := _REPOSITORY.fullmatch(address)):
        return f"https://github.com/{found['name']}/blob/{found['commit']}/{quote(found['path'])}"
    return address if address and _ANY_ADDRESS.fullmatch(address) else None


def is_figure(text: str) -> bool:
    """Whether a cell or label is a number, which stands right in its column."""
    return text.lstrip("+-")[:1].isdigit()
