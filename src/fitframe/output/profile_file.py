"""A profile as a file: written anew, changed where it stands, or as a form with every question as a comment."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fitframe.model.fields import UNKNOWN
from fitframe.model.profile import Profile
from fitframe.model.rulebase import Question, RuleBase
from fitframe.model.scan import ScannedAnswer
from fitframe.model.signals import Grade
from fitframe.output.document import clean, is_shown
from fitframe.output.wording import in_words
from fitframe.rulebase.yaml_edit import Entry, with_entries, with_value

if TYPE_CHECKING:
    from fitframe.output.scan import ScanReport

_PLAIN = re.compile(r"[a-z][a-z0-9+-]*")
_NOT_TEXT = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}
"""Words that a reader of YAML may take for something else."""


def profile_yaml(profile: Profile, rules: RuleBase, head: tuple[str, ...]) -> str:
    """The profile in YAML. Its first lines are `head`, as comments; every answer is explained."""
    lines = [f"# {clean(line)}" for line in head]
    lines += ["", "fitframe: 1"]
    lines += [f"name: {_data(profile.name)}"] if profile.name else []
    lines += ["", "answers:" if profile.answers else "answers: {}"]
    for name, answer in profile.answers.items():
        entry = _entry(rules.questions[name], answer)
        lines += [*(f"  {comment}" for comment in entry.comments), f"  {_word(name)}: {entry.value}"]
    rest = profile.model_dump(
        mode="json", by_alias=True, exclude_defaults=True, exclude={"fitframe", "name", "answers"}
    )
    lines += [line for key, value in rest.items() for line in ("", f"{key}: {_data(value)}")]
    return "\n".join(lines) + "\n"


def scanned_profile_yaml(report: ScanReport, path: str) -> str:
    """A profile of what a repository answers. `path` is where it will stand.

    Seen and likely answers are filled in, the latter under 'unconfirmed' too; hints stand as comments.
    """
    scan = report.scan
    likely = [answer.question for answer in scan.answers if answer.grade is Grade.LIKELY]
    lines = [
        f"# What the code of {clean(scan.name or scan.repository)} answers, read by 'fitframe scan'.",
        "# 'seen' stands in the code; 'likely' is to be confirmed; a hint is only an idea. Correct what is wrong.",
        f"# Then: fitframe ask {clean(path)}",
        "",
        "fitframe: 1",
        *([f"name: {_data(scan.name)}"] if scan.name else []),
        *(["", f"unconfirmed: [{', '.join(likely)}]"] if likely else []),
        "",
        "answers:" if report.answered() else "answers: {}",
    ]
    for answer in scan.answers:
        lines += _scanned(report.rules.questions[answer.question], answer)
    if scan.primary:
        lines += ["", *_choice_read(report)]
    return "\n".join(lines) + "\n"


def _choice_read(report: ScanReport) -> Iterator[str]:
    framework = (report.primary or "").partition("@")[0]
    yield "# The framework that the project states, for 'fitframe check'. This is the one that the code is built on."
    yield f"# choice: {framework}"


def _scanned(question: Question, answer: ScannedAnswer) -> Iterator[str]:
    """The lines of an answer, each choice with what was seen and where; of a hint as a comment."""
    yield f"  # {clean(question.prompt)}"
    for clue in answer.clues:
        places = ", ".join(f"{place.path}:{place.line}" for place in clue.places)
        yield f"  #   {clue.choice} ({clue.grade}): {clean(f'{clue.because}; {places}')}"
    written = ", ".join(map(_word, answer.choices))
    mark = "# " if answer.grade is Grade.HINT else ""
    yield f"  {mark}{_word(question.id)}: {written if question.takes == 'one' else f'[{written}]'}"


def changed_profile_yaml(text: str, before: Profile, after: Profile, rules: RuleBase) -> str:
    """The file that holds `before`, so changed that it holds `after`: with its comments, and in the order it has.

    The two may differ in their name, answers, wishes and what is unconfirmed. Comments that explain an answer are
    changed along with it.
    """
    for section in ("answers", "wishes"):
        old, new = getattr(before, section), getattr(after, section)
        moved = [name for name in (*old, *(n for n in new if n not in old)) if old.get(name) != new.get(name)]
        stale = {name: _entry(rules.questions[name], old[name]).comments for name in moved if name in old}
        entries = {name: _entry(rules.questions[name], new[name]) if name in new else None for name in moved}
        if moved:
            text = with_entries(text, section, entries, stale)
    if after.unconfirmed != before.unconfirmed:
        text = with_value(text, "unconfirmed", f"[{', '.join(after.unconfirmed)}]", after="fitframe")
    if after.name and after.name != before.name:
        text = with_value(text, "name", _data(after.name), after="fitframe")
    return text


def _entry(question: Question, answer: str | tuple[str, ...] | None) -> Entry:
    """An answer, with what it means as comments."""
    chosen = (answer or UNKNOWN,) if not isinstance(answer, tuple) else answer
    meant = {one: "don't know" if one == UNKNOWN else question.choices[one] for one in chosen}
    written = ", ".join(map(_word, chosen))
    return Entry(
        written if answer == chosen[0] else f"[{written}]",
        (f"# {clean(question.prompt)}", *(f"#   {one}: {clean(meaning)}" for one, meaning in meant.items())),
    )


def _word(choice: str) -> str:
    return choice if _PLAIN.fullmatch(choice) and choice not in _NOT_TEXT else f'"{choice}"'


def _data(value: Any) -> str:
    """Plain values in YAML's flow style, which JSON is; what cannot be printed is spelled out."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(c if is_shown(c) else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"


