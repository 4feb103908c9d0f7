"""The rules that count for one question put to the rule base, compiled so that a profile is judged in microseconds."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from random import Random
from typing import NamedTuple, TypeVar

from fitframe.engine.conditions import (
    Answers,
    Conditional,
    Index,
    Test,
    Variant,
    Vocabulary,
    compile_condition,
    either,
    surely_holding,
    variants,
)
from fitframe.engine.scoring import Heard, Opinion, Rated, heard, heard_once, rule_sources
from fitframe.model.evidence import Calibration, Verified, WhenItBreaks
from fitframe.model.fields import Importance, When, first_day
from fitframe.model.rulebase import (
    Contradiction,
    Criterion,
    Move,
    OutcomeRule,
    Question,
    Rule,
    RuleBase,
    Situation,
)

_Ruled = TypeVar("_Ruled", Contradiction, OutcomeRule)
ALWAYS = When.model_construct()
"""The condition that holds whatever is answered."""
MOVED_BY = frozenset({"existing-code", "pain", "carry", "ties", "retrain", "effort"})
"""The questions that a move's worth hangs on, beside those of its own conditions."""


@dataclass(frozen=True, slots=True, eq=False)
class CompiledRule:
    """A rule that counts: true by the day asked for, from a source asked for, about a framework asked for.

    Each is equal to itself alone, so that what is remembered of some rules is found at once.
    """

    id: str
    holds: Test
    bits: int  # the variants of its condition among those of its criterion
    barred: int  # those of the condition under which it does not apply
    reads: frozenset[str]
    sources: Mapping[str, float]  # those that count, each with its trust
    opinions: tuple[tuple[str, Opinion], ...]  # ways, and what it says of each; empty for a blocker
    blocks: tuple[str, ...]  # ways
    adjust: tuple[tuple[str, float], ...]  # ways, and the steps that it adds to what others make of each
    overrules: tuple[str, ...]  # rules that no longer count where it applies
    overrules_for: tuple[str, ...]  # the ways for which it overrules them
    settles: int | None  # its place in the file, where no other rating counts beside its own
    provided: str | None
    since: str  # the day from which it has been true; empty if it was not dated

    @property
    def speaks_of(self) -> tuple[str, ...]:
        """The ways that it rates, adjusts or blocks."""
        return tuple(way for way, _ in self.opinions) + self.blocks + tuple(way for way, _ in self.adjust)


class CompiledCriterion(NamedTuple):
    """A criterion, compiled."""

    id: str
    steps: tuple[Conditional[Importance], ...]  # by its own variants; the first that holds decides
    rules: tuple[CompiledRule, ...]
    across: str | None
    moves: Test | None  # whether what a framework earns is its best move
    reads: frozenset[str]  # the questions that its statements and its importance read
    mask: int  # the bits of those questions
    tells: int  # the bits of their choices that make a difference to it
    first: int  # position of its variants in the index
    ones: int  # as many ones as it has variants
    blocking: int  # the variants of its blockers among those of all criteria
    needs: int  # the bits of the choices of `across`
    plain: bool  # whether what it says always hangs on nothing but which of its variants hold

    @property
    def blocks(self) -> bool:
        """Whether any statement is a blocker."""
        return bool(self.blocking)

    def is_plain_for(self, answers: Answers, sure: int) -> bool:
        """Whether what it says hangs on nothing but which of its variants hold, and which of its blockers' may hold.

        `sure` are the variants of all criteria that surely hold. Only a blocker that applies, which another answer may
        lift, several needs that are rated one by one, and what a move is worth hang on more of the answers than that.
        """
        return not (
            sure & self.blocking
            or (self.needs and (answers.chosen & self.needs).bit_count() > 1)
            or (self.moves is not None and self.moves(*answers) is True)
        )

    def importance(self, holding: int) -> Importance:
        """The importance that it has where these of its variants surely hold."""
        return next(surely_holding(self.steps, holding), Importance.NONE)

    def applying(self, holding: int) -> list[CompiledRule]:
        """The rules that apply where these of its variants surely hold."""
        return [rule for rule in self.rules if rule.bits & holding and not rule.barred & holding] if holding else []


