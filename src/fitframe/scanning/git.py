"""What git says of a folder. No setting of a repository makes it run another program."""

from __future__ import annotations

import os
import re
import subprocess
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


def git(folder: str, *arguments: str) -> bytes:
    """What a command of git prints. Raises CalledProcessError where it fails, and OSError where there is no git."""
    return output_and_errors(folder, *arguments)[0]


def output_and_errors(folder: str, *arguments: str) -> tuple[bytes, bytes]:
    """What a command of git prints on standard output and standard error. Raises as `git` does."""
    mine = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    command = ["git", "-C", folder, "-c", "core.fsmonitor=false", *arguments]
    done = subprocess.run(  # noqa: S603 - no shell, and our own arguments
        command, env=mine | {"LC_ALL": "C"}, capture_output=True, check=True, stdin=subprocess.DEVNULL
    )
    return done.stdout, done.stderr


def repository_top(folder: str) -> str | None:
    """The top of the repository that a folder is in, as an absolute path; None outside of one."""
    here = Path(folder).resolve()
    return next((str(place) for place in (here, *here.parents) if (place / ".git").exists()), None)


def ignored_below(folder: str) -> frozenset[str] | None:
    """What git ignores below a folder, as paths from there; one of a folder ends in '/' and stands for all inside.

    Files that git tracks are never among them. None where the folder is in no repository, or git cannot be asked.
    """
    if repository_top(folder) is None:
        return None
    listed = ("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory")
    try:
        return frozenset(os.fsdecode(name) for name in git(folder, *listed).split(b"\0"))
    except (OSError, subprocess.CalledProcessError):
        return None


def ignore_spec(lines: Sequence[str]) -> GitIgnoreSpec | None:
    """What the lines of an ignore file say; None where none is a pattern.

    Those that are none are passed over, such as '[z-a]', and those with so many wildcards that matching takes long.
    """
    quick = [line for line in lines if len(_WILD.findall(line)) <= _MOST_WILD]
    return _spec(quick) or _spec([line for line in quick if _spec([line])])


_WILD = re.compile(r"\*+")
_MOST_WILD = 3
"""With each more of these a name of 200 letters may take a hundred times as long."""


def _spec(lines: Sequence[str]) -> GitIgnoreSpec | None:
    """What lines of an ignore file say; None where one of them is no pattern, such as '[z-a]'."""
    from pathspec import GitIgnoreSpec  # takes a moment, and many folders have no such file

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of regular expressions that will mean something else one day
            return GitIgnoreSpec.from_lines(lines)
    except (ValueError, re.error):
        return None
