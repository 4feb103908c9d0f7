"""A check of many profiles: which files, what they are judged by, and at the end what concerns all of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date

from fitframe.checking.baseline import LIMIT, Entry, baselined, read_baseline, stale
from fitframe.checking.discovery import ENDING, NAME, find_profiles, first_ignored
from fitframe.checking.judge import Depth, Judge, path_from, shown_path
from fitframe.checking.profiles import SHARED_LIMIT, read_shared
from fitframe.checking.waivers import malformed, unused
from fitframe.checking.workers import judge_files, processors
from fitframe.errors import NothingToDo
from fitframe.model.rulebase import RuleBase
from fitframe.model.settings import Settings
from fitframe.model.verdict import CheckReport, Finding, Kind, Place, Result, Verdict
from fitframe.rulebase.files import read_file

DETAILED = 20
"""So many choices that do not fit are explained in full; details of thousands help nobody and take minutes."""

Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


def check(
    rules: RuleBase, paths: Paths = (), settings: Settings | None = None, *, thorough: bool = True, keep: bool = True
) -> CheckReport:
    """Validate the choices that profiles state.

    Args:
        rules: by which they are judged.
        paths: a profile or folder, or several; folders are searched for fitframe.yaml and *.fitframe.yaml. None means
            this folder.
        settings: how to check, such as `Settings(fail_on="violates")`; None means the defaults, no file is read.
        thorough: say of every profile how sure the recommendation is. It costs some milliseconds each; without it,
            only the first choices that do not fit are explained in full.
        keep: remember the results; without it the report can be iterated once, in the same memory for any number.

    Raises:
        NothingToDo: there are no profiles.
        InputError: the shared waivers or the baseline cannot be used.
    """
    settings = settings or Settings()
    several = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    searched = [os.fspath(path) for path in several] or ["."]
    closed: list[str] = []
    files = find_profiles(searched, on_error=closed.append)
    if not files:
        raise NothingToDo(_nothing(searched, closed))
    run = _Run(rules, settings, files, searched, closed)
    depth = Depth.DETAILS if len(files) <= DETAILED else Depth.CONFIDENCE if thorough else Depth.VERDICT
    return CheckReport(
        run.results(depth),
        total=len(files),
        rules=rules,
        as_of=settings.as_of or rules.reviewed,
        housekeeping=run.housekeeping,
        exit_zero=settings.exit_zero,
        keep=keep,
    )


def _nothing(searched: Sequence[str], closed: Sequence[str]) -> str:
    where = "this folder" if searched == ["."] else ", ".join(searched)
    if closed:
        return f"no profiles in {where}; {', '.join(closed)} could not be searched"
    if ignored := first_ignored(searched):
        return f"no profiles in {where} but what git ignores, such as {ignored}; name the file to check it all the same"
    return f"no profiles in {where}: nothing is called {NAME} or *{ENDING}; name a file to check it"


class _Run:
    """One check, with its shared waivers and its baseline and what is known of their use so far."""

    def __init__(
        self, rules: RuleBase, settings: Settings, files: Sequence[str], searched: Sequence[str], closed: Sequence[str]
    ) -> None:
        """Read the shared waivers and the baseline. Raises InputError where they cannot be used."""
        self._settings, self._files, self._searched, self._closed = settings, files, searched, closed
        waivers, baseline = settings.waivers, settings.baseline
        self._shared, self._malformed = (
            read_shared(read_file(waivers, limit=SHARED_LIMIT), waivers, rules) if waivers else ((), ())
        )
        self._entries = read_baseline(read_file(baseline, limit=LIMIT), baseline) if baseline else {}
        self._idle_waivers: set[Place] = {placed.place for placed in self._shared}
        self._idle_entries: set[Entry] = set(self._entries)
        today = settings.as_of or date.today().isoformat()
        self._judge = Judge(rules, settings, self._shared, today)

    def results(self, depth: Depth) -> Iterator[Result]:
        """One result for each file, in their order. Raises FitframeError where a worker dies."""
        jobs, detailed = self._settings.jobs or processors(), 0
        for path, result in zip(self._files, judge_files(self._judge, self._files, depth, jobs), strict=True):
            if result.verdict not in (None, Verdict.FITS) and detailed < DETAILED:
                detailed += 1
                result = self._judge.judge_file(path, Depth.DETAILS)
            self._idle_waivers -= result.shared_waivers
            if self._entries:
                called = path_from(self._settings.baseline, result.path)
                result, used = baselined(result, called, self._entries)
                self._idle_entries -= used
            yield result

    def housekeeping(self) -> Iterator[Finding]:
        """What is wrong with the shared waivers and the baseline, and which folders could not be searched.

        A waiver or an entry of the baseline is unused only where all profiles that it is about were searched.
        """
        level = self._settings.housekeeping
        idle = [placed for placed in self._shared if placed.place in self._idle_waivers]
        entries = [entry for entry in sorted(self._idle_entries) if self._covered(entry.path, self._settings.baseline)]
        for folder in self._closed:
            message = "This folder cannot be searched: nothing in it was checked."
            yield Finding(kind=Kind.UNREADABLE, level=level, message=message, place=Place(shown_path(folder)))
        yield from malformed(self._malformed, level)
        yield from unused((one for one in idle if self._covered(one.scope, self._settings.waivers)), level)
        yield from stale(((entry, self._entries[entry]) for entry in entries), level)

    def _covered(self, path: str, file: str | None) -> bool:
        """Whether all that is at a path, as a file calls it, was searched."""
        return any(_inside(path, path_from(file, searched)) for searched in self._searched)


def _inside(path: str, scope: str) -> bool:
    return set(scope.split("/")) <= {".", ".."} or path == scope or path.startswith(f"{scope}/")
