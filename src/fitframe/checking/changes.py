"""What a change concerns: the profiles among the files that it touches, or all where it touches what judges them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from fitframe.checking.discovery import located
from fitframe.checking.settings import OWN, SHARED
from fitframe.errors import FitframeError, InputError
from fitframe.model.settings import Settings
from fitframe.rulebase.load import read_file
from fitframe.scanning.git import git, repository_top

_LIMIT = 2**26
"""The largest list of changed files that is read, in bytes."""


def changed_since(ref: str) -> set[str]:
    """The absolute paths of files that differ from a commit, or rather from where this branch left it; new ones too.

    Raises FitframeError where git cannot tell.
    """
    top = repository_top(".")
    if top is None:
        raise FitframeError("--diff asks git, and this folder is in no repository; '--changed FILE' takes a list")
    differ = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--merge-base")
    names = _told(top, *differ, "--end-of-options", ref, "--")
    names += _told(top, "ls-files", "-z", "--others", "--exclude-standard")
    return {os.path.join(top, name) for name in names}


def _told(folder: str, *arguments: str) -> list[str]:
    """The names that git tells, each ended by a zero byte."""
    try:
        done = git(folder, *arguments)
    except OSError as error:
        raise FitframeError(f"--diff asks git, which cannot be run: {error.strerror}") from None
    except subprocess.CalledProcessError as error:
        why = os.fsdecode(error.stderr).strip().splitlines() or [f"exit code {error.returncode}"]
        hint = "a shallow clone lacks the history: fetch it, in GitHub Actions with 'fetch-depth: 0'"
        raise FitframeError(f"--diff: git cannot compare: {why[0].removeprefix('fatal: ')}; {hint}") from None
    return [os.fsdecode(name) for name in done.split(b"\0") if name]


def listed_in(path: str) -> set[str]:
    """The absolute paths of the files that a list names from this folder, one on a line. Raises InputError."""
    data = read_file(path, limit=_LIMIT)
    if len(data) > _LIMIT:
        raise InputError(f"{path}: the list is larger than {_LIMIT // 2**20} MiB, the most that is read")
    return {located(os.fsdecode(line)) for line in data.splitlines() if line}


def concern_all(files: set[str], settings: Settings, config: str | None) -> bool:
    """Whether one of these files is among what all profiles are judged by: settings, waivers, baseline, rules.

    `config` is the file of settings that was named.
    """
    shared = {located(path) for path in (settings.waivers, settings.baseline, config) if path}
    folders = [f"{located(folder)}{os.sep}" for folder in settings.rules]
    shared.update(_settings_around())
    return not shared.isdisjoint(files) or any(file.startswith(tuple(folders)) for file in files)


def _settings_around() -> Iterator[str]:
    """The files that may hold the settings: in this folder and those around it, up to the top of the repository."""
    top = repository_top(".")
    here = Path.cwd()
    for folder in (here, *here.parents):
        yield from (located(str(folder / name)) for name in (OWN, SHARED))
        if top is not None and str(folder.resolve()) == top:
            return
