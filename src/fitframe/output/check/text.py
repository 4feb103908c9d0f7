"""A report as text for a person: a line for each finding, or all that is known of each profile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fitframe.model.recommendation import Confidence
from fitframe.model.verdict import CheckReport, Finding, Kind, Level, Place, Result, Turn, Verdict
from fitframe.output.check import SHIPPED, Context, counted, spot, standing, told
from fitframe.output.document import Document, Item, Items, Paragraph, Tone, clean
from fitframe.output.wording import criterion_title, framework_name, listed, percent, points, such_answers

_TONES = {Level.ERROR: Tone.BAD, Level.WARNING: Tone.STRONG, Level.NOTE: Tone.QUIET}
_COLOURS = {Level.ERROR: "\x1b[31m", Level.WARNING: "\x1b[1m", Level.NOTE: "\x1b[2m"}
_PLAIN = "\x1b[0m"
_REASONS = 3
_SURE = {
    Confidence.CLEAR: "clear",
    Confidence.LEANING: "leaning",
    Confidence.TOSS_UP: "too close to call",
    Confidence.NONE_FITS: "nothing fits",
}


class Text:
    """A line for each finding that counts, and in the end the counts. Verbose: each profile as a short list."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._told = False

    def start(self) -> str:
        """Nothing."""
        return ""

    def result(self, result: Result) -> str:
        """What is to be told of a profile; nothing for one that fits without a finding of weight."""
        if self._context.verbose:
            items = [self._headline(result), *self._findings(result.findings), *self._about(result)]
            return self._written(Items(tuple(items))) + "\n"
        return self._lines(result.findings)

    def end(self, report: CheckReport) -> str:
        """The findings that concern no single profile, and the counts."""
        counts = clean(counted(report.summary))
        if not self._context.verbose:
            left = self._lines(report.findings)
            if self._context.quiet:
                return left + (f"{counts}\n" if report.exit_code else "")
            return f"{left}{counts}{' -v shows why.' if self._told else ''}\n"
        left = self._written(Items(tuple(self._findings(report.findings)))) + "\n" if report.findings else ""
        return left + self._written(Paragraph(counts))

    def _lines(self, findings: Iterable[Finding]) -> str:
        """A line for each finding that nobody has accepted, the rules that might rule a choice out in one.

        Notes are told where there is nothing more serious.
        """
        counting = [finding for finding in findings if not finding.accepted and not _rare(finding)]
        serious = [finding for finding in counting if finding.level is not Level.NOTE]
        counting = [finding for finding in serious if finding.fails] if self._context.quiet else serious or counting
        possible = [finding for finding in counting if finding.kind is Kind.POSSIBLE_BLOCKER]
        others = f", as might {len(possible) - 1} more" if len(possible) > 1 else ""
        shown = [finding for finding in counting if finding not in possible[1:]]
        self._told = self._told or bool(shown)
        return "".join(self._line(finding, others if finding in possible else "") for finding in shown)

    def _line(self, finding: Finding, others: str) -> str:
        """'services/a/fitframe.yaml:7:1 poor PyTorch is 12.3 points ahead of TensorFlow'."""
        kind: str = finding.kind
        if self._context.screen.colour:
            kind = f"{_COLOURS[finding.level]}{kind}{_PLAIN}"
        brief = (finding.brief or finding.message) + others + _layer(finding)
        return f"{clean(spot(finding.place))} {kind} {clean(brief).rstrip('.')}\n"

    def _written(self, *blocks: Items | Paragraph) -> str:
        from fitframe.output import text  # it takes a moment to load, and lines do without

        document: Document = blocks
        return text.write(document, self._context.screen)

    def _headline(self, result: Result) -> Item:
        name = f" {result.name}" if result.name else ""
        choice = f" ({framework_name(self._context.rules, result.choice)})" if result.choice else ""
        place = result.findings[0].place if result.findings else Place(result.path)
        return Item(f"{spot(place)}{name}{choice}", standing(result), _tone(result))

    def _findings(self, findings: Iterable[Finding]) -> Iterator[Item]:
        for finding in findings:
            where = f" [{spot(finding.place)}]"
            label = "accepted" if finding.accepted else finding.level.value
            yield Item(f"{told(finding)}{_layer(finding)}{where}", label, _TONES[finding.level])

    def _about(self, result: Result) -> Iterator[Item]:
        rules = self._context.rules
        if result.verdict is not None and result.best not in (None, result.choice) and not _equal(result):
            gap = f", {points(result.gap)} ahead" if result.gap is not None else ""
            yield Item(f"{framework_name(rules, str(result.best))}{gap}", "better", Tone.GOOD)
        if result.confidence is not None:
            own = f"; the stated choice comes first in {percent(result.share_first or 0.0)}" if result.gap else ""
            held = f"; {such_answers(result.how_often)}" if result.how_often else ""
            yield Item(f"{_SURE[result.confidence]}: {result.why_confidence}{own}{held}", "how sure", Tone.QUIET)
        if gains := [reason for reason in result.reasons if reason.points > 0][:_REASONS]:
            said = (f"{criterion_title(rules, r.criterion)} +{r.points:.1f}{_by(r.rules)}" for r in gains)
            yield Item("; ".join(said), "gains", Tone.QUIET)
        if losses := [reason for reason in reversed(result.reasons) if reason.points < 0][:_REASONS]:
            said = (f"{criterion_title(rules, r.criterion)} +{-r.points:.1f}{_by(r.rules)}" for r in losses)
            yield Item("; ".join(said), "loses", Tone.QUIET)
        if result.turns:
            yield Item(_turns(result.turns), "right if", Tone.QUIET)


def _rare(finding: Finding) -> bool:
    """Whether a finding says no more than that rare answers would rule the choice out."""
    return finding.kind is Kind.POSSIBLE_BLOCKER and finding.level is Level.NOTE


def _layer(finding: Finding) -> str:
    return "" if finding.layer in (None, SHIPPED) else f" (from {finding.layer})"


def _equal(result: Result) -> bool:
    """Whether the choice has the same score as the best framework, but for what computing adds."""
    return result.gap is not None and round(result.gap, 9) == 0


def _by(rules: tuple[str, ...]) -> str:
    more = f" and {len(rules) - 1} more" if len(rules) > 1 else ""
    return f" ({rules[0]}{more})" if rules else ""


def _turns(turns: tuple[Turn, ...]) -> str:
    return "; or ".join(f"{turn.question} were {listed(turn.after)}" for turn in turns)


def _tone(result: Result) -> Tone:
    if any(finding.fails for finding in result.findings):
        return Tone.BAD
    return Tone.GOOD if result.verdict is Verdict.FITS else Tone.STRONG
