"""Waivers, and without letting a bad one hide the rest: what they accept, which have expired, which are of no use."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from fitframe.errors import Fault, InputError
from fitframe.model.profile import SharedWaiver, Waiver
from fitframe.model.rulebase import RuleBase
from fitframe.model.verdict import Acceptance, Finding, Kind, Level, Place, Related
from fitframe.rulebase.messages import Path
from fitframe.rulebase.profiles import wrong_waivers
from fitframe.rulebase.yaml import Document, read_document, validate

_OF_VERDICT = {"violates": Kind.VIOLATES, "poor": Kind.POOR, "defensible": Kind.DEFENSIBLE}
_WILDCARD = re.compile(r"[*?\[]")
_WAIVABLE = frozenset({Kind.VIOLATES, Kind.POOR, Kind.DEFENSIBLE, Kind.POSSIBLE_BLOCKER})


@dataclass(frozen=True, slots=True)
class PlacedWaiver:
    """A waiver, and where it stands."""

    waiver: Waiver
    place: Place

    @property
    def pattern(self) -> str | None:
        """The profiles that it is for; None: all."""
        return self.waiver.path if isinstance(self.waiver, SharedWaiver) else None

    @property
    def scope(self) -> str:
        """The folder or file that all profiles it is for are in; '.' where they may be anywhere."""
        pattern = self.pattern or "."
        wild = _WILDCARD.search(pattern)
        return (pattern[: wild.start()].rpartition("/")[0] or ".") if wild else pattern.rstrip("/")

    def covers(self, finding: Finding) -> bool:
        """Whether it is for a finding of a profile that it is for, whatever the day."""
        if self.waiver.rule is not None:
            return finding.rule == self.waiver.rule and finding.kind in _WAIVABLE
        if self.waiver.finding is not None:
            return finding.kind.value == self.waiver.finding and self.waiver.framework in (None, finding.framework)
        return finding.kind is _OF_VERDICT[str(self.waiver.verdict)]

    def expired(self, today: str) -> bool:
        """Whether its last day is over."""
        return self.waiver.expires is not None and self.waiver.expires < today

    def acceptance(self) -> Acceptance:
        """Why a finding that it covers does not count."""
        of = self.waiver
        return Acceptance(
            by="waiver", place=self.place, reason=of.reason, owner=of.owner, expires=of.expires, link=of.link
        )


SHARED_LIMIT = 2**24
"""The largest file of shared waivers that is read, in bytes: it speaks of thousands of profiles."""


def place_in(document: Document, path: Path) -> Place:
    """Where a key of a document stands, or the nearest thing around it."""
    return Place(document.name, *document.place(path))


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


class SharedWaivers:
    """The waivers of a shared file, found by the path of a profile."""

    def __init__(self, waivers: Iterable[PlacedWaiver]) -> None:
        self._patterns: list[tuple[int, PlacedWaiver]] = []
        self._paths: defaultdict[str, list[tuple[int, PlacedWaiver]]] = defaultdict(list)
        for entry in enumerate(waivers):
            pattern = entry[1].pattern
            if pattern is None or _WILDCARD.search(pattern):
                self._patterns.append(entry)
            else:  # most name a profile or a folder, and thousands of them are found at once
                self._paths[pattern.rstrip("/")].append(entry)

    def for_profile(self, path: str) -> list[PlacedWaiver]:
        """The waivers for the profile at a path, as the file names it, in the order of the file."""
        found = [entry for entry in self._patterns if _matches(path, entry[1].pattern)]
        parts = path.split("/") if self._paths else []
        for end in range(1, len(parts) + 1):
            found += self._paths.get("/".join(parts[:end]), ())
        return [placed for _, placed in sorted(found, key=lambda entry: entry[0])]


def _matches(path: str, pattern: str | None) -> bool:
    """Whether a path, or a folder that it is in, matches a pattern."""
    return pattern is None or fnmatchcase(path, pattern) or fnmatchcase(path, f"{pattern.rstrip('/')}/*")


def waived(
    findings: Iterable[Finding], waivers: Sequence[PlacedWaiver], today: str, housekeeping: Level
) -> tuple[list[Finding], set[PlacedWaiver]]:
    """The findings of one profile as the waivers that are for it leave them, and those that were of use.

    A finding whose waiver has expired by `today` (YYYY-MM-DD) stays and says so, and another one is about the waiver.
    """
    used: set[PlacedWaiver] = set()
    if not waivers:
        return list(findings), used
    kept = []
    for finding in findings:
        covering = [placed for placed in waivers if placed.covers(finding)]
        used |= set(covering)
        valid = [placed for placed in covering if not placed.expired(today)]
        if valid:
            kept.append(finding._replace(accepted=valid[0].acceptance()))
        else:
            kept += [_returned(finding, covering), *(_expired(placed, housekeeping) for placed in covering)]
    return list(dict.fromkeys(kept)), used


def _returned(finding: Finding, expired: Sequence[PlacedWaiver]) -> Finding:
    for placed in expired:
        sentence = f"A waiver for this expired on {placed.waiver.expires}."
        related = Related(place=placed.place, message=f"expired on {placed.waiver.expires}")
        finding = finding._replace(message=f"{finding.message} {sentence}", related=(*finding.related, related))
    return finding


def _expired(placed: PlacedWaiver, level: Level) -> Finding:
    message = (
        f"The waiver for {_subject(placed.waiver)} expired on {placed.waiver.expires}: "
        "decide again and give it a later day, or remove it."
    )
    return Finding(kind=Kind.WAIVER_EXPIRED, level=level, message=message, place=placed.place)


def malformed(faults: Iterable[Fault], level: Level) -> list[Finding]:
    """Findings on waivers that cannot be used, by what is wrong with each."""
    return [
        Finding(
            kind=Kind.WAIVER_MALFORMED,
            level=level,
            message=f"This waiver cannot be used and accepts nothing: {fault.message}"
            + ("" if fault.message.endswith("?") else "."),
            place=Place(fault.path, fault.line, fault.column),
        )
        for fault in faults
    ]


def unused(waivers: Iterable[PlacedWaiver], level: Level) -> list[Finding]:
    """Findings on waivers that accepted nothing."""
    return [
        Finding(
            kind=Kind.WAIVER_UNUSED,
            level=level,
            message=f"The waiver for {_subject(placed.waiver)} accepts nothing: remove it.",
            place=placed.place,
        )
        for placed in waivers
    ]


def _subject(waiver: Waiver) -> str:
    if waiver.finding is not None:
        return f"the finding {waiver.finding}"
    return f"the rule {waiver.rule}" if waiver.rule is not None else f"the verdict {waiver.verdict}"
