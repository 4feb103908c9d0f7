"""Decisions that have lost ground."""

from __future__ import annotations

from typing import Any

import pytest

from fitframe.model.rulebase import RuleBase
from fitframe.model.verdict import Kind, Level, Place, Verdict
from tests.check.build import judged, kinds, of_kind, profile, rules
from tests.engine.build import rule

NEWS = rule("speed/bee-fell-back", framework="bee", rating=0, since="2026-06-01", supersedes=["speed/rated"])
DECIDED = "decided: {choice: bee, on: 2026-02-01, rules: '0.9'}"


def known() -> RuleBase:
    """Bee is as good as Ant, until in June it falls back."""
    return rules(4.0, 0.0, NEWS)


def test_drift_says_what_changed() -> None:
    result = judged(profile("bee", DECIDED), known())

    assert result.verdict is Verdict.POOR
    (finding,) = of_kind(result, Kind.DRIFT)
    assert (finding.level, finding.place, finding.rule) == (Level.NOTE, Place("p.yaml", 5, 1), "speed/bee-fell-back")
    assert "On 2026-02-01 the verdict on Bee was 'fits', now it is 'poor'" in finding.message
    assert "New since then: speed/bee-fell-back." in finding.message
    assert "The rules were at version 0.9 and are at 1." in finding.message


def test_of_many_rules_that_changed_five_are_named() -> None:
    news = [rule(f"speed/new-{n}", framework="bee", rating=0, since="2026-06-01") for n in range(7)]
    listed = ", ".join(f"speed/new-{n}" for n in range(5))

    for count, told in ((7, f"{listed} and 2 more."), (5, f"{listed}.")):
        (finding,) = of_kind(judged(profile("bee", DECIDED), rules(4.0, 0.0, *news[:count])), Kind.DRIFT)
        assert f"New since then: {told}" in finding.message


def test_what_is_new_of_others_than_the_choice_and_the_best_is_no_reason() -> None:
    cow = rule("speed/cow-news", framework="cow", rating=1, since="2026-06-01")

    (finding,) = of_kind(judged(profile("bee", DECIDED), rules(4.0, 0.0, NEWS, cow)), Kind.DRIFT)

    assert "New since then: speed/bee-fell-back." in finding.message


def test_what_now_rules_out_others_is_no_reason_and_what_rules_out_the_choice_is() -> None:
    others = rule("speed/no-cow", blocks=["cow"], since="2026-06-01")
    own = rule("speed/no-bee", blocks=["bee"], since="2026-06-01")

    (finding,) = of_kind(judged(profile("bee", DECIDED), rules(4.0, 0.0, others, own)), Kind.DRIFT)

    assert "now it is 'violates'. New since then: speed/no-bee. The rules were" in finding.message


def test_drift_fails_only_when_asked() -> None:
    more = f"{DECIDED}\nwaivers: [{{verdict: poor, reason: known}}]"
    for compiled in (False, True):
        result = judged(profile("bee", more), known(), fail_on_drift=compiled)
        assert [finding.kind for finding in result.findings if finding.fails] == [Kind.DRIFT] * compiled


def test_drift_is_about_what_was_decided() -> None:
    """Today's choice may be another one, and fit."""
    result = judged(profile("ant", DECIDED), known())

    assert (result.verdict, kinds(result)) == (Verdict.FITS, ["drift"])


@pytest.mark.parametrize(
    ("more", "others"),
    [
        ("decided: {choice: bee, on: 2026-07-01}", (NEWS,)),  # it was known
        ("decided: {choice: ant, on: 2026-02-01}", (NEWS,)),  # it fits as it did
        ("decided: {choice: bee, on: 2027-01-01}", (NEWS,)),  # decided later than what is known
        ("decided: {choice: bee, on: 2026-02-01}", ()),
    ],
)
def test_no_drift(more: str, others: Any) -> None:
    assert of_kind(judged(profile("bee", more), rules(4.0, 0.0, *others)), Kind.DRIFT) == []


def test_what_is_decided_on_a_later_day_has_not_drifted() -> None:
    """By then bee will be as good as ant; as of the review, in November, it is not yet."""
    better = rule("speed/bee-will-catch-up", framework="bee", rating=4, since="2026-12-01", supersedes=["speed/rated"])

    result = judged(profile("bee", "decided: {choice: bee, on: 2027-01-01}"), rules(0.0, 0.0, better))

    assert (result.verdict, of_kind(result, Kind.DRIFT)) == (Verdict.POOR, [])


def test_gaining_ground_is_no_drift() -> None:
    better = rule("speed/bee-caught-up", framework="bee", rating=4, since="2026-06-01", supersedes=["speed/rated"])
    result = judged(profile("bee", DECIDED), rules(0.0, 0.0, better))

    assert (result.verdict, kinds(result)) == (Verdict.FITS, [])


@pytest.mark.parametrize(
    "decided", ["{choice: dog, on: 2026-02-01}", "{choice: bee, on: 2026-02-31}", "{choice: bee}", "{on: 2026-02-01}"]
)
def test_a_decision_that_cannot_be_read(decided: str) -> None:
    (finding,) = judged(profile("bee", f"decided: {decided}")).findings

    assert (finding.kind, finding.place.line) == (Kind.UNREADABLE, 5)
