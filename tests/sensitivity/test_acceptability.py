"""`share_first` against acceptability figures from another library's weighted sum, drawn with another generator."""

from __future__ import annotations

import warnings

import pytest

from fitframe.engine.acceptability import share_first
from fitframe.engine.scoring import Rated

WORLDS = 1500


def test_the_shares_agree_with_first_ranks_counted_by_scikit_criteria() -> None:
    """Three frameworks, three criteria, overlapping spreads. Two samples of 1,500 differ by 0.055 at three sigma."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        numpy = pytest.importorskip("numpy")
        skcriteria = pytest.importorskip("skcriteria")
        model = pytest.importorskip("skcriteria.agg.simple").WeightedSumModel()
    weights = [1.0, 2.0, 4.0]
    rows = {
        "ant": [(3.0, 1.0), (1.0, 0.5), (2.5, 0.8)],
        "bee": [(2.0, 1.5), (3.5, 0.5), (2.0, 1.0)],
        "cat": [(1.0, 0.5), (2.0, 2.0), (2.4, 0.6)],
    }
    draw = numpy.random.default_rng(11)
    firsts = dict.fromkeys(rows, 0)
    for _ in range(WORLDS):
        matrix = [[draw.uniform(max(0, r - s), min(4, r + s)) for r, s in row] for row in rows.values()]
        drawn = [w * 2 ** draw.uniform(-1, 1) for w in weights]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            world = skcriteria.mkdm(matrix, [max] * 3, weights=drawn, alternatives=list(rows))
            rank = model.evaluate(world)
        firsts[rank.alternatives[list(rank.rank_).index(1)]] += 1

    named = dict(zip(("speed", "ease", "size"), weights, strict=True))
    rated = {name: [Rated(rating, spread, ()) for rating, spread in row] for name, row in rows.items()}
    shares = share_first(named, [], rated, 0.0, worlds=WORLDS)

    assert shares == pytest.approx({name: count / WORLDS for name, count in firsts.items()}, abs=0.055)
