"""A rule in full."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.model.rulebase import Criterion, Rule, RuleBase
from fitframe.output.document import Block, Heading, Item, Paragraph
from fitframe.output.explain.parts import all_rules, evidence, facts, listing, origin, plain
from fitframe.output.wording import framework_name, in_words, listed, statement, thing_name


def ids(rules: RuleBase) -> list[str]:
    """The ids of all rules."""
    return [rule.id for _, rule in all_rules(rules)]


def blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """The statement, what it rests on, and what it overrules."""
    criterion, rule = next(pair for pair in all_rules(rules) if pair[1].id == name)
    yield Heading(f"{name} (rule)", level=1)
    yield Paragraph(rule.because)
    yield facts(
        ("Holds when", in_words(rule.when, rules.questions)),
        *judgements(rules, criterion, rule),
        ("Provided that", rule.provided),
        ("Since", rule.since),
        ("Leads to", listed(thing_name(rules, tool) for tool in rule.via)),
        ("Criterion", f"{criterion.title} ({criterion.id})"),
        origin(rules, "rule", name),
    )
    yield from evidence(rules, rule.evidence)
    yield from listing("Sets aside", (_named(rules, other) for other in rule.supersedes))
    yield from listing("Set aside by", (_named(rules, other) for other in superseded_by(rules, name)))
    yield from listing("Cases", _cases(criterion, name))


def judgements(rules: RuleBase, criterion: Criterion, rule: Rule) -> Iterator[tuple[str, str]]:
    """What the rule gives each framework, as facts."""
    steps = {float(step): meaning for step, meaning in criterion.scale.items()}
    for framework, rating in rule.judged.items():
        step = steps.get(rating)
        yield framework_name(rules, framework), f"{rating:g} of 4" + (f", {step}" if step else "")
    if rule.blocks:
        yield "Rules out", listed(framework_name(rules, framework) for framework in rule.blocks)


def superseded_by(rules: RuleBase, name: str) -> list[str]:
    """The rules that set this one aside where they apply."""
    return [rule.id for _, rule in all_rules(rules) if name in rule.supersedes]


def data(rules: RuleBase, name: str) -> dict[str, object]:
    """The rule's fields and what overrules it."""
    return {**plain(rules.rule(name)), "superseded_by": superseded_by(rules, name)}


def _named(rules: RuleBase, name: str) -> Item:
    return Item(f"{name}: {statement(rules, name)}")


def _cases(criterion: Criterion, name: str) -> Iterator[Item]:
    for case in criterion.cases:
        outcomes = {
            "applies": case.expect.applies,
            "does not apply": case.expect.silent,
            "is set aside": case.expect.set_aside,
        }
        told = [outcome for outcome, expected in outcomes.items() if name in expected]
        if told:
            yield Item(f"{case.name}: it {listed(told)}")
