"""Where the things of a rule base stand, and whether every name in them leads somewhere.

The engine relies on names that lead somewhere. Names of things that are there but could not be read are let pass, so
that one broken file is not told a hundred times.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from fitframe.errors import Fault, did_you_mean
from fitframe.model.evidence import Evidence, Measurement, Precedent, Probe, Source
from fitframe.model.fields import UNKNOWN, Ask, When
from fitframe.model.rulebase import (
    Case,
    Contradiction,
    Criterion,
    Framework,
    Instead,
    Move,
    OutcomeRule,
    Question,
    Route,
    Rule,
    RuleBase,
    Situation,
    Split,
    Term,
    Tool,
)
from fitframe.model.signals import Expected, Grade, Signals
from fitframe.rulebase.messages import Path, listed
from fitframe.rulebase.profiles import settle
from fitframe.rulebase.yaml import Document

MOST_COMBINATIONS = 1000
"""In so many ways a condition may hold at most: evaluating it takes the longer, the more there are."""
Conditioned = Rule | Situation | Route | Move | OutcomeRule | Instead | Contradiction


class Locations:
    """Where each thing stands, by 'kind:id' such as 'rule:edge/tflite-leads'.

    A thing stands at several places where an overlay adds to it; then the last one that has a key is meant.
    """

    def __init__(self) -> None:
        self._places: dict[str, list[tuple[Document, Path]]] = {}

    def put(self, key: str, document: Document, path: Path = ()) -> None:
        """A thing stands here, and nowhere else."""
        self._places[key] = [(document, path)]

    def add(self, key: str, document: Document, path: Path = ()) -> None:
        """A thing stands here too."""
        self._places.setdefault(key, []).append((document, path))

    def drop(self, key: str) -> None:
        """A thing is gone."""
        self._places.pop(key, None)

    def fault(self, key: str, path: Iterable[str | int], message: str) -> Fault:
        """A fault at a path inside a thing."""
        inside = tuple(path)
        places = self._places[key]
        having = ((d, path) for d, path in reversed(places) if d.nearest(path + inside) == path + inside)
        document, start = next(having, places[0])
        return document.fault(start + inside, message)

    def origins(self) -> dict[str, str]:
        """'kind:id' to file and line, where each thing was first written."""
        return {key: f"{d.name}:{d.place(path)[0]}" for key, ((d, path), *_) in sorted(self._places.items())}


def reference_faults(rules: RuleBase, locations: Locations, unread: Collection[str] = ()) -> list[Fault]:
    """A fault for every name that leads nowhere, and every condition on an answer that nobody can give.

    `unread` has 'kind:id' of the things that are there but at fault, and 'kind:*' where their ids are not known.
    """
    check = _References(rules, locations, unread)
    parts = (
        *map(check.question, rules.questions.values()),
        *map(check.framework, rules.frameworks.values()),
        *map(check.tool, rules.tools.values()),
        *map(check.criterion, rules.criteria.values()),
        *map(check.route, rules.routes.values()),
        *map(check.split, rules.splits.values()),
        *map(check.move, rules.moves.values()),
        *map(check.outcome, rules.outcomes.values()),
        *map(check.contradiction, rules.contradictions.values()),
        *map(check.term, rules.terms.values()),
        *map(check.signals, rules.signals.values()),
        *map(check.probe, rules.probes.values()),
        *map(check.source, rules.sources.values()),
        *map(check.measurement, rules.measurements.values()),
        *map(check.precedent, rules.precedents.values()),
        check.groups(),
        check.circles(),
    )
    return [fault for part in parts for fault in part]


class _References:
    """Each public method yields the faults of one thing; the others those of what stands at `path` inside the thing
    with a `key` such as 'rule:edge/x'.
    """

    def __init__(self, rules: RuleBase, locations: Locations, unread: Collection[str]) -> None:
        self._rules = rules
        self._fault = locations.fault
        self._unread = unread
        self._names: dict[str, Collection[str]] = {
            "framework": {name for one in rules.frameworks.values() for name in (one.id, *one.ways)},
            "question": rules.questions,
            "source": rules.sources,
            "family": rules.families,
            "source or family": rules.sources.keys() | rules.families.keys(),
            "criterion": rules.criteria,
            "measurement": rules.measurements,
            "tool": rules.tools,
            "library": {library.id for one in rules.signals.values() for library in one.libraries},
            "rule": {rule.id for criterion in rules.criteria.values() for rule in criterion.rules},
        }

    def question(self, question: Question) -> Iterator[Fault]:
        key = f"question:{question.id}"
        if UNKNOWN in question.choices:
            yield self._fault(key, ("choices", UNKNOWN), f"'{UNKNOWN}' is always allowed and never listed")
        yield from self._usual(question, key)
        for n, choice in enumerate(question.fixed):
            yield from self._choice(question, choice, key, ("fixed", n))
        if question.fixed and not question.changeable:
            yield self._fault(key, ("fixed",), "'fixed' belongs to a question that is 'changeable'")
        for field in ("relevant", "unless", "needs"):
            if condition := getattr(question, field):
                yield from self._condition(condition, key, (field,))

    def _usual(self, question: Question, key: str) -> Iterator[Fault]:
        for choice in question.usual:
            yield from self._choice(question, choice, key, ("usual", choice))
        if sum(question.usual.values()) > 1 + 1e-9:
            yield self._fault(key, ("usual",), "the shares under 'usual' add up to more than 1")
        if question.unusual and not question.usual_choice:
            yield self._fault(
                key, ("unusual",), "'unusual' needs a choice that half of all projects make under 'usual'"
            )

    def framework(self, framework: Framework) -> Iterator[Fault]:
        others = [other for other in self._rules.frameworks.values() if other.id != framework.id]
        for n, alias in enumerate(framework.aliases):
            if taken := [other.id for other in others if alias in (other.id, *other.aliases)]:
                message = f"the alias '{alias}' is a name of '{taken[0]}' too"
                yield self._fault(f"framework:{framework.id}", ("aliases", n), message)
        for n, install in enumerate(framework.installs):
            yield from self._condition(install.when, f"framework:{framework.id}", ("installs", n, "when"))
            yield from self._evidence(install.evidence, f"framework:{framework.id}", ("installs", n))

    def tool(self, tool: Tool) -> Iterator[Fault]:
        key = f"tool:{tool.id}"
        for n, name in enumerate(tool.successor):
            if name not in self._rules.frameworks and not self._is_unread("framework", name):
                yield from self._known("tool", name, key, ("successor", n))
        if tool.when:
            yield from self._condition(tool.when, key, ("when",))
        yield from self._evidence(tool.evidence, key)

    def criterion(self, criterion: Criterion) -> Iterator[Fault]:
        key = f"criterion:{criterion.id}"
        for name in criterion.unrated:
            yield from self._known("framework", name, key, ("unrated", name))
        if criterion.across:
            yield from self._known("question", criterion.across, key, ("across",))
        if criterion.moves:
            yield from self._condition(criterion.moves, key, ("moves",))
        for n, one in enumerate(criterion.importance):
            yield from self._both(one, key, ("importance", n))
        for rule in criterion.rules:
            yield from self._rule(rule, criterion)
        for case in criterion.cases:
            yield from self._case(case, f"case:{criterion.id}/{case.name}")

    def route(self, route: Route) -> Iterator[Fault]:
        key = f"route:{route.id}"
        yield from self._known("framework", route.framework, key, ("framework",))
        for name, choice in route.reaches.items():
            yield from self._test(name, choice, key, ("reaches", name))
        for n, hop in enumerate(route.hops):
            yield from self._known("tool", hop.tool, key, ("hops", n, "tool"))
        yield from self._evidence(route.evidence, key)
        yield from self._both(route, key)

    def move(self, move: Move) -> Iterator[Fault]:
        key = f"move:{move.id}"
        yield from self._known("framework", move.to, key, ("to",))
        named = {"existing-code": ("from", move.source), "carry": ("keeps", move.keeps)}
        named |= {"pain": ("relieves", move.relieves), "ties": ("bound_by", move.bound_by)}
        for question, (field, names) in named.items():
            if names:
                yield from self._test(question, names, key, (field,))
        yield from self._both(move, key)
        yield from self._evidence(move.evidence, key)

    def outcome(self, outcome: OutcomeRule) -> Iterator[Fault]:
        key = f"outcome:{outcome.id}"
        yield from self._both(outcome, key)
        if outcome.doubt:
            yield from self._condition(outcome.doubt.when, key, ("doubt", "when"))
        yield from self._evidence(outcome.evidence, key)
        for n, one in enumerate(outcome.take):
            yield from self._known("tool", one.tool, key, ("take", n, "tool"))
            yield from self._all_known("framework", one.leaves_out, key, ("take", n, "leaves_out"))
            yield from self._both(one, key, ("take", n))
            yield from self._evidence(one.evidence, key, ("take", n))

    def contradiction(self, contradiction: Contradiction) -> Iterator[Fault]:
        key = f"contradiction:{contradiction.id}"
        yield from self._both(contradiction, key)
        yield from self._evidence(contradiction.evidence, key)

    def signals(self, signals: Signals) -> Iterator[Fault]:
        for library in signals.libraries:
            for kind in ("framework", "tool"):
                yield from self._known(kind, getattr(library, kind) or "", f"library:{library.id}", (kind,))
        for sign in signals.signs:
            yield from self._all_known("framework", sign.primary, f"sign:{sign.id}", ("primary",))
            for name, choices in sign.answers.items():
                yield from self._test(name, choices, f"sign:{sign.id}", ("answers", name))
        for case in signals.cases:
            yield from self._signal_case(case.expect, f"case:signals/{signals.id}/{case.name}")

    def _signal_case(self, expect: Expected, key: str) -> Iterator[Fault]:
        for grade in Grade:
            for name, choices in getattr(expect, grade).items():
                yield from self._test(name, choices, key, ("expect", grade, name))
        yield from self._all_known("question", expect.silent, key, ("expect", "silent"))
        for name in expect.roles:
            yield from self._known("library", name, key, ("expect", "roles", name))

    def term(self, term: Term) -> Iterator[Fault]:
        for n, reference in enumerate(term.means):
            kind, _, name = reference.partition(":")
            question, equals, choice = name.partition("=")
            if kind == "choice" and equals:
                yield from self._test(question, choice, f"term:{term.id}", ("means", n))
            elif kind in ("framework", "question", "criterion", "tool", "source", "rule"):
                yield from self._known(kind, name, f"term:{term.id}", ("means", n))
            else:
                message = f"'{reference}' is no kind and id, such as tool:litert or choice:deployment=server"
                yield self._fault(f"term:{term.id}", ("means", n), message)

    def measurement(self, measurement: Measurement) -> Iterator[Fault]:
        yield from self._known("source", measurement.source, f"measurement:{measurement.id}", ("source",))

    def probe(self, probe: Probe) -> Iterator[Fault]:
        known = {*self._names["rule"], *self._rules.moves, *self._rules.tools, *self._rules.routes}
        for n, name in enumerate(probe.stands_for):
            kind = "rule" if "/" in name else "tool"
            if name not in known and not self._is_unread(kind, name):
                message = f"there is no rule, move, tool or route '{name}'{did_you_mean(name, known)}"
                yield self._fault(f"probe:{probe.id}", ("stands_for", n), message)

    def precedent(self, precedent: Precedent) -> Iterator[Fault]:
        key = f"precedent:{precedent.id}"
        yield from self._answers(precedent.needs, key, ("needs",))
        yield from self._answers(precedent.wishes, key, ("wishes",))
        for field, names in (("any-of", precedent.any_of), ("all-of", precedent.all_of)):
            yield from self._all_known("question", names, key, (field,))
        if precedent.chose not in self._rules.tools:
            hint = did_you_mean(precedent.chose, self._rules.frameworks)
            if hint and precedent.chose not in self._rules.frameworks:
                yield self._fault(key, ("chose",), f"there is no framework '{precedent.chose}'{hint}")

    def split(self, split: Split) -> Iterator[Fault]:
        key = f"split:{split.id}"
        yield from self._condition(split.when, key, ("when",))
        for n, part in enumerate(split.parts):
            yield from self._answers(part.answers, key, ("parts", n, "answers"))
            for name, choices in part.without.items():
                yield from self._test(name, choices, key, ("parts", n, "without", name))

    def source(self, source: Source) -> Iterator[Fault]:
        key = f"source:{source.id}"
        yield from self._known("family", source.family or "", key, ("family",))
        yield from self._known("source or family", source.copies or "", key, ("copies",))
        copied, passed = source.copies, [source.id]
        while copied in self._rules.sources and copied not in passed:
            passed.append(copied)
            copied = self._rules.sources[copied].copies
        if copied == source.id:
            yield self._fault(key, ("copies",), f"{source.id} copies itself" + self._by_way_of(passed[1:]))

    def _by_way_of(self, passed: list[str]) -> str:
        return f", by way of {listed(passed)}" if passed else ""

    def groups(self) -> Iterator[Fault]:
        for group, members in self._rules.groups.items():
            yield from self._all_known("source", members, "rulebase", ("groups", group))
        yield from self._all_known("question", self._rules.opening, "rulebase", ("opening",))
        for family in self._rules.families.keys() & self._rules.sources.keys():
            yield self._fault(
                "rulebase", ("families", family), f"'{family}' is a source too: give the family another id"
            )

    def circles(self) -> Iterator[Fault]:
        """Rules that set one another aside, so that none of them would be left."""
        overruled = {
            rule.id: rule.supersedes + rule.corrects for c in self._rules.criteria.values() for rule in c.rules
        }
        try:
            TopologicalSorter(overruled).prepare()
        except CycleError as error:
            circle = error.args[1]
            message = f"these rules supersede each other in a circle: {listed(dict.fromkeys(circle))}"
            yield self._fault(f"rule:{circle[0]}", ("supersedes",), message)

    def _rule(self, rule: Rule, criterion: Criterion) -> Iterator[Fault]:
        key = f"rule:{rule.id}"
        if rule.id.partition("/")[0] != criterion.id:
            yield self._fault(key, ("id",), f"the id has to begin with '{criterion.id}/', the criterion it stands in")
        if rule.framework:
            yield from self._known("framework", rule.framework, key, ("framework",))
        for name in rule.ratings:
            yield from self._known("framework", name, key, ("ratings", name))
        yield from self._all_known("framework", rule.blocks, key, ("blocks",))
        yield from self._all_known("tool", rule.via, key, ("via",))
        for field in ("adjust", "says"):
            for name in getattr(rule, field):
                yield from self._known("framework", name, key, (field, name))
        yield from self._all_known("rule", rule.supersedes, key, ("supersedes",))
        yield from self._all_known("rule", rule.corrects, key, ("corrects",))
        yield from self._evidence(rule.evidence, key)
        yield from self._both(rule, key)
        for n, one in enumerate(rule.measured):
            yield from self._known("measurement", one.measurement, key, ("measured", n, "measurement"))

    def _case(self, case: Case, key: str) -> Iterator[Fault]:
        yield from self._answers(case.answers, key, ("answers",))
        for field in ("applies", "silent", "set_aside"):
            yield from self._all_known("rule", getattr(case.expect, field), key, ("expect", field))

    def _answers(self, answers: Mapping[str, Any], key: str, path: Path) -> Iterator[Fault]:
        """Answers that nobody can give."""
        readable = {name: answer for name, answer in answers.items() if not self._is_unread("question", name)}
        for inside, problem in settle(readable, self._rules.questions)[1]:
            yield self._fault(key, (*path, *inside), problem)

    def _evidence(self, evidence: Iterable[Evidence], key: str, path: Path = ()) -> Iterator[Fault]:
        """Sources that are not listed."""
        for n, one in enumerate(evidence):
            yield from self._known("source", one.source, key, (*path, "evidence", n, "source"))

    def _both(self, one: Conditioned, key: str, path: Path = ()) -> Iterator[Fault]:
        """What is wrong in the two halves of a condition."""
        for field, condition in (("when", one.when), ("unless", one.unless)):
            if condition is not None:
                yield from self._condition(condition, key, (*path, field))
                if condition.combinations() > MOST_COMBINATIONS:
                    message = f"this can hold in more than {MOST_COMBINATIONS} ways, too many to evaluate; split it"
                    yield self._fault(key, (*path, field), message)

    def _condition(self, when: When, key: str, path: Path) -> Iterator[Fault]:
        """Questions and choices that are not there, anywhere in a condition."""
        for name, test in when.tests.items():
            yield from self._test(name, test, key, (*path, name))
        for field, group in (("all_of", when.all_of), ("any_of", when.any_of)):
            for n, inner in enumerate(group or ()):
                yield from self._condition(inner, key, (*path, field, n))
        if when.not_:
            yield from self._condition(when.not_, key, (*path, "not"))

    def _test(self, name: str, test: str | tuple[str, ...] | Ask, key: str, path: Path) -> Iterator[Fault]:
        """A question by name, and what its answer is tested for."""
        yield from self._known("question", name, key, path)
        question = self._rules.questions.get(name)
        if question is None:
            return
        if isinstance(test, str):
            yield from self._choice(question, test, key, path)
        elif isinstance(test, tuple):
            yield from self._choices(question, test, key, path)
        elif operators := test.model_dump(exclude_none=True):
            yield from self._operators(question, operators, key, path)
        else:
            yield self._fault(key, path, f"'{name}' is asked nothing; give any, all, none, at_least or at_most")

    def _operators(self, question: Question, operators: Mapping[str, Any], key: str, path: Path) -> Iterator[Fault]:
        for operator, value in operators.items():
            inside = (*path, operator)
            if isinstance(value, tuple):
                yield from self._choices(question, value, key, inside)
                continue
            yield from self._choice(question, value, key, inside)
            if not question.ordered:
                message = f"'{operator}' needs an ordered question, and '{question.id}' is not one; use any"
                yield self._fault(key, inside, message)

    def _choices(self, question: Question, names: tuple[str, ...], key: str, path: Path) -> Iterator[Fault]:
        if not names:
            yield self._fault(key, path, "the list is empty, so it says nothing")
        for n, name in enumerate(names):
            yield from self._choice(question, name, key, (*path, n))

    def _choice(self, question: Question, name: str, key: str, path: Path) -> Iterator[Fault]:
        if name and name not in question.choices:
            hint = did_you_mean(name, question.choices) or f"; the choices are {listed(question.choices)}"
            yield self._fault(key, path, f"'{question.id}' has no choice '{name}'{hint}")

    def _all_known(self, kind: str, names: Iterable[str], key: str, path: Path) -> Iterator[Fault]:
        for n, name in enumerate(names):
            yield from self._known(kind, name, key, (*path, n))

    def _known(self, kind: str, name: str, key: str, path: Path) -> Iterator[Fault]:
        """A fault where a name leads nowhere, unless it leads to something that could not be read."""
        if name and name not in self._names[kind] and not self._is_unread(kind, name):
            yield self._fault(key, path, f"there is no {kind} '{name}'{did_you_mean(name, self._names[kind])}")

    def _is_unread(self, kind: str, name: str) -> bool:
        """Whether a name may be that of a thing that could not be read."""
        if kind == "library":
            return any(key.startswith("signal:") for key in self._unread)
        if kind == "rule":
            kind, name = "criterion", name.partition("/")[0]
        return f"{kind}:*" in self._unread or f"{kind}:{name.partition('@')[0]}" in self._unread
