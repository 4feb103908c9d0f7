"""Why the recommended framework is ahead of the runner-up: its contributions less the runner-up's.

The reasons are the calculation itself: their points add up to the difference between the two scores.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from fitframe.model.fields import Tier
from fitframe.model.recommendation import Contribution, Ranked, Recommendation
from fitframe.model.rulebase import Rule, RuleBase
from fitframe.output.wording import way

MIDDLE = 2.0
"""The rating of a framework that nobody speaks of."""
_SUPPORT = {Tier.OFFICIAL: 8, Tier.REPORT: 4, Tier.ARTICLE: 2, Tier.OPINION: 1}
"""Only orders rules that say the same; trust, which counts in scores, is the engine's."""


class Side(NamedTuple):
    """One framework's part in a difference."""

    framework: Ranked
    other: Ranked | None
    contribution: Contribution
    direction: int  # 1: its strength makes the difference; -1: its weakness


def most_telling(sides: Iterable[Side], rules: RuleBase) -> str | None:
    """The rule that says the difference most directly; None where no rule speaks of either side.

    That is one that tells the two apart, of the framework whose rating makes the difference, that rates it highest
    (or lowest); among equals the best supported.
    """
    spoken = [(_weight(rules.rule(name), side, rules), name) for side in sides for name in side.contribution.rules]
    return max(spoken, key=lambda pair: pair[0])[1] if spoken else None


def _weight(rule: Rule, side: Side, rules: RuleBase) -> tuple[bool, float, float, int]:
    given = _rating(rule, side.framework, 0.0)  # a blocker is as bad as a 0
    beside = _rating(rule, side.other, MIDDLE) if side.other else MIDDLE
    return (
        side.direction * (given - beside) > 0,
        side.direction * (side.contribution.rating - MIDDLE),
        side.direction * given,
        sum(_SUPPORT[Tier.OPINION if e.opinion else rules.sources[e.source].tier] for e in rule.evidence),
    )


def _rating(rule: Rule, ranked: Ranked, silent: float) -> float:
    """What the rule gives a framework as it is ranked; `silent` where it rates it nowhere."""
    return rule.judged.get(way(ranked), rule.judged.get(ranked.framework, silent))


_VISIBLE = 0.05
"""Fewer points would be shown as 0.0."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What one criterion does for the recommended framework, or against it."""

    points: float  # ahead of the runner-up; negative: behind it. Without a runner-up: the points it earns
    mine: Contribution
    theirs: Contribution | None
    rule: str | None  # the rule that says it most directly; None where no rule speaks


def reasons(answer: Recommendation, rules: RuleBase) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """What speaks for the recommended framework and what against it, strongest first."""
    if not answer.ranking:
        return (), ()
    best, *others = answer.ranking
    found = _alone(best, rules) if not others else _compared(best, others[0], rules)
    ordered = sorted(found, key=lambda reason: (-abs(reason.points), reason.mine.criterion))
    return tuple(r for r in ordered if _speaks_for(r)), tuple(r for r in ordered if not _speaks_for(r))


def _speaks_for(reason: Reason) -> bool:
    return reason.points > 0 if reason.theirs else reason.mine.rating >= MIDDLE


def _alone(best: Ranked, rules: RuleBase) -> Iterable[Reason]:
    for mine in best.contributions:
        direction = 1 if mine.rating >= MIDDLE else -1
        yield Reason(mine.points, mine, None, most_telling([Side(best, None, mine, direction)], rules))


def _compared(best: Ranked, rival: Ranked, rules: RuleBase) -> Iterable[Reason]:
    theirs = {_key(contribution): contribution for contribution in rival.contributions}
    for mine in best.contributions:
        other = theirs[_key(mine)]
        points = mine.points - other.points
        if abs(points) >= _VISIBLE:
            direction = 1 if points > 0 else -1
            sides = [Side(best, rival, mine, direction), Side(rival, best, other, -direction)]
            yield Reason(points, mine, other, most_telling(sides, rules))


def _key(contribution: Contribution) -> str:
    """Frameworks share their criteria, and each has at most one weakest link, of whichever criterion."""
    return "" if contribution.weakest_link else contribution.criterion
