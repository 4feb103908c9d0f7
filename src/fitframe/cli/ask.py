"""fitframe ask."""

from __future__ import annotations

import gc
from typing import Annotated

import typer

from fitframe.cli import options
from fitframe.cli.asking import Until
from fitframe.errors import FitframeError

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
_Until = Annotated[
    Until | None,
    typer.Option(
        "--until",
        help="Ask until no answer can change who comes first, until that is sure enough, or everything."
        " Left out: as proved, and you may stop when it is sure enough.",
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

    Every answer is saved at once; whatever happens, --resume goes on from there.
    """
    from fitframe import api
    from fitframe.cli.asking import speaking, unasked
    from fitframe.cli.asking.keeping import DEFAULT, Notebook, beginning

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
    start = api.with_answers(start, settings, base)
    reason = "--answers is given" if answers is not None else unasked.nobody_to_ask(no_input)
    if reason:
        if answers is None:
            unasked.refuse_open_questions(start, base, until, reason)
        unasked.finish(start, base, save, colour)
    else:
        speaking.talk(speaking.terminal(accessible, colour), notebook, start, until, settings, resume=resume)
