"""Doubt: in what share of the worlds that are plausible does each framework come first?

This is stochastic multicriteria acceptability analysis (SMAA): uncertain ratings and weights are drawn, and the
first places are counted. Lahdelma, Hokkanen, Salminen: SMAA, European Journal of Operational Research 106 (1998).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from fitframe.engine.ratings import Rated
from fitframe.engine.scoring import weakest_link_share

WORLDS = 1000
UNSTATED_WEIGHT = 8.0
"""Weight of the needs that were not stated, where nothing at all was; it shrinks with the share left open."""


def share_first(
    weights: Sequence[float],
    must_haves: Sequence[int],
    ratings: Mapping[str, Sequence[Rated]],
    open_share: float,
    *,
    seed: int = 0,
    worlds: int = WORLDS,
) -> dict[str, float]:
    """Share of worlds in which each framework comes first; ties are split, and the shares add up to 1.

    `weights` are those of the criteria that count, `must_haves` the positions of the decisive ones among them,
    `ratings` one row of the same length for each framework, `open_share` (0 to 1) how much of what is worth knowing
    is not known. In each world every rating is drawn evenly within its spread, every weight between half and double,
    and one more criterion stands for the needs that were not stated. Every framework draws from a stream of its own,
    so that another one joining does not change its worlds.
    """
    if not ratings:
        return {}
    drawn_weights = _drawn_weights([*weights, UNSTATED_WEIGHT * open_share], seed, worlds)
    scores = [_scores(name, row, drawn_weights, must_haves, seed) for name, row in ratings.items()]
    firsts = [0.0] * len(scores)
    for world in zip(*scores, strict=True):
        best = max(world)
        winners = [place for place, value in enumerate(world) if value == best]
        for place in winners:
            firsts[place] += 1 / len(winners)
    return {name: count / worlds for name, count in zip(ratings, firsts, strict=True)}


def _drawn_weights(weights: Sequence[float], seed: int, worlds: int) -> list[list[float]]:
    """For each world the weights, each between half and double of its own, evenly in the exponent; they add up to 1."""
    draw = Random(f"{seed}:weights").random  # noqa: S311 - repeatable chance is the point
    halves = [weight / 2 for weight in weights]
    result = []
    for _ in range(worlds):
        drawn = [half * 4 ** draw() for half in halves]
        total = sum(drawn) or 1.0
        result.append([weight / total for weight in drawn])
    return result


def _scores(
    name: str, row: Sequence[Rated], weights: list[list[float]], must_haves: Sequence[int], seed: int
) -> list[float]:
    draw = Random(f"{seed}:{name}").random  # noqa: S311
    lows = [max(0.0, rating - spread) for rating, spread, _ in row] + [0.0]
    widths = [min(4.0, rating + spread) - low for (rating, spread, _), low in zip(row, lows, strict=False)] + [4.0]
    share = weakest_link_share([row[place].rating for place in must_haves])
    spans = list(zip(lows, widths, strict=True))
    result = []
    for world in weights:
        drawn = [low + width * draw() for low, width in spans]
        total = sum(map(float.__mul__, world, drawn))
        if share:
            total = (1 - share) * total + share * min([drawn[place] for place in must_haves])
        result.append(total)
    return result
