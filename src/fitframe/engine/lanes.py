"""Columns of numbers, each as one long integer: Python adds, multiplies and compares such columns as fast as C does.

A column holds one whole number from 0 to 2⁶³ - 1 for each world, in 64 bits of its own: the first world in the lowest.
Adding two columns and multiplying one by a whole number then does so in every world at once, as long as no number
outgrows its 63 bits; the 64th is kept for comparing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from struct import pack, unpack

_BITS = 64


def packed(numbers: Sequence[int]) -> int:
    """The column of these numbers."""
    return int.from_bytes(pack(f"<{len(numbers)}Q", *numbers), "little")


def unpacked(column: int, worlds: int) -> tuple[int, ...]:
    """The numbers of a column for so many worlds."""
    return unpack(f"<{worlds}Q", column.to_bytes(worlds * _BITS // 8, "little"))


def firsts(columns: Sequence[int], worlds: int) -> list[float]:
    """In how many of the worlds each column has the highest number; where several have, they share the world."""
    won = [_nowhere_behind(column, columns, worlds) for column in columns]
    counts = [float(wins.bit_count()) for wins in won]
    if sum(counts) == worlds:
        return counts
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


def _nowhere_behind(column: int, others: Iterable[int], worlds: int) -> int:
    """1 in each world where no other column has a higher number, else 0."""
    top = _tops(worlds)
    raised, ahead = column | top, top
    for other in others:
        ahead &= raised - other  # the top bit is used up where the other is higher
    return ahead >> (_BITS - 1)


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
