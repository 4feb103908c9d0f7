"""What tests share: a small rule base on disk, and an environment and a cache folder of their own."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from fitframe.model.rulebase import RuleBase
from fitframe.rulebase.load import load_rules

# Whoever runs the tests in the background may have these ignored, and every program started here would inherit it.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

SMALL = Path(__file__).parent / "rulebase" / "files" / "small"

HEEDED = {
    *("CI", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "ACCESSIBLE", "COLUMNS", "LINES"),
    *("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "PY_COLORS"),
}
"""What the program, or a library under it, heeds in the environment besides its own variables."""

# A slow machine is no fault, nor is a folder in which nothing can be written.
# Every run tries the same examples, so that nobody's change turns red by chance; a nightly run draws new ones.
settings.register_profile(
    "here", parent=settings(), max_examples=60, deadline=None, database=None, print_blob=True, derandomize=True
)
settings.register_profile("nightly", parent=settings.get_profile("here"), max_examples=300, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "here"))

Write = Callable[[dict[str, str]], Path]


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees what whoever runs it has set; CI itself sets some of this."""
    for name in list(os.environ):
        if name in HEEDED or name.startswith("FITFRAME_"):
            monkeypatch.delenv(name)


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
