"""Does a condition hold for these answers: yes, no, or unknown because an answer is open?

Every choice of every question is one bit. Answers are two integers, so that a test is a few bit operations. Every
condition is brought into one form: some variants, one of which has to hold, each a list of tests that all have to.

An `Index` asks all conditions at once: each variant is one bit of a long integer, and what an answer to a question does
to all variants is known beforehand, so a few operations for each question tell which of them hold, however many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

from fitframe.model.fields import UNKNOWN, Ask, When
from fitframe.model.rulebase import Question

_Entry = TypeVar("_Entry")
Answer = str | tuple[str, ...] | None
Test = Callable[[int, int], bool | None]
"""Takes the bits chosen and the bits of all questions answered; None means unknown."""


class Answers(NamedTuple):
    """A project's answers as bits."""

    chosen: int
    known: int  # all bits of each question that has an answer


class Vocabulary(NamedTuple):
    """Which bit stands for which choice of which question."""

    choices: Mapping[str, Mapping[str, int]]  # question to choice to its bit
    masks: Mapping[str, int]  # question to the bits of all its choices

    @classmethod
    def of(cls, questions: Mapping[str, Question]) -> Vocabulary:
        """Number the choices of `questions` in their order."""
        bits = iter(1 << n for n in range(sum(len(q.choices) for q in questions.values())))
        choices = {name: {choice: next(bits) for choice in q.choices} for name, q in questions.items()}
        return cls(choices, {name: sum(of.values()) for name, of in choices.items()})

    def encode(self, answers: Mapping[str, Answer]) -> Answers:
        """The bits of `answers`. No answer, an empty one and "don't know" leave a question open."""
        chosen = known = 0
        choices, masks = self
        for question, answer in answers.items():
            if answer and answer != UNKNOWN:
                known |= masks[question]
                bits = choices[question]
                if isinstance(answer, str):
                    chosen |= bits[answer]
                else:
                    for choice in answer:
                        chosen |= bits[choice]
        return Answers(chosen, known)

    def replaced(self, answers: Answers, question: str, choice: str) -> Answers:
        """`answers` with `choice` as the only answer to `question`."""
        mask = self.masks[question]
        return Answers(answers.chosen & ~mask | self.choices[question][choice], answers.known | mask)

    def is_open(self, answers: Answers, question: str) -> bool:
        """Whether `question` has no answer."""
        return not answers.known & self.masks[question]

    def union(self, question: str, choices: Iterable[str]) -> int:
        """The bits of several choices of one question."""
        bits = self.choices[question]
        return sum({bits[choice] for choice in choices})

    def from_to(self, question: str, first: str | None, last: str | None) -> int:
        """The bits from one choice of an ordered question to another, both included."""
        bits = list(self.choices[question].values())
        names = list(self.choices[question])
        start = names.index(first) if first is not None else 0
        stop = names.index(last) if last is not None else len(names) - 1
        return sum(bits[start : stop + 1])


class Literal(NamedTuple):
    """A test of one question: whether its answer has one of some choices, or, where `has` is False, none of them."""

    question: str
    choices: int  # their bits
    has: bool


Variant = tuple[Literal, ...]
"""Tests that all have to hold."""


def variants(when: When, vocabulary: Vocabulary, *, holds: bool = True) -> list[Variant]:
    """The disjunctive normal form of `when`, or with `holds` False of its opposite: it holds where a variant does.

    An empty condition has one variant without tests. In Kleene's logic, as in the usual one, nothing is lost by this.
    Raises KeyError or ValueError on names that `vocabulary` does not know; a rule base that was loaded has none.
    """
    literals = tuple(_literals(when, vocabulary, holds))
    own: list[Variant] = [literals] if holds else [(literal,) for literal in literals]
    if when.all_of is None and when.any_of is None and when.not_ is None:
        return own
    parts = [own, *(variants(part, vocabulary, holds=holds) for part in when.all_of or ())]
    if when.any_of is not None:
        choices = [variants(part, vocabulary, holds=holds) for part in when.any_of]
        parts.append(_one_of(choices) if holds else _all_of(choices))
    if when.not_ is not None:
        parts.append(variants(when.not_, vocabulary, holds=not holds))
    return _all_of(parts) if holds else _one_of(parts)


def _one_of(parts: Iterable[list[Variant]]) -> list[Variant]:
    return [variant for part in parts for variant in part]


def _all_of(parts: Iterable[list[Variant]]) -> list[Variant]:
    found: list[Variant] = [()]
    for part in parts:
        found = _fewest([tuple(dict.fromkeys((*one, *other))) for one in found for other in part])
    return found


def _fewest(forms: list[Variant]) -> list[Variant]:
    """The variants without those that ask for more than another one does: they add nothing."""
    kept: list[tuple[frozenset[Literal], Variant]] = []
    for form in sorted(forms, key=len):
        literals = frozenset(form)
        if not any(fewer <= literals for fewer, _ in kept):
            kept.append((literals, form))
    return [form for _, form in kept]


def _literals(when: When, vocabulary: Vocabulary, holds: bool) -> Iterator[Literal]:
    for question, test in when.tests.items():
        if isinstance(test, str):
            yield Literal(question, vocabulary.choices[question][test], holds)
        elif isinstance(test, Ask):
            yield from _asked(question, test, vocabulary, holds)
        else:
            yield Literal(question, vocabulary.union(question, test), holds)


