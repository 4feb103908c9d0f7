"""What the advice comes to: a framework, or something else to take, or needs that contradict each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from fitframe.engine.compiled import CompiledRules
from fitframe.engine.conditions import Answer, Answers
from fitframe.model.recommendation import Alternative, Clash, Confidence
from fitframe.model.rulebase import Contradiction, OutcomeRule


def decided_outcome(compiled: CompiledRules, answers: Answers) -> OutcomeRule | None:
    """The first rule for an outcome that surely holds; None: a framework is to be chosen."""
    return next((rule for rule, test in compiled.outcomes if test(*answers) is True), None)


def sure_of_outcome(
    rule: OutcomeRule, compiled: CompiledRules, answers: Answers, essential: Iterable[str]
) -> tuple[Confidence, str]:
    """How firm an outcome is, and why; `essential` are the essential questions that are open.

    It leans where something in the answers speaks against it, or where an answer to one of those would lead elsewhere.
    """
    if rule.doubt and compiled.condition(rule.doubt.when)(*answers) is True:
        return Confidence.LEANING, rule.doubt.because
    for question in essential:
        for choice in compiled.rules.questions[question].choices:
            then = decided_outcome(compiled, compiled.vocabulary.replaced(answers, question, choice))
            if then is None or then.outcome is not rule.outcome:
                return Confidence.LEANING, rule.because
    return Confidence.CLEAR, rule.because


def alternatives(rule: OutcomeRule, compiled: CompiledRules, answers: Answers) -> Iterator[Alternative]:
    """What to take instead of a framework: whatever of the rule's proposals surely holds, in its order."""
    for one in rule.take:
        if compiled.condition(one.when, one.unless)(*answers) is True:
            yield Alternative(one.tool, one.because, rule.id, one.leaves_out)


def clashes(
    compiled: CompiledRules, given: Mapping[str, Answer], first_without: Callable[[str], str | None]
) -> Iterator[Clash]:
    """The answers that cannot stand together, impossible ones first, then those that seldom do.

    `first_without` tells which framework comes first if the answer to a question is taken back; None if none does.
    """
    answers = compiled.vocabulary.encode(given)
    found = [rule for rule, test in compiled.contradictions if test(*answers) is True]
    for rule in sorted(found, key=lambda rule: rule.kind != "impossible"):
        yield _clash(rule, given, first_without)


def _clash(rule: Contradiction, given: Mapping[str, Answer], first_without: Callable[[str], str | None]) -> Clash:
    involved = {q: given[q] for q in sorted(rule.when.reads) if given.get(q)}
    impossible = rule.kind == "impossible"
    return Clash(
        id=rule.id,
        answers={q: (a,) if isinstance(a, str) else tuple(a or ()) for q, a in involved.items()},
        because=rule.because,
        ask=rule.ask,
        impossible=impossible,
        without={q: first_without(q) for q in involved} if impossible else {},
    )
