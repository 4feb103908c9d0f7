"""From what was summed up: each library's roles, each framework's, and the one that the project is built on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from fitframe.model.rulebase import Framework
from fitframe.model.scan import FrameworkUse, Usage
from fitframe.model.signals import Area, Library, Role
from fitframe.scanning.tally import Declared, Tally, Used

_SAYS = {Role.TRAIN: 1.0, Role.CONVERT: 0.5, Role.RUN: 0.5, Role.DATA: 0.1, Role.TEST: 0.0}
"""How much each role says of what a project is built on. Running what it trains itself says as much as training."""
_AHEAD = 4 / 3
"""The first framework is the primary one where it weighs so many times what the second does."""
_SOME_CODE = 5
"""From so many files of code on, examples do not tell what a project is built on."""
_IN_CODE = 1.0
"""So much weight in the code itself is enough to go by."""
_ENGINE_SHARE = 0.4
"""A framework that runs on others is what the code is written in from this share of its engine's weight on."""
_USUAL_ENGINE = "tensorflow"
"""What runs under a framework of several engines where none is set: there was no other for years."""
_TELLS_NOTHING = 0.1
_EXTRA = 0.5
"""The share that is left of the weight of a framework that manifests list in extras alone."""
_UNUSED = 0.5
"""The share that is left of the weight of what a manifest lists and no file uses."""
_RARE = 0.05
"""What is not among the dependencies, and weighs a smaller share of the files of the code, is an aside."""


def usages(tally: Tally, libraries: Mapping[str, Library]) -> list[Usage]:
    """Each library in each of its roles, the most used first."""
    found = []
    main_role: dict[str, Role] = {}
    by_library: dict[str, list[tuple[Role, Used]]] = defaultdict(list)
    for (name, role), used in tally.used.items():
        by_library[name].append((role, used))
    for name in {*by_library, *tally.declared}:
        library, roles = libraries[name], by_library.get(name, [])
        declared = tally.declared.get(name)
        if declared is not None and not declared.files:
            declared = None
        if not roles and declared is None:
            continue
        roles.sort(key=lambda pair: (-_SAYS[pair[0]] * sum(pair[1].weights.values()), pair[0]))
        main_role[name] = roles[0][0] if roles else library.role
        if not roles and declared:
            found.append(_usage(library, library.role, None, declared, main=True))
        for role, used in roles:
            found.append(_usage(library, role, used, declared, main=role is main_role[name]))
    return sorted(found, key=lambda one: (-one.weight, one.library, one.role))


def _usage(library: Library, role: Role, used: Used | None, declared: Declared | None, *, main: bool) -> Usage:
    weight = sum(used.weights.values()) if used else 0.0
    if declared and main:
        weight += declared.weight * (1.0 if used else _UNUSED)
    places = chain(used.places if used else (), declared.places if declared else ())
    return Usage(
        library=library.id,
        name=library.name,
        framework=library.framework,
        tool=library.tool,
        role=role,
        files=used.files if used else 0,
        weight=weight,
        declared=declared is not None,
        optional=not ((used and used.plain) or (declared and declared.plain)),
        version=declared.version if declared else "",
        places=tuple(places)[:8],
    )


def framework_uses(found: Iterable[Usage], tally: Tally) -> list[FrameworkUse]:
    """Each framework with the roles that its libraries have, the one that weighs most first.

    A file counts once for a framework, however many of its libraries it uses, and so do manifests.
    """
    by_framework: dict[str, list[Usage]] = defaultdict(list)
    for usage in found:
        if usage.framework:
            by_framework[usage.framework].append(usage)
    uses = []
    for name, own in by_framework.items():
        used = {role: tally.frameworks[name, role] for role in Role if (name, role) in tally.frameworks}
        full = {**_SAYS, Role.RUN: 1.0} if (name, Role.TRAIN) in tally.frameworks else _SAYS
        weights = {role: full[role] * sum(one.weights.values()) for role, one in used.items()}
        declared = [tally.declared[one.library] for one in own if one.declared]
        main = max(weights, key=lambda one: (weights[one], one), default=own[0].role)
        listed = max((one.weight for one in declared), default=0.0) * (1.0 if used else _UNUSED)
        weights[main] = weights.get(main, 0.0) + _SAYS[main] * listed
        if declared and not any(one.plain for one in declared):
            weights = {role: weight * _EXTRA for role, weight in weights.items()}
        places = [*(place for one in used.values() for place in one.places)]
        places += [place for one in declared for place in one.places]
        uses.append(
            FrameworkUse(
                framework=name,
                weight=sum(weights.values()),
                roles=tuple(sorted(weights, key=lambda one: (-weights[one], one))),
                libraries=tuple(dict.fromkeys(usage.name for usage in own)),
                optional=not (any(one.plain for one in used.values()) or any(one.plain for one in declared)),
                places=tuple(dict.fromkeys(places))[:8],
                trains_at=tuple(used[Role.TRAIN].firm) if Role.TRAIN in used else (),
            )
        )
    return sorted(uses, key=lambda use: (-use.weight, use.framework))


