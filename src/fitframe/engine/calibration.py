"""How often advice like this one held, on cases whose right answer others gave."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from math import log
from typing import NamedTuple

from fitframe.model.calibration import Calibration, Curve
from fitframe.model.fields import Outcome
from fitframe.model.recommendation import Confidence, HowOften, Recommendation

FEATURES = ("always", "other", "doubt", "share", "lead", "open")
"""What an answer's score is made of: a constant; whether it is another answer than a framework; whether it is not
called clear; and of a framework the log-odds of its share of worlds, its lead whichever criterion is left out, and how
much is not known."""
_LEADS = (0.0, 30.0)
"""Points by which a framework is ahead at least and at most: of leads beyond there are too few to learn from."""
_SURE = 0.995
"""The highest share of worlds that a thousand of them can tell from certainty."""


class Standing(NamedTuple):
    """How an answer stands: what tells how often such answers hold."""

    shares: Mapping[str, float]  # the share of worlds in which each framework comes first, that of the answer first
    least_lead: float  # points that it is ahead whichever criterion is left out
    open_share: float  # how much of what is worth knowing is not known, 0 to 1
    doubt: bool  # it is not called clear
    other: bool = False  # another answer than a framework


def standing(advice: Recommendation) -> Standing | None:
    """How a recommendation stands; None where there is none, since the needs contradict each other."""
    if advice.outcome is Outcome.CONTRADICTION or not advice.ranking:
        return None
    return Standing(
        shares={ranked.framework: ranked.share_first for ranked in advice.ranking},
        least_lead=advice.least_lead,
        open_share=advice.open_share,
        other=advice.outcome in (Outcome.RUN_ONLY, Outcome.BY_HAND),
        doubt=advice.confidence is not Confidence.CLEAR,
    )


def features(of: Standing) -> dict[str, float]:
    """The features of an answer, by name."""
    if of.other:
        return {"always": 1.0, "other": 1.0, "doubt": float(of.doubt), "share": 0.0, "lead": 0.0, "open": 0.0}
    share = min(max(next(iter(of.shares.values())), 1 - _SURE), _SURE)
    least, most = _LEADS
    return {
        "always": 1.0,
        "other": 0.0,
        "doubt": float(of.doubt),
        "share": log(share / (1 - share)) / 2,
        "lead": min(max(of.least_lead, least), most) / 10,
        "open": of.open_share * 4,
    }


def score(curve: Curve, found: Mapping[str, float]) -> float:
    """What a curve makes of features: the higher, the surer."""
    return sum(curve.weights[name] * value for name, value in found.items())


def how_often(calibration: Calibration, of: Standing) -> HowOften:
    """How often answers that stand like this one held."""
    found = features(of)
    low, high, cases = _looked_up(calibration.best, found)
    sound_low, sound_high, as_sound = _looked_up(calibration.sound, found)
    among = () if of.other else tuple(name for name, share in of.shares.items() if share >= calibration.sets.share)
    return HowOften(low, high, sound_low, sound_high, min(cases, as_sound), among)


def _looked_up(curve: Curve, found: Mapping[str, float]) -> tuple[float, float, int]:
    place = bisect_right([step[0] for step in curve.steps], score(curve, found))
    _, low, high, cases = curve.steps[max(0, place - 1)]
    return low, high, cases
