"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from fitframe.errors import InputError
from fitframe.rulebase.writing import OutputFile, write_atomically


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


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, ValueError])
def test_whatever_ends_the_writing_leaves_the_old_file_and_nothing_else(
    stop: type[BaseException], tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("old")

    def begin() -> None:
        with OutputFile(tmp_path / "out") as file:
            file.write("x" * 100_000)
            raise stop

    with pytest.raises(stop):
        begin()

    assert (tmp_path / "out").read_text() == "old"
    assert os.listdir(tmp_path) == ["out"]


@pytest.mark.skipif(os.name != "posix", reason="no such signal here")
def test_a_signal_that_raises_an_exception_leaves_nothing_behind(tmp_path: Path) -> None:
    program = """
import os, signal, sys
from fitframe.rulebase.writing import OutputFile
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
with OutputFile(sys.argv[1]) as file:
    file.write("half")
    os.kill(os.getpid(), signal.SIGTERM)
    file.write("whole")
"""

    assert subprocess.run([sys.executable, "-c", program, str(tmp_path / "out")]).returncode == 143
    assert os.listdir(tmp_path) == []


def test_an_interrupt_while_the_file_takes_its_place_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "out", "new")

    assert os.listdir(tmp_path) == []


def test_an_interrupt_while_the_new_file_is_opened_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = OutputFile._create

    def interrupted(self: OutputFile, path: str, flags: int) -> int:
        os.close(create(self, path, flags))
        raise KeyboardInterrupt

    monkeypatch.setattr(OutputFile, "_create", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "out", "new")

    assert os.listdir(tmp_path) == []


def test_a_link_that_somebody_planted_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even who guesses the name of the new file gains nothing by it."""
    victim = tmp_path / "victim"
    victim.write_text("precious")
    monkeypatch.setattr(os, "urandom", lambda count: b"\0" * count)
    (tmp_path / f".{'00' * 8}.tmp").symlink_to(victim)

    with pytest.raises(InputError, match="it cannot be written: File exists"):
        write_atomically(tmp_path / "out", "new")

    assert victim.read_text() == "precious"
    assert (tmp_path / f".{'00' * 8}.tmp").is_symlink()


def test_two_that_write_the_same_file_do_not_meet(tmp_path: Path) -> None:
    first, second = OutputFile(tmp_path / "out"), OutputFile(tmp_path / "out")
    first.write("first")
    second.write("second")
    second.close()
    first.close()

    assert (tmp_path / "out").read_text() == "first"
    assert os.listdir(tmp_path) == ["out"]


@pytest.mark.skipif(os.name != "posix", reason="no such rights here")
def test_nobody_else_can_read_a_private_file_while_it_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").write_text("old")
    (tmp_path / "out").chmod(0o600)
    rights = []
    copy = shutil.copyfileobj

    def copied(source: IO[str], target: IO[str], length: int) -> None:
        rights.append(os.fstat(target.fileno()).st_mode & 0o777)
        copy(source, target, length)

    monkeypatch.setattr(shutil, "copyfileobj", copied)
    write_atomically(tmp_path / "out", "new")

    assert rights == [0o600]
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name != "posix", reason="no such rights here")
def test_a_new_file_has_the_rights_that_are_usual_here(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()

    write_atomically(tmp_path / "out", "new")

    assert (tmp_path / "out").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_text_can_be_added_to_the_end_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("old,")

    with OutputFile(tmp_path / "out", append=True) as file:
        file.write("new")

    assert (tmp_path / "out").read_text() == "old,new"


@pytest.mark.skipif(os.name != "posix", reason="no such files here")
@pytest.mark.parametrize("path", ["/dev/null", "/dev/stdout"])
def test_devices_are_written_to(path: str) -> None:
    program = f"from fitframe.rulebase.writing import write_atomically; write_atomically({path!r}, 'text')"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert (done.returncode, done.stdout, done.stderr) == (0, "text" if path == "/dev/stdout" else "", "")


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
