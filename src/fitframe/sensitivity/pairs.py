"""Which changes could put a framework first: a quick sum over the criteria that a change touches.

There are tens of thousands of pairs of answers. Each criterion reads a few questions only, so what it does is worked
out once for each combination of their answers, and a pair costs no more than the criteria that its second change
touches. What passes is a candidate, to be computed in full.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import add, sub
from typing import NamedTuple

from fitframe.engine.compiled import CompiledCriterion, CompiledRules
from fitframe.engine.conditions import Answers
from fitframe.engine.evaluation import importance_of
from fitframe.engine.judgement import judge
from fitframe.engine.ratings import UNRATED
from fitframe.engine.scoring import WEIGHTS, weakest_link_share
from fitframe.model.fields import Importance, Way
from fitframe.sensitivity.changes import AnswerChange
from fitframe.sensitivity.project import Situation

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

    compiled: CompiledRules
    priorities: Mapping[str, Importance]
    ways: tuple[str, ...]
    _known: dict[tuple[int, int, int], Cell] = field(default_factory=dict)
    _said_before: dict[tuple[str, tuple[str, ...]], Said] = field(default_factory=dict)

    @classmethod
    def of(cls, situation: Situation) -> Cells:
        """The cells for a project's rules and priorities."""
        ways = tuple(way for ways in situation.compiled.ways.values() for way in ways)
        return cls(situation.compiled, situation.priorities, ways)

    def cell(self, place: int, chosen: int, known: int) -> Cell:
        """What the criterion at this place does for these answers."""
        criterion = self.compiled.criteria[place]
        key = (place, chosen & criterion.mask, known & criterion.mask)
        if key not in self._known:
            answers = Answers(chosen, known)
            importance = self.priorities.get(criterion.id) or importance_of(criterion, answers)
            self._known[key] = self.weighed(criterion, answers, importance)
        return self._known[key]

    def weighed(self, criterion: CompiledCriterion, answers: Answers, importance: Importance) -> Cell:
        """What a criterion would do if it had this importance."""
        weight = WEIGHTS[importance]
        if not weight and not criterion.blocks:
            return Cell(0.0, (0.0,) * len(self.ways), None, frozenset())
        return _cell(weight, importance, *self._said(criterion, answers))

    def afresh(self, criterion: CompiledCriterion, answers: Answers, importance: Importance) -> Cell:
        """The same for a criterion that is not as the rules have it, and so is not remembered."""
        return _cell(WEIGHTS[importance], importance, *self._judged(criterion, answers))

    def _said(self, criterion: CompiledCriterion, answers: Answers) -> Said:
        """The ratings and what is ruled out; worked out once where nothing but which rules apply can matter."""
        if criterion.across or criterion.blocks:
            return self._judged(criterion, answers)
        key = criterion.id, tuple(rule.id for rule in criterion.rules if rule.holds(*answers) is True)
        if key not in self._said_before:
            self._said_before[key] = self._judged(criterion, answers)
        return self._said_before[key]

    def _judged(self, criterion: CompiledCriterion, answers: Answers) -> Said:
        judgement = judge(criterion, self.compiled, answers)
        ratings = tuple(judgement.ratings.get(way, UNRATED).rating for way in self.ways)
        return ratings, frozenset(n for n, way in enumerate(self.ways) if way in judgement.blocked)

    def named(self, frameworks: Collection[str]) -> frozenset[int]:
        """The positions of the ways to run some frameworks."""
        return frozenset(n for n, way in enumerate(self.ways) if Way(way).framework in frameworks)


def _cell(weight: float, importance: Importance, ratings: tuple[float, ...], out: frozenset[int]) -> Cell:
    must_have = ratings if importance is Importance.DECISIVE else None
    return Cell(weight, tuple(weight * rating for rating in ratings), must_have, out)


_ROUNDING = 1e-9
Pair = tuple[AnswerChange, AnswerChange]


