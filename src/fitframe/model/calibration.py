"""How often advice of a kind held: what benchmarks/advice/calibrate.py measured."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from fitframe.model.fields import FullDay, Model

Chance = Annotated[float, Field(ge=0, le=1)]


class Curve(Model):
    """A score for an answer, and the chance that comes with it."""

    weights: dict[str, float] = Field(description="what each feature adds to the score")
    steps: tuple[tuple[float, Chance, Chance, int], ...] = Field(
        description="from which score on: the chance from below, from above, and the cases behind it", min_length=1
    )


class FrameworkSets(Model):
    """The set of frameworks that holds the right one."""

    share: Chance = Field(description="share of the simulations in which a framework of the set comes first, at least")
    cases: int
    covers: Chance = Field(description="in so many of the cases it held a right one")
    unseen: int
    covers_unseen: Chance = Field(description="the same of cases that were set aside while rules were made")
    size: float = Field(description="frameworks in it, on average")


class Calibration(Model):
    """How often advice held, by how sure it was, on cases whose right answer others gave."""

    made: FullDay
    rules: str = Field(description="version of the rule base that was measured")
    cases: int = Field(description="labelled cases")
    unseen: int = Field(description="those of them that were set aside while rules were made")
    best: Curve = Field(description="the advice is one of the right answers")
    sound: Curve = Field(description="nobody would object to it")
    sets: FrameworkSets
