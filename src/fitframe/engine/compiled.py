"""The rules that count for one question put to the rule base, compiled so that a profile is judged in microseconds."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from fitframe.engine.condition_index import Index
from fitframe.engine.conditions import Test, Variant, Vocabulary, compile_condition, either, variants
from fitframe.engine.ratings import MIDDLE, Opinion, Rated
from fitframe.engine.scoring import WEIGHTS
from fitframe.engine.trust import Heard, heard, rule_sources
from fitframe.model.fields import Importance, first_day
from fitframe.model.rulebase import Criterion, Raise, Rule, RuleBase


class CompiledRule(NamedTuple):
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


class CompiledCriterion(NamedTuple):
    """A criterion, compiled."""

    id: str
    base: Importance
    raises: tuple[Step, ...]  # highest first
    rules: tuple[CompiledRule, ...]
    across: str | None
    reads: frozenset[str]  # the questions that its statements and its importance read
    mask: int  # the bits of those questions
    tells: int  # the bits of their choices that make a difference to it
    blocks: bool  # whether any statement is a blocker
    first: int  # position of its variants in the index
    ones: int  # as many ones as it has variants
    idle: CriterionResult | None  # what it says where none of them holds; None where more is needed to tell

    def importance(self, holding: int) -> Importance:
        """The highest level that it reaches where these of its variants surely hold."""
        if holding:
            for step in self.raises:
                if step.bits & holding:
                    return step.to
        return self.base

    def applying(self, holding: int) -> list[CompiledRule]:
        """The rules that apply where these of its variants surely hold."""
        return [rule for rule in self.rules if rule.bits & holding] if holding else []


class Judgement(NamedTuple):
    """What one criterion's rules say, for one set of answers."""

    ratings: Mapping[str, Rated]  # by way to run a framework; ways without an entry are unrated
    opinions: Mapping[str, tuple[Opinion, ...]]  # what each rating was made from
    set_aside: tuple[tuple[str, str, str], ...]  # a rule that applies, the way it no longer counts for, by what
    blocked: Mapping[str, CompiledRule]  # surely, and nothing that the project could change helps; the first such rule
    blockers: tuple[tuple[str, CompiledRule], ...]  # every way with every such rule
    provided: Mapping[str, CompiledRule]  # blocked, unless the project changes something it can
    possible: tuple[tuple[str, CompiledRule], ...]  # blocked or not, depending on open answers


SILENT = Judgement(ratings={}, opinions={}, set_aside=(), blocked={}, blockers=(), provided={}, possible=())
"""What a criterion says where no rule applies, or where it need not be heard."""


class CriterionResult(NamedTuple):
    """A criterion with its importance, and what its rules say where it counts or could rule a framework out."""

    criterion: str
    importance: Importance
    weight: float
    judgement: Judgement
    ratings: tuple[float, ...]  # of all ways to run a framework, in the ruleset's order; none if it does not count


@dataclass(frozen=True)
class CompiledRules:
    """Everything that the evaluation of a profile needs."""

    rules: RuleBase
    as_of: str
    heard: Heard  # the sources that count, with the trust in each
    vocabulary: Vocabulary
    ways: Mapping[str, tuple[str, ...]]  # each alternative, in order of id, with the ways to run it
    criteria: tuple[CompiledCriterion, ...]  # in order of id
    index: Index  # of the variants of all conditions of all criteria
    relevant: Mapping[str, Test]  # for each question: whether it is to be asked

    @cached_property
    def readers(self) -> Mapping[str, tuple[int, ...]]:
        """For each question that is read: the positions of the criteria that read it."""
        found: dict[str, list[int]] = {}
        for place, matter in enumerate(self.criteria):
            for question in matter.reads:
                found.setdefault(question, []).append(place)
        return {question: tuple(places) for question, places in found.items()}

    @cached_property
    def blocking(self) -> tuple[int, ...]:
        """The positions of the criteria that could rule a framework out."""
        return tuple(place for place, matter in enumerate(self.criteria) if matter.blocks)

    @cached_property
    def all_ways(self) -> tuple[str, ...]:
        """The ways to run all alternatives."""
        return tuple(way for ways in self.ways.values() for way in ways)

    @property
    def frameworks(self) -> tuple[str, ...]:
        """The alternatives, in order of id."""
        return tuple(self.ways)


def compile_rules(
    rules: RuleBase,
    *,
    between: Iterable[str] = (),
    sources: Container[str] | None = None,
    as_of: str | None = None,
) -> CompiledRules:
    """Compile `rules`.

    `between` names the frameworks to choose among (none: all), `sources` the ids of the sources that count
    (None: all), `as_of` the day whose knowledge counts (None: the day of the rule base's last review). All names
    must be known.
    """
    vocabulary = Vocabulary.of(rules.questions)
    ways = {name: rules.frameworks[name].ways for name in sorted(set(between) or set(rules.frameworks))}
    day = as_of or rules.reviewed
    listened = heard(rules.sources, day, sources)
    compiler = _Compiler(rules, day, listened, vocabulary, ways)
    criteria = tuple(compiler.matter(rules.criteria[name]) for name in sorted(rules.criteria))
    index = Index.of(compiler.variants, vocabulary)
    relevant = {q.id: compile_condition(q.relevant, vocabulary) for q in rules.questions.values() if q.relevant}
    return CompiledRules(rules, day, listened, vocabulary, ways, criteria, index, relevant)


