"""What there is to say of a stated choice, wherever its profile is and whatever is accepted there."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from fitframe.checking.policy import Policy
from fitframe.checking.possibilities import Note, notes
from fitframe.checking.reasons import reasons, turns
from fitframe.checking.situations import Stand
from fitframe.checking.verdicts import Possible, possible_blockers, verdict
from fitframe.report import Confidence
from fitframe.verdict import Reason, Turn, Verdict


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
