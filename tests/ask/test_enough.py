"""Where the leader is sure enough, the person may stop, go on or go back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from fitframe.cli.ask_conversation import Conversation
from fitframe.cli.ask_files import Notebook
from fitframe.cli.ask_terminal import Quit, Terminal
from fitframe.engine.compiled import compile_rules
from fitframe.model.profile import Profile
from fitframe.questionnaire import interview
from fitframe.questionnaire.interview import Interview
from fitframe.questionnaire.session import Session
from fitframe.rulebase.load import load_rules
from tests.ask.program import RULES


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Conversation:
    """A questionnaire in which half of all worlds are sure enough, so that Blue is so after 'server'."""
    rules = load_rules(base=RULES)
    monkeypatch.setattr(interview, "SURE", 0.5)
    asking = Interview.of(compile_rules(rules), {})
    notebook = Notebook(str(tmp_path / "mine.yaml"), rules)
    return Conversation(Terminal(True, "never"), asking, notebook, Profile(fitframe=1), Session(), None)


def said(monkeypatch: pytest.MonkeyPatch, conversation: Conversation, lines: Iterable[str]) -> None:
    """Type these lines; the person then quits."""
    typed = iter([*lines, "q"])
    monkeypatch.setattr(Terminal, "typed", lambda *_: next(typed))
    with pytest.raises(Quit):
        conversation.run()


@pytest.mark.parametrize(
    ("letter", "then"),
    [("y", "Enter shows the advice"), ("n", "Question 2, about 2 more"), ("b", "Where does it run?")],
)
def test_it_may_stop_go_on_or_go_back(
    talk: Conversation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], letter: str, then: str
) -> None:
    said(monkeypatch, talk, ["server", letter])

    _, _, after = capsys.readouterr().out.partition("Stop here?")
    assert then in after


def test_who_goes_back_is_asked_again(
    talk: Conversation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said(monkeypatch, talk, ["server", "b", "server"])

    assert capsys.readouterr().out.count("Stop here?") == 2
