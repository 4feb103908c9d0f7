"""Keeping answers: at once, in a file beside the profile that they will become, and in the end as that profile."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from fitframe import __version__, api
from fitframe.errors import FitframeError, InputError
from fitframe.model.profile import Profile
from fitframe.model.rulebase import RuleBase
from fitframe.output.profile_file import changed_profile_yaml, profile_yaml
from fitframe.rulebase.profiles import salvaged_profile

DEFAULT = "fitframe.yaml"
"""The profile that is written where no name is given."""
_WRITER = re.compile(rb"\(process (\d{1,10})\)")


class Unfinished(FitframeError):  # noqa: N818 - it is an event
    """The questionnaire was broken off; its answers are kept."""

    exit_code = 130


class Overtaken(Exception):  # noqa: N818 - it is an event
    """Somebody else has written the file since this questionnaire last read or wrote it."""


@dataclass(slots=True)
class Notebook:
    """Where one questionnaire is kept until it is finished. Raises FitframeError where its target is a folder."""

    target: str  # the profile to write
    rules: RuleBase
    options: Sequence[str] = ()  # of the command that goes on
    _kept: bytes | None = None  # the file with the answers so far, as this questionnaire last saw it
    _read: bytes | None = None  # the profile that it began with, as it was then
    _began: Profile | None = None

    def __post_init__(self) -> None:
        if Path(self.target).is_dir():
            raise FitframeError(f"{self.target} is a folder; give the name of the profile to write, such as {DEFAULT}")

    @property
    def begun(self) -> bool:
        """Whether the questionnaire began with the profile that it will write."""
        return self._began is not None

    @property
    def path(self) -> Path:
        """The file with the answers so far."""
        return Path(f"{self.target}.part")

    @property
    def resume(self) -> str:
        """The command that goes on from it."""
        save = [] if self.target == DEFAULT else ["--save", self.target]
        return shlex.join(["fitframe", "ask", "--resume", *save, *self.options])

    @property
    def in_use(self) -> bool:
        """Whether another questionnaire that is still open seems to write the answers so far."""
        written_by = _WRITER.search(_content(self.path) or b"")
        return written_by is not None and _runs(int(written_by[1]))

    def beginning(self, profile: str) -> Profile:
        """A profile that is there, to begin with. Raises InputError."""
        found = api.load_profile(profile, self.rules)
        if os.path.abspath(profile) == os.path.abspath(self.target):
            self._read, self._began = _content(Path(profile)), found
        return found

    def kept(self) -> tuple[Profile, tuple[str, ...]]:
        """The answers so far as a profile, and what of them no longer fits the questions.

        Raises FitframeError where there are none, and InputError where they cannot be read.
        """
        if not self.path.exists():
            raise FitframeError(f"{self.path} is not there, so there is nothing to go on from; leave out --resume")
        self._kept = _content(self.path)
        return salvaged_profile(self._kept or b"", str(self.path), self.rules)

    def keep(self, profile: Profile, *, mine: bool = False) -> None:
        """Save the answers so far. Raises InputError where that fails.

        Raises Overtaken where somebody else has saved others there, unless it is `mine` that shall count. Where the
        file is gone the other one has finished; what became of that is asked about when this one does.
        """
        if not mine and _content(self.path) not in (None, self._kept):
            raise Overtaken
        head = (f"The answers so far of a questionnaire (process {os.getpid()}). To go on: {self.resume}",)
        text = profile_yaml(profile, self.rules, head)
        api.write_atomically(self.path, text)
        self._kept = text.encode()

    def replaces(self, target: str) -> bool:
        """Whether finishing would replace a file that this questionnaire did not begin with, or that has changed."""
        same = os.path.abspath(target) == os.path.abspath(self.target) and self._read is not None
        return os.path.lexists(target) and not (same and _content(Path(target)) == self._read)

    def finish(self, profile: Profile, target: str) -> None:
        """Write the profile and drop the file with the answers so far. Raises InputError where writing fails.

        The file that the questionnaire began with is only changed where an answer was.
        """
        changed = None if self.replaces(target) else self._changed(profile)
        if changed is None:
            write_profile(profile, self.rules, target)
        else:
            api.write_atomically(target, changed)
        if _content(self.path) == self._kept:  # else somebody else goes on there
            with suppress(FileNotFoundError):
                self.path.unlink()

    def _changed(self, profile: Profile) -> str | None:
        """The file that the questionnaire began with, changed to hold `profile`; None where that is not possible."""
        if self._read is None or self._began is None:
            return None
        with suppress(InputError):
            text = changed_profile_yaml(self._read.decode("utf-8-sig"), self._began, profile, self.rules)
            if api.read_profile(text.encode(), self.target, self.rules) == profile:
                return text
        return None


def write_profile(profile: Profile, rules: RuleBase, target: str) -> None:
    """Write a finished profile. Raises InputError where that fails."""
    head = (
        f"Written by fitframe {__version__} with its rule base {rules.version}.",
        f"To see the advice again: {shlex.join(['fitframe', 'recommend', target])}",
    )
    api.write_atomically(target, profile_yaml(profile, rules, head))


def _content(path: Path) -> bytes | None:
    """What a file holds; None where there is none that can be read."""
    with suppress(OSError):
        return path.read_bytes()
    return None


def _runs(process: int) -> bool:
    """Whether a process of this number runs, and is another one; on Windows nobody can tell."""
    if os.name == "nt" or process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
