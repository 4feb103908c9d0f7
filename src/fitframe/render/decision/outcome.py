"""What is decided and why, what follows, and how to see that it still holds."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import PurePath

from fitframe.insight.overview import Overview
from fitframe.models import RuleBase
from fitframe.profile import Profile
from fitframe.render import changes
from fitframe.render.decision.marks import bullets, code
from fitframe.render.decision.options import judged, point
from fitframe.render.grounds import conditions
from fitframe.render.markdown import escape
from fitframe.render.names import framework_name
from fitframe.render.turning import cheapest
from fitframe.report import Ranked

_MOST = 5


def outcome(found: Overview, rules: RuleBase, chosen: str | None, profile: Profile, path: str) -> Iterator[str]:
    """Outcome, consequences and confirmation, each under its heading."""
    answer, leader = found.situation.advice, found.situation.leader
    yield "## Decision Outcome"
    if chosen is None:
        yield "Chosen option: none, because every framework is ruled out."
        return
    name = escape(framework_name(rules, chosen))
    yield f'Chosen option: "{name}", because {escape(_because(found, rules, chosen))}'
    if needed := conditions(answer):
        yield escape(needed)
    ranked = next((r for r in answer.ranking if r.framework == chosen), None)
    if ranked is not None:
        yield "### Consequences"
        yield bullets(_consequences(ranked, rules))
    yield "### Confirmation"
    turned = _turned(found, rules) if chosen == leader else ""
    yield " ".join(filter(None, (_confirmed(profile, chosen, path), escape(turned))))


def _confirmed(profile: Profile, chosen: str, path: str) -> str:
    stated = "" if profile.choice == chosen else f"With {code(f'choice: {chosen}')} in the profile, "
    return (
        f"{stated}{code(shlex.join(['fitframe', 'check', PurePath(path).name]))} confirms that the choice still holds."
    )


def _because(found: Overview, rules: RuleBase, chosen: str) -> str:
    answer, leader = found.situation.advice, found.situation.leader
    if chosen != leader:
        name = framework_name(rules, leader) if leader else "nothing"
        out = " It is ruled out." if chosen in {e.framework for e in answer.excluded} else ""
        return f"the project states it. The computation puts {name} first.{out}"
    first, *others = answer.ranking
    ahead = ""
    if others:
        gap = changes.points(first.score - others[0].score)
        ahead = f", {gap} ahead of {framework_name(rules, others[0].framework)}"
    return f"it has the highest score, {first.score:.1f} of 100{ahead} ({answer.confidence}: {answer.why_confidence})."


def _consequences(ranked: Ranked, rules: RuleBase) -> Iterator[str]:
    told = [entry for entry in ranked.contributions if not entry.weakest_link and entry.rules]
    for word in ("Good", "Bad"):
        for entry in [entry for entry in told if judged(entry) == word][:_MOST]:
            yield point(entry, ranked, rules)


def _turned(found: Overview, rules: RuleBase) -> str:
    flips = [flip for turn in found.turns.values() for _, flip in cheapest(turn)[:1]]
    least = min(flips, key=lambda flip: len(flip.changes), default=None)
    return f"What would change it most easily: {changes.told(rules, least)}" if least else ""
