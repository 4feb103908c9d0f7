"""A person at a real terminal who runs `fitframe ask`."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest

from fitframe.model.profile import Profile
from fitframe.rulebase.load import load_rules
from fitframe.rulebase.profiles import load_profile
from tests.ask.program import RULES

ROOT = Path(__file__).parent.parent.parent
CLEAR = "\x1b[H\x1b[2J"
PROMPT = "\n> $"


class Person:
    """Somebody who types at a terminal, and sees what it shows."""

    def __init__(self, folder: Path, *options: str, rows: int = 40, columns: int = 80, **environment: str) -> None:
        self.folder = folder
        self.terminal: Any = pexpect.spawn(
            sys.executable,
            ["-m", "tests.ask.program", "ask", *options],
            cwd=str(folder),
            env={
                **os.environ,
                "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
                "TERM": "xterm",
                "NO_COLOR": "1",
                **environment,
            },
            dimensions=(rows, columns),
            encoding="utf-8",
            codec_errors="replace",
            timeout=20,
        )
        self.seen = ""

    def sees(self, pattern: str = PROMPT) -> str:
        """Wait until the pattern shows; what has shown since the last wait, with plain line ends."""
        self.terminal.expect(pattern if pattern != PROMPT else "\r\n> $|^> $")
        shown: str = (self.terminal.before + self.terminal.after).replace("\r\n", "\n")
        self.seen += shown
        return shown

    def types(self, *lines: str) -> str:
        """Type lines, each after its prompt; what the last one led to, up to the next prompt."""
        shown = ""
        for line in lines:
            self.terminal.sendline(line)
            shown = self.sees()
        return shown

    def presses(self, key: str) -> None:
        """Press Control and a key."""
        self.terminal.sendcontrol(key)

    def leaves(self) -> int:
        """Wait for the program to end; its exit code, 128 and the signal's number where one ended it."""
        self.terminal.expect(pexpect.EOF)
        self.seen += self.terminal.before.replace("\r\n", "\n")
        self.terminal.close()
        return int(
            self.terminal.exitstatus if self.terminal.exitstatus is not None else 128 + self.terminal.signalstatus
        )

    def screen(self) -> str:
        """What stands on the screen: all since it was last cleared."""
        return self.seen.rpartition(CLEAR)[2]

    def answers(self, name: str = "fitframe.yaml.part") -> dict[str, Any]:
        """The answers in a file that was saved."""
        return dict(self.profile(name).answers)

    def profile(self, name: str = "fitframe.yaml") -> Profile:
        """A profile that was saved."""
        return load_profile(str(self.folder / name), load_rules(base=RULES))


Sit = Callable[..., Person]


@pytest.fixture
def sit(tmp_path: Path) -> Iterator[Sit]:
    """Sit down at a terminal; what is still running is ended at the end of the test."""
    people: list[Person] = []

    def start(*options: str, **settings: Any) -> Person:
        people.append(Person(tmp_path, *options, **settings))
        return people[-1]

    yield start
    for person in people:
        person.terminal.close(force=True)


def without_escapes(text: str) -> str:
    """`text` without what steers a terminal."""
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)
