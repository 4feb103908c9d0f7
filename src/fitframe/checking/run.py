"""A check of many profiles: which files, on how many processors, and at the end what concerns all of them."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence, Set
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import date
from itertools import islice
from multiprocessing import connection, get_context, parent_process
from threading import Thread

from fitframe.checking.baseline import LIMIT, Entry, baselined, read_baseline, stale
from fitframe.checking.discovery import ENDING, NAME, find_profiles, first_ignored, located
from fitframe.checking.judge import Depth, Judge, path_from, shown_path
from fitframe.checking.waivers import SHARED_LIMIT, malformed, read_shared, unused
from fitframe.errors import FitframeError, NothingToDo
from fitframe.model.rulebase import RuleBase
from fitframe.model.settings import Settings
from fitframe.model.verdict import CheckReport, Finding, Kind, Place, Result, Verdict
from fitframe.rulebase.load import read_file

DETAILED = 20
"""So many choices that do not fit are explained in full; details of thousands help nobody and take minutes."""

Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


def check(
    rules: RuleBase,
    paths: Paths,
    settings: Settings | None,
    *,
    thorough: bool,
    keep: bool,
    explain: bool,
    only: Set[str] | None,
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
        explain: give reasons, and of the first choices that do not fit, say also which other answers would make them
            right.
        only: the absolute paths of files; other profiles are not checked. None means all that are found.

    Raises:
        NothingToDo: there are no profiles, and the settings do not allow that.
        InputError: the shared waivers or the baseline cannot be used.
    """
    settings = settings or Settings()
    several = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    searched = [os.fspath(path) for path in several] or ["."]
    closed: list[str] = []
    files = find_profiles(searched, on_error=closed.append)
    if not files and not settings.allow_empty:
        raise NothingToDo(_nothing(searched, closed))
    if only is not None:
        files = searched = [path for path in files if _is_concerned(path, only, code=settings.scan)]
    run = _Run(rules, settings, files, searched, closed)
    details = explain and len(files) <= DETAILED
    shallow = Depth.REASONS if explain else Depth.VERDICT
    depth = Depth.DETAILS if details else Depth.CONFIDENCE if thorough else shallow
    return CheckReport(
        run.results(depth, explain=explain),
        total=len(files),
        rules=rules,
        as_of=settings.as_of or rules.reviewed,
        housekeeping=run.housekeeping,
        exit_zero=settings.exit_zero,
        keep=keep,
    )


def _is_concerned(path: str, only: Set[str], *, code: bool) -> bool:
    """Whether a profile is among these files; with `code`, or any file of its folder is."""
    if located(path) in only or os.path.realpath(path) in only:
        return True
    folder = os.path.dirname(located(path)) + os.sep
    return code and any(file.startswith(folder) for file in only)


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

    def results(self, depth: Depth, *, explain: bool) -> Iterator[Result]:
        """One result for each file, in their order. Raises FitframeError where a worker dies."""
        jobs, detailed = self._settings.jobs or processors(), 0
        for path, result in zip(self._files, judge_files(self._judge, self._files, depth, jobs), strict=True):
            if explain and result.verdict not in (None, Verdict.FITS) and detailed < DETAILED:
                detailed += 1
                result = result if depth is Depth.DETAILS else self._judge.judge_file(path, Depth.DETAILS)
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
        for folder in self._closed:
            message = "This folder cannot be searched: nothing in it was checked."
            yield Finding(kind=Kind.UNREADABLE, level=level, message=message, place=Place(shown_path(folder)))
        if self._settings.scan and not self._files:
            for folder in filter(os.path.isdir, self._searched):
                yield from self._judge.of_code_alone(folder)
        yield from malformed(self._malformed, level)
        if self._idle_waivers:
            scopes = self._scopes(self._settings.waivers)
            idle = (placed for placed in self._shared if placed.place in self._idle_waivers)
            yield from unused((placed for placed in idle if _within(placed.scope, scopes)), level)
        if self._idle_entries:
            scopes = self._scopes(self._settings.baseline)
            entries = sorted(entry for entry in self._idle_entries if _within(entry.path, scopes))
            yield from stale(((entry, self._entries[entry]) for entry in entries), level)

    def _scopes(self, file: str | None) -> Set[str]:
        """What was searched, as a file calls it; empty for what lies around that file."""
        called = (path_from(file, searched) for searched in self._searched)
        return {"" if set(path.split("/")) <= {".", ".."} else path for path in called}


def _within(path: str, scopes: Set[str]) -> bool:
    parts = path.split("/")
    return not scopes.isdisjoint("/".join(parts[:end]) for end in range(len(parts) + 1))


_BATCH = 100
"""Files that are judged together; to start a worker pays off from so many on."""
_WAITING = 3
"""Batches for each worker that are under way at a time."""


def processors() -> int:
    """How many processors this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def judge_files(judge: Judge, files: Sequence[str], depth: Depth, jobs: int) -> Iterator[Result]:
    """The results for files, in their order, from as many workers as there is work for, `jobs` at most.

    Raises FitframeError where a worker dies.
    """
    workers = min(jobs, len(files) // _BATCH)
    if workers < 2:
        return (result for batch in _batches(files) for result in judge.judge_files(batch, depth))
    return _judged_by(workers, judge, files, depth)


def _batches(files: Sequence[str]) -> Iterator[Sequence[str]]:
    return (files[first : first + _BATCH] for first in range(0, len(files), _BATCH))


def _judged_by(workers: int, judge: Judge, files: Sequence[str], depth: Depth) -> Iterator[Result]:
    forks = sys.platform == "linux"  # a fork has the compiled rules at once
    pool = ProcessPoolExecutor(workers, get_context("fork" if forks else "spawn"), _start, (judge,))
    batches = _batches(files)
    waiting: deque[Future[list[Result]]] = deque()
    try:
        with _signals_wait():
            waiting.extend(pool.submit(_judge_batch, batch, depth) for batch in islice(batches, workers * _WAITING))
        while waiting:
            yield from waiting.popleft().result()
            waiting.extend(pool.submit(_judge_batch, batch, depth) for batch in islice(batches, 1))
    except BrokenProcessPool:
        raise FitframeError(
            "a worker process died, perhaps because memory ran out; the results so far are not complete. "
            "'--jobs 1' checks without workers"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


_ENDS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""The signals by which people and systems end a program."""


@contextmanager
def _signals_wait() -> Iterator[None]:
    """Let signals wait until the workers have started: what one raises amid a fork would get lost."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_judge: Judge | None = None


def _start(judge: Judge) -> None:
    global _judge
    for number in _ENDS:  # whoever started the workers sees to interrupts
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDS)
    Thread(target=_end_with_parent, daemon=True).start()
    _judge = judge
    collect_seldom()


def _end_with_parent() -> None:
    """End this worker when the process that started it is gone, however it ended."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def collect_seldom() -> None:
    """Look for garbage in cycles but seldom: judging leaves none, and what stays is much to look through."""
    gc.enable()
    gc.freeze()
    gc.set_threshold(50_000)


def _judge_batch(files: Sequence[str], depth: Depth) -> list[Result]:
    if _judge is None:
        raise RuntimeError("a worker was given work before it was started")
    return list(_judge.judge_files(files, depth))
