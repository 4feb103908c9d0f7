"""Finding profiles, with git as the witness of what is ignored."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fitframe.checking import discovery
from fitframe.checking.discovery import find_profiles, first_ignored


def tree(root: Path, *files: str, **contents: str) -> None:
    """Empty files below a folder."""
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in that is a repository."""
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "-q"], check=True)
    return tmp_path


def test_names_that_are_found(root: Path) -> None:
    tree(
        root, "fitframe.yaml", "a/fitframe.yaml", "a/x.fitframe.yaml", "a/.hidden/fitframe.yaml", "a/é ü.fitframe.yaml"
    )
    tree(root, "fitframe.yml", "a/fitframe.yaml.bak", "a/xfitframe.yaml", "a/fitframe.toml", ".git/fitframe.yaml")

    found = ["a/.hidden/fitframe.yaml", "a/fitframe.yaml", "a/x.fitframe.yaml", "a/é ü.fitframe.yaml", "fitframe.yaml"]
    assert find_profiles(["."]) == found


def test_what_is_named_is_checked_whatever_it_is_called(root: Path) -> None:
    tree(root, "any.txt", "ignored/fitframe.yaml")
    (root / ".gitignore").write_text("ignored/\n")

    assert find_profiles(["any.txt", "ignored/fitframe.yaml", "gone.yaml", "any.txt"]) == [
        "any.txt",
        "ignored/fitframe.yaml",
        "gone.yaml",
    ]


def test_a_file_is_found_once(root: Path) -> None:
    tree(root, "a/fitframe.yaml", "b/fitframe.yaml")

    assert find_profiles(["b", ".", "a/fitframe.yaml"]) == ["b/fitframe.yaml", "a/fitframe.yaml"]


def test_paths_start_from_here(root: Path) -> None:
    tree(root, "a/fitframe.yaml", "b.yaml")
    outside = root.parent / "outside.yaml"

    assert find_profiles([str(root), "./b.yaml", "a/../a/fitframe.yaml", str(outside)]) == [
        "a/fitframe.yaml",
        "b.yaml",
        str(outside),
    ]


IGNORES = {
    ".gitignore": (
        "build/\n*.fitframe.yaml\n!kept.fitframe.yaml\n/top\n**/deep/x\ndocs/*\n!docs/api\n# a comment\n\\#odd\n"
    ),
    "sub/.gitignore": "!again.fitframe.yaml\nfitframe.yaml\nlocal/\n",
    "sub/inner/.gitignore": "!fitframe.yaml\n",
    ".git/info/exclude": "private/\n",
}
FILES = [
    "fitframe.yaml",
    "build/fitframe.yaml",
    "a/build/fitframe.yaml",
    "one.fitframe.yaml",
    "kept.fitframe.yaml",
    "top/fitframe.yaml",
    "a/top/fitframe.yaml",
    "a/deep/x/fitframe.yaml",
    "a/deep/y/fitframe.yaml",
    "docs/fitframe.yaml",
    "docs/api/fitframe.yaml",
    "docs/other/fitframe.yaml",
    "#odd/fitframe.yaml",
    "sub/fitframe.yaml",
    "sub/again.fitframe.yaml",
    "sub/kept.fitframe.yaml",
    "sub/inner/fitframe.yaml",
    "sub/local/fitframe.yaml",
    "local/fitframe.yaml",
    "private/fitframe.yaml",
    "a/private/fitframe.yaml",
]


@pytest.mark.parametrize("start", [".", "sub", "a", "sub/inner"])
def test_what_git_ignores_is_not_found(root: Path, start: str) -> None:
    tree(root, *FILES)
    for name, text in IGNORES.items():
        (root / name).write_text(text)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--others", "--exclude-standard", start], check=True, capture_output=True, text=True
    )
    expected = {name for name in listed.stdout.split("\0") if name.endswith("fitframe.yaml")}

    assert set(find_profiles([start])) == expected


