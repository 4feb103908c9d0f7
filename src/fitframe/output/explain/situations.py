"""Moves, outcomes, contradictions and splits in full: what a project's situation leads to beside a ranking."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.model.fields import When
from fitframe.model.rulebase import RuleBase
from fitframe.output.document import Block, Heading, Item, Paragraph
from fitframe.output.explain.evidence import evidence
from fitframe.output.explain.parts import facts, listing, origin
from fitframe.output.wording import framework_name, in_words, listed, thing_name


def _holds(rules: RuleBase, when: When | None) -> str | None:
    return in_words(when, rules.questions) if when and when.reads else None


def _choices(rules: RuleBase, question: str, names: tuple[str, ...]) -> str:
    return listed(rules.questions[question].choices[name] for name in names)


def move_blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """Where it leads from and to, what survives it, its steps, and what it rests on."""
    move = rules.moves[name]
    yield Heading(f"{name} (move)", level=1)
    yield Paragraph(move.because)
    yield facts(
        ("Kind", move.kind),
        ("From", _choices(rules, "existing-code", move.source)),
        ("To", framework_name(rules, move.to)),
        ("Keeps", _choices(rules, "carry", move.keeps)),
        ("Takes away", _choices(rules, "pain", move.relieves)),
        ("Effort", move.effort),
        ("Larger where the code is bound to", _choices(rules, "ties", move.bound_by)),
        ("Open when", _holds(rules, move.when)),
        ("Not open when", _holds(rules, move.unless)),
        ("Since", move.since),
        origin(rules, "move", name),
    )
    yield from listing("Steps", (Item(step, f"{number}.") for number, step in enumerate(move.steps, 1)))
    yield from evidence(rules, move.evidence)


def outcome_blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """When it decides, what to take then, and what it rests on."""
    rule = rules.outcomes[name]
    yield Heading(f"{name} (outcome: {rule.outcome})", level=1)
    yield Paragraph(rule.because)
    yield facts(
        ("Holds when", _holds(rules, rule.when)),
        ("Not when", _holds(rules, rule.unless)),
        ("Said with less confidence when", _holds(rules, rule.doubt.when if rule.doubt else None)),
        ("Since", rule.since),
        origin(rules, "outcome", name),
    )
    yield from listing("What to take", (Item(one.because, f"{thing_name(rules, one.tool)}:") for one in rule.take))
    yield from evidence(rules, rule.evidence)


def contradiction_blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """Which answers cannot stand together, and the question that clears it up."""
    clash = rules.contradictions[name]
    yield Heading(f"{name} (contradiction: {clash.kind})", level=1)
    yield Paragraph(f"{clash.because} {clash.ask}")
    yield facts(
        ("Holds when", _holds(rules, clash.when)),
        ("Not when", _holds(rules, clash.unless)),
        origin(rules, "contradiction", name),
    )
    yield from evidence(rules, clash.evidence)


def split_blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """When a project's parts are advised one by one, and which parts those are."""
    split = rules.splits[name]
    yield Heading(f"{name} (split)", level=1)
    yield Paragraph(split.because)
    yield facts(("Holds when", _holds(rules, split.when)), origin(rules, "split", name))
    yield from listing("Parts", (Item(part.name) for part in split.parts))
