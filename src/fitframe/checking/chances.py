"""How likely it is that what is still open makes a rule exclude a framework."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from fitframe.engine.conditions import Answers, Test
from fitframe.engine.matters import Statement
from fitframe.engine.ruleset import Ruleset

_LEAST = 1e-6
"""How likely an answer is at least: that nobody is known to give it makes it rare, not impossible."""

_Open = tuple[int, tuple[tuple[int, float], ...]]
"""An open question: the bits of all its choices, and each choice's bit with how likely it is."""
_Changeable = tuple[int, int, tuple[int, ...]]
"""A question that a project can change its answer to: all its bits, those that cannot be changed, and each bit."""


def chance(asked: Ruleset, answers: Answers, rule: Statement, unanswered: Iterable[str]) -> float:
    """How likely a blocker is to exclude once the questions in `unanswered` have an answer, 0 to 1.

    Each gets one choice, as likely as it usually is. Where a project could avoid the blocker by another answer to a
    question that it can change, nothing is excluded.
    """
    masks = asked.vocabulary.masks
    reads = sum(masks[question] for question in rule.reads)
    questions = tuple((masks[question], _choices(asked, question)) for question in unanswered)
    return _chance(rule.holds, answers.chosen & reads, answers.known & reads, questions, _changeable(asked, rule))


def _choices(asked: Ruleset, question: str) -> tuple[tuple[int, float], ...]:
    bits = asked.vocabulary.choices[question]
    shares = asked.rules.questions[question].likelihoods
    return tuple((bits[choice], max(_LEAST, share)) for choice, share in shares.items())


def _changeable(asked: Ruleset, rule: Statement) -> tuple[_Changeable, ...]:
    words = asked.vocabulary
    known = (asked.rules.questions[question] for question in sorted(rule.reads))
    return tuple(
        (words.masks[of.id], words.union(of.id, of.fixed), tuple(words.choices[of.id].values()))
        for of in known
        if of.changeable
    )


@lru_cache(4096)  # thousands of profiles leave the same questions open
def _chance(
    holds: Test, chosen: int, known: int, unanswered: tuple[_Open, ...], changeable: tuple[_Changeable, ...]
) -> float:
    said = holds(chosen, known)
    if said is None and unanswered:
        mask, choices = unanswered[0]
        return sum(
            share * _chance(holds, chosen | bit, known | mask, unanswered[1:], changeable) for bit, share in choices
        )
    return float(said is True and not any(_avoids(holds, chosen, known, question) for question in changeable))


def _avoids(holds: Test, chosen: int, known: int, question: _Changeable) -> bool:
    mask, fixed, bits = question
    return not chosen & fixed and any(holds(chosen & ~mask | bit, known | mask) is False for bit in bits)
