"""The report of a check: right at every moment, whoever asks first for what."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import fitframe
from fitframe import Settings
from fitframe.checking import findings, run
from fitframe.checking.judge import Depth, Judge
from fitframe.checking.run import _ENDS, _signals_wait, _start, processors
from fitframe.errors import FitframeError, NothingToDo
from fitframe.model.verdict import CheckReport, Finding, Kind, Level, Place, Result
from tests.check.build import judged, profile, rules
from tests.check.conftest import Add
from tests.engine.build import TODAY

UNUSED = Finding(kind=Kind.WAIVER_UNUSED, level=Level.ERROR, message="Unused.", place=Place("waivers.yaml"))


def results() -> list[Result]:
    """One that fits, one that is poor and one that cannot be read."""
    return [judged(profile("ant")), judged(profile("bee"), rules(3.2)), judged(b"")]


def report_of(found: Iterator[Result] | list[Result], keep: bool = True) -> CheckReport:
    """A report on three results, with a finding that concerns none of them."""
    return CheckReport(found, total=3, rules=rules(), as_of=TODAY, housekeeping=lambda: [UNUSED], keep=keep)


def test_the_summary_is_right_before_the_first_result_is_taken() -> None:
    report = report_of(results())

    assert (report.summary.checked, report.summary.fits, report.summary.poor, report.summary.unreadable) == (3, 1, 1, 1)
    assert (report.findings, report.exit_code) == ((UNUSED,), 2)
    assert list(report) == list(report) == results()


def test_the_summary_is_right_between_two_results() -> None:
    report = report_of(iter(results()))
    taken = []
    for result in report:
        taken.append(result)
        assert report.summary.checked == 3

    assert taken == results()


def test_results_come_one_by_one() -> None:
    judged_so_far = []

    def one_by_one() -> Iterator[Result]:
        for result in results():
            judged_so_far.append(result)
            yield result

    report = report_of(one_by_one())
    next(iter(report))

    assert (len(judged_so_far), len(report), "1 of 3" in repr(report)) == (1, 3, True)


def test_results_that_are_not_kept_are_counted_and_come_once() -> None:
    report = report_of(results(), keep=False)

    assert (len(list(report)), report.summary.checked, report.exit_code) == (3, 3, 2)
    with pytest.raises(RuntimeError, match="only once"):
        list(report)


def test_what_concerns_all_counts_for_the_exit_code() -> None:
    report = CheckReport(results()[:1], total=1, rules=rules(), as_of=TODAY, housekeeping=lambda: [UNUSED])

    assert report.exit_code == 1


def test_a_report_that_broke_off_gives_no_counts() -> None:
    def broken() -> Iterator[Result]:
        yield results()[0]
        raise FitframeError("a worker process died")

    report = report_of(broken())
    for _ in range(2):
        with pytest.raises(FitframeError, match="died"):
            _ = report.summary


def test_one_path_is_a_path_and_no_list_of_letters(add: Add) -> None:
    path = add("a/fitframe.yaml")
    add("b/fitframe.yaml")

    for paths in (path, Path(path), [path], [Path(path)], "a"):
        assert [result.path for result in fitframe.check(paths)] == [path]
    assert len(fitframe.check()) == 2


def test_a_folder_that_cannot_be_searched_is_a_finding(add: Add, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add("a/fitframe.yaml")
    add("b/fitframe.yaml")
    scan = os.scandir

    def scandir(folder: str) -> object:
        if folder == "a":
            raise PermissionError(13, "Permission denied", folder)
        return scan(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    codes = []
    for strict in (False, True):
        report = fitframe.check(settings=Settings(strict=strict))
        (finding,) = report.findings
        assert (finding.kind, finding.place.path) == (Kind.UNREADABLE, "a")
        assert "nothing in it was checked" in finding.message
        codes.append(report.exit_code)
    with pytest.raises(NothingToDo, match="a could not be searched"):
        fitframe.check("a")

    assert codes == [0, 2]


def test_a_judge_can_be_sent_to_a_worker() -> None:
    """Where processes are not forked, each worker gets a copy of the judge."""
    judge = Judge(rules(3.2), Settings(), (), TODAY)

    assert pickle.loads(pickle.dumps(judge)).judge(profile("bee"), "p.yaml") == judge.judge(profile("bee"), "p.yaml")  # noqa: S301


@pytest.mark.parametrize("size", [0, 100, 2**17])
def test_profiles_that_are_judged_together_come_out_as_each_does_alone_and_in_their_order(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fitframe.checking.judge._TOGETHER", size)
    judge = Judge(rules(3.2), Settings(), (), TODAY)
    written = [profile("bee"), b"answers: [", profile("cow"), b"fitframe: 1", profile("ant")]
    for n, data in enumerate(written):
        (tmp_path / f"{n}.yaml").write_bytes(data)
    paths = [*map(str, sorted(tmp_path.iterdir())), str(tmp_path / "gone.yaml")]

    together = list(judge.judge_files(paths))

    assert [result.verdict for result in together] == ["poor", None, "poor", None, "fits", None]
    assert together == [Judge(rules(3.2), Settings(), (), TODAY).judge_file(path) for path in paths]


def test_a_result_does_not_wait_for_what_is_found_in_the_next_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, of_project = [0], findings.of_project

    def counting(*arguments: Any) -> Any:
        asked[0] += 1
        return of_project(*arguments)

    monkeypatch.setattr(findings, "of_project", counting)
    for n in range(3):
        (tmp_path / f"{n}.yaml").write_bytes(profile("bee"))

    results = Judge(rules(3.2), Settings(), (), TODAY).judge_files(map(str, sorted(tmp_path.iterdir())))

    assert next(results).verdict == "poor"
    assert asked == [1]


def test_a_worker_leaves_interrupts_to_whoever_started_it_and_ends_when_told_to() -> None:
    """What signals wait for is over by then, too."""
    judge = Judge(rules(3.2), Settings(), (), TODAY)
    with ProcessPoolExecutor(1, initializer=_start, initargs=(judge,)) as pool:
        with _signals_wait():
            answers = {number: pool.submit(signal.getsignal, number) for number in _ENDS}
        waiting = pool.submit(signal.pthread_sigmask, signal.SIG_BLOCK, ())

        assert {number: answer.result() for number, answer in answers.items()} == {
            number: signal.SIG_IGN if number is signal.SIGINT else signal.SIG_DFL for number in _ENDS
        }
        assert waiting.result() == set()


def test_of_many_that_do_not_fit_the_first_twenty_are_explained(add: Add, here: Path) -> None:
    for n in range(26):
        add(f"{n:02}/fitframe.yaml", "pytorch" if n == 3 else "tensorflow")
    settings = Settings(rules=("ours",))

    found = fitframe.check(settings=settings, thorough=False)
    explained = [n for n, result in enumerate(found) if result.turns is not None]
    assert explained == [0, 1, 2, *range(4, 21)]
    assert [n for n, result in enumerate(found) if not result.reasons] == [3]
    plain = fitframe.check(settings=settings, thorough=False, explain=False)
    assert [result for result in plain if result.turns is not None or result.reasons] == []


@pytest.mark.parametrize(
    ("paths", "unused"), [((), 4), (("a", "b"), 2), (("a",), 1), (("b", "c"), 2), (("a", "b", "c", "d"), 3)]
)
def test_a_shared_waiver_is_unused_where_all_that_it_is_for_was_checked(
    add: Add, here: Path, paths: tuple[str, ...], unused: int
) -> None:
    """It is for a, b, c and everything, and accepts nothing anywhere."""
    for name in ("a", "b", "c", "d"):
        add(f"{name}/fitframe.yaml")
    lines = [f"- {{path: {path}, verdict: violates, reason: known}}\n" for path in ("a", "b", "c/*", "'*'")]
    (here / "waivers.yaml").write_text("waivers:\n" + "".join(lines))
    report = fitframe.check(paths, Settings(rules=("ours",), waivers="waivers.yaml"))

    assert len(report.findings) == unused


def test_a_waiver_is_unused_where_the_folder_of_its_file_or_one_around_it_was_checked(add: Add, here: Path) -> None:
    add("a/inner/fitframe.yaml")
    (here / "a" / "waivers.yaml").write_text("waivers: [{path: '*', verdict: violates, reason: known}]\n")

    def unused(path: str) -> int:
        return len(fitframe.check(path, Settings(rules=("ours",), waivers="a/waivers.yaml")).findings)

    assert [unused(path) for path in ("a", ".", "a/inner")] == [1, 1, 0]


def test_as_many_processors_are_used_as_this_program_may_use_or_else_as_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {1, 2, 5}, raising=False)
    assert processors() == 3

    monkeypatch.delattr(os, "sched_getaffinity")
    assert processors() == 8
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert processors() == 1


@pytest.mark.parametrize(
    ("files", "jobs", "workers"), [(199, 4, 0), (200, 4, 2), (399, 4, 3), (900, 3, 3), (900, 1, 0)]
)
def test_a_worker_is_started_for_each_hundred_files_where_there_is_work_for_two(
    files: int, jobs: int, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = [0]
    monkeypatch.setattr(run, "_judged_by", lambda count, *_: started.append(count))

    run.judge_files(Judge(rules(), Settings(), (), TODAY), ["p.yaml"] * files, Depth.VERDICT, jobs)

    assert started[-1] == workers
