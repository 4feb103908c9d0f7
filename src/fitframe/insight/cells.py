"""What each criterion does for one combination of the answers that it reads, worked out once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from fitframe.engine.conditions import Answers
from fitframe.engine.judging import judge
from fitframe.engine.matters import Matter
from fitframe.engine.ratings import UNRATED
from fitframe.engine.ruleset import Ruleset
from fitframe.engine.scoring import WEIGHTS
from fitframe.engine.standing import importance_of
from fitframe.insight.situation import Situation
from fitframe.models import Importance

Said = tuple[tuple[float, ...], frozenset[int]]
"""The ratings of every way to run a framework, and the ways that are ruled out."""


class Cell(NamedTuple):
    """What one criterion does, for one combination of the answers that it reads."""

    weight: float
    weighted: tuple[float, ...]  # weight times rating, by way to run a framework
    must_have: tuple[float, ...] | None  # the ratings, where it is one
    out: frozenset[int]  # the ways that it rules out


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of every criterion, each worked out when first needed."""

    asked: Ruleset
    priorities: Mapping[str, Importance]
    ways: tuple[str, ...]
    _known: dict[tuple[int, int, int], Cell] = field(default_factory=dict)
    _said_before: dict[tuple[str, tuple[str, ...]], Said] = field(default_factory=dict)

    @classmethod
    def of(cls, situation: Situation) -> Cells:
        """The cells for a project's rules and priorities."""
        ways = tuple(way for ways in situation.asked.ways.values() for way in ways)
        return cls(situation.asked, situation.priorities, ways)

    def cell(self, place: int, chosen: int, known: int) -> Cell:
        """What the criterion at this place does for these answers."""
        matter = self.asked.matters[place]
        key = (place, chosen & matter.mask, known & matter.mask)
        if key not in self._known:
            answers = Answers(chosen, known)
            importance = self.priorities.get(matter.id) or importance_of(matter, answers)
            self._known[key] = self.weighed(matter, answers, importance)
        return self._known[key]

    def weighed(self, matter: Matter, answers: Answers, importance: Importance) -> Cell:
        """What a criterion would do if it had this importance."""
        weight = WEIGHTS[importance]
        if not weight and not matter.blocks:
            return Cell(0.0, (0.0,) * len(self.ways), None, frozenset())
        return _cell(weight, importance, *self._said(matter, answers))

    def afresh(self, matter: Matter, answers: Answers, importance: Importance) -> Cell:
        """The same for a criterion that is not as the rules have it, and so is not remembered."""
        return _cell(WEIGHTS[importance], importance, *self._judged(matter, answers))

    def _said(self, matter: Matter, answers: Answers) -> Said:
        """The ratings and what is ruled out; worked out once where nothing but which rules apply can matter."""
        if matter.across or matter.blocks:
            return self._judged(matter, answers)
        key = matter.id, tuple(rule.id for rule in matter.statements if rule.holds(*answers) is True)
        if key not in self._said_before:
            self._said_before[key] = self._judged(matter, answers)
        return self._said_before[key]

    def _judged(self, matter: Matter, answers: Answers) -> Said:
        judgement = judge(matter, self.asked, answers)
        ratings = tuple(judgement.ratings.get(way, UNRATED).rating for way in self.ways)
        return ratings, frozenset(n for n, way in enumerate(self.ways) if way in judgement.blocked)

    def named(self, frameworks: Collection[str]) -> frozenset[int]:
        """The positions of the ways to run some frameworks."""
        return frozenset(n for n, way in enumerate(self.ways) if way.partition("@")[0] in frameworks)


def _cell(weight: float, importance: Importance, ratings: tuple[float, ...], out: frozenset[int]) -> Cell:
    must_have = ratings if importance is Importance.DECISIVE else None
    return Cell(weight, tuple(weight * rating for rating in ratings), must_have, out)
