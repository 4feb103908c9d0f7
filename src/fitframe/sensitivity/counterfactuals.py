"""Counterfactuals: the smallest changes that put another framework first, each computed in full."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fitframe.engine.evaluation import INDISTINCT, Evaluation
from fitframe.engine.scoring import WEIGHTS
from fitframe.model.fields import Importance
from fitframe.sensitivity.project import AnswerChange, Project, price, relevant, single_changes
from fitframe.sensitivity.source_influence import applied_sources, trust_in, trusted

LEVELS = tuple(WEIGHTS)
_FIRST_STEPS = 8
"""Where no single answer does it: so many single answers are each tried together with every other one."""
_LEAST_TRUST, _MOST_TRUST = 1, 99
"""Trust is tried in whole hundredths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityChange:
    """Another importance of one criterion, set in the profile's priorities."""

    criterion: str
    before: Importance
    after: Importance


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustChange:
    """Another trust in one source, above 0 and below 1. What it says as a mere view rises and falls in proportion."""

    source: str
    before: float
    after: float


Change = AnswerChange | PriorityChange | TrustChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterfactual:
    """Changes of a project and what comes of them."""

    changes: tuple[Change, ...]
    leader: str  # who is then first, by more than scores can tell apart
    lead: float  # by so many points


Smallest = Mapping[str, tuple[Counterfactual, ...]]
"""For each framework that can be put first, the smallest changes found that do it, cheapest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterfactuals:
    """What would put one framework first: the smallest changes of each kind, cheapest first."""

    framework: str
    answers: tuple[Counterfactual, ...]
    priorities: tuple[Counterfactual, ...]
    trust: tuple[Counterfactual, ...]
    within_reach: tuple[Counterfactual, ...]  # those that a team can bring about: first answers, then priorities


def counterfactuals(project: Project, targets: Iterable[str]) -> dict[str, Counterfactuals]:
    """What would put each of `targets` first; the one that is first already needs nothing and is left out."""
    wanted = tuple(name for name in targets if name != project.leader)
    answers, priorities = answer_counterfactuals(project, wanted), priority_counterfactuals(project, wanted)
    trust = trust_counterfactuals(project, wanted)
    return {
        name: Counterfactuals(
            framework=name,
            answers=answers.get(name, ()),
            priorities=priorities.get(name, ()),
            trust=trust.get(name, ()),
            within_reach=tuple(
                one
                for one in (*answers.get(name, ()), *priorities.get(name, ()))
                if all(_lies_with_the_team(project, change) for change in one.changes)
            ),
        )
        for name in wanted
    }


def _lies_with_the_team(project: Project, change: Change) -> bool:
    """Whether it is an answer that is open or a lever, or an importance; goal and data are what they are."""
    if isinstance(change, AnswerChange):
        return not change.before or project.compiled.rules.questions[change.question].lever
    return isinstance(change, PriorityChange)


def answer_counterfactuals(project: Project, targets: Collection[str]) -> Smallest:
    """The changes of one question's answer that put each of `targets` first; where none does, of two questions.

    All single changes are found, but none that only adds choices to another one. Pairs are searched greedily: the
    single changes that bring a framework nearest to the first place, each with every other one; a pair that is told
    is real, and one may be missed. The likeliest come first. Only what is relevant after the changes is answered.
    """
    singles = list(single_changes(project.compiled, project.answers))
    found = _by_framework(project, ((change,) for change in singles), targets)
    for target in sorted(set(targets) - set(found) - {project.leader}):
        found |= _by_framework(project, _pairs(project, singles, target), {target})
    return found


def _pairs(
    project: Project, singles: Sequence[AnswerChange], target: str
) -> Iterator[tuple[AnswerChange, AnswerChange]]:
    """Pairs of changes to two questions, of which one is among those that bring `target` nearest to the first place."""
    ranked = sorted(singles, key=lambda change: -round(project.with_answers([change]).lead(target), 9))
    places = sorted(singles.index(change) for change in ranked[:_FIRST_STEPS])
    for place in places:
        for other, change in enumerate(singles):
            tried_already = other in places and other < place
            if change.question != singles[place].question and not tried_already:
                first, second = sorted((place, other))
                yield singles[first], singles[second]


def _by_framework(
    project: Project, candidates: Iterable[tuple[AnswerChange, ...]], targets: Collection[str]
) -> dict[str, tuple[Counterfactual, ...]]:
    found: dict[str, dict[tuple[AnswerChange, ...], Counterfactual]] = {}
    for changes in candidates:
        then = project.with_answers(changes)
        made = counterfactual(project, changes, then)
        if made and made.leader in targets and _all_relevant(project, changes, then):
            found.setdefault(made.leader, {})[changes] = made
    return {name: tuple(_without_additions(project, group)) for name, group in sorted(found.items())}


def _all_relevant(project: Project, changes: Iterable[AnswerChange], then: Evaluation) -> bool:
    return all(relevant(project.compiled, then.answers, change.question) for change in changes)


def counterfactual(project: Project, changes: tuple[Change, ...], then: Evaluation) -> Counterfactual | None:
    """The counterfactual that these changes make, if another framework is first in `then` by a lead that is felt."""
    first = then.leader()
    if first is None or first == project.leader or (lead := then.lead(first)) <= INDISTINCT:
        return None
    return Counterfactual(changes=changes, leader=first, lead=lead)


def _without_additions(
    project: Project, found: Mapping[tuple[AnswerChange, ...], Counterfactual]
) -> list[Counterfactual]:
    """Those that do not only add choices to another one, which does it without them; cheapest first."""
    alike: dict[tuple[str, ...], list[tuple[AnswerChange, ...]]] = {}
    for changes in found:
        alike.setdefault(tuple(change.question for change in changes), []).append(changes)
    kept = [
        changes
        for group in alike.values()
        for changes in group
        if not any(_adds_to(changes, other) for other in group if other != changes)
    ]
    return [found[changes] for changes in sorted(kept, key=lambda changes: price(project.compiled, changes))]


def _adds_to(changes: tuple[AnswerChange, ...], other: tuple[AnswerChange, ...]) -> bool:
    """Whether `changes` give the answers that `other` gives, and more choices beside what that one adds."""
    return all(map(_contains, changes, other))


def _contains(change: AnswerChange, other: AnswerChange) -> bool:
    return change == other or ({*other.after} <= {*change.after} and not {*other.after} <= {*other.before})


def priority_counterfactuals(project: Project, targets: Collection[str]) -> Smallest:
    """The smallest changes of one criterion's importance that put each of `targets` first, counted in levels."""
    changes = (
        PriorityChange(criterion=criterion, before=now, after=level)
        for criterion, now in project.importances.items()
        for level in LEVELS
        if level is not now
    )
    made = (counterfactual(project, (c,), project.with_priority(c.criterion, c.after)) for c in changes)
    return _smallest(filter(None, made), targets, _levels_moved)


