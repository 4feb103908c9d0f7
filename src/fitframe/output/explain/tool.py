"""A tool in full."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.model.rulebase import RuleBase
from fitframe.output.document import Block, Heading, Item, Paragraph
from fitframe.output.explain.parts import all_rules, evidence, facts, listing, origin, plain
from fitframe.output.wording import standing, standings, statement, thing_name


def blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """Where it stands in its life, what to use instead, and which rules lead to it."""
    tool = rules.tools[name]
    yield Heading(f"{tool.name} (tool {name})", level=1)
    yield Paragraph(f"{standing(rules, tool)} {tool.summary}")
    yield facts(
        ("Belongs to", tool.belongs_to and thing_name(rules, tool.belongs_to)),
        ("Instead", tool.instead),
        origin(rules, "tool", name),
    )
    heirs = (rules.tools[heir] for heir in tool.successor if heir in rules.tools)
    yield from listing("Its successors", standings(rules, heirs))
    yield from evidence(rules, tool.evidence)
    yield from listing(
        "Rules that lead to it", (Item(f"{rule}: {statement(rules, rule)}") for rule in led_from(rules, name))
    )


def data(rules: RuleBase, name: str) -> dict[str, object]:
    """The tool's fields, its successors' status, and the rules that lead to it."""
    tool = rules.tools[name]
    statuses = {heir: rules.tools[heir].status for heir in tool.successor if heir in rules.tools}
    return {**plain(tool), "successor_status": statuses, "rules": led_from(rules, name)}


def led_from(rules: RuleBase, name: str) -> list[str]:
    """The rules that lead to the tool."""
    return [rule.id for _, rule in all_rules(rules) if name in rule.via]
