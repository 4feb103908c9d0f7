"""The overlay that the rule base's own page offers for pasting."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Runner

README = Path(__file__).parents[2] / "rules" / "README.md"
NAMED = re.compile(r"^```yaml\n# (our-rules/(?:sources|criteria/approved)\.yaml)\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.fixture
def pasted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files of the overlay as the page has them."""
    _, start, text = README.read_text(encoding="utf-8").partition("\nThe overlay most asked for")
    assert start
    found = NAMED.findall(text)
    assert sorted(name for name, _ in found) == ["our-rules/criteria/approved.yaml", "our-rules/sources.yaml"]
    for name, content in found:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_has_no_faults_and_its_cases_hold(run: Runner, pasted: Path) -> None:
    assert run("rules", "lint", "--rules", "our-rules")[:2] == (0, "no faults\n")
    assert run("rules", "test", "--rules", "our-rules").code == 0


def test_only_what_is_approved_passes(run: Runner, pasted: Path) -> None:
    for choice in ("pytorch", "jax", "tensorflow", "keras", "scikit-learn"):
        (pasted / f"{choice}.fitframe.yaml").write_text(
            f"fitframe: 1\nanswers: {{goal: [research]}}\nchoice: {choice}\n"
        )
    done = run("check", "--rules", "our-rules", "-f", "json")

    ruled_out = {
        result["choice"]: result["findings"][0]["rule"]
        for result in json.loads(done.out)["results"]
        if result["verdict"] == "violates"
    }
    assert done.code == 1
    assert ruled_out == dict.fromkeys(["keras", "scikit-learn", "tensorflow"], "approved/nothing-else")
