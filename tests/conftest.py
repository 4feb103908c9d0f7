"""What tests share: a small rule base on disk, and a cache folder of their own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from fitframe.models import RuleBase
from fitframe.rulebase.loading import load_rules

SMALL = Path(__file__).parent / "rulebase" / "files" / "small"

Write = Callable[[dict[str, str]], Path]


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or fills the cache of whoever runs it; all tests of a run share one."""
    folder = tmp_path_factory.getbasetemp() / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.fixture
def small_rules() -> RuleBase:
    """The rule base of tests/rulebase/files/small: two frameworks, four questions, two criteria."""
    return load_rules(base=SMALL)


@pytest.fixture
def small_folder(tmp_path: Path) -> Path:
    """A copy of that rule base which a test may change."""
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


@pytest.fixture
def write_files(tmp_path: Path) -> Write:
    """Writes files by name below a folder 'ours' and returns that folder: a rule base of one's own."""

    def write(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / "ours" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path / "ours"

    return write
