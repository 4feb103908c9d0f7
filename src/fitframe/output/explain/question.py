"""A question in full."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.model.rulebase import Question, RuleBase
from fitframe.output.document import Block, Heading, Item, Paragraph
from fitframe.output.explain.parts import all_rules, facts, listing, origin, plain
from fitframe.output.wording import in_words


def blocks(rules: RuleBase, name: str) -> Iterator[Block]:
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
    yield from listing("Criteria that count more or less by it", map(Item, raised_by(rules, name)))
    yield from listing("Rules that read it", map(Item, read_by(rules, name)))


def data(rules: RuleBase, name: str) -> dict[str, object]:
    """The question's fields and who reads it."""
    return {**plain(rules.questions[name]), "criteria": raised_by(rules, name), "rules": read_by(rules, name)}


def raised_by(rules: RuleBase, name: str) -> list[str]:
    """The criteria whose importance depends on the question."""
    return [c.id for c in rules.criteria.values() if any(name in step.when.reads for step in c.importance)]


def read_by(rules: RuleBase, name: str) -> list[str]:
    """The rules whose condition looks at the question."""
    return [rule.id for _, rule in all_rules(rules) if name in rule.when.reads]


def _takes(question: Question) -> str:
    count = "one choice" if question.takes == "one" else "one or more choices"
    return f"{count}, running from least to most" if question.ordered else count
