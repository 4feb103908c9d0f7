"""How an answer says how many such answers hold."""

from __future__ import annotations

import pytest

from fitframe.model.recommendation import Confidence, HowOften
from fitframe.output.recommendation import how_often_in_short
from tests.output.sample import advice


@pytest.mark.parametrize(
    ("low", "high", "cases", "said"),
    [
        (0.69, 0.75, 40, "69 to 75 of 100 such answers hold."),
        (0.97, 1.0, 40, "95 or more of 100 such answers hold."),
        (0.91, 1.0, 40, "91 or more of 100 such answers hold."),
        (0.83, 0.85, 40, "About 84 of 100 such answers hold."),
        (0.2, 0.6, 4, "20 to 60 of 100 such answers hold (we have few like it)."),
    ],
)
def test_it_is_said_with_its_width_and_where_cases_are_few(low: float, high: float, cases: int, said: str) -> None:
    found = HowOften(0.4, 0.5, low, high, cases, ())

    assert how_often_in_short(advice(confidence=Confidence.CLEAR, how_often=found)) == said


def test_nothing_is_said_where_nothing_is_advised_or_measured() -> None:
    found = HowOften(0.5, 0.6, 0.9, 1.0, 40, ())

    assert how_often_in_short(advice(confidence=Confidence.TOSS_UP, how_often=found)) == ""
    assert how_often_in_short(advice(confidence=Confidence.CLEAR)) == ""
