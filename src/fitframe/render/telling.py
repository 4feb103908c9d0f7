"""Which of the rules behind a difference says it most directly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from fitframe.models import Rule, RuleBase, Tier
from fitframe.render.names import way
from fitframe.report import Contribution, Ranked

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
