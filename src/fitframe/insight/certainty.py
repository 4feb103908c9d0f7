"""How certain a first place is: here, or after something was done about it."""

from __future__ import annotations

from collections.abc import Mapping

from fitframe.engine.ratings import Rated
from fitframe.engine.standing import Standing
from fitframe.engine.worlds import share_first
from fitframe.insight.situation import Situation

Rows = Mapping[str, list[Rated]]


def rows(standing: Standing, *, certain: bool = False) -> Rows:
    """The ratings of every framework that is not ruled out; `certain`: as if none of them was in doubt."""
    found = {name: standing.ratings(name) for name in standing.scores}
    return {name: _sure(row) for name, row in found.items()} if certain else found


def doubt_about(situation: Situation, standing: Standing, ratings: Rows, open_share: float) -> float:
    """The share of worlds in which the first of `standing` is not first; 1 where every framework is ruled out.

    `ratings` and `open_share` (0 to 1) are as `share_first` takes them.
    """
    shares = share_first(
        standing.weights, standing.must_haves, ratings, open_share, seed=situation.seed, worlds=situation.worlds
    )
    leader = situation.leader_of(standing)
    return 1.0 - shares[leader] if leader else 1.0


def _sure(ratings: list[Rated]) -> list[Rated]:
    return [rated._replace(spread=0.0) for rated in ratings]
