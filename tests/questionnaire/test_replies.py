"""What typed text means."""

from __future__ import annotations

import pytest

from fitframe.questionnaire.replies import Choice, Chosen, Key, Unclear, chosen, key

UNKNOWN = Choice("unknown", "don't know", "0")
NAMES = {"3": "three", "3.13": "new", "server": "on one", "serverless": "on none", "dynamic": "it moves"}
CHOICES = [Choice(name, label, str(number)) for number, (name, label) in enumerate(NAMES.items(), 1)]
ONE = [*CHOICES, UNKNOWN]
MANY = [*CHOICES, Choice("none", "nothing", "6"), UNKNOWN]


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
        ("it", "dynamic"),  # by its label
    ],
)
def test_one_choice(typed: str, answer: str) -> None:
    assert chosen(ONE, typed, many=False) == Chosen((answer,))


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("5,2", ("3.13", "dynamic")),
        ("2 5", ("3.13", "dynamic")),
        (" 2 ; dyn ,", ("3.13", "dynamic")),
        ("2,2", ("3.13",)),
        ("6", ("none",)),
        ("don't know", ("unknown",)),
        ("2-4", ("3.13", "server", "serverless")),
        ("1-2,5", ("3", "3.13", "dynamic")),
        ("all", ("3", "3.13", "server", "serverless", "dynamic")),
    ],
)
def test_several_choices_stand_in_the_order_of_the_question(typed: str, answer: tuple[str, ...]) -> None:
    assert chosen(MANY, typed, many=True) == Chosen(answer)


@pytest.mark.parametrize(
    ("typed", "needs", "wishes"),
    [
        ("w2", (), ("3.13",)),
        ("5 w2,w4", ("dynamic",), ("3.13", "serverless")),
        ("w:dyn 1", ("3",), ("dynamic",)),
        ("2 w2", ("3.13",), ()),  # a need is more than a wish
    ],
)
def test_a_w_marks_a_wish(typed: str, needs: tuple[str, ...], wishes: tuple[str, ...]) -> None:
    assert chosen(MANY, typed, many=True, wishing=True) == Chosen(needs, wishes)


@pytest.mark.parametrize(
    ("choices", "typed", "told"),
    [
        (ONE, "serv", "'serv' could be 'server' or 'serverless'; type a letter more."),
        (ONE, "2,5", "This takes one choice."),
        (ONE, "6", "There is no choice 6."),
        (ONE, "9" * 5000, "longer than any answer"),
        (ONE, "9" * 150, "There is no choice"),
        (ONE, " , ", "Type a number from 1 to 5; 0 if you don't know."),
        (ONE, "1-2", "'1-2' is none of the choices."),
        (ONE, "all", "'all' is none of the choices."),
        (MANY, "none,2", "'none' stands alone"),
        (MANY, "0,2", "don't know stands alone"),
        (MANY, "w0", "don't know is no wish"),
        (MANY, "1 w6", "'none' stands alone"),
        (MANY, "2-9", "There is no choice 7."),
        (MANY, "2,x", "'x' is none of the choices."),
        (ONE, "٣", "'٣' is none of the choices."),
    ],
)
def test_what_is_no_answer_is_told(choices: list[Choice], typed: str, told: str) -> None:
    with pytest.raises(Unclear) as unclear:
        chosen(choices, typed, many=choices is MANY, wishing=choices is MANY)

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
