"""A report as Markdown: for a comment on a change, and for the job summary of GitHub Actions."""

from __future__ import annotations

from collections.abc import Iterable

from fitframe.model.verdict import CheckReport, Finding, Result
from fitframe.output.check import TITLES, Context, counted, spot, standing, told
from fitframe.output.markdown import escape
from fitframe.output.wording import framework_name

_MOST = 500
"""Rows of the table. Whoever has more findings needs a count, not a longer page; pages of GitHub end at 1 MiB."""


class Markdown:
    """A table with a row for every finding, then the counts."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._rows = 0

    def start(self) -> str:
        """The title."""
        return "## fitframe check\n\n"

    def result(self, result: Result) -> str:
        """The rows of one profile."""
        best = framework_name(self._context.rules, result.best) if result.best else ""
        return self._table(result.findings, standing(result), result.name or "", best)

    def end(self, report: CheckReport) -> str:
        """The findings that concern no single profile, and the counts."""
        left = self._table(report.findings, "", "", "")
        gap = "\n" if self._rows else ""
        more = f" The table ends after {_MOST} rows." if self._rows > _MOST else ""
        return f"{left}{gap}{escape(counted(report.summary))}{more}\n"

    def _table(self, findings: Iterable[Finding], verdict: str, name: str, best: str) -> str:
        rows = []
        for finding in findings:
            self._rows += 1
            if self._rows == 1:
                rows.append("| Verdict | Profile | Finding | Best |\n| --- | --- | --- | --- |\n")
            if self._rows <= _MOST:
                where = escape(spot(finding.place)) + (f"<br>{escape(name)}" if name else "")
                what = f"**{escape(TITLES[finding.kind])}.** {escape(told(finding))}"
                rows.append(f"| {escape(verdict)} | {where} | {what} | {escape(best)} |\n")
        return "".join(rows)
