"""What a recommendation rests on: its sources, their age, and the verdict without each and from each alone."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace
from math import ceil

from fitframe.engine.compiled import CompiledCriterion, CompiledRule, CompiledRules
from fitframe.engine.evaluation import Evaluator, tied
from fitframe.model.fields import Tier, first_day
from fitframe.model.rulebase import Source
from fitframe.sensitivity.project import Situation, lead

Hearing = Callable[[str, float], float | None]
"""From a source and its trust to the trust it is to have; None leaves it out."""


def without(compiled: CompiledRules, source: str) -> CompiledRules:
    """The rules that count if a source is left out."""
    return heard(compiled, lambda name, trust: None if name == source else trust, {source})


def alone(compiled: CompiledRules, source: str) -> CompiledRules:
    """The rules that count if only this source does."""
    return heard(compiled, lambda name, trust: trust if name == source else None)


def trusted(compiled: CompiledRules, source: str, factor: float) -> CompiledRules:
    """The rules with the trust in one source multiplied by `factor`, above 0; no trust may reach 1."""
    return heard(compiled, louder(source, factor), {source})


def louder(source: str, factor: float) -> Hearing:
    """To hear one source with its trust multiplied by `factor`, and the others as they are."""
    return lambda name, trust: trust * factor if name == source else trust


def heard(compiled: CompiledRules, hearing: Hearing, touched: Container[str] | None = None) -> CompiledRules:
    """The rules with every source heard as `hearing` says; a rule without a source left drops out.

    `touched` names the sources that `hearing` changes (None: any), so that the others' criteria stay as they are.
    """

    def concerns(criterion: CompiledCriterion) -> bool:
        return touched is None or any(source in touched for s in criterion.rules for source in s.sources)

    return replace(compiled, criteria=tuple(reheard(m, hearing) if concerns(m) else m for m in compiled.criteria))


def reheard(criterion: CompiledCriterion, hearing: Hearing) -> CompiledCriterion:
    """A criterion with every source heard as `hearing` says; a rule without a source left drops out."""
    statements = tuple(found for statement in criterion.rules if (found := _restated(statement, hearing)))
    return criterion._replace(rules=statements, blocks=any(statement.blocks for statement in statements))


def _restated(statement: CompiledRule, hearing: Hearing) -> CompiledRule | None:
    """A statement with its sources heard otherwise; None where none is left."""
    heard = {name: hearing(name, trust) for name, trust in statement.sources.items()}
    sources = {name: trust for name, trust in heard.items() if trust is not None}
    if sources == statement.sources:
        return statement
    opinions = tuple((way, opinion._replace(sources=sources)) for way, opinion in statement.opinions)
    return statement._replace(sources=sources, opinions=opinions) if sources else None


def sources_heard(situation: Situation) -> tuple[str, ...]:
    """The sources of every rule that applies on a criterion that counts or rules out; no other has any effect."""
    counted = {entry.criterion for entry in situation.evaluation.counted}
    return tuple(
        sorted(
            {
                source
                for criterion in situation.compiled.criteria
                if criterion.id in counted or criterion.blocks
                for statement in criterion.rules
                if statement.holds(*situation.answers) is True
                for source in statement.sources
            }
        )
    )


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
    compiled = situation.compiled
    heard = sources_heard(situation)
    behind = _behind(situation)
    days = {name: stood_on(compiled.rules.sources[name]) for name in behind}
    dated = sorted((first_day(day), name) for name, day in days.items() if day)
    left_out = _by_effect(_outcome(situation, without(compiled, name), name) for name in heard)
    needed = [outcome.source for outcome in left_out if _overtaken(outcome)]
    return Footing(
        lead=lead(situation.evaluation, situation.leader),
        sources=behind,
        old=tuple(name for day, name in dated if stale_day(day) < first_day(compiled.as_of)),
        undated=tuple(name for name, day in days.items() if not day),
        without=left_out,
        alone=_by_effect(_outcome(situation, alone(compiled, name), name) for name in heard),
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


def _outcome(situation: Situation, compiled: CompiledRules, source: str) -> Outcome:
    evaluation = Evaluator(compiled, situation.priorities).evaluation(situation.answers)
    best = max(evaluation.scores.values(), default=0.0)
    leaders = tuple(name for name, value in evaluation.scores.items() if tied(value, best))
    return Outcome(source=source, leaders=leaders, lead=lead(evaluation, situation.leader))


def _behind(situation: Situation) -> tuple[str, ...]:
    weights: dict[str, float] = {}
    for ranked in situation.advice.ranking[:1]:
        for contribution in ranked.contributions:
            cited = {e.source for rule in contribution.rules for e in situation.compiled.rules.rule(rule).evidence}
            for source in cited:
                weights[source] = weights.get(source, 0.0) + contribution.points / len(cited)
    return tuple(sorted(weights, key=lambda name: (-round(weights[name], 9), name)))
