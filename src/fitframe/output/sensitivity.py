"""How firm a recommendation is and what would change it, in words: doubt, changes, weights, near misses, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from fitframe.model.fields import Importance
from fitframe.model.rulebase import Question, RuleBase
from fitframe.output.document import Block, Heading, Item, Items, Paragraph, Tone
from fitframe.output.sections import section
from fitframe.output.wording import criterion_title, framework_name, inline, listed, points
from fitframe.sensitivity.counterfactuals import (
    Change,
    Counterfactual,
    Counterfactuals,
    PriorityChange,
)
from fitframe.sensitivity.near_misses import NearMiss
from fitframe.sensitivity.overview import Overview
from fitframe.sensitivity.project import AnswerChange
from fitframe.sensitivity.source_influence import STALE_YEARS, SourceEffect, SourceInfluence
from fitframe.sensitivity.uncertainty import Answer, Find, Recheck, Remedy, Uncertainty
from fitframe.sensitivity.weight_stability import StabilityLimit

_MOST = 5
"""So many weights and near misses; what is left out matters less."""
_NAMED = 2
"""So many criteria are named of those whose weights have the same limit."""
_FELT = 0.1
"""Fewer points are not felt."""
_HEAVIEST = 16.0
"""No simulation weighs a criterion more than this: twice decisive."""
_LEVELS = {0: "none", 1: "low", 2: "medium", 4: "high", 8: "decisive"}
CAUSES = {
    "needs": "needs that are not stated",
    "sources": "sources that are silent, weak or at odds",
    "closeness": "how close the frameworks are",
}


def sensitivity(rules: RuleBase, found: Overview) -> Iterator[Block]:
    """The causes of doubt, the smallest changes that would change the advice, near misses, and the sources' part."""
    leader = found.project.leader
    yield from uncertainty(rules, found.uncertainty, leader)
    yield from counterfactuals(rules, found.counterfactuals, most=2)
    yield from stability_limits(rules, found.stability_limits, _MOST)
    yield from near_misses(rules, found.near_misses[:_MOST], leader)
    yield from source_influence(rules, found.source_influence, leader)


def uncertainty(rules: RuleBase, found: Uncertainty, leader: str | None) -> Iterator[Block]:
    """The causes of doubt with their parts, and the one thing to do about the largest."""
    if not found.causes:
        return
    yield Heading("Where the doubt comes from")
    parts = cause_shares(found)
    yield Items(tuple(Item(CAUSES[cause.kind], parts[cause.kind]) for cause in found.causes))
    yield Paragraph(doubt_in_words(rules, found, leader))


def cause_shares(found: Uncertainty) -> dict[str, str]:
    """The parts in whole per cent, which add up to what the leader's share leaves of 100.

    All are rounded down, and what is then missing goes to those that lost most.
    """
    exact = {cause.kind: 100 * cause.part for cause in found.causes}
    whole = {kind: int(part) for kind, part in exact.items()}
    missing = 100 - round(100 * (1 - found.share)) - sum(whole.values())
    for kind in sorted(exact, key=lambda kind: whole[kind] - exact[kind])[: max(0, missing)]:
        whole[kind] += 1
    return {kind: f"{whole[kind]} %" if whole[kind] or not part else "under 1 %" for kind, part in exact.items()}


def doubt_in_words(rules: RuleBase, found: Uncertainty, leader: str | None) -> str:
    """Whether the first two are level, which cause of doubt dominates and what to do, in a few sentences."""
    cause = found.dominant
    level = _level(rules, found, leader)
    if cause is None:
        return f"{level} No simulation puts another framework first.".strip()
    todo = _remedy(rules, found.remedy) if found.remedy else ""
    return f"{level} Most of the doubt comes from {CAUSES[cause.kind]}. {todo}".strip()


def _level(rules: RuleBase, found: Uncertainty, leader: str | None) -> str:
    if leader is None or found.level_with is None:
        return ""
    level = f"{framework_name(rules, leader)} and {framework_name(rules, found.level_with)} are level."
    if found.settled_by is None:
        return level
    return f"{level} The open answer most likely to settle it: {counterfactual(rules, found.settled_by)}"


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


def counterfactual(rules: RuleBase, found: Counterfactual) -> str:
    """'If goal were learning instead of production, PyTorch would lead by 1.5 points.'"""
    changes = listed(change(rules, each) for each in found.changes)
    return f"If {changes}, {framework_name(rules, found.leader)} would lead by {points(found.lead)}."


