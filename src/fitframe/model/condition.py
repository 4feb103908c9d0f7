"""Conditions on a project's answers."""

from __future__ import annotations

from pydantic import (
    ConfigDict,
    Field,
)

from fitframe.model.fields import Model


class Ask(Model):
    """A test of one question's answer. Several operators in one test must all hold."""

    any: tuple[str, ...] | None = Field(None, description="at least one of these was chosen")
    all: tuple[str, ...] | None = Field(None, description="all of these were chosen")
    none: tuple[str, ...] | None = Field(None, description="the question was answered, with none of these")
    at_least: str | None = Field(None, description="this choice or a later one; the question must be ordered")
    at_most: str | None = Field(None, description="this choice or an earlier one; the question must be ordered")


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

    @property
    def reads(self) -> frozenset[str]:
        """The questions that it looks at, however deep."""
        return frozenset(self.tests).union(*(part.reads for part in self.parts))
