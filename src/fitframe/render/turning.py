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
from fitframe.render.names import framework_name

FEW = 3


def cheapest(turn: Turn) -> tuple[tuple[str, Flip], ...]:
    """The cheapest flip of each kind, with what kind it is."""
    kinds = (("answers", turn.answers), ("priorities", turn.priorities), ("trust", turn.trust))
    return tuple((kind, flips[0]) for kind, flips in kinds if flips)


def turned(rules: RuleBase, turns: Mapping[str, Turn], *, most: int | None = FEW) -> Iterator[Block]:
    """For each framework the smallest changes that put it first, or that no small change does."""
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
            found.append(Item(f"and {len(flips) - most} more that are as small", f"{label}:", Tone.QUIET))
    return found


def tipping_points(
    rules: RuleBase, points: Sequence[TippingPoint], *, full: bool, most: int | None = FEW
) -> Iterator[Block]:
    """The weights at which another framework comes first, nearest first."""
    items = [Item(changes.tipping(rules, point)) for point in changes.reachable(points)]
    yield from section("Weights that would tip it", items, None if full else most)


def near_misses(
    rules: RuleBase, misses: Sequence[NearMiss], leader: str | None, *, full: bool, most: int | None = FEW
) -> Iterator[Block]:
    """The rules that almost applied, those that would cost the leader most first."""
    items = [Item(changes.near_miss(rules, miss, leader)) for miss in misses]
    yield from section("Rules that almost applied", items, None if full else most)
