"""Keeping answers: at once, in a file beside the profile that they will become, and in the end as that profile."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from fitframe import __version__, api
from fitframe.errors import FitframeError
from fitframe.model.profile import Profile
from fitframe.model.rulebase import RuleBase
from fitframe.output.profile_file import profile_yaml

DEFAULT = "fitframe.yaml"
"""The profile that is written where no name is given."""


class Unfinished(FitframeError):  # noqa: N818 - it is an event
    """The questionnaire was broken off; its answers are kept."""

    exit_code = 130


@dataclass(frozen=True, slots=True)
class Notebook:
    """Where one questionnaire is kept until it is finished. Raises FitframeError where its target is a folder."""

    target: str  # the profile to write
    rules: RuleBase
    options: Sequence[str] = ()  # of the command that goes on

    def __post_init__(self) -> None:
        if Path(self.target).is_dir():
            raise FitframeError(f"{self.target} is a folder; give the name of the profile to write, such as {DEFAULT}")

    @property
    def path(self) -> Path:
        """The file with the answers so far."""
        return Path(f"{self.target}.part")

    @property
    def resume(self) -> str:
        """The command that goes on from it."""
        save = [] if self.target == DEFAULT else ["--save", self.target]
        return shlex.join(["fitframe", "ask", "--resume", *save, *self.options])

    def kept(self) -> Profile:
        """The answers so far, as a profile. Raises FitframeError where there are none or they cannot be read."""
        if not self.path.exists():
            raise FitframeError(f"{self.path} is not there, so there is nothing to go on from; leave out --resume")
        return api.load_profile(str(self.path), self.rules)

    def keep(self, profile: Profile) -> None:
        """Save the answers so far. Raises InputError where that fails."""
        head = (f"The answers so far of a questionnaire. To go on: {self.resume}",)
        api.write_atomically(self.path, profile_yaml(profile, self.rules, head))

    def finish(self, profile: Profile, target: str) -> None:
        """Write the profile and drop the file with the answers so far. Raises InputError where writing fails."""
        write_profile(profile, self.rules, target)
        with suppress(FileNotFoundError):
            self.path.unlink()


def beginning(profile: str | None, rules: RuleBase) -> Profile:
    """The profile that a questionnaire starts from: one that is there, or an empty one. Raises InputError."""
    return api.load_profile(profile, rules) if profile else Profile(fitframe=1)


def write_profile(profile: Profile, rules: RuleBase, target: str) -> None:
    """Write a finished profile. Raises InputError where that fails."""
    head = (
        f"Written by fitframe {__version__} with its rule base {rules.version}.",
        f"To see the advice again: {shlex.join(['fitframe', 'recommend', target])}",
    )
    api.write_atomically(target, profile_yaml(profile, rules, head))
