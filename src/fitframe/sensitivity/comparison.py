"""Two frameworks compared, with what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fitframe.engine.compiled import CompiledRule
from fitframe.engine.scoring import MIDDLE
from fitframe.model.fields import Way
from fitframe.sensitivity.counterfactuals import Counterfactuals, counterfactuals
from fitframe.sensitivity.near_misses import gained
from fitframe.sensitivity.project import AnswerChange, Project, price, relevant, single_changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one criterion does for the first of two frameworks and for the second."""

    criterion: str
    importance: str
    ratings: tuple[float, float]
    spreads: tuple[float, float]
    points: tuple[float, float]
    rules: tuple[tuple[str, ...], tuple[str, ...]]

    @property
    def ahead(self) -> float:
        """Points by which it puts the first ahead."""
        return self.points[0] - self.points[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two frameworks side by side. The differences and that of the weakest links add up to that of the scores."""

    frameworks: tuple[str, str]  # as they were named: a framework, or one way to run it
    ways: tuple[str, str]  # how each is run: as it was named, else in its best way
    scores: tuple[float, float]  # of one that is ruled out: what it would have
    links: tuple[float, float]  # the points of their weakest must-haves
    differences: tuple[Difference, ...]  # largest first


def comparison(project: Project, first: str, second: str) -> Comparison:
    """Put two frameworks side by side, each as `Project.way` runs it."""
    evaluation = project.evaluation
    ways = (project.way(first), project.way(second))
    rows = tuple(map(evaluation.ratings_of_way, ways))
    (one, one_link), (two, two_link) = map(evaluation.points, ways)
    found = [
        Difference(
            criterion=entry.criterion,
            importance=entry.importance.value,
            ratings=(a.rating, b.rating),
            spreads=(a.spread, b.spread),
            points=(one[place], two[place]),
            rules=(a.rules, b.rules),
        )
        for place, (entry, a, b) in enumerate(zip(evaluation.counted, *rows, strict=True))
    ]
    return Comparison(
        frameworks=(first, second),
        ways=ways,
        scores=(sum(one) + one_link, sum(two) + two_link),
        links=(one_link, two_link),
        differences=tuple(sorted(found, key=lambda d: (-abs(round(d.ahead, 9)), d.criterion))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """A change of answers that lifts what rules a framework out, and where it would then stand."""

    change: AnswerChange
    place: int  # 1 is first
    lead: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """Why a framework is not the recommended one, and what would bring it back."""

    framework: str
    ruled_out: tuple[str, ...]  # the rules that rule it out
    loses_on: tuple[Difference, ...]  # where the leader is ahead of it, by most points first
    returns: tuple[Return, ...]  # where it is ruled out: single answers that would let it in again
    rules: tuple[str, ...]  # that the cheapest change of answers brings into play for it


def why_not(project: Project, framework: str, changed: Counterfactuals) -> WhyNot:
    """Why `framework`, which is not the leader, is not; `changed` is what would put it first."""
    against = comparison(project, project.leader, framework).differences if project.leader else ()
    blocked = _blockers(project, framework) if framework in project.evaluation.blocked else []
    return WhyNot(
        framework=framework,
        ruled_out=tuple(blocked),
        loses_on=tuple(difference for difference in against if difference.ahead > 0),
        returns=_returns(project, framework) if blocked else (),
        rules=_brought(project, framework, changed),
    )


def _blockers(project: Project, framework: str) -> list[str]:
    ways = project.compiled.ways[framework]
    found = (j.blocked[way].id for j in project.evaluation.judged for way in ways if way in j.blocked)
    return list(dict.fromkeys(found))


def _returns(project: Project, framework: str) -> tuple[Return, ...]:
    compiled, found = project.compiled, []
    for change in single_changes(compiled, project.answers):
        then = project.with_answers([change])
        if framework in then.scores and relevant(compiled, then.answers, change.question):
            ahead = sum(value > then.scores[framework] + 1e-9 for value in then.scores.values())
            found.append(Return(change=change, place=ahead + 1, lead=then.lead(framework)))
    return tuple(sorted(found, key=lambda r: (r.place, price(compiled, (r.change,)))))


def _brought(project: Project, framework: str, changed: Counterfactuals) -> tuple[str, ...]:
    """The rules that help a framework and apply only after the cheapest change of answers."""
    if not changed.answers:
        return ()
    changes = (change for change in changed.answers[0].changes if isinstance(change, AnswerChange))
    then = project.with_answers(changes)
    counted = {entry.criterion for entry in then.counted}
    return tuple(
        rule.id
        for criterion in project.compiled.criteria
        if criterion.id in counted or criterion.blocks
        for rule in criterion.rules
        if _favours(rule, framework, project.leader) and gained(rule, project.answers, then.answers)
    )


def _favours(rule: CompiledRule, framework: str, leader: str | None) -> bool:
    """Whether a rule helps a framework against the leader: rates it higher, or rules the leader out."""
    ratings = {Way(way).framework: opinion.rating for way, opinion in rule.opinions}
    blocked = {Way(way).framework for way in rule.blocks}
    better = ratings.get(framework, MIDDLE) > ratings.get(str(leader), MIDDLE)
    return better or (leader in blocked and framework not in blocked)


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """Two frameworks compared, with what would put first each that is not."""

    comparison: Comparison
    counterfactuals: Mapping[str, Counterfactuals]
    why_not: tuple[WhyNot, ...]


def side_by_side(project: Project, first: str, second: str) -> SideBySide:
    """Compare two different frameworks, or two ways to run one, and see what would change it."""
    found = counterfactuals(project, dict.fromkeys((Way(first).framework, Way(second).framework)))
    return SideBySide(
        comparison=comparison(project, first, second),
        counterfactuals=found,
        why_not=tuple(why_not(project, name, changed) for name, changed in found.items()),
    )
