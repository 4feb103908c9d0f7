"""Weight stability: for each criterion the weights between which the leader stays first, in closed form.

A framework's score times the sum of all weights is a straight line in any one weight x,

    25 · ((1 - λ) · (S + x·r) + λ · m · (W + x)),

with S the other criteria's weighted ratings, W their weights, r its rating here and m its weakest must-have. The sum of
weights is the same for everybody, so the leader changes where two lines cross. A framework that can be run in several
ways has a line for each, and the highest counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import mul
from typing import NamedTuple

from fitframe.engine.evaluation import INDISTINCT, Evaluation
from fitframe.engine.scoring import POINTS_PER_STEP, WEAKEST_LINK, WEIGHTS, weakest_link_share
from fitframe.model.fields import Importance
from fitframe.sensitivity.project import Project

_ROUNDING = 1e-9
_MARGIN = INDISTINCT / POINTS_PER_STEP
"""Steps of a rating that are worth no more points than scores can tell apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StabilityLimit:
    """An end of a weight stability interval: beyond this weight of one criterion another framework is first.

    A must-have stays one, whatever its weight; `Importance` levels as weights are 0, 1, 2, 4 and 8.
    """

    criterion: str
    weight: float  # as it stands
    limit: float  # above or below it; never below 0
    leader: str  # who is first beyond it


class Line(NamedTuple):
    """A score times the sum of all weights, over 25, as a straight line in one weight."""

    framework: str
    start: float
    slope: float

    def at(self, weight: float) -> float:
        """Its height."""
        return self.start + self.slope * weight


def stability_limits(project: Project) -> tuple[StabilityLimit, ...]:
    """The nearest limits above and below each criterion's weight, those least far off first."""
    if project.leader is None:
        return ()
    found = [limit for criterion in project.importances for limit in _of(project, criterion)]
    return tuple(sorted(found, key=lambda each: (abs(each.limit - each.weight), each.criterion, each.limit)))


def _of(project: Project, criterion: str) -> Iterator[StabilityLimit]:
    importance = project.importances[criterion]
    counted = importance is not Importance.NONE
    evaluation = project.evaluation if counted else project.with_priority(criterion, Importance.LOW)
    weight = WEIGHTS[importance]
    drawn = lines(project, evaluation, criterion)
    for direction in (1, -1):
        crossing = _crossing(drawn, str(project.leader), weight, direction)
        if crossing is not None:
            yield StabilityLimit(criterion=criterion, weight=weight, limit=crossing[0], leader=crossing[1])


def lines(project: Project, evaluation: Evaluation, criterion: str) -> list[Line]:
    """The lines of all ways to run a framework that are open, in the weight of a criterion that counts.

    Those of the leader are higher by what scores cannot tell apart: up to there it keeps its place.
    """
    place = next(n for n, entry in enumerate(evaluation.counted) if entry.criterion == criterion)
    weights = [0.0 if n == place else weight for n, weight in enumerate(evaluation.weights)]
    found = []
    for framework, ways in project.open_ways(evaluation).items():
        for way in ways:
            ratings = [rated.rating for rated in evaluation.ratings_of_way(way)]
            must_haves = [ratings[n] for n in evaluation.must_haves]
            share = weakest_link_share(must_haves)
            link = share * min(must_haves, default=0.0)
            start = (1 - share) * sum(map(mul, weights, ratings)) + link * sum(weights)
            slope = (1 - share) * ratings[place] + link
            margin = _MARGIN if framework == project.leader else 0.0
            found.append(Line(framework, start + margin * sum(weights), slope + margin))
    return found


def _crossing(drawn: list[Line], leader: str, weight: float, direction: int) -> tuple[float, str] | None:
    """The nearest weight, upwards (1) or downwards (-1), just beyond which another framework is first, and which."""
    own = [line for line in drawn if line.framework == leader]
    crossings = (
        (mine.start - line.start) / (line.slope - mine.slope)
        for mine in own
        for line in drawn
        if line.framework != leader and abs(line.slope - mine.slope) > _ROUNDING
    )
    ahead = (x for x in crossings if (x - weight) * direction > 0 and x > _ROUNDING)
    start = [weight] if weight or direction > 0 else []
    for x in [*start, *sorted(ahead, key=lambda x: x * direction)]:
        first = _just_beyond(drawn, leader, x, direction)
        if first != leader:
            return x, first
    return None


def _just_beyond(drawn: list[Line], leader: str, weight: float, direction: int) -> str:
    """Who is first just beyond a weight: of the highest lines there, the one that rises most; else who led before."""

    def height(line: Line) -> tuple[float, float]:
        return round(line.at(weight), 9), round(line.slope * direction, 9)

    best = max(map(height, drawn))
    names = sorted(line.framework for line in drawn if height(line) == best)
    return leader if leader in names else names[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCriterion:
    """A criterion that counts."""

    criterion: str
    weight: float
    must_have: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionMatrix:
    """The criteria that count, the weightiest first, and each framework's ratings on them.

    A framework has a row for each way to run it that is open.
    """

    criteria: tuple[MatrixCriterion, ...]
    ratings: Mapping[str, tuple[tuple[float, ...], ...]]
    weakest_link: float  # the part of the score that the weakest must-have decides, where there is a must-have


def decision_matrix(project: Project) -> DecisionMatrix:
    """Lay out the ratings behind a ranking."""
    evaluation, must_haves = project.evaluation, project.evaluation.must_haves
    counted = evaluation.counted
    order = sorted(range(len(counted)), key=lambda place: (-counted[place].weight, counted[place].criterion))
    rated = {
        name: [evaluation.ratings_of_way(way) for way in ways] for name, ways in project.open_ways(evaluation).items()
    }
    return DecisionMatrix(
        criteria=tuple(
            MatrixCriterion(
                criterion=counted[place].criterion, weight=counted[place].weight, must_have=place in must_haves
            )
            for place in order
        ),
        ratings={
            name: tuple(tuple(row[place].rating for place in order) for row in rows) for name, rows in rated.items()
        },
        weakest_link=WEAKEST_LINK,
    )
