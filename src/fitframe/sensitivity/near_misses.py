"""Near misses: rules that one other answer would have made apply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fitframe.engine.compiled import CompiledRule
from fitframe.engine.conditions import Answers
from fitframe.engine.evaluation import Evaluation
from fitframe.model.fields import Way
from fitframe.sensitivity.project import AnswerChange, Project, relevant, single_changes


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A rule that almost applied: the answer that it saw and the one that it needed."""

    rule: str
    criterion: str
    question: str
    saw: tuple[str, ...]  # empty: no answer
    needed: tuple[tuple[str, ...], ...]  # any of these answers
    leader: str | None  # who is first with that answer; with the one that helps the present leader least, of several
    lead: float  # of the present leader, then; negative where it is overtaken


def near_misses(project: Project) -> tuple[NearMiss, ...]:
    """The rules that do not apply and would after one smallest change, on criteria that count now.

    Only those are told that speak of the present leader or of the best of the others after the change: a rule does not
    turn what it says nothing of. Those whose answer costs the leader most come first.
    """
    found: dict[tuple[str, str], list[NearMiss]] = {}
    for change in single_changes(project.compiled, project.answers):
        then = project.with_answers([change])
        if not relevant(project.compiled, then.answers, change.question):
            continue
        contest = {project.leader, _best_other(project, then)}
        for criterion, rule in _gained(project, change, then.answers):
            if not contest.isdisjoint(Way(way).framework for way in rule.speaks_of):
                miss = NearMiss(
                    rule=rule.id,
                    criterion=criterion,
                    question=change.question,
                    saw=change.before,
                    needed=(change.after,),
                    leader=project.leader_of(then),
                    lead=then.lead(project.leader),
                )
                found.setdefault((rule.id, change.question), []).append(miss)
    merged = [_merged(misses) for misses in found.values()]
    return tuple(sorted(merged, key=lambda miss: (round(miss.lead, 9), miss.rule, miss.question)))


def _best_other(project: Project, then: Evaluation) -> str | None:
    others = {name: value for name, value in then.scores.items() if name != project.leader}
    return max(others, key=others.__getitem__, default=None)


def _gained(project: Project, change: AnswerChange, then: Answers) -> Iterator[tuple[str, CompiledRule]]:
    counted = {entry.criterion for entry in project.evaluation.counted}
    for criterion in project.compiled.criteria:
        if criterion.id in counted:
            for rule in criterion.rules:
                if change.question in rule.reads and gained(rule, project.answers, then):
                    yield criterion.id, rule


def gained(rule: CompiledRule, now: Answers, then: Answers) -> bool:
    """Whether a rule applies after a change of answers and did not before."""
    return rule.holds(*then) is True and rule.holds(*now) is not True


def _merged(misses: list[NearMiss]) -> NearMiss:
    """One near miss for a rule and a question: the shortest answers that it needed, and what the worst of them does."""
    least = min(len(miss.needed[0]) for miss in misses)
    short = [miss for miss in misses if len(miss.needed[0]) == least]
    worst = min(short, key=lambda miss: miss.lead)
    return replace(worst, needed=tuple(miss.needed[0] for miss in short))
