"""Why the recommended framework is ahead of the runner-up: its contributions less the runner-up's.

The reasons are the calculation itself: their points add up to the difference between the two scores.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fitframe.models import RuleBase
from fitframe.render.telling import MIDDLE, Side, most_telling
from fitframe.report import Contribution, Ranked, Recommendation

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
