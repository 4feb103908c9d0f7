"""A run as a report for GitLab's Code Quality."""

from __future__ import annotations

import json
from collections.abc import Iterable

from fitframe.model.verdict import Finding, Kind, Level, Result
from fitframe.output.check import Ending, Setting
from fitframe.output.check.fingerprints import fingerprinted
from fitframe.output.check.words import told

_SEVERITIES = {Level.ERROR: "major", Level.WARNING: "minor", Level.NOTE: "info"}


class GitLab:
    """A list of findings. Those that are accepted are information."""

    def __init__(self, setting: Setting) -> None:
        del setting
        self._first = True

    def start(self) -> str:
        """The list's beginning."""
        return "["

    def result(self, result: Result) -> str:
        """The findings of one profile."""
        return self._written(result.findings, result.choice)

    def end(self, ending: Ending) -> str:
        """What is left over, and the list's end."""
        return f"{self._written(ending.leftovers, None)}\n]\n"

    def _written(self, findings: Iterable[Finding], choice: str | None) -> str:
        pieces = []
        for finding, fingerprint in fingerprinted(findings, choice):
            comma, self._first = "" if self._first else ",", False
            pieces.append(f"{comma}\n  {json.dumps(_entry(finding, fingerprint))}")
        return "".join(pieces)


def _entry(finding: Finding, fingerprint: str) -> dict[str, object]:
    return {
        "description": told(finding),
        "check_name": f"fitframe/{finding.kind}",
        "fingerprint": fingerprint,
        "severity": _severity(finding),
        "location": {"path": finding.place.path, "lines": {"begin": finding.place.line}},
    }


def _severity(finding: Finding) -> str:
    if finding.fails and finding.kind is Kind.VIOLATES:
        return "critical"
    return "info" if finding.accepted else _SEVERITIES[finding.level]
