"""Figures: a measurement in full, and the tables beside a criterion."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.model.evidence import QUANTITIES, Measurement
from fitframe.model.rulebase import RuleBase
from fitframe.output.document import Block, Heading, Paragraph, Table, Tone
from fitframe.output.explain.parts import facts, origin, plain
from fitframe.output.wording import framework_name, thing_name

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
