"""A person at a real terminal who runs `fitframe ask`."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pexpect
import pyte
import pytest

from fitframe.model.profile import Profile
from fitframe.model.rulebase import RuleBase
from fitframe.rulebase.load import load_rules
from fitframe.rulebase.profiles import load_profile
from tests.ask.program import RULES

ROOT = Path(__file__).parent.parent.parent
PROMPT = "\n> $"
UP, DOWN, HOME, END, ENTER = "\x1b[A", "\x1b[B", "\x1b[H", "\x1b[F", "\r"


class Person:
    """Somebody who types lines at a simple terminal, and sees what it shows."""

    TERM = "dumb"

    def __init__(self, folder: Path, *options: str, rows: int = 40, columns: int = 80, **environment: str) -> None:
        self.folder = folder
        self.terminal: Any = pexpect.spawn(
            sys.executable,
            ["-m", "tests.ask.program", "ask", *options],
            cwd=str(folder),
            env={
                **os.environ,
                "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
                "TERM": self.TERM,
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

    def answers(self, name: str = "fitframe.yaml.part", rules: RuleBase | None = None) -> dict[str, Any]:
        """The answers in a file that was saved."""
        return dict(load_profile(str(self.folder / name), rules or load_rules(base=RULES)).answers)

    def profile(self, name: str = "fitframe.yaml", rules: RuleBase | None = None) -> Profile:
        """A profile that was saved."""
        return load_profile(str(self.folder / name), rules or load_rules(base=RULES))


class Watcher(Person):
    """Somebody who presses keys at a terminal that draws its screen anew, and sees that screen."""

    TERM = "xterm-256color"

    def __init__(self, folder: Path, *options: str, rows: int = 24, columns: int = 80, **environment: str) -> None:
        super().__init__(folder, *options, rows=rows, columns=columns, **environment)
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)

    @property
    def screen(self) -> str:
        """What stands on the screen."""
        return "\n".join(line.rstrip() for line in self._screen.display).rstrip("\n")

    @property
    def words(self) -> str:
        """What stands on the screen, a blank between any two words."""
        return " ".join(self.screen.split())

    @property
    def lines(self) -> list[str]:
        """The lines on the screen, top first."""
        return [line.rstrip() for line in self._screen.display]

    def reads(self, words: str, seconds: float = 20) -> str:
        """Wait until the screen shows these words, however its lines are broken; the screen, once it stands still."""
        end = time.monotonic() + seconds
        while True:
            moved = self._look(0.2)
            if words in self.words and not moved:
                return self.screen
            if time.monotonic() > end or not (moved or self.terminal.isalive()):
                raise AssertionError(f"{words!r} does not show:\n{self.screen}")

    def _look(self, seconds: float) -> bool:
        """Take in what is drawn within so many seconds; whether anything was."""
        try:
            drawn = self.terminal.read_nonblocking(65536, timeout=seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        self.seen += drawn
        self._stream.feed(drawn)
        return True

    def press(self, keys: str, then: str) -> str:
        """Press keys, each once the one before has been shown, and wait until the screen shows some words."""
        for key in re.findall(r"\x1b\[[0-9;]*[A-Za-z~]|.", keys, re.DOTALL):
            self.terminal.send(key)
            self._look(0.3)
        return self.reads(then)

    def resize(self, rows: int, columns: int) -> None:
        """Make the window another size."""
        self._screen.resize(rows, columns)
        self.terminal.setwinsize(rows, columns)

    def leaves(self) -> int:
        """Wait for the program to end; its exit code, as `Person.leaves` has it."""
        while self._look(1):
            pass
        return super().leaves()


Sit = Callable[..., Person]
Watch = Callable[..., Watcher]


@pytest.fixture
def sit(tmp_path: Path) -> Iterator[Sit]:
    """Sit down at a simple terminal; what is still running is ended at the end of the test."""
    yield from _seated(tmp_path, Person)


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    """Sit down at a terminal that draws its screen anew; what is still running is ended at the end of the test."""
    yield from _seated(tmp_path, Watcher)


_P = TypeVar("_P", bound=Person)


def _seated(folder: Path, kind: type[_P]) -> Iterator[Callable[..., _P]]:
    people: list[_P] = []

    def start(*options: str, **settings: Any) -> _P:
        people.append(kind(folder, *options, **settings))
        return people[-1]

    yield start
    for person in people:
        person.terminal.close(force=True)


def without_escapes(text: str) -> str:
    """`text` without what steers a terminal."""
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)
