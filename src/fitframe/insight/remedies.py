"""What to do about doubt: one thing for each of its causes."""

from __future__ import annotations

from dataclasses import dataclass

from fitframe.engine.ratings import Rated
from fitframe.engine.scoring import weakest_link_share
from fitframe.engine.standing import Evaluator
from fitframe.engine.trust import TIER_TRUST
from fitframe.insight.hearing import trusted
from fitframe.insight.situation import Situation, way_of
from fitframe.insight.tipping import TippingPoint, tipping_points
from fitframe.insight.trust_flips import trust_in
from fitframe.models import Tier


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
    """Say in the profile's priorities how much this criterion counts."""

    criterion: str


Remedy = Answer | Recheck | Find | Settle


def answer(situation: Situation) -> Remedy | None:
    """The open question that is most telling."""
    return next((Answer(question=entry.question) for entry in situation.advice.open_questions), None)


def settle(situation: Situation) -> Remedy | None:
    """The criterion whose weight has to change by the smallest factor: a world doubles or halves it at most."""
    free = [p for p in tipping_points(situation) if p.weight and p.criterion not in situation.priorities]
    nearest = min(free, key=_factor, default=None)
    return Settle(criterion=nearest.criterion) if nearest else None


def _factor(point: TippingPoint) -> float:
    return max(point.tips_at / point.weight, point.weight / point.tips_at)


def source(situation: Situation) -> Remedy | None:
    """What would narrow the rating that blurs the leader's lead over the runner-up the most."""
    pair = [ranked.framework for ranked in situation.advice.ranking[:2]]
    blurs = [(_blur(situation, name, place), name, place) for name in pair for place in _counted(situation)]
    if not blurs:
        return None
    _, name, place = max(blurs, key=lambda blur: (round(blur[0], 9), blur[1], -blur[2]))
    entry = situation.standing.counted[place]
    opinions = entry.judgement.opinions.get(way_of(situation, name), ())
    sources = sorted({source for opinion in opinions for source in opinion.sources})
    if not sources:
        return Find(criterion=entry.criterion, framework=name)
    best = min(sources, key=lambda source: (round(_confirmed(situation, name, place, source).spread, 9), source))
    return Recheck(source=best, criterion=entry.criterion, framework=name)


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


def _confirmed(situation: Situation, framework: str, place: int, source: str) -> Rated:
    """The rating if the source were trusted like official documentation read today."""
    factor = max(1.0, TIER_TRUST[Tier.OFFICIAL] / trust_in(situation, source))
    asked = trusted(situation.asked, source, factor)
    standing = Evaluator(asked, situation.priorities).standing(situation.answers)
    return standing.ratings_of_way(way_of(situation, framework))[place]
