"""No file and no option ends the program in a traceback, makes it hang, or leaves something half-written."""

from __future__ import annotations

import sys

import pytest

from tests.fuzz import fuzz

RUNS = 250
"""About half a minute, the same every time; `python -m tests.fuzz` draws others for as long as one likes."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it ends what hangs by a signal that Windows lacks")


def test_hostile_files_and_options_end_in_words() -> None:
    assert [failure for failure in fuzz([f"ci-{n}" for n in range(RUNS)]) if failure] == []


def test_what_it_looks_for_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    from fitframe.rulebase import profiles

    def fault(*arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(profiles, "settle", fault)

    assert any(failure and "ZeroDivisionError" in failure.why for failure in fuzz([f"ci-{n}" for n in range(20)]))
