"""The answers that a person could give to each question, only as many as the rules can tell apart.

Every test of a condition asks whether an answer has one of certain choices, or several such things. So what a rule
can see of an answer with several choices is what it sees of each choice, put together, and most of the many sets of
choices look alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple

from fitframe.engine.compiled import CompiledCriterion, CompiledRules
from fitframe.engine.conditions import Answers, Vocabulary, variants
from fitframe.model.condition import When
from fitframe.model.rulebase import Question

OPEN = 0
"""No answer, or "don't know": no choice's bit."""

Wanted = Mapping[str, frozenset[int]]
"""For each question the sets of choices, as bits, that somebody looks for in its answer."""


class Group(NamedTuple):
    """Answers to one question that a criterion cannot tell apart."""

    example: int  # one of them
    members: int  # bits: their places among the answers to the question


@dataclass(frozen=True, slots=True)
class Forms:
    """The answers to every question that the rules can tell apart. What was worked out once is remembered."""

    compiled: CompiledRules
    readers: Mapping[str, Wanted]  # of each criterion
    relevance: Wanted  # of what decides whether questions are asked
    relevance_reads: Mapping[str, frozenset[str]]  # of each question with a condition: the questions in it
    memory: dict[object, Any] = field(default_factory=dict, repr=False)

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways to run the frameworks, in order."""
        return tuple(way for ways in self.compiled.ways.values() for way in ways)

    def answers(self, question: str) -> tuple[int, ...]:
        """The answers to `question` as bits of their choices, OPEN first: one for each that somebody sees otherwise."""
        key = ("answers", question)
        if key not in self.memory:
            self.memory[key] = tuple(answer for answer, _ in self._looks(question))
        found: tuple[int, ...] = self.memory[key]
        return found

    def groups(self, criterion: str, question: str) -> tuple[Group, ...]:
        """The answers to `question` by what `criterion` sees of them."""
        key = ("groups", criterion, question)
        if key not in self.memory:
            mine = self.readers[criterion].get(question, ())
            mask = sum(1 << n for n, choices in enumerate(self._wanted(question)) if choices in mine)
            examples, members = dict[int, int](), dict[int, int]()
            for place, (answer, look) in enumerate(self._looks(question)):
                seen = look & mask if answer else -1
                examples.setdefault(seen, answer)
                members[seen] = members.get(seen, 0) | 1 << place
            self.memory[key] = tuple(Group(examples[seen], members[seen]) for seen in examples)
        found: tuple[Group, ...] = self.memory[key]
        return found

    def _wanted(self, question: str) -> list[int]:
        """What anybody looks for in the answer to `question`."""
        everybody = [*self.readers.values(), self.relevance]
        return sorted(frozenset[int]().union(*(reader.get(question, ()) for reader in everybody)))

    def _looks(self, question: str) -> tuple[tuple[int, int], ...]:
        """Each answer to `question`, OPEN first, with how it looks: bits, which of what is wanted it has."""
        key = ("looks", question)
        if key not in self.memory:
            asked_for, vocabulary = self.compiled.rules.questions[question], self.compiled.vocabulary
            self.memory[key] = ((OPEN, 0), *_told_apart(asked_for, vocabulary, self._wanted(question)))
        found: tuple[tuple[int, int], ...] = self.memory[key]
        return found


def forms(compiled: CompiledRules) -> Forms:
    """What the rules of `asked` can tell apart."""
    relevant = {question.id: question.relevant for question in compiled.rules.questions.values() if question.relevant}
    return Forms(
        compiled=compiled,
        readers={
            matter.id: _wanted(_conditions(matter, compiled), compiled, matter.across) for matter in compiled.criteria
        },
        relevance=_wanted(relevant.values(), compiled),
        relevance_reads={question: when.reads for question, when in relevant.items()},
    )


def _conditions(matter: CompiledCriterion, compiled: CompiledRules) -> list[When]:
    rules = [compiled.rules.rule(statement.id).when for statement in matter.rules]
    return [*rules, *(step.when for step in compiled.rules.criteria[matter.id].importance)]


def _wanted(conditions: Iterable[When], compiled: CompiledRules, across: str | None = None) -> Wanted:
    """What conditions look for. Of a changeable question also whether its answer is one that cannot be changed; of the
    question `across`, whose choices are looked at one by one, also each choice that then makes a difference."""
    found: dict[str, set[int]] = {}
    for condition in conditions:
        for question, choices, _ in chain.from_iterable(variants(condition, compiled.vocabulary)):
            found.setdefault(question, set()).add(choices)
    for question, wanted in found.items():
        wanted.add(compiled.vocabulary.union(question, compiled.rules.questions[question].fixed))
        if question == across:
            bits = compiled.vocabulary.choices[question].values()
            looks = {bit: tuple(bool(bit & choices) for choices in sorted(wanted)) for bit in bits}
            wanted |= {sum(other for other in bits if looks[other] == looks[bit]) for bit in bits}
    return {question: frozenset(wanted - {0}) for question, wanted in found.items()}


def _told_apart(question: Question, vocabulary: Vocabulary, wanted: list[int]) -> Iterator[tuple[int, int]]:
    """One legal answer for each way to look that there is, as a pair of bits; 'none' stands alone."""
    bits = vocabulary.choices[question.id]
    looks = {bit: sum(1 << n for n, choices in enumerate(wanted) if bit & choices) for bit in bits.values()}
    found: dict[int, int] = {}
    for choice, bit in bits.items():
        company = found.items() if question.takes == "many" and choice != "none" else ()
        joined = {look | looks[bit]: answer | bit for look, answer in company}
        found = {looks[bit]: bit, **joined, **found}
    yield from ((answer, look) for look, answer in found.items())


def with_choice(answers: Answers, vocabulary: Vocabulary, question: str, chosen: int) -> Answers:
    """`answers` with `chosen` as the answer to `question`; OPEN takes the answer away."""
    mask = vocabulary.masks[question]
    known = answers.known | mask if chosen else answers.known & ~mask
    return Answers(answers.chosen & ~mask | chosen, known)
