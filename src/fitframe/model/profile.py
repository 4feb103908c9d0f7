"""What a project says: its profile, as frozen values without unknown fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from fitframe.model.fields import FrameworkId, FullDay, Importance, Model, RuleId, Sentence

CodeFinding = Literal["other-framework", "added-framework", "trains-models", "not-in-code", "excluded-version"]


class Waiver(Model):
    """A finding that the team accepts, and why."""

    verdict: Literal["violates", "poor", "defensible"] | None = Field(None, description="the verdict that is accepted")
    rule: RuleId | None = Field(None, description="the deciding rule of the finding that is accepted")
    finding: CodeFinding | None = Field(None, description="the finding of 'check --scan' that is accepted")
    framework: FrameworkId | None = Field(None, description="with 'finding': the framework; left out: any")
    reason: Sentence
    owner: Sentence | None = Field(None, description="who answers for it")
    expires: FullDay | None = Field(None, description="the last day on which it holds; left out: it does not expire")
    link: Sentence | None = Field(None, description="where it was decided")

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if [self.verdict, self.rule, self.finding].count(None) != 2:
            raise ValueError("a waiver names a 'verdict', a 'rule' or a 'finding', one of them")
        if self.framework is not None and self.finding is None:
            raise ValueError("'framework' belongs to 'finding'")
        return self


class SharedWaiver(Waiver):
    """A waiver for several projects, in a file of its own."""

    path: Sentence | None = Field(
        None, description="profiles it is for, as a pattern such as 'services/*'; left out: all"
    )


class Decided(Model):
    """What was decided, and by what knowledge."""

    choice: str = Field(description="the framework that was chosen")
    on: FullDay = Field(description="the day of the decision")
    rules: Sentence | None = Field(None, description="version of the rules that were followed")


class Profile(Model):
    """A project's answers, with optional priorities, a stated choice and waivers."""

    fitframe: Literal[1] = Field(description="version of the profile format")
    name: Sentence | None = Field(None, description="the project, for the reader of the answer")
    answers: dict[str, str | tuple[str, ...] | None] = Field(
        default_factory=dict,
        description="question to choice, or to a list of choices; 'unknown' for don't know",
    )
    wishes: dict[str, str | tuple[str, ...] | None] = Field(
        default_factory=dict, description="what would be nice and must not decide: the same questions and choices"
    )
    any_of: tuple[str, ...] = Field(
        (), alias="any-of", description="questions whose several answers are options here: any one will do"
    )
    all_of: tuple[str, ...] = Field(
        (), alias="all-of", description="questions whose several answers are needs here: all have to be met"
    )
    priorities: dict[str, Importance] = Field(
        default_factory=dict, description="criterion to importance; overrides the rules"
    )
    unconfirmed: tuple[str, ...] = Field(
        (), description="questions whose answers were read from the code and that nobody has confirmed yet"
    )
    choice: str | None = Field(None, description="the framework that the project states it uses")
    moving_to: str | None = Field(
        None, alias="moving-to", description="the framework that the code is being moved to; its use is no finding then"
    )
    until: FullDay | None = Field(None, description="the last day of that move")
    waivers: tuple[Waiver, ...] = ()
    decided: Decided | None = Field(
        None, description="what was decided when, so that check can tell what changed since"
    )

    def to_dict(self) -> dict[str, Any]:
        """What a profile's file holds, as plain values; `profile_from` makes the same profile of it."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """What the profile says, without what it leaves out."""
        yield from ((name, value) for name, value in self if name != "fitframe" and value)
