"""Doubt: in what share of the worlds that are plausible does each framework come first?

This is stochastic multicriteria acceptability analysis (SMAA): uncertain ratings and weights are drawn, and the
first places are counted. Lahdelma, Hokkanen, Salminen: SMAA, European Journal of Operational Research 106 (1998).

What is drawn belongs to a criterion and a framework and not to the project: it is drawn once, and what a framework
earns in each world by a criterion of some weight is remembered for the next project. All worlds are reckoned at once,
in columns: a long integer in which each world has 32 bits, a whole number that stands for a fraction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from operator import mul
from random import Random
from struct import pack, unpack

from fitframe.engine.scoring import Rated, weakest_link_share

_BITS = 32


def packed(numbers: Sequence[int]) -> int:
    """The column of these numbers."""
    return int.from_bytes(pack(f"<{len(numbers)}I", *numbers), "little")


def unpacked(column: int, worlds: int) -> tuple[int, ...]:
    """The numbers of a column for so many worlds."""
    return unpack(f"<{worlds}I", column.to_bytes(worlds * _BITS // 8, "little"))


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
    return column >> bits & _low_bits(_BITS - bits, worlds)


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


def where_set(column: int, bit: int, worlds: int) -> int:
    """A column with all bits set in the worlds in whose number this bit is, and none in the others."""
    found = column >> bit & _ones(worlds)
    return (found << _BITS) - found


@lru_cache(8)
def _tops(worlds: int) -> int:
    """The highest bit of each world."""
    return _ones(worlds) << (_BITS - 1)


@lru_cache(_BITS)
def _low_bits(bits: int, worlds: int) -> int:
    """So many of the lowest bits of each world."""
    return (_ones(worlds) << bits) - _ones(worlds)


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

# The highest bit of a number is left free, to compare by. 2¹⁴ · 8 · 2 · 4 for each of a thousand criteria of the
# largest weight, and two thirds of that for the weakest must-have, are less than that bit.
_HALF = 2**12
"""Stands for half a weight, so that four times as much stands for its double."""
_STEP_BITS = 16
_STEPS = 1 << _STEP_BITS
"""Steps from the lowest to the highest that a rating may be."""
_WEIGHED = 2**12
"""Stands for a rating of 1 on a criterion of weight 1."""
_EARNED_BITS = 11
"""So many bits fewer than halves of weights and weighed ratings together has what they come to."""
_LINK = 2**28
"""Stands for a rating of 1 on the weakest must-have."""
_LINK_BITS = range(18, 31)
"""The bits of it that count: from 1/1024 to 4."""
_UNSTATED = ""
"""Takes the place of the criterion's id for the needs that were not stated."""
_COLUMNS = 2000
"""So many columns of 4 KiB are remembered."""


def share_first(
    weights: Mapping[str, float],
    must_haves: Sequence[int],
    ratings: Mapping[str, Sequence[Rated]],
    open_share: float,
    *,
    seed: int = 0,
    worlds: int = WORLDS,
) -> dict[str, float]:
    """Share of worlds in which each framework comes first; ties are split, and the shares add up to 1.

    `weights` are those of the criteria that count, by their ids, each above 0 to 8; `must_haves` are the positions of
    the decisive ones among them, `ratings` one row in their order for each framework, `open_share` (0 to 1) how much of
    what is worth knowing is not known. In each world every rating is drawn evenly within its spread, every weight
    between half and double, and one more criterion stands for the needs that were not stated. Every framework draws
    from a stream of its own for each criterion, so that another one joining does not change its worlds.
    """
    return Simulations(weights, must_haves, ratings, open_share, seed=seed, worlds=worlds).shares()


