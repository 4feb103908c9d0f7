"""Where nobody can be asked: exit 2 before anything is asked, or answers from a file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fitframe.rulebase.load import load_rules
from fitframe.rulebase.profiles import load_profile
from tests.ask.conftest import ROOT, Sit
from tests.ask.program import RULES


def ask(folder: Path, *options: str, stdin: bytes = b"") -> tuple[int, str, str]:
    """Run the program without a terminal; its exit code, output and errors."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
    command = [sys.executable, "-m", "tests.ask.program", "ask", *options]
    done = subprocess.run(command, input=stdin, capture_output=True, cwd=folder, env=environment, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_without_a_terminal_it_names_what_is_open_and_how_to_answer(tmp_path: Path) -> None:
    code, out, err = ask(tmp_path, "--set", "team=beginner")

    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "standard input is not a terminal, so nobody can be asked. These questions are open; "
        "answer them in a profile, in a file given with --answers, or with",
        "--set target=phone,server,none|unknown (Where does it run?)",
        "--set budget=small|big|unknown (How large is the budget?)",
    ]
    assert list(tmp_path.iterdir()) == []


def test_essential_questions_are_named_first(tmp_path: Path) -> None:
    """The file has Team before Budget, and Target, which is essential, before both; so one more stands before it."""
    shutil.copytree(RULES, tmp_path / "rules")
    questions = tmp_path / "rules" / "questions.yaml"
    first, *rest = questions.read_text().split("- id: ")[1:]
    questions.write_text("".join(f"- id: {each}" for each in [*rest, first]))

    _, _, err = ask(tmp_path, "--rules", "rules", "--no-input")

    assert [line.split("=")[0] for line in err.splitlines()[1:]] == ["--set target", "--set team", "--set budget"]


def test_a_folder_is_no_profile_to_save_to(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()

    code, out, err = ask(tmp_path, "--save", "here", "--set", "target=phone")

    assert (code, out) == (2, "")
    assert err == "here is a folder; give the name of the profile to write, such as fitframe.yaml\n"
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


@pytest.mark.parametrize(("until", "code"), [("proved", 0), ("settled", 0), ("moon", 2)])
def test_the_first_word_for_settled_is_still_understood(tmp_path: Path, until: str, code: int) -> None:
    (tmp_path / "answers").write_text("target=phone\n")

    assert ask(tmp_path, "--answers", "answers", f"--until={until}")[0] == code


@pytest.mark.parametrize(
    ("options", "environment", "reason"),
    [(("--no-input",), {}, "--no-input is given"), ((), {"CI": "true"}, "CI is set")],
)
def test_at_a_terminal_it_can_be_told_not_to_ask(
    sit: Sit, options: tuple[str, ...], environment: dict[str, str], reason: str
) -> None:
    person = sit(*options, **environment)

    assert person.leaves() == 2
    assert f"{reason}, so nobody can be asked." in person.seen.replace("\n", " ")
    assert list(person.folder.iterdir()) == []


def test_where_nothing_can_change_nobody_has_to_be_asked(tmp_path: Path) -> None:
    code, out, err = ask(tmp_path, "--set", "target=phone", "--save", "mine.yaml")

    assert (code, err) == (0, "")
    assert "Recommended: Red" in out
    assert load_profile(str(tmp_path / "mine.yaml"), load_rules(base=RULES)).answers == {"target": ("phone",)}


def test_answers_can_be_piped_in(tmp_path: Path) -> None:
    lines = b"# of last week\ntarget = server, phone\n\nteam=unknown\nload=high\n"

    code, out, err = ask(tmp_path, "--answers", "-", "--save", "mine.yaml", stdin=lines)

    assert (code, err) == (0, "")
    assert "Recommended: Red" in out
    profile = load_profile(str(tmp_path / "mine.yaml"), load_rules(base=RULES))
    assert profile.answers == {"target": ("server", "phone"), "team": "unknown", "load": "high"}


def test_without_save_answers_from_a_file_leave_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("target=none\n")

    assert ask(tmp_path, "--answers", "answers")[0] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["answers"]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (b"target=phone\nteam\n", "standard input:2: a line has the form question=value, as in goal=production"),
        (b"team=\n", "standard input:1: a line has the form question=value, as in goal=production"),
        (b"taget=phone\n", "standard input:1: unknown question 'taget', did you mean 'target'?"),
        (b"\ntarget=phnoe\n", "standard input:2: 'target' has no choice 'phnoe', did you mean 'phone'?"),
        (b"team=beginner,senior\n", "standard input:1: 'team' takes one choice, got a list of 2; "),
        (b"target=phone\n\xff=\n", "standard input:2: this is not UTF-8 text"),
        pytest.param(b"x" * 1_100_000, "standard input: it is larger than", id="too large"),
    ],
)
def test_a_faulty_line_is_told_with_its_number_and_nothing_is_saved(tmp_path: Path, lines: bytes, told: str) -> None:
    code, out, err = ask(tmp_path, "--answers", "-", "--save", "mine.yaml", stdin=lines)

    assert (code, out) == (2, "")
    assert err.startswith(told)
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_an_existing_profile_is_not_replaced_where_nobody_can_be_asked(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("mine")

    code, _, err = ask(tmp_path, "--answers", "-", "--save", "mine.yaml", stdin=b"target=phone\n")

    assert code == 2
    assert err == "mine.yaml is already there, and nobody can be asked whether to replace it\n"
    assert (tmp_path / "mine.yaml").read_text() == "mine"


def test_resuming_what_is_not_there_is_told(tmp_path: Path) -> None:
    code, _, err = ask(tmp_path, "--resume")

    assert code == 2
    assert err == "fitframe.yaml.part is not there, so there is nothing to go on from; leave out --resume\n"


def test_a_spoiled_file_of_answers_is_told_and_kept(sit: Sit, tmp_path: Path) -> None:
    (tmp_path / "fitframe.yaml.part").write_text("fitframe: 1\nanswers: {target: [moon}\n")

    person = sit("--resume")

    assert person.leaves() == 2
    assert "fitframe.yaml.part:2:" in person.seen
    assert "moon" in (tmp_path / "fitframe.yaml.part").read_text()


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_asked(sit: Sit) -> None:
    person = sit("--save", "nowhere/fitframe.yaml")

    assert person.leaves() == 2
    assert person.seen == "nowhere/fitframe.yaml.part: it cannot be written: there is no such folder\n"


@pytest.mark.parametrize("options", [("-",), ("--save", "-")])
def test_standard_input_and_output_are_no_profile_to_ask_about(tmp_path: Path, options: tuple[str, ...]) -> None:
    code, out, err = ask(tmp_path, *options)

    assert (code, out, err) == (2, "", "ask reads and writes a profile by its name; '-' is no name\n")