def change(rules: RuleBase, each: Change) -> str:
    """One change as a condition, without its 'if': 'goal were learning instead of production'."""
    if isinstance(each, AnswerChange):
        if not each.before:
            return f"{each.question} (now open) were {listed(each.after)}"
        return f"{each.question} were {listed(each.after)} instead of {listed(each.before)}"
    if isinstance(each, PriorityChange):
        title = criterion_title(rules, each.criterion)
        return f"the importance of {title} were {each.after.value} instead of {each.before.value}"
    title = rules.sources[each.source].title
    return f"the trust in “{title}” [{each.source}] were {each.after:.2f} instead of {each.before:.2f}"


def counterfactual_in_words(rules: RuleBase, found: Counterfactual) -> str:
    """The same for readers who never saw a profile: 'If training hardware were “Google TPUs” (still open), …'."""
    changes = listed(_change_in_words(rules, each) for each in found.changes)
    return f"If {changes}, {framework_name(rules, found.leader)} would lead by {points(found.lead)}."


def _change_in_words(rules: RuleBase, each: Change) -> str:
    if isinstance(each, AnswerChange):
        question = rules.questions[each.question]
        after, before = _quoted(question, each.after), _quoted(question, each.before)
        return f"{inline(question.title)} were {after} " + (f"instead of {before}" if before else "(still open)")
    if isinstance(each, PriorityChange):
        before_level = "does not count now" if each.before is Importance.NONE else f"is {each.before.value} now"
        return f"{inline(criterion_title(rules, each.criterion))} were {each.after.value} (it {before_level})"
    return change(rules, each)


def _quoted(question: Question, answer: Sequence[str]) -> str:
    """Choices in quotation marks, without what they explain behind a semicolon."""
    return listed(f"“{question.choices[choice].partition(';')[0]}”" for choice in answer)


Teller = Callable[[RuleBase, Counterfactual], str]


def cheapest(found: Counterfactuals) -> tuple[Counterfactual, ...]:
    """The cheapest change of each kind: of answers, of priorities, of trust."""
    return tuple(kind[0] for kind in (found.answers, found.priorities, found.trust) if kind)


def counterfactuals(rules: RuleBase, found: Mapping[str, Counterfactuals], *, most: int | None) -> Iterator[Block]:
    """For each framework the smallest changes that put it first, `most` of a kind (None: all); or that none does."""
    for name, changes in found.items():
        yield Heading(f"What would put {framework_name(rules, name)} first")
        if items := [*_changes(rules, changes, most)]:
            yield Items(tuple(items))
        else:
            yield Paragraph(
                "We found no other answer to one question or two, no other importance of one criterion and no other "
                "trust in one source that would.",
                Tone.QUIET,
            )


def _changes(rules: RuleBase, found: Counterfactuals, most: int | None) -> Iterator[Item]:
    kinds = (("another answer", found.answers), ("another priority", found.priorities), ("another trust", found.trust))
    for kind, changes in kinds:
        label = "two other answers" if changes and len(changes[0].changes) > 1 else kind
        yield from (Item(counterfactual(rules, each), f"{label}:") for each in changes[:most])
        if most is not None and len(changes) > most:
            yield Item(f"and {len(changes) - most} more, each with {label}", tone=Tone.QUIET)


def levers(
    rules: RuleBase, found: Mapping[str, Counterfactuals], most: int | None, told: Teller | None = None
) -> Iterator[Block]:
    """For each framework what would put it first and lies with the team: open answers, ways of working, priorities.

    `told` says a change in a sentence; None: `counterfactual`.
    """
    told = told or counterfactual
    for name, changes in found.items():
        title = f"What would put {framework_name(rules, name)} first"
        yield from section(title, [Item(told(rules, one)) for one in changes.within_reach], most)
        if not changes.within_reach:
            yield Heading(title)
            yield Paragraph("We found no open answer, way of working, or priority that does it.")
    if found:
        yield Paragraph(
            "We looked at open answers, ways of working, and priorities; your goal and your data are what they are.",
            Tone.QUIET,
        )


def stability_limits(rules: RuleBase, found: Iterable[StabilityLimit], most: int) -> Iterator[Block]:
    """The weights beyond which another framework comes first, nearest first; those that are alike in one line."""
    alike: dict[tuple[float, str, str], list[StabilityLimit]] = {}
    for limit in found:
        if limit.limit <= _HEAVIEST:
            alike.setdefault((limit.weight, f"{limit.limit:.2f}", limit.leader), []).append(limit)
    items = [Item(_limit(rules, group)) for group in alike.values()]
    yield from section("Weights that would change it", items[:most])


