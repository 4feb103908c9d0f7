"""Sightings of many files, summed up: memory grows with what is known, not with what is read."""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fitframe.model.signals import Area, Library, Role
from fitframe.model.verdict import Place
from fitframe.scanning.catalogue import Catalogue, Matched
from fitframe.scanning.sightings import BY_COMMAND, Sighting

WEIGHTS = {Area.CODE: 1.0, Area.SCRIPTS: 0.35, Area.DOCS: 0.15, Area.TESTS: 0.1, Area.CI: 0.1}
"""How much a file says of what the project is built on, by where it stands."""
GUARDED = 0.4
"""The share that is left of it for an import inside a function, or whose failure is coped with."""
DECLARED = 3.0
"""So many files an entry in a manifest is worth, once for each library."""
_FIRM = 0.8
"""From so much weight on one file of the code surely means a framework: no guard, and nothing that wraps several."""
_PLACES = 8


class Spot(NamedTuple):
    """One place, with what it is worth beside others; the lower, the more telling."""

    rank: int
    place: Place


class Spots:
    """The first few places of something, the most telling first."""

    __slots__ = ("files", "spots")

    def __init__(self) -> None:
        self.files = 0
        self.spots: list[Spot] = []

    def add(self, rank: int, place: Place) -> None:
        """One more file."""
        self.files += 1
        if len(self.spots) < _PLACES or (rank, place) < self.spots[-1]:
            insort(self.spots, Spot(rank, place))
            del self.spots[_PLACES:]

    @property
    def places(self) -> tuple[Place, ...]:
        """The places, the most telling first."""
        return tuple(spot.place for spot in self.spots)


class Used(Spots):
    """A library in one role."""

    __slots__ = ("firm", "plain", "weights")

    def __init__(self) -> None:
        super().__init__()
        self.weights: dict[Area, float] = defaultdict(float)
        self.plain = False  # somewhere in the code it is imported without a guard
        self.firm: list[Place] = []  # the first few files of the code that surely mean it

    def take(self, area: Area, weight: float, place: Place, *, guarded: bool) -> None:
        """One more file, in a part of the repository."""
        self.weights[area] += weight
        self.plain = self.plain or (not guarded and area is Area.CODE)
        if weight >= _FIRM and area is Area.CODE and len(self.firm) < _PLACES:
            self.firm.append(place)
        self.add(2 * _ORDER.index(area) + guarded, place)


class Declared(Spots):
    """A library in manifests."""

    __slots__ = ("extras", "listed", "plain", "version", "weight")

    def __init__(self) -> None:
        super().__init__()
        self.weight = 0.0
        self.extras: set[tuple[str, str]] = set()  # those that list it, each with its manifest
        self.listed = False  # some manifest of the code has it, be it in an extra
        self.plain = False  # some manifest asks for it of everybody
        self.version = ""


class Sign(NamedTuple):
    """Where a sign was seen: in which part of the repository, and how firmly."""

    id: str
    area: Area
    declared: str  # the kind of the name, where a manifest alone has it
    weak: bool  # guarded wherever it stands, or optional


