"""Names in a rule base that have to lead somewhere: without them the engine cannot run.

Each check yields faults with file and line. Names of things that are there but could not be read are let pass, so
that one broken file is not told a hundred times.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from graphlib import CycleError, TopologicalSorter

from fitframe.errors import Fault
from fitframe.models import UNKNOWN, Case, Criterion, Framework, Question, Route, Rule, RuleBase, Split, Tool
from fitframe.rulebase.atlas import Atlas
from fitframe.rulebase.lookups import Lookups
from fitframe.rulebase.wording import listed


def faults_between(rules: RuleBase, atlas: Atlas, unread: Collection[str] = ()) -> list[Fault]:
    """Every name that leads nowhere, and every condition on an answer that nobody can give.

    `unread` has 'kind:id' of the things that are there but at fault, and 'kind:*' where their ids are not known.
    """
    check = _Check(rules, atlas, unread)
    parts = (
        *map(check.question, rules.questions.values()),
        *map(check.framework, rules.frameworks.values()),
        *map(check.tool, rules.tools.values()),
        *map(check.criterion, rules.criteria.values()),
        *map(check.route, rules.routes.values()),
        *map(check.split, rules.splits.values()),
        check.groups(),
        check.circles(),
    )
    return [fault for part in parts for fault in part]


class _Check(Lookups):
    def question(self, question: Question) -> Iterator[Fault]:
        key = f"question:{question.id}"
        if UNKNOWN in question.choices:
            yield self.fault(key, ("choices", UNKNOWN), f"'{UNKNOWN}' is always allowed and never listed")
        for choice in question.usual:
            yield from self.choice(question, choice, key, ("usual", choice))
        for n, choice in enumerate(question.fixed):
            yield from self.choice(question, choice, key, ("fixed", n))
        if question.fixed and not question.changeable:
            yield self.fault(key, ("fixed",), "'fixed' belongs to a question that is 'changeable'")
        if sum(question.usual.values()) > 1 + 1e-9:
            yield self.fault(key, ("usual",), "the shares under 'usual' add up to more than 1")
        if question.relevant:
            yield from self.condition(question.relevant, key, ("relevant",))

    def framework(self, framework: Framework) -> Iterator[Fault]:
        others = [other for other in self.rules.frameworks.values() if other.id != framework.id]
        for n, alias in enumerate(framework.aliases):
            if taken := [other.id for other in others if alias in (other.id, *other.aliases)]:
                message = f"the alias '{alias}' is a name of '{taken[0]}' too"
                yield self.fault(f"framework:{framework.id}", ("aliases", n), message)

    def tool(self, tool: Tool) -> Iterator[Fault]:
        key = f"tool:{tool.id}"
        for n, name in enumerate(tool.successor):
            if name not in self.rules.frameworks and not self.is_unread("framework", name):
                yield from self.known("tool", name, key, ("successor", n))
        if tool.when:
            yield from self.condition(tool.when, key, ("when",))
        yield from self.evidence(tool.evidence, key)

    def criterion(self, criterion: Criterion) -> Iterator[Fault]:
        key = f"criterion:{criterion.id}"
        for name in criterion.unrated:
            yield from self.known("framework", name, key, ("unrated", name))
        if criterion.across:
            yield from self.known("question", criterion.across, key, ("across",))
        for n, one in enumerate(criterion.importance.raise_):
            yield from self.condition(one.when, key, ("importance", "raise", n, "when"))
        for rule in criterion.rules:
            yield from self._rule(rule, criterion)
        for case in criterion.cases:
            yield from self._case(case, f"case:{criterion.id}/{case.name}")

    def route(self, route: Route) -> Iterator[Fault]:
        key = f"route:{route.id}"
        yield from self.known("framework", route.framework, key, ("framework",))
        for name, choice in route.reaches.items():
            yield from self.asked(name, choice, key, ("reaches", name))
        for n, hop in enumerate(route.hops):
            yield from self.known("tool", hop.tool, key, ("hops", n, "tool"))
        yield from self.evidence(route.evidence, key)
        yield from self.condition(route.when, key, ("when",))

    def split(self, split: Split) -> Iterator[Fault]:
        key = f"split:{split.id}"
        yield from self.condition(split.when, key, ("when",))
        for n, part in enumerate(split.parts):
            yield from self.answers(part.answers, key, ("parts", n, "answers"))
            for name, choices in part.without.items():
                yield from self.asked(name, choices, key, ("parts", n, "without", name))

    def groups(self) -> Iterator[Fault]:
        for group, members in self.rules.groups.items():
            yield from self.all_known("source", members, "rulebase", ("groups", group))

    def circles(self) -> Iterator[Fault]:
        """Rules that set one another aside, so that none of them would be left."""
        overruled = {rule.id: rule.supersedes for c in self.rules.criteria.values() for rule in c.rules}
        try:
            TopologicalSorter(overruled).prepare()
        except CycleError as error:
            circle = error.args[1]
            message = f"these rules supersede each other in a circle: {listed(dict.fromkeys(circle))}"
            yield self.fault(f"rule:{circle[0]}", ("supersedes",), message)

    def _rule(self, rule: Rule, criterion: Criterion) -> Iterator[Fault]:
        key = f"rule:{rule.id}"
        if rule.id.partition("/")[0] != criterion.id:
            yield self.fault(key, ("id",), f"the id has to begin with '{criterion.id}/', the criterion it stands in")
        if rule.framework:
            yield from self.known("framework", rule.framework, key, ("framework",))
        for name in rule.ratings:
            yield from self.known("framework", name, key, ("ratings", name))
        yield from self.all_known("framework", rule.blocks, key, ("blocks",))
        yield from self.all_known("tool", rule.via, key, ("via",))
        yield from self.all_known("rule", rule.supersedes, key, ("supersedes",))
        yield from self.evidence(rule.evidence, key)
        yield from self.condition(rule.when, key, ("when",))

    def _case(self, case: Case, key: str) -> Iterator[Fault]:
        yield from self.answers(case.answers, key, ("answers",))
        for field in ("applies", "silent", "set_aside"):
            yield from self.all_known("rule", getattr(case.expect, field), key, ("expect", field))
