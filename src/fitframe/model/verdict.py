"""What `check` answers: the verdict on a stated choice, and findings with their places. Frozen values, plain tuples."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from fitframe.model.recommendation import Confidence


class Verdict(StrEnum):
    """How a stated choice holds up, best first."""

    FITS = "fits"  # first, or a toss-up with the first
    DEFENSIBLE = "defensible"  # not first, but near it or first in a fair share of worlds
    POOR = "poor"
    VIOLATES = "violates"  # a blocker rules it out

    def at_or_below(self, other: Verdict) -> bool:
        """Whether this verdict is as bad as another one, or worse."""
        order = list(Verdict)
        return order.index(self) >= order.index(other)


class Kind(StrEnum):
    """What a finding is about. The values are ids that others filter by: they stay as they are."""

    VIOLATES = "violates"
    POOR = "poor"
    DEFENSIBLE = "defensible"
    POSSIBLE_BLOCKER = "possible-blocker"
    NO_CHOICE = "no-choice"
    UNKNOWN_CHOICE = "unknown-choice"
    UNREADABLE = "unreadable"
    DRIFT = "drift"
    WAIVER_EXPIRED = "waiver-expired"
    WAIVER_MALFORMED = "waiver-malformed"
    WAIVER_UNUSED = "waiver-unused"
    BASELINE_STALE = "baseline-stale"


UNJUDGED = frozenset({Kind.NO_CHOICE, Kind.UNKNOWN_CHOICE, Kind.UNREADABLE})
"""Findings that stand in place of a verdict."""


class Level(StrEnum):
    """How serious a finding is; an error makes the check fail."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Place(NamedTuple):
    """Where in which file something stands."""

    path: str
    line: int = 1  # from 1
    column: int = 1  # from 1


class Related(NamedTuple):
    """Another place that has to do with a finding, such as the answer that triggers a blocker."""

    place: Place
    message: str


class Acceptance(NamedTuple):
    """Why a finding does not count: a waiver, or an entry of the baseline."""

    by: str  # "waiver" or "baseline"
    place: Place  # of the waiver or entry
    reason: str
    owner: str | None = None
    expires: str | None = None
    link: str | None = None


class Finding(NamedTuple):
    """One thing to know about one place."""

    kind: Kind
    level: Level
    message: str  # one or more sentences
    place: Place
    rule: str | None = None  # the rule that decides it
    layer: str | None = None  # the folder of rules that this rule comes from
    related: tuple[Related, ...] = ()
    accepted: Acceptance | None = None

    @property
    def fails(self) -> bool:
        """Whether it makes the check fail."""
        return self.level is Level.ERROR and self.accepted is None


class Reason(NamedTuple):
    """What one criterion adds to the distance between the best framework and the stated one."""

    criterion: str
    points: float  # above 0: the best framework is ahead by so much; below: the stated one
    rules: tuple[str, ...]  # those that rate the one that is ahead
    layers: tuple[str, ...]  # the folders of rules that these come from


class Turn(NamedTuple):
    """Another answer to one question that would make the stated choice the best one."""

    question: str
    before: tuple[str, ...]  # empty: the question is open
    after: tuple[str, ...]


class Result(NamedTuple):
    """What came of one profile."""

    path: str
    name: str | None = None
    choice: str | None = None
    verdict: Verdict | None = None  # None: it could not be judged, a finding says why
    best: str | None = None  # the recommended framework, or the choice where it equals it; None where none fits
    gap: float | None = None  # points from the choice to the best; None where the choice has no score
    confidence: Confidence | None = None  # of the recommendation; None where it was not asked for
    why_confidence: str | None = None
    share_first: float | None = None  # of the choice; None likewise
    reasons: tuple[Reason, ...] = ()  # most telling first
    turns: tuple[Turn, ...] | None = None  # the likeliest first; None: not computed
    findings: tuple[Finding, ...] = ()

    @property
    def waived(self) -> bool:
        """Whether a waiver accepts what would make the check fail, and nothing else does."""
        return self._accepted_by("waiver")

    @property
    def baselined(self) -> bool:
        """Whether the baseline accepts it, in whole or together with waivers."""
        return not self.waived and self._accepted_by("baseline")

    def _accepted_by(self, means: str) -> bool:
        about = [finding for finding in self.findings if finding.kind in _OUTCOMES]
        ways = [finding.accepted.by for finding in about if finding.accepted]
        return len(ways) == len(about) and means in ways and (means == "baseline" or set(ways) == {means})


_OUTCOMES = UNJUDGED | {Kind.VIOLATES, Kind.POOR, Kind.DEFENSIBLE}


class Summary(NamedTuple):
    """How many profiles came out how. Each is counted once: `checked` is the sum of the others."""

    checked: int = 0
    fits: int = 0
    defensible: int = 0
    poor: int = 0
    violates: int = 0
    waived: int = 0
    baselined: int = 0
    unreadable: int = 0
    unjudged: int = 0  # readable, but without a choice that is known


class Stamp(NamedTuple):
    """By what the profiles were judged."""

    rules_version: str
    rules_digest: str
    as_of: str
