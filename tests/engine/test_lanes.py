"""Columns of numbers in one integer each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitframe.engine import acceptability as lanes

TOP = 2**31 - 1


def test_a_column_is_packed_and_unpacked() -> None:
    assert lanes.packed([1, 2]) == 1 + 2 * 2**32
    assert lanes.unpacked(5 + 7 * 2**32, 3) == (5, 7, 0)


def test_sums_and_products_stay_in_their_worlds() -> None:
    column = 3 * lanes.packed([1, 0, 2**29]) + lanes.packed([4, 5, 6])

    assert lanes.unpacked(column, 3) == (7, 5, 3 * 2**29 + 6)


def test_the_highest_in_each_world_is_counted_and_ties_are_split() -> None:
    """One wins the first world, two share the second, three the third, and the last is the second's by one."""
    columns = [lanes.packed(numbers) for numbers in ([9, 4, 0, TOP - 1], [8, 4, 0, TOP], [0, 1, 0, 0])]

    assert lanes.firsts(columns, 4) == pytest.approx([1 + 1 / 2 + 1 / 3, 1 / 2 + 1 / 3 + 1, 1 / 3])


def test_a_column_is_divided_in_each_world() -> None:
    assert lanes.unpacked(lanes.lowered(lanes.packed([7, 2**30 + 3, 3]), 2, 3), 3) == (1, 2**28, 0)


def test_a_column_is_filled() -> None:
    assert lanes.unpacked(lanes.filled(9, 3), 3) == (9, 9, 9)


rows = st.integers(1, 4).flatmap(
    lambda n: st.lists(
        st.lists(st.integers(0, 3) | st.integers(0, TOP), min_size=n, max_size=n), min_size=1, max_size=4
    )
)


@given(rows)
def test_it_counts_as_one_would_by_hand(numbers: list[list[int]]) -> None:
    expected = [0.0] * len(numbers)
    for world in zip(*numbers, strict=True):
        winners = [place for place, number in enumerate(world) if number == max(world)]
        for place in winners:
            expected[place] += 1 / len(winners)

    assert lanes.firsts([lanes.packed(row) for row in numbers], len(numbers[0])) == pytest.approx(expected)


@given(rows)
def test_the_lowest_and_the_highest_of_each_world_are_found(numbers: list[list[int]]) -> None:
    worlds = len(numbers[0])

    lowest = lanes.least([lanes.packed(row) for row in numbers], worlds)
    highest = lanes.greatest([lanes.packed(row) for row in numbers], worlds)

    assert lanes.unpacked(lowest, worlds) == tuple(map(min, zip(*numbers, strict=True)))
    assert lanes.unpacked(highest, worlds) == tuple(map(max, zip(*numbers, strict=True)))
