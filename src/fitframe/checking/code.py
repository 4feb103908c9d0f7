"""Whether a project's code does what its profile states: findings at the lines of imports and manifests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fitframe.checking.project import StatedProject
from fitframe.model.profile import Profile
from fitframe.model.rulebase import RuleBase
from fitframe.model.scan import Clue, FrameworkUse, Scan
from fitframe.model.signals import Grade, Role
from fitframe.model.verdict import Finding, Kind, Level, Place, Related

_USUAL_ENGINE = "tensorflow"
VERSION = "python-version"


class StatedCode(NamedTuple):
    """A profile with the code that it speaks of."""

    profile: Profile
    choice: str  # the framework that it states
    place: Place  # where it does
    folder: str  # of the code, as findings name it; empty for the present one
    now: Scan
    before: Scan | None  # the code before a change; None: nothing is compared

    def at(self, place: Place) -> Place:
        """A place in the code, as findings name it."""
        return place._replace(path=f"{self.folder}/{place.path}") if self.folder else place


def of_code(stated: StatedCode, rules: RuleBase, today: str) -> Iterator[Finding]:
    """The findings on code that does not do what the profile states. `today` is YYYY-MM-DD."""
    if stated.now.read == 0:
        return
    if stated.profile.answers.get("decision") == ("run-only",):
        yield from _trained_all_the_same(stated, rules)
        return
    family = _family(stated, rules)
    quiet = stated.profile.moving_to if _is_moving(stated.profile, today) else None
    others = [use for use in stated.now.frameworks if use.framework not in family and use.framework != quiet]
    main = (stated.now.primary or "").partition("@")[0]
    leading = [use for use in others if use.framework == main and stated.now.primary_role is Role.TRAIN]
    for use in leading:
        yield _built_on(stated, use, rules, today)
    if not leading and not quiet and not _is_used(stated, family):
        yield _nowhere(stated, rules)
    for use in others:
        if use not in leading and use.trains_at:
            yield _beside(stated, use, rules, today)


def _family(stated: StatedCode, rules: RuleBase) -> set[str]:
    """The frameworks that the choice speaks of: itself, what it runs on here, and what usually runs on it."""
    engines = {name: _engines(name, rules) for name in rules.frameworks}
    family = {stated.choice} | {
        name for name, on in engines.items() if stated.choice in on and _is_usual(stated.choice)
    }
    main, _, backend = (stated.now.primary or "").partition("@")
    if main == stated.choice and backend:
        return family | {_framework_of(backend, rules)}
    return family | engines[stated.choice]


def _engines(name: str, rules: RuleBase) -> set[str]:
    return {_framework_of(backend, rules) for backend in rules.frameworks[name].backends}


def _is_usual(framework: str) -> bool:
    return framework == _USUAL_ENGINE


def _framework_of(backend: str, rules: RuleBase) -> str:
    return next((one.id for one in rules.frameworks.values() if backend in (one.id, one.package)), backend)


def _is_moving(profile: Profile, today: str) -> bool:
    """Whether a move that the profile states is still under way."""
    return profile.moving_to is not None and (profile.until is None or today <= profile.until)


def _is_used(stated: StatedCode, family: set[str]) -> bool:
    return any(use.framework in family and {*use.roles} - {Role.TEST} for use in stated.now.frameworks)


def _name(framework: str, rules: RuleBase) -> str:
    return rules.frameworks[framework].name


def _states(stated: StatedCode) -> tuple[Related, ...]:
    return (Related(stated.place, f"choice: {stated.choice}"),)


def _overdue(stated: StatedCode, use: FrameworkUse, today: str) -> str:
    """A sentence on a move that should be over; empty where none is stated."""
    moving = stated.profile.moving_to == use.framework and stated.profile.until is not None
    return f" The move to it was to be over by {stated.profile.until}." if moving and today else ""


def _built_on(stated: StatedCode, use: FrameworkUse, rules: RuleBase, today: str) -> Finding:
    message = (
        f"The code is built on {_name(use.framework, rules)}, and the profile states {_name(stated.choice, rules)}."
    )
    return Finding(
        kind=Kind.OTHER_FRAMEWORK,
        framework=use.framework,
        level=Level.ERROR,
        message=message + _overdue(stated, use, today),
        place=stated.at((use.trains_at or use.places)[0]),
        related=_states(stated),
    )


def _beside(stated: StatedCode, use: FrameworkUse, rules: RuleBase, today: str) -> Finding:
    """The finding on a framework that trains beside the stated one; a companion is worth a note alone."""
    name, own = _name(use.framework, rules), _name(stated.choice, rules)
    rival = not _is_companion(use.framework, rules)
    if stated.before is not None and not _trained_before(stated.before, use.framework):
        return Finding(
            kind=Kind.ADDED_FRAMEWORK,
            framework=use.framework,
            level=Level.ERROR if rival else Level.NOTE,
            message=f"This change brings in {name} beside {own}.",
            place=stated.at(use.trains_at[0]),
            related=_states(stated),
        )
    overdue = _overdue(stated, use, today)
    return Finding(
        kind=Kind.OTHER_FRAMEWORK,
        framework=use.framework,
        level=Level.NOTE if not rival else Level.ERROR if overdue else Level.WARNING,
        message=f"{name} builds or trains models here, beside {own}.{overdue}",
        place=stated.at(use.trains_at[0]),
        related=_states(stated),
    )


def _is_companion(framework: str, rules: RuleBase) -> bool:
    """Whether all that brings in a framework stands beside others, as trees beside networks."""
    libraries = [one for file in rules.signals.values() for one in file.libraries if one.framework == framework]
    return all(one.companion for one in libraries)


def _trained_before(before: Scan, framework: str) -> bool:
    return any(use.framework == framework and use.trains_at for use in before.frameworks)


def _trained_all_the_same(stated: StatedCode, rules: RuleBase) -> Iterator[Finding]:
    for use in stated.now.frameworks:
        if use.trains_at:
            yield Finding(
                kind=Kind.TRAINS_MODELS,
                framework=use.framework,
                level=Level.ERROR,
                message=f"{_name(use.framework, rules)} builds or trains models here, and the profile says that models "
                "are only run (decision: run-only).",
                place=stated.at(use.trains_at[0]),
                related=_states(stated),
            )


def _nowhere(stated: StatedCode, rules: RuleBase) -> Finding:
    """The finding on a stated framework that no code uses; where there is no other, there may be no code yet."""
    nothing = not any(one.role is not Role.TEST and (one.framework or one.tool) for one in stated.now.usages)
    return Finding(
        kind=Kind.NOT_IN_CODE,
        level=Level.NOTE if nothing else Level.ERROR,
        message=f"No code here uses {_name(stated.choice, rules)}, which the profile states.",
        place=stated.place,
    )


def without_profile(now: Scan, folder: str, rules: RuleBase) -> Iterator[Finding]:
    """What is found in code that no profile speaks of: a note for each framework that it is built on."""
    main, _, backend = (now.primary or "").partition("@")
    for use in now.frameworks:
        if use.framework == main or (use.trains_at and use.framework != _framework_of(backend, rules)):
            place = (use.trains_at or use.places)[0]
            name = _name(use.framework, rules)
            stands_out = use.framework == main
            message = f"The code is built on {name}; no profile states it." if stands_out else f"{name} trains here."
            yield Finding(
                kind=Kind.IN_CODE,
                framework=use.framework,
                level=Level.NOTE,
                message=message,
                place=place._replace(path=f"{folder}/{place.path}") if folder else place,
            )


def excluded_version(stated: StatedCode, read: Clue, with_it: StatedProject) -> Finding | None:
    """The finding on a Python version in the code that rules out every way to run the choice; None where one is left.

    `read` is what the code says of the version, and `with_it` the project with that answer.
    """
    compiled = with_it.compiled
    hindering: dict[str, str] = {}
    for entry in with_it.evaluation.entries:
        for way, rule in (*entry.judgement.provided.items(), *entry.judgement.blockers):
            if VERSION in compiled.rules.rule(rule.id).reads:
                hindering.setdefault(way, rule.id)
    ways = compiled.ways[stated.choice]
    if not all(way in hindering for way in ways):
        return None
    deciding = compiled.rules.rule(hindering[ways[0]])
    return Finding(
        kind=Kind.EXCLUDED_VERSION,
        level=Level.ERROR if read.grade is Grade.SEEN else Level.WARNING,
        message=f"{with_it.name_of()} does not support this Python, by the rule {deciding.id}. {deciding.because}",
        place=stated.at(read.places[0]),
        rule=deciding.id,
        layer=compiled.rules.layers.get(deciding.id),
        related=_states(stated),
    )
