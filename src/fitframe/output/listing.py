"""What the rule base holds, as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from fitframe.model.rulebase import Route, RuleBase
from fitframe.output import Detail, Listed, Subject, stamp
from fitframe.output.document import Document, Table
from fitframe.output.explain.signals import libraries, signs

Value = str | int | tuple[str, ...] | Mapping[str, float] | None


class Columns(NamedTuple):
    """How one kind is listed."""

    head: tuple[str, ...]
    rows: Callable[[RuleBase], Iterable[tuple[Value, ...]]]


COLUMNS: dict[Listed, Columns] = {
    "criteria": Columns(
        ("id", "rules", "base", "title"),
        lambda rules: ((c.id, len(c.rules), c.base, c.title) for c in rules.criteria.values()),
    ),
    "rules": Columns(
        ("id", "ratings", "blocks", "because"),
        lambda rules: ((r.id, r.judged, r.blocks, r.because) for c in rules.criteria.values() for r in c.rules),
    ),
    "questions": Columns(
        ("id", "takes", "prompt"),
        lambda rules: ((q.id, q.takes, q.prompt) for q in rules.questions.values()),
    ),
    "frameworks": Columns(
        ("id", "name", "character"),
        lambda rules: ((f.id, f.name, f.character) for f in rules.frameworks.values()),
    ),
    "tools": Columns(
        ("id", "status", "successor", "name"),
        lambda rules: ((t.id, t.status, t.successor, t.name) for t in rules.tools.values()),
    ),
    "routes": Columns(
        ("id", "framework", "reaches", "support"),
        lambda rules: ((r.id, r.framework, _reached(r), f"{r.support:g}") for r in rules.routes.values()),
    ),
    "moves": Columns(
        ("id", "kind", "from", "to"),
        lambda rules: ((m.id, m.kind, m.source, m.to) for m in rules.moves.values()),
    ),
    "outcomes": Columns(
        ("id", "outcome", "because"),
        lambda rules: ((o.id, o.outcome, o.because) for o in rules.outcomes.values()),
    ),
    "contradictions": Columns(
        ("id", "kind", "because"),
        lambda rules: ((c.id, c.kind, c.because) for c in rules.contradictions.values()),
    ),
    "terms": Columns(
        ("id", "called", "means"),
        lambda rules: ((t.id, t.called, t.means) for t in rules.terms.values()),
    ),
    "splits": Columns(
        ("id", "parts"),
        lambda rules: ((s.id, tuple(part.name for part in s.parts)) for s in rules.splits.values()),
    ),
    "sources": Columns(
        ("id", "tier", "published", "title"),
        lambda rules: ((s.id, s.tier, s.published, s.title) for s in rules.sources.values()),
    ),
    "measurements": Columns(
        ("id", "quantity", "grade", "of", "title"),
        lambda rules: ((m.id, m.quantity, m.grade, m.day, m.title) for m in rules.measurements.values()),
    ),
    "probes": Columns(
        ("id", "kind", "checked", "fact"),
        lambda rules: ((p.id, p.probe.kind, _checked(rules, p.id), p.fact) for p in rules.probes.values()),
    ),
    "precedents": Columns(
        ("id", "decided", "chose", "outcome", "title"),
        lambda rules: ((p.id, p.decided, p.chose, p.outcome, p.title) for p in rules.precedents.values()),
    ),
    "groups": Columns(("id", "sources"), lambda rules: rules.groups.items()),
    "libraries": Columns(
        ("id", "framework", "role", "name"),
        lambda rules: ((one.id, one.framework, one.role, one.name) for one in libraries(rules).values()),
    ),
    "signs": Columns(
        ("id", "grade", "answers", "because"),
        lambda rules: ((one.id, one.grade, tuple(one.answers), one.because) for one in signs(rules).values()),
    ),
}


def _checked(rules: RuleBase, probe: str) -> str:
    """When a machine last looked, and what came of it."""
    newest = next((proof for proof in reversed(rules.proofs) if proof.probe == probe), None)
    return f"{newest.outcome} {newest.day}" if newest else "never"


def _reached(route: Route) -> str:
    ((question, choice),) = route.reaches.items()
    return f"{question}={choice}"


@dataclass(frozen=True, slots=True)
class Listing(Subject):
    """All things of one kind, or how many there are of each."""

    rules: RuleBase
    kind: Listed | None

    def document(self, detail: Detail) -> Document:
        """One table."""
        head, rows = self._table()
        return (Table(head, tuple(tuple(map(_cell, row)) for row in rows)),)

    def data(self) -> Mapping[str, object]:
        """The object that `-f json` prints: under the kind's name one object for each row."""
        head, rows = self._table()
        found = [dict(zip(head, row, strict=True)) for row in rows]
        return {**stamp(self.rules.version, self.rules.digest), self.kind or "kinds": found}

    def _table(self) -> tuple[tuple[str, ...], Iterable[tuple[Value, ...]]]:
        if self.kind:
            return COLUMNS[self.kind].head, COLUMNS[self.kind].rows(self.rules)
        counts = ((kind, len(list(columns.rows(self.rules)))) for kind, columns in COLUMNS.items())
        return ("kind", "number"), counts


def _cell(value: Value) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {number:g}" for name, number in value.items())
    return ", ".join(value) if isinstance(value, tuple) else str("" if value is None else value)
