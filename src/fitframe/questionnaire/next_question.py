"""Which question next: the one whose answer can be expected to settle most of the contest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fitframe.engine.evaluation import Evaluation, Evaluator
from fitframe.model.rulebase import Question


@dataclass(frozen=True, slots=True)
class Effect:
    """What one answer would do."""

    choice: str
    scores: Mapping[str, float]  # framework to score; one that is missing is ruled out
    leader: str | None  # who would then come first; None: everything would be ruled out
    lead: float  # what would then remain of today's leader's lead, -100 to 100 points


@dataclass(frozen=True, slots=True)
class Prospect:
    """An open question, what its answers would do, and what it is worth to ask it."""

    question: Question
    effects: tuple[Effect, ...]  # in the order of the choices
    value: float  # 0 to 200 points, see `prospect`


def prospect(evaluator: Evaluator, evaluation: Evaluation, question: Question, leader: str | None) -> Prospect:
    """What each answer to a question that is open in `evaluation` would do; where it takes many, each choice alone.

    Its value is how far an answer can be expected to move the leader's lead away from the worst that the question
    holds for it. That much of what could still turn against the leader is settled by asking. Answers are weighted by
    how usual they are, and not answering is one of the things that could turn out worst.
    """
    effects = []
    for choice in question.choices:
        then = evaluator.answered(evaluation, question.id, (choice,))
        effects.append(Effect(choice, then.scores, then.leader(keep=leader), then.lead(leader)))
    worst = min(evaluation.lead(leader), *(effect.lead for effect in effects))
    chances = question.likelihoods
    value = sum(chances[effect.choice] * (effect.lead - worst) for effect in effects)
    return Prospect(question, tuple(effects), value)


def most_telling(prospects: Iterable[Prospect]) -> Prospect | None:
    """The question to ask next: essential ones before the others, then by value, then in the order of the file."""
    return max(prospects, key=lambda found: (found.question.essential, round(found.value, 9)), default=None)