class Simulations:
    """What the frameworks earn in the worlds of one project. Each is simulated where somebody first asks for it."""

    def __init__(
        self,
        weights: Mapping[str, float],
        must_haves: Sequence[int],
        ratings: Mapping[str, Sequence[Rated]],
        open_share: float,
        *,
        seed: int = 0,
        worlds: int = WORLDS,
    ) -> None:
        """The arguments are those of `share_first`."""
        self._weights, self._must_haves, self._ratings = weights, must_haves, ratings
        self._unstated, self._seed, self._worlds = UNSTATED_WEIGHT * open_share, seed, worlds
        self._sums: dict[str, int] = {}
        self._columns: dict[str, int] = {}

    def shares(self) -> dict[str, float]:
        """The share of worlds in which each framework comes first."""
        if not self._ratings:
            return {}
        won = firsts([self._column(name) for name in self._ratings], self._worlds)
        return {name: n / self._worlds for name, n in zip(self._ratings, won, strict=True)}

    def most_firsts(self, framework: str, rivals: Iterable[str]) -> Iterator[float]:
        """Bounds that are never below the share of worlds in which a framework comes first, and never rise.

        They fall to the share in which it is behind none of the rivals, one after the other, the quick bound first: it
        is surely behind where both its weighted sum and its weakest must-have are, and only then is worked out what
        these come to together. No more rivals are simulated than shares are asked for.
        """
        worlds = self._worlds
        top = possible = _tops(worlds)
        for rival in rivals:
            if self._must_haves:
                # The top bit is used up where the rival earns more, and is there where its weakest is worse.
                richer = (self._weighted_sum(framework) | top) - self._weighted_sum(rival)
                safer = (self._weakest(rival) | top) - self._weakest(framework) ^ top
                possible &= richer | safer
                yield possible.bit_count() / worlds
            possible &= (self._column(framework) | top) - self._column(rival)
            yield possible.bit_count() / worlds

    def _column(self, framework: str) -> int:
        """What a framework earns in each world."""
        if framework not in self._columns:
            self._columns[framework] = self._weighted_sum(framework) + self._weakest_link(framework)
        return self._columns[framework]

    def _weighted_sum(self, framework: str) -> int:
        if framework not in self._sums:
            self._sums[framework] = self._summed(framework)
        return self._sums[framework]

    def _summed(self, framework: str) -> int:
        seed, worlds = self._seed, self._worlds
        pairs = zip(self._weights.items(), self._ratings[framework], strict=True)
        earned = [
            _earned(criterion, framework, weight, rated.rating, rated.spread, seed, worlds)
            for (criterion, weight), rated in pairs
        ]
        # How much is open differs from project to project, so this column is not worth remembering.
        unstated = _drawn_earnings(_UNSTATED, framework, self._unstated, (0.0, 4.0), seed, worlds)
        return sum(earned, unstated)

    def _weakest_link(self, framework: str) -> int:
        """What the weakest must-have earns; nothing where there is none.

        To compare (1 - λ) · Σ w·r / Σ w + λ · min r, it is enough to compare Σ w·r + λ / (1 - λ) · Σ w · min r. A
        product of two columns is the sum of one of them, halved again and again, where the other has a bit.
        """
        if not self._must_haves:
            return 0
        bits = (_bits if len(self._must_haves) > 1 else _bits_of_one)(self._weakest(framework), self._worlds)
        return sum([column & where for column, where in zip(self._link_columns, bits, strict=True)])

    def _weakest(self, framework: str) -> int:
        """The rating of the weakest must-have in each world; nothing where there is none."""
        worlds, ratings, criteria = self._worlds, self._ratings[framework], tuple(self._weights)
        drawn = [
            _drawn_rating(criteria[place], framework, ratings[place].rating, ratings[place].spread, self._seed, worlds)
            for place in self._must_haves
        ]
        return least(drawn, worlds) if drawn else 0

    @cached_property
    def _link_columns(self) -> tuple[int, ...]:
        """For each bit of the weakest must-have what it earns in each world."""
        seed, worlds, share = self._seed, self._worlds, weakest_link_share(self._must_haves)
        factor = share / (1 - share)
        highest = _drawn_earnings(_UNSTATED, "", self._unstated * factor, (4.0, 0.0), seed, worlds)
        highest += sum(_earned(c, "", weight * factor, 4.0, 0.0, seed, worlds) for c, weight in self._weights.items())
        return tuple([lowered(highest, _LINK_BITS[-1] - bit, worlds) for bit in _LINK_BITS])


def _span(rating: float, spread: float) -> tuple[float, float]:
    """The lowest that a rating may be, and how much more the highest is."""
    low = max(0.0, rating - spread)
    return low, min(4.0, rating + spread) - low


@lru_cache(_COLUMNS)
def _earned(criterion: str, framework: str, weight: float, rating: float, spread: float, seed: int, worlds: int) -> int:
    """What a framework earns in each world by a criterion."""
    return _drawn_earnings(criterion, framework, weight, _span(rating, spread), seed, worlds)


def _drawn_earnings(
    criterion: str, framework: str, weight: float, span: tuple[float, float], seed: int, worlds: int
) -> int:
    low, width = span
    earned = round(weight * low * _WEIGHED) * _weight(criterion, seed, worlds)
    if width:
        earned += round(weight * width * _WEIGHED) * _weighed(criterion, framework, seed, worlds)
    return lowered(earned, _EARNED_BITS, worlds)


@lru_cache(250)
def _drawn_rating(criterion: str, framework: str, rating: float, spread: float, seed: int, worlds: int) -> int:
    """A framework's rating on a criterion in each world."""
    low, width = _span(rating, spread)
    chance = packed(_chances(f"{seed}:{framework}:{criterion}", worlds))
    rounded_up = _LINK // 2048
    return filled(round(low * _LINK) + rounded_up, worlds) + round(width * _LINK / _STEPS) * chance


def _bits(column: int, worlds: int) -> tuple[int, ...]:
    """For each bit that counts of the weakest must-have where it is set."""
    return tuple([where_set(column, bit, worlds) for bit in _LINK_BITS])


_bits_of_one = lru_cache(128)(_bits)
"""Mostly there is one must-have, and its ratings are few."""


@lru_cache(_COLUMNS)
def _weight(criterion: str, seed: int, worlds: int) -> int:
    """What a criterion's weight is multiplied by: from half to double, evenly in the exponent."""
    return packed(_factors(criterion, seed, worlds))


@lru_cache(_COLUMNS)
def _weighed(criterion: str, framework: str, seed: int, worlds: int) -> int:
    """The same, multiplied by where in its span a framework's rating on the criterion is, from 0 to 1."""
    factors, chances = _factors(criterion, seed, worlds), _chances(f"{seed}:{framework}:{criterion}", worlds)
    products = list(map(mul, factors, chances))  # of 2¹⁴ · 2¹⁶ at most, which a column holds
    return lowered(packed(products), _STEP_BITS, worlds)


@lru_cache(128)
def _factors(criterion: str, seed: int, worlds: int) -> tuple[int, ...]:
    return tuple([round(_HALF * 4 ** (n / _STEPS)) for n in _chances(f"{seed}::{criterion}", worlds)])


def _chances(stream: str, worlds: int) -> tuple[int, ...]:
    """For each world a number drawn evenly from 0 to 2¹⁶ - 1."""
    drawn = Random(stream).getrandbits(16 * worlds)  # noqa: S311 - repeatable chance
    return unpack(f"<{worlds}H", drawn.to_bytes(2 * worlds, "little"))
