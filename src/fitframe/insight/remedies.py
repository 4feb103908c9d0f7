"""What to do about doubt: one thing for each of its causes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from fitframe.engine.openness import open_share
from fitframe.engine.ratings import NARROWEST, Rated
from fitframe.engine.scoring import weakest_link_share
from fitframe.engine.standing import Evaluator, Standing
from fitframe.engine.trust import TIER_TRUST
from fitframe.insight.certainty import doubt_about, rows
from fitframe.insight.flips import LEVELS, importances, with_priority
from fitframe.insight.hearing import trusted
from fitframe.insight.situation import Situation, way_of
from fitframe.insight.tipping import TippingPoint, tipping_points
from fitframe.insight.trust_flips import trust_in
from fitframe.models import Importance, Question, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Answer this open question."""

    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """See whether official documentation bears out what a source says of a framework on a criterion."""

    source: str
    criterion: str
    framework: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """Find a source: none that counts speaks of this framework on this criterion."""

    criterion: str
    framework: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle:
    """Say in the profile's priorities whether this criterion counts more than it does, or less."""

    criterion: str
    level: Importance  # as it stands


Remedy = Answer | Recheck | Find | Settle
Kind = Literal["needs", "sources", "closeness"]
_TRIED = 5
"""So many of the most promising remedies are tried."""
_FELT = 0.005
"""A remedy that lowers the doubt by less does not help."""


def answer(situation: Situation, doubt: float) -> Remedy | None:
    """The most telling open question whose answer can be expected to leave less than the present `doubt`."""
    for entry in situation.advice.open_questions[:_TRIED]:
        if _answered(situation, situation.asked.rules.questions[entry.question]) < doubt - _FELT:
            return Answer(question=entry.question)
    return None


def _answered(situation: Situation, question: Question) -> float:
    """The doubt that an answer can be expected to leave."""
    asked, left = situation.asked, 0.0
    for choice, chance in question.likelihoods.items():
        answers = asked.vocabulary.replaced(situation.answers, question.id, choice)
        then = situation.evaluator.tried(situation.standing, question.id, answers)
        left += chance * doubt_about(situation, then, rows(then), open_share(asked, then.answers))
    return left


def settle(situation: Situation, doubt: float) -> Remedy | None:
    """The criterion nearest to tipping the balance, where counting more and counting less both leave less `doubt`.

    Nearest is the one whose weight has to change by the smallest factor: a world doubles or halves it at most. To state
    the importance that it has already would change nothing.
    """
    free = [p for p in tipping_points(situation) if p.weight and p.criterion not in situation.priorities]
    now = importances(situation)
    for criterion in list(dict.fromkeys(p.criterion for p in sorted(free, key=_factor)))[:_TRIED]:
        place = LEVELS.index(now[criterion])
        standings = [with_priority(situation, criterion, level) for level in LEVELS[place - 1 : place + 2 : 2]]
        if all(_left(situation, then) < doubt - _FELT for then in standings):
            return Settle(criterion=criterion, level=now[criterion])
    return None


def _left(situation: Situation, then: Standing) -> float:
    return doubt_about(situation, then, rows(then), situation.advice.open_share)


def _factor(point: TippingPoint) -> float:
    return max(point.tips_at / point.weight, point.weight / point.tips_at)


def source(situation: Situation, doubt: float) -> Remedy | None:
    """What would narrow the rating that blurs the leader's lead over the runner-up the most, and so the `doubt`."""
    pair = [ranked.framework for ranked in situation.advice.ranking[:2]]
    blurs = [(_blur(situation, name, place), name, place) for name in pair for place in _counted(situation)]
    blurs.sort(key=lambda blur: (-round(blur[0], 9), blur[1], blur[2]))
    for _, name, place in blurs[:_TRIED]:
        remedy, left = _narrowed(situation, name, place)
        if left < doubt - _FELT:
            return remedy
    return None


def _narrowed(situation: Situation, name: str, place: int) -> tuple[Remedy, float]:
    """What to do about one rating, and the doubt that it leaves."""
    entry = situation.standing.counted[place]
    opinions = entry.judgement.opinions.get(way_of(situation, name), ())
    sources = sorted({source for opinion in opinions for source in opinion.sources})
    if not sources:
        found = rows(situation.standing)
        found = {**found, name: _with_source(found[name], place)}
        left = doubt_about(situation, situation.standing, found, situation.advice.open_share)
        return Find(criterion=entry.criterion, framework=name), left
    way = way_of(situation, name)
    confirmed = {source: _confirmed(situation, source) for source in sources}
    best = min(sources, key=lambda source: (round(confirmed[source].ratings_of_way(way)[place].spread, 9), source))
    return Recheck(source=best, criterion=entry.criterion, framework=name), _left(situation, confirmed[best])


def _with_source(ratings: list[Rated], place: int) -> list[Rated]:
    """The ratings if a good source had been found on one that none speaks of."""
    return [rated._replace(spread=NARROWEST) if n == place else rated for n, rated in enumerate(ratings)]


def _counted(situation: Situation) -> range:
    return range(len(situation.standing.counted))


def _blur(situation: Situation, framework: str, place: int) -> float:
    """How far a rating's spread moves the score, to either side."""
    standing = situation.standing
    rated = standing.ratings(framework)
    share = weakest_link_share(standing.must_haves)
    weakest = min(standing.must_haves, key=lambda n: rated[n].rating, default=None)
    pull = (1 - share) * standing.weights[place] / sum(standing.weights) + (share if place == weakest else 0.0)
    return pull * rated[place].spread


def _confirmed(situation: Situation, source: str) -> Standing:
    """Where everybody stands if the source were trusted like official documentation read today."""
    factor = max(1.0, TIER_TRUST[Tier.OFFICIAL] / trust_in(situation, source))
    return Evaluator(trusted(situation.asked, source, factor), situation.priorities).standing(situation.answers)


REMEDIES: Mapping[Kind, Callable[[Situation, float], Remedy | None]] = {
    "needs": answer,
    "sources": source,
    "closeness": settle,
}
"""For each cause of doubt what could be done; given the present doubt, which it must lower."""
