"""A report as text for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fitframe.model.verdict import CheckReport, Finding, Kind, Level, Place, Result, Turn, Verdict
from fitframe.output import text
from fitframe.output.check import SHIPPED, Context, counted, spot, standing, told
from fitframe.output.document import Item, Items, Paragraph, Tone
from fitframe.output.wording import criterion_title, framework_name, listed, percent, points

_TONES = {Level.ERROR: Tone.BAD, Level.WARNING: Tone.STRONG, Level.NOTE: Tone.QUIET}
_REASONS = 3


class Text:
    """Each profile that is worth a word as a short list; in the end the counts."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def start(self) -> str:
        """Nothing."""
        return ""

    def result(self, result: Result) -> str:
        """The list for a profile; nothing for one that fits without a finding of weight, unless all is to be shown."""
        if self._context.quiet and not any(finding.fails for finding in result.findings):
            return ""
        if all(map(_rare, result.findings)) and result.verdict is Verdict.FITS and not self._context.verbose:
            return ""
        return self._written([self._headline(result), *self._findings(result.findings), *self._about(result)]) + "\n"

    def end(self, report: CheckReport) -> str:
        """The findings that concern no single profile, and the counts."""
        left = self._written(self._findings(report.findings)) + "\n" if report.findings else ""
        counts = text.write((Paragraph(counted(report.summary)),), self._context.screen)
        return left + ("" if self._context.quiet and not report.exit_code else counts)

    def _written(self, items: Iterable[Item]) -> str:
        return text.write((Items(tuple(items)),), self._context.screen)

    def _headline(self, result: Result) -> Item:
        name = f" {result.name}" if result.name else ""
        choice = f" ({framework_name(self._context.rules, result.choice)})" if result.choice else ""
        place = result.findings[0].place if result.findings else Place(result.path)
        return Item(f"{spot(place)}{name}{choice}", standing(result), _tone(result))

    def _findings(self, findings: Iterable[Finding]) -> Iterator[Item]:
        for finding in findings:
            where = f" [{spot(finding.place)}]"
            layer = "" if finding.layer in (None, SHIPPED) else f" (from {finding.layer})"
            label = "accepted" if finding.accepted else finding.level.value
            yield Item(f"{told(finding)}{layer}{where}", label, _TONES[finding.level])

    def _about(self, result: Result) -> Iterator[Item]:
        rules = self._context.rules
        if result.verdict is not None and result.best not in (None, result.choice) and not _equal(result):
            gap = f", {points(result.gap)} ahead" if result.gap is not None else ""
            yield Item(f"{framework_name(rules, str(result.best))}{gap}", "better", Tone.GOOD)
        if result.confidence is not None and (self._context.verbose or result.turns is not None):
            own = f"; the stated choice comes first in {percent(result.share_first or 0.0)}" if result.gap else ""
            yield Item(f"{result.confidence}: {result.why_confidence}{own}", "how sure", Tone.QUIET)
        if gains := [reason for reason in result.reasons if reason.points > 0][:_REASONS]:
            said = (f"{criterion_title(rules, r.criterion)} +{r.points:.1f}{_by(r.rules)}" for r in gains)
            yield Item("; ".join(said), "gains", Tone.QUIET)
        if losses := [reason for reason in reversed(result.reasons) if reason.points < 0][:_REASONS]:
            said = (f"{criterion_title(rules, r.criterion)} +{-r.points:.1f}{_by(r.rules)}" for r in losses)
            yield Item("; ".join(said), "loses", Tone.QUIET)
        if result.turns is not None:
            yield Item(_turns(result.turns), "right if", Tone.QUIET)


def _rare(finding: Finding) -> bool:
    """Whether a finding says no more than that rare answers would rule the choice out."""
    return finding.kind is Kind.POSSIBLE_BLOCKER and finding.level is Level.NOTE


def _equal(result: Result) -> bool:
    """Whether the choice has the same score as the best framework, but for what computing adds."""
    return result.gap is not None and round(result.gap, 9) == 0


def _by(rules: tuple[str, ...]) -> str:
    more = f" and {len(rules) - 1} more" if len(rules) > 1 else ""
    return f" ({rules[0]}{more})" if rules else ""


def _turns(turns: tuple[Turn, ...]) -> str:
    if not turns:
        return "no single other answer would make it the best choice"
    return "; or ".join(f"{turn.question} were {listed(turn.after)}" for turn in turns)


def _tone(result: Result) -> Tone:
    if any(finding.fails for finding in result.findings):
        return Tone.BAD
    return Tone.GOOD if result.verdict is Verdict.FITS else Tone.STRONG
