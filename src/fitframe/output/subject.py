"""What can be shown: as a page for people, in a notebook, and as an object for programs."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fitframe.output.screen import Detail, Screen

if TYPE_CHECKING:
    from fitframe.output.document import Document


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
        from fitframe.output.report import blocks

        return str(blocks.write(self.document(Detail.USUAL)))
