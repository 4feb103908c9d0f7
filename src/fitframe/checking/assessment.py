"""Why another framework is better than the stated choice, and what would make the stated one right."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from fitframe.checking.policy import Policy
from fitframe.checking.project import Stand, layers_of
from fitframe.checking.verdicts import Note, Possible, notes, possible_blockers, verdict
from fitframe.engine.evaluation import Evaluation
from fitframe.model.recommendation import Confidence
from fitframe.model.verdict import Reason, Turn, Verdict
from fitframe.sensitivity.project import price, relevant, single_changes

_TELLING = 0.05
"""Points below which a criterion is not worth naming."""
_MOST_TURNS = 8


def reasons(stand: Stand, best: str) -> tuple[Reason, ...]:
    """What each criterion adds to the distance from the choice to `best`, most telling first; both have a score.

    The points add up to the gap, but for criteria that add next to nothing.
    """
    evaluation, rules = stand.evaluation, stand.compiled.rules
    ahead, own = _points(evaluation, best), _points(evaluation, stand.choice)
    found = []
    for entry in evaluation.counted:
        more = ahead[entry.criterion] - own[entry.criterion]
        if abs(more) >= _TELLING:
            way = evaluation.ways[best if more > 0 else stand.choice]
            rated = entry.judgement.ratings.get(way)
            names = rated.rules if rated else ()
            found.append(Reason(criterion=entry.criterion, points=more, rules=names, layers=layers_of(rules, names)))
    return tuple(sorted(found, key=lambda reason: (-reason.points, reason.criterion)))


def _points(evaluation: Evaluation, framework: str) -> dict[str, float]:
    """The points that each criterion gives a framework, the weakest link's among them."""
    given, link = evaluation.points(evaluation.ways[framework])
    if evaluation.must_haves:
        ratings = [rated.rating for rated in evaluation.ratings(framework)]
        given[min(evaluation.must_haves, key=ratings.__getitem__)] += link
    return dict(zip((entry.criterion for entry in evaluation.counted), given, strict=True))


def turns(stand: Stand) -> tuple[Turn, ...]:
    """The single other answers that would make the choice the best one, each computed in full.

    Answers to open questions come first, and likely ones before rare ones; at most eight are told.
    """
    compiled = stand.compiled
    found = []
    for change in single_changes(compiled, stand.answers):
        then = stand.evaluator.answered(stand.evaluation, change.question, change.after)
        right = then.leader(keep=stand.best) == stand.choice
        if right and relevant(compiled, then.answers, change.question):
            found.append((price(compiled, (change,)), change))
    found.sort(key=lambda pair: pair[0])
    told = [change for _, change in found[:_MOST_TURNS]]
    return tuple(Turn(question=change.question, before=change.before, after=change.after) for change in told)


class Depth(IntEnum):
    """How much is computed of each profile; what is deeper costs more."""

    VERDICT = 0
    CONFIDENCE = 1  # how sure the recommendation is
    DETAILS = 2  # and, for a choice that does not fit, which other answers would make it right


class Assessment(NamedTuple):
    """The verdict with all that is behind it."""

    verdict: Verdict
    best: str | None  # the recommended framework, or the choice where it equals it; None where none fits
    reasons: tuple[Reason, ...]
    possible: tuple[Possible, ...]  # rules that might rule the choice out; none where one surely does
    notes: tuple[Note, ...]  # what is said of those
    confidence: Confidence | None
    why_confidence: str | None
    share_first: float | None
    turns: tuple[Turn, ...] | None


def assess(stand: Stand, policy: Policy, depth: Depth) -> Assessment:
    """Assess a stated choice as deeply as is asked for; the fields of what is deeper are None."""
    found = verdict(stand, policy)
    # Which of several equals is the best takes worlds to tell, and where the choice is one of them nobody asks.
    best = stand.choice if stand.is_first and depth is Depth.VERDICT else stand.best
    possible = () if found is Verdict.VIOLATES else tuple(possible_blockers(stand))
    sure = stand.sureness if depth >= Depth.CONFIDENCE else (None, None)
    return Assessment(
        verdict=found,
        best=best,
        reasons=reasons(stand, best) if best and stand.gap is not None and not stand.is_first else (),
        possible=possible,
        notes=tuple(notes(stand, possible)),
        confidence=sure[0],
        why_confidence=sure[1],
        share_first=stand.shares.get(stand.choice, 0.0) if depth >= Depth.CONFIDENCE else None,
        turns=turns(stand) if depth >= Depth.DETAILS and found is not Verdict.FITS else None,
    )
