"""What a run comes to: how many profiles came out how, and the exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from fitframe.verdict import UNJUDGED, Finding, Kind, Result, Summary

FINE, FAILED, UNUSABLE = 0, 1, 2


class Tally:
    """Counts results as they come."""

    def __init__(self, *, exit_zero: bool = False) -> None:
        self._counts: Counter[str] = Counter()
        self._exit_zero = exit_zero
        self._worst = FINE

    def add(self, result: Result) -> None:
        """Count a profile."""
        self._counts["checked"] += 1
        self._counts[_outcome(result)] += 1
        self.note(result.findings)

    def note(self, findings: Iterable[Finding]) -> None:
        """Take findings into account that make the check fail. A profile that cannot be used weighs most."""
        for finding in findings:
            if finding.fails:
                self._worst = max(self._worst, UNUSABLE if finding.kind in UNJUDGED else FAILED)

    @property
    def summary(self) -> Summary:
        """The counts so far."""
        return Summary(**self._counts)

    @property
    def exit_code(self) -> int:
        """0 fine, 1 a finding that fails, 2 a profile that cannot be judged; 0 too where nothing is to fail."""
        return FINE if self._exit_zero else self._worst


def _outcome(result: Result) -> str:
    if any(finding.accepted for finding in result.findings):
        if result.waived:
            return "waived"
        if result.baselined:
            return "baselined"
    if result.verdict is None:
        return "unreadable" if any(f.kind is Kind.UNREADABLE for f in result.findings) else "unjudged"
    return result.verdict.value
