"""Questions, criteria and rules in full: what the rule base judges by."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.model.rulebase import Criterion, Question, Rule, RuleBase
from fitframe.output.document import Block, Heading, Item, Paragraph
from fitframe.output.explain.evidence import (
    evidence,
    evidence_data,
    measured_blocks,
    of_criterion,
    verified,
    verified_data,
)
from fitframe.output.explain.parts import (
    all_rules,
    facts,
    listing,
    origin,
    plain,
    spoken_of,
)
from fitframe.output.explain.signals import read_from_code
from fitframe.output.wording import framework_name, in_words, listed, sentence, statement, thing_name


def question_blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """What is asked, why, and who reads the answer."""
    question = rules.questions[name]
    yield Heading(f"{question.title} (question {name})", level=1)
    yield Paragraph(question.prompt)
    yield facts(
        ("Why we ask", question.why),
        ("Takes", _takes(question)),
        ("Asked when", in_words(question.relevant, rules.questions) if question.relevant else None),
        ("Essential", "without its answer no recommendation is called clear" if question.essential else None),
        ("Changeable", "a project could change it if it had to" if question.changeable else None),
        origin(rules, "question", name),
    )
    yield from listing("Choices", (Item(text, choice) for choice, text in question.choices.items()))
    yield from listing("Criteria that count more or less by it", map(Item, criteria_raised_by(rules, name)))
    yield from listing("Rules that read it", map(Item, rules_reading(rules, name)))


def question_data(rules: RuleBase, name: str) -> dict[str, object]:
    """The question's fields and who reads it."""
    return {
        **plain(rules.questions[name]),
        "criteria": criteria_raised_by(rules, name),
        "rules": rules_reading(rules, name),
    }


def criteria_raised_by(rules: RuleBase, name: str) -> list[str]:
    """The criteria whose importance depends on the question."""
    return [c.id for c in rules.criteria.values() if any(name in step.when.reads for step in c.importance)]


def rules_reading(rules: RuleBase, name: str) -> list[str]:
    """The rules whose condition looks at the question."""
    return [rule.id for _, rule in all_rules(rules) if name in rule.when.reads]


def choice_ids(rules: RuleBase) -> list[str]:
    """Every choice of every question, as 'question=choice'."""
    return [f"{question.id}={choice}" for question in rules.questions.values() for choice in question.choices]


def choice_blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """What a choice means, and what in the rule base looks at its question."""
    question, choice = _choice(rules, name)
    yield Heading(f"{choice} (choice of {question.id})", level=1)
    yield Paragraph(f"{question.prompt} {sentence(question.choices[choice])}")
    yield facts(("To answer so", f"--set {name}"), origin(rules, "question", question.id))
    yield from listing("Criteria that count more or less by it", map(Item, criteria_raised_by(rules, question.id)))
    yield from listing("Rules that read it", map(Item, rules_reading(rules, question.id)))
    yield from read_from_code(rules, question.id, choice)


def choice_data(rules: RuleBase, name: str) -> dict[str, object]:
    """What a choice means."""
    question, choice = _choice(rules, name)
    return {"question": question.id, "choice": choice, "meaning": question.choices[choice]}


def _choice(rules: RuleBase, name: str) -> tuple[Question, str]:
    question, _, choice = name.partition("=")
    return rules.questions[question], choice


def term_blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """What people mean by a name, and what the rule base holds of that."""
    term = rules.terms[name]
    yield Heading(f"{term.called[0]} (name {name})", level=1)
    if term.says:
        yield Paragraph(term.says)
    yield facts(("Also called", listed(term.called[1:]) if term.called[1:] else None), origin(rules, "term", name))
    yield from listing("See", (Item(f"fitframe explain {reference}") for reference in term.means))


def term_data(rules: RuleBase, name: str) -> dict[str, object]:
    """The fields of a name."""
    return plain(rules.terms[name])


def _takes(question: Question) -> str:
    count = "one choice" if question.takes == "one" else "one or more choices"
    return f"{count}, running from least to most" if question.ordered else count


def criterion_blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """What it measures, when it counts, and what its rules say of each framework."""
    criterion = rules.criteria[name]
    yield Heading(f"{criterion.title} (criterion {name})", level=1)
    yield facts(
        ("Importance", f"{criterion.base}, where nothing raises it"),
        ("Ratings", _combination(rules, criterion)),
        origin(rules, "criterion", name),
    )
    yield from measured_blocks(rules, name)
    yield from listing("Its scale", (Item(step, str(rating)) for rating, step in sorted(criterion.scale.items())))
    yield from listing("What raises its importance", _raises(rules, criterion))
    for framework in rules.frameworks.values():
        yield from listing(framework.name, _ratings_of(rules, criterion, framework.id))


