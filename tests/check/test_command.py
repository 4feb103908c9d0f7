"""The command: exit codes, streams, files."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from fitframe.checking import run as checks
from tests.check.conftest import Add
from tests.cli.conftest import Runner, start

CHECK = [sys.executable, "-m", "fitframe", "check"]


@pytest.mark.parametrize(
    ("choice", "options", "code", "verdict"),
    [
        ("pytorch", [], 0, "fits"),
        ("tensorflow", [], 1, "poor"),
        ("tensorflow", ["--fail-on", "violates"], 0, "poor"),
        ("tensorflow", ["--exit-zero"], 0, "poor"),
        ("scikit-learn", ["--fail-on", "violates"], 1, "violates"),
        ("torhc", [], 2, None),
        ("torhc", ["--exit-zero"], 0, None),
    ],
)
def test_exit_codes(run: Runner, add: Add, choice: str, options: list[str], code: int, verdict: str | None) -> None:
    add("fitframe.yaml", choice)
    done = run("check", "-f", "json", *options)

    assert done.err == ""
    data = json.loads(done.out)
    assert (done.code, data["exit_code"], data["results"][0]["verdict"]) == (code, code, verdict)


def test_a_profile_that_cannot_be_used_hides_no_other(run: Runner, add: Add, here: Path) -> None:
    add("a/fitframe.yaml", "tensorflow")
    (here / "b.fitframe.yaml").write_text("fitframe: 1\n\tx")
    add("c.fitframe.yaml")
    done = run("check", "-f", "json")

    assert done.code == 2
    found = [(r["path"], r["verdict"], r["findings"][0]["kind"]) for r in json.loads(done.out)["results"][:2]]
    assert found == [
        ("a/fitframe.yaml", "poor", "poor"),
        ("b.fitframe.yaml", None, "unreadable"),
    ]
    assert json.loads(done.out)["results"][2]["verdict"] == "fits"


def test_nothing_to_check(run: Runner, here: Path) -> None:
    done = run("check")

    assert (done.code, done.out) == (3, "")
    assert "no profiles in this folder: nothing is called fitframe.yaml" in done.err


def test_nothing_to_check_but_what_git_ignores(run: Runner, add: Add, here: Path) -> None:
    add("a/fitframe.yaml")
    (here / ".gitignore").write_text("a/\n")
    done = run("check", "a")

    assert (done.code, done.out) == (3, "")
    assert "no profiles in a but what git ignores, such as a/fitframe.yaml; name the file" in done.err
    assert run("check", "a/fitframe.yaml").code == 0


def test_a_path_without_a_name(run: Runner, here: Path) -> None:
    done = run("check", "")

    assert (done.code, done.err) == (2, "")
    assert done.out.startswith(":1:1 unreadable there is no such file")


def test_a_path_without_a_name_beside_a_baseline_and_shared_waivers(run: Runner, add: Add, here: Path) -> None:
    add("a/fitframe.yaml")
    (here / "waivers.yaml").write_text("waivers:\n- {rule: a/b, path: a/fitframe.yaml, reason: known}\n")
    run("check", "a", "--write-baseline", "base.json")
    done = run("check", "a", "", "--baseline", "base.json", "--waivers", "waivers.yaml")

    assert done.code == 2
    assert ":1:1 unreadable there is no such file" in done.out


def test_a_list_of_faults_has_an_end(run: Runner, here: Path) -> None:
    wrong = "".join(f"  question-{n}: x\n" for n in range(4000))
    (here / "fitframe.yaml").write_text(f"fitframe: 1\nanswers:\n{wrong}")
    lines = run("recommend").err.splitlines()

    assert len(lines) <= 51
    assert "3950 more faults" in lines[-1]


def test_a_file_that_is_not_there(run: Runner, here: Path) -> None:
    done = run("check", "gone.yaml", "-f", "json")

    (result,) = json.loads(done.out)["results"]
    assert (done.code, result["path"], result["findings"][0]["kind"]) == (2, "gone.yaml", "unreadable")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["-f", "jason"], "unknown format 'jason', did you mean 'json'?\n"),
        (["-f", "xml"], "unknown format 'xml'; the formats are text, json,"),
        (["-o", "sarif"], "did you mean 'sarif=FILE'?"),
        (["-o", "xml=a.xml"], "unknown format 'xml'"),
        (["--as-of", "soon"], "--as-of must be a day"),
        (["--baseline", "gone.json"], "gone.json: there is no such file"),
        (["--baseline", "fitframe.yaml"], "this is no baseline"),
        (["--waivers", "fitframe.yaml"], "a file of waivers has one key"),
        (["--rules", "gone"], "gone"),
        (["--config", "gone.toml"], "gone.toml"),
        (["-o", "json=gone/out.json"], "there is no such folder"),
        (["--fail-on", "fits"], "fits"),
    ],
)
def test_what_cannot_be_used(run: Runner, add: Add, options: list[str], words: str) -> None:
    add("fitframe.yaml")
    done = run("check", *options)

    assert (done.code, done.out) == (2, "")
    assert words in done.err


def test_a_layer_is_named(run: Runner, add: Add) -> None:
    add("a.fitframe.yaml", "scikit-learn")
    add("b.fitframe.yaml", "tensorflow")
    done = run("check", "-f", "json")

    blocked, poor = json.loads(done.out)["results"]
    finding = blocked["findings"][0]
    assert (finding["rule"], finding["layer"]) == ("our-skills/approved", "ours")
    assert "goal: production" in finding["message"]
    first = poor["reasons"][0]
    assert (first["criterion"], first["rules"], first["layers"]) == ("our-skills", ["our-skills/pytorch"], ["ours"])
    assert "(from ours)" in run("check").out


def test_several_formats_at_once(run: Runner, add: Add, here: Path) -> None:
    add("fitframe.yaml", "tensorflow")
    done = run("check", "-f", "text", "-o", "json=out.json", "-o", "sarif=out.sarif", "-o", "junit=out.xml")

    assert done.code == 1
    assert done.out.startswith("fitframe.yaml:4:1 poor ")
    assert json.loads((here / "out.json").read_text())["summary"]["poor"] == 1
    assert json.loads((here / "out.sarif").read_text())["runs"][0]["invocations"][0]["exitCode"] == 1
    assert (here / "out.xml").read_text().startswith("<?xml")
    assert sorted(p.name for p in here.iterdir()) == [
        ".git", "fitframe.toml", "fitframe.yaml", "ours", "out.json", "out.sarif", "out.xml",
    ]  # fmt: skip


def test_a_bare_output_takes_what_would_be_shown(run: Runner, add: Add, here: Path) -> None:
    add("fitframe.yaml")
    done = run("check", "-f", "json", "-o", "out.json")

    assert (done.code, done.out) == (0, "")
    assert json.loads((here / "out.json").read_text())["summary"]["fits"] == 1


def test_a_file_may_be_called_as_a_format_where_that_is_said(run: Runner, add: Add, here: Path) -> None:
    add("fitframe.yaml")
    assert run("check", "-o", "sarif").code == 2
    assert not (here / "sarif").exists()

    assert run("check", "-o", "./sarif").code == 0
    assert (here / "sarif").read_text().endswith("1 profile checked: 1 fits.\n")


def test_a_near_name_ends_with_its_question(run: Runner, add: Add) -> None:
    add("fitframe.yaml", "pytorhc")

    (result,) = json.loads(run("check", "-f", "json").out)["results"]
    assert result["findings"][0]["message"] == "Not checked: unknown framework 'pytorhc', did you mean 'pytorch'?"


def test_option_over_environment_over_file(run: Runner, add: Add, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add("fitframe.yaml", "tensorflow")
    (here / "fitframe.toml").write_text('rules = ["ours"]\nfail-on = "violates"\n')
    assert run("check").code == 0

    monkeypatch.setenv("FITFRAME_FAIL_ON", "poor")
    assert run("check").code == 1
    assert run("check", "--fail-on", "violates").code == 0


def test_settings_can_be_left_out(run: Runner, add: Add, here: Path) -> None:
    add("fitframe.yaml", "tensorflow")
    (here / "fitframe.toml").write_text("colour = 'red'\n")

    assert run("check").code == 2
    assert "'colour' is no setting" in run("check").err
    assert run("check", "--isolated", "--exit-zero").code == 0


def test_the_job_summary(run: Runner, add: Add, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add("fitframe.yaml", "tensorflow")
    summary = here.parent / "summary.md"
    summary.write_text("# Before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    done = run("check", "-f", "github")

    assert done.code == 1
    assert done.out.startswith("::error file=fitframe.yaml,line=4,col=1,title=")
    assert summary.read_text().startswith("# Before\n## fitframe check\n")
    run("check", "-f", "text")
    assert summary.read_text().count("## fitframe check") == 1


def test_a_baseline_is_written_and_accepts_what_was_there(run: Runner, add: Add, here: Path) -> None:
    add("a/fitframe.yaml", "tensorflow")
    (here / "ci").mkdir()
    done = run("check", "--write-baseline", "ci/base.json")
    assert (done.code, done.err) == (0, "ci/base.json: 1 entry written\n")
    before = (here / "ci" / "base.json").read_text()

    done = run("check", "--baseline", "ci/base.json", "-f", "json")
    assert done.code == 0
    assert json.loads(done.out)["summary"]["baselined"] == 1
    assert "Accepted by the baseline (ci/base.json:4:5)" in run("check", "--baseline", "ci/base.json", "-v").out

    add("b/fitframe.yaml", "jax")
    assert run("check", "--baseline", "ci/base.json").code == 1

    add("b/fitframe.yaml", "pytorch")
    add("a/fitframe.yaml", "pytorch")
    done = run("check", "--baseline", "ci/base.json", "-f", "json")
    (stale,) = json.loads(done.out)["findings"]
    assert (done.code, stale["kind"], stale["path"], stale["line"]) == (0, "baseline-stale", "ci/base.json", 4)
    assert run("check", "--baseline", "ci/base.json", "--strict").code == 1
    assert json.loads(run("check", "b", "--baseline", "ci/base.json", "-f", "json").out)["findings"] == []
    assert (here / "ci" / "base.json").read_text() == before


def test_a_baseline_takes_names_of_all_kinds(run: Runner, add: Add) -> None:
    for folder in ("🚀", os.fsdecode(b"\xff"), "\x1b[31m", "a\nb"):
        add(f"{folder}/fitframe.yaml", "tensorflow")
    assert run("check", "--write-baseline", "base.json", "-f", "json").err == "base.json: 4 entries written\n"
    done = run("check", "--baseline", "base.json", "--strict", "-f", "json")

    data = json.loads(done.out)
    assert (done.code, data["summary"]["baselined"], data["findings"]) == (0, 4, [])


def test_a_new_baseline_says_what_it_does_not_accept(run: Runner, add: Add, here: Path) -> None:
    add("a/fitframe.yaml", "tensorflow")
    (here / "b.fitframe.yaml").write_text("fitframe: 1\n\tx")
    done = run("check", "--write-baseline", "base.json", "-f", "json")

    assert (done.code, done.err) == (
        2,
        "base.json: 1 entry written\n1 profile cannot be read; no baseline accepts that\n",
    )
    data = json.loads(run("check", "--baseline", "base.json", "-f", "json").out)
    assert (data["exit_code"], data["summary"]["baselined"], data["summary"]["unreadable"]) == (2, 1, 1)


@pytest.mark.parametrize(
    "options",
    [
        ["-o", "json=out.x", "-o", "sarif=out.x"],
        ["-o", "json=out.x", "-o", "sarif=./a/../out.x"],
        ["-f", "text", "-o", "out.x", "-o", "json=out.x"],
        ["-o", "json=out.x", "--write-baseline", "out.x"],
    ],
)
def test_two_things_to_one_file(run: Runner, add: Add, here: Path, options: list[str]) -> None:
    add("a/fitframe.yaml")
    done = run("check", *options)

    assert (done.code, done.out) == (2, "")
    assert "cannot both go to this file; name another one" in done.err
    assert not (here / "out.x").exists()


def test_what_is_no_file_takes_any_number(run: Runner, add: Add) -> None:
    add("fitframe.yaml")

    assert run("check", "-o", "json=/dev/null", "-o", "sarif=/dev/null").code == 0


def test_two_bare_files(run: Runner, add: Add) -> None:
    add("fitframe.yaml")

    assert "two files, a.txt and b.txt" in run("check", "-o", "a.txt", "-o", "b.txt").err


def paths_in(here: Path) -> dict[str, str]:
    """The path of the profile as each format that a platform shows beside the code has it."""
    sarif = json.loads((here / "out.sarif").read_text())["runs"][0]["results"][0]
    gitlab = json.loads((here / "out.gitlab").read_text())[0]
    return {
        "sarif": sarif["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "gitlab": gitlab["location"]["path"],
        "github": re.findall("file=(.*?),", (here / "out.github").read_text())[0],
    }


def test_platforms_get_paths_from_the_top_of_the_repository(
    run: Runner, add: Add, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("services/api/fitframe.yaml", "tensorflow")
    outputs = [part for name in ("sarif", "gitlab", "github") for part in ("-o", f"{name}={here}/out.{name}")]
    found = []
    for folder, workspace in ((".", None), ("services", None), ("services/api", None), ("services", str(here))):
        monkeypatch.chdir(here / folder)
        monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
        if workspace:  # as where the files were brought there without their history
            (here / ".git").rmdir()
            monkeypatch.setenv("GITHUB_WORKSPACE", workspace)
        done = run("check", *outputs, "-f", "json", "--rules", str(here / "ours"))
        found.append(json.loads(done.out)["results"][0]["path"])
        assert set(paths_in(here).values()) == {"services/api/fitframe.yaml"}

    assert found == ["services/api/fitframe.yaml", "api/fitframe.yaml", "fitframe.yaml", "api/fitframe.yaml"]


def test_a_profile_outside_of_the_repository_keeps_its_path(run: Runner, add: Add, here: Path) -> None:
    add("fitframe.yaml", "tensorflow")
    outside = here.parent / "other.yaml"
    outside.write_text((here / "fitframe.yaml").read_text())
    run("check", str(outside), "-o", "sarif=out.sarif", "-o", "gitlab=out.gitlab", "-o", "github=out.github")

    assert set(paths_in(here).values()) == {str(outside)}


def test_a_large_file_of_waivers(run: Runner, add: Add, here: Path) -> None:
    add("services/service-11999/fitframe.yaml", "tensorflow")
    lines = (
        f"- {{path: services/service-{n:05}, verdict: poor, reason: 'known since the introduction', "
        "expires: 2099-01-01, owner: Ann}\n"
        for n in range(12_000)
    )
    (here / "waivers.yaml").write_text("waivers:\n" + "".join(lines))
    assert (here / "waivers.yaml").stat().st_size > 2**20
    data = json.loads(run("check", "services/service-11999", "--waivers", "waivers.yaml", "-f", "json").out)

    assert (data["summary"]["waived"], data["findings"]) == (1, [])
    assert data["results"][0]["findings"][0]["accepted"]["line"] == 12_001


def test_shared_waivers(run: Runner, add: Add, here: Path) -> None:
    add("a/fitframe.yaml", "tensorflow")
    text = (
        "waivers:\n- {path: a, verdict: poor, reason: known}\n- {path: b, verdict: poor, reason: known}\n- {path: c}\n"
    )
    (here / "waivers.yaml").write_text(text)
    done = run("check", "--waivers", "waivers.yaml", "-f", "json")

    data = json.loads(done.out)
    assert (done.code, data["summary"]["waived"]) == (0, 1)
    kinds = [(finding["kind"], finding["path"], finding["line"]) for finding in data["findings"]]
    assert kinds == [("waiver-malformed", "waivers.yaml", 4), ("waiver-unused", "waivers.yaml", 3)]
    assert run("check", "--waivers", "waivers.yaml", "--strict").code == 1


def test_shared_waivers_name_profiles_from_where_they_stand(
    run: Runner, add: Add, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("a/fitframe.yaml", "tensorflow")
    add("b/c/fitframe.yaml", "tensorflow")
    lines = [f"- {{path: {path}, verdict: poor, reason: known}}\n" for path in ("a", "b/*", "gone/*", "b/c/d")]
    (here / "waivers.yaml").write_text("waivers:\n" + "".join(lines))
    told = []
    for folder, paths in ((".", []), (".", ["a"]), ("a", []), ("b", []), ("b/c", [])):
        monkeypatch.chdir(here / folder)
        up = "" if folder == "." else "../" * (folder.count("/") + 1)
        options = ["--waivers", f"{up}waivers.yaml", "--rules", str(here / "ours"), "-f", "json"]
        data = json.loads(run("check", *paths, *options).out)
        told.append((data["summary"]["waived"], [finding["line"] for finding in data["findings"]]))

    # Only with everything searched is it known that nothing is at gone/*; nothing at b/c/d once b or b/c is.
    assert told == [(2, [4, 5]), (1, []), (1, []), (1, [5]), (1, [5])]


def test_the_day_by_which_waivers_expire(run: Runner, add: Add) -> None:
    add("fitframe.yaml", "tensorflow", "waivers: [{verdict: poor, reason: known, expires: 2026-11-20}]\n")

    assert run("check", "--as-of", "2026-11-20").code == 0
    assert run("check", "--as-of", "2026-11-21").code == 1


def many(add: Add, count: int) -> None:
    """Profiles of all kinds, in folders."""
    choices = ("pytorch", "tensorflow", "jax", "scikit-learn", "nothing")
    for n in range(count):
        add(f"group-{n // 20}/service-{n:04}/fitframe.yaml", choices[n % len(choices)], name=f"Service {n}")


def test_the_number_of_workers_changes_nothing(run: Runner, add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    many(add, 60)
    monkeypatch.setattr(checks, "_BATCH", 5)
    outputs = {run("check", "-f", "text", "-o", "json=out.json", "-j", jobs).out for jobs in ("1", "2", "5")}

    assert len(outputs) == 1


def test_a_worker_that_dies(add: Add, here: Path) -> None:
    many(add, 1000)
    (here / "out.json").write_text("before")
    process = start("check", "-f", "json", "-o", "out.json", "-j", "2", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    os.kill(workers_of(process)[0], signal.SIGKILL)
    out, err = process.communicate()

    assert (process.returncode, out) == (2, b"")
    assert b"a worker process died" in err
    assert (here / "out.json").read_text() == "before"
    assert not list(here.glob(".*.tmp"))


def test_a_file_that_vanishes(run: Runner, add: Add, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add("a.fitframe.yaml")
    monkeypatch.setattr(checks, "find_profiles", lambda paths, on_error: ["a.fitframe.yaml", "b.fitframe.yaml"])
    done = run("check", "-f", "json")

    data = json.loads(done.out)
    assert (done.code, data["summary"]["fits"], data["summary"]["unreadable"]) == (2, 1, 1)
    assert data["results"][1]["findings"][0]["message"] == "Not checked: there is no such file."


def test_a_full_disk(run: Runner, add: Add) -> None:
    add("fitframe.yaml")
    done = run("check", "-o", "json=/dev/full")

    assert done.code == 2
    assert done.err == "/dev/full: it cannot be written: No space left on device\n"


def test_a_full_standard_output(add: Add) -> None:
    add("fitframe.yaml", "tensorflow")
    with open("/dev/full", "w") as full:
        done = subprocess.run(CHECK, stdout=full, stderr=subprocess.PIPE, text=True)

    assert done.returncode == 2
    assert done.stderr == "standard output cannot be written: No space left on device\n"


def test_a_closed_pipe_does_not_change_the_verdict(add: Add, here: Path) -> None:
    many(add, 250)
    process = start("check", "-f", "text", "-o", "json=out.json", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()

    assert process.wait() == 2  # a fifth of the profiles states no framework
    assert json.loads((here / "out.json").read_text())["summary"]["checked"] == 250


def workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    """The two workers that a run of check has started, waited for; before them it may have asked git."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while len(born := children.read_text().split()) < 2:
        assert process.poll() is None
    return [int(pid) for pid in born]


