"""What known cases tell of an answer: how often such answers held, and what projects like this one decided.

The one was measured on cases whose right answer others gave. The other compares a project with real decisions by the
answers that matter for the choice.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from math import log
from statistics import fmean
from typing import NamedTuple

from fitframe.engine.compiled import CompiledRules
from fitframe.engine.conditions import Answers, Vocabulary
from fitframe.engine.evaluation import Evaluation, Evaluator
from fitframe.model.evidence import Calibration, Curve, Precedent
from fitframe.model.fields import NO_FRAMEWORK, Outcome, first_day
from fitframe.model.recommendation import Confidence, HowOften, Recommendation, SimilarDecision

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
        other=advice.outcome in NO_FRAMEWORK,
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


MOST = 3
"""So many decisions are told."""
ENOUGH = 0.5
"""A decision less like the project than that is not told."""
READ = 0.25
"""Points that an answer weighs for each criterion that reads its question, beside the points that it moves."""
FARTHEST = 10.0
"""Points that a framework is taken to move at most: one that falls out moves no farther than one that falls behind."""
TURNED = 10.0
"""Points that an answer is taken to move where without it another kind of answer would be given."""
FEWEST = 3
"""A decision that shares fewer answers than that is not told."""
UNTOLD = 0.5
"""Part of its weight that an answer keeps where a precedent does not tell it: less alike, and not unlike."""
UNCERTAIN = 5.0
"""Points of weight by which few answers count as less alike than many."""
_LAST = "9999-12-31"
"""The day asked for where everything that the rule base holds is known."""


def similar_decisions(
    evaluator: Evaluator, evaluation: Evaluation, outcome: Callable[[CompiledRules, Evaluation], object]
) -> Iterator[SimilarDecision]:
    """The decisions most like a project that were known by the day asked for, likest first, at most MOST of them.

    `outcome` tells what kind of answer an evaluation leads to. An answer weighs what it moves: the points by which
    the scores would part otherwise if it were taken back. Likeness is the share of that weight on which both agree; of
    several choices, the share that both have.
    """
    compiled = evaluator.compiled
    day = _LAST if compiled.as_of == compiled.rules.reviewed else first_day(compiled.as_of)
    weights = _weights(evaluator, evaluation, outcome)
    found = []
    for precedent, needs in _encoded(compiled):
        if precedent.was_decided_by(day):
            found.append((_likeness(weights, compiled.vocabulary, evaluation.answers, needs), precedent, needs))
    found.sort(key=lambda one: (-round(one[0], 3), one[1].id))
    for likeness, precedent, needs in found[:MOST]:
        similar = _similar(precedent, likeness, day, weights, compiled.vocabulary, evaluation.answers, needs)
        if likeness >= ENOUGH and len(similar.alike) >= FEWEST:
            yield similar


def _similar(
    precedent: Precedent,
    likeness: float,
    day: str,
    weights: Mapping[str, float],
    vocabulary: Vocabulary,
    answers: Answers,
    needs: Answers,
) -> SimilarDecision:
    by_weight = sorted(weights, key=lambda question: -weights[question])
    both = [question for question in by_weight if needs.known & vocabulary.masks[question]]
    shared = {question: _choices(vocabulary, question, answers.chosen & needs.chosen) for question in both}
    return SimilarDecision(
        id=precedent.id,
        choice=precedent.chose,
        comes_to=precedent.comes_to,
        outcome=precedent.outcome_on(day),
        likeness=likeness,
        source=precedent.source,
        decided=precedent.decided,
        alike={question: choices for question, choices in shared.items() if choices},
        unlike=tuple(question for question, choices in shared.items() if not choices),
    )


def _choices(vocabulary: Vocabulary, question: str, bits: int) -> tuple[str, ...]:
    return tuple(choice for choice, bit in vocabulary.choices[question].items() if bit & bits)


def _weights(
    evaluator: Evaluator, evaluation: Evaluation, outcome: Callable[[CompiledRules, Evaluation], object]
) -> dict[str, float]:
    """What each of a project's answers weighs, in points."""
    compiled, known = evaluator.compiled, evaluation.answers.known
    kind = outcome(compiled, evaluation)
    found = {}
    for question, mask in compiled.vocabulary.masks.items():
        if known & mask:
            without = evaluator.answered(evaluation, question, ())
            moved = _moved(evaluation.scores, without.scores)
            turned = TURNED if outcome(compiled, without) is not kind else 0.0
            found[question] = moved + turned + READ * len(compiled.readers.get(question, ()))
    return found


def _moved(before: Mapping[str, float], after: Mapping[str, float]) -> float:
    """How far frameworks move against one another, in points: the mean over all that are in before or after."""
    everyone, stay = before.keys() | after.keys(), before.keys() & after.keys()
    if not stay:
        return FARTHEST if everyone else 0.0
    tide = fmean(after[name] - before[name] for name in stay)
    moves = [min(abs(after[name] - before[name] - tide), FARTHEST) for name in stay]
    return (sum(moves) + FARTHEST * (len(everyone) - len(stay))) / len(everyone)


def _likeness(weights: Mapping[str, float], vocabulary: Vocabulary, ours: Answers, theirs: Answers) -> float:
    """The share of the weight on which two sets of answers agree, 0 to 1."""
    agreed, total = 0.0, UNCERTAIN
    for question, weight in weights.items():
        mask = vocabulary.masks[question]
        if theirs.known & mask:
            total += weight
            both = ours.chosen & theirs.chosen & mask
            if both:
                agreed += weight * both.bit_count() / ((ours.chosen | theirs.chosen) & mask).bit_count()
        else:
            total += UNTOLD * weight
    return agreed / total


def _encoded(compiled: CompiledRules) -> list[tuple[Precedent, Answers]]:
    return [(one, compiled.vocabulary.encode(one.needs)) for one in compiled.rules.precedents.values()]
