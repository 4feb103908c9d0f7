"""Everything there is to say of one situation, worked out step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fitframe.sensitivity.counterfactuals import Turn, turns
from fitframe.sensitivity.near_misses import NearMiss, near_misses
from fitframe.sensitivity.project import Situation
from fitframe.sensitivity.source_influence import Footing, footing
from fitframe.sensitivity.uncertainty import Doubt, doubt
from fitframe.sensitivity.weight_stability import TippingPoint, Weighing, tipping_points, weighing


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How firm a recommendation is, what it rests on, and what would turn it."""

    situation: Situation
    doubt: Doubt
    turns: Mapping[str, Turn]
    tipping_points: tuple[TippingPoint, ...]
    near_misses: tuple[NearMiss, ...]
    footing: Footing
    weighing: Weighing


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
        weighing=weighing(situation),
    )
