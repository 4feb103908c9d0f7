"""Which question comes next, on the small rule base of tests/ask; its scores are worked out in test_conversation."""

from __future__ import annotations

import pytest

from fitframe.engine.compiled import compile_rules
from fitframe.engine.conditions import Answer
from fitframe.questionnaire.interview import Interview, Stop
from fitframe.questionnaire.session import Session
from fitframe.rulebase.load import load_rules
from tests.ask.program import RULES

INTERVIEW = Interview.of(compile_rules(load_rules(base=RULES)), {})


def next_question(**answers: Answer) -> str | None:
    found = INTERVIEW.state(Session(answers)).next
    return found.question.id if found else None


def test_essential_questions_come_before_the_others() -> None:
    assert next_question() == "target"


def test_the_question_that_can_turn_the_lead_comes_first() -> None:
    assert next_question(target=("server",)) == "budget"


def test_the_value_is_the_expected_distance_from_the_worst() -> None:
    # on a server Blue leads by 25; a small budget turns that into 25·(7/3 - 8/3) = -8.33; a big one leaves 25
    found = INTERVIEW.prospect(Session({"target": ("server",)}), "budget")

    assert [effect.lead for effect in found.effects] == pytest.approx([-25 / 3, 25])
    assert found.value == pytest.approx((0 + 25 + 25 / 3) / 2)  # both answers are equally usual


def test_usual_answers_weigh_more() -> None:
    # high load: Blue (2·3+4·4)/6 = 11/3, Red (2·2+4·1)/6 = 4/3: the lead grows from 25 to 25·7/3; low is usual by half
    found = INTERVIEW.prospect(Session({"target": ("server",)}), "load")

    assert [effect.lead for effect in found.effects] == pytest.approx([25, 25, 25 * 7 / 3])
    assert found.value == pytest.approx(0.25 * (25 * 7 / 3 - 25))


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
    assert INTERVIEW.state(Session(answers)).stop is stop
