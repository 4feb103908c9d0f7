"""Which question comes next, on the small rule base of tests/ask; its scores are worked out in test_lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fitframe.engine.compiled import compile_rules
from fitframe.engine.conditions import Answer
from fitframe.questionnaire.completions import explained
from fitframe.questionnaire.interview import Interview, State, Stop, about_left
from fitframe.questionnaire.session import Session
from fitframe.rulebase.load import load_rules
from tests.ask.program import RULES
from tests.engine.build import base, criterion, rule

INTERVIEW = Interview.of(compile_rules(load_rules(base=RULES)), {})


def next_question(**answers: Answer) -> str | None:
    found = INTERVIEW.state(Session(answers)).next
    return found.id if found else None


def test_essential_questions_come_before_the_others() -> None:
    assert next_question() == "target"


def test_the_question_that_can_turn_the_lead_comes_first() -> None:
    assert next_question(target=("server",)) == "budget"


def test_the_opening_is_asked_first_and_in_its_order_without_counting() -> None:
    rules = INTERVIEW.compiled.rules.model_copy(update={"opening": ("team", "target")})
    opened = Interview.of(compile_rules(rules), {})

    first = opened.state(Session())
    assert (first.next and first.next.id, first.opening, first.drawn) == ("team", 2, 0)
    second = opened.state(Session().answered("team", "senior", opened.compiled))
    assert (second.next and second.next.id, second.opening) == ("target", 1)


def test_what_groups_explain_is_the_share_of_the_variance_that_lies_between_them() -> None:
    """Ten of each: 10 and 0 kept is all of it. 8 and 2: between 20·0.3² = 1.8 of 5, error 3.2/18; (1.8-e)/(5+e)."""
    error = 3.2 / 18

    assert explained([[True] * 10, [False] * 10]) == pytest.approx(1)
    assert explained([[True] * 8 + [False] * 2, [True] * 2 + [False] * 8]) == pytest.approx((1.8 - error) / (5 + error))
    assert explained([[True, False] * 5, [True, False] * 5]) < 0


def test_a_rare_answer_makes_a_question_no_more_telling_than_it_is_rare() -> None:
    """Whoever of 50 projects answers 'odd' turns the lead; of two, whoever answers 'large' does. Both weigh alike."""
    rare = {"id": "rare", "takes": "one", "usual": {"even": 0.98}, "choices": {"even": "e", "odd": "o"}}
    size = {"id": "size", "takes": "one", "choices": {"small": "s", "large": "l"}}
    lead = criterion("lead", rule("lead/r", ratings={"ant": 3, "bee": 2}), base="high")
    outs = [
        criterion(name, rule(f"{name}/r", blocks=["ant"], when=when))
        for name, when in (("one", {"rare": "odd"}), ("two", {"size": "large"}))
    ]
    asked = Interview.of(compile_rules(base(lead, *outs, questions=[rare, size])), {})

    found = asked.state(Session()).next
    assert found
    assert found.id == "size"


def test_an_irrelevant_question_is_never_asked() -> None:
    session = Session({"target": ("none",)})

    assert [question.id for question in INTERVIEW.left(session)] == ["team", "budget"]


def test_a_question_is_not_asked_twice() -> None:
    session = Session().answered("target", "unknown", INTERVIEW.compiled).skip("budget")

    assert [question.id for question in INTERVIEW.left(session)] == ["team"]


@pytest.mark.parametrize(
    ("answers", "stop"),
    [
        ({}, None),
        ({"target": ("server",)}, None),
        ({"target": ("server",), "budget": "big"}, Stop.SETTLED),
        ({"target": ("phone",)}, Stop.SETTLED),
        ({"target": ("none",), "budget": "big", "team": "senior"}, Stop.ALL),
    ],
)
def test_when_it_may_stop(answers: dict[str, Answer], stop: Stop | None) -> None:
    assert INTERVIEW.state(Session(answers), Stop.SETTLED).stop is stop


def test_about_how_many_are_left_falls_with_every_answer_of_the_opening_and_with_the_doubt() -> None:
    """Four are left of the opening: 4 and 7 more. After it, half the doubt is 1 and 8 more."""
    state = State((), None, left=40, opening=4)

    assert about_left(state, Stop.SURE) == 11
    assert about_left(replace(state, opening=0, kept=0.5), Stop.SURE) == 9
    assert about_left(replace(state, opening=0, kept=0.95), Stop.SURE) == 2
    assert about_left(replace(state, opening=0, kept=0.95), Stop.SETTLED) == 6
    assert about_left(replace(state, left=3), Stop.SURE) == 3
    assert about_left(state, Stop.ALL) == 40
