"""Doubt: in what share of the worlds that are plausible does each framework come first?

This is stochastic multicriteria acceptability analysis (SMAA): uncertain ratings and weights are drawn, and the
first places are counted. Lahdelma, Hokkanen, Salminen: SMAA, European Journal of Operational Research 106 (1998).

What is drawn does not depend on the project: it is drawn once and serves every one. All worlds are reckoned at once,
in columns (see `lanes`); whole numbers stand for fractions there, fine enough for a thousand worlds many times over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, reduce
from operator import add, mul
from random import Random
from struct import pack, unpack

from fitframe.engine.scoring import Rated, weakest_link_share

_BITS = 64


def packed(numbers: Sequence[int]) -> int:
    """The column of these numbers."""
    return int.from_bytes(pack(f"<{len(numbers)}Q", *numbers), "little")


def unpacked(column: int, worlds: int) -> tuple[int, ...]:
    """The numbers of a column for so many worlds."""
    return unpack(f"<{worlds}Q", column.to_bytes(worlds * _BITS // 8, "little"))


def firsts(columns: Sequence[int], worlds: int) -> list[float]:
    """In how many of the worlds each column has the highest number; where several have, they share the world."""
    top, highest = _tops(worlds), greatest(columns, worlds)
    reached = [(column | top) - highest & top for column in columns]
    counts = [float(wins.bit_count()) for wins in reached]
    if sum(counts) == worlds:
        return counts
    won = [wins >> (_BITS - 1) for wins in reached]
    winners = unpacked(sum(won), worlds)
    return [sum(1 / n for n, wins in zip(winners, unpacked(own, worlds), strict=True) if wins) for own in won]


def lowered(column: int, bits: int, worlds: int) -> int:
    """The column divided by two to the power of `bits`, each number rounded down."""
    return column >> bits & (_ones(worlds) << (_BITS - bits)) - _ones(worlds)


def least(columns: Sequence[int], worlds: int) -> int:
    """The lowest number of each world, as a column."""
    top, lowest = _tops(worlds), columns[0]
    for column in columns[1:]:
        lower = (lowest | top) - column & top  # the top bit is left where this column is not higher
        lowest ^= (lowest ^ column) & lower - (lower >> (_BITS - 1))
    return lowest


def greatest(columns: Sequence[int], worlds: int) -> int:
    """The highest number of each world, as a column."""
    top, highest = _tops(worlds), columns[0]
    for column in columns[1:]:
        higher = (column | top) - highest & top  # the top bit is left where this column is not lower
        highest ^= (highest ^ column) & higher - (higher >> (_BITS - 1))
    return highest


def _still_ahead(column: int, others: Iterable[int], worlds: int) -> Iterator[int]:
    """The top bits of the worlds where the first of the others has no higher number, the first two, and so on."""
    top = _tops(worlds)
    raised, ahead = column | top, top
    for other in others:
        ahead &= raised - other  # the top bit is used up where the other is higher
        yield ahead


@lru_cache(8)
def _tops(worlds: int) -> int:
    """The highest bit of each world."""
    return _ones(worlds) << (_BITS - 1)


@lru_cache(8)
def _ones(worlds: int) -> int:
    """The lowest bit of each world, which is the column of ones."""
    return packed([1] * worlds)


def filled(number: int, worlds: int) -> int:
    """The column that has this number in every world."""
    return number * _ones(worlds)


WORLDS = 1000
UNSTATED_WEIGHT = 8.0
"""Weight of the needs that were not stated, where nothing at all was; it shrinks with the share left open."""

# Sizes of what is multiplied: 2¹⁴ · 2¹⁶ · 2²² leaves room in the 63 bits of a lane for the sum of 1000 criteria and a
# weakest link.
_HALF = 2**12
"""Stands for half a weight, so that four times as much stands for its double."""
_STEPS = 2**16
"""Steps from the lowest to the highest that a rating may be."""
_LINK_BITS = 28
_LINK = 2**_LINK_BITS
"""Stands for a rating of 1 on the weakest must-have."""
_ONE = 2**20
"""Stands for a rating of 1 on a criterion of the largest weight."""
_UNSTATED = -1
"""Takes the place of a position for the criterion that stands for the needs that were not stated."""
_COLUMNS = 1000
"""So many columns of 8 KiB are remembered."""


def share_first(
    weights: Sequence[float],
    must_haves: Sequence[int],
    ratings: Mapping[str, Sequence[Rated]],
    open_share: float,
    *,
    seed: int = 0,
    worlds: int = WORLDS,
) -> dict[str, float]:
    """Share of worlds in which each framework comes first; ties are split, and the shares add up to 1.

    `weights` are those of the criteria that count, `must_haves` the positions of the decisive ones among them,
    `ratings` one row of the same length for each framework, `open_share` (0 to 1) how much of what is worth knowing
    is not known. In each world every rating is drawn evenly within its spread, every weight between half and double,
    and one more criterion stands for the needs that were not stated. Every framework draws from streams of its own,
    so that another one joining does not change its worlds.
    """
    return Simulations(weights, must_haves, ratings, open_share, seed=seed, worlds=worlds).shares()


class Simulations:
    """What the frameworks earn in the worlds of one project. Each is simulated where somebody first asks for it."""

    def __init__(
        self,
        weights: Sequence[float],
        must_haves: Sequence[int],
        ratings: Mapping[str, Sequence[Rated]],
        open_share: float,
        *,
        seed: int = 0,
        worlds: int = WORLDS,
    ) -> None:
        """The arguments are those of `share_first`."""
        unstated = UNSTATED_WEIGHT * open_share
        unit = _ONE / (max([*weights, unstated]) or 1.0)
        self._criteria = [
            *((place, weight * unit) for place, weight in enumerate(weights)),
            (_UNSTATED, unstated * unit),
        ]
        self._must_haves, self._seed, self._worlds = must_haves, seed, worlds
        self._spans = {name: [*map(_span, row), (0.0, 4.0)] for name, row in ratings.items()}
        self._columns: dict[str, int] = {}
        share = weakest_link_share(must_haves)
        self._link_factor = share / (1 - share)

    def shares(self) -> dict[str, float]:
        """The share of worlds in which each framework comes first."""
        if not self._spans:
            return {}
        won = firsts([self._column(name) for name in self._spans], self._worlds)
        return {name: n / self._worlds for name, n in zip(self._spans, won, strict=True)}

    def most_firsts(self, framework: str, rivals: Iterable[str]) -> Iterator[float]:
        """The share of worlds in which a framework is not behind the first rival, the first two, and so on.

        None is lower than the share in which it comes first. No more rivals are simulated than shares are asked for.
        """
        columns = map(self._column, rivals)
        for ahead in _still_ahead(self._column(framework), columns, self._worlds):
            yield ahead.bit_count() / self._worlds

    def _column(self, framework: str) -> int:
        """What a framework earns in each world beyond what all of them surely earn."""
        if framework not in self._columns:
            column = self._weighted_sum(framework)
            if self._must_haves:
                column += self._weakest_link(framework)
            self._columns[framework] = column
        return self._columns[framework]

    def _weighted_sum(self, framework: str) -> int:
        alike: dict[int, list[int]] = {}  # by what they are multiplied by: the columns, as sums cost less than products
        spans = self._spans[framework]
        for (place, weight), (low, width), column, common in zip(self._criteria, spans, *self._common, strict=True):
            if surely := round(weight * low) - common:
                alike.setdefault(surely, []).append(column)
            if perhaps := round(weight * width):
                alike.setdefault(perhaps, []).append(_weighed(place, framework, self._seed, self._worlds))
        return reduce(add, [number * reduce(add, columns) for number, columns in alike.items()], 0)

    @cached_property
    def _common(self) -> tuple[list[int], list[int]]:
        """For each criterion the column of its weight, and by what it is multiplied for every framework at least."""
        columns = [_weight(place, self._seed, self._worlds) for place, _ in self._criteria]
        lows = [min([low for low, _ in spans]) for spans in zip(*self._spans.values(), strict=True)]
        return columns, [round(weight * low) for (_, weight), low in zip(self._criteria, lows, strict=True)]

    def _weakest_link(self, framework: str) -> int:
        worlds = self._worlds
        drawn = [
            filled(round(low * _LINK), worlds)
            + round(width * _LINK / _STEPS) * _chance(place, framework, self._seed, worlds)
            for place in self._must_haves
            for low, width in (self._spans[framework][place],)
        ]
        return packed([*map(mul, self._link_weights, unpacked(least(drawn, worlds), worlds))])

    @cached_property
    def _link_weights(self) -> tuple[int, ...]:
        """For each world what a weakest link is multiplied by.

        To compare (1 - λ) · Σ w·r / Σ w + λ · min r, it is enough to compare Σ w·r + λ / (1 - λ) · Σ w · min r.
        """
        weights = [
            round(weight * self._link_factor) * column
            for (_, weight), column in zip(self._criteria, self._common[0], strict=True)
        ]
        return unpacked(lowered(sum(weights), _LINK_BITS, self._worlds), self._worlds)


def _span(rated: Rated) -> tuple[float, float]:
    """The lowest that a rating may be, and how much more the highest is."""
    low = max(0.0, rated.rating - rated.spread)
    return low, min(4.0, rated.rating + rated.spread) - low


@lru_cache(_COLUMNS)
def _weight(place: int, seed: int, worlds: int) -> int:
    """What a criterion's weight is multiplied by: from half to double, evenly in the exponent; in steps of ratings."""
    return packed([_STEPS * factor for factor in _factors(place, seed, worlds)])


@lru_cache(_COLUMNS)
def _weighed(place: int, name: str, seed: int, worlds: int) -> int:
    """The same, multiplied by where in its span a framework's rating on the criterion is."""
    chances = _chances(f"{seed}:{name}:{place}", worlds)
    return packed([*map(mul, _factors(place, seed, worlds), chances)])


@lru_cache(250)
def _chance(place: int, name: str, seed: int, worlds: int) -> int:
    """Where in its span a framework's rating on a criterion is, in steps."""
    return packed(_chances(f"{seed}:{name}:{place}", worlds))


@lru_cache(64)
def _factors(place: int, seed: int, worlds: int) -> tuple[int, ...]:
    return tuple([round(_HALF * 4 ** (n / _STEPS)) for n in _chances(f"{seed}::{place}", worlds)])


def _chances(stream: str, worlds: int) -> tuple[int, ...]:
    """For each world a number drawn evenly from 0 to 2¹⁶ - 1."""
    return unpack(f"<{worlds}H", _drawn(stream, worlds))


@lru_cache(_COLUMNS)
def _drawn(stream: str, worlds: int) -> bytes:
    return Random(stream).getrandbits(16 * worlds).to_bytes(2 * worlds, "little")  # noqa: S311 - repeatable chance
