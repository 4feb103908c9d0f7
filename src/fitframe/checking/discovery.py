"""Which files to check: those that are named, and the profiles below the folders that are named."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fitframe.errors import InputError
from fitframe.rulebase.load import read_file
from fitframe.scanning.git import ignore_spec, output_and_errors, repository_top

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

NAME, ENDING = "fitframe.yaml", ".fitframe.yaml"
_IGNORE = ".gitignore"

Rules = tuple[tuple[str, "GitIgnoreSpec"], ...]
"""Ignore files that apply, the outermost first, each with the folder that its patterns start from."""


def find_profiles(paths: Sequence[str], on_error: Callable[[str], object] = lambda folder: None) -> list[str]:
    """The files to check, each once, in the order of `paths` and below a folder in order of names.

    A file that is named is checked whatever it is called and wherever it is; one that is not there is for the reader
    to complain of. Below a folder, `fitframe.yaml` and `*.fitframe.yaml` are found, but nothing that git ignores: git
    itself is asked, and where it cannot be, its ignore files are read. `on_error` is called with every folder that
    cannot be searched; the others are searched all the same.
    """
    found: dict[str, None] = {}
    for path in map(_from_here, paths):
        found |= dict.fromkeys(_below_folder(path, on_error) if os.path.isdir(path) else [path])
    return list(found)


def _below_folder(folder: str, on_error: Callable[[str], object]) -> Iterable[str]:
    """The profiles below a folder, by the word of git where it is in a repository, else as its ignore files say."""
    told = _told_by_git(folder) if repository_top(folder) else None
    if told is None:
        return _below(folder, _rules_above(folder), on_error)
    files, inner, closed = told
    for path in sorted(closed):
        on_error(path)
    for repository in inner:
        files += _below_folder(repository, on_error)
    return sorted(files, key=lambda path: path.split(os.sep))


_CLOSED = re.compile(rb"^warning: could not open directory '(.*?)/?': (?!No such file)", re.MULTILINE)
_SUBMODULE = b"160000 "


def _told_by_git(folder: str) -> tuple[list[str], list[str], list[str]] | None:
    """The profiles that git sees below a folder, the repositories inside, and what it cannot open; None: no answer."""
    listed = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    inner: list[bytes] = []
    try:
        output, errors = output_and_errors(folder, *listed)
        if os.path.exists(os.path.join(repository_top(folder) or folder, ".gitmodules")):
            entries = output_and_errors(folder, "ls-files", "-z", "--stage")[0].split(b"\0")
            inner = [entry.partition(b"\t")[2] for entry in entries if entry.startswith(_SUBMODULE)]
    except (OSError, subprocess.CalledProcessError):
        return None
    names = output.split(b"\0")
    inner += [name for name in names if name.endswith(b"/")]
    ends = os.fsencode(ENDING), b"/" + os.fsencode(NAME)
    files = {_inside(folder, name) for name in names if name.endswith(ends) or name == os.fsencode(NAME)}
    return (
        [file for file in files if os.path.lexists(file) and not os.path.isdir(file)],
        [path for path in (_inside(folder, name) for name in dict.fromkeys(inner)) if os.path.isdir(path)],
        [_inside(folder, name) for name in _CLOSED.findall(errors)],
    )


def _inside(folder: str, name: bytes) -> str:
    return os.path.normpath(os.path.join(folder, os.fsdecode(name)))


def located(path: str) -> str:
    """The absolute path of a file, without links on the way to it; the file itself may be one."""
    folder, name = os.path.split(os.path.abspath(path))
    return os.path.join(os.path.realpath(folder), name)


def first_ignored(paths: Sequence[str]) -> str | None:
    """A profile below the folders among `paths` that is not found only because git ignores it, if there is one.

    Of use where `find_profiles` found nothing.
    """
    folders = (path for path in map(_from_here, paths) if os.path.isdir(path))
    return next((file for folder in folders for file in _below(folder, None, lambda folder: None)), None)


def _from_here(path: str) -> str:
    """A path without detours, and inside this folder one that starts from it: so platforms know the file."""
    if not path:
        return path  # it names no file, as the reader will say
    inside = os.path.relpath(path)
    return os.path.normpath(path) if inside.startswith(os.pardir) else inside


def _below(folder: str, ignored: Rules | None, on_error: Callable[[str], object]) -> Iterator[str]:
    """The profiles below a folder, without those that the ignore files leave out; None: no such file counts."""
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
    except FileNotFoundError:
        return  # it went away: there is nothing to check in it
    except OSError:
        on_error(folder)
        return
    if ignored is not None and any(entry.name == _IGNORE for entry in ordered):
        ignored = (*ignored, *_rules_of(os.path.join(folder, _IGNORE), folder))
    for entry in ordered:
        is_folder = entry.is_dir(follow_symlinks=False)
        if not ((is_folder and entry.name != ".git") or _is_profile(entry.name)) or _ignores(ignored, entry, is_folder):
            continue
        path = entry.name if folder == os.curdir else entry.path
        if is_folder:
            yield from _below(path, ignored, on_error)
        elif _may_be_file(entry):
            yield path


def _may_be_file(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a file, or may be one for all that can be told; then reading it says what is wrong."""
    try:
        return entry.is_file()
    except OSError:  # such as a link that leads to itself
        return True


def _is_profile(name: str) -> bool:
    return name == NAME or name.endswith(ENDING)


def _ignores(rules: Rules | None, entry: os.DirEntry[str], is_folder: bool) -> bool:
    """Whether git would ignore an entry; the innermost file that has a say decides."""
    for folder, spec in reversed(rules or ()):
        inside = os.path.relpath(entry.path, folder).replace(os.sep, "/")
        said = spec.check_file(inside + "/" * is_folder).include
        if said is not None:
            return said
    return False


def _rules_above(folder: str) -> Rules:
    """The ignore files of the folders around one, up to the top of its repository; none outside of one."""
    top = repository_top(folder)
    if top is None:
        return ()
    around = [place for place in Path(folder).resolve().parents if place.is_relative_to(top)]
    files = [
        (Path(top, ".git", "info", "exclude"), Path(top)),
        *((place / _IGNORE, place) for place in reversed(around)),
    ]
    return tuple(rule for file, place in files for rule in _rules_of(str(file), str(place)))


def _rules_of(file: str, folder: str) -> Iterable[tuple[str, GitIgnoreSpec]]:
    if not os.path.isfile(file):
        return []
    try:
        lines = os.fsdecode(read_file(file)).splitlines()
    except InputError:
        return []  # git passes over what it cannot read, too
    spec = ignore_spec(lines)
    return [(folder, spec)] if spec is not None and len(spec) else []
