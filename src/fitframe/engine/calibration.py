"""How often advice like this one held, on cases whose right answer others gave."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from math import log

from fitframe.model.calibration import Calibration, Curve
from fitframe.model.fields import Outcome
from fitframe.model.recommendation import Confidence, HowOften, Recommendation

FEATURES = ("always", "other", "doubt", "share", "lead", "open")
"""What an answer's score is made of: a constant; whether it is another answer than a framework, and in doubt; and of a
framework the log-odds of its share of worlds, its lead whichever criterion is left out, and how much is not known."""
_LEADS = (-10.0, 30.0)
"""Points by which a framework is ahead at least and at most: of leads beyond there are too few to learn from."""
_SURE = 0.995
"""The highest share of worlds that a thousand of them can tell from certainty."""


def features(advice: Recommendation) -> dict[str, float]:
    """The features of an answer, by name; empty where it is none, since the needs contradict each other."""
    if advice.outcome is Outcome.CONTRADICTION or not advice.ranking:
        return {}
    if advice.outcome in (Outcome.RUN_ONLY, Outcome.BY_HAND):
        doubt = float(advice.confidence is not Confidence.CLEAR)
        return {"always": 1.0, "other": 1.0, "doubt": doubt, "share": 0.0, "lead": 0.0, "open": 0.0}
    share = min(max(advice.ranking[0].share_first, 1 - _SURE), _SURE)
    least, most = _LEADS
    return {
        "always": 1.0,
        "other": 0.0,
        "doubt": 0.0,
        "share": log(share / (1 - share)) / 2,
        "lead": min(max(advice.least_lead, least), most) / 10,
        "open": advice.open_share * 4,
    }


def score(curve: Curve, found: Mapping[str, float]) -> float:
    """What a curve makes of features: the higher, the surer."""
    return sum(curve.weights[name] * value for name, value in found.items())


def how_often(calibration: Calibration, advice: Recommendation) -> HowOften | None:
    """How often answers like this one held; None where there is no answer."""
    found = features(advice)
    if not found:
        return None
    low, high, cases = _looked_up(calibration.best, found)
    sound_low, sound_high, _ = _looked_up(calibration.sound, found)
    chosen = advice.outcome in (Outcome.FRAMEWORK, Outcome.CLASSICAL)
    among = [ranked.framework for ranked in advice.ranking if ranked.share_first >= calibration.sets.share]
    return HowOften(low, high, sound_low, sound_high, cases, tuple(among) if chosen else ())


def _looked_up(curve: Curve, found: Mapping[str, float]) -> tuple[float, float, int]:
    place = bisect_right([step[0] for step in curve.steps], score(curve, found))
    _, low, high, cases = curve.steps[max(0, place - 1)]
    return low, high, cases
