"""Decisions of real projects in full."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.model.evidence import Precedent
from fitframe.model.rulebase import RuleBase
from fitframe.output.document import Block, Heading, Item, Paragraph, web_address
from fitframe.output.explain.parts import facts, listing, origin, plain
from fitframe.output.wording import listed, meanings, sentence, thing_name


def precedent_blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """What was decided in which situation, how it went, and where that can be read."""
    precedent = rules.precedents[name]
    yield Heading(f"{precedent.title} (precedent {name})", level=1)
    yield Paragraph(f"{sentence(precedent.how)} {sentence(precedent.happened)}")
    yield facts(
        ("Decided", precedent.decided),
        ("Among", listed((thing_name(rules, one) for one in precedent.among), "or")),
        ("Chose", f"{thing_name(rules, precedent.chose)} ({precedent.comes_to})"),
        ("Outcome", precedent.outcome),
        ("Source", f"{web_address(precedent.source)}, read on {precedent.read}"),
        ("Also", precedent.also),
        origin(rules, "precedent", name),
    )
    yield from listing("Its needs", _answers(precedent, rules))


def _answers(precedent: Precedent, rules: RuleBase) -> Iterator[Item]:
    for kind, answers in (("", precedent.needs), ("would be nice: ", precedent.wishes)):
        for question, answer in answers.items():
            yield Item(f"{kind}{listed(meanings(rules, question, answer))}", f"{question}:")


def precedent_data(rules: RuleBase, name: str) -> dict[str, object]:
    """The precedent's fields."""
    return plain(rules.precedents[name])
