"""Rules that open answers might make rule a framework out: which, and how likely that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from fitframe.engine.compiled import CompiledRule, CompiledRules
from fitframe.engine.conditions import Answers, Test
from fitframe.engine.evaluation import Evaluation
from fitframe.model.rulebase import Question


class PossibleBlocker(NamedTuple):
    """A rule that might rule the choice out."""

    rule: CompiledRule
    questions: tuple[str, ...]  # the open ones that decide it
    chance: float  # how likely it is that they do, above 0 to 1


def possible_blockers(compiled: CompiledRules, evaluation: Evaluation, choice: str) -> Iterator[PossibleBlocker]:
    """The rules that might rule a framework out as it would best be run, in order of id.

    Where the project could change every answer that is open, whatever it is, nothing is ruled out.
    """
    best_way = evaluation.ways.get(choice)
    judged = [evaluation.entries[place].judgement for place in compiled.blocking]
    found = {rule.id: rule for judgement in judged for way, rule in judgement.possible if way == best_way}
    for _, rule in sorted(found.items()):
        unanswered = tuple(q for q in sorted(rule.reads) if compiled.vocabulary.is_open(evaluation.answers, q))
        if not all(_changeable(compiled.rules.questions[question]) for question in unanswered) and (
            likely := chance(compiled, evaluation.answers, rule, unanswered)
        ):
            yield PossibleBlocker(rule, unanswered, likely)


def _changeable(question: Question) -> bool:
    return question.changeable and not question.fixed


def triggers(compiled: CompiledRules, answers: Answers, rule: CompiledRule) -> tuple[str, ...]:
    """The questions whose answers make a blocker apply: each one without whose answer it would not.

    Where no single answer decides it, all answers that it reads are named.
    """
    masks = compiled.vocabulary.masks
    answered = [question for question in sorted(rule.reads) if not compiled.vocabulary.is_open(answers, question)]
    needed = [q for q in answered if rule.holds(answers.chosen & ~masks[q], answers.known & ~masks[q]) is not True]
    return tuple(needed or answered)


_LEAST = 1e-6
"""How likely an answer is at least: that nobody is known to give it makes it rare, not impossible."""

_Open = tuple[int, tuple[tuple[int, float], ...]]
"""An open question: the bits of all its choices, and each choice's bit with how likely it is."""
_Changeable = tuple[int, int, tuple[int, ...]]
"""A question that a project can change its answer to: all its bits, those that cannot be changed, and each bit."""


def chance(compiled: CompiledRules, answers: Answers, rule: CompiledRule, unanswered: Iterable[str]) -> float:
    """How likely a blocker is to exclude once the questions in `unanswered` have an answer, 0 to 1.

    Each gets one choice, as likely as it usually is. Where a project could avoid the blocker by another answer to a
    question that it can change, nothing is excluded.
    """
    words = compiled.vocabulary
    reads = sum(words.masks[question] for question in rule.reads)
    questions = tuple((words.masks[question], _choices(compiled, question)) for question in unanswered)
    read = (compiled.rules.questions[question] for question in sorted(rule.reads))
    changeable = tuple(
        (words.masks[of.id], words.union(of.id, of.fixed), tuple(words.choices[of.id].values()))
        for of in read
        if of.changeable
    )
    return _chance(rule.holds, answers.chosen & reads, answers.known & reads, questions, changeable)


def _choices(compiled: CompiledRules, question: str) -> tuple[tuple[int, float], ...]:
    bits = compiled.vocabulary.choices[question]
    shares = compiled.rules.questions[question].likelihoods
    return tuple((bits[choice], max(_LEAST, share)) for choice, share in shares.items())


@lru_cache(4096)  # thousands of profiles leave the same questions open
def _chance(
    holds: Test, chosen: int, known: int, unanswered: tuple[_Open, ...], changeable: tuple[_Changeable, ...]
) -> float:
    applies = holds(chosen, known)
    if applies is None and unanswered:
        mask, choices = unanswered[0]
        return sum(
            share * _chance(holds, chosen | bit, known | mask, unanswered[1:], changeable) for bit, share in choices
        )
    return float(applies is True and not any(_avoids(holds, chosen, known, question) for question in changeable))


def _avoids(holds: Test, chosen: int, known: int, question: _Changeable) -> bool:
    mask, fixed, bits = question
    return not chosen & fixed and any(holds(chosen & ~mask | bit, known | mask) is False for bit in bits)
