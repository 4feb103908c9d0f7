"""Figures that somebody measured on the same work, and the ratings that follow from them by a fixed table."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from statistics import median
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from fitframe.model.fields import Day, FrameworkId, Id, Model, Sentence

Quantity = Literal[
    "training-time",
    "training-throughput",
    "inference-time",
    "inference-throughput",
    "peak-memory",
    "installed-size",
    "import-time",
    "import-memory",
]


class Kind(NamedTuple):
    """What figures of one quantity mean."""

    criterion: str  # the criterion that they bear on
    units: tuple[str, ...]
    lower_is_better: bool
    bands: tuple[float, ...] = ()  # a figure up to the first of them earns 4, up to the next 3; none: by ratio


KINDS: dict[str, Kind] = {
    "training-time": Kind("training-speed", ("s", "ms"), True),
    "training-throughput": Kind("training-speed", ("1/s",), False),
    "inference-time": Kind("inference-speed", ("s", "ms"), True),
    "inference-throughput": Kind("inference-speed", ("1/s",), False),
    "peak-memory": Kind("gpu-memory", ("MiB", "GiB"), True),
    "installed-size": Kind("installation", ("MiB",), True, (100, 300, 1024, 3072)),
    "import-time": Kind("installation", ("s",), True),
    "import-memory": Kind("installation", ("MiB",), True),
}
"""By quantity."""

STEPS = (1.15, 1.5, 3.0)
"""A figure within the first of these of the best is as good; within the next it is one step worse, and so on."""
_MIDDLE, _HIGHEST = 2.0, 4.0


class Setup(Model):
    """What was measured on."""

    hardware: Sentence
    software: Sentence = Field(description="versions")
    note: Sentence | None = Field(None, description="what else a reader has to know")


class Figures(Model):
    """What one piece of work took."""

    workload: Sentence
    values: dict[str, Annotated[float, Field(gt=0)]] = Field(
        description="framework, way to run one, tool, or variant such as 'pytorch, compiled', to its figure",
        min_length=1,
    )


class Measurement(Model):
    """Figures of one quantity, from one place."""

    id: Id
    title: Sentence
    quantity: Quantity
    unit: str
    setup: Setup
    day: Day = Field(description="when it was measured or published")
    by: Sentence = Field(description="who measured")
    independent: bool = Field(description="whether those who measured have no stake in what came out")
    grade: Literal["A", "B", "C"] = Field(
        description="A: audited or public logs on the same work; B: one team's published method; C: small"
    )
    repeat: Sentence = Field(description="how anybody can measure or extract it again")
    source: Id
    figures: tuple[Figures, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_its_unit(self) -> Self:
        if self.unit not in KINDS[self.quantity].units:
            units = " or ".join(f"'{unit}'" for unit in KINDS[self.quantity].units)
            raise ValueError(f"{self.quantity} is given in {units}, got '{self.unit}'")
        return self


class Measured(Model):
    """The figures that a rule's ratings follow from."""

    measurement: Id
    workloads: tuple[str, ...] = Field((), description="left out: all of them")
    of: dict[FrameworkId, str] = Field(
        default_factory=dict, description="a framework to the name of its figure, where that is another"
    )


def ratings(measured: Iterable[tuple[Measurement, Measured]], frameworks: Iterable[str]) -> dict[str, float]:
    """The ratings that the figures give, for each of `frameworks` that has a figure wherever another has one.

    With bands, a figure's band is its rating. Without, the best figure of each workload is divided into the others; the
    steps of the table say how far behind each is, and the median over the workloads of all measurements counts. Who is
    in the middle earns 2.
    """
    names = tuple(frameworks)
    banded: dict[str, float] = {}
    compared: list[dict[str, int]] = []
    for measurement, asked in measured:
        kind = KINDS[measurement.quantity]
        for one in measurement.figures:
            if asked.workloads and one.workload not in asked.workloads:
                continue
            figures = {name: asked.of.get(name, name) for name in names}
            table = {name: one.values[figure] for name, figure in figures.items() if figure in one.values}
            if kind.bands:
                banded |= {name: _HIGHEST - bisect_left(kind.bands, value) for name, value in table.items()}
            elif len(table) > 1:
                compared.append(_behind(table, kind.lower_is_better))
    known = [name for name in names if any(name in one for one in compared)]
    behind = {name: median(one[name] for one in compared if name in one) for name in known}
    middle = median(behind.values()) if behind else 0.0
    return banded | {name: min(_HIGHEST, max(0.0, _MIDDLE + middle - steps)) for name, steps in behind.items()}


def _behind(table: Mapping[str, float], lower_is_better: bool) -> dict[str, int]:
    """How many steps of the table each figure is behind the best."""
    best = min(table.values()) if lower_is_better else max(table.values())
    ratios = {name: value / best if lower_is_better else best / value for name, value in table.items()}
    return {name: bisect_left(STEPS, round(ratio, 9)) for name, ratio in ratios.items()}
