"""What is needed to follow the ranking while its weights are moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fitframe.engine.scoring import WEAKEST_LINK
from fitframe.insight.situation import Situation, open_ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A criterion that counts."""

    criterion: str
    weight: float
    must_have: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """The criteria that count, and each framework's ratings on them: a row for each way to run it that is open."""

    criteria: tuple[Weighed, ...]
    ratings: Mapping[str, tuple[tuple[float, ...], ...]]
    weakest_link: float  # the part of the score that the weakest must-have decides, where there is a must-have


def weighing(situation: Situation) -> Weighing:
    """Lay out the ratings behind a ranking."""
    standing, must_haves = situation.standing, situation.standing.must_haves
    return Weighing(
        criteria=tuple(
            Weighed(criterion=entry.criterion, weight=entry.weight, must_have=place in must_haves)
            for place, entry in enumerate(standing.counted)
        ),
        ratings={
            name: tuple(tuple(rated.rating for rated in standing.ratings_of_way(way)) for way in ways)
            for name, ways in open_ways(situation.asked, standing).items()
        },
        weakest_link=WEAKEST_LINK,
    )
