"""The files of a repository, folder by folder: on disk, at a commit of git, or in memory."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from fitframe.errors import InputError
from fitframe.model.scan import Skipped
from fitframe.scanning.git import ignore_spec, ignored_below

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

LeaveOut = Callable[[str], bool]
"""Whether a folder at a path is passed over, with all that is in it."""


class File(NamedTuple):
    """A file that may be read."""

    path: str  # from the top of the repository, with forward slashes
    size: int  # bytes
    read: Callable[[], bytes]  # raises OSError

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rpartition("/")[2]


class Folder(NamedTuple):
    """The files directly in a folder, in order of names, and what in it was passed over."""

    path: str  # empty for the top
    files: list[File]
    skipped: list[Skipped]


class Tree(Protocol):
    """Something that has files."""

    def folders(self, leave_out: LeaveOut) -> Iterator[Folder]:
        """Each folder, the top first, those in one in order of names."""
        ...

    def has(self, path: str) -> bool:
        """Whether there is an ordinary file at a path."""
        ...


class _Ignored(NamedTuple):
    """What is not seen below a folder."""

    start: str  # of the paths that it speaks of
    says: Callable[[str], bool | None]  # of a path from there, that of a folder with '/' at its end; None: nothing
    by_git: bool  # all that there is to say below


class FolderTree:
    """A folder on disk. Links are not followed, and what git ignores is not seen."""

    def __init__(self, top: str) -> None:
        """Raises InputError where there is no such folder."""
        if not os.path.isdir(top):
            exists = os.path.exists(top)
            raise InputError(f"{top}: {'this is a file; name a folder' if exists else 'there is no such folder'}")
        self._top = top

    def folders(self, leave_out: LeaveOut) -> Iterator[Folder]:
        """Each folder, the top first, those in one in order of names."""
        waiting: list[tuple[str, tuple[_Ignored, ...]]] = [("", ())]
        while waiting:
            path, ignored = waiting.pop()
            folder = Folder(path, [], [])
            ordered = self._entries(folder)
            ignored = self._ignored(path, {entry.name for entry in ordered}, ignored)
            inner = []
            for entry in ordered:
                here = f"{path}/{entry.name}" if path else entry.name
                if not here.isprintable():
                    folder.skipped.append(Skipped(_spelled(here), "its name has control characters or is not UTF-8"))
                elif entry.is_dir(follow_symlinks=False):
                    if entry.name != ".git" and not leave_out(here) and not _is_ignored(ignored, here + "/"):
                        inner.append((here, ignored))
                elif not _is_ignored(ignored, here):
                    self._add(entry, here, folder)
            waiting += reversed(inner)
            yield folder

    def _entries(self, folder: Folder) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(os.path.join(self._top, folder.path)) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            folder.skipped.append(Skipped(folder.path or ".", f"it cannot be read: {error.strerror}"))
            return []

    def has(self, path: str) -> bool:
        """Whether there is an ordinary file at a path."""
        try:
            return stat.S_ISREG(os.lstat(os.path.join(self._top, path)).st_mode)
        except OSError:
            return False

    def _add(self, entry: os.DirEntry[str], path: str, folder: Folder) -> None:
        try:
            about = entry.stat(follow_symlinks=False)
        except OSError as error:
            folder.skipped.append(Skipped(path, f"it cannot be read: {error.strerror}"))
            return
        if stat.S_ISREG(about.st_mode):
            folder.files.append(File(path, about.st_size, partial(_content, entry.path, about)))
        elif stat.S_ISLNK(about.st_mode):
            folder.skipped.append(Skipped(path, "it is a link"))
        else:
            folder.skipped.append(Skipped(path, "it is no ordinary file"))

    def _ignored(self, path: str, names: Container[str], around: tuple[_Ignored, ...]) -> tuple[_Ignored, ...]:
        """What is not seen in a folder: git is asked in each repository, and where it cannot be, its files are read."""
        start, told = f"{path}/" if path else "", None
        if not path or ".git" in names:
            told = ignored_below(os.path.join(self._top, path))
        if told is not None:
            return (_Ignored(start, told.__contains__, by_git=True),)
        if ".gitignore" not in names or (around and around[-1].by_git):
            return around
        spec = self._spec(os.path.join(self._top, path, ".gitignore"))
        return (*around, _Ignored(start, lambda name: spec.check_file(name).include, by_git=False)) if spec else around

    def _spec(self, file: str) -> GitIgnoreSpec | None:
        try:
            about = os.lstat(file)
            if not stat.S_ISREG(about.st_mode) or about.st_size > 2**17:
                return None
            spec = ignore_spec(_content(file, about).decode("utf-8", "surrogateescape").splitlines())
        except OSError:
            return None  # git passes over what it cannot read, too
        return spec if spec is not None and len(spec) else None


def _content(path: str, about: os.stat_result) -> bytes:
    """The content of a file that is still the one that was seen. Raises OSError."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "rb", buffering=0) as file:
        return file.read(about.st_size)