def criterion_data(rules: RuleBase, name: str) -> dict[str, object]:
    """The criterion's fields, and the measurements that bear on it."""
    return {**plain(rules.criteria[name]), "measurements": [one.id for one in of_criterion(rules, name)]}


def _combination(rules: RuleBase, criterion: Criterion) -> str:
    if criterion.across is None:
        return "the mean of the rules that apply, weighted by trust"
    return (
        f"the weakest of those for each answer to {rules.questions[criterion.across].title}, since all have to be met"
    )


def _raises(rules: RuleBase, criterion: Criterion) -> Iterator[Item]:
    for step in criterion.importance:
        yield Item(f"when {in_words(step.when, rules.questions)}. {sentence(step.because)}", f"{step.to}:")


def _ratings_of(rules: RuleBase, criterion: Criterion, framework: str) -> Iterator[Item]:
    for rule in criterion.rules:
        for way, rating in spoken_of(framework, rule).items():
            alone = f" ({framework_name(rules, way)} alone)" if way != framework else ""
            label = "out" if rating is None else f"{rating:g}"
            yield Item(f"{statement(rules, rule.id)} ({rule.id}){alone}", label)
    if framework in criterion.unrated:
        yield Item(criterion.unrated[framework])


def rule_ids(rules: RuleBase) -> list[str]:
    """The ids of all rules."""
    return [rule.id for _, rule in all_rules(rules)]


def rule_blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """The statement, what it rests on, and what it overrules."""
    criterion, rule = next(pair for pair in all_rules(rules) if pair[1].id == name)
    yield Heading(f"{name} (rule)", level=1)
    yield Paragraph(rule.because)
    yield facts(
        ("Holds when", in_words(rule.when, rules.questions)),
        *_ratings_and_blocks(rules, criterion, rule),
        ("Provided that", rule.provided),
        ("Since", rule.since),
        verified(rules, name),
        ("Follows from", listed(one.measurement for one in rule.measured)),
        ("Leads to", listed(thing_name(rules, tool) for tool in rule.via)),
        ("Criterion", f"{criterion.title} ({criterion.id})"),
        origin(rules, "rule", name),
    )
    yield from evidence(rules, rule.evidence)
    yield from listing("Sets aside", (_named(rules, other) for other in rule.supersedes))
    yield from listing("Set aside by", (_named(rules, other) for other in rules_superseding(rules, name)))
    yield from listing("Cases", _cases(criterion, name))


def _ratings_and_blocks(rules: RuleBase, criterion: Criterion, rule: Rule) -> Iterator[tuple[str, str]]:
    """What the rule gives each framework, as facts."""
    steps = {float(step): meaning for step, meaning in criterion.scale.items()}
    for framework, rating in rule.judged.items():
        step = steps.get(rating)
        yield framework_name(rules, framework), f"{rating:g} of 4" + (f", {step}" if step else "")
    if rule.blocks:
        yield "Rules out", listed(framework_name(rules, framework) for framework in rule.blocks)


def rules_superseding(rules: RuleBase, name: str) -> list[str]:
    """The rules that set this one aside where they apply."""
    return [rule.id for _, rule in all_rules(rules) if name in rule.supersedes]


def rule_data(rules: RuleBase, name: str) -> dict[str, object]:
    """The rule's fields and what overrules it."""
    return {
        **plain(rules.rule(name)),
        "evidence": evidence_data(rules, rules.rule(name).evidence),
        "superseded_by": rules_superseding(rules, name),
        "verified": verified_data(rules, name),
    }


def _named(rules: RuleBase, name: str) -> Item:
    return Item(f"{name}: {statement(rules, name)}")


def _cases(criterion: Criterion, name: str) -> Iterator[Item]:
    for case in criterion.cases:
        outcomes = {
            "applies": case.expect.applies,
            "does not apply": case.expect.silent,
            "is set aside": case.expect.set_aside,
        }
        shown = [outcome for outcome, expected in outcomes.items() if name in expected]
        if shown:
            yield Item(f"{case.name}: it {listed(shown)}")