def _limit(rules: RuleBase, alike: Sequence[StabilityLimit]) -> str:
    """'If Debugging weighed more than 5.20 (between high and decisive) instead of 1, PyTorch would lead.'"""
    limit = alike[0]
    than = f"{'more' if limit.limit >= limit.weight else 'less'} than {limit.limit:.2f} ({_between(limit.limit)})"
    leads = f"instead of {limit.weight:g}, {framework_name(rules, limit.leader)} would lead."
    titles = [criterion_title(rules, each.criterion) for each in alike]
    if len(titles) <= _NAMED:
        return f"If {listed(titles, 'or')} weighed {than} {leads}"
    return f"If any one of {len(titles)} criteria, such as {listed(titles[:_NAMED], 'or')}, weighed {than} {leads}"


def _between(weight: float) -> str:
    """Where a weight lies among the levels of importance."""
    below = max((level for level in _LEVELS if level <= weight), default=0)
    above = min((level for level in _LEVELS if level >= weight), default=None)
    if above is None:
        return "more than decisive"
    return _LEVELS[below] if above == below else f"between {_LEVELS[below]} and {_LEVELS[above]}"


def near_misses(rules: RuleBase, misses: Sequence[NearMiss], leader: str | None) -> Iterator[Block]:
    """The rules that almost applied, those that would cost the leader most first."""
    yield from section("Rules that almost applied", [Item(_near_miss(rules, miss, leader)) for miss in misses])


def _near_miss(rules: RuleBase, miss: NearMiss, leader: str | None) -> str:
    """What the rule says, the answer that it needs and the one that there is, and what that would do."""
    question = rules.questions[miss.question]
    needed = listed((_quoted(question, answer) for answer in miss.needed), "or")
    given = _quoted(question, miss.saw) or "open"
    if miss.leader is None:
        then = "Then nothing would fit."
    else:
        still = f" still lead, by {points(miss.lead)}" if miss.leader == leader else " lead"
        then = f"Then {framework_name(rules, miss.leader)} would{still}."
    return f"{rules.rule(miss.rule).because} It applies if {inline(question.title)} is {needed}; it is {given}. {then}"


def source_influence(rules: RuleBase, found: SourceInfluence, leader: str | None) -> Iterator[Block]:
    """What the advice rests on, what would be without each source, and what each says alone."""
    if leader is not None:
        yield Heading("What it rests on")
        yield Paragraph(sources_in_words(rules, found, leader))
        yield Items((*_left_out(rules, found, leader), *_alone(rules, found)))


def sources_in_words(rules: RuleBase, found: SourceInfluence, leader: str) -> str:
    """How many sources there are, how old, and which of them the leader could not do without."""
    return f"{_ages(found)} {_needed(rules, found, leader)}"


def _left_out(rules: RuleBase, found: SourceInfluence, leader: str) -> Iterator[Item]:
    """The sources that make a difference one by one; the others in a sentence."""
    felt = [effect for effect in found.without if abs(effect.lead - found.lead) >= _FELT]
    yield from (Item(_effect(rules, effect, leader), f"without {effect.source}:") for effect in felt)
    if rest := len(found.without) - len(felt):
        yield Item(
            f"{rest} {'source moves' if rest == 1 else 'sources move'} the lead by less than {_FELT} points each"
        )


def _alone(rules: RuleBase, found: SourceInfluence) -> Iterator[Item]:
    """Whom each source would put first on its own."""
    groups: dict[str, list[str]] = {}
    for effect in found.alone:
        groups.setdefault(_leaders(rules, effect), []).append(effect.source)
    for name, sources in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        yield Item(f"{listed(sorted(sources))}", f"each alone would put {name} first:")


def _ages(found: SourceInfluence) -> str:
    count = len(found.sources)
    sentence = f"It rests on {count} {'source' if count == 1 else 'sources'}"
    old, undated = len(found.old), len(found.undated)
    parts = [f"{old} older than {STALE_YEARS} years"] if old else [f"none older than {STALE_YEARS} years"]
    parts += [f"{undated} without a date"] if undated else []
    return f"{sentence}, {listed(parts)}."


def _needed(rules: RuleBase, found: SourceInfluence, leader: str) -> str:
    if not found.decisive:
        return f"{framework_name(rules, leader)} stays first without any one of them."
    needed = (f"{effect.source} ({_leaders(rules, effect)} instead)" for effect in found.decisive)
    return f"It would change without {listed(needed, 'or without')}."


def _effect(rules: RuleBase, effect: SourceEffect, leader: str) -> str:
    if effect.leaders == (leader,):
        return f"{framework_name(rules, leader)} leads by {points(effect.lead)}"
    return f"{_leaders(rules, effect)} {'leads' if len(effect.leaders) == 1 else 'share the lead'}"


def _leaders(rules: RuleBase, effect: SourceEffect) -> str:
    return listed(framework_name(rules, name) for name in effect.leaders) or "nothing"
