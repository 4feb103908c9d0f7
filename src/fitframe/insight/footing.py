"""What a recommendation rests on: its sources, their age, and the verdict without each and from each alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from fitframe.engine.ruleset import Ruleset
from fitframe.engine.standing import Evaluator, tied
from fitframe.insight.hearing import alone, sources_heard, without
from fitframe.insight.situation import Situation, lead
from fitframe.models import Source, Tier, first_day

STALE_YEARS = 2
"""A source older than this wants another look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Who is first where one source is left out, or heard alone."""

    source: str
    leaders: tuple[str, ...]  # several: a tie; none: all are ruled out
    lead: float  # of the framework that is recommended, in points; negative where it is behind


@dataclass(frozen=True, slots=True, kw_only=True)
class Footing:
    """What the recommendation stands on."""

    lead: float  # of the framework that is recommended, in points, all sources heard
    sources: tuple[str, ...]  # behind the leader's ratings, those behind most of its points first
    old: tuple[str, ...]  # of these, the ones older than two years, oldest first
    undated: tuple[str, ...]
    without: tuple[Outcome, ...]  # each source that has any effect left out in turn, those that change most first
    alone: tuple[Outcome, ...]
    stale_on: str | None  # the first day on which a third of what decides is older than two years; past ones, too

    @property
    def decisive(self) -> tuple[Outcome, ...]:
        """The sources without which the recommended framework would not be first."""
        return tuple(outcome for outcome in self.without if _overtaken(outcome))


def footing(situation: Situation) -> Footing:
    """See what the recommendation rests on."""
    asked = situation.asked
    heard = sources_heard(situation)
    behind = _behind(situation)
    days = {name: stood_on(asked.rules.sources[name]) for name in behind}
    dated = sorted((first_day(day), name) for name, day in days.items() if day)
    left_out = _by_effect(_outcome(situation, without(asked, name), name) for name in heard)
    needed = [outcome.source for outcome in left_out if _overtaken(outcome)]
    return Footing(
        lead=lead(situation.standing, situation.leader),
        sources=behind,
        old=tuple(name for day, name in dated if stale_day(day) < first_day(asked.as_of)),
        undated=tuple(name for name, day in days.items() if not day),
        without=left_out,
        alone=_by_effect(_outcome(situation, alone(asked, name), name) for name in heard),
        stale_on=_stale_on([day for day, name in dated if name in needed] or [day for day, _ in dated]),
    )


def _overtaken(outcome: Outcome) -> bool:
    return outcome.lead < 0 and not tied(outcome.lead, 0)


def _stale_on(days: list[str]) -> str | None:
    """The day on which a third of what was said on these `days`, in their order, has become two years old."""
    return stale_day(days[ceil(len(days) / 3) - 1]) if days else None


def stood_on(source: Source) -> str | None:
    """The day that a source speaks of: when an official page was last read, when any other was published."""
    return source.accessed if source.tier is Tier.OFFICIAL else source.published


def stale_day(day: str) -> str:
    """The day on which what was said on `day` has become two years old."""
    year, rest = first_day(day).split("-", 1)
    return f"{int(year) + STALE_YEARS}-{'03-01' if rest == '02-29' else rest}"


def _by_effect(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    return tuple(sorted(outcomes, key=lambda outcome: (round(outcome.lead, 9), outcome.source)))


def _outcome(situation: Situation, asked: Ruleset, source: str) -> Outcome:
    standing = Evaluator(asked, situation.priorities).standing(situation.answers)
    best = max(standing.scores.values(), default=0.0)
    leaders = tuple(name for name, value in standing.scores.items() if tied(value, best))
    return Outcome(source=source, leaders=leaders, lead=lead(standing, situation.leader))


def _behind(situation: Situation) -> tuple[str, ...]:
    weights: dict[str, float] = {}
    for ranked in situation.advice.ranking[:1]:
        for contribution in ranked.contributions:
            cited = {e.source for rule in contribution.rules for e in situation.asked.rules.rule(rule).evidence}
            for source in cited:
                weights[source] = weights.get(source, 0.0) + contribution.points / len(cited)
    return tuple(sorted(weights, key=lambda name: (-round(weights[name], 9), name)))
