"""The arithmetic of a score: weighted sum and weakest link."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import mul

from fitframe.model.fields import Importance

WEIGHTS = {
    Importance.NONE: 0.0,
    Importance.LOW: 1.0,
    Importance.MEDIUM: 2.0,
    Importance.HIGH: 4.0,
    Importance.DECISIVE: 8.0,
}
POINTS_PER_STEP = 25.0
"""Ratings run from 0 to 4, scores from 0 to 100."""
WEAKEST_LINK = 0.4
"""Share of the score that the weakest must-have decides, where there is a must-have."""


def weakest_link_share(must_haves: Sequence[float]) -> float:
    """λ: 0.4, and 0 where nothing is a must-have."""
    return WEAKEST_LINK if must_haves else 0.0


def weighted_points(weights: Sequence[float], ratings: Sequence[float], share: float) -> list[float]:
    """Points of each criterion under the weighted-sum model: share · 25 · w · r / Σ w.

    `share` is the part of the score that the weighted sum decides, 1 - λ. Weights are at least 0; where all are 0,
    so are the points.
    """
    total = sum(weights)
    if not total:
        return [0.0] * len(weights)
    factor = share * POINTS_PER_STEP / total
    return [factor * weight * rating for weight, rating in zip(weights, ratings, strict=True)]


def scores(weights: Sequence[float], rows: Iterable[Sequence[float]], must_haves: Sequence[int]) -> Iterator[float]:
    """For each row of ratings 25 · ((1 - λ) · Σ w·r / Σ w + λ · min over the must-haves of r), from 0 to 100.

    `must_haves` are the positions of the decisive criteria.
    """
    share, total = weakest_link_share(must_haves), sum(weights) or 1.0
    for ratings in rows:
        weakest = min([ratings[place] for place in must_haves]) if must_haves else 0.0
        yield POINTS_PER_STEP * ((1 - share) * (sum(map(mul, weights, ratings)) / total) + share * weakest)
