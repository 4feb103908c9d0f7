"""A report as annotations of GitHub Actions.

GitHub shows ten errors, ten warnings and ten notices of a step and drops the others in silence. So the first ten of
each are written, and a last line says how many more there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from fitframe.model.verdict import CheckReport, Finding, Level, Result
from fitframe.output.check import TITLES, Context, counted, seriousness, told
from fitframe.output.document import clean

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}
_SHOWN = 10


class GitHub:
    """Collects the first findings of each level and writes them in the end, the most serious first."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._kept: defaultdict[Level, list[Finding]] = defaultdict(list)
        self._counts: Counter[Level] = Counter()

    def start(self) -> str:
        """Nothing."""
        return ""

    def result(self, result: Result) -> str:
        """Nothing yet: the most serious findings go first."""
        self._take(result.findings)
        return ""

    def end(self, report: CheckReport) -> str:
        """The annotations."""
        self._take(report.findings)
        lines = [_command(finding) for level in _COMMANDS for finding in self._kept[level]]
        dropped = sum(self._counts.values()) - len(lines)
        more = (
            f" {dropped} more findings are not annotated: the job summary or another format has them."
            if dropped
            else ""
        )
        return "".join(f"{line}\n" for line in lines) + f"{counted(report.summary)}{more}\n"

    def _take(self, findings: Iterable[Finding]) -> None:
        for finding in self._context.located(findings):
            level = seriousness(finding)
            self._counts[level] += 1
            if self._counts[level] <= _SHOWN:
                self._kept[level].append(finding)


def _command(finding: Finding) -> str:
    place = finding.place
    where = f"file={_property(place.path)},line={place.line},col={place.column},title={_property(TITLES[finding.kind])}"
    return f"::{_COMMANDS[seriousness(finding)]} {where}::{_data(clean(told(finding)))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(clean(text)).replace(":", "%3A").replace(",", "%2C")
