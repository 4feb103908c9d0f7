"""The ratings of every framework on every criterion, as a table coloured by rating."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.model.recommendation import Contribution, Recommendation
from fitframe.model.rulebase import RuleBase
from fitframe.output.markup import Markup, tag
from fitframe.output.wording import criterion_title, framework_name


def heat_map(answer: Recommendation, rules: RuleBase) -> Markup:
    """One row for each criterion that counts, the weightiest first; ratings 0 to 4 with their spread."""
    columns = [{e.criterion: e for e in ranked.contributions if not e.weakest_link} for ranked in answer.ranking]
    names = [framework_name(rules, ranked.framework) for ranked in answer.ranking]
    first = sorted(columns[0].values(), key=lambda entry: (-entry.weight, entry.criterion)) if columns else []
    head = tag("tr", *(tag("th", name, scope="col") for name in ("Criterion", *names)))
    rows = (tag("tr", *_row(rules, entry, [column[entry.criterion] for column in columns])) for entry in first)
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="heat")
    return tag("div", table, class_="wide", tabindex=0, role="region", aria_label="Ratings")


def _row(rules: RuleBase, entry: Contribution, cells: list[Contribution]) -> Iterator[Markup]:
    importance = tag("span", entry.importance, class_="quiet")
    yield tag("th", criterion_title(rules, entry.criterion), " ", importance, scope="row")
    for cell in cells:
        words = f"{cell.rating:.1f} ±{cell.spread:.1f}" if cell.rules else "no source"
        yield tag("td", words, class_=f"r{round(cell.rating)}" + ("" if cell.rules else " none"))
