"""The frame of `ask` without a terminal around it, as prompt_toolkit feeds it on every system, Windows among them."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from fitframe.cli.ask_frame import Frame
from fitframe.cli.ask_pages import Gone, Page, Quit, Reply
from fitframe.questionnaire.replies import Choice, Chosen, Key

KEYS = frozenset(Key)
CHOICES = (Choice("server", "on servers", "1"), Choice("phone", "on phones", "2"), Choice("none", "nowhere", "3"))
DOWN, UP = "\x1b[B", "\x1b[A"


def replied(page: Page, keys: str) -> Reply:
    """What a person replies to one page by these keys."""

    def talk() -> Generator[Page, Reply, Reply]:
        return (yield page)

    with create_pipe_input() as piped, create_app_session(input=piped, output=DummyOutput()):
        piped.send_text(keys)
        return Frame(talk(), "never").run()


@pytest.mark.parametrize(
    ("keys", "reply"),
    [
        ("\r", Chosen(("server",))),
        (f"{DOWN}\r", Chosen(("phone",))),
        (f"{UP}\r", Chosen(("none",))),
        ("2\r", Chosen(("phone",))),
        ("21\r", Chosen(("server", "phone"))),
        ("22\r", Chosen(("phone",))),
        ("n\r", Chosen(("none",))),
        (" 2\r", Chosen(("server", "phone"))),
        (f" {DOWN}w\r", Chosen(("server",), ("phone",))),
        ("w\r", Chosen((), ("server",))),
        ("w \r", Chosen(("server",))),
        (" w\r", Chosen((), ("server",))),
        (" 3\r", Chosen(("none",))),
        ("13\r", Chosen(("none",))),
        ("  \r", Chosen(("server",))),
        ("b", Key.BACK),
        ("?", Key.WHY),
        ("s", Key.SKIP),
    ],
)
def test_every_key_of_a_question_that_takes_several(keys: str, reply: Reply) -> None:
    page = Page("Where?", CHOICES, many=True, wishing=True, keys=KEYS)

    assert replied(page, keys) == reply


@pytest.mark.parametrize(
    ("keys", "reply"), [("\r", Chosen(("phone",))), (f"{DOWN} \r", Chosen(("none",))), ("w\r", Chosen((), ("phone",)))]
)
def test_a_question_that_takes_one_answers_with_the_choice_at_the_pointer(keys: str, reply: Reply) -> None:
    assert replied(Page("Where?", CHOICES, wishing=True, begin="phone", keys=KEYS), keys) == reply


def test_a_line_is_taken_as_it_is_typed() -> None:
    assert replied(Page("Name?"), "a b?\r") == "a b?"
    assert replied(Page("File?", default="x.yaml"), "\r") == "x.yaml"


@pytest.mark.parametrize(("keys", "leaves"), [("q", Quit), ("\x04", Gone), ("\x03", KeyboardInterrupt)])
def test_ways_to_leave(keys: str, leaves: type[BaseException]) -> None:
    with pytest.raises(leaves):
        replied(Page("Where?", CHOICES, keys=KEYS), keys)