class Judgement(NamedTuple):
    """What one criterion's rules say, for one set of answers."""

    ratings: Mapping[str, Rated]  # by way to run a framework; ways without an entry are unrated
    opinions: Mapping[str, tuple[Opinion, ...]]  # what each rating was made from
    set_aside: tuple[tuple[str, str, str], ...]  # a rule that applies, the way it no longer counts for, by what
    blocked: Mapping[str, CompiledRule]  # surely, and nothing that the project could change helps; the first such rule
    blockers: tuple[tuple[str, CompiledRule], ...]  # every way with every such rule
    provided: Mapping[str, CompiledRule]  # blocked, unless the project changes something it can
    possible: Mapping[str, tuple[CompiledRule, ...]]  # ways, and the rules that open answers may make block each
    conditions: tuple[tuple[str, CompiledRule], ...] = ()  # ways, and rules that rate them on a condition


SILENT = Judgement(ratings={}, opinions={}, set_aside=(), blocked={}, blockers=(), provided={}, possible={})
"""What a criterion says where no rule applies, or where it need not be heard."""


Overruled = Mapping[tuple[str, str], str]
"""A rule and a way to run a framework for which it no longer counts, to the rule that overrules it."""


class Said(NamedTuple):
    """What some rules of one criterion say together, whatever the answers are that make them apply."""

    ratings: Mapping[str, Rated]
    opinions: Mapping[str, tuple[Opinion, ...]]
    set_aside: tuple[tuple[str, str, str], ...]
    conditions: tuple[tuple[str, CompiledRule], ...]
    overruled: Overruled


class CriterionResult(NamedTuple):
    """A criterion with its importance, and what its rules say where it counts or could rule a framework out."""

    criterion: str
    importance: Importance
    weight: float
    judgement: Judgement
    ratings: tuple[float, ...]  # of all ways to run a framework, in the ruleset's order; none if it does not count


class Asked(NamedTuple):
    """The questions that are to be asked of a project."""

    questions: tuple[Question, ...]  # in their order
    surprises: tuple[tuple[int, float], ...]  # of each the bits of its choices, and how surprising its answer is
    total: float  # the sum of these


