"""What the rules of one criterion say of each framework, for one set of answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from fitframe.engine.conditions import Answers
from fitframe.engine.ratings import NARROWEST, Opinion, Rated, rated
from fitframe.engine.ruleset import Matter, Ruleset, Statement

Overruled = Mapping[tuple[str, str], str]
"""A rule and a way to run a framework for which it no longer counts, to the rule that overrules it."""


class Judgement(NamedTuple):
    """What one criterion's rules say, for one set of answers."""

    ratings: Mapping[str, Rated]  # by way to run a framework; ways without an entry are unrated
    opinions: Mapping[str, tuple[Opinion, ...]]  # what each rating was made from
    set_aside: tuple[tuple[str, str, str], ...]  # a rule that applies, the way it no longer counts for, by what
    blocked: Mapping[str, Statement]  # surely, and nothing that the project could change helps
    provided: Mapping[str, Statement]  # blocked, unless the project changes something it can
    possible: tuple[tuple[str, Statement], ...]  # blocked or not, depending on open answers


SILENT = Judgement(ratings={}, opinions={}, set_aside=(), blocked={}, provided={}, possible=())
"""What a criterion says that need not be heard."""


def judge(matter: Matter, asked: Ruleset, answers: Answers, applied: list[Statement] | None = None) -> Judgement:
    """Apply the rules of one criterion to `answers`; `applied` are those that apply, where that is known already.

    A rule whose condition is unknown applies nothing; an unknown blocker is a possible one. A rule that applies sets
    aside those it supersedes, for each framework that it speaks of itself, even where it is itself set aside.
    """
    applied = applying(matter, answers) if applied is None else applied
    if not applied and not matter.blocks:
        return SILENT
    overruled = _overruled(applied)
    blocked, provided = _blockers(applied, overruled, asked, answers)
    opinions = _opinions(matter, asked, answers, applied, overruled)
    ratings = {name: _rated(given) for name, given in opinions.items()}
    ratings |= {name: Rated(0.0, NARROWEST, (rule.id,)) for name, rule in provided.items()}
    return Judgement(
        ratings=ratings,
        opinions={name: tuple(o for group in groups for o in group) for name, groups in opinions.items()},
        set_aside=tuple(_set_aside(applied, overruled)),
        blocked=blocked,
        provided=provided,
        possible=tuple(_possible(matter, answers, overruled)) if matter.blocks else (),
    )


def applying(matter: Matter, answers: Answers) -> list[Statement]:
    """The rules of a criterion whose conditions surely hold."""
    chosen, known = answers
    return [
        rule for rule in matter.statements if chosen & rule.needs == rule.needs and rule.holds(chosen, known) is True
    ]


def _overruled(applied: Iterable[Statement]) -> dict[tuple[str, str], str]:
    """Where several rules overrule one, the newest is named."""
    overruling = [rule for rule in applied if rule.supersedes]
    oldest_first = sorted(overruling, key=lambda rule: (rule.since, rule.id))
    return {(loser, way): rule.id for rule in oldest_first for loser in rule.supersedes for way in rule.speaks_of}


def _set_aside(applied: Iterable[Statement], overruled: Overruled) -> Iterable[tuple[str, str, str]]:
    for rule in applied if overruled else ():
        yield from (
            (rule.id, name, overruled[rule.id, name]) for name in rule.speaks_of if (rule.id, name) in overruled
        )


Groups = list[list[Opinion]]


def _opinions(
    matter: Matter, asked: Ruleset, answers: Answers, applied: list[Statement], overruled: Overruled
) -> dict[str, Groups]:
    """For each framework the opinions on it; one group for all, or one for each need that has to be met."""
    if matter.across is None:
        return {name: [given] for name, given in _by_framework(applied, overruled).items()}
    needs = [_by_framework(rules, _overruled(rules)) for rules in _needs(matter, asked, answers, applied)]
    named = sorted({name for need in needs for name in need})
    return {name: [need.get(name, []) for need in needs] for name in named}


def _by_framework(applied: Iterable[Statement], overruled: Overruled) -> dict[str, list[Opinion]]:
    opinions: dict[str, list[Opinion]] = {}
    for rule in applied:
        for name, rating in rule.ratings:
            if (rule.id, name) not in overruled:
                opinions.setdefault(name, []).append(Opinion(rule.id, rating, rule.sources))
    return opinions


def _needs(matter: Matter, asked: Ruleset, answers: Answers, applied: list[Statement]) -> list[list[Statement]]:
    """The rules that apply for each chosen answer of the question `across` alone.

    An answer that no rule reading the question responds to is not a need of this criterion. If none is, all rules
    that apply count together.
    """
    question = str(matter.across)
    needs = []
    for choice, bit in asked.vocabulary.choices[question].items():
        if answers.chosen & bit:
            alone = asked.vocabulary.replaced(answers, question, choice)
            statements = applying(matter, alone)
            if any(question in rule.reads for rule in statements):
                needs.append(statements)
    return needs or [applied]


def _rated(groups: Groups) -> Rated:
    """The weakest need; among equals the least certain."""
    return min(map(rated, groups), key=lambda need: (need.rating, -need.spread, need.rules))


def _blockers(
    applied: Iterable[Statement], overruled: Overruled, asked: Ruleset, answers: Answers
) -> tuple[dict[str, Statement], dict[str, Statement]]:
    blocked: dict[str, Statement] = {}
    provided: dict[str, Statement] = {}
    for rule in applied:
        for name in rule.blocks:
            if (rule.id, name) not in overruled:
                (provided if _avoidable(rule, asked, answers) else blocked).setdefault(name, rule)
    return blocked, {name: rule for name, rule in provided.items() if name not in blocked}


def _avoidable(rule: Statement, asked: Ruleset, answers: Answers) -> bool:
    """Whether another answer to one question that the project can change would lift the blocker."""
    return any(
        rule.holds(*asked.vocabulary.replaced(answers, question, choice)) is False
        for question in rule.reads
        if _could_be_changed(asked, answers, question)
        for choice in asked.rules.questions[question].choices
    )


def _could_be_changed(asked: Ruleset, answers: Answers, question: str) -> bool:
    asked_for = asked.rules.questions[question]
    fixed = asked.vocabulary.union(question, asked_for.fixed)
    return asked_for.changeable and not answers.chosen & fixed


def _possible(matter: Matter, answers: Answers, overruled: Overruled) -> Iterable[tuple[str, Statement]]:
    for rule in matter.statements:
        if rule.blocks and rule.holds(*answers) is None:
            yield from ((name, rule) for name in rule.blocks if (rule.id, name) not in overruled)
