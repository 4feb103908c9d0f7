"""A questionnaire from its first question to the saved profile and the advice."""

from __future__ import annotations

import gc
import os
from contextlib import suppress
from typing import Annotated

import typer

from fitframe import api
from fitframe.cli import options
from fitframe.cli.ask_conversation import Conversation, Until, switched_on
from fitframe.cli.ask_files import Notebook, Unfinished
from fitframe.cli.ask_terminal import Gone, Quit, Terminal
from fitframe.cli.options import Colour
from fitframe.engine.compiled import compile_rules
from fitframe.errors import FitframeError
from fitframe.model.profile import Profile
from fitframe.output import Detail
from fitframe.output.document import Tone
from fitframe.questionnaire.interview import Interview
from fitframe.questionnaire.session import Session, resumed


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
    advice = api.recommend(notebook.rules, conversation.profile)
    with suppress(Gone):
        terminal.show(advice.document(Detail.USUAL), page=True)
        terminal.say(f"Saved as {target}.", Tone.GOOD)


def _conversation(
    terminal: Terminal, notebook: Notebook, start: Profile, until: Until | None, *, resume: bool
) -> Conversation:
    session = resumed(start.answers) if resume else Session(start.answers)
    interview = Interview.of(compile_rules(notebook.rules), start.priorities, start.wishes, start.all_of)
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
    return options.answered(kept, settings, notebook.rules), True


def _save(conversation: Conversation) -> str:
    """Save the profile, never over another file without a yes; its path."""
    target = _target(conversation)
    conversation.notebook.finish(conversation.profile, target)
    return target


def _target(conversation: Conversation) -> str:
    """The file to write: the one that was named, or another where that is there and is not to be replaced."""
    terminal, target = conversation.terminal, conversation.notebook.target
    while os.path.lexists(target):
        told = f"{target} already exists. Overwrite it? Its comments will be lost."
        if terminal.choose(told, {"y": "overwrites it", "n": "lets you name another file"}) == "y":
            return target
        target = terminal.name("File to write") or target
    return target


def _answers(number: int) -> str:
    return "1 answer" if number == 1 else f"{number} answers"


_Profile = Annotated[
    str | None, typer.Argument(metavar="PROFILE", help="Ask only what this profile leaves open.", show_default=False)
]
_Save = Annotated[
    str | None, typer.Option("--save", metavar="PROFILE", help="The profile to write.  [default: fitframe.yaml]")
]
_Resume = Annotated[bool, typer.Option("--resume", help="Go on where an earlier questionnaire was left.")]
_Answers = Annotated[
    str | None,
    typer.Option(
        "--answers",
        metavar="FILE",
        help="Ask nothing; take question=value lines from here, '-': standard input. Saved where --save says so.",
    ),
]


def _until(text: str) -> Until:
    """How long to ask; 'proved' is what 'settled' was called in 0.1.0."""
    names: dict[str, Until] = {"settled": "settled", "sure": "sure", "all": "all", "proved": "settled"}
    if text not in names:
        raise typer.BadParameter(f"'{text}' is not one of 'settled', 'sure', 'all'.")
    return names[text]


_Until = Annotated[
    Until | None,
    typer.Option(
        "--until",
        metavar="settled|sure|all",
        parser=_until,
        autocompletion=lambda: ["settled", "sure", "all"],
        help="Ask until no answers that we try change who comes first, until a change is unlikely, or everything."
        " Left out: as settled, and you may stop earlier where a change is unlikely.",
        show_default=False,
    ),
]
_Accessible = Annotated[
    bool, typer.Option("--accessible", help="For screen readers: plain lines, no colours, no cursor moves.")
]
_NoInput = Annotated[bool, typer.Option("--no-input", help="Never ask; fail where something would have to be asked.")]


def ask(
    profile: _Profile = None,
    *,
    save: _Save = None,
    resume: _Resume = False,
    settings: options.SetOption,
    answers: _Answers = None,
    until: _Until = None,
    accessible: _Accessible = False,
    no_input: _NoInput = False,
    rules: options.RulesOption,
    colour: options.ColourOption = "auto",
) -> None:
    """Answer questions about a project, the most telling first, and get advice and a saved profile.

    Every answer is saved immediately; whatever happens, --resume goes on from there.
    """
    from fitframe import api
    from fitframe.cli import ask_unattended as unasked
    from fitframe.cli.ask_files import DEFAULT, Notebook, beginning

    if "-" in (profile, save):
        raise FitframeError("ask reads and writes a profile by its name; '-' is no name")
    base = api.load_rules(*rules)
    gc.freeze()
    gc.enable()  # people take their time: a session may be long
    again = [f"--rules={folder}" for folder in rules] + ([f"--until={until}"] if until else [])
    notebook = Notebook(save or profile or DEFAULT, base, [*again, *["--accessible"] * accessible])
    start = notebook.kept() if resume else beginning(profile, base)
    if answers is not None:
        start = unasked.with_lines(start, answers, base)
    start = options.answered(start, settings, base)
    reason = "--answers is given" if answers is not None else unasked.nobody_to_ask(no_input)
    if reason:
        if answers is None:
            unasked.refuse_open_questions(start, base, until, reason)
        unasked.finish(start, base, save, colour)
    else:
        talk(terminal(accessible, colour), notebook, start, until, settings, resume=resume)


EXAMPLES = """
fitframe ask                        asks, and saves fitframe.yaml
fitframe ask --save team.yaml       saves another file
fitframe ask team.yaml              asks only what that profile leaves open
fitframe ask --resume               goes on where you stopped
"""