@dataclass(frozen=True)
class CompiledRules:
    """Everything that the evaluation of a profile needs."""

    rules: RuleBase
    as_of: str
    heard: Heard  # the sources that count, with the trust in each
    vocabulary: Vocabulary
    ways: Mapping[str, tuple[str, ...]]  # each alternative, in order of id, with the ways to run it
    criteria: tuple[CompiledCriterion, ...]  # in order of id
    outcomes: tuple[Conditional[OutcomeRule], ...]  # those that count; the first that holds decides
    contradictions: tuple[Conditional[Contradiction], ...]  # what cannot stand together or seldom does
    relevances: tuple[Conditional[Question], ...]  # all questions, in their order, with when each is to be asked
    index: Index  # of the variants of all conditions of all criteria, and of these
    relevant: Mapping[str, Test]  # for each question that is not always asked: whether it is to be asked
    verified: Mapping[str, Verified]  # rules and other things to when a machine last looked up a fact behind them
    whole: bool = True  # nothing that the rule base holds is left out: no framework, source or day

    @property
    def calibration(self) -> Calibration | None:
        """How often advice held; None where that was not measured, or not with these frameworks, sources and day."""
        return self.rules.calibration if self.whole else None

    def condition(self, when: When, unless: When | None = None) -> Test:
        """A test for whether a condition holds, and another one surely does not."""
        return but_not(compile_condition(when, self.vocabulary), unless, self.vocabulary)

    @cached_property
    def said(self) -> dict[tuple[CompiledRule, ...], Said]:
        """What rules that apply say together; filled on the way."""
        return {}

    @cached_property
    def options(self) -> tuple[tuple[str, int, Test | None], ...]:
        """The questions whose several answers are options: the bits of each, and where they are needs after all."""
        return tuple(
            (q.id, self.vocabulary.masks[q.id], compile_condition(q.needs, self.vocabulary) if q.needs else None)
            for q in self.rules.questions.values()
            if q.several == "options"
        )

    @cached_property
    def moves(self) -> tuple[tuple[Move, Test], ...]:
        """The moves that count, each with whether it is open."""
        return tuple(
            (m, self.condition(m.when, m.unless))
            for m in self.rules.moves.values()
            if _counts(m, self.as_of, self.heard)
        )

    @cached_property
    def deciding(self) -> int:
        """The variants under which a contradiction or an outcome may surely hold."""
        return reduce(or_, [*(one.bits for one in self.contradictions), *(one.bits for one in self.outcomes)], 0)

    def asked(self, sure: int) -> Asked:
        """The questions to be asked where these variants surely hold: never one that may be irrelevant."""
        telling = sure & self._asking
        if telling not in self._found_asked:
            questions = tuple(surely_holding(self.relevances, sure))
            surprises = tuple((self.vocabulary.masks[question.id], question.surprise) for question in questions)
            self._found_asked[telling] = Asked(questions, surprises, sum([surprise for _, surprise in surprises]))
        return self._found_asked[telling]

    @cached_property
    def _asking(self) -> int:
        """The variants of the conditions under which questions are to be asked, or are not."""
        return reduce(or_, [one.bits | one.barred for one in self.relevances], 0)

    @cached_property
    def _found_asked(self) -> dict[int, Asked]:
        """The questions to be asked, by the variants on which that hangs; filled on the way."""
        return {}

    def sure(self, answers: Answers) -> int:
        """The variants of all conditions that surely hold."""
        return self.index.holding(answers)[0]

    @cached_property
    def readers(self) -> Mapping[str, tuple[int, ...]]:
        """For each question that is read: the positions of the criteria that read it.

        Whoever reads a question about options reads what makes needs of them, too.
        """
        questions = self.rules.questions.values()
        deciding = {q.id: q.needs.reads for q in questions if q.several == "options" and q.needs}
        found: dict[str, list[int]] = {}
        for place, matter in enumerate(self.criteria):
            for question in matter.reads.union(*[deciding[q] for q in matter.reads if q in deciding]):
                found.setdefault(question, []).append(place)
        return {question: tuple(places) for question, places in found.items()}

    @cached_property
    def blocking(self) -> tuple[int, ...]:
        """The positions of the criteria that could rule a framework out."""
        return tuple(place for place, matter in enumerate(self.criteria) if matter.blocks)

    @cached_property
    def blocking_variants(self) -> int:
        """The variants of all blockers of all criteria."""
        return sum(matter.blocking for matter in self.criteria)

    @cached_property
    def all_ways(self) -> tuple[str, ...]:
        """The ways to run all alternatives."""
        return tuple(way for ways in self.ways.values() for way in ways)

    @property
    def frameworks(self) -> tuple[str, ...]:
        """The alternatives, in order of id."""
        return tuple(self.ways)


def _counts(entry: Move | OutcomeRule, as_of: str, listened: Heard) -> bool:
    true_by_then = entry.since is None or first_day(entry.since) <= first_day(as_of)
    return true_by_then and bool(rule_sources(entry, listened))


def relevant_questions(compiled: CompiledRules, answers: Answers) -> tuple[Question, ...]:
    """The questions to be asked of a project with these answers, in their order: never one that may be irrelevant."""
    return compiled.asked(compiled.sure(answers)).questions


def open_questions(compiled: CompiledRules, answers: Answers) -> list[Question]:
    """The relevant questions without an answer, in their order."""
    return [q for q in relevant_questions(compiled, answers) if compiled.vocabulary.is_open(answers, q.id)]


SECOND_CHOICE = 0.3
"""How often a question that takes many gets a second choice."""
_ALONE = "none"
"""The choice that stands alone where a question takes many."""


def completed(compiled: CompiledRules, answers: Answers, chance: Random, declined: Collection[str] = ()) -> Answers:
    """`answers` with one drawn for every open question that is asked, as projects usually answer.

    Questions in `declined` stay open, and so does whatever is irrelevant by then.
    """
    asked = True
    while asked:
        asked = False
        for name, question in compiled.rules.questions.items():
            is_asked = name not in declined and compiled.vocabulary.is_open(answers, name)
            if is_asked and (name not in compiled.relevant or compiled.relevant[name](*answers) is True):
                bits = compiled.vocabulary.union(name, _drawn(question, chance))
                answers = Answers(answers.chosen | bits, answers.known | compiled.vocabulary.masks[name])
                asked = True
    return answers


