"""A source in full, and a group of sources."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.model.rulebase import RuleBase
from fitframe.output.document import Block, Heading, Item, Paragraph
from fitframe.output.explain.parts import all_rules, facts, listing, origin, plain


def blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """What it is, how far to trust it, and what cites it."""
    source = rules.sources[name]
    yield Heading(f"{source.title} (source {name})", level=1)
    yield facts(
        ("By", source.by),
        ("Kind", source.tier),
        ("Published", source.published or "no date given"),
        ("Last read", source.accessed),
        ("Address", source.url),
        ("Note", source.note),
        origin(rules, "source", name),
    )
    cited = (
        Item(f"{rule.id}, {entry.where}: {entry.shows}")
        for _, rule in all_rules(rules)
        for entry in rule.evidence
        if entry.source == name
    )
    yield from listing("Rules that cite it", cited)
    yield from listing("Tools that cite it", (Item(tool) for tool in _tools(rules, name)))


def data(rules: RuleBase, name: str) -> dict[str, object]:
    """The source's fields and what cites it."""
    cited = [rule.id for _, rule in all_rules(rules) if name in {entry.source for entry in rule.evidence}]
    return {**plain(rules.sources[name]), "rules": cited, "tools": _tools(rules, name)}


def group_blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """The sources in a group."""
    yield Heading(f"{name} (group of sources)", level=1)
    yield Paragraph(f"'--sources {name}' counts only these.")
    yield from listing("Sources", (Item(f"{rules.sources[s].title} [{s}]") for s in rules.groups[name]))


def group_data(rules: RuleBase, name: str) -> dict[str, object]:
    """The ids of the sources in a group."""
    return {"sources": rules.groups[name]}


def _tools(rules: RuleBase, name: str) -> list[str]:
    return [tool.id for tool in rules.tools.values() if name in {entry.source for entry in tool.evidence}]
