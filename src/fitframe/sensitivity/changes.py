"""Small changes of a project's answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from fitframe.engine.compiled import CompiledRules
from fitframe.engine.conditions import Answers, Vocabulary
from fitframe.model.rulebase import Question

ALONE = "none"
"""The choice that stands alone where a question takes many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChange:
    """Another answer to one question."""

    question: str
    before: tuple[str, ...]  # empty: open
    after: tuple[str, ...]

    def applied(self, answers: Answers, vocabulary: Vocabulary) -> Answers:
        """`answers` with this change."""
        mask = vocabulary.masks[self.question]
        chosen = vocabulary.union(self.question, self.after)
        return Answers(answers.chosen & ~mask | chosen, answers.known | mask)


def chosen(compiled: CompiledRules, answers: Answers, question: str) -> tuple[str, ...]:
    """The choices that answer a question; none where it is open."""
    return tuple(choice for choice, bit in compiled.vocabulary.choices[question].items() if answers.chosen & bit)


def edits(compiled: CompiledRules, answers: Answers) -> Iterator[AnswerChange]:
    """Every smallest change of the answer to one question, in the order of questions and choices.

    An open question gets one choice. A single choice gives way to another one. Where a question takes many, one
    choice joins or leaves. Whether the question is relevant is for the caller to see to, after the change.
    """
    for question in compiled.rules.questions.values():
        before = chosen(compiled, answers, question.id)
        for after in _others(question, before):
            yield AnswerChange(question=question.id, before=before, after=after)


def _others(question: Question, before: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for choice in question.choices:
        if len(before) < 2 and choice not in before:
            yield (choice,)
        if question.takes == "many" and before:
            toggled = tuple(c for c in question.choices if (c in before) != (c == choice))
            if toggled and ALONE not in toggled:
                yield toggled
    if len(before) > 1 and ALONE in question.choices:
        yield (ALONE,)


def relevant(compiled: CompiledRules, answers: Answers, question: str) -> bool:
    """Whether a question is to be asked of a project with these answers."""
    return question not in compiled.relevant or compiled.relevant[question](*answers) is True


def contains(change: AnswerChange, other: AnswerChange) -> bool:
    """Whether `change` gives the answer that `other` gives, and perhaps more choices beside what that one adds."""
    if change.question != other.question or not {*other.after} <= {*change.after}:
        return False
    return change == other or bool({*other.after} - {*other.before})


def price(compiled: CompiledRules, changes: tuple[AnswerChange, ...]) -> tuple[float, int, int]:
    """What sorts flips, cheapest first: likely answers before rare ones, few changes, few answers overturned."""
    overturned = sum(bool(change.before) for change in changes)
    chance = prod(_likelihood(compiled.rules.questions[c.question], c) for c in changes)
    return -round(chance, 9), len(changes), overturned


def _likelihood(question: Question, change: AnswerChange) -> float:
    chances = question.likelihoods
    return prod(chances[choice] for choice in change.after)
