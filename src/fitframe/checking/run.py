"""A run over many profiles: results one by one, and at the end what concerns all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from fitframe.checking.assessment import Depth
from fitframe.checking.baseline import Entry, baselined, failing, read_baseline, stale, written
from fitframe.checking.discovery import ENDING, NAME, find_profiles, first_ignored
from fitframe.checking.policy import Policy
from fitframe.checking.profiles import read_shared
from fitframe.checking.settings import Settings
from fitframe.checking.waivers import Placed, malformed, unused
from fitframe.checking.workers import Task, judge_file, judge_files, key_for, processors
from fitframe.errors import NothingToDo
from fitframe.model.rulebase import RuleBase
from fitframe.model.verdict import UNJUDGED, Finding, Kind, Result, Stamp, Summary, Verdict
from fitframe.rulebase.files import read_file

FINE, FAILED, UNUSABLE = 0, 1, 2


class Tally:
    """Counts results as they come."""

    def __init__(self, *, exit_zero: bool = False) -> None:
        self._counts: Counter[str] = Counter()
        self._exit_zero = exit_zero
        self._worst = FINE

    def add(self, result: Result) -> None:
        """Count a profile."""
        self._counts["checked"] += 1
        self._counts[_outcome(result)] += 1
        self.note(result.findings)

    def note(self, findings: Iterable[Finding]) -> None:
        """Take findings into account that make the check fail. A profile that cannot be used weighs most."""
        for finding in findings:
            if finding.fails:
                self._worst = max(self._worst, UNUSABLE if finding.kind in UNJUDGED else FAILED)

    @property
    def summary(self) -> Summary:
        """The counts so far."""
        return Summary(**self._counts)

    @property
    def exit_code(self) -> int:
        """0 fine, 1 a finding that fails, 2 a profile that cannot be judged; 0 too where nothing is to fail."""
        return FINE if self._exit_zero else self._worst


def _outcome(result: Result) -> str:
    if any(finding.accepted for finding in result.findings):
        if result.waived:
            return "waived"
        if result.baselined:
            return "baselined"
    if result.verdict is None:
        return "unreadable" if any(f.kind is Kind.UNREADABLE for f in result.findings) else "unjudged"
    return result.verdict.value


DETAILED = 20
"""So many choices that do not fit are explained in full; details of thousands help nobody and take minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to check, and by what."""

    rules: RuleBase
    policy: Policy
    files: Sequence[str]
    searched: Sequence[str]  # the paths that the files were found by
    depth: Depth = Depth.VERDICT
    as_of: str | None = None  # the day whose knowledge counts; None: that of the last review
    jobs: int = 1
    waivers: str | None = None  # a file of shared waivers
    baseline: str | None = None  # a file
    new_baseline: str | None = None  # the file that a new baseline is meant for
    exit_zero: bool = False  # the exit code is 0 whatever is found


class Run:
    """Carries out a plan: take the results, then the leftovers; then the summary and the exit code are complete."""

    def __init__(self, plan: Plan) -> None:
        """Read the shared waivers and the baseline. Raises InputError where they cannot be used."""
        self._plan = plan
        self._shared, self._malformed = (
            read_shared(read_file(plan.waivers), plan.waivers, plan.rules) if plan.waivers else ((), ())
        )
        self._known = read_baseline(read_file(plan.baseline), plan.baseline) if plan.baseline else {}
        self._idle: set[Placed] = set(self._shared)
        self._stale: set[Entry] = set(self._known)
        self._new: set[Entry] = set()
        self._tally = Tally(exit_zero=plan.exit_zero)

    @property
    def rules(self) -> RuleBase:
        """The rules that profiles are judged by."""
        return self._plan.rules

    @property
    def stamp(self) -> Stamp:
        """By what the profiles are judged."""
        rules = self._plan.rules
        as_of = self._plan.as_of or rules.reviewed
        return Stamp(rules_version=rules.version, rules_digest=rules.digest, as_of=as_of)

    @property
    def total(self) -> int:
        """How many files there are."""
        return len(self._plan.files)

    def results(self) -> Iterator[Result]:
        """One result for each file, in their order. Raises FitframeError where a worker dies."""
        plan = self._plan
        task = Task(plan.rules, plan.policy, self._shared, plan.as_of, plan.depth, plan.waivers)
        explained = 0
        judge = cache(task.judge)  # made where it is needed, and once
        for path, judged in zip(plan.files, judge_files(task, plan.files, plan.jobs, judge), strict=True):
            if judged.result.verdict not in (None, Verdict.FITS) and explained < DETAILED:
                explained += 1
                judged = judge_file(judge(), path, Depth.DETAILS)
            self._idle -= judged.used
            result = self._baselined(judged.result, path)
            self._tally.add(result)
            if plan.new_baseline:
                self._new.update(_to_accept(result, path, plan.new_baseline))
            yield result

    def _baselined(self, result: Result, path: str) -> Result:
        if not self._known:
            return result
        result, used = baselined(result, key_for(path, str(self._plan.baseline)), self._known)
        self._stale -= used
        return result

    def leftovers(self) -> list[Finding]:
        """What is wrong with the shared waivers and the baseline. This ends the run; the results have been taken.

        A waiver or an entry of the baseline is no use only where all profiles that it is about were searched.
        """
        policy = self._plan.policy
        missed = sorted(entry for entry in self._stale if self._searched(entry.path, str(self._plan.baseline)))
        idle = [placed for placed in self._shared if placed in self._idle]
        found = [
            *malformed(self._malformed, policy),
            *unused((one for one in idle if self._searched(one.scope, str(self._plan.waivers))), policy),
            *stale(((entry, self._known[entry]) for entry in missed), policy),
        ]
        self._tally.note(found)
        return found

    def _searched(self, path: str, file: str) -> bool:
        """Whether all that is at a path, as a file names it, was searched."""
        return any(_inside(path, key_for(searched, file)) for searched in self._plan.searched)

    @property
    def summary(self) -> Summary:
        """How many profiles came out how, so far."""
        return self._tally.summary

    @property
    def exit_code(self) -> int:
        """0 where nothing fails, 1 where something does, 2 where a profile cannot be judged."""
        return self._tally.exit_code

    @property
    def new_baseline(self) -> tuple[str, int]:
        """The text of a baseline that accepts all that fails, and how many entries it has."""
        return written(self._new), len(self._new)


def _inside(path: str, scope: str) -> bool:
    return set(scope.split("/")) <= {".", ".."} or path == scope or path.startswith(f"{scope}/")


def _to_accept(result: Result, path: str, baseline: str) -> Iterator[Entry]:
    """What a new baseline has to hold for a result to pass. What the old one accepted stays in."""
    kept = tuple(
        finding._replace(accepted=None) if finding.accepted and finding.accepted.by == "baseline" else finding
        for finding in result.findings
    )
    yield from failing(result._replace(findings=kept), key_for(path, baseline))


def check(
    rules: RuleBase,
    paths: Sequence[str] = (),
    settings: Settings | None = None,
    *,
    write_baseline: str | None = None,
    thorough: bool = True,
) -> Run:
    """Prepare to validate the choices that profiles state.

    Args:
        rules: by which they are judged.
        paths: profiles, and folders that are searched for fitframe.yaml and *.fitframe.yaml; none means this folder.
        settings: how to check, such as `Settings(fail_on="violates")`; None means the defaults, no file is read.
        write_baseline: where a new baseline is to be written; the run then collects its entries.
        thorough: say of every profile how sure the recommendation is. It costs some milliseconds each; without it,
            only the first choices that do not fit are explained in full.

    Raises:
        NothingToDo: there are no profiles.
        InputError: the rules, the shared waivers or the baseline cannot be used.
    """
    settings = settings or Settings()
    files = find_profiles(paths or ["."])
    if not files:
        raise NothingToDo(_nothing(paths))
    depth = Depth.DETAILS if len(files) <= DETAILED else Depth.CONFIDENCE if thorough else Depth.VERDICT
    plan = Plan(
        rules=rules,
        policy=_policy(settings),
        files=files,
        searched=paths or ["."],
        depth=depth,
        as_of=settings.as_of,
        jobs=settings.jobs or processors(),
        waivers=settings.waivers,
        baseline=settings.baseline,
        new_baseline=write_baseline,
        exit_zero=bool(settings.exit_zero),
    )
    return Run(plan)


def _nothing(paths: Sequence[str]) -> str:
    where = ", ".join(paths) or "this folder"
    if ignored := first_ignored(paths or ["."]):
        return f"no profiles in {where} but what git ignores, such as {ignored}; name the file to check it all the same"
    return f"no profiles in {where}: nothing is called {NAME} or *{ENDING}; name a file to check it"


def _policy(settings: Settings) -> Policy:
    default = Policy(today=settings.as_of or date.today().isoformat())
    gap, share = settings.defensible_gap, settings.defensible_share
    return Policy(
        today=default.today,
        fail_on=Verdict(settings.fail_on or Verdict.POOR),
        defensible_gap=default.defensible_gap if gap is None else gap,
        defensible_share=default.defensible_share if share is None else share,
        strict=bool(settings.strict),
        fail_on_drift=bool(settings.fail_on_drift),
    )
