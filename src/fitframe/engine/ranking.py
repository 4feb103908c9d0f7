"""The ranking: every framework's score, made of the points that each criterion gives it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fitframe.engine.matters import Counted
from fitframe.engine.ratings import Rated
from fitframe.engine.scoring import POINTS_PER_STEP, weakest_link_share, weighted_points
from fitframe.engine.standing import Standing
from fitframe.report import Condition, Contribution, Ranked


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
