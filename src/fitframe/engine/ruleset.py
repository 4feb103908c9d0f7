"""The rules that count for one question put to the rule base, compiled so that a profile is judged in microseconds."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from fitframe.engine.conditions import Test, Vocabulary, compiled, needs, reads, tested
from fitframe.engine.scoring import WEIGHTS
from fitframe.engine.trust import Heard, heard, rule_sources
from fitframe.models import Criterion, Importance, Raise, Rule, RuleBase, first_day


class Statement(NamedTuple):
    """A rule that counts: true by the day asked for, from a source asked for, about a framework asked for."""

    id: str
    holds: Test
    needs: int  # bits that must all be chosen for it to hold: a quick way to see that it does not
    reads: frozenset[str]
    sources: Mapping[str, float]  # those that count, each with its trust
    ratings: tuple[tuple[str, float], ...]  # way and rating; empty for a blocker
    blocks: tuple[str, ...]  # ways
    supersedes: tuple[str, ...]
    provided: str | None
    since: str  # the day from which it has been true; empty if it was not dated

    @property
    def speaks_of(self) -> tuple[str, ...]:
        """The ways that it rates or blocks."""
        return tuple(way for way, _ in self.ratings) + self.blocks


class Matter(NamedTuple):
    """A criterion, compiled."""

    id: str
    base: Importance
    raises: tuple[tuple[Importance, Test], ...]  # above the base, highest first
    statements: tuple[Statement, ...]
    across: str | None
    reads: frozenset[str]  # the questions that its statements and its importance read
    mask: int  # the bits of those questions
    blocks: bool  # whether any statement is a blocker


@dataclass(frozen=True)
class Ruleset:
    """Everything that the evaluation of a profile needs."""

    rules: RuleBase
    as_of: str
    heard: Heard  # the sources that count, with the trust in each
    vocabulary: Vocabulary
    ways: Mapping[str, tuple[str, ...]]  # each alternative, in order of id, with the ways to run it
    matters: tuple[Matter, ...]  # in order of id
    relevant: Mapping[str, Test]  # for each question: whether it is to be asked

    @cached_property
    def readers(self) -> Mapping[str, tuple[int, ...]]:
        """For each question that is read: the positions of the criteria that read it."""
        found: dict[str, list[int]] = {}
        for place, matter in enumerate(self.matters):
            for question in matter.reads:
                found.setdefault(question, []).append(place)
        return {question: tuple(places) for question, places in found.items()}

    @cached_property
    def telling(self) -> tuple[int, ...]:
        """For each criterion, in their order: the choices that make a difference to it."""
        return tuple(self._telling(matter) for matter in self.matters)

    def _telling(self, matter: Matter) -> int:
        criterion, bits = self.rules.criteria[matter.id], self.vocabulary
        conditions = [*(rule.when for rule in criterion.rules), *(step.when for step in criterion.importance.raise_)]
        found = bits.masks[matter.across] if matter.across is not None else 0
        for when in conditions:
            found |= tested(when, bits)
        for question in matter.reads:  # they tell whether a project could change its answer
            found |= bits.union(question, self.rules.questions[question].fixed)
        return found

    @cached_property
    def all_ways(self) -> tuple[str, ...]:
        """The ways to run all alternatives."""
        return tuple(way for ways in self.ways.values() for way in ways)

    @property
    def frameworks(self) -> tuple[str, ...]:
        """The alternatives, in order of id."""
        return tuple(self.ways)


def ruleset(
    rules: RuleBase,
    *,
    between: Iterable[str] = (),
    sources: Container[str] | None = None,
    as_of: str | None = None,
) -> Ruleset:
    """Compile `rules`.

    `between` names the frameworks to choose among (none: all), `sources` the ids of the sources that count
    (None: all), `as_of` the day whose knowledge counts (None: the day of the rule base's last review). All names
    must be known.
    """
    vocabulary = Vocabulary.of(rules.questions)
    ways = {name: rules.frameworks[name].ways for name in sorted(set(between) or set(rules.frameworks))}
    day = as_of or rules.reviewed
    listened = heard(rules.sources, day, sources)
    matters = tuple(_matter(rules.criteria[name], vocabulary, ways, listened, day) for name in sorted(rules.criteria))
    relevant = {q.id: compiled(q.relevant, vocabulary) for q in rules.questions.values() if q.relevant}
    return Ruleset(rules, day, listened, vocabulary, ways, matters, relevant)


def _matter(
    criterion: Criterion,
    vocabulary: Vocabulary,
    ways: Mapping[str, tuple[str, ...]],
    listened: Heard,
    as_of: str,
) -> Matter:
    statements = tuple(
        statement
        for rule in sorted(criterion.rules, key=lambda rule: rule.id)
        if rule.since is None or first_day(rule.since) <= first_day(as_of)
        if (sources := rule_sources(rule, listened))
        if (statement := _statement(rule, vocabulary, ways, sources)).speaks_of
    )
    base = criterion.importance.base
    raises = [step for step in criterion.importance.raise_ if WEIGHTS[step.to] > WEIGHTS[base]]
    questions = frozenset().union(*(s.reads for s in statements), *(reads(step.when) for step in raises))
    return Matter(
        id=criterion.id,
        base=base,
        raises=tuple((step.to, compiled(step.when, vocabulary)) for step in sorted(raises, key=_weight, reverse=True)),
        statements=statements,
        across=criterion.across,
        reads=questions,
        mask=sum(vocabulary.masks[question] for question in questions),
        blocks=any(statement.blocks for statement in statements),
    )


def _weight(step: Raise) -> float:
    return WEIGHTS[step.to]


def _statement(
    rule: Rule, vocabulary: Vocabulary, ways: Mapping[str, tuple[str, ...]], sources: Mapping[str, float]
) -> Statement:
    return Statement(
        id=rule.id,
        holds=compiled(rule.when, vocabulary),
        needs=needs(rule.when, vocabulary),
        reads=reads(rule.when),
        sources=sources,
        ratings=tuple((way, float(rating)) for way, rating in _by_way(rule, ways).items()),
        blocks=tuple(way for name in rule.blocks for way in _ways(name, ways)),
        supersedes=rule.supersedes,
        provided=rule.provided,
        since=first_day(rule.since) if rule.since else "",
    )


def _by_way(rule: Rule, ways: Mapping[str, tuple[str, ...]]) -> dict[str, float]:
    """The ratings for each way; what a rule says of one way goes before what it says of the whole framework."""
    special_last = sorted(rule.judged.items(), key=lambda item: ("@" in item[0], item[0]))
    return {way: rating for name, rating in special_last for way in _ways(name, ways)}


def _ways(name: str, ways: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The ways that a rule means by `name`: one way, or all of a framework; none where it is not an alternative."""
    framework = name.partition("@")[0]
    return tuple(way for way in ways.get(framework, ()) if name in (way, framework))
