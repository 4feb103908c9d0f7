"""From values to text. A renderer turns a subject into a string and prints nothing.

What a format needs is imported when it is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from fitframe.version import VERSION

if TYPE_CHECKING:
    from fitframe.output.document import Document

__all__ = ["RENDERERS", "Detail", "Format", "Listed", "Screen", "Subject", "stamp"]

Format = Literal["text", "json", "markdown"]
Listed = Literal["criteria", "rules", "questions", "frameworks", "tools", "sources"]
"""What the rule base can be listed by."""


class Detail(Enum):
    """How much a page shows. JSON always holds everything."""

    BRIEF = "the answer alone"
    USUAL = "the first few of everything"
    FULL = "everything"


class Screen(NamedTuple):
    """What text is written on: a terminal, or a page."""

    width: int = 100  # columns
    colour: bool = False
    bar: str = "█"  # what bars are drawn with; nothing: no bars
    links: bool = False  # whether addresses can be links to follow


class Subject(Protocol):
    """Something that can be shown: as a page for people, and as an object for programs."""

    def document(self, detail: Detail) -> Document:
        """The page."""
        ...

    def data(self) -> Mapping[str, object]:
        """Plain values that JSON can hold."""
        ...


def _text(subject: Subject, screen: Screen, detail: Detail) -> str:
    from fitframe.output import text

    return text.write(subject.document(detail), screen)


def _markdown(subject: Subject, screen: Screen, detail: Detail) -> str:
    from fitframe.output import markdown

    return markdown.write(subject.document(detail))


def _json(subject: Subject, screen: Screen, detail: Detail) -> str:
    return json.dumps(subject.data(), indent=2) + "\n"


SCHEMA_VERSION = 1


def stamp(version: str, digest: str) -> dict[str, object]:
    """The first keys of each JSON object, for a rule base of this version and digest."""
    return {
        "schema_version": SCHEMA_VERSION,
        "fitframe": VERSION,
        "rules": {"version": version, "digest": digest},
    }


Renderer = Callable[[Subject, Screen, Detail], str]
RENDERERS: dict[Format, Renderer] = {"text": _text, "json": _json, "markdown": _markdown}
"""Each format's renderer: of a subject, for a screen (which only text minds), in so much detail."""
