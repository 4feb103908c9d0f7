"""The shipped precedents: enough of them, of every kind, and each with a source that somebody read."""

from __future__ import annotations

from collections import Counter

import pytest

from fitframe import load_rules
from fitframe.model.evidence import Precedent
from fitframe.model.rulebase import RuleBase


@pytest.fixture(scope="module")
def rules() -> RuleBase:
    return load_rules()


@pytest.fixture(scope="module")
def precedents(rules: RuleBase) -> list[Precedent]:
    return [*rules.precedents.values()]


def test_there_are_enough_of_every_kind(rules: RuleBase, precedents: list[Precedent]) -> None:
    outcomes = Counter(one.outcome.value for one in precedents)
    chosen = Counter(one.chose for one in precedents)

    assert len(precedents) >= 120
    assert outcomes["regretted"] >= 10
    assert sum(one.chose in rules.frameworks and one.chose != "pytorch" for one in precedents) >= 15
    assert sum(one.comes_to in ("run-only", "by-hand") for one in precedents) >= 10
    assert {name: chosen[name] for name in rules.frameworks if not chosen[name]} == {}


def test_they_stand_oldest_first(precedents: list[Precedent]) -> None:
    """A day without its month stands at the end of its year."""
    days = [
        (one.decided + "-99-99")[:10] if len(one.decided) == 4 else (one.decided + "-99")[:10] for one in precedents
    ]

    assert days == sorted(days)


def test_whoever_left_a_choice_has_a_story_to_tell(precedents: list[Precedent]) -> None:
    silent = "The source does not tell."

    assert [
        one.id for one in precedents if one.outcome in ("regretted", "moved-again") and one.happened == silent
    ] == []
