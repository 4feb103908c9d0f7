"""What several models share: the kinds of values that people write, and conditions on a project's answers."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from functools import lru_cache
from math import prod
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.+-]*$", max_length=80)]


RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*$", max_length=120)]


_DAY = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"


FrameworkId = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.+-]*(@[a-z0-9][a-z0-9.+-]*)?$", max_length=80)
]
"""A framework, or one way to run it: 'keras', or 'keras@jax'."""


def _on_calendar(day: str) -> str:
    try:
        return day if len(day) < len("2026-11-20") else date.fromisoformat(day).isoformat()
    except ValueError:
        raise ValueError(f"there is no day '{day}' in the calendar") from None


Day = Annotated[
    str,
    StringConstraints(pattern=_DAY),
    Field(coerce_numbers_to_str=True),  # a bare year is a number in YAML
    AfterValidator(_on_calendar),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": _DAY},
                {"type": "integer", "minimum": 1000, "maximum": 9999},
            ]
        }
    ),
]


FullDay = Annotated[
    str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"), AfterValidator(_on_calendar)
]


Sentence = Annotated[str, StringConstraints(min_length=1, max_length=1000, strip_whitespace=True)]


def _decimal(value: object) -> object:
    # YAML is read with 3.13 as text, because it may be a version; only here is a number wanted
    return float(value) if isinstance(value, str) and re.fullmatch(r"-?\d+\.\d+", value, re.ASCII) else value


Rating = Annotated[float, Field(strict=True, ge=0, le=4), BeforeValidator(_decimal)]


Share = Annotated[float, Field(strict=True, gt=0, le=1), BeforeValidator(_decimal)]


Adjustment = Annotated[float, Field(strict=True, ge=-4, le=4), BeforeValidator(_decimal)]
"""Steps on a criterion's scale."""


UNKNOWN = "unknown"
"""The answer "don't know": legal for every question, and open like no answer at all."""


NOT_NAMED = "not-named"
"""The choice "something is prescribed, but it is not known yet what": a thing to find out."""


@lru_cache(maxsize=4096)  # hundreds of sources share a few days, and each is asked for several times
def first_day(day: str) -> str:
    """A full date for one that may name only a year or a month: its first day."""
    return (day + "-01-01")[:10] if len(day) == 4 else (day + "-01")[:10]


class Way(str):
    """One way to run a framework: its id alone, or with a backend, as in 'keras@jax'."""

    __slots__ = ()

    @property
    def framework(self) -> str:
        """The framework's id."""
        return self.partition("@")[0]

    @property
    def backend(self) -> str | None:
        """The backend's id; None where the framework has none, or where no backend is named."""
        return self.partition("@")[2] or None


class Importance(StrEnum):
    """How much a criterion counts; each level is a weight."""

    __hash__ = str.__hash__  # that of other enumerations is slow, and weights are looked up thousands of times

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    DECISIVE = "decisive"


class Outcome(StrEnum):
    """What the advice comes to."""

    FRAMEWORK = "framework"
    RUN_ONLY = "run-only"
    BY_HAND = "by-hand"
    OTHER_LIBRARY = "other-library"
    CLASSICAL = "classical"
    CONTRADICTION = "contradiction"


NO_FRAMEWORK = (Outcome.RUN_ONLY, Outcome.BY_HAND, Outcome.OTHER_LIBRARY)
"""Outcomes with which none of the frameworks has to be chosen, and something else is told to take."""


class Tier(StrEnum):
    """What kind of source speaks, from the project's own documentation down to bare opinion."""

    OFFICIAL = "official"
    MEASUREMENT = "measurement"
    REPORT = "report"
    ARTICLE = "article"
    OPINION = "opinion"


class Status(StrEnum):
    """Where a tool stands in its life."""

    ACTIVE = "active"
    MAINTENANCE = "maintenance"
    SUPERSEDED = "superseded"
    ARCHIVED = "archived"
    UNKNOWN = "unknown"


class Model(BaseModel):
    """Base of everything that is read: frozen, and a field that nobody knows is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Ask(Model):
    """A test of one question's answer. Several operators in one test must all hold."""

    any: tuple[str, ...] | None = Field(None, description="at least one of these was chosen")
    all: tuple[str, ...] | None = Field(None, description="all of these were chosen")
    none: tuple[str, ...] | None = Field(None, description="the question was answered, with none of these")
    at_least: str | None = Field(None, description="this choice or a later one; the question must be ordered")
    at_most: str | None = Field(None, description="this choice or an earlier one; the question must be ordered")


def _tests_in(test: str | tuple[str, ...] | Ask) -> int:
    """How many tests of one question are made, each of which may fail by itself."""
    if not isinstance(test, Ask):
        return 1
    ranged = test.at_least is not None or test.at_most is not None
    return (test.any is not None) + len(test.all or ()) + (test.none is not None) + ranged


class When(Model):
    """A condition on a project's answers: every field and every group in it must hold.

    A field is a question's id; its value is a choice, a list of choices (any of them), or operators.
    """

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, str | tuple[str, ...] | Ask] = Field(init=False)

    all_of: tuple[When, ...] | None = Field(None, description="all of these conditions hold")
    any_of: tuple[When, ...] | None = Field(None, description="at least one of these conditions holds")
    not_: When | None = Field(None, alias="not", description="this condition does not hold")

    @property
    def tests(self) -> dict[str, str | tuple[str, ...] | Ask]:
        """The tests of single questions, by question id."""
        return self.__pydantic_extra__ or {}

    @property
    def parts(self) -> tuple[When, ...]:
        """The conditions that it is made of beside its own tests."""
        return (*(self.all_of or ()), *(self.any_of or ()), *((self.not_,) if self.not_ else ()))

    def combinations(self, *, holds: bool = True) -> int:
        """In how many ways it can hold, or with `holds` False fail to, at most; the cost of evaluating it grows so."""
        own = 1 if holds else sum(_tests_in(test) for test in self.tests.values())
        parts = [own, *(part.combinations(holds=holds) for part in self.all_of or ())]
        if self.any_of is not None:
            choices = [part.combinations(holds=holds) for part in self.any_of]
            parts.append(sum(choices) if holds else prod(choices))
        if self.not_ is not None:
            parts.append(self.not_.combinations(holds=not holds))
        return prod(parts) if holds else sum(parts)

    @property
    def reads(self) -> frozenset[str]:
        """The questions that it looks at, however deep."""
        return frozenset(self.tests).union(*(part.reads for part in self.parts))
