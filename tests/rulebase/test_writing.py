"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fitframe.errors import InputError
from fitframe.rulebase.files import write_atomically


def test_a_file_is_written_as_utf8_with_its_line_ends_as_they_are(tmp_path: Path) -> None:
    write_atomically(str(tmp_path / "out"), "ä\nb\r\n")

    assert (tmp_path / "out").read_bytes() == b"\xc3\xa4\nb\r\n"
    assert os.listdir(tmp_path) == ["out"]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").write_text("old")

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(InputError) as caught:
        write_atomically(str(tmp_path / "out"), "new")

    assert str(caught.value) == f"{tmp_path}/out: it cannot be written: No space left on device"
    assert (tmp_path / "out").read_text() == "old"
    assert os.listdir(tmp_path) == ["out"]


def test_a_link_stays_a_link_and_rights_stay(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("old")
    target.chmod(0o640)
    (tmp_path / "link").symlink_to(target)

    write_atomically(str(tmp_path / "link"), "new")

    assert (tmp_path / "link").is_symlink()
    assert target.read_text() == "new"
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name != "posix", reason="no named pipes here")
def test_what_is_no_ordinary_file_is_written_to_and_stays_what_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomically(str(pipe), "text")
        received = os.read(reader, 100)
    finally:
        os.close(reader)

    assert received == b"text"
    assert pipe.is_fifo()


@pytest.mark.parametrize(
    ("name", "complaint"),
    [("no/such/folder", "there is no such folder"), (".", "Is a directory"), ("a\0b", "embedded null byte")],
)
def test_what_cannot_be_written_is_told_why(
    name: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(InputError) as caught:
        write_atomically(name, "text")

    assert str(caught.value) == f"{name}: it cannot be written: {complaint}"
