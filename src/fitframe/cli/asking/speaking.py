"""A questionnaire from its first question to the saved profile and the advice."""

from __future__ import annotations

import os
from contextlib import suppress

from fitframe import api
from fitframe.cli.asking import Until, switched_on
from fitframe.cli.asking.conversation import Conversation
from fitframe.cli.asking.keeping import Notebook, Unfinished
from fitframe.cli.asking.keyboard import Gone, Quit, Terminal
from fitframe.cli.options import Colour
from fitframe.engine.ruleset import ruleset
from fitframe.profile import Profile
from fitframe.questionnaire.interview import Interview
from fitframe.questionnaire.session import Session, resumed
from fitframe.render import Detail
from fitframe.render.advice import Advice
from fitframe.render.document import Tone


def terminal(accessible: bool, colour: Colour) -> Terminal:
    """The terminal to talk through; ACCESSIBLE and FITFRAME_ACCESSIBLE ask for the accessible form, too."""
    return Terminal(accessible or switched_on("ACCESSIBLE", "FITFRAME_ACCESSIBLE"), colour)


def talk(
    terminal: Terminal, notebook: Notebook, start: Profile, until: Until | None, settings: list[str], *, resume: bool
) -> None:
    """Ask, review, save, and show the advice. Where it is broken off: raise Unfinished, which says how to go on."""
    try:
        if not resume and notebook.path.exists():
            start, resume = _found(terminal, notebook, start, settings)
        conversation = _conversation(terminal, notebook, start, until, resume=resume)
        conversation.run()
        target = _save(conversation)
    except Quit:
        terminal.say(f"Your answers are saved. To go on: {notebook.resume}", Tone.GOOD)
        return
    except (Gone, KeyboardInterrupt):
        terminal.end_line()
        raise Unfinished(f"Your answers are saved. To go on: {notebook.resume}") from None
    advice = Advice(api.recommend(notebook.rules, conversation.profile), notebook.rules)
    with suppress(Gone):
        terminal.show(advice.document(Detail.USUAL), page=True)
        terminal.say(f"Saved as {target}.", Tone.GOOD)


def _conversation(
    terminal: Terminal, notebook: Notebook, start: Profile, until: Until | None, *, resume: bool
) -> Conversation:
    session = resumed(start.answers) if resume else Session(start.answers)
    interview = Interview.of(ruleset(notebook.rules), start.priorities)
    return Conversation(terminal, interview, notebook, start, session, until)


def _found(terminal: Terminal, notebook: Notebook, start: Profile, settings: list[str]) -> tuple[Profile, bool]:
    """What to start from where an earlier questionnaire was left unfinished, and whether that is it."""
    kept = notebook.kept()
    if not kept.answers:
        return start, False
    told = f"A questionnaire with {_answers(len(kept.answers))} was left unfinished in {notebook.path}."
    letters = {"g": "goes on from there", "n": "begins anew and drops those answers"}
    if terminal.choose(told, letters) == "n":
        return start, False
    return api.with_answers(kept, settings, notebook.rules), True


def _save(conversation: Conversation) -> str:
    """Save the profile, never over another file without a yes; its path."""
    target = _target(conversation)
    conversation.notebook.finish(conversation.profile, target)
    return target


def _target(conversation: Conversation) -> str:
    """The file to write: the one that was named, or another where that is there and is not to be replaced."""
    terminal, target = conversation.terminal, conversation.notebook.target
    while os.path.lexists(target):
        told = f"{target} is already there. Replace it, with the comments that it may have?"
        if terminal.choose(told, {"y": "replaces it", "n": "lets you name another file"}) == "y":
            return target
        target = terminal.typed("File to write: ") or target
    return target


def _answers(number: int) -> str:
    return "1 answer" if number == 1 else f"{number} answers"
