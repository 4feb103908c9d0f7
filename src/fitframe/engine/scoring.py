"""From sources to trust, from trust and rules to a rating with its spread, from ratings and weights to a score.

A rule is trusted by the kind and age of its sources, and by how many agree; what it says may follow from figures, by a
fixed table. A rating is the mean of what the rules say, weighted by trust. A score is the weighted sum of the ratings,
and for a part their weakest link.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import prod, sqrt
from operator import mul
from statistics import median
from typing import NamedTuple

from fitframe.model.evidence import QUANTITIES, Measured, Measurement, Source
from fitframe.model.fields import Importance, Tier, first_day
from fitframe.model.rulebase import Move, OutcomeRule, Route, Rule

TIER_TRUST = {Tier.OFFICIAL: 0.95, Tier.MEASUREMENT: 0.9, Tier.REPORT: 0.7, Tier.ARTICLE: 0.4, Tier.OPINION: 0.2}
HALF_LIFE_YEARS = 5.0
UNDATED_AGE_YEARS = 3.0
"""A source without a date is taken to be this old."""
OLDEST_YEARS = 100.0
"""Trust falls no further: every source that counts is heard, if only a little."""


def years_between(earlier: str, later: str) -> float:
    """Years from one date to another, to about a day; never below zero."""
    start, end = _parts(earlier), _parts(later)
    return max(0.0, end[0] - start[0] + (end[1] - start[1]) / 12 + (end[2] - start[2]) / 365.25)


@lru_cache(maxsize=4096)
def _parts(day: str) -> tuple[int, ...]:
    """Year, month and day of the month."""
    return tuple(map(int, first_day(day).split("-")))


def counts(source: Source, as_of: str, sources: Container[str] | None) -> bool:
    """Whether a source is among those asked for and had been published by `as_of`. One without a date had been."""
    asked_for = sources is None or source.id in sources
    return asked_for and (source.published is None or first_day(source.published) <= first_day(as_of))


def source_trust(source: Source, as_of: str, *, opinion: bool = False) -> float:
    """Trust in one source, above 0 and below 1: its tier's trust, halved for every five years of age.

    An official page still stands on the day it was last read, so its age runs from then. Where it only voices an
    opinion, the source has the trust of one.
    """
    return _trusts(source, as_of)[opinion]


def _trusts(source: Source, as_of: str) -> tuple[float, float]:
    day = source.accessed if source.tier is Tier.OFFICIAL else source.published
    age = years_between(day, as_of) if day else UNDATED_AGE_YEARS
    base, left = TIER_TRUST[source.tier], float(0.5 ** (min(age, OLDEST_YEARS) / HALF_LIFE_YEARS))
    return base * left, min(base, TIER_TRUST[Tier.OPINION]) * left


def corroborated(trusts: Iterable[float]) -> float:
    """Joint trust in what independent sources say alike: 1 - Π(1 - tᵢ), as for independent witnesses."""
    return 1 - prod([1 - trust for trust in trusts])


Heard = Mapping[str, tuple[float, float]]
"""The sources that count: the trust in each, and in its opinions."""


def heard(sources: Mapping[str, Source], as_of: str, among: Container[str] | None) -> Heard:
    """The trust in every source that counts on a day; `among` names those asked for, None all."""
    return {source.id: _trusts(source, as_of) for source in sources.values() if counts(source, as_of, among)}


def rule_sources(rule: Rule | Route | Move | OutcomeRule, sources: Heard, *, doubted: bool = False) -> dict[str, float]:
    """The sources of a rule or route that count, each with its trust: once, at its best, however often it is cited.

    What is doubted has the trust of opinions.
    """
    found: dict[str, float] = {}
    for evidence in rule.evidence:
        if evidence.source in sources:
            trust = sources[evidence.source][doubted or evidence.opinion]
            found[evidence.source] = max(trust, found.get(evidence.source, trust))
    return found


def heard_once(sources: Mapping[str, float], voices: Mapping[str, str]) -> Mapping[str, float]:
    """The voices among sources, each with its trust: a family and what is copied are heard once, at their best.

    `voices` are the sources that do not speak for themselves, each with its voice.
    """
    if voices.keys().isdisjoint(sources):
        return sources
    found: dict[str, float] = {}
    for source, trust in sources.items():
        voice = voices.get(source, source)
        found[voice] = max(trust, found.get(voice, trust))
    return found


HIGHEST = 4.0
MIDDLE = 2.0
WIDEST = 2.0
"""Half of the scale: a spread of this size says that nothing is known."""
NARROWEST = 0.5


class Opinion(NamedTuple):
    """What one rule says of one framework on one criterion."""

    rule: str
    rating: float  # 0 to 4
    voices: Mapping[str, float]  # the independent voices behind it, each with its trust: above 0, below 1


class Rated(NamedTuple):
    """A framework's rating on a criterion, plausible by `spread` to either side, and the rules behind it."""

    rating: float
    spread: float
    rules: tuple[str, ...]


