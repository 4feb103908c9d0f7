"""The signals of a rule base, arranged so that a name is found at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

from fitframe.model.signals import Kind, Library, Names, Role, Sign, Signals
from fitframe.scanning.python_code import Wanted
from fitframe.scanning.sightings import Sighting

_SEPARATORS: dict[Kind, str] = {
    "python": ".",
    "java": ".",
    "csharp": ".",
    "nuget": ".",
    "maven": ":",
    "include": "/",
    "npm": "/",
    "go": "/",
    "pod": "/",
    "image": "/",
}
"""What parts a name has: a signal for a first part finds the whole name too."""
_MOST_REMEMBERED = 20_000


class Matched(NamedTuple):
    """What a name stands for."""

    libraries: tuple[tuple[Library, Role | None], ...]  # with the role that the name means, where it is a narrower one
    signs: tuple[Sign, ...]


_NOTHING = Matched((), ())


class Catalogue:
    """Finds what names stand for. `wanted` and `phrases` are what readers look for."""

    def __init__(self, signals: Mapping[str, Signals]) -> None:
        self.libraries = {one.id: one for file in signals.values() for one in file.libraries}
        self.signs = {one.id: one for file in signals.values() for one in file.signs}
        self._libraries: dict[tuple[Kind, str], list[tuple[Library, Role | None]]] = defaultdict(list)
        self._signs: dict[tuple[Kind, str], list[tuple[Sign, str]]] = defaultdict(list)
        self._patterns: dict[Kind, list[tuple[str, Library | Sign]]] = defaultdict(list)
        for library in self.libraries.values():
            self._index_library(library)
        for sign in self.signs.values():
            self._index_sign(sign)
        self._endings = _by_ending(self._patterns.pop("file", ()))
        self._remembered: dict[tuple[Kind, str, str], Matched] = {}
        by_kind: dict[str, set[str]] = defaultdict(set)
        for kind, name in (*self._libraries, *self._signs):
            by_kind[kind].add(name)
        self.wanted = Wanted(
            roots=frozenset(name.partition(".")[0] for name in by_kind["python"]),
            strings=frozenset(by_kind["string"]),
            keywords=frozenset(by_kind["keyword"]),
            settings=frozenset(name.partition(" ")[0] for name in by_kind["setting"]),
        )
        phrases = sorted(by_kind["text"], key=lambda phrase: (-len(phrase), phrase))
        self.phrases = re.compile("|".join(map(re.escape, phrases)) or r"(?!)")

    def _index_library(self, library: Library) -> None:
        for kind, name in _named(library.names):
            if "*" in name:
                self._patterns[kind].append((name, library))
            else:
                self._libraries[kind, name].append((library, None))
        for role, names in library.roles.items():
            for name in names:
                self._libraries["python", name].append((library, role))

    def _index_sign(self, sign: Sign) -> None:
        for kind, name in _named(sign.names):
            if "*" in name:
                self._patterns[kind].append((name, sign))
            else:
                plain, _, specifiers = name.partition(" ") if kind in ("pypi", "conda") else (name, "", "")
                self._signs[kind, plain].append((sign, specifiers))

    def match(self, sighting: Sighting) -> Matched:
        """What a sighting stands for; of libraries, what the longest known part of its name means."""
        key = sighting.kind, sighting.name, sighting.version
        matched = self._remembered.get(key)
        if matched is None:
            matched = self._matched(*key)
            if len(self._remembered) > _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[key] = matched
        return matched

    def match_file(self, path: str) -> Matched:
        """What the name of a file stands for, before anybody reads it."""
        name = path.rpartition("/")[2]
        found: list[Library | Sign] = [
            one
            for pattern, one in (*self._endings.get(name.rpartition(".")[2], ()), *self._endings[""])
            if fnmatchcase(path if "/" in pattern else name, pattern)
        ]
        named = self._found("file", name, "")
        if not found and named is _NOTHING:
            return _NOTHING
        libraries = [(one, None) for one in found if isinstance(one, Library)]
        signs = [one for one in found if isinstance(one, Sign)]
        return Matched((*named.libraries, *libraries), _unique((*named.signs, *signs)))

    def _matched(self, kind: Kind, name: str, version: str) -> Matched:
        if kind == "conda":  # most packages are called there as they are on PyPI
            own = self._found("conda", name, version)
            return own if own.libraries or own.signs else self._found("pypi", name, version)
        return self._found(kind, name, version)

    def _found(self, kind: Kind, name: str, version: str) -> Matched:
        libraries: list[tuple[Library, Role | None]] = []
        signs: list[Sign] = []
        for part in _parts(name, _SEPARATORS.get(kind)):
            libraries = libraries or self._libraries.get((kind, part), [])
            signs += [sign for sign, range_ in self._signs.get((kind, part), ()) if _allows(range_, version)]
        for pattern, one in self._patterns.get(kind, ()):
            if fnmatchcase(name, pattern):
                if isinstance(one, Sign):
                    signs.append(one)
                else:
                    libraries = [*libraries, (one, None)]
        if not libraries and not signs:
            return _NOTHING
        return Matched(tuple(libraries), _unique(signs))


def _by_ending(patterns: Iterable[tuple[str, Library | Sign]]) -> dict[str, list[tuple[str, Library | Sign]]]:
    """Patterns of files by the ending that they are for; under the empty one those for any."""
    found: dict[str, list[tuple[str, Library | Sign]]] = {"": []}
    for pattern, one in patterns:
        ending = pattern.rpartition(".")[2] if "." in pattern else ""
        found.setdefault("" if "*" in ending else ending, []).append((pattern, one))
    return found


def _unique(signs: Iterable[Sign]) -> tuple[Sign, ...]:
    return tuple({sign.id: sign for sign in signs}.values())


def _named(names: Names) -> Iterable[tuple[Kind, str]]:
    return ((kind, name) for kind, listed in names.items() for name in listed)


def _parts(name: str, separator: str | None) -> Iterable[str]:
    """A name and its first parts, the longest first."""
    yield name
    while separator and (name := name.rpartition(separator)[0]):
        yield name


def _allows(specifiers: str, version: str) -> bool:
    """Whether a version is in a range such as '<2'; one that is not known is in none."""
    if not specifiers:
        return True
    try:
        return bool(version) and SpecifierSet(specifiers).contains(Version(version), prereleases=True)
    except InvalidVersion:
        return False
