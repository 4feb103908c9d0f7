"""Many profiles on all processors, with results in the order of the files and memory that does not grow with them."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import lru_cache, partial
from itertools import islice
from multiprocessing import get_context
from typing import NamedTuple

from fitframe.checking import findings
from fitframe.checking.assessment import Assessment, Depth, assess
from fitframe.checking.drift import drift
from fitframe.checking.policy import Policy
from fitframe.checking.profiles import Stated, read_stated
from fitframe.checking.project import STANDS, Bench, Stand
from fitframe.checking.waivers import Placed, malformed, unused, waived
from fitframe.engine.compiled import compile_rules
from fitframe.errors import FitframeError, InputError
from fitframe.model.profile import Decided
from fitframe.model.rulebase import RuleBase
from fitframe.model.verdict import Finding, Result
from fitframe.rulebase.files import read_file

_DAYS = 8
"""So many days of decisions are kept compiled at a time."""


class Judged(NamedTuple):
    """A result, and the shared waivers that were of use for it."""

    result: Result
    used: frozenset[Placed]


class Judge:
    """Judges profiles by one rule base and one policy."""

    def __init__(
        self,
        rules: RuleBase,
        policy: Policy,
        shared: Sequence[Placed] = (),
        as_of: str | None = None,
        called: Callable[[str], str] = str,
    ) -> None:
        """`called` tells by what path the shared waivers speak of a profile at a path."""
        self._rules = rules
        self._policy = policy
        self._shared = tuple(shared)
        self._called = called
        self._bench = Bench(compile_rules(rules, as_of=as_of))
        self._assessed = lru_cache(STANDS)(self._assess)
        self._bench_on = lru_cache(_DAYS)(lambda day: Bench(compile_rules(rules, as_of=day)))

    def judge(self, data: bytes, path: str, depth: Depth = Depth.VERDICT) -> Judged:
        """Judge a profile that results and findings call `path`. What is wrong with it is a finding, never an error."""
        try:
            stated = read_stated(data, path, self._rules)
        except InputError as error:
            return unread(error, path)
        choice = stated.profile.choice
        if choice is None:
            finding = findings.without_choice(stated, self._rules)
            result = Result(path=path, name=stated.profile.name, findings=(finding,))
            return Judged(result, frozenset())
        return self._judged(stated, self._bench.stand(stated.profile, choice), depth)

    def _judged(self, stated: Stated, stand: Stand, depth: Depth) -> Judged:
        path, found = stated.document.name, self._assessed(stand, depth)
        called = self._called(path) if self._shared else path
        waivers = (*stated.waivers, *(placed for placed in self._shared if placed.is_for(called)))
        own = findings.of_assessment(stated, stand, found, waivers, self._policy)
        told, used = waived(own, waivers, self._policy)
        if stated.malformed or stated.waivers:
            told += malformed(stated.malformed, self._policy)
            told += unused((placed for placed in stated.waivers if placed not in used), self._policy)
        if stated.profile.decided:
            told += self._drift(stated, stated.profile.decided)
        result = Result(
            path=path,
            name=stated.profile.name,
            choice=stand.choice,
            verdict=found.verdict,
            best=found.best,
            gap=stand.gap,
            confidence=found.confidence,
            why_confidence=found.why_confidence,
            share_first=found.share_first,
            reasons=found.reasons,
            turns=found.turns,
            findings=tuple(told),
        )
        return Judged(result, frozenset(used.intersection(self._shared)))

    def _assess(self, stand: Stand, depth: Depth) -> Assessment:
        return assess(stand, self._policy, depth)

    def _drift(self, stated: Stated, decided: Decided) -> Iterator[Finding]:
        if decided.on < self._bench.compiled.as_of:
            yield from drift(stated, decided, self._bench_on(decided.on), self._bench, self._policy)


def unread(error: InputError, path: str) -> Judged:
    """The result for a profile that cannot be read."""
    return Judged(Result(path=path, findings=(findings.unreadable(error, path),)), frozenset())


_BATCH = 100
"""Files that a worker takes at a time; to start one pays off from so many on."""
_WAITING = 3
"""Batches for each worker that are under way at a time."""


class Task(NamedTuple):
    """What every worker is given."""

    rules: RuleBase
    policy: Policy
    shared: tuple[Placed, ...]
    as_of: str | None
    depth: Depth
    waivers: str | None = None  # the file that the shared ones come from

    def judge(self) -> Judge:
        """The judge for it."""
        called = partial(key_for, file=self.waivers) if self.waivers else str
        return Judge(self.rules, self.policy, self.shared, self.as_of, called=called)


def processors() -> int:
    """How many processors this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def judge_files(task: Task, files: Sequence[str], jobs: int, judge: Callable[[], Judge]) -> Iterator[Judged]:
    """Judge files in their order, by so many workers as there is work for, `jobs` at most.

    `judge` gives the judge, which this process needs where it does it alone, or hands down to its workers.
    Raises FitframeError where a worker dies.
    """
    workers = min(jobs, len(files) // _BATCH)
    if workers < 2:
        here = judge()
        return (judge_file(here, path, task.depth) for path in files)
    return _judged_by(workers, task, files, judge)


def judge_file(judge: Judge, path: str, depth: Depth) -> Judged:
    """Judge one file. That it cannot be read is a finding."""
    name = shown_path(path)
    try:
        data = read_file(path, name)
    except InputError as error:
        return unread(error, name)
    return judge.judge(data, name, depth)


def key_for(path: str, file: str) -> str:
    """How a file that speaks of profiles names one: by the way from its own folder, with forward slashes."""
    return os.path.relpath(path, os.path.dirname(file) or ".").replace(os.sep, "/")


def shown_path(path: str) -> str:
    """A path as results name it: with forward slashes, and bytes that are not UTF-8 spelled out."""
    return os.fsencode(path).decode("utf-8", "backslashreplace").replace(os.sep, "/")


def _judged_by(workers: int, task: Task, files: Sequence[str], judge: Callable[[], Judge]) -> Iterator[Judged]:
    global _judge
    forks = sys.platform == "linux"
    _judge = judge() if forks else None  # a fork has the compiled rules at once
    pool = ProcessPoolExecutor(workers, get_context("fork" if forks else "spawn"), _start, (task,))
    batches = (files[first : first + _BATCH] for first in range(0, len(files), _BATCH))
    waiting: deque[Future[list[Judged]]] = deque()
    try:
        with _interrupts_wait():
            waiting.extend(pool.submit(_judge_batch, batch) for batch in islice(batches, workers * _WAITING))
        while waiting:
            yield from waiting.popleft().result()
            waiting.extend(pool.submit(_judge_batch, batch) for batch in islice(batches, 1))
    except BrokenProcessPool:
        raise FitframeError(
            "a worker process died, perhaps because memory ran out; the results so far are not complete. "
            "'--jobs 1' checks without workers"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)
        _judge = None


@contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Let an interrupt wait until the workers have started: one that comes amid a fork would get lost."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_judge: Judge | None = None
_depth = Depth.VERDICT


def _start(task: Task) -> None:
    global _judge, _depth
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started the workers sees to interrupts
    _judge, _depth = _judge or task.judge(), task.depth
    collect_seldom()


def collect_seldom() -> None:
    """Look for garbage in cycles but seldom: judging leaves none, and what stays is much to look through."""
    gc.enable()
    gc.freeze()
    gc.set_threshold(50_000)


def _judge_batch(files: Sequence[str]) -> list[Judged]:
    if _judge is None:
        raise RuntimeError("a worker was given work before it was started")
    return [judge_file(_judge, path, _depth) for path in files]
