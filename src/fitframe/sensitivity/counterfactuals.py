"""Flips: the smallest changes that put another framework first, each found by computing the changed profile."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, exp, floor, inf
from operator import mul

from fitframe.engine.evaluation import Evaluation, Evaluator, tied
from fitframe.engine.ratings import Opinion
from fitframe.engine.scoring import POINTS_PER_STEP, WEIGHTS, weakest_link_share
from fitframe.model.fields import Importance, Way
from fitframe.sensitivity.changes import AnswerChange, contains, edits, price, relevant
from fitframe.sensitivity.pairs import Cells, Sums, candidate_levels, candidate_pairs, standing_sums
from fitframe.sensitivity.project import Situation, lead, open_ways
from fitframe.sensitivity.source_influence import louder, reheard, sources_heard, trusted

LEAST, MOST = 1, 99
"""Trust is tried in whole hundredths."""


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
    single = list(edits(situation.compiled, situation.answers))
    found = _cheapest(situation, ((change,) for change in single), targets)
    missing = set(targets) - set(found) - {situation.leader}
    if missing and most > 1:
        found = {**found, **_cheapest(situation, candidate_pairs(situation, single, missing), missing)}
    return found


def _tried(situation: Situation, candidates: Iterable[tuple[AnswerChange, ...]]) -> Iterator[Flip]:
    compiled = situation.compiled
    for changes in candidates:
        answers = situation.answers
        for change in changes:
            answers = change.applied(answers, compiled.vocabulary)
        if all(relevant(compiled, answers, change.question) for change in changes):
            flip = flipped(situation, changes, situation.evaluator.evaluation(answers))
            if flip is not None:
                yield flip


def flipped(situation: Situation, changes: tuple[Change, ...], then: Evaluation) -> Flip | None:
    """The flip that these changes make, if another framework alone is then first."""
    best = max(then.scores.values(), default=0.0)
    leaders = [name for name, value in then.scores.items() if tied(value, best)]
    if len(leaders) != 1 or situation.leader in leaders:
        return None
    return Flip(changes=changes, leader=leaders[0], lead=lead(then, leaders[0]))


def _cheapest(situation: Situation, candidates: Iterable[tuple[AnswerChange, ...]], targets: Collection[str]) -> Flips:
    def cost(flip: Flip) -> tuple[float, int, int]:
        return price(situation.compiled, _answers(flip))

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
    counted = {entry.criterion: entry.importance for entry in situation.evaluation.counted}
    criteria = situation.compiled.criteria
    return {matter.id: counted.get(matter.id, Importance.NONE) for matter in criteria if matter.rules}


def with_priority(situation: Situation, criterion: str, importance: Importance) -> Evaluation:
    """Where everybody stands if the profile gave a criterion this importance."""
    priorities = {**situation.priorities, criterion: importance}
    return Evaluator(situation.compiled, priorities).evaluation(situation.answers)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What would put a framework first: the smallest flips of each kind, cheapest first."""

    framework: str
    answers: tuple[Flip, ...]
    priorities: tuple[Flip, ...]
    trust: tuple[Flip, ...]


def turns(situation: Situation, targets: tuple[str, ...]) -> dict[str, Turn]:
    """What would put each of `targets` first; the one that is first already needs nothing and is left out."""
    wanted = tuple(name for name in targets if name != situation.leader)
    answers, priorities = answer_flips(situation, wanted), priority_flips(situation, wanted)
    trust = trust_flips(situation, wanted)
    return {
        name: Turn(
            framework=name,
            answers=answers.get(name, ()),
            priorities=priorities.get(name, ()),
            trust=trust.get(name, ()),
        )
        for name in wanted
    }


_ROUNDING = 1e-6


def trust_flips(situation: Situation, targets: Collection[str]) -> Flips:
    """The smallest changes of the trust in one source, in hundredths, that put each of `targets` first."""
    wanted = frozenset(targets) & situation.evaluation.scores.keys() - {situation.leader}
    cells = Cells.of(situation)
    sums = standing_sums(situation, cells)
    least: dict[str, float] = dict.fromkeys(wanted, inf)
    found = []
    for source in sources_heard(situation):
        walk = _Walk(situation, cells, sums, source)
        for flip in (flip for step in (-1, 1) for flip in walk.flips(step, least)):
            least[flip.leader] = min(least[flip.leader], _moved(flip))
            found.append(flip)
    return smallest(found, targets, _moved)


def _moved(flip: Flip) -> float:
    return next(round(abs(c.after - c.before), 9) for c in flip.changes if isinstance(c, TrustChange))


def trust_in(situation: Situation, source: str) -> float:
    """The trust that a source has at its best, above 0 and below 1."""
    criteria = situation.compiled.criteria
    return max(s.sources[source] for matter in criteria for s in matter.rules if source in s.sources)


