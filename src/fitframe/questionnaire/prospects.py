"""What each answer to a question would do to the ranking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fitframe.engine.evaluation import Evaluation, Evaluator
from fitframe.model.rulebase import Question


@dataclass(frozen=True, slots=True)
class Effect:
    """What one answer would do."""

    choice: str
    scores: Mapping[str, float]  # framework to score; one that is missing is ruled out
    leader: str | None  # who would then come first; None: everything would be ruled out


@dataclass(frozen=True, slots=True)
class Prospect:
    """An open question, and what its answers would do."""

    question: Question
    effects: tuple[Effect, ...]  # in the order of the choices


def prospect(evaluator: Evaluator, evaluation: Evaluation, question: Question, leader: str | None) -> Prospect:
    """What each answer to a question that is open in `evaluation` would do; where it takes many, each choice alone."""
    thens = ((choice, evaluator.answered(evaluation, question.id, (choice,))) for choice in question.choices)
    return Prospect(question, tuple(Effect(choice, then.scores, then.leader(keep=leader)) for choice, then in thens))
