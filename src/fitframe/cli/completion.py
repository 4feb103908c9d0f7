"""What the shell offers at Tab: ids, questions and choices, frameworks, sources, files."""

from __future__ import annotations

from collections.abc import Iterable
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fitframe.model.rulebase import RuleBase

Offer = tuple[str, str]
"""A word to type, and what it stands for."""


def _rules() -> RuleBase:
    from fitframe import api

    return api.load_rules()


def profiles(incomplete: str) -> list[Offer]:
    """Folders, and files that may be profiles."""
    found = sorted(Path().glob(f"{escape(incomplete)}*")) if not incomplete.startswith("/") else []
    return [
        (f"{path}/" if path.is_dir() else str(path), "")
        for path in found
        if path.is_dir() or path.suffix in (".yaml", ".yml")
    ]


def profiles_and_frameworks(incomplete: str) -> list[Offer]:
    """What `compare` takes."""
    return [*frameworks(incomplete), *profiles(incomplete)]


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
    name, equals, value = incomplete.partition("=")
    if not equals:
        return [(f"{q.id}=", q.title) for q in questions.values() if q.id.startswith(name)]
    if name not in questions:
        return []
    choices = [*questions[name].choices.items(), ("unknown", "don't know")]
    offers = _next(value, choices) if questions[name].takes == "many" else choices
    return [(f"{name}={choice}", meaning) for choice, meaning in offers if choice.startswith(value)]


def _next(incomplete: str, offers: Iterable[Offer]) -> list[Offer]:
    """What can stand after the last comma, with all that stands before it."""
    before, comma, word = incomplete.rpartition(",")
    named = before.split(",")
    return [
        (f"{before}{comma}{name}", meaning) for name, meaning in offers if name.startswith(word) and name not in named
    ]
