"""The verdict on a stated choice, and the rules that rule it out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fitframe.checking.chances import chance
from fitframe.checking.policy import Policy
from fitframe.checking.situations import Stand
from fitframe.engine.conditions import Answers
from fitframe.engine.confidence import LEANING
from fitframe.engine.judging import judge
from fitframe.engine.matters import Matter, Statement
from fitframe.engine.ruleset import Ruleset
from fitframe.models import Question
from fitframe.verdict import Verdict

_TENTH = 0.1 - 1e-9
_FEW_WORLDS, _FEW_WINS = 200, 2


def verdict(stand: Stand, policy: Policy) -> Verdict:
    """How the stated choice holds up.

    Worlds are drawn only where they can decide: not for a choice that is ruled out or has the highest score, and but
    a few for one that is far behind.
    """
    gap = stand.gap
    if gap is None:
        return Verdict.VIOLATES
    if stand.is_first:
        return Verdict.FITS
    if gap > policy.defensible_gap and _hopeless(stand, policy):
        return Verdict.POOR
    if toss_up(stand):
        return Verdict.FITS
    near = gap <= policy.defensible_gap or stand.shares[stand.choice] >= policy.defensible_share
    return Verdict.DEFENSIBLE if near else Verdict.POOR


def _hopeless(stand: Stand, policy: Policy) -> bool:
    """Whether the choice surely comes first in too few worlds, told by how it does against the best in some of them.

    To be a rival in a toss-up it would need its part of what the best must then leave to the others. Where a tenth of
    all worlds is needed, whoever gets it beats the best in more than two of the first 200 worlds, but for less than
    one project in ten million.
    """
    needed = min(policy.defensible_share, (1 - LEANING) / max(1, len(stand.standing.scores) - 1))
    return needed >= _TENTH and stand.duel(_FEW_WORLDS) * _FEW_WORLDS <= _FEW_WINS


def toss_up(stand: Stand) -> bool:
    """Whether the recommendation is a toss-up, with the choice as the likeliest rival of the best."""
    shares, best = stand.shares, str(stand.best)
    rivals = [share for name, share in shares.items() if name != best]
    return shares[best] < LEANING and shares[stand.choice] == max(rivals, default=0.0)


def blockers(asked: Ruleset, answers: Answers, choice: str) -> list[Statement]:
    """Every rule that rules the choice out, in order of id; a standing knows only the first of each criterion."""
    matters = [matter for matter in asked.matters if matter.blocks]
    found = {
        rule.id: rule
        for matter in matters
        for way in asked.ways[choice]
        for rule in _blockers(asked, answers, matter, way)
    }
    return [found[rule] for rule in sorted(found)]


def _blockers(asked: Ruleset, answers: Answers, matter: Matter, way: str) -> Iterator[Statement]:
    aside = {rule for rule, name, _ in judge(matter, asked, answers).set_aside if name == way}
    while rule := judge(matter, asked, answers).blocked.get(way):
        if rule.id not in aside:
            yield rule
        matter = matter._replace(statements=tuple(other for other in matter.statements if other is not rule))


class Possible(NamedTuple):
    """A rule that might rule the choice out."""

    rule: Statement
    questions: tuple[str, ...]  # the open ones that decide it
    chance: float  # how likely it is that they do, above 0 to 1


def possible_blockers(stand: Stand) -> Iterator[Possible]:
    """The rules that might rule the choice out as it would best be run, in order of id.

    Where the project could change every answer that is open, whatever it is, nothing is ruled out.
    """
    way = stand.standing.ways.get(stand.choice)
    judged = [stand.standing.entries[place].judgement for place in stand.asked.blocking]
    found = {rule.id: rule for judgement in judged for name, rule in judgement.possible if name == way}
    for _, rule in sorted(found.items()):
        unanswered = tuple(q for q in sorted(rule.reads) if stand.asked.vocabulary.is_open(stand.answers, q))
        if not all(_changeable(stand.asked.rules.questions[question]) for question in unanswered) and (
            likely := chance(stand.asked, stand.answers, rule, unanswered)
        ):
            yield Possible(rule, unanswered, likely)


def _changeable(question: Question) -> bool:
    return question.changeable and not question.fixed


def triggers(asked: Ruleset, answers: Answers, rule: Statement) -> tuple[str, ...]:
    """The questions whose answers make a blocker apply: each one without whose answer it would not.

    Where no single answer decides it, all answers that it reads are named.
    """
    masks = asked.vocabulary.masks
    answered = [question for question in sorted(rule.reads) if not asked.vocabulary.is_open(answers, question)]
    needed = [q for q in answered if rule.holds(answers.chosen & ~masks[q], answers.known & ~masks[q]) is not True]
    return tuple(needed or answered)
