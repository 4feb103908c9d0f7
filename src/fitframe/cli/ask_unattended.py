"""The questionnaire where nobody can be asked: answers from a file, and what to do about the questions left open."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from fitframe import api
from fitframe.cli.ask_conversation import STOPS, switched_on
from fitframe.cli.ask_files import write_profile
from fitframe.cli.console import show
from fitframe.cli.options import Colour
from fitframe.engine.compiled import compile_rules
from fitframe.errors import Fault, FitframeError, InputError
from fitframe.model.fields import UNKNOWN
from fitframe.model.profile import Profile
from fitframe.model.rulebase import Question, RuleBase
from fitframe.questionnaire.interview import Interview, Stop
from fitframe.questionnaire.session import Session
from fitframe.rulebase.load import LIMIT, STDIN, read_file
from fitframe.rulebase.profiles import settle


def nobody_to_ask(no_input: bool) -> str:
    """Why nobody can be asked; nothing where somebody can."""
    if no_input:
        return "--no-input is given"
    if switched_on("CI"):
        return "CI is set"
    for name, stream in (("input", sys.stdin), ("output", sys.stdout)):
        if stream is None or not stream.isatty():
            return f"standard {name} is not a terminal"
    return ""


def with_lines(start: Profile, path: str, rules: RuleBase) -> Profile:
    """`start` with the answers in a file of question=value lines; '#' begins a comment. Raises InputError."""
    name = "standard input" if path == STDIN else path
    answers: dict[str, str | tuple[str, ...] | None] = dict(start.answers)
    faults = []
    for number, question, value in _lines(read_file(path, name), name):
        settled, problems = settle({question: value}, rules.questions)
        faults += [Fault(name, number, 0, problem) for _, problem in problems]
        answers |= settled
    if faults:
        raise InputError(*faults)
    return start.model_copy(update={"answers": answers})


def _lines(content: bytes, name: str) -> Iterator[tuple[int, str, str | list[str]]]:
    if len(content) > LIMIT:
        raise InputError(Fault(name, 0, 0, "it is larger than 1 MiB; answers are short"))
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        place = content.count(b"\n", 0, error.start) + 1
        raise InputError(Fault(name, place, 0, "this is not UTF-8 text")) from None
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.lstrip().startswith("#"):
            question, equals, value = (part.strip() for part in line.partition("="))
            if not (question and equals and value):
                raise InputError(Fault(name, number, 0, "a line has the form question=value, as in goal=production"))
            choices = [choice.strip() for choice in value.split(",")]
            yield number, question, choices if len(choices) > 1 else choices[0]


def refuse_open_questions(start: Profile, rules: RuleBase, until: Stop, reason: str) -> None:
    """Raise InputError where something would have to be asked, with the options that answer it."""
    interview = Interview.of(compile_rules(rules), start.priorities, start.wishes, start.all_of)
    session = Session(start.answers)
    if interview.state(session, until).stop in STOPS[until]:
        return
    head = (
        f"{reason}, so nobody can be asked. These questions are open; answer them in a profile, in a file given with "
        "--answers, or with"
    )
    left = sorted(interview.left(session), key=lambda question: not question.essential)
    raise InputError(head, *map(_option, left))


def _option(question: Question) -> str:
    comma = "," if question.takes == "many" else "|"
    return f"--set {question.id}={comma.join(question.choices)}|{UNKNOWN} ({question.prompt})"


def finish(start: Profile, rules: RuleBase, save: str | None, colour: Colour) -> None:
    """Write the profile where that is asked for, and show the advice. Never replaces a file."""
    if save is not None:
        if os.path.lexists(save):
            raise FitframeError(f"{save} is already there, and nobody can be asked whether to replace it")
        write_profile(start, rules, save)
    show(api.recommend(rules, start), "text", None, colour)
