"""The pros and cons of every option."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.insight.overview import Overview
from fitframe.models import RuleBase
from fitframe.render.decision.marks import bullets
from fitframe.render.markdown import escape
from fitframe.render.names import criterion_title, framework_name, listed, percent, statement
from fitframe.render.telling import Side, most_telling
from fitframe.report import Contribution, Ranked

_GOOD = 3.0
_BAD = 1.5
"""Ratings from, and to, which a criterion speaks for a framework, or against it."""


def judged(entry: Contribution) -> str:
    """Whether a rating, as it is shown, speaks for a framework."""
    rating = round(entry.rating, 1)
    return "Good" if rating >= _GOOD else "Bad" if rating <= _BAD else "Neutral"


def point(entry: Contribution, ranked: Ranked, rules: RuleBase) -> str:
    """What one criterion says of a framework: good, bad or neutral, and because of which statement."""
    word = judged(entry)
    said = statement(rules, str(most_telling([Side(ranked, None, entry, -1 if word == "Bad" else 1)], rules)))
    title = criterion_title(rules, entry.criterion)
    return f"{word}, because {title} ({entry.importance}) is rated {entry.rating:.1f} of 4. {said}"


def options(found: Overview, rules: RuleBase) -> Iterator[str]:
    """A section for each option, best first, those ruled out last."""
    answer = found.situation.advice
    yield "## Pros and Cons of the Options"
    for ranked in answer.ranking:
        yield f"### {escape(framework_name(rules, ranked.framework))}"
        yield escape(f"Score {ranked.score:.1f} of 100, first in {percent(ranked.share_first)} of the worlds tried.")
        yield bullets(_pros_and_cons(ranked, rules))
    for out in answer.excluded:
        yield f"### {escape(framework_name(rules, out.framework))}"
        yield bullets([f"Bad, because it is ruled out. {statement(rules, out.rule)}"])


def _pros_and_cons(ranked: Ranked, rules: RuleBase) -> Iterator[str]:
    entries = [entry for entry in ranked.contributions if not entry.weakest_link]
    yield from (point(entry, ranked, rules) for entry in entries if entry.rules)
    if silent := [criterion_title(rules, entry.criterion) for entry in entries if not entry.rules]:
        yield f"Neutral, because no source that counts speaks of it on {listed(silent)}"
