"""Which part of a repository a file belongs to, by the names of its folders and its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fnmatch import translate
from functools import lru_cache

from fitframe.model.signals import Area, Signals

_ORDER = (Area.CI, Area.TESTS, Area.DOCS, Area.SCRIPTS)
"""Where a file fits several, the first counts: the tests of an example are tests."""


class Areas:
    """Sorts files by what the signals say of folders ('tests/') and files ('test_*')."""

    def __init__(self, signals: Mapping[str, Signals]) -> None:
        self._folders: dict[Area, frozenset[str]] = {}
        self._paths: dict[Area, tuple[str, ...]] = {}
        self._files: dict[Area, re.Pattern[str]] = {}
        for area in _ORDER:
            names = [name.lower() for one in signals.values() for name in one.areas.get(area, ())]
            folders = [name.strip("/") for name in names if name.endswith("/")]
            self._folders[area] = frozenset(name for name in folders if "/" not in name)
            self._paths[area] = tuple(f"{name}/" for name in folders if "/" in name)
            files = [translate(name) for name in names if not name.endswith("/")]
            self._files[area] = re.compile("|".join(files) or r"(?!)")
        vendored = {name.strip("/").lower() for one in signals.values() for name in one.vendored}
        self._vendored = frozenset(vendored)
        self._of_folder = lru_cache(1000)(self._area_of_folder)

    def of(self, path: str) -> Area:
        """The part that a file belongs to."""
        folder, _, name = path.lower().rpartition("/")
        by_folder = self._of_folder(folder)
        for area in _ORDER:
            if area is by_folder or self._files[area].match(name):
                return area
        return Area.CODE

    def _area_of_folder(self, folder: str) -> Area:
        parts = folder.split("/")
        for area in _ORDER:
            inside = any(part in self._folders[area] for part in parts)
            if inside or any(f"{folder}/".startswith(path) for path in self._paths[area]):
                return area
        return Area.CODE

    def is_vendored(self, path: str) -> bool:
        """Whether a folder holds code of others, by its last part."""
        return path.rpartition("/")[2].lower() in self._vendored


def submodules(gitmodules: str) -> Iterable[str]:
    """The paths of a repository's submodules, which are repositories of their own."""
    for line in gitmodules.splitlines():
        key, equals, value = line.partition("=")
        if equals and key.strip() == "path":
            yield value.strip().strip('"').rstrip("/")
