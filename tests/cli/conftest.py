"""Running the program: within this process, or as one of its own."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from fitframe.__main__ import main

PROFILE = """\
fitframe: 1
name: Shelf scanner
answers: {goal: production, deployment: [android]}
"""


class Run(NamedTuple):
    """What a run of the program left behind."""

    code: int
    out: str
    err: str


Runner = Callable[..., Run]


@pytest.fixture
def profile(tmp_path: Path) -> str:
    """The path of a small profile that can be used."""
    path = tmp_path / "profile.yaml"
    path.write_text(PROFILE)
    return str(path)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Run the program within this process."""

    def run_here(*arguments: str, stdin: str = "") -> Run:
        monkeypatch.setattr(sys, "argv", ["fitframe", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        with pytest.raises(SystemExit) as exit:
            main()
        captured = capsys.readouterr()
        return Run(int(exit.value.code or 0), captured.out, captured.err)

    return run_here


def start(*arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    """Run the program in a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "fitframe", *arguments], **options)
