"""What `check` answers: verdicts on stated choices and findings with their places, and the report of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from fitframe.model.recommendation import Confidence, HowOften
from fitframe.model.rulebase import RuleBase


class Verdict(StrEnum):
    """How a stated choice holds up, best first."""

    FITS = "fits"  # first, or a toss-up with the first
    DEFENSIBLE = "defensible"  # not first, but near it or first in a fair share of worlds
    POOR = "poor"
    VIOLATES = "violates"  # a blocker rules it out

    def at_or_below(self, other: Verdict) -> bool:
        """Whether this verdict is as bad as another one, or worse."""
        return _BEST_FIRST.index(self) >= _BEST_FIRST.index(other)


_BEST_FIRST = tuple(Verdict)


class Kind(StrEnum):
    """What a finding is about. The values are ids that others filter by: they stay as they are."""

    VIOLATES = "violates"
    POOR = "poor"
    DEFENSIBLE = "defensible"
    POSSIBLE_BLOCKER = "possible-blocker"
    NO_FRAMEWORK_NEEDED = "no-framework-needed"
    CONTRADICTION = "contradiction"
    NO_CHOICE = "no-choice"
    UNKNOWN_CHOICE = "unknown-choice"
    UNREADABLE = "unreadable"
    DRIFT = "drift"
    OTHER_FRAMEWORK = "other-framework"
    ADDED_FRAMEWORK = "added-framework"
    TRAINS_MODELS = "trains-models"
    NOT_IN_CODE = "not-in-code"
    EXCLUDED_VERSION = "excluded-version"
    IN_CODE = "in-code"
    WAIVER_EXPIRED = "waiver-expired"
    WAIVER_MALFORMED = "waiver-malformed"
    WAIVER_UNUSED = "waiver-unused"
    BASELINE_STALE = "baseline-stale"


UNJUDGED = frozenset({Kind.NO_CHOICE, Kind.UNKNOWN_CHOICE, Kind.UNREADABLE})
"""Findings that stand in place of a verdict."""


OF_CODE = frozenset(
    {Kind.OTHER_FRAMEWORK, Kind.ADDED_FRAMEWORK, Kind.TRAINS_MODELS, Kind.NOT_IN_CODE, Kind.EXCLUDED_VERSION}
)
"""Findings on code that does not do what a profile states."""


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
    brief: str = ""  # the same in one sentence that fits a line; empty where the message does
    framework: str | None = None  # that the code uses, where it is about one

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
    how_often: HowOften | None = None  # how often such recommendations held; None likewise, or not measured
    share_first: float | None = None  # of the choice; None likewise
    reasons: tuple[Reason, ...] = ()  # most telling first; none where nobody asked for them
    turns: tuple[Turn, ...] | None = None  # the likeliest first; None: not computed
    findings: tuple[Finding, ...] = ()
    shared_waivers: frozenset[Place] = frozenset()  # those that speak of a finding here, whether they still hold or not

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
    """How many profiles came out how. Each is counted once, and once more in `off_code`."""

    checked: int = 0
    fits: int = 0
    defensible: int = 0
    poor: int = 0
    violates: int = 0
    waived: int = 0
    baselined: int = 0
    unreadable: int = 0
    unjudged: int = 0  # readable, but without a choice that is known
    off_code: int = 0  # fails because the code does something else than it states, whatever the verdict


FINE, FAILED, UNUSABLE = 0, 1, 2


class CheckReport:
    """What came of a check: a result for each profile, in the order of the files, and what concerns all of them.

    Profiles are judged as results are asked for, and results are remembered. `summary`, `findings` and `exit_code`
    speak of all profiles: whoever asks for one of them has those judged first that are left.
    """

    def __init__(
        self,
        results: Iterable[Result],
        *,
        total: int,
        rules: RuleBase,
        as_of: str,
        housekeeping: Callable[[], Iterable[Finding]] = tuple,
        exit_zero: bool = False,
        keep: bool = True,
    ) -> None:
        """Report on `results`, which come one by one.

        Args:
            results: one for each profile; what they raise is raised to whoever asks.
            total: how many there will be.
            rules: by which the profiles are judged.
            as_of: the day whose knowledge counts, YYYY-MM-DD.
            housekeeping: gives the findings that concern no single profile, once all results are there.
            exit_zero: the exit code is 0 whatever is found.
            keep: remember the results; without it they can be iterated once, and memory does not grow with them.
        """
        self.rules = rules
        self.as_of = as_of
        self._results = iter(results)
        self._total = total
        self._housekeeping = housekeeping
        self._exit_zero = exit_zero
        self._kept: list[Result] | None = [] if keep else None
        self._counts: Counter[str] = Counter()
        self._worst = FINE
        self._findings: tuple[Finding, ...] | None = None
        self._failure: BaseException | None = None

    def __len__(self) -> int:
        return self._total

    def __iter__(self) -> Iterator[Result]:
        if self._kept is None and (self._counts or self._findings is not None):
            raise RuntimeError("these results were not kept, so that they can be iterated only once")
        place = 0
        while True:
            if self._kept is not None and place < len(self._kept):
                yield self._kept[place]
            elif (result := self._judged()) is not None:
                yield result
            else:
                return
            place += 1

    def __repr__(self) -> str:
        return f"<CheckReport: {self._counts['checked']} of {self._total} profiles checked so far>"

    @property
    def summary(self) -> Summary:
        """How many profiles came out how."""
        self._finish()
        return Summary(**self._counts)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What concerns no single profile: shared waivers, the baseline, folders that could not be searched."""
        return self._finish()

    @property
    def exit_code(self) -> int:
        """0 fine, 1 a finding that fails, 2 a profile that cannot be judged; 0 too where nothing is to fail."""
        self._finish()
        return FINE if self._exit_zero else self._worst

    def _finish(self) -> tuple[Finding, ...]:
        while self._findings is None:
            self._judged()
        return self._findings

    def _judged(self) -> Result | None:
        """The next result, counted; None where there are no more, and the findings on all of them are there then."""
        if self._failure is not None:
            raise self._failure
        try:
            result = next(self._results, None)
            if result is None and self._findings is None:
                self._findings = tuple(self._housekeeping())
                self._weigh(self._findings)
        except BaseException as failure:  # a report that is not whole stays so, whoever asks next
            self._failure = failure
            raise
        if result is not None:
            self._counts["checked"] += 1
            self._counts[_outcome(result)] += 1
            self._counts["off_code"] += any(one.fails and one.kind in OF_CODE for one in result.findings)
            self._weigh(result.findings)
            if self._kept is not None:
                self._kept.append(result)
        return result

    def _weigh(self, findings: Iterable[Finding]) -> None:
        """Take findings into account that make the check fail. A profile that cannot be used weighs most."""
        for finding in findings:
            if finding.fails:
                self._worst = max(self._worst, UNUSABLE if finding.kind in UNJUDGED else FAILED)


def _outcome(result: Result) -> str:
    """The field of the summary that counts a result."""
    if any(finding.accepted for finding in result.findings):
        if result.waived:
            return "waived"
        if result.baselined:
            return "baselined"
    if result.verdict is None:
        return "unreadable" if any(f.kind is Kind.UNREADABLE for f in result.findings) else "unjudged"
    return result.verdict.value