class _Compiler:
    """Compiles criteria one after the other; `variants` are those of all their conditions so far."""

    def __init__(
        self, rules: RuleBase, as_of: str, listened: Heard, vocabulary: Vocabulary, ways: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.variants: list[Variant] = []
        self._rules = rules
        self._day = first_day(as_of)
        self._heard = listened
        self._vocabulary = vocabulary
        self._ways = sum(map(len, ways.values()))
        self._meant = {**{way: (way,) for of in ways.values() for way in of}, **ways}  # by a name in a rule

    def matter(self, criterion: Criterion) -> CompiledCriterion:
        """A criterion, with its conditions at the end of all variants."""
        first = len(self.variants)
        base = criterion.importance.base
        raises = [step for step in criterion.importance.raise_ if WEIGHTS[step.to] > WEIGHTS[base]]
        steps = tuple(self._step(step, first) for step in sorted(raises, key=_weight, reverse=True))
        rules = sorted(criterion.rules, key=_id)
        statements = tuple(found for rule in rules if (found := self._statement(rule, first)))
        mine = self.variants[first:]
        blocks = any(statement.blocks for statement in statements)
        reads = {literal.question for variant in mine for literal in variant}
        return CompiledCriterion(
            id=criterion.id,
            base=base,
            raises=steps,
            rules=statements,
            across=criterion.across,
            reads=frozenset(reads),
            mask=sum(self._vocabulary.masks[question] for question in reads),
            tells=self._tells(mine, reads, criterion.across),
            blocks=blocks,
            first=first,
            ones=(1 << len(mine)) - 1,
            idle=None if blocks or criterion.across else self._idle(criterion.id, base),
        )

    def _idle(self, criterion: str, base: Importance) -> CriterionResult:
        weight = WEIGHTS[base]
        return CriterionResult(criterion, base, weight, SILENT, (MIDDLE,) * self._ways if weight else ())

    def _step(self, step: Raise, first: int) -> Step:
        forms = variants(step.when, self._vocabulary)
        return Step(step.to, either(forms, self._vocabulary), self._added(forms, first))

    def _statement(self, rule: Rule, first: int) -> CompiledRule | None:
        """A rule; None where it does not count: it was not true yet, no source of it is heard, or it is of others."""
        since = first_day(rule.since) if rule.since else ""
        sources = rule_sources(rule, self._heard)
        opinions = tuple(self._opinions(rule, sources)) if sources else ()
        blocks = tuple([way for name in rule.blocks for way in self._meant.get(name, ())])
        if since > self._day or not sources or not (opinions or blocks):
            return None
        forms = variants(rule.when, self._vocabulary)
        return CompiledRule(
            id=rule.id,
            holds=either(forms, self._vocabulary),
            bits=self._added(forms, first),
            reads=frozenset(literal.question for variant in forms for literal in variant),
            sources=sources,
            opinions=opinions,
            blocks=blocks,
            supersedes=rule.supersedes,
            provided=rule.provided,
            since=since,
        )

    def _opinions(self, rule: Rule, sources: Mapping[str, float]) -> Iterator[tuple[str, Opinion]]:
        """What a rule says of each way; what it says of one way goes before what it says of the whole framework."""
        judged = rule.judged
        said = {rating: Opinion(rule.id, rating, sources) for rating in judged.values()}
        special_last = sorted(judged, key=_special) if len(judged) > 1 else judged
        by_way = {way: said[judged[name]] for name in special_last for way in self._meant.get(name, ())}
        yield from by_way.items()

    def _added(self, forms: list[Variant], first: int) -> int:
        """Takes up variants; returns their bits among those from `first` on."""
        place = len(self.variants) - first
        self.variants += forms
        return ((1 << len(forms)) - 1) << place

    def _tells(self, mine: Iterable[Variant], reads: Iterable[str], across: str | None) -> int:
        """The bits of the choices that make a difference."""
        found = self._vocabulary.masks[across] if across is not None else 0
        for variant in mine:
            for literal in variant:
                found |= literal.choices
        for question in reads:  # they tell whether a project could change its answer
            found |= self._vocabulary.union(question, self._rules.questions[question].fixed)
        return found


def _weight(step: Raise) -> float:
    return WEIGHTS[step.to]


def _id(rule: Rule) -> str:
    return rule.id


def _special(name: str) -> tuple[bool, str]:
    return "@" in name, name