def _drawn(question: Question, chance: Random) -> tuple[str, ...]:
    choices, cumulative = question.cumulative
    first, second = chance.choices(choices, cum_weights=cumulative, k=2)
    two = question.takes == "many" and chance.random() < SECOND_CHOICE and _ALONE not in (first, second)
    return (first, second) if two and first != second else (first,)


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
    verified = rules.verified(as_of and first_day(as_of))
    compiler = _Compiler(rules, day, listened, vocabulary, ways, verified)
    criteria = tuple(compiler.criterion(rules.criteria[name]) for name in sorted(rules.criteria))
    outcomes = tuple(compiler.conditional(o) for o in rules.outcomes.values() if _counts(o, day, listened))
    contradictions = tuple(map(compiler.conditional, rules.contradictions.values()))
    relevances = tuple(compiler.question(question) for question in rules.questions.values())
    index = Index.of(compiler.variants, vocabulary)
    relevant = {
        q.id: but_not(compile_condition(q.relevant or ALWAYS, vocabulary), q.unless, vocabulary)
        for q in rules.questions.values()
        if q.relevant or q.unless
    }
    whole = len(ways) == len(rules.frameworks) and sources is None and day == rules.reviewed
    return CompiledRules(
        rules=rules,
        as_of=day,
        heard=listened,
        vocabulary=vocabulary,
        ways=ways,
        criteria=criteria,
        outcomes=outcomes,
        contradictions=contradictions,
        relevances=relevances,
        index=index,
        relevant=relevant,
        verified=verified,
        whole=whole,
    )


