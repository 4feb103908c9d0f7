"""Bar charts as SVG, drawn for a narrow page so that their words stay readable on a phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fitframe.model.recommendation import Contribution, Ranked, Recommendation
from fitframe.model.rulebase import RuleBase
from fitframe.output.markup import Markup, joined, tag
from fitframe.output.wording import criterion_title, framework_name, percent

WIDTH = 400
ROW = 38
_STYLE = """
svg { background: #fff; font-family: system-ui, sans-serif; }
text { fill: #1b1f24; font-size: 14px; } .figure { text-anchor: end; }
.track { fill: #e4e8ee; } .bar { fill: #5b7fb5; } .first .bar { fill: #1f5fbf; } .link .bar { fill: #8a5fb0; }
"""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: a label and a figure, and under them a bar."""

    label: str
    figure: str
    length: float  # 0 to 1, of the whole width
    track: float = 1.0  # how long it could be
    kind: str = ""  # a class: "first", "link"


def chart(name: str, title: str, told: str, bars: Sequence[Bar], *, alone: bool = False) -> Markup:
    """A bar chart with a title and a text that tells the same; `name` is unique on its page.

    `alone` makes it a file of its own, with its colours in it.
    """
    height = ROW * len(bars) + 4
    rows = (_row(bar, n * ROW) for n, bar in enumerate(bars))
    return tag(
        "svg",
        tag("title", title, id=f"{name}-title"),
        tag("desc", told, id=f"{name}-told"),
        tag("style", Markup(_STYLE)) if alone else None,
        *rows,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height}",
        role="img",
        aria_labelledby=f"{name}-title {name}-told",
        class_="chart",
        **({"width": WIDTH * 2, "height": height * 2} if alone else {}),
    )


def _row(bar: Bar, top: int) -> Markup:
    return tag(
        "g",
        tag("text", bar.label, x=0, y=top + 16),
        tag("text", bar.figure, x=WIDTH, y=top + 16, class_="figure"),
        tag("rect", x=0, y=top + 22, width=WIDTH * bar.track, height=10, rx=2, class_="track"),
        tag("rect", x=0, y=top + 22, width=WIDTH * bar.length, height=10, rx=2, class_="bar"),
        class_=f"row {bar.kind}".strip(),
    )


def ranking(answer: Recommendation, rules: RuleBase, *, alone: bool = False) -> Markup:
    """The ranking: each framework's score, and the share of worlds in which it comes first."""
    bars = [
        Bar(
            framework_name(rules, ranked.framework),
            f"{ranked.score:.1f}, first in {percent(ranked.share_first)}",
            ranked.score / 100,
            kind="first" if place == 0 else "",
        )
        for place, ranked in enumerate(answer.ranking)
    ]
    told = "; ".join(f"{bar.label} {bar.figure}" for bar in bars) + "."
    of = f" for {answer.profile}" if answer.profile else ""
    return chart("ranking", f"Scores from 0 to 100{of}", told, bars, alone=alone)


def contributions(ranked: Ranked, rules: RuleBase) -> Markup:
    """What each criterion gives one framework, out of what it could give."""
    possible = _possible(ranked.contributions)
    longest = max(possible, default=1.0) or 1.0
    bars = [
        Bar(
            _label(entry, rules),
            f"{entry.points:.1f} of {most:.1f}",
            entry.points / longest,
            most / longest,
            _kind(entry),
        )
        for entry, most in zip(ranked.contributions, possible, strict=True)
    ]
    name = framework_name(rules, ranked.framework)
    named = zip(ranked.contributions, bars, strict=True)
    told = "; ".join(f"{_label(e, rules)}{_weakest(e, rules)} {bar.figure}" for e, bar in named)
    told += f". Together {ranked.score:.1f}."
    return chart(f"points-{ranked.framework}", f"The points that make {name}'s score", told, bars)


def _possible(entries: Sequence[Contribution]) -> list[float]:
    """The points that each could give for the highest rating, 4; all together make 100."""
    steps = (e.points / (e.weight * e.rating) for e in entries if not e.weakest_link and e.weight * e.rating)
    step = next(steps, 0.0)
    summed = sum(4 * step * entry.weight for entry in entries if not entry.weakest_link)
    return [100 - summed if entry.weakest_link else 4 * step * entry.weight for entry in entries]


def _kind(entry: Contribution) -> str:
    return "link" if entry.weakest_link else ""


def _label(entry: Contribution, rules: RuleBase) -> str:
    title = criterion_title(rules, entry.criterion)
    return "Weakest must-have" if entry.weakest_link else title


def _weakest(entry: Contribution, rules: RuleBase) -> str:
    """Which criterion the weakest must-have is: told, for in the drawing there is no room for it."""
    return f" ({criterion_title(rules, entry.criterion)})" if entry.weakest_link else ""


def doubt(parts: Sequence[tuple[str, float]], figures: Mapping[str, str]) -> Markup:
    """One bar split into named shares that add up to 1; `figures` are the shares in words."""
    drawn, start = [], 0.0
    for kind, share in parts:
        drawn.append(tag("rect", x=WIDTH * start, y=0, width=WIDTH * share, height=22, class_=f"part {kind}"))
        start += share
    told = "; ".join(f"{kind} {figures[kind]}" for kind, _ in parts) + "."
    return tag(
        "svg",
        tag("title", "How the worlds tried divide", id="doubt-title"),
        tag("desc", told, id="doubt-told"),
        joined(*drawn),
        viewBox=f"0 0 {WIDTH} 22",
        role="img",
        aria_labelledby="doubt-title doubt-told",
        class_="chart",
    )
