"""What each criterion can come to, for all answers that are still possible: a table with one row for each case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any, NamedTuple

from fitframe.engine.compiled import CompiledCriterion
from fitframe.engine.conditions import Answers
from fitframe.engine.evaluation import importance_of
from fitframe.engine.scoring import WEIGHTS
from fitframe.model.fields import Importance
from fitframe.questionnaire.domains import Domains
from fitframe.questionnaire.forms import Forms
from fitframe.questionnaire.said import said

MOST_ROWS = 16_000
"""Of all tables together. More is open then than is worth a search."""
PORTION = 1_000
"""Rows that are made ahead of their time at once."""


class Row(NamedTuple):
    """One case of a criterion."""

    answers: int  # bits: by which classes of answers one gets here, see Table; a question without a bit: by any
    weight: float
    decisive: bool
    ratings: tuple[float, ...]
    blocked: int


@dataclass(frozen=True, slots=True)
class Table:
    """A criterion's cases, with the key to the bits of their answers."""

    rows: tuple[Row, ...]
    key: Mapping[str, Mapping[int, int]]  # question to the bit of a class to the places of its answers, as bits
    memory: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)  # what bounds made of it

    def within(self, domains: Domains) -> Table:
        """The table without the cases that the answers in `domains` no longer lead to."""
        allowed = 0
        for question, classes in self.key.items():
            domain = domains[question]
            allowed |= sum([bit for bit, members in classes.items() if members & domain])
        rows = tuple([row for row in self.rows if row.answers | allowed == allowed])
        return self if len(rows) == len(self.rows) else Table(rows, self.key)

    def answers_to(self, row: Row) -> Iterator[tuple[str, int]]:
        """The places of the answers that lead to `row`, as bits, for each open question on which it depends."""
        for question, classes in self.key.items():
            answers = sum(members for bit, members in classes.items() if bit & row.answers)
            if answers:
                yield question, answers


def tables(
    forms: Forms, priorities: Mapping[str, Importance], answers: Answers, domains: Domains
) -> tuple[Table, ...] | None:
    """The table of every criterion that can count or block. None: they would have more than MOST_ROWS rows.

    `answers` are given, `domains` says what can still become of the open questions.
    """
    plans = [
        _plan(forms, criterion, priorities.get(criterion.id), answers, domains) for criterion in forms.compiled.criteria
    ]
    if sum(plan.size for plan in plans) > MOST_ROWS:
        return None
    found = (plan.table(forms) for plan in plans)
    return tuple(table for table in found if any(row.weight or row.blocked for row in table.rows))


def prepare(forms: Forms, priorities: Mapping[str, Importance], answers: Answers, domains: Domains) -> None:
    """Make some of the smaller tables that a later search is going to want, while there is no hurry."""
    room = PORTION
    for criterion in forms.compiled.criteria:
        plan = _plan(forms, criterion, priorities.get(criterion.id), answers, domains)
        if not plan.made and plan.size <= PORTION:
            plan.table(forms)
            room -= plan.size + PORTION // 10
        if room <= 0:
            return


class Case(NamedTuple):
    """A class of answers to one question, or to several: its bits in the table, and an example of the answers."""

    label: int
    answers: Answers


@dataclass(frozen=True, slots=True)
class Plan:
    """A table that can be made, and how many rows it would have.

    Many criteria count only where answers to a few questions raise them. For other answers to these, one row is
    enough, whatever the answers to the rest.
    """

    criterion: CompiledCriterion
    priority: Importance | None
    key: Mapping[str, Mapping[int, int]]
    silent: tuple[Case, ...]  # answers to those few for which it neither counts nor blocks
    heads: tuple[Case, ...]  # the other answers to those few
    rest: tuple[tuple[Case, ...], ...]  # of each other question, its classes
    made: list[Table] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many rows the table has."""
        return len(self.silent) + len(self.heads) * prod(map(len, self.rest))

    def table(self, forms: Forms) -> Table:
        """The table; made once."""
        if not self.made:
            nothing = (0.0,) * len(forms.ways)
            silent = [Row(case.label, 0.0, False, nothing, 0) for case in self.silent]
            cases = (_joined((head, *others)) for head in self.heads for others in product(*self.rest))
            rows = [self._row(forms, case) for case in cases]
            self.made.append(Table((*silent, *rows), self.key))
        return self.made[0]

    def _row(self, forms: Forms, case: Case) -> Row:
        importance = self.priority or importance_of(self.criterion, case.answers)
        ratings, blocked = said(forms, self.criterion, case.answers)
        return Row(case.label, WEIGHTS[importance], importance is Importance.DECISIVE, ratings, blocked)


def _plan(
    forms: Forms, criterion: CompiledCriterion, priority: Importance | None, answers: Answers, domains: Domains
) -> Plan:
    """The plan of one criterion's table, remembered by what it depends on."""
    read = [question for question in forms.readers[criterion.id] if question in domains]
    mask = sum(forms.compiled.vocabulary.masks[question] for question in forms.readers[criterion.id])
    open_ = tuple((question, domains[question]) for question in read)
    key = ("plan", criterion.id, priority, answers.chosen & mask, answers.known & mask, open_)
    if key not in forms.memory:
        forms.memory[key] = _planned(forms, criterion, priority, answers, dict(open_))
    found: Plan = forms.memory[key]
    return found


def _planned(
    forms: Forms, criterion: CompiledCriterion, priority: Importance | None, answers: Answers, domains: Domains
) -> Plan:
    groups = {q: [g for g in forms.groups(criterion.id, q) if g.members & domain] for q, domain in domains.items()}
    labels = iter(1 << n for n in range(sum(map(len, groups.values()))))
    masks = forms.compiled.vocabulary.masks
    cases = {
        q: tuple([Case(next(labels), Answers(g.example, masks[q] if g.example else 0)) for g in of])
        for q, of in groups.items()
    }
    few = _decisive_questions(forms, criterion, priority)
    given = Case(0, answers)
    heads = [_joined((given, *case)) for case in product(*(of for q, of in cases.items() if q in few))]
    silent = [case for case in heads if _silent(criterion, priority, case.answers)]
    return Plan(
        criterion=criterion,
        priority=priority,
        key={
            q: {case.label: group.members for case, group in zip(cases[q], of, strict=True)} for q, of in groups.items()
        },
        silent=tuple(silent),
        heads=tuple(case for case in heads if case not in silent),
        rest=tuple(of for q, of in cases.items() if q not in few),
    )


def _decisive_questions(forms: Forms, criterion: CompiledCriterion, priority: Importance | None) -> frozenset[str]:
    """The questions that decide whether a criterion counts or blocks."""
    raises = () if priority else forms.compiled.rules.criteria[criterion.id].importance
    blockers = (rule.reads for rule in criterion.rules if rule.blocks)
    return frozenset[str]().union(*(step.when.reads for step in raises), *blockers)


def _silent(criterion: CompiledCriterion, priority: Importance | None, answers: Answers) -> bool:
    """Whether a criterion neither counts nor blocks."""
    if WEIGHTS[priority or importance_of(criterion, answers)]:
        return False
    return not any(rule.blocks and rule.holds(*answers) is True for rule in criterion.rules)


def _joined(cases: Iterable[Case]) -> Case:
    """Answers to several questions as one case."""
    label = chosen = known = 0
    for case in cases:
        label, chosen, known = label | case.label, chosen | case.answers.chosen, known | case.answers.known
    return Case(label, Answers(chosen, known))