def _is_ignored(ignored: tuple[_Ignored, ...], path: str) -> bool:
    """Whether git would ignore a path; the innermost that has a say decides."""
    for one in reversed(ignored):
        said = one.says(path[len(one.start) :])
        if said is not None:
            return said
    return False


def _spelled(path: str) -> str:
    return path.encode("unicode_escape", "surrogatepass").decode("ascii")


class MemoryTree:
    """Files by path, as a case beside the signals has them."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = {path: content.encode() for path, content in files.items()}

    def folders(self, leave_out: LeaveOut) -> Iterator[Folder]:
        """Each folder, in order of paths."""
        files = (File(path, len(content), partial(bytes, content)) for path, content in self._files.items())
        return _by_folder(files, leave_out)

    def has(self, path: str) -> bool:
        """Whether there is a file at a path."""
        return path in self._files


class CommitTree:
    """A folder of a repository at one commit, as git keeps it: nothing is checked out and no filter or hook runs."""

    def __init__(self, repository: str, reference: str) -> None:
        """`repository` may be a folder inside of one, or a git directory without work tree.

        Raises InputError where git is not there, this is no repository, or it has no such commit.
        """
        self._git = ["git", "-C", repository, "-c", "core.fsmonitor=false", "-c", "protocol.allow=never"]
        self._reader: subprocess.Popen[bytes] | None = None
        if reference.startswith("-"):
            raise InputError(f"'{reference}' is no commit, branch or tag")
        listed = self._run("ls-tree", "-r", "-z", "-l", f"{reference}^{{commit}}", about=reference)
        self._files = dict(_entries(listed))

    def folders(self, leave_out: LeaveOut) -> Iterator[Folder]:
        """Each folder, in order of paths. Git is there until the last one was taken."""
        with subprocess.Popen(  # noqa: S603 - no word of the repository is among these
            [*self._git, "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_quiet()
        ) as self._reader:
            files = (File(path, size, partial(self._blob, name)) for path, (name, size) in self._files.items())
            yield from _by_folder(files, leave_out)

    def has(self, path: str) -> bool:
        """Whether there is an ordinary file at a path."""
        return path in self._files

    def _run(self, *arguments: str, about: str) -> bytes:
        try:
            done = subprocess.run(  # noqa: S603 - likewise
                [*self._git, *arguments], capture_output=True, env=_quiet()
            )
        except OSError as error:
            raise InputError(f"git cannot be run: {error.strerror}") from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().rpartition("fatal: ")[2].partition("\n")[0]
            raise InputError(f"git has no files for '{about}': {said}")
        return done.stdout

    def _blob(self, name: str) -> bytes:
        if self._reader is None or self._reader.stdin is None or self._reader.stdout is None:
            raise OSError(0, "git is not running")
        self._reader.stdin.write(f"{name}\n".encode())
        self._reader.stdin.flush()
        head = self._reader.stdout.readline().split()
        if len(head) < 3:
            raise OSError(0, "git does not have it")
        content = self._reader.stdout.read(int(head[2]))
        self._reader.stdout.read(1)
        return content


def _quiet() -> dict[str, str]:
    """An environment in which git fetches nothing and asks nobody."""
    return os.environ | {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}


def _entries(listed: bytes) -> Iterator[tuple[str, tuple[str, int]]]:
    """Path to the blob's name and size, of each ordinary file whose name can be printed."""
    for line in listed.split(b"\0"):
        about, _, path = line.partition(b"\t")
        mode, kind, name, size = about.split() if about.count(b" ") >= 3 else (b"", b"", b"", b"")
        shown = path.decode("utf-8", "surrogateescape")
        if kind == b"blob" and mode != b"120000" and size.isdigit() and shown.isprintable():
            yield shown, (name.decode(), int(size))


def _by_folder(files: Iterable[File], leave_out: LeaveOut) -> Iterator[Folder]:
    folders: dict[str, list[File]] = {"": []}
    for file in files:
        folders.setdefault(file.path.rpartition("/")[0], []).append(file)
    for path in sorted(folders, key=lambda path: path.split("/") if path else []):
        parts = path.split("/") if path else []
        if not any(leave_out("/".join(parts[: end + 1])) for end in range(len(parts))):
            yield Folder(path, sorted(folders[path], key=lambda file: file.path), [])
