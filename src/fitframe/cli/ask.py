"""A questionnaire from its first question to the saved profile and the advice."""

from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path
from typing import Annotated

import typer

from fitframe import api
from fitframe.cli import options
from fitframe.cli.ask_conversation import UNTIL, Conversation, Until, switched_on
from fitframe.cli.ask_ending import ending
from fitframe.cli.ask_files import DEFAULT, Notebook, Unfinished
from fitframe.cli.ask_lines import Lines
from fitframe.cli.ask_pages import Gone, Quit
from fitframe.cli.console import Counter, put, screen
from fitframe.cli.options import Colour
from fitframe.engine.compiled import compile_rules
from fitframe.errors import FitframeError
from fitframe.model.profile import Profile
from fitframe.model.rulebase import RuleBase
from fitframe.output import text
from fitframe.questionnaire.interview import Interview
from fitframe.questionnaire.session import Session

_COLUMNS, _ROWS = 40, 12
"""A window that is smaller than this has no room for a frame."""


def talk(conversation: Conversation, *, accessible: bool, colour: Colour) -> None:
    """Ask, save, and show the advice in short. Where it is broken off: raise Unfinished, which says how to go on."""
    notebook = conversation.notebook
    saved = f"Your answers are saved. To go on: {notebook.resume}"
    try:
        profile, target = _asked(conversation, accessible, colour)
    except Quit:
        put(f"{saved}\n")
        return
    except (Gone, KeyboardInterrupt):
        raise Unfinished(saved) from None
    advice = api.recommend(notebook.rules, profile)
    put(text.write(ending(advice, notebook.rules, conversation.said, target), screen(colour, None)))


def _asked(conversation: Conversation, accessible: bool, colour: Colour) -> tuple[Profile, str]:
    """The profile that the answers make, and the file that it was saved in."""
    if accessible or not drawn_anew():
        return Lines(accessible).run(conversation.run())
    from fitframe.cli.ask_frame import Frame  # brings prompt_toolkit along

    return Frame(conversation.run(), colour).run()


def drawn_anew() -> bool:
    """Whether the terminal can draw its screen anew, and has room for a frame on it."""
    columns, rows = shutil.get_terminal_size()
    able = os.name == "nt" or os.environ.get("TERM", "dumb") != "dumb"
    return able and columns >= _COLUMNS and rows >= _ROWS


_Profile = Annotated[
    str | None, typer.Argument(metavar="PROFILE", help="Ask only what this profile leaves open.", show_default=False)
]
_Save = Annotated[
    str | None, typer.Option("--save", metavar="PROFILE", help="The profile to write.  [default: fitframe.yaml]")
]
_Resume = Annotated[bool, typer.Option("--resume", help="Go on where an earlier questionnaire was left.")]
_From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="REPOSITORY",
        help="Start from what the code in this folder answers; likely answers are to be confirmed.",
        show_default=False,
    ),
]
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
        " Left out: as sure, and the summary offers the remaining questions.",
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
    repository: _From = None,
    settings: options.SetOption,
    answers: _Answers = None,
    until: _Until = None,
    accessible: _Accessible = False,
    no_input: _NoInput = False,
    rules: options.RulesOption,
    colour: options.ColourOption = "auto",
) -> None:
    """Answer questions about a project, the most telling first, and get advice and a saved profile.

    Every answer is saved immediately; whatever happens, --resume goes on from there. A profile that is there is read
    first, and keeps its comments.
    """
    from fitframe.cli import ask_unattended as unasked

    if "-" in (profile, save):
        raise FitframeError("ask reads and writes a profile by its name; '-' is no name")
    base = api.load_rules(*rules)
    gc.freeze()
    gc.enable()  # people take their time: a session may be long
    again = [f"--rules={folder}" for folder in rules] + ([f"--until={until}"] if until else [])
    notebook = Notebook(save or profile or DEFAULT, base, [*again, *["--accessible"] * accessible])
    start = _start(notebook, profile, save, resume=resume, asking=answers is None)
    if repository is not None:
        start = _read(start, repository, base)
    if answers is not None:
        start = unasked.with_lines(start, answers, base)
    start = options.answered(start, settings, base)
    reason = "--answers is given" if answers is not None else unasked.nobody_to_ask(no_input)
    if reason:
        if answers is None:
            unasked.refuse_open_questions(start, base, UNTIL[until], reason)
        unasked.finish(start, base, save, colour)
    else:
        interview = Interview.of(compile_rules(base), start.priorities, start.wishes, start.all_of)
        session = Session(start.answers, wishes=start.wishes)
        source = repository or (notebook.target if notebook.begun else "")
        conversation = Conversation(interview, notebook, start, session, UNTIL[until], source, resume)
        accessible = accessible or switched_on("ACCESSIBLE", "FITFRAME_ACCESSIBLE")
        talk(conversation, accessible=accessible, colour=colour)


def _start(notebook: Notebook, profile: str | None, save: str | None, *, resume: bool, asking: bool) -> Profile:
    """The profile to begin with: the one that is named, else the one that will be written, where that is there."""
    if resume:
        kept, _ = notebook.kept()
        return kept if not asking else Profile(fitframe=1)
    if profile or (asking and save is None and Path(DEFAULT).exists()):
        return notebook.beginning(profile or DEFAULT)
    return Profile(fitframe=1)


def _read(start: Profile, repository: str, rules: RuleBase) -> Profile:
    """`start` with what a repository answers, where it does not answer it itself."""
    with Counter("files") as counter:
        report = api.scan(repository, rules, progress=counter.tell)
    found = {name: answer for name, answer in report.answered().items() if name not in start.answers}
    likely = tuple(name for name in report.answered("likely") if name in found)
    read = api.with_answers(start, found, rules)
    return read.model_copy(
        update={"unconfirmed": (*start.unconfirmed, *likely), "name": start.name or report.scan.name or None}
    )


EXAMPLES = """
fitframe ask                        asks, and saves fitframe.yaml
fitframe ask --save team.yaml       saves another file
fitframe ask team.yaml              asks only what that profile leaves open
fitframe ask --from .               starts from what the code here answers
fitframe ask --resume               goes on where you stopped
"""
