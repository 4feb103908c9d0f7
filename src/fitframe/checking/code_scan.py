"""Reads the code that a profile speaks of: its folder, without those inside that have a profile of their own."""

from __future__ import annotations

import os
import subprocess
from functools import lru_cache

from fitframe.checking.code import StatedCode
from fitframe.checking.discovery import NAME
from fitframe.checking.findings import StatedProfile
from fitframe.errors import FitframeError
from fitframe.model.rulebase import RuleBase
from fitframe.model.scan import Scan
from fitframe.scanning.git import git
from fitframe.scanning.scan import scan_tree
from fitframe.scanning.trees import CommitTree, FolderTree, Tree

_REMEMBERED = 8
"""So many folders are kept: several profiles of one folder are checked one after the other."""


class CodeReader:
    """Reads code as it is, and as it was where this branch left a commit, if one is named."""

    def __init__(self, rules: RuleBase, since: str | None) -> None:
        self._rules, self._since = rules, since
        self._scans = lru_cache(_REMEMBERED)(self._scanned)

    def stated(self, profile: StatedProfile, choice: str) -> StatedCode:
        """A profile with its code, now and before. Raises FitframeError where git cannot tell what was before."""
        folder = os.path.dirname(profile.document.name)
        now, before = self._scans(folder)
        return StatedCode(profile.profile, choice, profile.place("choice"), folder, now, before)

    def now(self, folder: str) -> Scan:
        """What the code in a folder is."""
        return self._scans(folder)[0]

    def _scanned(self, folder: str) -> tuple[Scan, Scan | None]:
        place = folder or "."
        now = self._read(FolderTree(place))
        if self._since is None:
            return now, None
        return now, self._read(CommitTree(place, _left(place, self._since)))

    def _read(self, tree: Tree) -> Scan:
        return scan_tree(tree, self._rules, nested=NAME)


def _left(folder: str, reference: str) -> str:
    """The commit at which this branch left another commit. Raises FitframeError where git cannot tell."""
    try:
        return git(folder, "merge-base", "--end-of-options", reference, "HEAD").decode().strip()
    except OSError as error:
        raise FitframeError(f"--since asks git, which cannot be run: {error.strerror}") from None
    except subprocess.CalledProcessError as error:
        why = os.fsdecode(error.stderr).strip().splitlines() or ["there is no common commit"]
        hint = "a shallow clone lacks the history: fetch it, in GitHub Actions with 'fetch-depth: 0'"
        raise FitframeError(f"--since: git cannot compare: {why[0].removeprefix('fatal: ')}; {hint}") from None