def _asked(question: str, test: Ask, vocabulary: Vocabulary, holds: bool) -> Iterator[Literal]:
    if test.any is not None:
        yield Literal(question, vocabulary.union(question, test.any), holds)
    for choice in test.all or ():
        yield Literal(question, vocabulary.choices[question][choice], holds)
    if test.none is not None:
        yield Literal(question, vocabulary.union(question, test.none), not holds)
    if test.at_least is not None or test.at_most is not None:
        yield Literal(question, vocabulary.from_to(question, test.at_least, test.at_most), holds)


def compile_condition(when: When, vocabulary: Vocabulary) -> Test:
    """A test that evaluates `when` by Kleene's three-valued logic. Raises as `variants` does."""
    return either(variants(when, vocabulary), vocabulary)


def either(forms: Iterable[Variant], vocabulary: Vocabulary) -> Test:
    """A test for whether one of several variants holds, by Kleene's three-valued logic."""
    tests = [_every(variant, vocabulary) for variant in forms]
    if len(tests) == 1:
        return tests[0]

    def test(chosen: int, known: int) -> bool | None:
        result: bool | None = False
        for one in tests:
            value = one(chosen, known)
            if value is True:
                return True
            if value is None:
                result = None
        return result

    return test


def _every(variant: Variant, vocabulary: Vocabulary) -> Test:
    masks = vocabulary.masks
    wanted = [(choices, masks[question]) for question, choices, has in variant if has]
    barred = [(choices, masks[question]) for question, choices, has in variant if not has]

    def test(chosen: int, known: int) -> bool | None:
        result: bool | None = True
        for choices, mask in wanted:
            if not chosen & choices:
                if known & mask:
                    return False
                result = None
        for choices, mask in barred:
            if chosen & choices:
                return False
            if not known & mask:
                result = None
        return result

    return test


class Conditional(NamedTuple, Generic[_Entry]):
    """Something that counts where a condition surely holds, and another one, which bars it, does not surely hold."""

    entry: _Entry
    bits: int  # the variants of the condition in an index
    barred: int  # those of the other one


def surely_holding(entries: Iterable[Conditional[_Entry]], sure: int) -> Iterator[_Entry]:
    """The entries that count where these variants surely hold, in their order."""
    for entry, bits, barred in entries:
        if bits & sure and not barred & sure:
            yield entry


class Row(NamedTuple):
    """What the answer to one question does to the variants."""

    mask: int  # the bits of the question's choices
    others: int  # the variants that do not read the question
    single: Mapping[int, int]  # a choice's bit to the variants that hold, for all that it says, where it is the answer
    free: int  # those that want none of its choices
    wanting: Mapping[int, int]  # a choice's bit to the variants that want it, perhaps among others
    barring: Mapping[int, int]  # a choice's bit to the variants that do not want it


def _held_by(picked: int, free: int, wanting: Mapping[int, int], barring: Mapping[int, int]) -> int:
    """The variants that an answer of several bits lets hold."""
    wanted, barred = free, 0
    while picked:
        bit = picked & -picked
        wanted |= wanting[bit]
        barred |= barring[bit]
        picked ^= bit
    return wanted & ~barred


class Index(NamedTuple):
    """All variants by the questions that they read."""

    everything: int
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, variants: Iterable[Variant], vocabulary: Vocabulary) -> Index:
        """Index variants; the bit of each is its position among them."""
        read: dict[tuple[str, int], list[tuple[int, Literal]]] = {}
        bit = 1
        for variant in variants:
            seen: list[str] = []
            for literal in variant:
                # Several tests of one question stand in rows of their own: one answer has to pass them all.
                read.setdefault((literal.question, seen.count(literal.question)), []).append((bit, literal))
                seen.append(literal.question)
            bit <<= 1
        everything = bit - 1
        return cls(everything, tuple(_row(q, given, vocabulary, everything) for (q, _), given in read.items()))

    def holding(self, answers: Answers) -> tuple[int, int]:
        """The variants that surely hold, and those that may hold, depending on open answers, among them the sure."""
        chosen, known = answers
        possible = settled = self.everything
        for mask, others, single, free, wanting, barring in self.rows:
            if not known & mask:
                settled &= others
            else:
                picked = chosen & mask
                possible &= single[picked] if picked in single else _held_by(picked, free, wanting, barring)
        return possible & settled, possible


def _row(question: str, given: Iterable[tuple[int, Literal]], vocabulary: Vocabulary, everything: int) -> Row:
    readers = wanting_any = 0
    wanting = dict.fromkeys(vocabulary.choices[question].values(), 0)
    barring = dict(wanting)
    for bit, (_, choices, has) in given:
        readers |= bit
        wanting_any |= bit * has
        changed = wanting if has else barring
        for choice in changed:
            if choice & choices:
                changed[choice] |= bit
    free = everything & ~wanting_any
    single = {choice: (free | wanting[choice]) & ~barring[choice] for choice in wanting}
    return Row(vocabulary.masks[question], everything & ~readers, single, free, wanting, barring)
