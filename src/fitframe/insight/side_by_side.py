"""Two frameworks compared, with what would turn the comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fitframe.insight.comparison import Comparison, comparison
from fitframe.insight.situation import Situation
from fitframe.insight.turns import Turn, turns
from fitframe.insight.why_not import WhyNot, why_not


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """Two frameworks compared, with what would put first each that is not."""

    comparison: Comparison
    turns: Mapping[str, Turn]
    why_not: tuple[WhyNot, ...]


def side_by_side(situation: Situation, first: str, second: str) -> SideBySide:
    """Compare two different frameworks, and see what would turn the comparison."""
    turned = turns(situation, (first, second))
    return SideBySide(
        comparison=comparison(situation, first, second),
        turns=turned,
        why_not=tuple(why_not(situation, name, turn) for name, turn in turned.items()),
    )
