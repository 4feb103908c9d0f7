"""Where the doubt comes from and what to do about it, and what the recommendation rests on, in words."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.insight.doubt import Doubt
from fitframe.insight.footing import STALE_YEARS, Footing, Outcome
from fitframe.insight.remedies import Answer, Find, Recheck, Remedy
from fitframe.models import RuleBase
from fitframe.render.changes import points
from fitframe.render.document import Block, Heading, Item, Items, Paragraph
from fitframe.render.names import criterion_title, framework_name, listed, percent

_FELT = 0.1
"""Fewer points are not felt."""
CAUSES = {
    "needs": "needs that are not stated",
    "sources": "sources that are silent, weak or at odds",
    "weights": "the weights themselves",
}


def doubt(rules: RuleBase, found: Doubt) -> Iterator[Block]:
    """The causes of doubt with their parts, and the one thing to do about the largest."""
    if not found.causes:
        return
    yield Heading("Where the doubt comes from")
    parts = [Item(CAUSES[cause.kind], percent(max(cause.part, 0.0))) for cause in found.causes]
    yield Items(tuple(parts))
    yield Paragraph(advice(rules, found))


def advice(rules: RuleBase, found: Doubt) -> str:
    """Which cause dominates and what to do, in a sentence or two."""
    cause = found.dominant
    if cause is None:
        return "No world tried puts another framework first."
    todo = _remedy(rules, found.remedy) if found.remedy else ""
    return f"Most of it comes from {CAUSES[cause.kind]}. {todo}".strip()


def _remedy(rules: RuleBase, remedy: Remedy) -> str:
    if isinstance(remedy, Answer):
        return f"Answer this first: {rules.questions[remedy.question].prompt} ({remedy.question})"
    criterion = criterion_title(rules, remedy.criterion)
    if isinstance(remedy, Recheck):
        title = rules.sources[remedy.source].title
        name = framework_name(rules, remedy.framework)
        return f'Check again what "{title}" [{remedy.source}] says of {name} on {criterion}.'
    if isinstance(remedy, Find):
        return f"Find a source that speaks of {framework_name(rules, remedy.framework)} on {criterion}; none does."
    return f"Say in the profile's priorities how much {criterion} ({remedy.criterion}) counts."


def footing(rules: RuleBase, found: Footing, leader: str | None, *, full: bool) -> Iterator[Block]:
    """How many sources there are, how old, and which of them the verdict could not do without."""
    if leader is None:
        return
    yield Heading("What it rests on")
    yield Paragraph(f"{_ages(found)} {_needed(rules, found, leader)}")
    if full:
        yield Items((*_left_out(rules, found, leader), *_alone(rules, found)))


def _left_out(rules: RuleBase, found: Footing, leader: str) -> Iterator[Item]:
    """The sources that make a difference one by one; the others in a sentence."""
    felt = [outcome for outcome in found.without if abs(outcome.lead - found.lead) >= _FELT]
    yield from (Item(_outcome(rules, outcome, leader), f"without {outcome.source}:") for outcome in felt)
    if rest := len(found.without) - len(felt):
        yield Item(
            f"{rest} {'source moves' if rest == 1 else 'sources move'} the lead by less than {_FELT} points each"
        )


def _alone(rules: RuleBase, found: Footing) -> Iterator[Item]:
    """Whom each source would put first on its own."""
    groups: dict[str, list[str]] = {}
    for outcome in found.alone:
        groups.setdefault(_leaders(rules, outcome), []).append(outcome.source)
    for name, sources in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        yield Item(f"{listed(sorted(sources))}", f"heard alone, first would be {name}:")


def _ages(found: Footing) -> str:
    count = len(found.sources)
    told = f"It rests on {count} {'source' if count == 1 else 'sources'}"
    old, undated = len(found.old), len(found.undated)
    parts = [f"{old} older than {STALE_YEARS} years"] if old else [f"none older than {STALE_YEARS} years"]
    parts += [f"{undated} without a date"] if undated else []
    return f"{told}, {listed(parts)}."


def _needed(rules: RuleBase, found: Footing, leader: str) -> str:
    if not found.decisive:
        return f"{framework_name(rules, leader)} stays first whichever one is left out."
    told = (f"{outcome.source} ({_leaders(rules, outcome)} instead)" for outcome in found.decisive)
    return f"It would not stand without {listed(told, 'or without')}."


def _outcome(rules: RuleBase, outcome: Outcome, leader: str) -> str:
    if outcome.leaders == (leader,):
        return f"{framework_name(rules, leader)} is first, {points(outcome.lead)} ahead"
    return f"{_leaders(rules, outcome)} {'is' if len(outcome.leaders) == 1 else 'are level and'} first"


def _leaders(rules: RuleBase, outcome: Outcome) -> str:
    return listed(framework_name(rules, name) for name in outcome.leaders) or "nothing"
