"""A profile as a file: written anew, changed where it stands, or as a form with every question as a comment."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from fitframe.model.fields import UNKNOWN
from fitframe.model.profile import Profile
from fitframe.model.rulebase import Question, RuleBase
from fitframe.output.document import clean, is_shown
from fitframe.output.wording import in_words
from fitframe.rulebase.yaml_edit import Entry, with_entries, with_value

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


def changed_profile_yaml(text: str, before: Profile, after: Profile, rules: RuleBase) -> str:
    """The file that holds `before`, so changed that it holds `after`: with its comments, and in the order it has.

    The two may differ in their name, answers and wishes. Comments that explain an answer are changed along with it.
    """
    for section in ("answers", "wishes"):
        old, new = getattr(before, section), getattr(after, section)
        moved = [name for name in (*old, *(n for n in new if n not in old)) if old.get(name) != new.get(name)]
        stale = {name: _entry(rules.questions[name], old[name]).comments for name in moved if name in old}
        entries = {name: _entry(rules.questions[name], new[name]) if name in new else None for name in moved}
        if moved:
            text = with_entries(text, section, entries, stale)
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


def blank_profile_yaml(rules: RuleBase, path: str) -> str:
    """The profile form in YAML. `path` is where it will stand."""
    return (
        _HEAD.format(path=clean(path))
        + "\n".join("\n".join(_question(rules, q)) for q in rules.questions.values())
        + _TAIL
    )


def _question(rules: RuleBase, question: Question) -> Iterator[str]:
    width = max(map(len, question.choices))
    yield f"  # {question.prompt} ({'choose one' if question.takes == 'one' else 'one or more'})"
    yield f"  # {question.why}"
    if question.relevant:
        yield f"  # Asked only when {in_words(question.relevant, rules.questions)}."
    yield from (f"  #   {choice:<{width}}  {text}" for choice, text in question.choices.items())
    yield f"  # {question.id}: {'' if question.takes == 'one' else '[]'}".rstrip()
    yield ""
