"""What the bar charts of the page show. `charts.svg.j2` draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fitframe.model.recommendation import Contribution, Ranked, Recommendation
from fitframe.model.rulebase import RuleBase
from fitframe.output.report.templates import templates
from fitframe.output.wording import criterion_title, framework_name, percent


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: a label and a figure, and under them a bar."""

    label: str
    figure: str
    length: float  # 0 to 1, of the whole width
    track: float = 1.0  # how long it could be
    kind: str = ""  # a class: "first", "link"


@dataclass(frozen=True, slots=True)
class BarChart:
    """Rows with a title, and a description that says the same."""

    name: str  # unique on its page
    title: str
    description: str
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Part:
    """A named share of a bar."""

    kind: str  # a class
    name: str
    figure: str  # the share in words
    share: float  # 0 to 1


@dataclass(frozen=True, slots=True)
class SplitBar:
    """One bar split into parts that add up to 1."""

    title: str
    parts: Sequence[Part]

    @property
    def description(self) -> str:
        """The same in words."""
        return "; ".join(f"{part.name} {part.figure}" for part in self.parts) + "."


def ranking(answer: Recommendation, rules: RuleBase) -> BarChart:
    """Each framework's score, and the share of simulations in which it comes first."""
    bars = [
        Bar(
            framework_name(rules, ranked.framework),
            f"{ranked.score:.1f}, first in {percent(ranked.share_first)}",
            ranked.score / 100,
            kind="first" if place == 0 else "",
        )
        for place, ranked in enumerate(answer.ranking)
    ]
    description = "; ".join(f"{bar.label} {bar.figure}" for bar in bars) + "."
    of = f" for {answer.profile}" if answer.profile else ""
    return BarChart("ranking", f"Scores from 0 to 100{of}", description, bars)


def ranking_svg(answer: Recommendation, rules: RuleBase) -> str:
    """The ranking as an SVG file of its own."""
    charts = templates().get_template("charts.svg.j2").module
    return str(charts.bars(ranking(answer, rules), alone=True))  # type: ignore[attr-defined]


def contributions(ranked: Ranked, rules: RuleBase) -> BarChart:
    """What each criterion gives one framework, out of what it could give."""
    possible = _possible(ranked.contributions)
    longest = max(possible, default=1.0) or 1.0
    bars, words = [], []
    for entry, most in zip(ranked.contributions, possible, strict=True):
        title, figure = criterion_title(rules, entry.criterion), f"{entry.points:.1f} of {most:.1f}"
        label = "Weakest must-have" if entry.weakest_link else title
        kind = "link" if entry.weakest_link else ""
        bars.append(Bar(label, figure, entry.points / longest, most / longest, kind))
        words.append(f"{label} ({title}) {figure}" if entry.weakest_link else f"{label} {figure}")
    name = framework_name(rules, ranked.framework)
    return BarChart(
        f"points-{ranked.framework}",
        f"The points that make {name}'s score",
        f"{'; '.join(words)}. Together {ranked.score:.1f}.",
        bars,
    )


def _possible(entries: Sequence[Contribution]) -> list[float]:
    """The points that each could give for the highest rating, 4; all together make 100."""
    steps = (e.points / (e.weight * e.rating) for e in entries if not e.weakest_link and e.weight * e.rating)
    step = next(steps, 0.0)
    summed = sum(4 * step * entry.weight for entry in entries if not entry.weakest_link)
    return [100 - summed if entry.weakest_link else 4 * step * entry.weight for entry in entries]
