"""The compiled rule base: found again, never trusted too much, never needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fitframe.model.rulebase import RuleBase
from fitframe.rulebase import builder as layers
from fitframe.rulebase import load
from fitframe.rulebase.load import digest, load_rules, read_layers
from tests.conftest import SMALL


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "fresh"))
    return tmp_path / "fresh" / "fitframe"


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by a digest each time that rules are compiled."""
    digests: list[str] = []
    build_rules = layers.build_rules

    def counting(files: object, digest: str) -> object:
        digests.append(digest)
        return build_rules(files, digest)  # type: ignore[arg-type]

    monkeypatch.setattr(layers, "build_rules", counting)
    return digests


def test_a_second_start_finds_the_same_rules_without_compiling(fresh: Path, built: list[str]) -> None:
    first = load_rules(base=SMALL)

    assert load_rules(base=SMALL) == first
    assert load_rules().digest != first.digest
    assert len(built) == 2  # the small rules and the shipped ones
    assert len(list(fresh.iterdir())) == 2


def test_a_second_start_does_not_import_yaml(fresh: Path) -> None:
    program = "import sys; from fitframe.rulebase.load import load_rules; load_rules(); print('yaml' in sys.modules)"

    said = [subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout for _ in range(2)]

    assert said == ["True\n", "False\n"]


BREAKS = {
    "empty": lambda content: b"",
    "cut off": lambda content: content[:-1],
    "one letter changed": lambda content: content.replace(b"A primer", b"A brimer"),
    "not JSON, but sealed": None,
    "binary": lambda content: bytes(range(256)),
}


@pytest.mark.parametrize("broken", BREAKS)
def test_a_broken_file_is_rebuilt(broken: str, fresh: Path, built: list[str]) -> None:
    first = load_rules(base=SMALL)
    (file,) = fresh.iterdir()
    good = file.read_bytes()
    change = BREAKS[broken]
    file.write_bytes(change(good) if change else _sealed(good, b"{]"))

    assert load_rules(base=SMALL) == first
    assert len(built) == 2
    assert file.read_bytes() == good


def _sealed(good: bytes, body: bytes) -> bytes:
    """A body that carries the right seal all the same."""
    (key,) = {key for key in _keys() if good.startswith(load._seal(key, good.partition(b"\n")[2]))}
    return load._seal(key, body) + b"\n" + body


def _keys() -> set[str]:

    read = read_layers(base=SMALL)
    return {load.key_of(read, digest(read))}


def test_a_file_made_for_other_rules_is_not_believed(fresh: Path, small_folder: Path, built: list[str]) -> None:
    load_rules(base=small_folder)
    (foreign,) = fresh.iterdir()
    content = foreign.read_bytes()
    sources = small_folder / "sources.yaml"
    sources.write_text(sources.read_text().replace("A primer", "Another primer"))
    load_rules(base=small_folder)
    (ours,) = set(fresh.iterdir()) - {foreign}
    ours.write_bytes(content)

    assert load_rules(base=small_folder).sources["primer"].title == "Another primer"
    assert len(built) == 3


def test_another_version_of_the_program_compiles_anew(
    fresh: Path, built: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_rules(base=SMALL)
    monkeypatch.setattr(load, "VERSION", "9.9.9")
    load_rules(base=SMALL)

    assert len(built) == 2


def test_the_same_rules_elsewhere_have_origins_of_their_own(fresh: Path, small_folder: Path) -> None:
    assert load_rules(base=SMALL).digest == load_rules(base=small_folder).digest
    assert load_rules(base=small_folder).origins["source:primer"] == f"{small_folder}/sources.yaml:1"


def test_where_nothing_can_be_written_the_rules_are_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: list[str], small_rules: RuleBase
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    assert load_rules(base=SMALL) == small_rules
    assert load_rules(base=SMALL) == small_rules


def test_without_a_home_there_is_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr("os.path.expanduser", lambda path: path)

    assert load_rules(base=SMALL).version == "1"
    assert list(tmp_path.iterdir()) == []


def test_only_the_newest_files_are_kept(fresh: Path, small_folder: Path) -> None:
    for n in range(12):
        (small_folder / "rulebase.yaml").write_text(f"{{version: v{n}, reviewed: 2026-01-31}}")
        load_rules(base=small_folder)

    assert len(list(fresh.iterdir())) == 8


@pytest.mark.skipif(sys.platform == "win32", reason="no such rights here")
@pytest.mark.parametrize("rights", [0o777, 0o770, 0o775])
def test_a_folder_in_which_others_may_write_is_not_believed(rights: int, fresh: Path, built: list[str]) -> None:
    """Whoever may write there can seal what they like: the seal is no secret."""
    load_rules(base=SMALL)
    (file,) = fresh.iterdir()
    forged = file.read_bytes().partition(b"\n")[2].replace(b"A primer", b"A forgery")
    file.write_bytes(_sealed(file.read_bytes(), forged))
    assert load_rules(base=SMALL).sources["primer"].title == "A forgery"  # nobody but ourselves could have written it

    fresh.chmod(rights)

    assert load_rules(base=SMALL).sources["primer"].title == "A primer"
    assert len(built) == 2
    assert b"A forgery" in file.read_bytes()  # nothing is kept there either


@pytest.mark.skipif(sys.platform == "win32", reason="no such rights here")
def test_a_file_that_others_may_write_is_not_believed(fresh: Path, built: list[str]) -> None:
    load_rules(base=SMALL)
    (file,) = fresh.iterdir()
    file.chmod(0o620)

    load_rules(base=SMALL)

    assert len(built) == 2
    assert file.stat().st_mode & 0o777 == 0o600  # it was written anew


@pytest.mark.skipif(sys.platform == "win32", reason="no such owners here")
def test_the_folder_of_somebody_else_is_not_believed(
    fresh: Path, built: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_rules(base=SMALL)
    somebody_else = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: somebody_else)

    load_rules(base=SMALL)

    assert len(built) == 2


def test_a_file_too_large_is_not_read(fresh: Path, built: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    load_rules(base=SMALL)
    (file,) = fresh.iterdir()
    monkeypatch.setattr(load, "_LARGEST", file.stat().st_size - 1)

    load_rules(base=SMALL)

    assert len(built) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="no such rights here")
def test_what_is_kept_is_for_nobody_else_whatever_is_usual_here(fresh: Path) -> None:
    usual = os.umask(0o000)
    try:
        load_rules(base=SMALL)
    finally:
        os.umask(usual)

    assert fresh.stat().st_mode & 0o777 == 0o700
    assert [file.stat().st_mode & 0o777 for file in fresh.iterdir()] == [0o600]


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, "/home/me/.cache/fitframe"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, "/home/me/.cache/fitframe"),
        ("linux", {"XDG_CACHE_HOME": "/elsewhere"}, "/elsewhere/fitframe"),
        ("darwin", {}, "/home/me/Library/Caches/fitframe"),
        ("win32", {"LOCALAPPDATA": "/users/me/local"}, "/users/me/local/fitframe"),
    ],
)
def test_the_cache_is_where_the_system_keeps_such_files(
    platform: str, environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "/home/me")
    monkeypatch.setattr(sys, "platform", platform)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert Path(load._path("k" * 64)).parent == Path(expected)
