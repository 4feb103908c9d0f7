"""Flips: the smallest changes that put another framework first, each found by computing the changed profile."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from fitframe.engine.scoring import WEIGHTS
from fitframe.engine.standing import Evaluator, Standing, tied
from fitframe.insight.candidates import candidate_levels, candidate_pairs
from fitframe.insight.edits import AnswerChange, contains, edits, price, relevant
from fitframe.insight.situation import Situation, lead
from fitframe.models import Importance

LEVELS = tuple(WEIGHTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityChange:
    """Another importance of one criterion, set in the profile's priorities."""

    criterion: str
    before: Importance
    after: Importance


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustChange:
    """Another trust in one source, above 0 and below 1. What it says as a mere view rises and falls in proportion."""

    source: str
    before: float
    after: float


Change = AnswerChange | PriorityChange | TrustChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """A change of the situation and what comes of it."""

    changes: tuple[Change, ...]
    leader: str  # who is then first
    lead: float  # by so many points


Flips = Mapping[str, tuple[Flip, ...]]
"""For each framework that can be put first, the smallest flips that do it, cheapest first."""


def answer_flips(situation: Situation, targets: Collection[str], *, most: int = 2) -> Flips:
    """The smallest changes of answers that put each of `targets` first: one question's answer, else two.

    All that are equally small are found, but none that only adds choices to another one; the likeliest come first.
    `most` (1 or 2) is how many questions may change. A flip asks only what is relevant once it is made.
    """
    single = list(edits(situation.asked, situation.answers))
    found = _cheapest(situation, ((change,) for change in single), targets)
    missing = set(targets) - set(found) - {situation.leader}
    if missing and most > 1:
        found = {**found, **_cheapest(situation, candidate_pairs(situation, single, missing), missing)}
    return found


def _tried(situation: Situation, candidates: Iterable[tuple[AnswerChange, ...]]) -> Iterator[Flip]:
    asked = situation.asked
    for changes in candidates:
        answers = situation.answers
        for change in changes:
            answers = change.applied(answers, asked.vocabulary)
        if all(relevant(asked, answers, change.question) for change in changes):
            flip = flipped(situation, changes, situation.evaluator.standing(answers))
            if flip is not None:
                yield flip


def flipped(situation: Situation, changes: tuple[Change, ...], then: Standing) -> Flip | None:
    """The flip that these changes make, if another framework alone is then first."""
    best = max(then.scores.values(), default=0.0)
    leaders = [name for name, value in then.scores.items() if tied(value, best)]
    if len(leaders) != 1 or situation.leader in leaders:
        return None
    return Flip(changes=changes, leader=leaders[0], lead=lead(then, leaders[0]))


def _cheapest(situation: Situation, candidates: Iterable[tuple[AnswerChange, ...]], targets: Collection[str]) -> Flips:
    def cost(flip: Flip) -> tuple[float, int, int]:
        return price(situation.asked, _answers(flip))

    found = smallest(_tried(situation, candidates), targets, lambda flip: len(flip.changes))
    return {name: tuple(sorted(_bare(group), key=cost)) for name, group in found.items()}


def _bare(flips: Collection[Flip]) -> Iterator[Flip]:
    """`flips` without those that only add choices to another one, which does it without them."""
    by_questions: dict[tuple[str, ...], list[tuple[AnswerChange, ...]]] = {}
    for flip in flips:
        by_questions.setdefault(tuple(c.question for c in _answers(flip)), []).append(_answers(flip))
    for flip in flips:
        own = _answers(flip)
        others = (other for other in by_questions[tuple(c.question for c in own)] if other != own)
        if not any(all(map(contains, own, other)) for other in others):
            yield flip


def _answers(flip: Flip) -> tuple[AnswerChange, ...]:
    return tuple(change for change in flip.changes if isinstance(change, AnswerChange))


def priority_flips(situation: Situation, targets: Collection[str]) -> Flips:
    """The smallest changes of one criterion's importance that put each of `targets` first, counted in levels."""
    now = importances(situation)
    flips = (
        flip
        for criterion, after in candidate_levels(situation, targets)
        if after is not now.get(criterion, after)
        and (flip := _with_priority(situation, criterion, now[criterion], after))
    )
    return smallest(flips, targets, _levels_moved)


def importances(situation: Situation) -> dict[str, Importance]:
    """The importance of every criterion that some rule speaks on, as it stands."""
    counted = {entry.criterion: entry.importance for entry in situation.standing.counted}
    matters = situation.asked.matters
    return {matter.id: counted.get(matter.id, Importance.NONE) for matter in matters if matter.statements}


def with_priority(situation: Situation, criterion: str, importance: Importance) -> Standing:
    """Where everybody stands if the profile gave a criterion this importance."""
    priorities = {**situation.priorities, criterion: importance}
    return Evaluator(situation.asked, priorities).standing(situation.answers)


def _with_priority(situation: Situation, criterion: str, before: Importance, after: Importance) -> Flip | None:
    change = PriorityChange(criterion=criterion, before=before, after=after)
    return flipped(situation, (change,), with_priority(situation, criterion, after))


def _levels_moved(flip: Flip) -> float:
    moved = (c for c in flip.changes if isinstance(c, PriorityChange))
    return sum(abs(LEVELS.index(change.after) - LEVELS.index(change.before)) for change in moved)


def smallest(flips: Iterable[Flip], targets: Collection[str], size: Callable[[Flip], float]) -> Flips:
    """For each of `targets` those flips to it that are as small as any, in the order given."""
    found: dict[str, list[Flip]] = {}
    for flip in flips:
        if flip.leader in targets:
            found.setdefault(flip.leader, []).append(flip)
    least = {name: min(map(size, group)) for name, group in found.items()}
    return {name: tuple(f for f in found[name] if size(f) == least[name]) for name in sorted(found)}
