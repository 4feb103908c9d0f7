"""Whether what was seen is what a probe expects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import InvalidSdistFilename, InvalidWheelFilename, parse_sdist_filename, parse_wheel_filename
from packaging.version import InvalidVersion, Version

from fitframe.model.evidence import Query
from fitframe.verifying.requests import NonsenseError, Value, words_of

_SYSTEMS = {
    "linux-x86_64": (("manylinux", "linux"), ("x86_64",)),
    "linux-aarch64": (("manylinux", "linux"), ("aarch64",)),
    "win-amd64": (("win_amd64",), ("",)),
    "win-arm64": (("win_arm64",), ("",)),
    "macos-arm64": (("macosx",), ("arm64", "universal2")),
    "macos-x86_64": (("macosx",), ("x86_64", "universal2", "intel")),
}
"""How the platform tags of wheels begin and end."""
_ANY = "any"


class Sight(NamedTuple):
    """What was seen, and whether it is what was expected."""

    holds: bool
    seen: str  # a sentence without its stop


class File(NamedTuple):
    """A file of a release on the package index."""

    version: Version
    tags: frozenset[Tag]  # none: a source distribution
    python: str | None
    day: str


def judge(query: Query, expect: str, value: Value, day: str) -> Sight:
    """What an answer shows, held against what is expected on a day. Raises NonsenseError where it shows nothing."""
    if value is None:
        return Sight(False, "There is no such thing any more")
    return _JUDGES[query.kind](query, expect, value, day)


def _status(query: Query, expect: str, value: dict[str, Any], day: str) -> Sight:
    return Sight(value["status"] == expect, f"{query.package} is marked as {value['status']}")


def _repository(query: Query, expect: str, value: dict[str, Any], day: str) -> Sight:
    found = "archived" if value["archived"] else "active"
    return Sight(found == expect, f"{query.repository} is {found}")


def _thread(query: Query, expect: str, value: dict[str, Any], day: str) -> Sight:
    closed = f" since {value['closed']}" if value.get("closed") else ""
    return Sight(value["state"] == expect, f"{query.repository}#{query.number} is {value['state']}{closed}")


def _passage(query: Query, expect: str, value: dict[str, Any], day: str) -> Sight:
    present = words_of(str(query.passage)) in value["text"]
    where = query.url or f"{query.repository} {query.path}"
    return Sight(present == (expect == "present"), f"{where} {'has' if present else 'does not have'} the passage")


def _files(query: Query, value: dict[str, Any]) -> Iterator[File]:
    """The files of a package that count: not yanked, of the releases asked for."""
    wanted = SpecifierSet(query.versions or "", prereleases=True)
    for one in value["files"]:
        try:
            if one["name"].endswith(".whl"):
                _, version, _, tags = parse_wheel_filename(one["name"])
            else:
                (_, version), tags = parse_sdist_filename(one["name"]), frozenset()
        except (InvalidWheelFilename, InvalidSdistFilename, InvalidVersion):
            continue  # eggs, installers, and names from before there were rules for them
        if one["yanked"] or (version.is_prerelease and not query.pre) or version not in wanted:
            continue
        yield File(version, tags, one["python"], one["day"])


def _wheel(query: Query, expect: str, value: dict[str, Any], day: str) -> Sight:
    """Whether there are wheels: on none, some or all of the platforms; without platforms, whether there are any."""
    suiting = [one for one in _files(query, value) if one.tags and _takes_python(one, query.python)]
    if not query.platforms:
        newest = _newest(suiting)
        return Sight((newest is None) == (expect == "none"), _found(query, newest))
    having = {system: _newest(one for one in suiting if _runs_on(one, system)) for system in query.platforms}
    present = [system for system, newest in having.items() if newest]
    holds = {"none": not present, "some": bool(present), "all": len(present) == len(having)}[expect]
    if not present:
        return Sight(holds, f"{_found(query, None)} on {', '.join(query.platforms)}")
    told = ", ".join(f"{newest.version if newest else 'nothing'} on {system}" for system, newest in having.items())
    return Sight(holds, f"{query.package}{_for(query.python)}: {told}")


def _for(python: str | None) -> str:
    return f" for Python {python}" if python else ""


def _found(query: Query, newest: File | None) -> str:
    which = f" {query.versions}" if query.versions else ""
    if newest is None:
        return f"{query.package}{which} has no wheel{_for(query.python)}"
    return f"{query.package} {newest.version} has a wheel{_for(query.python)}"


def _newest(files: Iterable[File]) -> File | None:
    return max(files, key=lambda one: one.version, default=None)


def _takes_python(one: File, python: str | None) -> bool:
    """Whether a wheel can be installed on a version of Python, by its tags and by what it requires."""
    if python is None:
        return True
    try:
        required = SpecifierSet(one.python or "", prereleases=True)
    except InvalidSpecifier:
        required = SpecifierSet()
    known = _kinds_of_wheels(python)
    return any((tag.interpreter, tag.abi) in known for tag in one.tags) and f"{python}.0" in required


@lru_cache
def _kinds_of_wheels(python: str) -> frozenset[tuple[str, str]]:
    """The tags of interpreter and ABI of the wheels that a version of CPython takes."""
    major, minor = map(int, python.split("."))
    own = f"cp{major}{minor}"
    tags = (*cpython_tags((major, minor), [own], [_ANY]), *compatible_tags((major, minor), own, [_ANY]))
    return frozenset((tag.interpreter, tag.abi) for tag in tags)


def _runs_on(one: File, system: str) -> bool:
    heads, tails = _SYSTEMS[system]
    return any(
        tag.platform == _ANY or (tag.platform.startswith(heads) and tag.platform.endswith(tails)) for tag in one.tags
    )


def _metadata(query: Query, expect: str, value: dict[str, Any], day: str) -> Sight:
    newest = _newest(_files(query, value))
    if newest is None:
        raise NonsenseError
    if query.field == "released":
        return _released(f"{query.package} {newest.version}", expect, newest.day)
    if query.field == "newest":
        return Sight(
            SpecifierSet(expect, prereleases=True).contains(newest.version),
            f"The newest {query.package} is {newest.version}",
        )
    required = {str(SpecifierSet(one.python or "")) for one in _files(query, value) if one.version == newest.version}
    holds = required == {str(SpecifierSet(expect))}
    return Sight(holds, f"{query.package} {newest.version} requires Python {' or '.join(sorted(required)) or 'any'}")


def _released(subject: str, expect: str, found: str) -> Sight:
    if not found:
        raise NonsenseError  # an index that does not tell when files were uploaded
    word, _, day = expect.partition(" ")
    return Sight(found < day if word == "before" else found >= day, f"{subject}, the newest, is of {found}")


def _npm(query: Query, expect: str, value: dict[str, Any], day: str) -> Sight:
    subject = f"{query.package} {value['newest']}"
    if query.field == "released":
        return _released(subject, expect, value["released"])
    if query.field == "deprecated":
        told = "is deprecated" if value["deprecated"] else "is not deprecated"
        return Sight(value["deprecated"] == (expect == "yes"), f"{subject} {told}")
    try:
        holds = SpecifierSet(expect, prereleases=True).contains(Version(value["newest"]))
    except InvalidVersion:
        raise NonsenseError from None
    return Sight(holds, f"The newest {query.package} is {value['newest']}")


def _end_of_life(query: Query, expect: str, value: dict[str, Any], day: str) -> Sight:
    if query.cycle not in value["cycles"]:
        return Sight(False, f"{query.product} {query.cycle} is not listed")
    end = value["cycles"][query.cycle]
    if expect in ("supported", "ended"):
        ended = bool(end) and end <= day
        return Sight(ended == (expect == "ended"), f"{query.product} {query.cycle}: the end is {end or 'open'}")
    return Sight(end == expect, f"{query.product} {query.cycle}: the end is {end or 'open'}")


_JUDGES: dict[str, Callable[[Query, str, dict[str, Any], str], Sight]] = {
    "wheel": _wheel,
    "metadata": _metadata,
    "status": _status,
    "repository": _repository,
    "passage": _passage,
    "thread": _thread,
    "npm": _npm,
    "end-of-life": _end_of_life,
}
"""By kind of probe."""
