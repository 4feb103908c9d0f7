"""Colour, width, and the ends of pipes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from fitframe.cli.console import wants_colour
from tests.cli.conftest import Runner, start

ESCAPE = "\x1b["


@pytest.mark.parametrize(
    ("environment", "terminal", "expected"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"TERM": "dumb"}, True, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, False, False),
        ({"CLICOLOR_FORCE": "1"}, False, True),
        ({"CLICOLOR_FORCE": "0"}, True, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
        ({"GITHUB_ACTIONS": "true"}, False, False),
    ],
)
def test_when_to_colour(environment: dict[str, str], terminal: bool, expected: bool) -> None:
    assert wants_colour("auto", environment, terminal=terminal, file=False) is expected
    assert wants_colour("always", environment, terminal=terminal, file=False)
    assert not wants_colour("never", environment, terminal=terminal, file=False)


def test_a_file_is_not_coloured_unless_asked() -> None:
    assert not wants_colour("auto", {"FORCE_COLOR": "1"}, terminal=True, file=True)
    assert wants_colour("always", {}, terminal=False, file=True)


@pytest.mark.parametrize("variable", ["GITHUB_ACTIONS", "PY_COLORS"])
@pytest.mark.parametrize("arguments", [["--help"], ["recommend", "--help"], ["recommend"], ["explain", "torhc"]])
def test_no_escape_codes_in_a_log(
    run: Runner, monkeypatch: pytest.MonkeyPatch, variable: str, arguments: list[str]
) -> None:
    monkeypatch.setenv(variable, "1")

    done = run(*arguments)

    assert ESCAPE not in done.out + done.err


def test_json_is_never_coloured(run: Runner, profile: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")

    assert ESCAPE not in run("recommend", profile, "-f", "json", "--color", "always").out
    assert ESCAPE in run("recommend", profile).out


@pytest.mark.parametrize("columns", [30, 60, 110, 200])
def test_a_terminal_is_filled_but_never_overfilled(profile: str, columns: int) -> None:
    screen = pexpect.run(
        f"{sys.executable} -m fitframe recommend {profile} --color never",
        env=os.environ | {"TERM": "xterm"},
        encoding="utf-8",
        dimensions=(50, columns),
    )

    lines = [line for line in screen.splitlines() if " " in line.strip()]  # a single long word stays whole
    longest = max(map(len, lines))
    assert min(columns, 120) - 12 <= longest <= max(40, min(columns, 120))


@pytest.mark.parametrize(("columns", "width"), [("60", 60), ("200", 200), ("", 100), ("wide", 100)])
def test_a_pipe_is_as_wide_as_columns_says_and_100_where_it_says_nothing(
    run: Runner, profile: str, monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)

    lines = run("recommend", profile).out.splitlines()

    assert width - 25 <= max(map(len, lines)) <= width


def test_a_reader_that_stops_is_no_error() -> None:
    with start("rules", "list", "rules", stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()  # before anything is written
        assert process.stderr.read() == b""

    assert process.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only some systems have a disk that is always full")
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["init", "-"], "standard output cannot be written: No space left on device\n"),
        (["--help"], "standard output: No space left on device\n"),
    ],
)
def test_a_full_disk_is_told_in_one_line(arguments: list[str], expected: str) -> None:
    with open("/dev/full", "wb") as full, start(*arguments, stdout=full, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        told = process.stderr.read().decode()

    assert told == expected
    assert process.returncode == 2


@pytest.mark.parametrize("closed", ["1", "2"])
def test_a_closed_stream_leaves_the_exit_code(closed: str) -> None:
    command = f"exec {sys.executable} -m fitframe {'init -' if closed == '1' else 'explain torhc'} {closed}>&-"

    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert done.stderr == ("standard output is closed\n" if closed == "1" else "")


def test_an_encoding_without_the_characters_is_no_error(profile: str) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    with start("recommend", profile, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        shown = process.stdout.read().decode("ascii")

    assert "####" in shown
    assert process.returncode == 0


def test_interrupted_is_130() -> None:
    with start("recommend", "-", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(2)  # it waits for the profile
        process.send_signal(signal.SIGINT)
        assert b"Traceback" not in process.stderr.read()

    assert process.returncode == 130


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--version"], 0), (["rules", "list", "rules"], 0), (["recommend", "nowhere.yaml"], 2), (["recommend"], 2)],
)
def test_a_process_leaves_with_everything_said_and_the_right_code(run: Runner, arguments: list[str], code: int) -> None:
    """The process ends without taking itself apart; nothing that was said may be lost by it."""
    said = run(*arguments)

    with start(*arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        out, err = process.communicate()

    assert (process.returncode, out.decode(), err.decode()) == (code, said.out, said.err)
    assert said.code == code
