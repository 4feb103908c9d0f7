"""Who should choose which framework."""

from __future__ import annotations

import pytest

from fitframe.insight.winners import winners
from tests.engine.build import base, criterion, rule

QUESTIONS = [
    {"id": "size", "takes": "one", "ordered": True, "usual": {"small": 0.7}, "choices": {"small": "s", "large": "l"}}
]
SMALL = criterion(
    "small", rule("small/ant", framework="ant", rating=4, when={"size": "small"}), raised=[("high", {"size": "small"})]
)
LARGE = criterion(
    "large", rule("large/bee", framework="bee", rating=4, when={"size": "large"}), raised=[("high", {"size": "large"})]
)
RULES = base(SMALL, LARGE, frameworks="ant bee cat", questions=QUESTIONS)


def test_each_framework_wins_the_projects_that_are_made_for_it() -> None:
    """ant wins where the answer is small, which it is for 70 of 100 projects; cat nowhere."""
    found = winners(RULES, projects=2000)

    assert found["ant"].share == pytest.approx(0.7, abs=0.04)
    assert found["bee"].share == pytest.approx(0.3, abs=0.04)
    assert (found["cat"].share, found["cat"].answers, found["cat"].priorities) == (0, (), ())
    assert [(t.id, t.share) for t in found["ant"].answers] == [("size=small", 1)]
    assert [(t.id, t.share) for t in found["bee"].priorities] == [("large", 1)]
    assert found["bee"].priorities[0].usual == pytest.approx(0.3, abs=0.04)


def test_a_tie_counts_in_parts() -> None:
    found = winners(base(frameworks="ant bee", questions=QUESTIONS), projects=50)

    assert {name: w.share for name, w in found.items()} == {"ant": 0.5, "bee": 0.5}


def test_of_few_projects_nothing_typical_is_told() -> None:
    found = winners(RULES, projects=10)

    assert all(not w.answers and not w.priorities for w in found.values())


def test_the_same_seed_gives_the_same_result_and_another_one_another() -> None:
    assert winners(RULES, projects=50) == winners(RULES, projects=50)
    assert winners(RULES, projects=997) != winners(RULES, projects=997, seed=1)
