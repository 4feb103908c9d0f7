"""Running the cases that stand beside the rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fitframe.engine.compiled import compile_rules
from fitframe.engine.evaluation import Evaluator
from fitframe.engine.judgement import applying, judge
from fitframe.model.fields import Importance
from fitframe.model.rulebase import Case, Criterion, RuleBase


@dataclass(frozen=True, slots=True)
class CaseFailure:
    """Something that a case expects and the rule base does not do, or a case that is missing."""

    thing: str  # what is at fault: 'case:edge/a phone', or 'rule:edge/x' or 'criterion:edge' for want of a case
    message: str


def run_cases(rules: RuleBase) -> tuple[int, list[CaseFailure]]:
    """Run every case of every criterion, and see that each rule has one.

    Returns how many cases ran, and what failed. A rule needs a case in which it applies; a criterion with rules needs
    a case in which nothing raises its importance.
    """
    compiled = compile_rules(rules)
    evaluator = Evaluator(compiled, {})
    failures = [
        failure
        for place, matter in enumerate(compiled.criteria)
        for failure in (
            *_criterion_failures(rules.criteria[matter.id], place, evaluator),
            *missing_cases(rules.criteria[matter.id]),
        )
    ]
    return sum(len(criterion.cases) for criterion in rules.criteria.values()), failures


def _criterion_failures(criterion: Criterion, place: int, evaluator: Evaluator) -> Iterator[CaseFailure]:
    for case in criterion.cases:
        for message in _case_failures(case, place, evaluator):
            yield CaseFailure(f"case:{criterion.id}/{case.name}", f"case '{case.name}' {message}")


def missing_cases(criterion: Criterion) -> Iterator[CaseFailure]:
    """A failure for each rule without a case in which it applies, and one where no case has the base importance."""
    shown = {rule for case in criterion.cases for rule in case.expect.applies}
    for rule in criterion.rules:
        if rule.id not in shown:
            yield CaseFailure(f"rule:{rule.id}", f"rule {rule.id} has no case in which it applies")
    if criterion.rules and not any(case.expect.importance is criterion.base for case in criterion.cases):
        base = criterion.base.value
        yield CaseFailure(f"criterion:{criterion.id}", f"no case expects the importance at its base, {base}")


def _case_failures(case: Case, place: int, evaluator: Evaluator) -> Iterator[str]:
    compiled = evaluator.compiled
    matter = compiled.criteria[place]
    answers = compiled.vocabulary.encode(case.answers)
    importance = evaluator.evaluation(answers).entries[place].importance
    if case.expect.importance not in (None, importance):
        yield f"expects the importance {case.expect.importance}, but it is {importance}"
    applied = {rule.id: rule for rule in applying(matter, answers)}
    yield from (f"expects {rule} to apply, but it does not" for rule in case.expect.applies if rule not in applied)
    yield from (f"expects {rule} to be silent, but it applies" for rule in case.expect.silent if rule in applied)
    aside = {(rule, name) for rule, name, _ in judge(matter, compiled, answers).set_aside}
    for rule in case.expect.set_aside:
        if rule not in applied or any((rule, name) not in aside for name in applied[rule].speaks_of):
            yield f"expects {rule} to be set aside, but it still counts"
    if importance is Importance.NONE:
        blockers = [statement.id for statement in applied.values() if statement.blocks]
        yield from (f"the blocker {rule} applies, but its criterion does not count" for rule in blockers)