class Tally:
    """Takes files one after the other."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.used: dict[tuple[str, Role], Used] = defaultdict(Used)
        self.declared: dict[str, Declared] = defaultdict(Declared)
        self.frameworks: dict[tuple[str, Role], Used] = defaultdict(Used)  # whichever of its libraries a file uses
        self.signs: dict[Sign, Spots] = defaultdict(Spots)
        self.settings: dict[str, dict[str, Spots]] = defaultdict(lambda: defaultdict(Spots))
        self.code: Counter[Area] = Counter()  # files with code, of any language
        self._packages = {
            name: library.id for library in catalogue.libraries.values() for name in library.names.get("pypi", ())
        }

    def add_file(self, path: str, area: Area) -> None:
        """A file by its name alone."""
        self._add(path, area, [(Sighting("file", path, declared=False), self._catalogue.match_file(path))])

    def add(self, path: str, area: Area, sightings: Iterable[Sighting]) -> None:
        """A file by what was found in it."""
        found = []
        for sighting in sightings:
            if sighting.kind == "setting":
                self._set(path, area, sighting)
            matched = self._catalogue.match(sighting)
            if matched.libraries or matched.signs:
                found.append((sighting, matched))
        if found:
            self._add(path, area, found)

    def _set(self, path: str, area: Area, sighting: Sighting) -> None:
        name, _, value = sighting.name.partition(" ")
        if name == "locked":
            package, _, version = value.partition(" ")
            if package in self._packages and not self.declared[self._packages[package]].version:
                self.declared[self._packages[package]].version = version
        elif name in ("python", "python>=") or name in self._catalogue.wanted.settings:
            self.settings[name][value].add(_ORDER.index(area), Place(path, sighting.line))

    def _add(self, path: str, area: Area, found: list[tuple[Sighting, Matched]]) -> None:
        uses: dict[str, list[tuple[Sighting, Role | None]]] = defaultdict(list)
        signs: dict[Sign, Sighting] = {}
        for sighting, matched in found:
            own = Area.TESTS if sighting.development else area
            for library, role in matched.libraries:
                if sighting.declared:
                    self._declare(library, path, own, sighting)
                else:
                    uses[library.id].append((sighting, role))
            for sign in matched.signs:
                signs.setdefault(
                    Sign(
                        sign.id,
                        own,
                        sighting.kind if sighting.declared else "",
                        sighting.guarded or bool(sighting.extra),
                    ),
                    sighting,
                )
        self._use_all(uses, path, area)
        for key, sighting in signs.items():
            self.signs[key].add(_ORDER.index(area), Place(path, sighting.line))

    def _use_all(self, uses: dict[str, list[tuple[Sighting, Role | None]]], path: str, area: Area) -> None:
        """What one file uses: each library, and each framework once."""
        by_framework: dict[tuple[str, Role], list[tuple[float, bool, int]]] = defaultdict(list)
        for name, sighted in uses.items():
            library = self._catalogue.libraries[name]
            for role, weight, line, guarded in self._use(library, path, area, sighted):
                if library.framework:
                    by_framework[library.framework, role].append((-weight, guarded, line))
        for key, entries in by_framework.items():
            if key[1] is Role.RUN and (key[0], Role.TRAIN) in by_framework:
                continue  # whoever builds models runs them too
            weight, guarded, line = min(entries)
            self.frameworks[key].take(area, -weight, Place(path, line), guarded=guarded)

    def _declare(self, library: Library, path: str, area: Area, sighting: Sighting) -> None:
        entry = self.declared[library.id]
        if sighting.extra:
            entry.extras.add((path, sighting.extra))
        share = min(1.0, GUARDED * len(entry.extras)) if sighting.extra else 1.0
        weight = WEIGHTS[area] * share * DECLARED * library.weight
        entry.weight = max(entry.weight, weight)
        plain = not sighting.extra and area is Area.CODE
        if sighting.version and (not entry.version or (plain and not entry.plain)):
            entry.version = sighting.version
        entry.plain = entry.plain or plain
        entry.listed = entry.listed or (area is Area.CODE and sighting.extra != BY_COMMAND)
        entry.add(2 * _ORDER.index(area) + bool(sighting.extra), Place(path, sighting.line))

    def _use(
        self, library: Library, path: str, area: Area, sighted: list[tuple[Sighting, Role | None]]
    ) -> Iterator[tuple[Role, float, int, bool]]:
        """One file that uses a library: in which roles, each with its weight, its line, and whether it is guarded.

        What narrower names mean goes before what the library mostly is.
        """
        guarded = all(sighting.guarded for sighting, _ in sighted)
        line = min(sighting.line for sighting, _ in sighted if guarded or not sighting.guarded)
        roles = {role for _, role in sighted if role} or {library.role}
        if area in (Area.TESTS, Area.CI):
            roles = {Role.TEST}
        weight = WEIGHTS[area] * (GUARDED if guarded else 1.0) * library.weight
        for role in roles:
            self.used[library.id, role].take(area, weight, Place(path, line), guarded=guarded)
            yield role, weight, line, guarded


_ORDER = tuple(WEIGHTS)
