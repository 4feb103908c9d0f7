"""Facts that a machine looks up again: a probe in full, and when a thing was last found true."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.model.evidence import Proof
from fitframe.model.rulebase import RuleBase
from fitframe.output.document import Block, Heading, Item, Paragraph
from fitframe.output.explain.parts import facts, listing, origin, plain
from fitframe.output.wording import verified_words


def verified(rules: RuleBase, name: str) -> tuple[str, str | None]:
    """The fact of when a machine last looked up what a thing rests on, and what it saw."""
    found = rules.verified().get(name)
    return "Checked", found and f"{verified_words(found)}: {found.seen} ({found.probe})"


def verified_data(rules: RuleBase, name: str) -> dict[str, object] | None:
    """The same as plain values; None where no machine has looked."""
    found = rules.verified().get(name)
    return found and {"day": found.day, "holds": found.holds, "probe": found.probe, "seen": found.seen}


def probe_blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """What it holds to be true, what it asks of whom, and what was seen so far."""
    probe = rules.probes[name]
    yield Heading(f"{name} (probe)", level=1)
    yield Paragraph(probe.fact)
    yield facts(
        ("Kind", probe.probe.kind),
        ("Looks at", _looks_at(rules, name)),
        ("Expects", probe.expect),
        ("When it breaks", probe.when_it_breaks),
        ("Stands for", ", ".join(probe.stands_for)),
        origin(rules, "probe", name),
    )
    seen = (Item(f"{proof.outcome}: {proof.seen}", f"{proof.day}:") for proof in _proofs(rules, name))
    yield from listing("What was seen", seen)


def probe_data(rules: RuleBase, name: str) -> dict[str, object]:
    """The probe's fields, and its proofs."""
    return {**plain(rules.probes[name]), "proofs": [plain(proof) for proof in _proofs(rules, name)]}


def _proofs(rules: RuleBase, name: str) -> list[Proof]:
    return [proof for proof in rules.proofs if proof.probe == name]


def _looks_at(rules: RuleBase, name: str) -> str:
    """'package tensorflow, python 3.14', say."""
    asked = rules.probes[name].probe.model_dump(exclude_unset=True, exclude={"kind"})
    return ", ".join(f"{key} {', '.join(value) if isinstance(value, tuple) else value}" for key, value in asked.items())
