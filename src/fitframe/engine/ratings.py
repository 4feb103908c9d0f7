"""From the rules that apply to one rating with its spread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from operator import mul
from typing import NamedTuple

from fitframe.engine.trust import corroborated

HIGHEST = 4.0
MIDDLE = 2.0
WIDEST = 2.0
"""Half of the scale: a spread of this size says that nothing is known."""
NARROWEST = 0.5


class Opinion(NamedTuple):
    """What one rule says of one framework on one criterion."""

    rule: str
    rating: float  # 0 to 4
    sources: Mapping[str, float]  # the sources behind it, each with its trust: above 0, below 1


class Rated(NamedTuple):
    """A framework's rating on a criterion, plausible by `spread` to either side, and the rules behind it."""

    rating: float
    spread: float
    rules: tuple[str, ...]


UNRATED = Rated(MIDDLE, WIDEST, ())


def rated(opinions: Sequence[Opinion]) -> Rated:
    """The mean of the opinions weighted by trust, with a spread that grows with disagreement and with distrust.

    A source that speaks through several rules divides its voice among them, so that nobody wins by repetition. The
    spread is the weighted standard deviation of the ratings, plus half the scale times the distrust left after all
    sources are heard together; at least half a step, at most half the scale. No opinion: the middle, full spread.
    """
    if not opinions:
        return UNRATED
    if len(opinions) == 1:  # by far the most frequent case; what follows comes to the same
        rule, rating, sources = opinions[0]
        return Rated(rating, max(NARROWEST, WIDEST * (1 - corroborated(sources.values()))), (rule,))
    voices = [source for opinion in opinions for source in opinion.sources]
    if len(set(voices)) == len(voices):
        trusts = [corroborated(sources.values()) for _, _, sources in opinions]
        distrust = 1 - corroborated(trusts)
    else:
        trusts = [corroborated([t / voices.count(source) for source, t in o.sources.items()]) for o in opinions]
        distrust = _distrust(opinions)
    ratings = [rating for _, rating, _ in opinions]
    total = sum(trusts)
    mean = sum(map(mul, trusts, ratings)) / total
    variance = sum([trust * (rating - mean) ** 2 for trust, rating in zip(trusts, ratings, strict=True)]) / total
    spread = min(WIDEST, max(NARROWEST, sqrt(variance) + WIDEST * distrust))
    return Rated(mean, spread, tuple([rule for rule, _, _ in opinions]))


def _distrust(opinions: Sequence[Opinion]) -> float:
    """What is left to doubt after every source was heard once, at its best."""
    best: dict[str, float] = {}
    for _, _, sources in opinions:
        best |= {source: max(trust, best.get(source, 0.0)) for source, trust in sources.items()}
    return 1 - corroborated(best.values())
