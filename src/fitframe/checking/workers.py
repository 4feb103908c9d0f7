"""Many profiles on all processors, with results in the order of the files and memory that does not grow with them."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import connection, get_context, parent_process
from threading import Thread

from fitframe.checking.judge import Depth, Judge
from fitframe.errors import FitframeError
from fitframe.model.verdict import Result

_BATCH = 100
"""Files that a worker takes at a time; to start one pays off from so many on."""
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
        return (judge.judge_file(path, depth) for path in files)
    return _judged_by(workers, judge, files, depth)


def _judged_by(workers: int, judge: Judge, files: Sequence[str], depth: Depth) -> Iterator[Result]:
    forks = sys.platform == "linux"  # a fork has the compiled rules at once
    pool = ProcessPoolExecutor(workers, get_context("fork" if forks else "spawn"), _start, (judge,))
    batches = (files[first : first + _BATCH] for first in range(0, len(files), _BATCH))
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
    return [_judge.judge_file(path, depth) for path in files]
