"""The weighted sum, the weakest link, and the properties that make a score fair."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from skcriteria.agg.simple import wsm

from fitframe.engine.scoring import scores, weighted_points


def test_a_score_without_must_haves_is_the_weighted_mean_on_a_scale_of_100() -> None:
    assert list(scores([1, 3], [[4, 0]], [])) == pytest.approx([25])


def test_a_weak_must_have_weighs_down_what_many_advantages_gain() -> None:
    # 0.6 * (8*1 + 2*4) / 10 + 0.4 * 1 = 1.36 of 4
    assert list(scores([8, 2], [[1, 4]], [0])) == pytest.approx([34])


def test_of_several_must_haves_the_weakest_weighs_and_of_the_others_none() -> None:
    # 0.6 * (8*4 + 1*0 + 8*1) / 17 + 0.4 * 1, of 4: the second criterion is weaker still, and no must-have
    (score,) = scores([8, 1, 8], [[4, 0, 1]], [0, 2])

    assert score == pytest.approx(25 * (0.6 * 40 / 17 + 0.4 * 1))
    assert list(scores([8, 1, 8], [[1, 0, 4]], [0, 2])) == pytest.approx([score])


def test_nothing_that_counts_is_no_points() -> None:
    assert weighted_points([0, 0], [4, 4], 1.0) == [0, 0]


matrices = st.integers(2, 6).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(1, 8), min_size=n, max_size=n),
        st.lists(st.lists(st.floats(0, 4), min_size=n, max_size=n), min_size=2, max_size=5),
    )
)


@given(matrices)
def test_the_weighted_sum_agrees_with_scikit_criteria(matrix: tuple[list[int], list[list[float]]]) -> None:
    """An independent library as the oracle, for λ = 0."""
    weights, rows = matrix
    shares = np.array(weights) / sum(weights)

    oracle = wsm(np.array(rows), shares)[1]

    assert list(scores(weights, rows, [])) == pytest.approx(list(25 * np.asarray(oracle).ravel()))


@given(matrices, st.floats(0.1, 10))
def test_scaling_all_weights_changes_nothing(matrix: tuple[list[int], list[list[float]]], factor: float) -> None:
    weights, rows = matrix

    assert [*scores([w * factor for w in weights], rows, [0])] == pytest.approx([*scores(weights, rows, [0])])
