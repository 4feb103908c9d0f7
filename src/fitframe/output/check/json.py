"""A run as one JSON object. Its keys and shapes are an interface; docs/check.schema.json describes them."""

from __future__ import annotations

import json

from fitframe.model.verdict import Acceptance, Finding, Place, Result
from fitframe.output import stamp
from fitframe.output.check import Ending, Setting


class Json:
    """`results` while they come, the summary after them."""

    def __init__(self, setting: Setting) -> None:
        self._stamp = setting.stamp
        self._first = True

    def start(self) -> str:
        """The stamp, and the beginning of the results."""
        head = {**stamp(self._stamp.rules_version, self._stamp.rules_digest), "as_of": self._stamp.as_of}
        return f'{json.dumps(head, indent=2)[:-2]},\n  "results": ['

    def result(self, result: Result) -> str:
        """One entry of the results."""
        comma, self._first = "" if self._first else ",", False
        return f"{comma}\n    {json.dumps(result_data(result))}"

    def end(self, ending: Ending) -> str:
        """What is left over, and the summary."""
        left = [finding_data(finding) for finding in ending.leftovers]
        close = "]" if self._first else "\n  ]"
        return (
            f'{close},\n  "findings": {json.dumps(left)},\n  "summary": {json.dumps(ending.summary._asdict())},\n'
            f'  "exit_code": {ending.exit_code}\n}}\n'
        )


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
