"""A report as one JSON object. Its keys and shapes are an interface; docs/check.schema.json describes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fitframe.model.verdict import Acceptance, CheckReport, Finding, Place, Result
from fitframe.output import stamp
from fitframe.output.check import Context
from fitframe.output.document import json_text


class Entries:
    """The entries of a JSON list, written as they come; a comma goes before each but the first."""

    def __init__(self, indent: int) -> None:
        self._lead = "\n" + " " * indent
        self._begun = False

    def add(self, entries: Iterable[object]) -> str:
        """The text of the next entries, each on a line of its own."""
        pieces = []
        for entry in entries:
            pieces.append(f"{',' if self._begun else ''}{self._lead}{json_text(entry)}")
            self._begun = True
        return "".join(pieces)


def members(values: Mapping[str, object], separator: str = ", ") -> str:
    """The members of a JSON object without its braces, as in '"checked": 2, "fits": 1'."""
    return separator.join(f"{json_text(key)}: {json_text(value)}" for key, value in values.items())


class Json:
    """`results` while they come, the summary after them."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._results = Entries(indent=4)

    def start(self) -> str:
        """By what the profiles are judged, and the beginning of the results."""
        rules = self._context.rules
        head = {**stamp(rules.version, rules.digest), "as_of": self._context.as_of}
        return f'{{\n  {members(head, _NEXT_LINE)},\n  "results": ['

    def result(self, result: Result) -> str:
        """One entry of the results."""
        return self._results.add([result_data(result)])

    def end(self, report: CheckReport) -> str:
        """What concerns no single profile, and the summary."""
        tail = {
            "findings": [finding_data(finding) for finding in report.findings],
            "summary": report.summary._asdict(),
            "exit_code": report.exit_code,
        }
        return f"\n  ],\n  {members(tail, _NEXT_LINE)}\n}}\n"


_NEXT_LINE = ",\n  "


def result_data(result: Result) -> dict[str, object]:
    """A result as plain values, floats rounded."""
    return {
        "path": result.path,
        "name": result.name,
        "choice": result.choice,
        "verdict": result.verdict,
        "waived": result.waived,
        "baselined": result.baselined,
        "best": result.best,
        "gap": None if result.gap is None else round(result.gap, 2),
        "confidence": result.confidence,
        "how_often": result.how_often and result.how_often._asdict(),
        "share_first": None if result.share_first is None else round(result.share_first, 3),
        "reasons": [reason._asdict() | {"points": round(reason.points, 2)} for reason in result.reasons],
        "right_if": None if result.turns is None else [turn._asdict() for turn in result.turns],
        "findings": [finding_data(finding) for finding in result.findings],
    }


def finding_data(finding: Finding) -> dict[str, object]:
    """A finding as plain values."""
    return {
        "kind": finding.kind,
        "level": finding.level,
        "message": finding.message,
        **_place(finding.place),
        "rule": finding.rule,
        "layer": finding.layer,
        "framework": finding.framework,
        "related": [{**_place(related.place), "message": related.message} for related in finding.related],
        "accepted": finding.accepted and _acceptance(finding.accepted),
    }


def _place(place: Place) -> dict[str, object]:
    return {"path": place.path, "line": place.line, "column": place.column}


def _acceptance(acceptance: Acceptance) -> dict[str, object]:
    return {
        "by": acceptance.by,
        **_place(acceptance.place),
        "reason": acceptance.reason,
        "owner": acceptance.owner,
        "expires": acceptance.expires,
        "link": acceptance.link,
    }
