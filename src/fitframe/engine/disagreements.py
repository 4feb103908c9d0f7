"""Where rules that apply disagree. Both sides stand; the answer shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from fitframe.engine.compiled import CriterionResult
from fitframe.engine.evaluation import Evaluation
from fitframe.engine.ratings import Opinion
from fitframe.engine.trust import corroborated
from fitframe.model.recommendation import Disagreement

DISAGREE_STEPS = 2.0
"""Rules this far apart on one framework and criterion disagree."""

Found = tuple[float, Disagreement]
"""How many steps a disagreement spans, and what it is."""


def disagreements(evaluation: Evaluation) -> list[Disagreement]:
    """Rules far apart on one framework, and rules that put two frameworks in opposite orders; the weightiest first."""
    found: dict[tuple[str, frozenset[str]], tuple[float, str, str, Disagreement]] = {}
    for entry in evaluation.counted:
        for steps, apart in (*_far_apart(entry, evaluation), *_opposite(entry, evaluation)):
            key = (entry.criterion, frozenset((apart.low, apart.high)))
            found.setdefault(key, (-entry.weight * steps, apart.criterion, apart.framework, apart))
    return [apart for *_, apart in sorted(found.values(), key=lambda one: one[:3])]


def _far_apart(entry: CriterionResult, evaluation: Evaluation) -> Iterator[Found]:
    for name, way in evaluation.ways.items():
        given = entry.judgement.opinions.get(way)
        if given:
            low, high = _extremes(given)
            if high.rating - low.rating >= DISAGREE_STEPS:
                apart = Disagreement(criterion=entry.criterion, framework=name, low=low.rule, high=high.rule)
                yield high.rating - low.rating, apart


def _extremes(given: Iterable[Opinion]) -> tuple[Opinion, Opinion]:
    """The lowest and the highest opinion; among equals the most trusted, then the first by id."""
    ranked = sorted(given, key=lambda opinion: (-corroborated(opinion.sources.values()), opinion.rule))
    return min(ranked, key=lambda opinion: opinion.rating), max(ranked, key=lambda opinion: opinion.rating)


def _opposite(entry: CriterionResult, evaluation: Evaluation) -> Iterator[Found]:
    """Rules that compare the same two frameworks and disagree on which is ahead."""
    for one, other in combinations(evaluation.ways, 2):
        leads = sorted(_leads(entry, evaluation.ways[one], evaluation.ways[other]))
        if leads and leads[0][0] < 0 < leads[-1][0]:
            (least, low), (most, high) = leads[0], leads[-1]
            yield most - least, Disagreement(criterion=entry.criterion, framework=one, low=low, high=high)


def _leads(entry: CriterionResult, one: str, other: str) -> Iterator[tuple[float, str]]:
    """By how much each rule that rates both puts one ahead of the other."""
    theirs = {opinion.rule: opinion.rating for opinion in entry.judgement.opinions.get(other, ())}
    for opinion in entry.judgement.opinions.get(one, ()):
        if opinion.rule in theirs:
            yield opinion.rating - theirs[opinion.rule], opinion.rule
