"""How firm the decision is, what it rests on, and when to look at it again."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

from fitframe.insight.footing import STALE_YEARS
from fitframe.insight.overview import Overview
from fitframe.models import RuleBase, first_day
from fitframe.render import doubts, outlook
from fitframe.render.decision.marks import bullets
from fitframe.render.document import Heading
from fitframe.render.markdown import escape, write


def more(found: Overview, rules: RuleBase, supersedes: str | None) -> Iterator[str]:
    """The last section: doubt, footing, path, day of review, sources."""
    answer = found.situation.advice
    yield "## More Information"
    if supersedes:
        yield f"This record supersedes [{escape(supersedes)}]({quote(supersedes)})."
    leader = found.situation.leader
    rests = [doubts.rests_on(rules, found.footing, leader)] if leader else []
    yield escape(" ".join([doubts.advice(rules, found.doubt, leader), *rests]))
    path = tuple(block for block in outlook.paths(answer, rules) if not isinstance(block, Heading))
    if path:
        yield f"How it gets there:\n\n{write(path).strip()}"
    yield _review(found.footing.stale_on, answer.as_of)
    yield escape(f"As of {answer.as_of}, rule base {answer.rules_version}.")
    used = {rule for r in answer.ranking for e in r.contributions for rule in e.rules}
    cited = {e.source for rule in used for e in rules.rule(rule).evidence}
    if rested := found.footing.sources:
        yield "Sources that it rests on:\n\n" + bullets(_source(rules, name) for name in sorted(rested))
    if others := sorted(cited - {*rested}):
        yield "Sources on the other options:\n\n" + bullets(_source(rules, name) for name in others)


def _review(stale_on: str | None, as_of: str) -> str:
    soonest = _months_later(first_day(as_of))
    if stale_on is None or stale_on < soonest:
        return f"Review by {soonest}, in three months: much of what it rests on is old, or has no date."
    return f"Review by {stale_on}, when a third of what it rests on most is older than {STALE_YEARS} years."


def _months_later(day: str) -> str:
    """The same day of the month three months later, or the last one that the month has."""
    began = date.fromisoformat(day)
    year, month = began.year + (began.month + 2) // 12, (began.month + 2) % 12 + 1
    return began.replace(year=year, month=month, day=min(began.day, monthrange(year, month)[1])).isoformat()


def _source(rules: RuleBase, name: str) -> str:
    source = rules.sources[name]
    return f"[{name}] {source.title}, {source.by}; {source.tier}, {source.published or 'undated'}. {source.url or ''}"