def primary(
    uses: Sequence[FrameworkUse], found: Sequence[Usage], tally: Tally, frameworks: Mapping[str, Framework]
) -> tuple[str | None, Role | None]:
    """The framework that the project is built on, with its backend, and its main role; None where none stands out.

    What the code itself uses decides. Only where there is hardly any code do examples and notebooks.
    """
    scores = {use.framework: use.weight for use in uses}
    if not scores:
        return None, None
    if tally.code[Area.CODE] >= _SOME_CODE and _in_code(found, tally) < _IN_CODE:
        return None, None
    first = _above_engine(max(scores, key=lambda name: (scores[name], name)), scores, tally, frameworks)
    above = [name for name in frameworks if first in _engines_here(name, tally, frameworks)]
    below = [_framework_of(backend, frameworks) for backend in frameworks[first].backends]
    own = scores[first] + sum(scores.get(name, 0.0) for name in above)
    rivals = {name: score for name, score in scores.items() if name not in (first, *above, *below)}
    role = next(use.roles[0] for use in uses if use.framework == first)
    tools = [one for one in found if one.tool and not one.framework]
    if role is not Role.TRAIN:
        rivals["runtimes"] = sum(_SAYS[one.role] * one.weight for one in tools)
    else:  # frameworks of which nothing is known but their names
        rivals["others"] = sum(one.weight for one in tools if one.role is Role.TRAIN and one.files)
    if scores[first] < _TELLS_NOTHING or _is_aside(first, found, tally):
        return None, None
    if own < _AHEAD * max(rivals.values(), default=0.0):
        return None, None
    backend = _backend(first, scores, found, tally, frameworks)
    return (f"{first}@{backend}" if backend else first), role


def _above_engine(engine: str, scores: Mapping[str, float], tally: Tally, frameworks: Mapping[str, Framework]) -> str:
    """The framework that runs on an engine here and that the code is written in; else the engine itself."""
    for name in frameworks:
        above = engine in _engines_here(name, tally, frameworks)
        if above and scores.get(name, 0.0) >= _ENGINE_SHARE * scores[engine]:
            return name
    return engine


def _engines_here(name: str, tally: Tally, frameworks: Mapping[str, Framework]) -> set[str]:
    """The frameworks that one of several engines runs on here: the usual one, and those that are set."""
    chosen = {_USUAL_ENGINE, *tally.settings.get(_setting_of(name), ())}
    return {_framework_of(backend, frameworks) for backend in frameworks[name].backends if backend in chosen}


def _setting_of(framework: str) -> str:
    """The environment variable that sets a framework's backend."""
    return f"{framework.upper()}_BACKEND"


def _is_aside(framework: str, found: Iterable[Usage], tally: Tally) -> bool:
    """Whether a framework is in few files of the code and not among its dependencies."""
    if any(one.framework == framework and one.declared and tally.declared[one.library].listed for one in found):
        return False
    own = (used.weights.get(Area.CODE, 0.0) for (name, _), used in tally.frameworks.items() if name == framework)
    weight, files = max(own, default=0.0), tally.code[Area.CODE]
    return weight < _RARE * files and (weight > 0.0 or files >= _SOME_CODE)


def _in_code(found: Iterable[Usage], tally: Tally) -> float:
    """The weight of all frameworks in the code and its own manifests."""
    used = sum(
        _SAYS[role] * one.weights.get(area, 0.0)
        for (_, role), one in tally.frameworks.items()
        for area in (Area.CODE, Area.SCRIPTS)
    )
    named = {one.library: one.role for one in found if one.framework}
    plain = ((name, one) for name, one in tally.declared.items() if name in named and one.plain)
    return used + sum(_SAYS[named[name]] * one.weight for name, one in plain)


def _framework_of(backend: str, frameworks: Mapping[str, Framework]) -> str:
    """The framework that a backend is, by its package's name or its id."""
    return next((one.id for one in frameworks.values() if backend in (one.id, one.package)), backend)


def _backend(
    name: str,
    scores: Mapping[str, float],
    found: Iterable[Usage],
    tally: Tally,
    frameworks: Mapping[str, Framework],
) -> str | None:
    """The engine that a framework runs on here: the one that is set, or the only one that is used at all."""
    backends = frameworks[name].backends
    chosen = [value for value in tally.settings.get(_setting_of(name), ()) if value in backends]
    if len(chosen) == 1:
        return chosen[0]
    there = [one for one in backends if scores.get(_framework_of(one, frameworks), 0.0) > 0.0]
    if len(there) == 1:
        return there[0]
    versions = [one.version for one in found if one.library == name and one.version]
    if "tensorflow" in backends and versions and versions[0].partition(".")[0] in ("0", "1", "2"):
        return "tensorflow"  # Keras ran on other engines again from its third version on
    return None
