"""The ranking as a chart for a slide: an SVG file that says by itself what it shows."""

from __future__ import annotations

from textwrap import wrap
from typing import NamedTuple

from fitframe.model.recommendation import Recommendation
from fitframe.model.rulebase import RuleBase
from fitframe.output.document import clean
from fitframe.output.recommendation import headline, ranking_title
from fitframe.output.report.templates import templates
from fitframe.output.wording import date_in_words, framework_name, percent, way
from fitframe.version import VERSION

_TITLE, _NAME, _LABEL = 56, 90, 24
"""Characters of each that one line of the chart has room for."""


class Bar(NamedTuple):
    """A framework's row; one that is ruled out has no share."""

    label: str
    score: str
    first_in: str
    share: float  # 0 to 1
    kind: str  # a class: 'first', 'out'; empty: neither


def ranking_svg(answer: Recommendation, rules: RuleBase) -> str:
    """The ranking as an SVG file of its own: how often each framework comes first, and its score."""
    bars = [
        Bar(
            _short(framework_name(rules, way(ranked)), _LABEL),
            f"{ranked.score:.1f}",
            percent(ranked.share_first),
            ranked.share_first,
            "" if place else "first",
        )
        for place, ranked in enumerate(answer.ranking)
    ]
    bars += [Bar(framework_name(rules, out.framework), "", "ruled out", 0.0, "out") for out in answer.excluded]
    name = clean(answer.profile or "Untitled project")
    chart = templates().get_template("chart.svg.j2")
    return chart.render(
        title=wrap(clean(headline(answer, rules)), _TITLE),
        name=name,
        name_lines=wrap(name if not answer.instead else f"{name}. {ranking_title(answer)}", _NAME)[:2],
        description="; ".join(f"{bar.label}: {bar.first_in}" + (bar.score and f", score {bar.score}") for bar in bars)
        + ".",
        bars=bars,
        caption=(
            "Bars: the share of 1,000 simulations in which a framework comes first; they vary whatever is uncertain.",
            f"Score: 0 to 100. Computed by fitframe {VERSION}, rule base {answer.rules_version}, "
            f"as of {date_in_words(answer.as_of, alone=True)}.",
        ),
    )


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
