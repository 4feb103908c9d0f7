"""Flips, tipping points and near misses in words."""

from __future__ import annotations

from collections.abc import Iterable

from fitframe.insight.edits import AnswerChange
from fitframe.insight.flips import Change, Flip, PriorityChange
from fitframe.insight.near_misses import NearMiss
from fitframe.insight.tipping import TippingPoint
from fitframe.models import RuleBase
from fitframe.render.names import criterion_title, framework_name, listed

LEVELS = {0: "none", 1: "low", 2: "medium", 4: "high", 8: "decisive"}
_BEYOND = 16.0
"""No world weighs a criterion more than this: twice decisive."""


def quoted(choices: Iterable[str]) -> str:
    """ "'android' and 'ios'", or that there is no answer."""
    return listed(f"'{choice}'" for choice in choices) or "no answer"


def told(rules: RuleBase, flip: Flip) -> str:
    """ "deployment 'server' instead of 'android': PyTorch is then first, 2.1 points ahead." """
    changes = listed(change(rules, each) for each in flip.changes)
    return f"{changes}: {framework_name(rules, flip.leader)} is then first, {points(flip.lead)} ahead."


def change(rules: RuleBase, each: Change) -> str:
    """One change in words."""
    if isinstance(each, AnswerChange):
        was = f"instead of {quoted(each.before)}" if each.before else "where nothing is said yet"
        return f"{each.question} {quoted(each.after)} {was}"
    if isinstance(each, PriorityChange):
        return f"{criterion_title(rules, each.criterion)} {each.after.value} instead of {each.before.value}"
    return f"{rules.sources[each.source].title} [{each.source}] trusted {each.after:.2f} instead of {each.before:.2f}"


def tipping(rules: RuleBase, point: TippingPoint) -> str:
    """'Debugging: above a weight of 5.20 (between high and decisive) instead of 1, PyTorch is first.'"""
    way = "above" if point.tips_at >= point.weight else "below"
    return (
        f"{criterion_title(rules, point.criterion)}: {way} a weight of {point.tips_at:.2f} ({between(point.tips_at)}) "
        f"instead of {point.weight:g}, {framework_name(rules, point.leader)} is first."
    )


def reachable(points: Iterable[TippingPoint]) -> list[TippingPoint]:
    """The tipping points at weights that a criterion could have."""
    return [point for point in points if point.tips_at <= _BEYOND]


def between(weight: float) -> str:
    """Where a weight lies among the levels of importance."""
    below = max((level for level in LEVELS if level <= weight), default=0)
    above = min((level for level in LEVELS if level >= weight), default=None)
    if above is None:
        return "more than decisive"
    return LEVELS[below] if above == below else f"between {LEVELS[below]} and {LEVELS[above]}"


def near_miss(rules: RuleBase, miss: NearMiss, leader: str | None) -> str:
    """What the rule says, the answer that it saw and the one that it needed, and what that would do."""
    rule = rules.rule(miss.rule)
    needed = listed((quoted(answer) for answer in miss.needed), "or")
    saw = f"saw {quoted(miss.saw)}" if miss.saw else "saw no answer"
    return f"{rule.because} It {saw} to {miss.question} and needed {needed}. {_then(rules, miss, leader)}"


def _then(rules: RuleBase, miss: NearMiss, leader: str | None) -> str:
    if miss.leader is None:
        return "With that, nothing would fit."
    name = framework_name(rules, miss.leader)
    if miss.leader != leader:
        return f"With that, {name} would be first."
    return f"With that, {name} would still be first, {points(miss.lead)} ahead."


def points(number: float) -> str:
    """'1.0 points', never a lead rounded away."""
    return "under 0.1 points" if 0 < number < 0.05 else f"{number:.1f} points"