_HEAD = """\
# A project's profile for fitframe. Every answer is optional: leave out what you do not know, or write 'unknown'.
# To answer, take away the '# ' before a line such as '# goal: []' and put in the ids of the choices that fit.
# Then: fitframe recommend {path}

fitframe: 1
# name: what the project is called

answers:
"""
_TAIL = """
# How much a criterion counts, where you know better than the rules: none, low, medium, high or decisive.
# 'fitframe rules list criteria' shows them all.
# priorities: {longevity: high}

# The framework that the project uses or means to use, for 'fitframe check'.
# choice: pytorch
"""


def blank_profile_yaml(rules: RuleBase, path: str, report: ScanReport | None = None) -> str:
    """The profile form in YAML, filled with what a repository answers where there is a report of it.

    `path` is where it will stand.
    """
    head, tail = _HEAD.format(path=clean(path)), _TAIL
    answers = {answer.question: answer for answer in report.answers} if report else {}
    if report:
        likely = [name for name, answer in answers.items() if answer.grade is Grade.LIKELY]
        name = _data(report.scan.name) if report.scan.name else ""
        head = head.replace("# name: what the project is called\n", f"name: {name}\n" if name else "")
        if likely:
            head = head.replace("\nanswers:", f"\n{_UNCONFIRMED}unconfirmed: [{', '.join(likely)}]\n\nanswers:")
        if report.primary:
            tail = tail.replace("# choice: pytorch", f"# choice: {report.primary.partition('@')[0]}")
    questions = ("\n".join(_question(rules, q, answers.get(q.id))) for q in rules.questions.values())
    return head + "\n".join(questions) + tail


_UNCONFIRMED = "# Answers that were read from the code and that nobody has confirmed yet.\n"


def _question(rules: RuleBase, question: Question, scanned: ScannedAnswer | None) -> Iterator[str]:
    width = max(map(len, question.choices))
    yield f"  # {question.prompt} ({'choose one' if question.takes == 'one' else 'one or more'})"
    yield f"  # {question.why}"
    if question.relevant:
        yield f"  # Asked only when {in_words(question.relevant, rules.questions)}."
    yield from (f"  #   {choice:<{width}}  {text}" for choice, text in question.choices.items())
    if scanned:
        yield from list(_scanned(question, scanned))[1:]
    else:
        yield f"  # {question.id}: {'' if question.takes == 'one' else '[]'}".rstrip()
    yield ""