UNRATED = Rated(MIDDLE, WIDEST, ())


def rated(opinions: Sequence[Opinion]) -> Rated:
    """The mean of the opinions weighted by trust, with a spread that grows with disagreement and with distrust.

    A voice that speaks through several rules is divided among them, so that nobody wins by repetition. The spread is
    the weighted standard deviation of the ratings, plus half the scale times the distrust left after all voices are
    heard together; at least half a step, at most half the scale. No opinion: the middle, full spread.
    """
    if not opinions:
        return UNRATED
    if len(opinions) == 1:  # by far the most frequent case; what follows comes to the same
        rule, rating, voices = opinions[0]
        return Rated(rating, max(NARROWEST, WIDEST * (1 - corroborated(voices.values()))), (rule,))
    spoken = [voice for opinion in opinions for voice in opinion.voices]
    if len(set(spoken)) == len(spoken):
        trusts = [corroborated(voices.values()) for _, _, voices in opinions]
        distrust = 1 - corroborated(trusts)
    else:
        trusts = [corroborated([t / spoken.count(voice) for voice, t in o.voices.items()]) for o in opinions]
        distrust = _distrust(opinions)
    ratings = [rating for _, rating, _ in opinions]
    total = sum(trusts)
    mean = sum(map(mul, trusts, ratings)) / total
    variance = sum([trust * (rating - mean) ** 2 for trust, rating in zip(trusts, ratings, strict=True)]) / total
    spread = min(WIDEST, max(NARROWEST, sqrt(variance) + WIDEST * distrust))
    return Rated(mean, spread, tuple([rule for rule, _, _ in opinions]))


def _distrust(opinions: Sequence[Opinion]) -> float:
    """What is left to doubt after every voice was heard once, at its best."""
    best: dict[str, float] = {}
    for _, _, voices in opinions:
        best |= {voice: max(trust, best.get(voice, trust)) for voice, trust in voices.items()}
    return 1 - corroborated(best.values())


STEPS = (1.15, 1.5, 3.0)
"""A figure within the first of these of the best is as good; within the next it is one step worse, and so on."""


def measured_ratings(measured: Iterable[tuple[Measurement, Measured]], frameworks: Iterable[str]) -> dict[str, float]:
    """The ratings that the figures give, for each of `frameworks` that has a figure wherever another has one.

    With bands, a figure's band is its rating. Without, the best figure of each workload is divided into the others; the
    steps of the table say how far behind each is, and the median over the workloads of all measurements counts. Who is
    in the middle earns 2.
    """
    names = tuple(frameworks)
    banded: dict[str, float] = {}
    compared: list[dict[str, int]] = []
    for measurement, asked in measured:
        kind = QUANTITIES[measurement.quantity]
        for one in measurement.figures:
            if asked.workloads and one.workload not in asked.workloads:
                continue
            figures = {name: asked.of.get(name, name) for name in names}
            table = {name: one.values[figure] for name, figure in figures.items() if figure in one.values}
            if kind.bands:
                banded |= {name: HIGHEST - bisect_left(kind.bands, value) for name, value in table.items()}
            elif len(table) > 1:
                compared.append(_behind(table, kind.lower_is_better))
    known = [name for name in names if any(name in one for one in compared)]
    behind = {name: median(one[name] for one in compared if name in one) for name in known}
    middle = median(behind.values()) if behind else 0.0
    return banded | {name: min(HIGHEST, max(0.0, MIDDLE + middle - steps)) for name, steps in behind.items()}


def _behind(table: Mapping[str, float], lower_is_better: bool) -> dict[str, int]:
    """How many steps of the table each figure is behind the best."""
    best = min(table.values()) if lower_is_better else max(table.values())
    ratios = {name: value / best if lower_is_better else best / value for name, value in table.items()}
    return {name: bisect_left(STEPS, round(ratio, 9)) for name, ratio in ratios.items()}


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
