"""What a recommendation rests on: its sources, their age, and and who is first without each and by each alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from math import ceil

from fitframe.engine.compiled import CompiledRule, CompiledRules, blocking
from fitframe.engine.evaluation import INDISTINCT
from fitframe.engine.scoring import heard_once
from fitframe.model.evidence import Source
from fitframe.model.fields import Tier, first_day
from fitframe.sensitivity.project import Project

Adjust = Callable[[str, float], float | None]
"""From a source and its trust to the trust that it is to have; None leaves it out."""


def without(compiled: CompiledRules, source: str) -> CompiledRules:
    """The rules that count if a source is left out."""
    return adjusted(compiled, lambda name, trust: None if name == source else trust, {source})


def alone(compiled: CompiledRules, source: str) -> CompiledRules:
    """The rules that count if only this source does."""
    return adjusted(compiled, lambda name, trust: trust if name == source else None)


def trusted(compiled: CompiledRules, source: str, factor: float) -> CompiledRules:
    """The rules with the trust in one source multiplied by `factor`, above 0; no trust may reach 1."""
    return adjusted(compiled, lambda name, trust: trust * factor if name == source else trust, {source})


def adjusted(compiled: CompiledRules, adjust: Adjust, touched: Container[str] | None = None) -> CompiledRules:
    """The rules with the trust that `adjust` gives each source; a rule without a source left drops out.

    `touched` names the sources that `adjust` changes (None: any), so that the others' criteria stay as they are.
    """
    criteria, voices = [], compiled.rules.voices
    for criterion in compiled.criteria:
        if touched is None or any(source in touched for rule in criterion.rules for source in rule.sources):
            rules = tuple(kept for rule in criterion.rules if (kept := _adjusted(rule, adjust, voices)))
            criterion = criterion._replace(rules=rules, blocking=blocking(rules, criterion.first))
        criteria.append(criterion)
    return replace(compiled, criteria=tuple(criteria))


def _adjusted(rule: CompiledRule, adjust: Adjust, voices: Mapping[str, str]) -> CompiledRule | None:
    trusts = {name: adjust(name, trust) for name, trust in rule.sources.items()}
    sources = {name: trust for name, trust in trusts.items() if trust is not None}
    if sources == rule.sources:
        return rule
    opinions = tuple((way, opinion._replace(voices=heard_once(sources, voices))) for way, opinion in rule.opinions)
    return replace(rule, sources=sources, opinions=opinions) if sources else None


def applied_sources(project: Project) -> tuple[str, ...]:
    """The sources of every rule that applies on a criterion that counts or rules out; no other has any effect."""
    counted = {entry.criterion for entry in project.evaluation.counted}
    sources = {
        source
        for criterion in project.compiled.criteria
        if criterion.id in counted or criterion.blocks
        for rule in criterion.rules
        if rule.holds(*project.answers) is True
        for source in rule.sources
    }
    return tuple(sorted(sources))


def trust_in(project: Project, source: str) -> float:
    """The trust that a source has at its best, above 0 and below 1."""
    criteria = project.compiled.criteria
    return max(rule.sources[source] for criterion in criteria for rule in criterion.rules if source in rule.sources)


STALE_YEARS = 2
"""A source older than this wants another look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEffect:
    """Who is first where one source is left out, or where no other one counts."""

    source: str
    leaders: tuple[str, ...]  # several: a tie; none: all are ruled out
    lead: float  # of the framework that is recommended, in points; negative where it is behind


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceInfluence:
    """What the recommendation rests on."""

    lead: float  # of the framework that is recommended, in points, with all sources
    sources: tuple[str, ...]  # behind the leader's ratings, those behind most of its points first
    old: tuple[str, ...]  # of these, the ones older than two years, oldest first
    undated: tuple[str, ...]
    without: tuple[SourceEffect, ...]  # each source that has any effect left out in turn, those that change most first
    alone: tuple[SourceEffect, ...]
    stale_on: str | None  # the first day on which a third of what decides is older than two years; past ones, too

    @property
    def decisive(self) -> tuple[SourceEffect, ...]:
        """The sources without which the recommended framework would not be first."""
        return tuple(effect for effect in self.without if _overtaken(effect))


def source_influence(project: Project) -> SourceInfluence:
    """See what the recommendation rests on."""
    compiled = project.compiled
    applied, behind = applied_sources(project), _behind(project)
    days = {name: stood_on(compiled.rules.sources[name]) for name in behind}
    dated = sorted((first_day(day), name) for name, day in days.items() if day)
    left_out = _by_effect(_effect(project, without(compiled, name), name) for name in applied)
    needed = [effect.source for effect in left_out if _overtaken(effect)]
    return SourceInfluence(
        lead=project.evaluation.lead(project.leader),
        sources=behind,
        old=tuple(name for day, name in dated if stale_day(day) < first_day(compiled.as_of)),
        undated=tuple(name for name, day in days.items() if not day),
        without=left_out,
        alone=_by_effect(_effect(project, alone(compiled, name), name) for name in applied),
        stale_on=_stale_on([day for day, name in dated if name in needed] or [day for day, _ in dated]),
    )


def _overtaken(effect: SourceEffect) -> bool:
    return effect.lead < -INDISTINCT


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


def _by_effect(effects: Iterable[SourceEffect]) -> tuple[SourceEffect, ...]:
    return tuple(sorted(effects, key=lambda effect: (round(effect.lead, 9), effect.source)))


def _effect(project: Project, compiled: CompiledRules, source: str) -> SourceEffect:
    evaluation = project.with_rules(compiled)
    return SourceEffect(source=source, leaders=evaluation.leaders, lead=evaluation.lead(project.leader))


def _behind(project: Project) -> tuple[str, ...]:
    weights = defaultdict[str, float](float)
    for ranked in project.advice.ranking[:1]:
        for contribution in ranked.contributions:
            cited = {e.source for rule in contribution.rules for e in project.compiled.rules.rule(rule).evidence}
            for source in cited:
                weights[source] += contribution.points / len(cited)
    return tuple(sorted(weights, key=lambda name: (-round(weights[name], 9), name)))
