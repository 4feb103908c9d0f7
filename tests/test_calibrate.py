"""The script that calibrates, and what it wrote."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fitframe import load_rules

HERE = Path(__file__).parents[1] / "benchmarks" / "advice"


@pytest.fixture(scope="module")
def calibrate() -> Any:
    sys.path.insert(0, str(HERE))
    try:
        return importlib.import_module("calibrate")
    finally:
        sys.path.remove(str(HERE))


def test_venn_abers_by_hand(calibrate: Any) -> None:
    """Of four answers the two surer ones held. A new one on top: with a failure 2 of 3 hold there, else all."""
    scores, held = np.array([1.0, 2.0, 3.0, 4.0]), np.array([0.0, 0.0, 1.0, 1.0])

    assert calibrate.venn_abers(scores, held, 5.0) == pytest.approx((2 / 3, 1.0))
    assert calibrate.venn_abers(scores, held, 0.0) == pytest.approx((0.0, 1 / 3))


def test_a_handful_at_the_end_has_no_rate_of_its_own(calibrate: Any) -> None:
    """Of sixty answers one of the lowest fifteen held, the very lowest: a new one there is the sixteenth of them."""
    scores = np.arange(60.0)
    held = np.array([1.0, *[0.0] * 14, *[1.0] * 45])

    assert calibrate.venn_abers(scores, held, -5.0) == pytest.approx((1 / 16, 2 / 16))


def test_equal_scores_have_one_chance(calibrate: Any) -> None:
    fit = calibrate.isotonic(np.array([1.0, 1.0, 2.0]), np.array([1.0, 0.0, 1.0]))

    assert fit.tolist() == [0.5, 0.5, 1.0]


def test_a_width_is_merged_to_one_chance(calibrate: Any) -> None:
    assert calibrate.merged(0.6, 0.6) == pytest.approx(0.6)
    assert calibrate.merged(0.0, 1.0) == pytest.approx(0.5)


def test_more_margin_never_makes_an_answer_less_sure(calibrate: Any) -> None:
    """Whatever the data say: here the answers with more margin failed."""
    rows = np.array([[1, 0, 0, 0, margin, 0, 0] for margin in (0, 1, 2, 3)], dtype=float)

    assert calibrate.fitted(rows, np.array([1.0, 1.0, 0.0, 0.0]))[4] == 0.0


@pytest.mark.parametrize("kind", ["best", "sound"])
def test_what_is_shipped_hangs_together(kind: str) -> None:
    rules = load_rules()
    assert rules.calibration is not None
    curve = getattr(rules.calibration, kind)
    starts, lows, highs, cases = zip(*curve.steps, strict=True)

    assert rules.calibration.rules == rules.version
    assert list(starts) == sorted(starts)
    assert all(low <= high for low, high in zip(lows, highs, strict=True))
    assert sum(cases) == rules.calibration.cases
