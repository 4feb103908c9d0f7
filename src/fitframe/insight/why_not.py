"""Why a framework is not first, and what would bring it back."""

from __future__ import annotations

from dataclasses import dataclass

from fitframe.engine.matters import Statement
from fitframe.engine.ratings import MIDDLE
from fitframe.insight.comparison import Difference, comparison
from fitframe.insight.edits import AnswerChange, edits, price, relevant
from fitframe.insight.near_misses import gained
from fitframe.insight.situation import Situation, lead
from fitframe.insight.turns import Turn


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


def why_not(situation: Situation, framework: str, turn: Turn) -> WhyNot:
    """Why `framework`, which is not the leader, is not; `turn` is what would put it first."""
    against = comparison(situation, situation.leader, framework).differences if situation.leader else ()
    blocked = _blockers(situation, framework) if framework in situation.standing.blocked else []
    return WhyNot(
        framework=framework,
        ruled_out=tuple(blocked),
        loses_on=tuple(difference for difference in against if difference.ahead > 0),
        returns=_returns(situation, framework) if blocked else (),
        rules=_brought(situation, framework, turn),
    )


def _blockers(situation: Situation, framework: str) -> list[str]:
    ways = situation.asked.ways[framework]
    found = (j.blocked[way].id for j in situation.standing.judged for way in ways if way in j.blocked)
    return list(dict.fromkeys(found))


def _returns(situation: Situation, framework: str) -> tuple[Return, ...]:
    asked, found = situation.asked, []
    for change in edits(asked, situation.answers):
        answers = change.applied(situation.answers, asked.vocabulary)
        standing = situation.evaluator.tried(situation.standing, change.question, answers)
        if framework in standing.scores and relevant(asked, answers, change.question):
            ahead = sum(value > standing.scores[framework] + 1e-9 for value in standing.scores.values())
            found.append(Return(change=change, place=ahead + 1, lead=lead(standing, framework)))
    return tuple(sorted(found, key=lambda r: (r.place, price(asked, (r.change,)))))


def _brought(situation: Situation, framework: str, turn: Turn) -> tuple[str, ...]:
    """The rules that help a framework and apply only after the cheapest change of answers."""
    if not turn.answers:
        return ()
    asked, then = situation.asked, situation.answers
    for change in turn.answers[0].changes:
        if isinstance(change, AnswerChange):
            then = change.applied(then, asked.vocabulary)
    counted = {entry.criterion for entry in situation.evaluator.standing(then).counted}
    return tuple(
        rule.id
        for matter in asked.matters
        if matter.id in counted or matter.blocks
        for rule in matter.statements
        if _favours(rule, framework, situation.leader) and gained(rule, situation.answers, then)
    )


def _favours(rule: Statement, framework: str, leader: str | None) -> bool:
    """Whether a rule helps a framework against the leader: rates it higher, or rules the leader out."""
    ratings = {way.partition("@")[0]: opinion.rating for way, opinion in rule.opinions}
    blocked = {way.partition("@")[0] for way in rule.blocks}
    better = ratings.get(framework, MIDDLE) > ratings.get(str(leader), MIDDLE)
    return better or (leader in blocked and framework not in blocked)
