"""The evidence list: every source behind the ranking with its link, and what it was cited for."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.model.recommendation import Recommendation
from fitframe.model.rulebase import Evidence, Rule, RuleBase, Source
from fitframe.output.markup import Markup, joined, link, tag


def evidence(answer: Recommendation, rules: RuleBase) -> Markup:
    """One entry for each source, in order of id."""
    cited: dict[str, list[tuple[Rule, Evidence]]] = {}
    for rule in _rules(answer, rules):
        for entry in rule.evidence:
            cited.setdefault(entry.source, []).append((rule, entry))
    return tag("ul", *(tag("li", *_source(rules.sources[name], cited[name])) for name in sorted(cited)))


def _rules(answer: Recommendation, rules: RuleBase) -> Iterator[Rule]:
    """The rules that made a rating or ruled something out, each once."""
    used = [rule for ranked in answer.ranking for entry in ranked.contributions for rule in entry.rules]
    yield from (rules.rule(name) for name in dict.fromkeys([*used, *(out.rule for out in answer.excluded)]))


def _source(source: Source, entries: list[tuple[Rule, Evidence]]) -> Iterator[Markup]:
    day = source.published or "undated"
    yield joined(link(source.title, source.url), f" [{source.id}], {source.by}; {source.tier}, {day}.")
    shown = (
        tag("li", f"{entry.where}: {entry.shows}", " ", tag("span", f"({rule.id})", class_="quiet"))
        for rule, entry in entries
    )
    count = f"{len(entries)} {'statement' if len(entries) == 1 else 'statements'} cited from it"
    yield tag("details", tag("summary", count), tag("ul", *shown))
