"""Two frameworks criterion by criterion."""

from __future__ import annotations

from dataclasses import dataclass

from fitframe.insight.situation import Situation, points, way_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one criterion does for the first of two frameworks and for the second."""

    criterion: str
    importance: str
    ratings: tuple[float, float]
    spreads: tuple[float, float]
    points: tuple[float, float]
    rules: tuple[tuple[str, ...], tuple[str, ...]]

    @property
    def ahead(self) -> float:
        """Points by which it puts the first ahead."""
        return self.points[0] - self.points[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two frameworks side by side. The differences and that of the weakest links add up to that of the scores."""

    frameworks: tuple[str, str]
    scores: tuple[float, float]  # of one that is ruled out: what it would have
    links: tuple[float, float]  # the points of their weakest must-haves
    differences: tuple[Difference, ...]  # largest first


def comparison(situation: Situation, first: str, second: str) -> Comparison:
    """Put two frameworks side by side."""
    standing = situation.standing
    rows = tuple(standing.ratings_of_way(way_of(situation, name)) for name in (first, second))
    (one, one_link), (two, two_link) = (points(standing, [rated.rating for rated in row]) for row in rows)
    found = [
        Difference(
            criterion=entry.criterion,
            importance=entry.importance.value,
            ratings=(a.rating, b.rating),
            spreads=(a.spread, b.spread),
            points=(one[place], two[place]),
            rules=(a.rules, b.rules),
        )
        for place, (entry, a, b) in enumerate(zip(standing.counted, *rows, strict=True))
    ]
    return Comparison(
        frameworks=(first, second),
        scores=(sum(one) + one_link, sum(two) + two_link),
        links=(one_link, two_link),
        differences=tuple(sorted(found, key=lambda d: (-abs(round(d.ahead, 9)), d.criterion))),
    )
