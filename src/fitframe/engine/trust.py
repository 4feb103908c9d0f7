"""How far a rule is trusted: by the kind and age of its sources, and by how many agree."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from functools import lru_cache
from math import prod

from fitframe.model.fields import Tier, first_day
from fitframe.model.rulebase import Move, OutcomeRule, Route, Rule, Source

TIER_TRUST = {Tier.OFFICIAL: 0.95, Tier.REPORT: 0.7, Tier.ARTICLE: 0.4, Tier.OPINION: 0.2}
HALF_LIFE_YEARS = 5.0
UNDATED_AGE_YEARS = 3.0
"""A source without a date is taken to be this old."""


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
    base, left = TIER_TRUST[source.tier], float(0.5 ** (age / HALF_LIFE_YEARS))
    return base * left, min(base, TIER_TRUST[Tier.OPINION]) * left


def corroborated(trusts: Iterable[float]) -> float:
    """Joint trust in what independent sources say alike: 1 - Π(1 - tᵢ), as for independent witnesses."""
    return 1 - prod([1 - trust for trust in trusts])


Heard = Mapping[str, tuple[float, float]]
"""The sources that count: the trust in each, and in its opinions."""


def heard(sources: Mapping[str, Source], as_of: str, among: Container[str] | None) -> Heard:
    """The trust in every source that counts on a day; `among` names those asked for, None all."""
    return {source.id: _trusts(source, as_of) for source in sources.values() if counts(source, as_of, among)}


def rule_sources(rule: Rule | Route | Move | OutcomeRule, sources: Heard) -> dict[str, float]:
    """The sources of a rule or route that count, each with its trust: once, at its best, however often it is cited."""
    found: dict[str, float] = {}
    for evidence in rule.evidence:
        if evidence.source in sources:
            trust = sources[evidence.source][evidence.opinion]
            found[evidence.source] = max(trust, found.get(evidence.source, 0.0))
    return found