def gone(pid: int) -> bool:
    """Whether a process has ended, within ten seconds."""
    for _ in range(1000):
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGKILL, -signal.SIGKILL)],
)
def test_whoever_ends_it_ends_all_of_it(add: Add, here: Path, number: signal.Signals, code: int) -> None:
    many(add, 1000)
    (here / "out.json").write_text("before")
    process = start("check", "-f", "json", "-o", "out.json", "-j", "2", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    born = workers_of(process)
    process.send_signal(number)
    out, err = process.communicate()

    assert (process.returncode, out, err) == (code, b"", b"")
    assert all(map(gone, born))
    assert (here / "out.json").read_text() == "before"
    assert [path.name for path in here.glob("*out*")] == ["out.json"]


def test_an_interrupt_at_the_keyboard_reaches_the_workers_and_they_say_nothing(add: Add) -> None:
    many(add, 1000)
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = start("check", "-j", "2", **pipes, start_new_session=True)
    born = workers_of(process)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate()

    assert (process.returncode, out, err) == (130, b"", b"")
    assert all(map(gone, born))


def test_a_bar_on_a_terminal_and_none_elsewhere(add: Add) -> None:
    pexpect = pytest.importorskip("pexpect")
    many(add, 250)
    command = f"{' '.join(CHECK)} -f json -o out.json"
    shown, code = pexpect.run(command, withexitstatus=True, env={**os.environ, "TERM": "xterm"})
    quiet = subprocess.run([*CHECK, "-f", "json", "-o", "out.json"], capture_output=True)

    assert re.search(rb"\d+/250", shown)
    assert shown.rindex(b"\x1b[?25h") > shown.rindex(b"\x1b[?25l")  # the cursor is back
    assert (code, quiet.returncode, quiet.stderr) == (2, 2, b"")


def test_names_and_paths_of_all_kinds(run: Runner, add: Add, here: Path) -> None:
    path = 'a "b" <c> | [d](e) \x1b[31m\n::error::Ω漢 %0A/fitframe.yaml'
    add(path, "tensorflow", name="'x <b> | \"y\" ::error::z'")
    for name in ("json", "text", "sarif", "junit", "gitlab", "github", "markdown"):
        done = run("check", "-f", name)
        assert (done.code, done.err) == (1, "")
        assert "\x1b" not in done.out, name
        assert not any(line.startswith("::error::") for line in done.out.splitlines()), name
    assert json.loads(run("check", "-f", "json").out)["results"][0]["path"] == path


def test_colour_is_an_option(run: Runner, add: Add) -> None:
    add("fitframe.yaml", "tensorflow")

    assert "\x1b[31mpoor" in run("check", "--color", "always").out
    assert "\x1b" not in run("check").out


def test_with_nothing_to_say_a_closed_standard_output_is_no_matter(add: Add) -> None:
    add("fitframe.yaml", "pytorch")
    command = f"{sys.executable} -m fitframe check --isolated -q --fail-on violates >&-"

    assert subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False).returncode == 0


def test_two_hundred_profiles_fill_at_most_two_hundred_and_twenty_lines(run: Runner, tmp_path: Path) -> None:
    """Profiles that answer at random and state any framework: hardly any fits."""
    questions = {
        "goal": ("production", "research", "learning"),
        "data-kind": ("text", "images", "tables", "audio"),
        "deployment": ("server", "android", "browser", "microcontroller"),
        "model-kind": ("simple", "standard", "novel"),
        "training-hardware": ("none", "single-gpu", "tpu"),
    }
    choices = ("pytorch", "tensorflow", "jax", "keras", "scikit-learn")
    for n in range(200):
        path = tmp_path / f"service-{n:03}" / "fitframe.yaml"
        path.parent.mkdir()
        given = ", ".join(f"{q}: {of[(n // 2**i + n) % len(of)]}" for i, (q, of) in enumerate(questions.items()))
        path.write_text(f"fitframe: 1\nname: Service {n}\nanswers: {{{given}}}\nchoice: {choices[n % len(choices)]}\n")
    lines = run("check", str(tmp_path), "--isolated").out.splitlines()

    assert 100 < len(lines) <= 220
    assert all(re.match(r"\S+:\d+:\d+ [a-z-]+ \S", line) for line in lines[:-1])
