"""Running the cases that stand beside the signals: each is a small repository in memory."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.model.rulebase import RuleBase
from fitframe.model.scan import Scan
from fitframe.model.signals import Expected, Grade, SignalCase
from fitframe.scanning.scan import scan_tree
from fitframe.scanning.trees import MemoryTree

Failure = tuple[str, str]
"""What is at fault, such as 'case:signals/jax/a name', and what is wrong with it."""


def run_signal_cases(rules: RuleBase) -> tuple[int, list[Failure]]:
    """Run every case of every file of signals, and see that each file has one. How many there were, and what failed."""
    failures = []
    count = 0
    for name, signals in rules.signals.items():
        if not signals.cases:
            failures.append((f"signal:{name}", f"the signals in {name} have no case"))
        for case in signals.cases:
            count += 1
            key = f"case:signals/{name}/{case.name}"
            failures += [(key, f"case '{case.name}' {message}") for message in _wrong(case, rules)]
    return count, failures


def _wrong(case: SignalCase, rules: RuleBase) -> Iterator[str]:
    scan = scan_tree(MemoryTree(case.files), rules)
    expected = case.expect
    if expected.primary is not None and (scan.primary or "none") != expected.primary:
        yield f"expects {expected.primary} as the primary framework, but it is {scan.primary or 'none'}"
    for library, roles in expected.roles.items():
        found = {str(usage.role) for usage in scan.usages if usage.library == library}
        if found != {*roles}:
            yield f"expects {library} as {_listed(roles)}, but it is {_listed(sorted(found))}"
    yield from _wrong_answers(scan, expected)


def _wrong_answers(scan: Scan, expected: Expected) -> Iterator[str]:
    given = {answer.question: answer for answer in scan.answers}
    for grade in Grade:
        for question, choices in getattr(expected, grade).items():
            clues = given[question].clues if question in given else ()
            found = tuple(clue.choice for clue in clues if clue.grade is grade)
            if {*found} != {*choices}:
                yield f"expects {question} {_listed(choices)} as {grade}, but it is {_listed(found)}"
    for question in expected.silent:
        if question in given:
            yield f"expects nothing on {question}, but it is {_listed(given[question].choices)}"


def _listed(words: tuple[str, ...] | list[str]) -> str:
    return ", ".join(words) or "nothing"
