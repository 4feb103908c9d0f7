"""Which framework wins each of many projects, and which winners move from one rule base to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from fitframe.engine.compiled import compile_rules
from fitframe.engine.recommend import first_named
from fitframe.model.profile import Profile
from fitframe.model.rulebase import RuleBase

_WORLDS = 200
"""Simulations of each project; with so few the standard error of a share of 55 % is 3.5 points."""


class MovedWinner(NamedTuple):
    """A project whose advice names something else by the newer rules."""

    project: str
    old: str  # a framework, or what the advice comes to without one
    new: str


def winners(rules: RuleBase, projects: Mapping[str, Profile]) -> dict[str, str]:
    """What the advice names for each project: a framework, or an outcome without one."""
    compiled = compile_rules(rules)
    return {
        name: first_named(
            compiled,
            one.answers,
            one.priorities,
            wishes=one.wishes,
            any_of=one.any_of,
            all_of=one.all_of,
            worlds=_WORLDS,
        )
        for name, one in projects.items()
    }


def moved(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[MovedWinner, ...]:
    """The projects of both whose winners differ, in order of names."""
    both = sorted(old.keys() & new.keys())
    return tuple(MovedWinner(name, old[name], new[name]) for name in both if old[name] != new[name])


def situations(rules: RuleBase) -> dict[str, Profile]:
    """The cases that stand beside the rules, as projects."""
    return {
        f"{criterion.id}: {case.name}": Profile(fitframe=1, answers={**case.answers})
        for criterion in rules.criteria.values()
        for case in criterion.cases
    }


def without_broken(rules: RuleBase, broken: Iterable[str]) -> RuleBase:
    """The rules as they would be if nothing counted any more that these probes stand for."""
    names = set(broken)
    gone = {thing for name in names for thing in rules.probes[name].stands_for}
    criteria = {
        name: criterion.model_copy(update={"rules": tuple(rule for rule in criterion.rules if rule.id not in gone)})
        for name, criterion in rules.criteria.items()
    }
    moves = {name: move for name, move in rules.moves.items() if name not in gone}
    routes = {name: route for name, route in rules.routes.items() if name not in gone}
    return rules.model_copy(update={"criteria": criteria, "moves": moves, "routes": routes})
