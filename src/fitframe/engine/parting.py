"""One project, two kinds of work: where each wants a framework of its own, the honest answer is two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fitframe.engine.conditions import Answer, compiled
from fitframe.engine.ruleset import Ruleset
from fitframe.models import Part, Split

Given = Mapping[str, Answer]


def splits(asked: Ruleset, given: Given) -> Iterator[Split]:
    """The splits that surely apply to a project with these answers."""
    answers = asked.vocabulary.encode(given)
    for split in asked.rules.splits.values():
        if compiled(split.when, asked.vocabulary)(*answers) is True:
            yield split


def answers_of(part: Part, given: Given) -> dict[str, Answer]:
    """The answers of one part: the project's, with some replaced and some choices taken out."""
    kept = {question: _without(answer, part.without.get(question, ())) for question, answer in given.items()}
    return {**kept, **part.answers}


def _without(answer: Answer, removed: tuple[str, ...]) -> Answer:
    kept = (answer,) if isinstance(answer, str) else answer or ()
    left = tuple(choice for choice in kept if choice not in removed)
    return answer if len(left) == len(kept) else left or None
