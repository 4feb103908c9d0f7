"""Where every framework stands for one set of answers: who is ruled out, and the score of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from fitframe.engine.compiled import SILENT, Counted, Judgement, Matter, Ruleset, Statement
from fitframe.engine.conditions import Answers
from fitframe.engine.judgement import judge
from fitframe.engine.ratings import MIDDLE, UNRATED, Rated
from fitframe.engine.scoring import POINTS_PER_STEP, WEIGHTS, scores, weakest_link_share, weighted_points
from fitframe.model.fields import Importance
from fitframe.model.recommendation import Condition, Contribution, Ranked

_Key = int | tuple[int, int]


class Standing(NamedTuple):
    """All frameworks for one set of answers."""

    answers: Answers
    entries: tuple[Counted, ...]  # every criterion, in order of id
    counted: tuple[Counted, ...]  # those that count
    blocked: Mapping[str, Statement]  # the frameworks that are out, and the first rule that says so
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


def importance_of(matter: Matter, answers: Answers) -> Importance:
    """The highest level that a criterion reaches for these answers. An open answer raises nothing."""
    return next((step.to for step in matter.raises if step.holds(*answers) is True), matter.base)


@dataclass(frozen=True)
class Evaluator:
    """Evaluates answers under one ruleset and one set of priorities.

    It remembers what each criterion says by the answers that it reads, so that trying another answer to one question
    judges only the criteria that read that question. The memory never changes a result.
    """

    asked: Ruleset
    priorities: Mapping[str, Importance]
    _memory: tuple[dict[_Key, Counted], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        own = self.priorities
        memory = [{} if m.idle is None or m.id in own else {0: m.idle} for m in self.asked.matters]
        object.__setattr__(self, "_memory", tuple(memory))

    @property
    def remembered(self) -> int:
        """How many things that criteria say are remembered."""
        return sum(map(len, self._memory))

    def standing(self, answers: Answers) -> Standing:
        """Judge and score every framework."""
        sure, _ = self.asked.index.holding(answers)
        entries = [
            memory.get(sure >> matter.first & matter.ones) or self._entry(matter, memory, sure, answers)
            for matter, memory in zip(self.asked.matters, self._memory, strict=True)
        ]
        return self._scored(answers, tuple(entries))

    def tried(self, standing: Standing, question: str, answers: Answers) -> Standing:
        """The standing for `answers` that differ from those of `standing` in nothing but the answer to `question`."""
        sure, _ = self.asked.index.holding(answers)
        entries = list(standing.entries)
        moved = False
        for place in self.asked.readers.get(question, ()):
            entry = self._entry(self.asked.matters[place], self._memory[place], sure, answers)
            moved = moved or not (entry is entries[place] or _same_scores(entry, entries[place]))
            entries[place] = entry
        if moved:
            return self._scored(answers, tuple(entries))
        counted = tuple([entry for entry in entries if entry.weight])
        return standing._replace(answers=answers, entries=tuple(entries), counted=counted)

    def _entry(self, matter: Matter, memory: dict[_Key, Counted], sure: int, answers: Answers) -> Counted:
        """What a criterion says. Without blockers and needs, that hangs on nothing but which conditions hold."""
        key: _Key = (holding := sure >> matter.first & matter.ones)
        if matter.idle is None:
            key = (answers.chosen & matter.tells, answers.known & matter.mask)
        if key not in memory:
            memory[key] = self._judged(matter, holding, answers)
        return memory[key]

    def _judged(self, matter: Matter, holding: int, answers: Answers) -> Counted:
        importance = self.priorities.get(matter.id) or matter.importance(holding)
        weight = WEIGHTS[importance]
        if not weight and not matter.blocks:
            return Counted(matter.id, importance, weight, SILENT, ())
        judgement = judge(matter, self.asked, answers, matter.applying(holding))
        if not weight:
            return Counted(matter.id, importance, weight, judgement, ())
        given, ways = judgement.ratings, self.asked.all_ways
        ratings = [given[way][0] if way in given else MIDDLE for way in ways] if given else [MIDDLE] * len(ways)
        return Counted(matter.id, importance, weight, judgement, tuple(ratings))

    def _scored(self, answers: Answers, entries: tuple[Counted, ...]) -> Standing:
        """Score each framework in the best of its ways that are not blocked: what it earns comes from one of them."""
        counted = tuple([entry for entry in entries if entry.weight])
        by_way = self._scores(counted)
        out: dict[str, Statement] = {}
        for place in self.asked.blocking:
            out = {**entries[place].judgement.blocked, **out}
        blocked, scores, best = {}, {}, {}
        for framework, ways in self.asked.ways.items():
            left = [way for way in ways if way not in out] if out else ways
            if left:
                way = best[framework] = max(left, key=by_way.__getitem__) if len(left) > 1 else left[0]
                scores[framework] = by_way[way]
            else:
                blocked[framework] = out[ways[0]]
        return Standing(answers, entries, counted, blocked, scores, best)

    def _scores(self, counted: Sequence[Counted]) -> dict[str, float]:
        ways = self.asked.all_ways
        rows = zip(*[entry.ratings for entry in counted], strict=True) if counted else [()] * len(ways)
        return dict(zip(ways, scores([entry.weight for entry in counted], rows, _must_haves(counted)), strict=True))


def _same_scores(one: Counted, other: Counted) -> bool:
    """Whether two states of a criterion give every framework the same points and rule out the same ones."""
    alike = one.importance == other.importance and one.ratings == other.ratings
    return alike and one.judgement.blocked == other.judgement.blocked


def _must_haves(counted: Sequence[Counted]) -> list[int]:
    decisive = Importance.DECISIVE
    return [place for place, entry in enumerate(counted) if entry[1] is decisive]


def ranking_of(standing: Standing, shares: Mapping[str, float]) -> tuple[Ranked, ...]:
    """The frameworks that are not ruled out: highest score first, then by their share of worlds, then by id."""
    ranked = [
        Ranked(
            framework=name,
            backend=standing.ways[name].partition("@")[2] or None,
            score=value,
            share_first=shares[name],
            contributions=contributions(standing, name),
            provided=tuple(_provided(standing, name)),
        )
        for name, value in standing.scores.items()
    ]
    return tuple(sorted(ranked, key=lambda r: (-round(r.score, 9), -r.share_first, r.framework)))


def contributions(standing: Standing, framework: str) -> tuple[Contribution, ...]:
    """The points that each criterion gives a framework, most first, else by id; together they are its score."""
    ratings = standing.ratings(framework)
    must_haves = [(ratings[place], place) for place in standing.must_haves]
    link = weakest_link_share([rated.rating for rated, _ in must_haves])
    points = weighted_points(standing.weights, [rated.rating for rated in ratings], 1 - link)
    found = list(map(_contribution, standing.counted, ratings, points))
    if must_haves:
        rated, place = min(must_haves, key=lambda pair: pair[0].rating)
        found.append(_contribution(standing.counted[place], rated, link * POINTS_PER_STEP * rated.rating, True))
    return tuple(sorted(found, key=_most_points_first))


def _contribution(entry: Counted, rated: Rated, points: float, weakest_link: bool = False) -> Contribution:
    return Contribution(
        entry.criterion, entry.importance, entry.weight, rated.rating, rated.spread, points, rated.rules, weakest_link
    )


def _most_points_first(one: Contribution) -> tuple[float, str, bool]:
    return -one.points, one.criterion, one.weakest_link


def _provided(standing: Standing, framework: str) -> Iterator[Condition]:
    for judgement in standing.judged:
        rule = judgement.provided.get(standing.ways[framework])
        if rule is not None:
            yield Condition(rule=rule.id, provided=rule.provided or "")
