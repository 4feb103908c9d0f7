"""What the decision is about, what drives it, and among what it is made."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.insight.overview import Overview
from fitframe.models import RuleBase
from fitframe.profile import Profile
from fitframe.render.decision.marks import bullets
from fitframe.render.markdown import escape
from fitframe.render.names import criterion_title, framework_name, listed, meanings
from fitframe.report import Contribution, Ranked


def context(found: Overview, rules: RuleBase, profile: Profile) -> Iterator[str]:
    """Context, drivers and options, each under its heading."""
    answer = found.situation.advice
    project = answer.profile or "the project"
    yield "## Context and Problem Statement"
    yield escape(f"Which machine-learning framework should {project} be built on? What it says of itself:")
    said = (
        f"{rules.questions[name].title}: {listed(meanings(rules, name, given))}"
        for name, given in profile.answers.items()
        if given
    )
    yield bullets(said) or "It has not said anything of itself yet."
    yield "## Decision Drivers"
    drivers = (f"{criterion_title(rules, e.criterion)} ({e.importance})" for e in _weighty(answer.ranking))
    yield bullets(drivers) or "Nothing that the project says makes any criterion count."
    yield "## Considered Options"
    out = [e.framework for e in answer.excluded]
    yield bullets(framework_name(rules, name) for name in [*(r.framework for r in answer.ranking), *out])


def _weighty(ranking: tuple[Ranked, ...]) -> list[Contribution]:
    entries = [entry for ranked in ranking[:1] for entry in ranked.contributions if not entry.weakest_link]
    return sorted(entries, key=lambda entry: (-entry.weight, entry.criterion))
