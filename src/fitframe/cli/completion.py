"""What the shell offers at Tab: ids, questions and choices, frameworks, sources, files."""

from __future__ import annotations

import os
from collections.abc import Iterable, MutableMapping, Sequence
from glob import escape, glob
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fitframe.model.rulebase import Question, RuleBase

Offer = tuple[str, str]
"""A word to type, and what it stands for."""


def _rules() -> RuleBase:
    from fitframe import api

    return api.load_rules()


def profiles(incomplete: str) -> list[Offer]:
    """Folders, and files that may be profiles. Nothing outside fish, for the other shells then offer files alone."""
    if "_TYPER_COMPLETE_FISH_ACTION" not in os.environ:
        return []
    found = sorted(glob(f"{escape(incomplete)}*"))
    return [(f"{path}/", "") if os.path.isdir(path) else (path, "") for path in found if _may_be_profile(path)]


def _may_be_profile(path: str) -> bool:
    return os.path.isdir(path) or path.endswith((".yaml", ".yml"))


def profiles_and_frameworks(incomplete: str) -> list[Offer]:
    """What `compare` takes: frameworks, behind an '@' the ways to run one, and profiles."""
    framework, at, _ = incomplete.partition("@")
    found = _rules().frameworks.get(framework) if at else None
    ways = [(way, found.name) for way in found.ways if way.startswith(incomplete)] if found else []
    return [*frameworks(incomplete), *ways, *profiles(incomplete)]


def schemas(incomplete: str) -> list[Offer]:
    """The JSON Schemas that `rules schema` prints."""
    from fitframe import api

    return [(name, "") for name in api.schemas(_rules()) if name.startswith(incomplete)]


def ids(incomplete: str) -> list[Offer]:
    """Everything that `explain` knows."""
    from fitframe.output.explain import KINDS

    rules = _rules()
    return [(name, kind) for kind, entry in KINDS.items() for name in entry.ids(rules) if name.startswith(incomplete)]


def frameworks(incomplete: str) -> list[Offer]:
    """The frameworks."""
    return [(f.id, f.name) for f in _rules().frameworks.values() if f.id.startswith(incomplete)]


def frameworks_listed(incomplete: str) -> list[Offer]:
    """The frameworks, after those that are named already."""
    return _next(incomplete, ((f.id, f.name) for f in _rules().frameworks.values()))


def sources_listed(incomplete: str) -> list[Offer]:
    """The groups of sources and the sources, after those that are named already."""
    rules = _rules()
    groups = ((name, f"{len(members)} sources") for name, members in rules.groups.items())
    return _next(incomplete, [*groups, *((source.id, source.title) for source in rules.sources.values())])


def answers(incomplete: str) -> list[Offer]:
    """Questions, and behind the '=' their choices; behind a comma further ones."""
    questions = _rules().questions
    if name := os.environ.get(_QUESTION):
        return _choices(questions.get(name), incomplete)
    name, equals, value = incomplete.partition("=")
    if equals:
        return [(f"{name}={choice}", meaning) for choice, meaning in _choices(questions.get(name), value)]
    return [(f"{question.id}=", question.title) for question in questions.values() if question.id.startswith(name)]


def _choices(question: Question | None, incomplete: str) -> list[Offer]:
    if question is None:
        return []
    choices = [*question.choices.items(), ("unknown", "don't know")]
    if question.takes == "many":
        return _next(incomplete, choices)
    return [(choice, meaning) for choice, meaning in choices if choice.startswith(incomplete)]


def _next(incomplete: str, offers: Iterable[Offer]) -> list[Offer]:
    """What can stand after the last comma, with all that stands before it."""
    before, comma, word = incomplete.rpartition(",")
    named = before.split(",")
    return [
        (f"{before}{comma}{name}", meaning) for name, meaning in offers if name.startswith(word) and name not in named
    ]


_QUESTION = "_FITFRAME_QUESTION"
"""Where bash is at the answer to a question, the question: bash takes 'goal=' for words of their own."""


def undo_splitting(environment: MutableMapping[str, str]) -> None:
    """Put together again what bash takes apart at '=', in its variables on the line to complete."""
    words, current = environment["COMP_WORDS"].split("\n"), int(environment["COMP_CWORD"])
    before, word = _joined(words, current)
    if word.startswith("--") and "=" in word:
        option, _, word = word.partition("=")
        before.append(option)
    question, equals, value = word.partition("=")
    if equals:
        environment[_QUESTION] = question
    environment["COMP_WORDS"] = "\n".join([*before, value if equals else word])
    environment["COMP_CWORD"] = str(len(before))


def _joined(words: Sequence[str], current: int) -> tuple[list[str], str]:
    """The words before the current one, and that up to where it is split, each put together."""
    joined: list[str] = []
    for place, word in enumerate(words[: current + 1]):
        if place and "=" in (word, words[place - 1]):
            joined[-1] += word
        else:
            joined.append(word)
    return joined[:-1], joined[-1]
