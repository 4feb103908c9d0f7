"""A criterion, compiled, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from fitframe.engine.conditions import Test
from fitframe.engine.ratings import Opinion, Rated
from fitframe.models import Importance


class Statement(NamedTuple):
    """A rule that counts: true by the day asked for, from a source asked for, about a framework asked for."""

    id: str
    holds: Test
    bits: int  # the variants of its condition among those of its criterion
    reads: frozenset[str]
    sources: Mapping[str, float]  # those that count, each with its trust
    opinions: tuple[tuple[str, Opinion], ...]  # ways, and what it says of each; empty for a blocker
    blocks: tuple[str, ...]  # ways
    supersedes: tuple[str, ...]
    provided: str | None
    since: str  # the day from which it has been true; empty if it was not dated

    @property
    def speaks_of(self) -> tuple[str, ...]:
        """The ways that it rates or blocks."""
        return tuple(way for way, _ in self.opinions) + self.blocks


class Step(NamedTuple):
    """What raises a criterion above its base."""

    to: Importance
    holds: Test
    bits: int  # the variants of its condition among those of its criterion


class Matter(NamedTuple):
    """A criterion, compiled."""

    id: str
    base: Importance
    raises: tuple[Step, ...]  # highest first
    statements: tuple[Statement, ...]
    across: str | None
    reads: frozenset[str]  # the questions that its statements and its importance read
    mask: int  # the bits of those questions
    tells: int  # the bits of their choices that make a difference to it
    blocks: bool  # whether any statement is a blocker
    first: int  # position of its variants in the index
    ones: int  # as many ones as it has variants
    idle: Counted | None  # what it says where none of them holds; None where more is needed to tell

    def importance(self, holding: int) -> Importance:
        """The highest level that it reaches where these of its variants surely hold."""
        if holding:
            for step in self.raises:
                if step.bits & holding:
                    return step.to
        return self.base

    def applying(self, holding: int) -> list[Statement]:
        """The rules that apply where these of its variants surely hold."""
        return [rule for rule in self.statements if rule.bits & holding] if holding else []


class Judgement(NamedTuple):
    """What one criterion's rules say, for one set of answers."""

    ratings: Mapping[str, Rated]  # by way to run a framework; ways without an entry are unrated
    opinions: Mapping[str, tuple[Opinion, ...]]  # what each rating was made from
    set_aside: tuple[tuple[str, str, str], ...]  # a rule that applies, the way it no longer counts for, by what
    blocked: Mapping[str, Statement]  # surely, and nothing that the project could change helps
    provided: Mapping[str, Statement]  # blocked, unless the project changes something it can
    possible: tuple[tuple[str, Statement], ...]  # blocked or not, depending on open answers


SILENT = Judgement(ratings={}, opinions={}, set_aside=(), blocked={}, provided={}, possible=())
"""What a criterion says where no rule applies, or where it need not be heard."""


class Counted(NamedTuple):
    """A criterion with its importance, and what its rules say where it counts or could rule a framework out."""

    criterion: str
    importance: Importance
    weight: float
    judgement: Judgement
    ratings: tuple[float, ...]  # of all ways to run a framework, in the ruleset's order; none if it does not count
