"""What would turn a recommendation: flips, tipping points, near misses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from fitframe.insight.flips import Flip
from fitframe.insight.near_misses import NearMiss
from fitframe.insight.tipping import TippingPoint
from fitframe.insight.turns import Turn
from fitframe.models import RuleBase
from fitframe.render import changes
from fitframe.render.document import Block, Heading, Item, Items, Paragraph, Tone
from fitframe.render.grounds import section
from fitframe.render.names import criterion_title, framework_name, listed

_NAMED = 2
"""So many criteria are named of those that tip alike."""


def cheapest(turn: Turn) -> tuple[tuple[str, Flip], ...]:
    """The cheapest flip of each kind, with what kind it is."""
    kinds = (("answers", turn.answers), ("priorities", turn.priorities), ("trust", turn.trust))
    return tuple((kind, flips[0]) for kind, flips in kinds if flips)


def turned(rules: RuleBase, turns: Mapping[str, Turn], *, most: int | None) -> Iterator[Block]:
    """For each framework the smallest changes that put it first, `most` of a kind (None: all); or that none does."""
    for name, turn in turns.items():
        yield Heading(f"What would put {framework_name(rules, name)} first")
        items = _items(rules, turn, most)
        if items:
            yield Items(tuple(items))
        else:
            yield Paragraph(
                "No other answer to one or two questions, no other importance of one criterion and no other trust in "
                "one source would.",
                Tone.QUIET,
            )


def _items(rules: RuleBase, turn: Turn, most: int | None) -> list[Item]:
    kinds = (("another answer", turn.answers), ("another priority", turn.priorities), ("another trust", turn.trust))
    found = []
    for kind, flips in kinds:
        label = "two other answers" if flips and len(flips[0].changes) > 1 else kind
        found += [Item(changes.told(rules, flip), f"{label}:") for flip in flips[:most]]
        if most is not None and len(flips) > most:
            found.append(Item(f"and {len(flips) - most} more, each with {label}", tone=Tone.QUIET))
    return found


def tipping_points(rules: RuleBase, points: Sequence[TippingPoint], most: int) -> Iterator[Block]:
    """The weights at which another framework comes first, nearest first; those that are alike in one line."""
    alike: dict[tuple[float, str, str], list[TippingPoint]] = {}
    for point in changes.reachable(points):
        alike.setdefault((point.weight, f"{point.tips_at:.2f}", point.leader), []).append(point)
    items = [Item(_tipping(rules, group)) for group in alike.values()]
    yield from section("Weights that would tip it", items[:most])


def _tipping(rules: RuleBase, group: Sequence[TippingPoint]) -> str:
    point, *more = group
    if not more:
        return changes.tipping(rules, point)
    moved = "raised above" if point.tips_at >= point.weight else "lowered below"
    named = listed(criterion_title(rules, each.criterion) for each in group[:_NAMED])
    such = f", such as {named}" if len(group) > _NAMED else f" ({named})"
    return (
        f"Any of {len(group)} criteria at {point.weight:g} {moved} {point.tips_at:.2f} "
        f"({changes.between(point.tips_at)}){such}: {framework_name(rules, point.leader)} is then first."
    )


def near_misses(rules: RuleBase, misses: Sequence[NearMiss], leader: str | None) -> Iterator[Block]:
    """The rules that almost applied, those that would cost the leader most first."""
    items = [Item(changes.near_miss(rules, miss, leader)) for miss in misses]
    yield from section("Rules that almost applied", items)