class _Compiler:
    """Compiles criteria and the like one after the other; `variants` are those of all their conditions so far."""

    def __init__(
        self,
        rules: RuleBase,
        as_of: str,
        listened: Heard,
        vocabulary: Vocabulary,
        ways: Mapping[str, tuple[str, ...]],
        verified: Mapping[str, Verified],
    ) -> None:
        self.variants: list[Variant] = []
        self._rules = rules
        self._day = first_day(as_of)
        self._heard = listened
        self._verified = verified
        self._vocabulary = vocabulary
        self._ways = sum(map(len, ways.values()))
        self._meant = {**{way: (way,) for of in ways.values() for way in of}, **ways}  # by a name in a rule

    def criterion(self, criterion: Criterion) -> CompiledCriterion:
        """A criterion, with its conditions at the end of all variants."""
        first = len(self.variants)
        steps = tuple([self._step(one, first) for one in criterion.importance])
        places = {rule.id: n for n, rule in enumerate(criterion.rules)}
        rules = sorted(criterion.rules, key=_id)
        compiled = tuple([found for rule in rules if (found := self._rule(rule, places[rule.id], first))])
        mine = self.variants[first:]
        reads = {literal.question for variant in mine for literal in variant}
        needs = self._vocabulary.masks[criterion.across] if criterion.across else 0
        tells = self._tells(mine, reads, needs)
        if criterion.moves:
            by_move = (criterion.moves.reads | MOVED_BY).union(*[m.reads for m in self._rules.moves.values()])
            reads |= by_move & self._vocabulary.masks.keys()
            tells |= sum(self._vocabulary.masks[question] for question in by_move & self._vocabulary.masks.keys())
        blocks = blocking(compiled, first)
        return CompiledCriterion(
            id=criterion.id,
            steps=steps,
            rules=compiled,
            across=criterion.across,
            moves=compile_condition(criterion.moves, self._vocabulary) if criterion.moves else None,
            reads=frozenset(reads),
            mask=sum(self._vocabulary.masks[question] for question in reads),
            tells=tells,
            first=first,
            ones=(1 << len(mine)) - 1,
            blocking=blocks,
            needs=needs,
            plain=not (blocks or criterion.across or criterion.moves),
        )

    def conditional(self, entry: _Ruled) -> Conditional[_Ruled]:
        """Something with a condition of its own."""
        return Conditional(entry, *self._bits(variants(entry.when, self._vocabulary), entry.unless))

    def question(self, question: Question) -> Conditional[Question]:
        """A question, with when it is to be asked."""
        forms = variants(question.relevant or ALWAYS, self._vocabulary)
        return Conditional(question, *self._bits(forms, question.unless))

    def _step(self, one: Situation, first: int) -> Conditional[Importance]:
        return Conditional(one.to, *self._bits(variants(one.when, self._vocabulary), one.unless, first))

    def _bits(self, forms: list[Variant], unless: When | None, first: int = 0) -> tuple[int, int]:
        """The bits of the variants of both halves of a condition among those from `first` on."""
        bits = self._added(forms, first)
        return bits, self._added(variants(unless, self._vocabulary), first) if unless else 0

    def _condition(self, when: When, unless: When | None, first: int) -> tuple[Test, int, int]:
        """A test of a condition, and the bits of the variants of both its halves among those from `first` on."""
        forms = variants(when, self._vocabulary)
        test = but_not(either(forms, self._vocabulary), unless, self._vocabulary)
        return test, *self._bits(forms, unless, first)

    def _rule(self, rule: Rule, place: int, first: int) -> CompiledRule | None:
        """A rule; None where it does not count: it was not true yet or is no longer, no source is heard, or it is of
        others.
        """
        since = first_day(rule.since) if rule.since else ""
        found = self._verified.get(rule.id)
        broken = found.when_it_breaks if found and not found.holds else WhenItBreaks.TELL
        if broken is WhenItBreaks.SUPERSEDE:
            return None
        sources = rule_sources(rule, self._heard, doubted=broken is WhenItBreaks.DOUBT)
        opinions = tuple(self._opinions(rule, sources)) if sources else ()
        blocks = tuple([way for name in rule.blocks for way in self._meant.get(name, ())])
        adjust = tuple(by_way(rule.adjust, self._meant).items()) if rule.adjust else ()
        if since > self._day or not sources or not (opinions or blocks or adjust or rule.corrects):
            return None
        holds, bits, barred = self._condition(rule.when, rule.unless, first)
        own = tuple([way for way, _ in opinions]) + blocks
        return CompiledRule(
            id=rule.id,
            holds=holds,
            bits=bits,
            barred=barred,
            reads=rule.reads,
            sources=sources,
            opinions=opinions,
            blocks=blocks,
            adjust=adjust,
            overrules=rule.supersedes + rule.corrects,
            overrules_for=tuple(self._meant) if rule.corrects else own,
            settles=place if rule.settles else None,
            provided=rule.provided,
            since=since,
        )

    def _opinions(self, rule: Rule, sources: Mapping[str, float]) -> Iterator[tuple[str, Opinion]]:
        """What a rule says of each way; what it says of one way goes before what it says of the whole framework."""
        voices = heard_once(sources, self._rules.voices)
        said = {rating: Opinion(rule.id, rating, voices) for rating in rule.judged.values()}
        yield from ((way, said[rating]) for way, rating in by_way(rule.judged, self._meant).items())

    def _added(self, forms: list[Variant], first: int) -> int:
        """Takes up variants; returns their bits among those from `first` on."""
        place = len(self.variants) - first
        self.variants += forms
        return ((1 << len(forms)) - 1) << place

    def _tells(self, mine: Iterable[Variant], reads: Iterable[str], needs: int) -> int:
        """The bits of the choices that make a difference: those of `needs`, and whatever conditions name."""
        found = needs
        for variant in mine:
            for literal in variant:
                found |= literal.choices
        for question in reads:  # they tell whether a project could change its answer
            found |= self._vocabulary.union(question, self._rules.questions[question].fixed)
        return found


def blocking(rules: Iterable[CompiledRule], first: int) -> int:
    """The variants of the conditions of all blockers among the rules of a criterion, whose own begin at `first`."""
    return reduce(or_, [rule.bits for rule in rules if rule.blocks], 0) << first


def by_way(given: Mapping[str, float], meant: Mapping[str, tuple[str, ...]]) -> dict[str, float]:
    """Figures by framework or way as figures by way; what is given for one way goes before that for a framework.

    `meant` has the ways that each name stands for; names without an entry are left out.
    """
    return {way: given[name] for name in sorted(given, key=_special) for way in meant.get(name, ())}


def but_not(test: Test, unless: When | None, vocabulary: Vocabulary) -> Test:
    """A test that holds where `test` does, and `unless` does not surely hold."""
    if unless is None:
        return test
    barred = compile_condition(unless, vocabulary)

    def but(chosen: int, known: int) -> bool | None:
        holds = test(chosen, known)
        return False if holds is not False and barred(chosen, known) is True else holds

    return but


def _id(rule: Rule) -> str:
    return rule.id


def _special(name: str) -> tuple[bool, str]:
    return "@" in name, name
