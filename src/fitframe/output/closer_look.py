"""Where the doubt comes from and what to do about it, and what the recommendation rests on, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from fitframe.model.rulebase import RuleBase
from fitframe.output import wording as changes
from fitframe.output.document import Block, Heading, Item, Items, Paragraph, Tone
from fitframe.output.sections import section
from fitframe.output.wording import criterion_title, framework_name, listed, points
from fitframe.output.wording import told as flip
from fitframe.sensitivity.counterfactuals import Counterfactual, Counterfactuals
from fitframe.sensitivity.near_misses import NearMiss
from fitframe.sensitivity.overview import Overview
from fitframe.sensitivity.source_influence import STALE_YEARS, SourceEffect, SourceInfluence
from fitframe.sensitivity.uncertainty import Answer, Find, Recheck, Remedy, Uncertainty
from fitframe.sensitivity.weight_stability import StabilityLimit

_FELT = 0.1
"""Fewer points are not felt."""
CAUSES = {
    "needs": "needs that are not stated",
    "sources": "sources that are silent, weak or at odds",
    "closeness": "how close the frameworks are",
}


def doubt(rules: RuleBase, found: Uncertainty, leader: str | None) -> Iterator[Block]:
    """The causes of doubt with their parts, and the one thing to do about the largest."""
    if not found.causes:
        return
    yield Heading("Where the doubt comes from")
    told = shares(found)
    yield Items(tuple(Item(CAUSES[cause.kind], told[cause.kind]) for cause in found.causes))
    yield Paragraph(advice(rules, found, leader))


def shares(found: Uncertainty) -> dict[str, str]:
    """The parts in whole per cent, which add up to what the leader's share leaves of 100.

    All are rounded down, and what is then missing goes to those that lost most.
    """
    exact = {cause.kind: 100 * cause.part for cause in found.causes}
    whole = {kind: int(part) for kind, part in exact.items()}
    missing = 100 - round(100 * (1 - found.share)) - sum(whole.values())
    for kind in sorted(exact, key=lambda kind: whole[kind] - exact[kind])[: max(0, missing)]:
        whole[kind] += 1
    return {kind: f"{whole[kind]} %" if whole[kind] or not part else "under 1 %" for kind, part in exact.items()}


def advice(rules: RuleBase, found: Uncertainty, leader: str | None) -> str:
    """Whether the first two are level, which cause of doubt dominates and what to do, in a few sentences."""
    cause = found.dominant
    level = _level(rules, found, leader)
    if cause is None:
        return f"{level} No world tried puts another framework first.".strip()
    todo = _remedy(rules, found.remedy) if found.remedy else ""
    return f"{level} Most of the doubt comes from {CAUSES[cause.kind]}. {todo}".strip()


def _level(rules: RuleBase, found: Uncertainty, leader: str | None) -> str:
    if leader is None or found.level_with is None:
        return ""
    told = f"{framework_name(rules, leader)} and {framework_name(rules, found.level_with)} are level."
    if found.settled_by is None:
        return told
    return f"{told} The likeliest open answer that would settle it: {flip(rules, found.settled_by)}"


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
    return (
        f"If {criterion} counts more than {remedy.level.value} here, or less, say so in the profile's priorities "
        f"({remedy.criterion})."
    )


def footing(rules: RuleBase, found: SourceInfluence, leader: str | None) -> Iterator[Block]:
    """What the advice rests on, what would be without each source, and what each says alone."""
    if leader is not None:
        yield Heading("What it rests on")
        yield Paragraph(rests_on(rules, found, leader))
        yield Items((*_left_out(rules, found, leader), *_alone(rules, found)))


def rests_on(rules: RuleBase, found: SourceInfluence, leader: str) -> str:
    """How many sources there are, how old, and which of them the leader could not do without."""
    return f"{_ages(found)} {_needed(rules, found, leader)}"


def _left_out(rules: RuleBase, found: SourceInfluence, leader: str) -> Iterator[Item]:
    """The sources that make a difference one by one; the others in a sentence."""
    felt = [outcome for outcome in found.without if abs(outcome.lead - found.lead) >= _FELT]
    yield from (Item(_outcome(rules, outcome, leader), f"without {outcome.source}:") for outcome in felt)
    if rest := len(found.without) - len(felt):
        yield Item(
            f"{rest} {'source moves' if rest == 1 else 'sources move'} the lead by less than {_FELT} points each"
        )


def _alone(rules: RuleBase, found: SourceInfluence) -> Iterator[Item]:
    """Whom each source would put first on its own."""
    groups: dict[str, list[str]] = {}
    for outcome in found.alone:
        groups.setdefault(_leaders(rules, outcome), []).append(outcome.source)
    for name, sources in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        yield Item(f"{listed(sorted(sources))}", f"heard alone, first would be {name}:")


def _ages(found: SourceInfluence) -> str:
    count = len(found.sources)
    told = f"It rests on {count} {'source' if count == 1 else 'sources'}"
    old, undated = len(found.old), len(found.undated)
    parts = [f"{old} older than {STALE_YEARS} years"] if old else [f"none older than {STALE_YEARS} years"]
    parts += [f"{undated} without a date"] if undated else []
    return f"{told}, {listed(parts)}."


def _needed(rules: RuleBase, found: SourceInfluence, leader: str) -> str:
    if not found.decisive:
        return f"{framework_name(rules, leader)} stays first whichever one is left out."
    told = (f"{outcome.source} ({_leaders(rules, outcome)} instead)" for outcome in found.decisive)
    return f"It would not stand without {listed(told, 'or without')}."


def _outcome(rules: RuleBase, outcome: SourceEffect, leader: str) -> str:
    if outcome.leaders == (leader,):
        return f"{framework_name(rules, leader)} is first, {points(outcome.lead)} ahead"
    return f"{_leaders(rules, outcome)} {'is' if len(outcome.leaders) == 1 else 'are level and'} first"


def _leaders(rules: RuleBase, outcome: SourceEffect) -> str:
    return listed(framework_name(rules, name) for name in outcome.leaders) or "nothing"


_NAMED = 2
"""So many criteria are named of those that tip alike."""


def cheapest(turn: Counterfactuals) -> tuple[tuple[str, Counterfactual], ...]:
    """The cheapest flip of each kind, with what kind it is."""
    kinds = (("answers", turn.answers), ("priorities", turn.priorities), ("trust", turn.trust))
    return tuple((kind, flips[0]) for kind, flips in kinds if flips)


def turned(rules: RuleBase, turns: Mapping[str, Counterfactuals], *, most: int | None) -> Iterator[Block]:
    """For each framework the smallest changes that put it first, `most` of a kind (None: all); or that none does."""
    for name, turn in turns.items():
        yield Heading(f"What would put {framework_name(rules, name)} first")
        items = _items(rules, turn, most)
        if items:
            yield Items(tuple(items))
        else:
            yield Paragraph(
                "We found no other answer to one question or two, no other importance of one criterion and no other "
                "trust in one source that would.",
                Tone.QUIET,
            )


def _items(rules: RuleBase, turn: Counterfactuals, most: int | None) -> list[Item]:
    kinds = (("another answer", turn.answers), ("another priority", turn.priorities), ("another trust", turn.trust))
    found = []
    for kind, flips in kinds:
        label = "two other answers" if flips and len(flips[0].changes) > 1 else kind
        found += [Item(changes.told(rules, flip), f"{label}:") for flip in flips[:most]]
        if most is not None and len(flips) > most:
            found.append(Item(f"and {len(flips) - most} more, each with {label}", tone=Tone.QUIET))
    return found


def tipping_points(rules: RuleBase, points: Sequence[StabilityLimit], most: int) -> Iterator[Block]:
    """The weights at which another framework comes first, nearest first; those that are alike in one line."""
    alike: dict[tuple[float, str, str], list[StabilityLimit]] = {}
    for point in changes.reachable(points):
        alike.setdefault((point.weight, f"{point.limit:.2f}", point.leader), []).append(point)
    items = [Item(_tipping(rules, group)) for group in alike.values()]
    yield from section("Weights that would tip it", items[:most])


def _tipping(rules: RuleBase, group: Sequence[StabilityLimit]) -> str:
    point, *more = group
    if not more:
        return changes.tipping(rules, point)
    moved = "raised above" if point.limit >= point.weight else "lowered below"
    named = listed(criterion_title(rules, each.criterion) for each in group[:_NAMED])
    such = f", such as {named}" if len(group) > _NAMED else f" ({named})"
    return (
        f"Any of {len(group)} criteria at {point.weight:g} {moved} {point.limit:.2f} "
        f"({changes.between(point.limit)}){such}: {framework_name(rules, point.leader)} is then first."
    )


def near_misses(rules: RuleBase, misses: Sequence[NearMiss], leader: str | None) -> Iterator[Block]:
    """The rules that almost applied, those that would cost the leader most first."""
    items = [Item(changes.near_miss(rules, miss, leader)) for miss in misses]
    yield from section("Rules that almost applied", items)


_MOST = 5
"""So many tipping points and near misses; what is left out matters less."""


def closer_look(rules: RuleBase, found: Overview) -> Iterator[Block]:
    """The causes of doubt, the smallest changes that would turn it, near misses, and the footing."""
    leader = found.project.leader
    yield from doubt(rules, found.uncertainty, leader)
    yield from turned(rules, found.counterfactuals, most=2)
    yield from tipping_points(rules, found.stability_limits, _MOST)
    yield from near_misses(rules, found.near_misses[:_MOST], leader)
    yield from footing(rules, found.source_influence, leader)