class _Walk:
    """From the trust that a source has down to none, or up to certainty, in search of flips.

    As the trust in a source grows e-fold, a mean of ratings moves by at most a quarter of what the source and the
    others are apart. So a lead tells how far nothing can happen, and that much is skipped; the rest is tried hundredth
    by hundredth.
    """

    def __init__(self, situation: Situation, cells: Cells, sums: Sums, source: str) -> None:
        self._situation, self._cells, self._sums, self._source = situation, cells, sums, source
        self._before = trust_in(situation, source)
        self._pull = _pull(situation, source)
        self._touched = [
            place
            for place, entry in enumerate(situation.evaluation.entries)
            if entry.weight and any(source in o.sources for given in entry.judgement.opinions.values() for o in given)
        ]

    def flips(self, step: int, least: Mapping[str, float]) -> Iterator[Flip]:
        """The first flip to each framework, downwards (-1) or upwards (1), no larger than the `least` found for it."""
        trust, scores, wanted = self._before * 100, dict(self._situation.evaluation.scores), frozenset(least)
        while wanted and LEAST <= (trust := self._next(trust, step, scores, wanted)) <= MOST:
            distance = round(abs(trust / 100 - self._before), 9)
            wanted = frozenset(name for name in wanted if distance <= least[name])
            scores = self._scores(trust / 100 / self._before)
            best = max(scores.values())
            if any(scores[name] >= best - _ROUNDING for name in wanted):
                flip = self._flip(trust / 100)
                if flip is not None and flip.leader in wanted:
                    wanted -= {flip.leader}
                    yield flip

    def _flip(self, trust: float) -> Flip | None:
        """The flip at this trust, worked out in full."""
        here = self._situation
        compiled = trusted(here.compiled, self._source, trust / self._before)
        change = TrustChange(source=self._source, before=self._before, after=trust)
        return flipped(here, (change,), Evaluator(compiled, here.priorities).evaluation(here.answers))

    def _scores(self, factor: float) -> dict[str, float]:
        """The scores with the trust multiplied, from the criteria that it touches alone."""
        here, hearing = self._situation, louder(self._source, factor)
        moved = {
            place: self._cells.afresh(
                reheard(here.compiled.criteria[place], hearing), here.answers, here.evaluation.entries[place].importance
            )
            for place in self._touched
        }
        scores: dict[str, float] = {}
        for way, height in self._sums.heights(moved).items():
            name = Way(self._cells.ways[way]).framework
            scores[name] = max(scores.get(name, 0.0), POINTS_PER_STEP * height)
        return scores

    def _next(self, trust: float, step: int, scores: Mapping[str, float], wanted: frozenset[str]) -> int:
        """The nearest hundredth, on the way, at which one of the frameworks `wanted` could lead."""
        leader = max(scores, key=scores.__getitem__)
        reach = min((self._reach(scores, leader, name) for name in wanted), default=inf)
        if reach > 10:  # e-folds: beyond every trust there is
            return LEAST - 1 if step < 0 else MOST + 1
        far = trust * exp(step * reach)
        return min(ceil(trust) - 1, floor(far)) if step < 0 else max(floor(trust) + 1, ceil(far))

    def _reach(self, scores: Mapping[str, float], leader: str, rival: str) -> float:
        """For how many e-folds of trust a leader is safe from a rival."""
        speed = self._pull[leader] + self._pull[rival]
        return (scores[leader] - scores[rival]) / speed if speed else inf


def _pull(situation: Situation, source: str) -> dict[str, float]:
    """The points by which each framework's score moves, at most, as the trust in a source grows e-fold."""
    evaluation, found = situation.evaluation, {}
    share = weakest_link_share([1.0] * len(evaluation.must_haves))
    for name, ways in open_ways(situation.compiled, evaluation).items():
        by_way = ([_range(e.judgement.opinions.get(way, ()), source) for e in evaluation.counted] for way in ways)
        found[name] = max(_speed(evaluation, ranges, share) for ranges in by_way)
    return found


def _speed(evaluation: Evaluation, ranges: Sequence[float], share: float) -> float:
    mean: float = sum(map(mul, evaluation.weights, ranges)) / (sum(evaluation.weights) or 1.0)
    link = max((ranges[place] for place in evaluation.must_haves), default=0.0)
    return POINTS_PER_STEP / 4 * ((1 - share) * mean + share * link)


def _range(opinions: Iterable[Opinion], source: str) -> float:
    """How far what the source says is from what the others say; 0 where trusting it more would change nothing.

    Where it says several things itself, the whole range of what is said.
    """
    given = [*opinions]
    own = {opinion.rating for opinion in given if source in opinion.sources}
    others = {opinion.rating for opinion in given if source not in opinion.sources}
    if len(own) > 1:
        others |= own
    return max((abs(one - other) for one in own for other in others), default=0.0)
