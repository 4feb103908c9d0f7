"""Waivers: which findings a team has accepted, which of them no longer hold, and which have nothing left to accept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from fitframe.checking.policy import Policy
from fitframe.errors import Fault
from fitframe.model.profile import SharedWaiver, Waiver
from fitframe.model.verdict import Acceptance, Finding, Kind, Place, Related

_OF_VERDICT = {"violates": Kind.VIOLATES, "poor": Kind.POOR, "defensible": Kind.DEFENSIBLE}
_WILDCARD = re.compile(r"[*?\[]")
_WAIVABLE = frozenset({Kind.VIOLATES, Kind.POOR, Kind.DEFENSIBLE, Kind.POSSIBLE_BLOCKER})


@dataclass(frozen=True, slots=True)
class Placed:
    """A waiver, and where it stands."""

    waiver: Waiver
    place: Place

    def is_for(self, path: str) -> bool:
        """Whether it is for the profile at `path`."""
        pattern = self.waiver.path if isinstance(self.waiver, SharedWaiver) else None
        return pattern is None or _matches(path, pattern)

    @property
    def scope(self) -> str:
        """The folder or file that all profiles it is for are in; '.' where they may be anywhere."""
        pattern = (self.waiver.path if isinstance(self.waiver, SharedWaiver) else None) or "."
        fixed, *wild = _WILDCARD.split(pattern, maxsplit=1)
        return (fixed.rpartition("/")[0] or ".") if wild else fixed.rstrip("/")

    def covers(self, finding: Finding) -> bool:
        """Whether it is for a finding of a profile that it is for, whatever the day."""
        if self.waiver.rule is not None:
            return finding.rule == self.waiver.rule and finding.kind in _WAIVABLE
        return finding.kind is _OF_VERDICT[str(self.waiver.verdict)]

    def expired(self, today: str) -> bool:
        """Whether its last day is over."""
        return self.waiver.expires is not None and self.waiver.expires < today

    def acceptance(self) -> Acceptance:
        """What a finding says that it accepts."""
        of = self.waiver
        return Acceptance(
            by="waiver", place=self.place, reason=of.reason, owner=of.owner, expires=of.expires, link=of.link
        )


def _matches(path: str, pattern: str) -> bool:
    """Whether a path, or a folder that it is in, matches a pattern."""
    return fnmatchcase(path, pattern) or fnmatchcase(path, f"{pattern.rstrip('/')}/*")


def waived(findings: Iterable[Finding], waivers: Sequence[Placed], policy: Policy) -> tuple[list[Finding], set[Placed]]:
    """The findings of one profile as the waivers that are for it leave them, and those that were of use.

    A finding whose waiver has expired stays, and says so.
    """
    used: set[Placed] = set()
    if not waivers:
        return list(findings), used
    kept = []
    for finding in findings:
        covering = [placed for placed in waivers if placed.covers(finding)]
        used |= set(covering)
        valid = [placed for placed in covering if not placed.expired(policy.today)]
        if valid:
            kept.append(finding._replace(accepted=valid[0].acceptance()))
        else:
            kept += [_returned(finding, covering), *(_expired(placed, policy) for placed in covering)]
    return list(dict.fromkeys(kept)), used


def _returned(finding: Finding, expired: Sequence[Placed]) -> Finding:
    for placed in expired:
        sentence = f"A waiver for this expired on {placed.waiver.expires}."
        related = Related(place=placed.place, message=f"expired on {placed.waiver.expires}")
        finding = finding._replace(message=f"{finding.message} {sentence}", related=(*finding.related, related))
    return finding


def _expired(placed: Placed, policy: Policy) -> Finding:
    message = (
        f"The waiver for {_subject(placed.waiver)} expired on {placed.waiver.expires}: "
        "decide again and give it a later day, or remove it."
    )
    return Finding(kind=Kind.WAIVER_EXPIRED, level=policy.housekeeping, message=message, place=placed.place)


def malformed(faults: Iterable[Fault], policy: Policy) -> list[Finding]:
    """What to say of waivers that cannot be used, by what is wrong with each."""
    return [
        Finding(
            kind=Kind.WAIVER_MALFORMED,
            level=policy.housekeeping,
            message=f"This waiver cannot be used and accepts nothing: {fault.message}"
            + ("" if fault.message.endswith("?") else "."),
            place=Place(fault.path, max(1, fault.line), max(1, fault.column)),
        )
        for fault in faults
    ]


def unused(waivers: Iterable[Placed], policy: Policy) -> list[Finding]:
    """What to say of waivers that accepted nothing."""
    return [
        Finding(
            kind=Kind.WAIVER_UNUSED,
            level=policy.housekeeping,
            message=f"The waiver for {_subject(placed.waiver)} accepts nothing: remove it.",
            place=placed.place,
        )
        for placed in waivers
    ]


def _subject(waiver: Waiver) -> str:
    return f"the rule {waiver.rule}" if waiver.rule is not None else f"the verdict {waiver.verdict}"
