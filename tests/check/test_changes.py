"""Checking what a change concerns, and repositories in which there is nothing to check."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from fitframe.checking import changes
from fitframe.checking.changes import listed_in
from fitframe.errors import InputError
from tests.check.conftest import Add
from tests.cli.conftest import Runner

GIT = ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "init.defaultBranch=main"]


@pytest.fixture
def repository(here: Path, add: Add) -> Path:
    """A repository with three profiles, and a branch that was left with all of them committed."""
    (here / ".git").rmdir()
    subprocess.run([*GIT, "init", "-q"], check=True)
    for name in ("a", "b", "c"):
        add(f"{name}/fitframe.yaml")
    (here / "waivers.yaml").write_text("waivers: [{path: '*', verdict: violates, reason: known}]\n")
    commit("all")
    subprocess.run([*GIT, "checkout", "-q", "-b", "change"], check=True)
    return here


def commit(message: str) -> None:
    """Commit everything."""
    subprocess.run(["git", "add", "--all"], check=True)
    subprocess.run([*GIT, "commit", "-q", "-m", message], check=True)


def checked(run: Runner, *options: str, code: int = 0, stdin: str = "") -> list[str]:
    """The folders of the profiles that are checked."""
    done = run("check", "-f", "json", *options, stdin=stdin)
    assert (done.code, done.err) == (code, "")
    return [Path(result["path"]).parent.name for result in json.loads(done.out)["results"]]


def test_only_what_differs_from_where_the_branch_was_left(run: Runner, add: Add, repository: Path) -> None:
    add("b/fitframe.yaml", name="Other")
    commit("one change")
    subprocess.run([*GIT, "checkout", "-q", "main"], check=True)
    add("a/fitframe.yaml", name="Changed on main")
    commit("meanwhile")
    subprocess.run([*GIT, "checkout", "-q", "change"], check=True)
    add("d/new.fitframe.yaml")

    assert checked(run, "--diff", "main") == ["b", "d"]
    assert checked(run, "--diff", "main", "b", "c") == ["b"]
    assert checked(run) == ["a", "b", "c", "d"]


def test_nothing_that_differs_is_fine(run: Runner, repository: Path) -> None:
    (repository / "README").write_text("text")

    assert checked(run, "--diff", "main") == []
    assert run("check", "--diff", "main").out == "0 profiles checked.\n"


@pytest.mark.parametrize("name", ["fitframe.toml", "pyproject.toml", "waivers.yaml", "ours/criteria/our-skills.yaml"])
def test_all_where_what_judges_them_differs(run: Runner, repository: Path, name: str) -> None:
    with open(repository / name, "a", encoding="utf-8") as file:
        file.write("# a comment\n")

    assert checked(run, "--diff", "main", "--waivers", "waivers.yaml") == ["a", "b", "c"]


def test_settings_of_a_folder_around_this_one_concern_it(
    run: Runner, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "b")
    assert checked(run, "--diff", "main") == []

    with open(repository / "fitframe.toml", "a", encoding="utf-8") as file:
        file.write("# a comment\n")

    assert len(checked(run, "--diff", "main")) == 1


def test_a_list_of_files(run: Runner, repository: Path) -> None:
    listed = "README.md\nb/fitframe.yaml\ngone/fitframe.yaml\n"
    assert checked(run, "--changed", "-", stdin=listed) == ["b"]

    (repository / "list").write_text(listed + "./c/../c/fitframe.yaml\r\n")
    assert checked(run, "--changed", "list") == ["b", "c"]
    assert checked(run, "--changed", "-", stdin="fitframe.toml\n") == ["a", "b", "c"]


def test_a_list_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "_LIMIT", 2**20)
    listed = tmp_path / "list"
    listed.write_bytes(b"a\n" * 2**19)

    assert {os.path.basename(path) for path in listed_in(str(listed))} == {"a"}
    listed.write_bytes(b"a\n" * 2**19 + b"b")
    with pytest.raises(InputError, match="the list is larger than 1 MiB, the most that is read"):
        listed_in(str(listed))


def test_waivers_are_unused_only_where_all_was_checked(run: Runner, add: Add, repository: Path) -> None:
    add("b/fitframe.yaml", name="Other")
    options = ("check", "--waivers", "waivers.yaml", "--strict")

    assert run(*options).code == 1
    assert run(*options, "--diff", "main").code == 0


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("gone", "git cannot compare: bad revision 'gone'; a shallow clone lacks the history"),
        ("--output=stolen", "git cannot compare"),
    ],
)
def test_a_commit_that_is_none(run: Runner, repository: Path, ref: str, words: str) -> None:
    done = run("check", f"--diff={ref}")

    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert not (repository / "stolen").exists()


def test_outside_of_a_repository(run: Runner, here: Path, add: Add) -> None:
    (here / ".git").rmdir()
    add("fitframe.yaml")
    done = run("check", "--diff", "main")

    assert done.code == 2
    assert "this folder is in no repository" in done.err


def test_no_profile_may_be_fine(run: Runner, here: Path) -> None:
    assert run("check").code == 3
    assert run("check", "--diff", "main").code == 2
    done = run("check", "--allow-empty")
    assert (done.code, done.out, done.err) == (0, "0 profiles checked.\n", "")
    assert checked(run, "--allow-empty", "-o", "sarif=out.sarif") == []
    assert json.loads((here / "out.sarif").read_text())["runs"][0]["results"] == []
