"""Names and choices looked up in a rule base: the small checks that the checks of whole things are made of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from fitframe.errors import Fault, did_you_mean
from fitframe.models import Ask, Evidence, Question, RuleBase, When
from fitframe.rulebase.answers import settle
from fitframe.rulebase.atlas import Atlas
from fitframe.rulebase.documents import Path
from fitframe.rulebase.wording import listed


class Lookups:
    """Each method yields the faults of what stands at `path` inside a thing; `key` is 'rule:edge/x' or the like."""

    def __init__(self, rules: RuleBase, atlas: Atlas, unread: Collection[str]) -> None:
        self.rules = rules
        self.fault = atlas.fault
        self._unread = unread
        self._names: dict[str, Collection[str]] = {
            "framework": {name for one in rules.frameworks.values() for name in (one.id, *one.ways)},
            "question": rules.questions,
            "source": rules.sources,
            "tool": rules.tools,
            "rule": {rule.id for criterion in rules.criteria.values() for rule in criterion.rules},
        }

    def answers(self, answers: Mapping[str, Any], key: str, path: Path) -> Iterator[Fault]:
        """Answers that nobody can give."""
        told = {name: answer for name, answer in answers.items() if not self.is_unread("question", name)}
        for inside, problem in settle(told, self.rules.questions)[1]:
            yield self.fault(key, (*path, *inside), problem)

    def evidence(self, evidence: Iterable[Evidence], key: str) -> Iterator[Fault]:
        """Sources that are not listed."""
        for n, one in enumerate(evidence):
            yield from self.known("source", one.source, key, ("evidence", n, "source"))

    def condition(self, when: When, key: str, path: Path) -> Iterator[Fault]:
        """Questions and choices that are not there, anywhere in a condition."""
        for name, test in when.tests.items():
            yield from self.asked(name, test, key, (*path, name))
        for field, group in (("all_of", when.all_of), ("any_of", when.any_of)):
            for n, inner in enumerate(group or ()):
                yield from self.condition(inner, key, (*path, field, n))
        if when.not_:
            yield from self.condition(when.not_, key, (*path, "not"))

    def asked(self, name: str, test: str | tuple[str, ...] | Ask, key: str, path: Path) -> Iterator[Fault]:
        """A question by name, and what is asked of its answer."""
        yield from self.known("question", name, key, path)
        question = self.rules.questions.get(name)
        if question is None:
            return
        if isinstance(test, str):
            yield from self.choice(question, test, key, path)
        elif isinstance(test, tuple):
            yield from self.choices(question, test, key, path)
        else:
            yield from self._ask(question, test.model_dump(exclude_none=True), key, path)

    def _ask(self, question: Question, asked: Mapping[str, Any], key: str, path: Path) -> Iterator[Fault]:
        if not asked:
            yield self.fault(key, path, f"'{question.id}' is asked nothing; give any, all, none, at_least or at_most")
        for operator, value in asked.items():
            if isinstance(value, tuple):
                yield from self.choices(question, value, key, (*path, operator))
                continue
            yield from self.choice(question, value, key, (*path, operator))
            if not question.ordered:
                message = f"'{operator}' needs an ordered question, and '{question.id}' is not one; use any"
                yield self.fault(key, (*path, operator), message)

    def choices(self, question: Question, names: tuple[str, ...], key: str, path: Path) -> Iterator[Fault]:
        """Several choices of one question."""
        if not names:
            yield self.fault(key, path, "the list is empty, so it says nothing")
        for n, name in enumerate(names):
            yield from self.choice(question, name, key, (*path, n))

    def choice(self, question: Question, name: str, key: str, path: Path) -> Iterator[Fault]:
        """One choice of a question."""
        if name and name not in question.choices:
            hint = did_you_mean(name, question.choices) or f"; the choices are {listed(question.choices)}"
            yield self.fault(key, path, f"'{question.id}' has no choice '{name}'{hint}")

    def all_known(self, kind: str, names: Iterable[str], key: str, path: Path) -> Iterator[Fault]:
        """Several names of one kind."""
        for n, name in enumerate(names):
            yield from self.known(kind, name, key, (*path, n))

    def known(self, kind: str, name: str, key: str, path: Path) -> Iterator[Fault]:
        """A fault where a name leads nowhere, unless it leads to something that could not be read."""
        if name and name not in self._names[kind] and not self.is_unread(kind, name):
            yield self.fault(key, path, f"there is no {kind} '{name}'{did_you_mean(name, self._names[kind])}")

    def is_unread(self, kind: str, name: str) -> bool:
        """Whether a name may be that of a thing that could not be read."""
        if kind == "rule":
            kind, name = "criterion", name.partition("/")[0]
        return f"{kind}:*" in self._unread or f"{kind}:{name.partition('@')[0]}" in self._unread
