"""A recommendation as a subject that can be shown: as a page for people, and as an object for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fitframe.models import RuleBase
from fitframe.render import Detail
from fitframe.render.advice_data import advice_data
from fitframe.report import Recommendation

if TYPE_CHECKING:
    from fitframe.insight.overview import Overview
    from fitframe.render.document import Document


@dataclass(frozen=True, slots=True)
class Advice:
    """A recommendation with the rule base that it was made from."""

    answer: Recommendation
    rules: RuleBase
    closer: Overview | None = None  # a closer look, for readers who want everything

    def document(self, detail: Detail) -> Document:
        """The page, most important first."""
        from fitframe.render.advice_page import page  # what programs read does without it

        return page(self.answer, self.rules, self.closer, detail)

    def data(self) -> dict[str, object]:
        """The object that `-f json` prints."""
        return advice_data(self.answer)
