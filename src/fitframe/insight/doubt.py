"""Where the doubt comes from: needs not stated, sources that are silent, weak or at odds, or two that are close."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from fitframe.insight.certainty import doubt_about, rows
from fitframe.insight.edits import AnswerChange
from fitframe.insight.flips import Flip
from fitframe.insight.remedies import REMEDIES, Kind, Remedy
from fitframe.insight.situation import Situation, lead

LEVEL = 1.0
"""Points. With a smaller lead the first two are level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One cause of doubt, and its part in it as a share of worlds."""

    kind: Kind
    part: float  # 0 or more; the parts add up to the doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """The share of worlds in which the recommended framework is not first, split into its causes."""

    doubt: float  # 1 less its `share_first`
    causes: tuple[Cause, ...]  # largest first
    remedy: Remedy | None  # one thing to do that lowers the doubt, for the largest cause that has one
    level_with: str | None = None  # the runner-up, where the lead is under a point
    settled_by: Flip | None = None  # where it is: the likeliest open answer that puts somebody a point ahead

    @property
    def dominant(self) -> Cause | None:
        """The cause to see to first; None where there is no doubt."""
        return self.causes[0] if self.causes and self.causes[0].part > 0 else None


def doubt(situation: Situation) -> Doubt:
    """Split the doubt about the recommended framework.

    What would be left if every need were stated and every rating certain comes from how close the frameworks are: then
    the weights alone, which are never certain, decide. The rest is divided between the needs and the sources by what
    taking each away does, on average over which goes first (their Shapley values). One whose value is below 0, because
    it hides another, counts as none, and the others as much less.
    """
    if situation.leader is None:
        return Doubt(doubt=0.0, causes=(), remedy=None)
    whole = _doubt(situation, needs=True, sources=True)
    stated, certain = _doubt(situation, needs=False, sources=True), _doubt(situation, needs=True, sources=False)
    left = _doubt(situation, needs=False, sources=False)
    parts: dict[Kind, float] = {
        "needs": max(0.0, (whole - stated + certain - left) / 2),
        "sources": max(0.0, (whole - certain + stated - left) / 2),
        "closeness": left,
    }
    factor = whole / (sum(parts.values()) or 1.0)
    causes = sorted((Cause(kind=k, part=part * factor) for k, part in parts.items()), key=lambda c: -round(c.part, 9))
    tried = (REMEDIES[cause.kind](situation, whole) for cause in causes if cause.part > 0)
    runner_up = _level_with(situation)
    return Doubt(
        doubt=whole,
        causes=tuple(causes),
        remedy=next((remedy for remedy in tried if remedy), None),
        level_with=runner_up,
        settled_by=_settled_by(situation) if runner_up else None,
    )


def _doubt(situation: Situation, *, needs: bool, sources: bool) -> float:
    standing = situation.standing
    ratings = rows(standing, certain=not sources)
    return doubt_about(situation, standing, ratings, situation.advice.open_share if needs else 0.0)


def _level_with(situation: Situation) -> str | None:
    ranking = situation.advice.ranking
    near = len(ranking) > 1 and ranking[0].score - ranking[1].score < LEVEL
    return ranking[1].framework if near else None


def _settled_by(situation: Situation) -> Flip | None:
    """The likeliest answer to an open question after which some framework is first by a point or more."""
    asked, found, best = situation.asked, None, -inf
    for entry in situation.advice.open_questions:
        question = asked.rules.questions[entry.question]
        for choice, chance in question.likelihoods.items():
            answers = asked.vocabulary.replaced(situation.answers, question.id, choice)
            then = situation.evaluator.tried(situation.standing, question.id, answers)
            first = situation.leader_of(then)
            if first is not None and chance > best and lead(then, first) >= LEVEL:
                change = AnswerChange(question=question.id, before=(), after=(choice,))
                found, best = Flip(changes=(change,), leader=first, lead=lead(then, first)), chance
    return found
