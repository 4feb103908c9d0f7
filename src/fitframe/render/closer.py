"""A closer look at a recommendation: how firm it is, what it rests on, and what would turn it."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.insight.overview import Overview
from fitframe.models import RuleBase
from fitframe.render import doubts, turning
from fitframe.render.document import Block

_MOST = 5
"""So many tipping points and near misses; what is left out matters less."""


def closer_look(rules: RuleBase, found: Overview) -> Iterator[Block]:
    """The causes of doubt, the smallest changes that would turn it, near misses, and the footing."""
    leader = found.situation.leader
    yield from doubts.doubt(rules, found.doubt, leader)
    yield from turning.turned(rules, found.turns, most=2)
    yield from turning.tipping_points(rules, found.tipping_points, _MOST)
    yield from turning.near_misses(rules, found.near_misses[:_MOST], leader)
    yield from doubts.footing(rules, found.footing, leader)