def test_from_a_folder_inside_the_repository(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(root, "a/build/fitframe.yaml", "a/b/fitframe.yaml")
    (root / ".gitignore").write_text("build/\n")
    monkeypatch.chdir(root / "a")

    assert find_profiles(["."]) == ["b/fitframe.yaml"]


def test_ignore_files_count_without_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    tree(tmp_path, "a/fitframe.yaml", "b/fitframe.yaml")
    (tmp_path / ".gitignore").write_text("a\n")

    assert find_profiles(["."]) == ["b/fitframe.yaml"]


def test_no_ignore_file_is_looked_for_in_a_folder_that_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In ten thousand folders that takes its time."""
    monkeypatch.setattr(discovery, "_rules_of", lambda file, folder: pytest.fail(f"read {file}"))
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "fitframe.yaml").touch()

    assert find_profiles([str(tmp_path)]) == [str(tmp_path / "a" / "fitframe.yaml")]


def test_what_reads_ignore_files_is_loaded_where_there_is_one() -> None:
    loaded = "import sys, fitframe.checking.discovery; sys.exit('pathspec' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0


def test_what_is_ignored_can_be_named(root: Path) -> None:
    tree(root, "a/b/fitframe.yaml", "a/other.txt", "c/other.txt", "c/.git/fitframe.yaml")
    (root / ".gitignore").write_text("a/\n")
    (root / "a" / ".gitignore").write_text("*\n")

    assert find_profiles(["a"]) == []
    assert [first_ignored([path]) for path in ("a", ".", "c", "gone.yaml")] == ["a/b/fitframe.yaml"] * 2 + [None] * 2


def test_links_to_folders_are_not_followed(root: Path) -> None:
    tree(root, "a/fitframe.yaml")
    (root / "a" / "loop").symlink_to(root / "a", target_is_directory=True)
    (root / "b.fitframe.yaml").symlink_to(root / "a" / "fitframe.yaml")

    assert find_profiles(["."]) == ["a/fitframe.yaml", "b.fitframe.yaml"]


def test_names_that_are_not_utf8(root: Path) -> None:
    name = os.fsdecode(b"\xff.fitframe.yaml")
    tree(root, name)

    assert find_profiles(["."]) == [name]


def test_a_link_that_leads_to_itself_hides_no_other(root: Path) -> None:
    (root / "fitframe.yaml").symlink_to("fitframe.yaml")
    tree(root, "z.fitframe.yaml")

    assert find_profiles(["."]) == ["fitframe.yaml", "z.fitframe.yaml"]


def test_a_folder_that_cannot_be_searched_is_told_and_hides_no_other(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree(root, "a/fitframe.yaml", "b/fitframe.yaml")
    scan = os.scandir

    def scandir(folder: str) -> object:
        if folder == "a":
            raise PermissionError(13, "Permission denied", folder)
        return scan(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    (root / ".git").rename(root / "no-git")  # git would tell by itself
    closed: list[str] = []

    assert find_profiles(["."], closed.append) == ["b/fitframe.yaml"]
    assert closed == ["a"]


def test_a_folder_that_git_cannot_open_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(root, "b/fitframe.yaml")
    says = "warning: could not open directory 'a b/': Permission denied"
    (root / "git").write_text(f"#!/bin/sh\necho \"{says}\" >&2\nprintf 'b/fitframe.yaml\\0'\n")
    (root / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(root), prepend=os.pathsep)
    closed: list[str] = []

    assert find_profiles(["."], closed.append) == ["b/fitframe.yaml"]
    assert closed == ["a b"]


def test_what_the_user_has_git_ignore_everywhere(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(root, "a/fitframe.yaml", "scratch/fitframe.yaml")
    (root / "mine").write_text("scratch/\n")
    subprocess.run(["git", "config", "core.excludesFile", str(root / "mine")], check=True)

    assert find_profiles(["."]) == ["a/fitframe.yaml"]


def test_a_worktree_ignores_what_its_repository_excludes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.example"]
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "start"], check=True)
    subprocess.run(["git", "worktree", "add", "-q", "../tree"], check=True)
    (root / ".git" / "info").mkdir(exist_ok=True)
    (root / ".git" / "info" / "exclude").write_text("private/\n")
    tree(root.parent / "tree", "a/fitframe.yaml", "private/fitframe.yaml")
    monkeypatch.chdir(root.parent / "tree")

    assert find_profiles(["."]) == ["a/fitframe.yaml"]


def test_what_is_tracked_is_not_ignored(root: Path) -> None:
    tree(root, "build/fitframe.yaml", "build/new/fitframe.yaml", "gone/fitframe.yaml")
    subprocess.run(["git", "add", "build/fitframe.yaml", "gone"], check=True)
    (root / ".gitignore").write_text("build/\n")
    (root / "gone" / "fitframe.yaml").unlink()

    assert find_profiles(["."]) == ["build/fitframe.yaml"]


def test_repositories_inside_are_searched(root: Path) -> None:
    tree(root, "z/fitframe.yaml", "clones/one/fitframe.yaml", "clones/one/tmp/fitframe.yaml", "module/fitframe.yaml")
    (root / "clones" / "one" / ".gitignore").write_text("tmp/\n")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.example"]
    for inner in ("clones/one", "module"):
        subprocess.run(["git", "init", "-q", inner], check=True)
    subprocess.run([*git, "-C", "module", "commit", "-q", "--allow-empty", "-m", "start"], check=True)
    subprocess.run(["git", "-c", "advice.addEmbeddedRepo=false", "add", "module"], check=True)
    (root / ".gitmodules").write_text('[submodule "module"]\n\tpath = module\n\turl = ./module\n')

    assert find_profiles(["."]) == ["clones/one/fitframe.yaml", "module/fitframe.yaml", "z/fitframe.yaml"]


@pytest.mark.parametrize("start", [".", "sub"])
def test_without_git_its_ignore_files_are_read(root: Path, monkeypatch: pytest.MonkeyPatch, start: str) -> None:
    tree(root, *FILES)
    for name, text in IGNORES.items():
        (root / name).write_text(text)
    by_git = find_profiles([start])
    (root / "bin").mkdir()
    monkeypatch.setenv("PATH", str(root / "bin"))

    assert by_git
    assert find_profiles([start]) == by_git


@pytest.mark.parametrize("git", [True, False])
def test_a_pattern_that_is_none_hides_no_other(root: Path, monkeypatch: pytest.MonkeyPatch, git: bool) -> None:
    tree(root, "a/fitframe.yaml", "z/fitframe.yaml")
    (root / ".gitignore").write_text("[z-a]\n[[:nothing:]]x\nz/\n")
    if not git:
        monkeypatch.setenv("PATH", "")

    assert find_profiles(["."]) == ["a/fitframe.yaml"]


def test_a_link_to_itself_is_found_so_that_reading_it_says_what_is_wrong(root: Path) -> None:
    (root / "a").mkdir()
    (root / "a" / "fitframe.yaml").symlink_to("fitframe.yaml")

    assert find_profiles(["."]) == ["a/fitframe.yaml"]
