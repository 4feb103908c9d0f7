"""How firm the decision is, what it rests on, and when to look at it again."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from fitframe.insight.footing import STALE_YEARS
from fitframe.insight.overview import Overview
from fitframe.models import RuleBase
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
    yield _review(found)
    yield escape(f"As of {answer.as_of}, rule base {answer.rules_version}.")
    used = {rule for r in answer.ranking for e in r.contributions for rule in e.rules}
    cited = sorted({e.source for rule in used for e in rules.rule(rule).evidence})
    yield "Sources:\n\n" + bullets(_source(rules, name) for name in cited)


def _review(found: Overview) -> str:
    day = found.footing.stale_on
    if day is None:
        return f"Review now: no source that it rests on is younger than {STALE_YEARS} years."
    return f"Review by {day}, when the first source that it rests on becomes older than {STALE_YEARS} years."


def _source(rules: RuleBase, name: str) -> str:
    source = rules.sources[name]
    return f"[{name}] {source.title}, {source.by}; {source.tier}, {source.published or 'undated'}. {source.url or ''}"
