"""The cases beside the rules are run, and a missing one is a failure."""

from typing import Any

import pytest

from fitframe.engine.rule_cases import run_cases
from fitframe.model.rulebase import Case
from tests.engine.build import base, criterion, rule

OLD = rule("reach/old", framework="ant", rating=1)
NEW = rule("reach/new", framework="ant", rating=4, when={"target": "phone"}, supersedes=["reach/old"])
SILENT = {
    "name": "quiet",
    "answers": {"target": ["web"]},
    "expect": {"importance": "none", "applies": ["reach/old"]},
}


def messages(*cases: Any, rules: Any = (OLD, NEW), **fields: Any) -> list[str]:
    found = criterion("reach", *rules, raised=[("high", {"target": "phone"})], **fields)
    found = found.model_copy(update={"cases": tuple(Case.model_validate(c) for c in cases)})
    return [failure.message for failure in run_cases(base(found))[1]]


def phone(**expect: Any) -> dict[str, Any]:
    return {"name": "phone", "answers": {"target": ["phone"]}, "expect": {"applies": ["reach/new"], **expect}}


def test_cases_that_hold() -> None:
    assert messages(SILENT, phone(importance="high", set_aside=["reach/old"])) == []


@pytest.mark.parametrize(
    ("expect", "message"),
    [
        ({"importance": "low"}, "expects the importance low, but it is high"),
        ({"silent": ["reach/new"]}, "expects reach/new to be silent, but it applies"),
        ({"set_aside": ["reach/new"]}, "expects reach/new to be set aside, but it still counts"),
    ],
)
def test_a_case_that_fails_says_what_it_expected(expect: Any, message: str) -> None:
    assert messages(SILENT, phone(**expect)) == [f"case 'phone' {message}"]


def test_a_rule_that_does_not_apply_as_expected() -> None:
    wrong = {"name": "web", "answers": {"target": ["web"]}, "expect": {"applies": ["reach/new"]}}

    assert messages(SILENT, phone(), wrong) == ["case 'web' expects reach/new to apply, but it does not"]


def test_a_rule_without_a_case_and_a_criterion_that_never_rests() -> None:
    assert messages(phone()) == [
        "rule reach/old has no case in which it applies",
        "no case expects the importance at its base, none",
    ]


def test_a_blocker_in_a_criterion_that_does_not_count() -> None:
    blocker = rule("reach/no-bee", blocks=["bee"], when={"target": "web"})
    web = {
        "name": "web",
        "answers": {"target": ["web"]},
        "expect": {"applies": ["reach/no-bee"], "importance": "none"},
    }

    assert messages(web, rules=[blocker]) == [
        "case 'web' the blocker reach/no-bee applies, but its criterion does not count"
    ]


def test_the_number_of_cases() -> None:
    found = criterion("reach", OLD).model_copy(update={"cases": (Case.model_validate(SILENT),) * 3})

    assert run_cases(base(found))[0] == 3
