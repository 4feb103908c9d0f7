"""What rules and answers rest on, in full: sources, measurements, probes and precedents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fitframe.model.evidence import QUANTITIES, Evidence, Measurement, Precedent, Proof, Provenance, Source
from fitframe.model.rulebase import RuleBase
from fitframe.output.document import Block, Heading, Item, Paragraph, Table, Tone, web_address
from fitframe.output.explain.parts import all_rules, facts, listing, origin, plain
from fitframe.output.wording import framework_name, listed, meanings, sentence, thing_name, verified_words


def evidence(rules: RuleBase, entries: Iterable[Evidence]) -> Iterator[Block]:
    """Each piece of evidence with its source."""
    yield from listing("Evidence", (Item(_evidence(rules.sources[entry.source], entry)) for entry in entries))


def _evidence(source: Source, entry: Evidence) -> str:
    kind = f"{source.tier}{', a view only' if entry.opinion else ''}, {source.published or 'undated'}"
    kind += f"; {provenance_words(source.provenance_of(entry))}"
    address = f" {source.url}" if source.url else ""
    return f"{source.title} [{source.id}; {kind}], {entry.where}: {entry.shows.rstrip('.')}.{address}"


def provenance_words(found: Provenance) -> str:
    """Whether evidence is independent and direct, in words."""
    match found:
        case (True, True):
            return "independent and direct"
        case (True, False):
            return "independent, at second hand"
        case (False, True):
            return "direct, not independent"
    return "neither independent nor direct"


def evidence_data(rules: RuleBase, entries: Iterable[Evidence]) -> list[dict[str, object]]:
    """Each piece of evidence, with whether it is independent and direct."""
    return [plain(entry) | rules.sources[entry.source].provenance_of(entry)._asdict() for entry in entries]


def source_blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """What it is, how far to trust it, and what cites it."""
    source = rules.sources[name]
    yield Heading(f"{source.title} (source {name})", level=1)
    yield facts(
        ("By", source.by),
        ("Kind", source.tier),
        ("As evidence", provenance_words(source.provenance)),
        ("Speaks with", _voice_of(rules, name)),
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
    yield from listing("Tools that cite it", (Item(tool) for tool in _tools_citing(rules, name)))


def _voice_of(rules: RuleBase, name: str) -> str | None:
    """With whom a source speaks with one voice on a criterion; None where it speaks for itself."""
    voice = rules.voices.get(name)
    if voice is None:
        return None
    others = [f"[{other}]" for other in rules.sources if other != name and rules.voices.get(other, other) == voice]
    return rules.families.get(voice, "the source that it copies") + (f": {listed(others)}" if others else "")


def source_data(rules: RuleBase, name: str) -> dict[str, object]:
    """The source's fields and what cites it."""
    cited = [rule.id for _, rule in all_rules(rules) if name in {entry.source for entry in rule.evidence}]
    return {
        **plain(rules.sources[name]),
        **rules.sources[name].provenance._asdict(),
        "voice": rules.voices.get(name, name),
        "rules": cited,
        "tools": _tools_citing(rules, name),
    }


def group_blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """The sources in a group."""
    yield Heading(f"{name} (group of sources)", level=1)
    yield Paragraph(f"'--sources {name}' counts only these.")
    yield from listing("Sources", (Item(f"{rules.sources[s].title} [{s}]") for s in rules.groups[name]))


def group_data(rules: RuleBase, name: str) -> dict[str, object]:
    """The ids of the sources in a group."""
    return {"sources": rules.groups[name]}


def _tools_citing(rules: RuleBase, name: str) -> list[str]:
    return [tool.id for tool in rules.tools.values() if name in {entry.source for entry in tool.evidence}]


_GRADES = {
    "A": "public or audited records of the same work",
    "B": "one team's published method",
    "C": "small, or under conditions that differ",
}


def measurement_blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """What was measured, on what, by whom, and the figures."""
    one = rules.measurements[name]
    yield Heading(f"{one.title} (measurement {name})", level=1)
    yield facts(
        ("Quantity", f"{one.quantity}, in {one.unit}; {_better(one)}"),
        ("Hardware", one.setup.hardware),
        ("Software", one.setup.software),
        ("Note", one.setup.note),
        ("Measured by", f"{one.by}, {'independent' if one.independent else 'with a stake in it'}"),
        ("Grade", f"{one.grade}: {_GRADES[one.grade]}"),
        ("Of", one.day),
        ("To repeat", one.repeat),
        ("Source", f"{rules.sources[one.source].title} [{one.source}]"),
        ("Bears on", QUANTITIES[one.quantity].criterion),
        origin(rules, "measurement", name),
    )
    yield figures(rules, one)


def measurement_data(rules: RuleBase, name: str) -> dict[str, object]:
    """The measurement's fields."""
    return plain(rules.measurements[name])


def of_criterion(rules: RuleBase, criterion: str) -> list[Measurement]:
    """The measurements of quantities that bear on a criterion, the newest first."""
    found = [one for one in rules.measurements.values() if QUANTITIES[one.quantity].criterion == criterion]
    return sorted(found, key=lambda one: one.day, reverse=True)


def measured_blocks(rules: RuleBase, criterion: str) -> Iterator[Block]:
    """A table for each measurement that bears on a criterion."""
    for one in of_criterion(rules, criterion):
        yield Heading(f"Measured: {one.title} ({one.id})")
        yield figures(rules, one)
        told = f"In {one.unit}, {_better(one)}. {one.setup.hardware}; {one.setup.software}."
        yield Paragraph(f"{told} By {one.by}, {one.day}.", Tone.QUIET)


def figures(rules: RuleBase, one: Measurement) -> Table:
    """A row a workload, a column for everything that was measured."""
    names = list(dict.fromkeys(name for row in one.figures for name in row.values))
    head = ("Workload", *(_name(rules, name) for name in names))
    rows = [(row.workload, *(f"{row.values[n]:g}" if n in row.values else "" for n in names)) for row in one.figures]
    if len(names) > len(one.figures) + 1:  # few workloads and many columns read better the other way round
        head = ("", *(row.workload for row in one.figures))
        rows = [
            (_name(rules, n), *(f"{row.values[n]:g}" if n in row.values else "" for row in one.figures)) for n in names
        ]
    return Table(head, tuple(rows))


def _better(one: Measurement) -> str:
    return "less is better" if QUANTITIES[one.quantity].lower_is_better else "more is better"


def _name(rules: RuleBase, name: str) -> str:
    framework = name.partition("@")[0]
    return framework_name(rules, name) if framework in rules.frameworks else thing_name(rules, name)


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
