"""Where every framework stands for one set of answers: who is ruled out, and the score of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from fitframe.engine.compiled import SILENT, CompiledCriterion, CompiledRule, CompiledRules, CriterionResult, Judgement
from fitframe.engine.conditions import Answers
from fitframe.engine.judgement import judge
from fitframe.engine.ratings import MIDDLE, UNRATED, Rated
from fitframe.engine.scoring import POINTS_PER_STEP, WEIGHTS, scores, weakest_link_share, weighted_points
from fitframe.model.fields import Importance, Way
from fitframe.model.recommendation import Condition, Contribution, Ranked

_Key = int | tuple[int, int]


class Evaluation(NamedTuple):
    """All frameworks for one set of answers."""

    answers: Answers
    entries: tuple[CriterionResult, ...]  # every criterion, in order of id
    counted: tuple[CriterionResult, ...]  # those that count
    blocked: Mapping[str, CompiledRule]  # the frameworks that are out, and the first rule that says so
    scores: Mapping[str, float]  # of the others, each run in its best way
    ways: Mapping[str, str]  # of the others: that best way

    @property
    def judged(self) -> list[Judgement]:
        """What the rules of every criterion say."""
        return [entry.judgement for entry in self.entries]

    @property
    def weights(self) -> list[float]:
        """The weights of the criteria that count."""
        return [entry.weight for entry in self.counted]

    @property
    def must_haves(self) -> list[int]:
        """The positions of the decisive criteria among those that count."""
        return _must_haves(self.counted)

    def ratings(self, framework: str) -> list[Rated]:
        """A framework's rating on each criterion that counts, run in its best way."""
        return self.ratings_of_way(self.ways[framework])

    def ratings_of_way(self, way: str) -> list[Rated]:
        """The ratings of one way to run a framework."""
        return [entry.judgement.ratings.get(way, UNRATED) for entry in self.counted]

    def leader(self, keep: str | None = None) -> str | None:
        """The framework with the highest score; among equals `keep`, else the first by id. None if all are out."""
        best = max(self.scores.values(), default=0.0)
        leaders = sorted(name for name, value in self.scores.items() if tied(value, best))
        return keep if keep in leaders else next(iter(leaders), None)


def tied(one: float, other: float) -> bool:
    """Whether two scores are equal but for rounding."""
    return abs(one - other) < 1e-9


def importance_of(criterion: CompiledCriterion, answers: Answers) -> Importance:
    """The highest level that a criterion reaches for these answers. An open answer raises nothing."""
    return next((step.to for step in criterion.raises if step.holds(*answers) is True), criterion.base)


