"""Where every framework stands for one set of answers: who is ruled out, and the score of the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from fitframe.engine.conditions import Answers
from fitframe.engine.judging import Judgement, judge
from fitframe.engine.ratings import UNRATED, Rated
from fitframe.engine.ruleset import Matter, Ruleset, Statement
from fitframe.engine.scoring import WEIGHTS, score
from fitframe.models import Importance


class Counted(NamedTuple):
    """A criterion that counts, and what its rules say."""

    criterion: str
    importance: Importance
    judgement: Judgement

    @property
    def weight(self) -> float:
        """The weight of its importance."""
        return WEIGHTS[self.importance]


class Standing(NamedTuple):
    """All frameworks for one set of answers."""

    counted: tuple[Counted, ...]  # the criteria that count, in order of id
    judged: tuple[Judgement, ...]  # of every criterion that counts or has blockers
    blocked: Mapping[str, Statement]  # the frameworks that are out, and the first rule that says so
    scores: Mapping[str, float]  # of the others, each run in its best way
    ways: Mapping[str, str]  # of the others: that best way

    @property
    def weights(self) -> list[float]:
        """The weights of the criteria that count."""
        return [entry.weight for entry in self.counted]

    @property
    def must_haves(self) -> list[int]:
        """The positions of the decisive criteria among those that count."""
        return [place for place, entry in enumerate(self.counted) if entry.importance is Importance.DECISIVE]

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
    reached = [level for level, holds in matter.raises if holds(*answers) is True]
    return max([matter.base, *reached], key=WEIGHTS.__getitem__)


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Evaluates answers under one ruleset and one set of priorities.

    It remembers judgements by the answers that they read, so that trying another answer to one question judges only
    the criteria that read it again. The memory never changes a result.
    """

    asked: Ruleset
    priorities: Mapping[str, Importance]
    _judgements: dict[tuple[str, int, int], Judgement] = field(default_factory=dict, repr=False)

    def standing(self, answers: Answers) -> Standing:
        """Judge and score every framework."""
        counted = []
        judged = []
        for matter in self.asked.matters:
            importance = self.priorities.get(matter.id) or importance_of(matter, answers)
            if WEIGHTS[importance] or matter.blocks:
                judgement = self._judgement(matter, answers)
                judged.append(judgement)
                if WEIGHTS[importance]:
                    counted.append(Counted(matter.id, importance, judgement))
        standing = Standing(tuple(counted), tuple(judged), {}, {}, {})
        return self._scored(standing)

    def _judgement(self, matter: Matter, answers: Answers) -> Judgement:
        key = (matter.id, answers.chosen & matter.mask, answers.known & matter.mask)
        if key not in self._judgements:
            self._judgements[key] = judge(matter, self.asked, answers)
        return self._judgements[key]

    def _scored(self, standing: Standing) -> Standing:
        """Score each framework in the best of its ways that are not blocked: what it earns comes from one of them."""
        out = {way: rule for judgement in reversed(standing.judged) for way, rule in judgement.blocked.items()}
        weights, must_haves = standing.weights, standing.must_haves
        blocked, scores, best = {}, {}, {}
        for framework, ways in self.asked.ways.items():
            found = {way: _score(standing, way, weights, must_haves) for way in ways if way not in out}
            if found:
                best[framework] = max(found, key=found.__getitem__)
                scores[framework] = found[best[framework]]
            else:
                blocked[framework] = out[ways[0]]
        return standing._replace(blocked=blocked, scores=scores, ways=best)


def _score(standing: Standing, way: str, weights: list[float], must_haves: list[int]) -> float:
    ratings = [rated.rating for rated in standing.ratings_of_way(way)]
    return score(weights, ratings, [ratings[place] for place in must_haves])
