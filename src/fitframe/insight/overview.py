"""Everything there is to say of one situation, worked out step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fitframe.insight.doubt import Doubt, doubt
from fitframe.insight.footing import Footing, footing
from fitframe.insight.near_misses import NearMiss, near_misses
from fitframe.insight.situation import Situation
from fitframe.insight.tipping import TippingPoint, tipping_points
from fitframe.insight.turns import Turn, turns


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How firm a recommendation is, what it rests on, and what would turn it."""

    situation: Situation
    doubt: Doubt
    turns: Mapping[str, Turn]
    tipping_points: tuple[TippingPoint, ...]
    near_misses: tuple[NearMiss, ...]
    footing: Footing


def overview(situation: Situation, tell: Callable[[str], None] = lambda step: None) -> Overview:
    """Work everything out. `tell` is told of each step before it starts."""
    tell("where the doubt comes from")
    doubted = doubt(situation)
    tell("which changes would put another framework first")
    turned = turns(situation, situation.rivals)
    tell("which weights would tip it")
    tipping = tipping_points(situation)
    tell("which rules almost applied")
    missed = near_misses(situation)
    tell("what it rests on")
    return Overview(
        situation=situation,
        doubt=doubted,
        turns=turned,
        tipping_points=tipping,
        near_misses=missed,
        footing=footing(situation),
    )
