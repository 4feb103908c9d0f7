"""What typed text means."""

from __future__ import annotations

import pytest

from fitframe.engine.conditions import Answer
from fitframe.model.rulebase import Question
from fitframe.questionnaire.replies import Key, Unclear, key, reply

ONE = Question.model_validate(
    {
        "id": "python",
        "title": "Python",
        "prompt": "Which?",
        "why": "because",
        "takes": "one",
        "choices": {"3": "three", "3.13": "new", "server": "s", "serverless": "l", "dynamic": "d"},
    }
)
MANY = ONE.model_copy(update={"takes": "many", "choices": {**ONE.choices, "none": "nothing"}})


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("2", "3.13"),
        ("3", "3"),  # a choice's own name goes before a number
        ("3.1", "3.13"),
        ("server", "server"),  # in full, though another begins with it
        ("SERVERL", "serverless"),
        ("0", "unknown"),
        ("00", "unknown"),
        ("u", "unknown"),
        ("dk", "unknown"),
        ("dy", "dynamic"),
    ],
)
def test_one_choice(typed: str, answer: Answer) -> None:
    assert reply(ONE, typed) == answer


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("5,2", ("3.13", "dynamic")),
        ("2 5", ("3.13", "dynamic")),
        (" 2 ; dyn ,", ("3.13", "dynamic")),
        ("2,2", ("3.13",)),
        ("6", ("none",)),
        ("don't know", "unknown"),
    ],
)
def test_several_choices_stand_in_the_order_of_the_question(typed: str, answer: Answer) -> None:
    assert reply(MANY, typed) == answer


@pytest.mark.parametrize(
    ("question", "typed", "told"),
    [
        (ONE, "serv", "'serv' could be 'server' or 'serverless'; type a letter more."),
        (ONE, "2,5", "This question takes one choice."),
        (ONE, "6", "There is no choice 6."),
        (ONE, "9" * 5000, "longer than any answer"),
        (ONE, "9" * 150, "There is no choice"),
        (ONE, " , ", "Type a number from 1 to 5; 0 if you don't know."),
        (MANY, "none,2", "'none' stands alone"),
        (MANY, "0,2", "0 for don't know stands alone"),
        (MANY, "2,x", "'x' is none of the choices."),
        (ONE, "٣", "'٣' is none of the choices."),
    ],
)
def test_what_is_no_answer_is_told(question: Question, typed: str, told: str) -> None:
    with pytest.raises(Unclear) as unclear:
        reply(question, typed)

    assert told in str(unclear.value)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("b", Key.BACK),
        (" B ", Key.BACK),
        ("?", Key.WHY),
        ("skip", Key.SKIP),
        ("quit", Key.QUIT),
        ("se", None),
        ("", None),
    ],
)
def test_keys(typed: str, expected: Key | None) -> None:
    assert key(typed) is expected