@dataclass(frozen=True, slots=True)
class Sums:
    """All criteria added up."""

    cells: tuple[Cell, ...]
    weight: float
    weighted: tuple[float, ...]
    special: tuple[int, ...]  # the places of must-haves and of what rules out

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> Sums:
        """Add `cells` up."""
        found = tuple(cells)
        columns = zip(*(cell.weighted for cell in found), strict=True)
        special = tuple(place for place, cell in enumerate(found) if cell.must_have or cell.out)
        return cls(found, sum(cell.weight for cell in found), tuple(map(sum, columns)), special)

    def could_be_first(self, wanted: Collection[int], moved: Mapping[int, Cell]) -> bool:
        """Whether one of the ways `wanted` is first, or ties for it, with the cells at some places replaced."""
        heights = self.heights(moved)
        best = max(heights.values(), default=0.0) - _ROUNDING
        return any(heights.get(way, -1.0) >= best for way in wanted)

    def heights(self, moved: Mapping[int, Cell]) -> dict[int, float]:
        """The scores, over 25, of the ways that are not ruled out, with the cells at some places replaced."""
        weight, weighted = self.weight, self.weighted
        for place, cell in moved.items():
            old = self.cells[place]
            if cell.weighted != old.weighted:
                weight += cell.weight - old.weight
                weighted = tuple(map(add, weighted, map(sub, cell.weighted, old.weighted)))
        kept = (self.cells[place] for place in self.special if place not in moved)
        special = [*kept, *(cell for cell in moved.values() if cell.must_have or cell.out)]
        return _heights(weight, weighted, special)


def _heights(weight: float, weighted: Sequence[float], special: Sequence[Cell]) -> dict[int, float]:
    out: set[int] = set().union(*(cell.out for cell in special))
    must_haves = [cell.must_have for cell in special if cell.must_have]
    share = weakest_link_share([1.0] * len(must_haves))
    factor = (1 - share) / (weight or 1.0)
    heights = {way: factor * value for way, value in enumerate(weighted) if way not in out}
    if must_haves:
        weakest = [min(column) for column in zip(*must_haves, strict=True)]
        heights = {way: height + share * weakest[way] for way, height in heights.items()}
    return heights


def candidate_pairs(situation: Situation, changes: Sequence[AnswerChange], targets: Collection[str]) -> Iterator[Pair]:
    """The pairs of `changes`, to two questions, after which one of `targets` is first or ties, in their order."""
    compiled, cells = situation.compiled, Cells.of(situation)
    wanted = cells.named(targets)
    bits = [(compiled.vocabulary.masks[c.question], compiled.vocabulary.union(c.question, c.after)) for c in changes]
    for place, change in enumerate(changes):
        chosen, known = change.applied(situation.answers, compiled.vocabulary)
        sums = Sums.of(cells.cell(n, chosen, known) for n in range(len(compiled.criteria)))
        for other, (mask, choices) in zip(changes[place + 1 :], bits[place + 1 :], strict=True):
            if other.question != change.question:
                moved = _moved(cells, sums, other.question, chosen & ~mask | choices, known | mask)
                if moved and sums.could_be_first(wanted, moved):
                    yield change, other


def standing_sums(situation: Situation, cells: Cells) -> Sums:
    """All criteria added up for a project as it stands."""
    return Sums.of(cells.cell(place, *situation.answers) for place in range(len(situation.compiled.criteria)))


def candidate_levels(situation: Situation, targets: Collection[str]) -> Iterator[tuple[str, Importance]]:
    """The criteria and the importance that they would need for one of `targets` to be first or tie."""
    compiled, cells = situation.compiled, Cells.of(situation)
    wanted = cells.named(targets)
    sums = standing_sums(situation, cells)
    for place, criterion in enumerate(compiled.criteria):
        for level in WEIGHTS:
            if sums.could_be_first(wanted, {place: cells.weighed(criterion, situation.answers, level)}):
                yield criterion.id, level


def _moved(cells: Cells, sums: Sums, question: str, chosen: int, known: int) -> dict[int, Cell]:
    """The cells of the criteria that read a question, where they are not what they were."""
    found = {place: cells.cell(place, chosen, known) for place in cells.compiled.readers.get(question, ())}
    return {place: cell for place, cell in found.items() if cell is not sums.cells[place]}
