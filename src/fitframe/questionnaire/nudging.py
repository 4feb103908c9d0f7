"""A quick look for answers that put another framework first, before anything has to be proved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fitframe.engine.conditions import Answers
from fitframe.engine.evaluation import Evaluator
from fitframe.questionnaire.telling import Prospect

TIE = 1e-9
"""Scores no further apart are equal but for rounding."""


def another_first(leader: str | None, scores: Mapping[str, float]) -> bool:
    """Whether `leader` does not come first by these scores, or only ties. None leads where everything is ruled out."""
    ours = scores.get(leader or "")
    if ours is None:
        return bool(scores) or leader is not None
    return any(score > ours - TIE for name, score in scores.items() if name != leader)


def nudged(evaluator: Evaluator, answers: Answers, leader: str | None, prospects: Sequence[Prospect]) -> bool:
    """Whether the worst answer to one question, or to several one after the other, puts another framework first.

    `prospects` are those of the questions that are relevant now. It finds nearly all that there is to find while much
    is open.
    """
    if any(another_first(leader, effect.scores) for found in prospects for effect in found.effects):
        return True
    rivals = {name for found in prospects for effect in found.effects for name in effect.scores} - {leader}
    return any(_nudged_to(rival, evaluator, answers, leader, prospects) for rival in sorted(rivals))


def _nudged_to(
    rival: str, evaluator: Evaluator, answers: Answers, leader: str | None, prospects: Sequence[Prospect]
) -> bool:
    def ahead(scores: Mapping[str, float]) -> float:
        return scores.get(leader or "", 0.0) - scores.get(rival, 0.0)

    worst = [(min((ahead(e.scores), e.choice) for e in found.effects), found.question.id) for found in prospects]
    least = ahead(evaluator.evaluation(answers).scores)
    for (_, choice), question in sorted(worst):
        reevaluated = evaluator.compiled.vocabulary.replaced(answers, question, choice)
        scores = evaluator.evaluation(reevaluated).scores
        if another_first(leader, scores):
            return True
        if ahead(scores) < least:
            answers, least = reevaluated, ahead(scores)
    return False
