"""From values to text. What can be shown is a `Subject`; a writer for each format prints nothing itself."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from fitframe.version import VERSION

if TYPE_CHECKING:
    from fitframe.output.document import Document

Format = Literal["text", "json", "markdown"]
Rendering = Literal["text", "json", "markdown", "html"]
"""What a file can hold; its ending chooses."""
Listed = Literal[
    "criteria",
    "rules",
    "questions",
    "frameworks",
    "tools",
    "routes",
    "moves",
    "outcomes",
    "contradictions",
    "splits",
    "terms",
    "sources",
    "groups",
    "measurements",
    "probes",
    "precedents",
    "libraries",
    "signs",
]
"""What the rule base can be listed by."""

SCHEMA_VERSION = 1


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


def stamp(version: str, digest: str) -> dict[str, object]:
    """The first keys of each JSON object, for a rule base of this version and digest."""
    return {
        "schema_version": SCHEMA_VERSION,
        "fitframe": VERSION,
        "rules": {"version": version, "digest": digest},
    }


class Subject(ABC):
    """A value that can be shown. `print` shows it as text; a notebook shows it as a page."""

    __slots__ = ()

    @abstractmethod
    def document(self, detail: Detail) -> Document:
        """The page."""

    @abstractmethod
    def data(self) -> Mapping[str, object]:
        """Values that `json.dumps` takes."""

    def to_dict(self) -> dict[str, Any]:
        """The object that `-f json` prints, as plain dicts, lists, text and numbers."""
        plain: dict[str, Any] = json.loads(json.dumps(self.data()))
        return plain

    def __str__(self) -> str:
        from fitframe.output import text

        return text.write(self.document(Detail.USUAL), Screen())

    def _repr_markdown_(self) -> str:
        from fitframe.output import markdown

        return markdown.write(self.document(Detail.USUAL))

    def _repr_html_(self) -> str:
        from fitframe.output.report.templates import html

        return html(self.document(Detail.USUAL))
