"""Near misses: rules that one other answer would have made apply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fitframe.engine.compiled import CompiledRule
from fitframe.engine.conditions import Answers
from fitframe.engine.evaluation import Evaluation
from fitframe.model.fields import Way
from fitframe.sensitivity.changes import AnswerChange, edits, relevant
from fitframe.sensitivity.project import Situation, lead


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


def near_misses(situation: Situation) -> tuple[NearMiss, ...]:
    """The rules that do not apply and would after one smallest change, on criteria that count now.

    Only those are told that speak of the present leader or of the best of the others after the change: a rule does not
    turn what it says nothing of. Those whose answer costs the leader most come first.
    """
    found: dict[tuple[str, str], list[NearMiss]] = {}
    for change, then, evaluation in _changed(situation):
        contest = {situation.leader, _best_other(situation, evaluation)}
        for criterion, rule in _gained(situation, change, then):
            if contest.isdisjoint(Way(way).framework for way in rule.speaks_of):
                continue
            found.setdefault((rule.id, change.question), []).append(
                _miss(situation, criterion, rule.id, change, evaluation)
            )
    merged = [_merged(misses) for misses in found.values()]
    return tuple(sorted(merged, key=lambda miss: (round(miss.lead, 9), miss.rule, miss.question)))


def _changed(situation: Situation) -> Iterator[tuple[AnswerChange, Answers, Evaluation]]:
    for change in edits(situation.compiled, situation.answers):
        then = change.applied(situation.answers, situation.compiled.vocabulary)
        if relevant(situation.compiled, then, change.question):
            yield change, then, situation.evaluator.reevaluated(situation.evaluation, change.question, then)


def _best_other(situation: Situation, then: Evaluation) -> str | None:
    others = {name: value for name, value in then.scores.items() if name != situation.leader}
    return max(others, key=others.__getitem__, default=None)


def _gained(situation: Situation, change: AnswerChange, then: Answers) -> Iterator[tuple[str, CompiledRule]]:
    counted = {entry.criterion for entry in situation.evaluation.counted}
    for matter in situation.compiled.criteria:
        if matter.id in counted:
            for rule in matter.rules:
                if change.question in rule.reads and gained(rule, situation.answers, then):
                    yield matter.id, rule


def gained(rule: CompiledRule, now: Answers, then: Answers) -> bool:
    """Whether a rule applies after a change of answers and did not before."""
    return rule.holds(*then) is True and rule.holds(*now) is not True


def _miss(situation: Situation, criterion: str, rule: str, change: AnswerChange, then: Evaluation) -> NearMiss:
    return NearMiss(
        rule=rule,
        criterion=criterion,
        question=change.question,
        saw=change.before,
        needed=(change.after,),
        leader=situation.leader_of(then),
        lead=lead(then, situation.leader),
    )


def _merged(misses: list[NearMiss]) -> NearMiss:
    """One near miss for a rule and a question: the shortest answers that it needed, and what the worst of them does."""
    least = min(len(miss.needed[0]) for miss in misses)
    short = [miss for miss in misses if len(miss.needed[0]) == least]
    worst = min(short, key=lambda miss: miss.lead)
    return NearMiss(
        rule=worst.rule,
        criterion=worst.criterion,
        question=worst.question,
        saw=worst.saw,
        needed=tuple(miss.needed[0] for miss in short),
        leader=worst.leader,
        lead=worst.lead,
    )