def _levels_moved(found: Counterfactual) -> float:
    moved = (change for change in found.changes if isinstance(change, PriorityChange))
    return sum(abs(LEVELS.index(change.after) - LEVELS.index(change.before)) for change in moved)


def trust_counterfactuals(project: Project, targets: Collection[str]) -> Smallest:
    """The smallest changes of the trust in one source that put each of `targets` first, in whole hundredths.

    Each source is trusted next to not at all and next to certainly. Where that puts another framework first, the way
    there is halved until the hundredth is found at which it comes first. What is first only between is not found.
    """
    made = (
        _nearest_trust(project, source, extreme)
        for source in applied_sources(project)
        for extreme in (_LEAST_TRUST, _MOST_TRUST)
    )
    return _smallest(filter(None, made), targets, _trust_moved)


def _nearest_trust(project: Project, source: str, extreme: int) -> Counterfactual | None:
    before = trust_in(project, source)

    def at(hundredths: int) -> Counterfactual | None:
        change = TrustChange(source=source, before=before, after=hundredths / 100)
        compiled = trusted(project.compiled, source, change.after / before)
        return counterfactual(project, (change,), project.with_rules(compiled))

    found, far, near = at(extreme), extreme, int(before * 100) + (extreme == _LEAST_TRUST)
    while found and abs(far - near) > 1:
        middle = (far + near) // 2
        nearer = at(middle)
        if nearer and nearer.leader == found.leader:
            found, far = nearer, middle
        else:
            near = middle
    return found


def _trust_moved(found: Counterfactual) -> float:
    return sum(round(abs(c.after - c.before), 9) for c in found.changes if isinstance(c, TrustChange))


def _smallest(
    made: Iterable[Counterfactual], targets: Collection[str], size: Callable[[Counterfactual], float]
) -> Smallest:
    """For each of `targets` those that are as small as any, in the order given."""
    found: dict[str, list[Counterfactual]] = {}
    for each in made:
        if each.leader in targets:
            found.setdefault(each.leader, []).append(each)
    least = {name: min(map(size, group)) for name, group in found.items()}
    return {name: tuple(each for each in found[name] if size(each) == least[name]) for name in sorted(found)}
