"""What bash, zsh and fish offer at Tab."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pexpect = pytest.importorskip("pexpect")
FITFRAME = Path(sys.executable).with_name("fitframe")


def offered(shell: str, line: str) -> list[str]:
    """What a shell is told to offer for a line that ends where the cursor stands."""
    variables = {"_FITFRAME_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": f"fitframe {line}"}
    if shell == "fish":
        variables["_TYPER_COMPLETE_FISH_ACTION"] = "get-args"
    if shell == "bash":
        words = f"fitframe {line.replace('=', ' = ')}".rstrip().split() + [""] * line.endswith(" ")
        variables |= {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
    done = subprocess.run([FITFRAME], env=os.environ | variables, capture_output=True, text=True, check=True)
    assert not done.stderr
    lines = done.stdout.strip().removeprefix("_arguments '*: :((").removesuffix("))'").splitlines()
    return [line.partition('":')[0].strip('"') if shell == "zsh" else line.partition("\t")[0] for line in lines]


SHELLS = pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])


@SHELLS
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("explain torchserv", {"torchserve", "torchserve-archived", "torchserve-readme"}),
        ("recommend --set goa", {"goal="}),
        ("recommend --between py", {"pytorch"}),
        ("recommend --between pytorch,tens", {"pytorch,tensorflow"}),
        ("recommend --sources articl", {"articles"}),
        ("compare tens", {"tensorflow"}),
        ("rules list crit", {"criteria"}),
    ],
)
def test_ids_are_offered(shell: str, line: str, expected: set[str]) -> None:
    assert expected <= set(offered(shell, line))


@SHELLS
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("recommend --set goal=prod", "production"),
        ("recommend --set=goal=prod", "production"),
        ("recommend --set experience=beginner --set goal=prod", "production"),
        ("ask --set deployment=android,io", "android,ios"),
        ("recommend --set goal=unk", "unknown"),
    ],
)
def test_choices_are_offered_behind_the_question(shell: str, line: str, expected: str) -> None:
    """bash takes what follows '=' for a word of its own, and replaces that alone."""
    question = "" if shell == "bash" else line.rpartition("=")[0].rpartition(" ")[2].removeprefix("--set=") + "="

    assert offered(shell, line) == [question + expected]


@SHELLS
def test_what_no_question_is_called_has_no_choices(shell: str) -> None:
    assert not any("prod" in word for word in offered(shell, "recommend --set gaol=prod"))


def test_fish_is_offered_profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its script turns off what fish would offer by itself; bash and zsh offer files where we offer nothing."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "team.yaml").touch()
    (tmp_path / "notes.txt").touch()
    (tmp_path / "teams").mkdir()

    assert offered("fish", "recommend te") == ["team.yaml", "teams/"]
    assert offered("bash", "recommend te") == []


@pytest.mark.skipif(not shutil.which("bash") or os.name == "nt", reason="needs bash")
def test_bash_completes_an_answer_in_real_life(tmp_path: Path) -> None:
    script = tmp_path / "completion.sh"
    shown = subprocess.run(
        [FITFRAME, "--show-completion"],
        env=os.environ | {"_FITFRAME_COMPLETE": "source_bash"},
        capture_output=True,
        text=True,
        check=True,
    )
    script.write_text(shown.stdout)
    environment = os.environ | {"PATH": f"{FITFRAME.parent}:{os.environ['PATH']}", "PS1": "$ ", "INPUTRC": os.devnull}
    bash = pexpect.spawn("bash", ["--norc", "--noprofile", "-i"], env=environment, encoding="utf-8", timeout=60)
    try:
        bash.sendline(f"source {script}; bind 'set enable-bracketed-paste off'; echo rea''dy")
        bash.expect("ready")
        bash.send("fitframe recommend --set goal=prod\t")
        bash.expect("goal=production")
    finally:
        bash.close(force=True)
