"""Does a condition hold for these answers: yes, no, or unknown because an answer is open?

Every choice of every question is one bit. Answers are two integers, so that a test is a few bit operations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import NamedTuple

from fitframe.models import UNKNOWN, Ask, Question, When

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
        for question, answer in answers.items():
            if answer and answer != UNKNOWN:
                known |= self.masks[question]
                bits = self.choices[question]
                for choice in (answer,) if isinstance(answer, str) else answer:
                    chosen |= bits[choice]
        return Answers(chosen, known)

    def replaced(self, answers: Answers, question: str, choice: str) -> Answers:
        """`answers` with `choice` as the only answer to `question`."""
        mask = self.masks[question]
        return Answers(answers.chosen & ~mask | self.choices[question][choice], answers.known | mask)

    def is_open(self, answers: Answers, question: str) -> bool:
        """Whether `question` has no answer."""
        return not answers.known & self.masks[question]

    def union(self, question: str, choices: tuple[str, ...]) -> int:
        """The bits of several choices of one question."""
        return sum({self.choices[question][choice] for choice in choices})

    def from_to(self, question: str, first: str | None, last: str | None) -> int:
        """The bits from one choice of an ordered question to another, both included."""
        bits = list(self.choices[question].values())
        names = list(self.choices[question])
        start = names.index(first) if first is not None else 0
        stop = names.index(last) if last is not None else len(names) - 1
        return sum(bits[start : stop + 1])


def reads(when: When) -> frozenset[str]:
    """The questions that a condition reads."""
    nested = [*(when.all_of or ()), *(when.any_of or ()), *([when.not_] if when.not_ else [])]
    return frozenset(when.tests).union(*(reads(part) for part in nested))


def needs(when: When, vocabulary: Vocabulary) -> int:
    """Bits that must all be chosen for a condition to hold: those of its tests that name a single choice."""
    found = 0
    for question, test in when.tests.items():
        wanted = _wanted(test)
        if wanted is not None and len(wanted) == 1:
            found |= vocabulary.choices[question][wanted[0]]
    return found


def tested(when: When, vocabulary: Vocabulary) -> int:
    """Bits that a condition looks at; which others are chosen makes no difference to it."""
    nested = [*(when.all_of or ()), *(when.any_of or ()), *([when.not_] if when.not_ else [])]
    found = reduce(or_, (tested(part, vocabulary) for part in nested), 0)
    for question, test in when.tests.items():
        found |= vocabulary.union(question, _wanted(test) or ())
        if isinstance(test, Ask):
            found |= vocabulary.union(question, (*(test.all or ()), *(test.none or ())))
            if test.at_least is not None or test.at_most is not None:
                found |= vocabulary.from_to(question, test.at_least, test.at_most)
    return found


def _wanted(test: str | tuple[str, ...] | Ask) -> tuple[str, ...] | None:
    """The choices of which a test wants at least one; None where it asks nothing of the kind."""
    if isinstance(test, Ask):
        return test.any
    return (test,) if isinstance(test, str) else test


def compiled(when: When, vocabulary: Vocabulary) -> Test:
    """A test that evaluates `when` by Kleene's three-valued logic.

    An empty condition always holds. Raises KeyError or ValueError on names that `vocabulary` does not know;
    a rule base that was loaded has none.
    """
    return _both(list(_parts(when, vocabulary)))


def _parts(when: When, vocabulary: Vocabulary) -> Iterator[Test]:
    for question, test in when.tests.items():
        yield from _asked(question, test, vocabulary)
    yield from (compiled(part, vocabulary) for part in when.all_of or ())
    if when.any_of is not None:
        yield _either([compiled(part, vocabulary) for part in when.any_of])
    if when.not_ is not None:
        yield _opposite(compiled(when.not_, vocabulary))


def _asked(question: str, test: str | tuple[str, ...] | Ask, vocabulary: Vocabulary) -> Iterator[Test]:
    mask = vocabulary.masks[question]
    wanted = _wanted(test)
    if wanted is not None:
        yield _any(vocabulary.union(question, wanted), mask)
    if not isinstance(test, Ask):
        return
    if test.all is not None:
        yield _all(vocabulary.union(question, test.all), mask)
    if test.none is not None:
        yield _opposite(_any(vocabulary.union(question, test.none), mask))
    if test.at_least is not None or test.at_most is not None:
        yield _any(vocabulary.from_to(question, test.at_least, test.at_most), mask)


def _any(wanted: int, mask: int) -> Test:
    def test(chosen: int, known: int) -> bool | None:
        return True if chosen & wanted else (False if known & mask else None)

    return test


def _all(wanted: int, mask: int) -> Test:
    def test(chosen: int, known: int) -> bool | None:
        return chosen & wanted == wanted if known & mask else None

    return test


def _opposite(part: Test) -> Test:
    def test(chosen: int, known: int) -> bool | None:
        value = part(chosen, known)
        return None if value is None else not value

    return test


def _both(parts: list[Test]) -> Test:
    if len(parts) == 1:
        return parts[0]

    def test(chosen: int, known: int) -> bool | None:
        result: bool | None = True
        for part in parts:
            value = part(chosen, known)
            if value is False:
                return False
            if value is None:
                result = None
        return result

    return test


def _either(parts: list[Test]) -> Test:
    return _opposite(_both([_opposite(part) for part in parts]))
