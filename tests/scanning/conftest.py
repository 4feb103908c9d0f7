"""Small repositories on disk, and the shipped signals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from fitframe import load_rules
from fitframe.model.rulebase import RuleBase
from tests.cli.conftest import run

__all__ = ["run"]

Lay = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture(scope="session")
def rules() -> RuleBase:
    return load_rules()


@pytest.fixture
def lay(tmp_path: Path) -> Lay:
    """Writes files by path below a folder and returns that folder."""

    def written(files: Mapping[str, str | bytes]) -> Path:
        top = tmp_path / "repository"
        top.mkdir(exist_ok=True)
        for name, content in files.items():
            path = top / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return top

    return written