@dataclass(frozen=True)
class Evaluator:
    """Evaluates answers under one ruleset and one set of priorities.

    It remembers what each criterion says by the answers that it reads, so that trying another answer to one question
    judges only the criteria that read that question. The memory never changes a result.
    """

    compiled: CompiledRules
    priorities: Mapping[str, Importance]
    _memory: tuple[dict[_Key, CriterionResult], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        own = self.priorities
        memory = [{} if m.idle is None or m.id in own else {0: m.idle} for m in self.compiled.criteria]
        object.__setattr__(self, "_memory", tuple(memory))

    @property
    def remembered(self) -> int:
        """How many things that criteria say are remembered."""
        return sum(map(len, self._memory))

    def evaluation(self, answers: Answers) -> Evaluation:
        """Judge and score every framework."""
        sure, _ = self.compiled.index.holding(answers)
        entries = [
            memory.get(sure >> criterion.first & criterion.ones) or self._entry(criterion, memory, sure, answers)
            for criterion, memory in zip(self.compiled.criteria, self._memory, strict=True)
        ]
        return self._scored(answers, tuple(entries))

    def reevaluated(self, evaluation: Evaluation, question: str, answers: Answers) -> Evaluation:
        """The standing for `answers` that differ from those of `standing` in nothing but the answer to `question`."""
        sure, _ = self.compiled.index.holding(answers)
        entries = list(evaluation.entries)
        moved = False
        for place in self.compiled.readers.get(question, ()):
            entry = self._entry(self.compiled.criteria[place], self._memory[place], sure, answers)
            moved = moved or not (entry is entries[place] or _same_scores(entry, entries[place]))
            entries[place] = entry
        if moved:
            return self._scored(answers, tuple(entries))
        counted = tuple([entry for entry in entries if entry.weight])
        return evaluation._replace(answers=answers, entries=tuple(entries), counted=counted)

    def _entry(
        self, criterion: CompiledCriterion, memory: dict[_Key, CriterionResult], sure: int, answers: Answers
    ) -> CriterionResult:
        """What a criterion says. Without blockers and needs, that hangs on nothing but which conditions hold."""
        key: _Key = (holding := sure >> criterion.first & criterion.ones)
        if criterion.idle is None:
            key = (answers.chosen & criterion.tells, answers.known & criterion.mask)
        if key not in memory:
            memory[key] = self._judged(criterion, holding, answers)
        return memory[key]

    def _judged(self, criterion: CompiledCriterion, holding: int, answers: Answers) -> CriterionResult:
        importance = self.priorities.get(criterion.id) or criterion.importance(holding)
        weight = WEIGHTS[importance]
        if not weight and not criterion.blocks:
            return CriterionResult(criterion.id, importance, weight, SILENT, ())
        judgement = judge(criterion, self.compiled, answers, criterion.applying(holding))
        if not weight:
            return CriterionResult(criterion.id, importance, weight, judgement, ())
        given, ways = judgement.ratings, self.compiled.all_ways
        ratings = [given[way][0] if way in given else MIDDLE for way in ways] if given else [MIDDLE] * len(ways)
        return CriterionResult(criterion.id, importance, weight, judgement, tuple(ratings))

    def _scored(self, answers: Answers, entries: tuple[CriterionResult, ...]) -> Evaluation:
        """Score each framework in the best of its ways that are not blocked: what it earns comes from one of them."""
        counted = tuple([entry for entry in entries if entry.weight])
        by_way = self._scores(counted)
        out: dict[str, CompiledRule] = {}
        for place in self.compiled.blocking:
            out = {**entries[place].judgement.blocked, **out}
        blocked, scores, best = {}, {}, {}
        for framework, ways in self.compiled.ways.items():
            left = [way for way in ways if way not in out] if out else ways
            if left:
                way = best[framework] = max(left, key=by_way.__getitem__) if len(left) > 1 else left[0]
                scores[framework] = by_way[way]
            else:
                blocked[framework] = out[ways[0]]
        return Evaluation(answers, entries, counted, blocked, scores, best)

    def _scores(self, counted: Sequence[CriterionResult]) -> dict[str, float]:
        ways = self.compiled.all_ways
        rows = zip(*[entry.ratings for entry in counted], strict=True) if counted else [()] * len(ways)
        return dict(zip(ways, scores([entry.weight for entry in counted], rows, _must_haves(counted)), strict=True))


def _same_scores(one: CriterionResult, other: CriterionResult) -> bool:
    """Whether two states of a criterion give every framework the same points and rule out the same ones."""
    alike = one.importance == other.importance and one.ratings == other.ratings
    return alike and one.judgement.blocked == other.judgement.blocked


def _must_haves(counted: Sequence[CriterionResult]) -> list[int]:
    decisive = Importance.DECISIVE
    return [place for place, entry in enumerate(counted) if entry[1] is decisive]


def ranking_of(evaluation: Evaluation, shares: Mapping[str, float]) -> tuple[Ranked, ...]:
    """The frameworks that are not ruled out: highest score first, then by their share of worlds, then by id."""
    ranked = [
        Ranked(
            framework=name,
            backend=Way(evaluation.ways[name]).backend,
            score=value,
            share_first=shares[name],
            contributions=contributions(evaluation, name),
            provided=tuple(_provided(evaluation, name)),
        )
        for name, value in evaluation.scores.items()
    ]
    return tuple(sorted(ranked, key=lambda r: (-round(r.score, 9), -r.share_first, r.framework)))


def contributions(evaluation: Evaluation, framework: str) -> tuple[Contribution, ...]:
    """The points that each criterion gives a framework, most first, else by id; together they are its score."""
    ratings = evaluation.ratings(framework)
    must_haves = [(ratings[place], place) for place in evaluation.must_haves]
    link = weakest_link_share([rated.rating for rated, _ in must_haves])
    points = weighted_points(evaluation.weights, [rated.rating for rated in ratings], 1 - link)
    found = list(map(_contribution, evaluation.counted, ratings, points))
    if must_haves:
        rated, place = min(must_haves, key=lambda pair: pair[0].rating)
        found.append(_contribution(evaluation.counted[place], rated, link * POINTS_PER_STEP * rated.rating, True))
    return tuple(sorted(found, key=_most_points_first))


def _contribution(entry: CriterionResult, rated: Rated, points: float, weakest_link: bool = False) -> Contribution:
    return Contribution(
        entry.criterion, entry.importance, entry.weight, rated.rating, rated.spread, points, rated.rules, weakest_link
    )


def _most_points_first(one: Contribution) -> tuple[float, str, bool]:
    return -one.points, one.criterion, one.weakest_link


def _provided(evaluation: Evaluation, framework: str) -> Iterator[Condition]:
    for judgement in evaluation.judged:
        rule = judgement.provided.get(evaluation.ways[framework])
        if rule is not None:
            yield Condition(rule=rule.id, provided=rule.provided or "")
