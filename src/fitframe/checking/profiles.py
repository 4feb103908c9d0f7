"""A profile as check needs it: with where its keys stand, and without letting a bad waiver hide the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fitframe.checking.waivers import PlacedWaiver
from fitframe.errors import Fault, InputError
from fitframe.model.profile import Profile, SharedWaiver, Waiver
from fitframe.model.rulebase import RuleBase
from fitframe.model.verdict import Place
from fitframe.rulebase.messages import validate
from fitframe.rulebase.profiles import framework_id, profile_of, wrong_waivers
from fitframe.rulebase.yaml import Document, Path, read_document


@dataclass(frozen=True, slots=True)
class StatedProfile:
    """A profile that could be read, with the choice that it states and where its keys stand."""

    profile: Profile
    document: Document
    unknown_choice: str  # a sentence where the choice is no known framework; else empty
    waivers: tuple[PlacedWaiver, ...]
    malformed: tuple[Fault, ...]  # the waivers that cannot be used

    def place(self, *path: str | int) -> Place:
        """Where a key stands, or the nearest thing around it."""
        return place_in(self.document, path)


SHARED_LIMIT = 2**24
"""The largest file of shared waivers that is read, in bytes: it speaks of thousands of profiles."""


def place_in(document: Document, path: Path) -> Place:
    """Where a key of a document stands, or the nearest thing around it."""
    line, column = document.place(path)
    return Place(document.name, max(1, line), max(1, column))


def read_stated(data: bytes, name: str, rules: RuleBase) -> StatedProfile:
    """Read a profile; faults call it `name`. Raises InputError where it cannot be judged at all."""
    document = read_document(data, name)
    if not isinstance(document.data, dict):
        return StatedProfile(profile_of(document, rules), document, "", (), ())
    kept = dict(document.data)
    listed = kept.pop("waivers", None)
    unknown = _unknown_choice(kept.get("choice"), rules)
    if unknown:
        del kept["choice"]
    profile = profile_of(document, rules, kept)
    waivers, faults = read_waivers(document, listed, rules, Waiver)
    return StatedProfile(profile, document, unknown, waivers, faults)


def _unknown_choice(choice: Any, rules: RuleBase) -> str:
    if not isinstance(choice, str) or choice in rules.frameworks:
        return ""
    try:
        framework_id(rules, choice)
    except InputError as error:
        return str(error)
    return ""


def read_waivers(
    document: Document, listed: Any, rules: RuleBase, model: type[Waiver]
) -> tuple[tuple[PlacedWaiver, ...], tuple[Fault, ...]]:
    """The waivers under the key `waivers` of a document that can be used, and the faults of the others."""
    if listed is None:
        return (), ()
    if not isinstance(listed, list):
        return (), (document.fault(("waivers",), "'waivers' must be a list"),)
    faults: dict[Any, Fault | str] = {}
    for path, problem in wrong_waivers(listed, rules):
        faults.setdefault(path[1], document.fault(path, problem))
    placed = []
    for n in range(len(listed)):
        if n not in faults:
            path = ("waivers", n)
            try:
                placed.append(PlacedWaiver(validate(model, document, at=path), place_in(document, path)))
            except InputError as error:
                faults[n] = error.faults[0]
    return tuple(placed), tuple(fault for _, fault in sorted(faults.items()) if isinstance(fault, Fault))


def read_shared(data: bytes, name: str, rules: RuleBase) -> tuple[tuple[PlacedWaiver, ...], tuple[Fault, ...]]:
    """The waivers of a shared file, and the faults of those that cannot be used.

    Raises InputError where it is no such file.
    """
    document = read_document(data, name, limit=SHARED_LIMIT)
    if not isinstance(document.data, dict) or set(document.data) != {"waivers"}:
        raise InputError(document.fault((), "a file of waivers has one key, 'waivers', with a list"))
    return read_waivers(document, document.data["waivers"], rules, SharedWaiver)
