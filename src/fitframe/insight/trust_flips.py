"""By how much the trust in one source would have to change for another framework to come first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import ceil, exp, floor, inf
from operator import mul

from fitframe.engine.ratings import Opinion
from fitframe.engine.scoring import POINTS_PER_STEP, weakest_link_share
from fitframe.engine.standing import Evaluator, Standing
from fitframe.insight.candidates import Sums, standing_sums
from fitframe.insight.cells import Cells
from fitframe.insight.flips import Flip, Flips, TrustChange, flipped, smallest
from fitframe.insight.hearing import louder, reheard, sources_heard, trusted
from fitframe.insight.situation import Situation, open_ways

LEAST, MOST = 1, 99
"""Trust is tried in whole hundredths."""
_ROUNDING = 1e-6


def trust_flips(situation: Situation, targets: Collection[str]) -> Flips:
    """The smallest changes of the trust in one source, in hundredths, that put each of `targets` first."""
    wanted = frozenset(targets) & situation.standing.scores.keys() - {situation.leader}
    cells = Cells.of(situation)
    sums = standing_sums(situation, cells)
    least: dict[str, float] = dict.fromkeys(wanted, inf)
    found = []
    for source in sources_heard(situation):
        walk = _Walk(situation, cells, sums, source)
        for flip in (flip for step in (-1, 1) for flip in walk.flips(step, least)):
            least[flip.leader] = min(least[flip.leader], _moved(flip))
            found.append(flip)
    return smallest(found, targets, _moved)


def _moved(flip: Flip) -> float:
    return next(round(abs(c.after - c.before), 9) for c in flip.changes if isinstance(c, TrustChange))


def trust_in(situation: Situation, source: str) -> float:
    """The trust that a source has at its best, above 0 and below 1."""
    matters = situation.asked.matters
    return max(s.sources[source] for matter in matters for s in matter.statements if source in s.sources)


class _Walk:
    """From the trust that a source has down to none, or up to certainty, in search of flips.

    As the trust in a source grows e-fold, a mean of ratings moves by at most a quarter of what the source and the
    others are apart. So a lead tells how far nothing can happen, and that much is skipped; the rest is tried hundredth
    by hundredth.
    """

    def __init__(self, situation: Situation, cells: Cells, sums: Sums, source: str) -> None:
        self._situation, self._cells, self._sums, self._source = situation, cells, sums, source
        self._before = trust_in(situation, source)
        self._pull = _pull(situation, source)
        self._touched = [
            place
            for place, entry in enumerate(situation.standing.entries)
            if entry.weight and any(source in o.sources for given in entry.judgement.opinions.values() for o in given)
        ]

    def flips(self, step: int, least: Mapping[str, float]) -> Iterator[Flip]:
        """The first flip to each framework, downwards (-1) or upwards (1), no larger than the `least` found for it."""
        trust, scores, wanted = self._before * 100, dict(self._situation.standing.scores), frozenset(least)
        while wanted and LEAST <= (trust := self._next(trust, step, scores, wanted)) <= MOST:
            distance = round(abs(trust / 100 - self._before), 9)
            wanted = frozenset(name for name in wanted if distance <= least[name])
            scores = self._scores(trust / 100 / self._before)
            best = max(scores.values())
            if any(scores[name] >= best - _ROUNDING for name in wanted):
                flip = self._flip(trust / 100)
                if flip is not None and flip.leader in wanted:
                    wanted -= {flip.leader}
                    yield flip

    def _flip(self, trust: float) -> Flip | None:
        """The flip at this trust, worked out in full."""
        here = self._situation
        asked = trusted(here.asked, self._source, trust / self._before)
        change = TrustChange(source=self._source, before=self._before, after=trust)
        return flipped(here, (change,), Evaluator(asked, here.priorities).standing(here.answers))

    def _scores(self, factor: float) -> dict[str, float]:
        """The scores with the trust multiplied, from the criteria that it touches alone."""
        here, hearing = self._situation, louder(self._source, factor)
        moved = {
            place: self._cells.afresh(
                reheard(here.asked.matters[place], hearing), here.answers, here.standing.entries[place].importance
            )
            for place in self._touched
        }
        scores: dict[str, float] = {}
        for way, height in self._sums.heights(moved).items():
            name = self._cells.ways[way].partition("@")[0]
            scores[name] = max(scores.get(name, 0.0), POINTS_PER_STEP * height)
        return scores

    def _next(self, trust: float, step: int, scores: Mapping[str, float], wanted: frozenset[str]) -> int:
        """The nearest hundredth, on the way, at which one of the frameworks `wanted` could lead."""
        leader = max(scores, key=scores.__getitem__)
        reach = min((self._reach(scores, leader, name) for name in wanted), default=inf)
        if reach > 10:  # e-folds: beyond every trust there is
            return LEAST - 1 if step < 0 else MOST + 1
        far = trust * exp(step * reach)
        return min(ceil(trust) - 1, floor(far)) if step < 0 else max(floor(trust) + 1, ceil(far))

    def _reach(self, scores: Mapping[str, float], leader: str, rival: str) -> float:
        """For how many e-folds of trust a leader is safe from a rival."""
        speed = self._pull[leader] + self._pull[rival]
        return (scores[leader] - scores[rival]) / speed if speed else inf


def _pull(situation: Situation, source: str) -> dict[str, float]:
    """The points by which each framework's score moves, at most, as the trust in a source grows e-fold."""
    standing, found = situation.standing, {}
    share = weakest_link_share([1.0] * len(standing.must_haves))
    for name, ways in open_ways(situation.asked, standing).items():
        by_way = ([_range(e.judgement.opinions.get(way, ()), source) for e in standing.counted] for way in ways)
        found[name] = max(_speed(standing, ranges, share) for ranges in by_way)
    return found


def _speed(standing: Standing, ranges: Sequence[float], share: float) -> float:
    mean: float = sum(map(mul, standing.weights, ranges)) / (sum(standing.weights) or 1.0)
    link = max((ranges[place] for place in standing.must_haves), default=0.0)
    return POINTS_PER_STEP / 4 * ((1 - share) * mean + share * link)


def _range(opinions: Iterable[Opinion], source: str) -> float:
    """How far what the source says is from what the others say; 0 where trusting it more would change nothing.

    Where it says several things itself, the whole range of what is said.
    """
    given = [*opinions]
    own = {opinion.rating for opinion in given if source in opinion.sources}
    others = {opinion.rating for opinion in given if source not in opinion.sources}
    if len(own) > 1:
        others |= own
    return max((abs(one - other) for one in own for other in others), default=0.0)
