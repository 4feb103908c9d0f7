"""A report for GitLab's Code Quality."""

from __future__ import annotations

from collections.abc import Iterable

from fitframe.model.verdict import CheckReport, Finding, Kind, Level, Result
from fitframe.output.check import Context, told
from fitframe.output.check.json import Entries
from fitframe.output.check.sarif import fingerprinted

_SEVERITIES = {Level.ERROR: "major", Level.WARNING: "minor", Level.NOTE: "info"}


class GitLab:
    """A list of findings. Those that are accepted are information."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._entries = Entries(indent=2)

    def start(self) -> str:
        """The list's beginning."""
        return "["

    def result(self, result: Result) -> str:
        """The findings of one profile."""
        return self._written(result.findings, result.choice)

    def end(self, report: CheckReport) -> str:
        """The findings that concern no single profile, and the list's end."""
        return f"{self._written(report.findings, None)}\n]\n"

    def _written(self, findings: Iterable[Finding], choice: str | None) -> str:
        located = self._context.located(findings)
        return self._entries.add(_entry(*pair) for pair in fingerprinted(located, choice))


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
