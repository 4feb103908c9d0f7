"""fitframe rules verify and rules diff as commands, and the silence of all others."""

from __future__ import annotations

import json
import re
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest

from fitframe import load_profile, load_rules, recommend
from fitframe.rulebase.load import shipped_rules
from tests.cli.conftest import Runner, profile, run
from tests.verifying.build import file
from tests.verifying.conftest import RECORDED

__all__ = ["profile", "run"]

SOURCE = Path(__file__).parents[2] / "src" / "fitframe"


def changed(folder: Path, asked: str, change: dict[str, Any]) -> str:
    """The recorded answers with one of them changed."""
    lines = [json.loads(line) for line in RECORDED.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        if line["asked"] == asked:
            line["value"] |= change
    path = folder / "answers.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return str(path)


NEW = {"files": [file("tensorflow-2.23.0-cp314-cp314-win_amd64.whl", ">=3.11")]}


def test_offline_replays_what_is_kept(run: Runner) -> None:
    found = run("rules", "verify", "--offline", "--answers", str(RECORDED), "-f", "json")
    summary = json.loads(found.out)["summary"]
    assert found.code == 0
    assert summary["broken"] == 0
    assert summary["held"] >= 150


def test_one_kind_alone(run: Runner) -> None:
    found = run("rules", "verify", "--offline", "--answers", str(RECORDED), "--kind", "npm", "-f", "json")
    assert {one["kind"] for one in json.loads(found.out)["results"]} == {"npm"}


def test_a_broken_hard_limit_is_told_with_what_would_move_and_ends_with_1(run: Runner, tmp_path: Path) -> None:
    answers = changed(tmp_path, "index:tensorflow/", NEW)
    found = run("rules", "verify", "--offline", "--answers", answers, "--kind", "wheel")
    assert found.code == 1
    assert "python-version/tensorflow-up-to-313 (a hard limit)" in " ".join(found.out.split())
    assert "Winners that would move" in found.out


def test_a_fact_that_is_no_hard_limit_ends_with_0(run: Runner, tmp_path: Path) -> None:
    answers = changed(tmp_path, "npm:@tensorflow%2Ftfjs", {"newest": "5.0.0"})
    found = run("rules", "verify", "--offline", "--answers", answers, "--kind", "npm")
    assert found.code == 0
    assert "tfjs-newest" in found.out


def test_github_gets_an_annotation_with_the_probe_s_place(run: Runner, tmp_path: Path) -> None:
    answers = changed(tmp_path, "index:tensorflow/", NEW)
    found = run("rules", "verify", "--offline", "--answers", answers, "--kind", "wheel", "-f", "github")
    assert re.search(
        r"^::error file=rules/probes/tensorflow-python-314\.yaml,line=1,title=A fact is in doubt::", found.out, re.M
    )


def test_markdown_is_written_to_a_file(run: Runner, tmp_path: Path) -> None:
    out = tmp_path / "report.md"
    run("rules", "verify", "--offline", "--answers", str(RECORDED), "--kind", "npm", "-f", "markdown", "-o", str(out))
    assert out.read_text(encoding="utf-8").startswith("# Facts looked up again\n")


def test_proofs_are_written_where_they_are_wanted_and_nowhere_else(run: Runner, tmp_path: Path) -> None:
    shipped = (shipped_rules() / "proofs.jsonl").read_bytes()
    proofs = tmp_path / "proofs.jsonl"
    run("rules", "verify", "--offline", "--answers", str(RECORDED), "--kind", "npm", "--proofs", str(proofs))
    lines = [json.loads(line) for line in proofs.read_text(encoding="utf-8").splitlines()]
    assert {line["outcome"] for line in lines} == {"held"}
    assert (shipped_rules() / "proofs.jsonl").read_bytes() == shipped


def test_diff_names_the_winners_that_move(run: Runner, tmp_path: Path) -> None:
    """A rule base in which PyTorch blocks nothing and TensorFlow is ruled out for phones names another for them."""
    old = Path(shutil.copytree(shipped_rules(), tmp_path / "old", ignore=shutil.ignore_patterns("probes", "*.jsonl")))
    path = old / "criteria" / "size.yaml"
    rule = """rules:
  - id: size/none-but-jax
    blocks: [pytorch, tensorflow, keras, scikit-learn]
    because: This is made up for a test.
    evidence: [{source: jax-readme, where: nowhere, shows: nothing}]
"""
    path.write_text(path.read_text(encoding="utf-8").replace("rules:\n", rule, 1), encoding="utf-8")
    found = json.loads(run("rules", "diff", str(old), "-f", "json").out)
    assert found["projects"] > 300
    assert len(found["moved"]) > 100
    assert {one["old"] for one in found["moved"]} <= {"jax", "run-only", "by-hand", "contradiction"}


def test_advice_never_touches_the_network(
    run: Runner, profile: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    commands = (
        ["recommend", profile],
        ["compare", profile, "pytorch", "tensorflow"],
        ["check", profile],
        ["explain", "torchserve"],
        ["rules", "list", "probes"],
        ["rules", "verify", "--offline", "--answers", str(tmp_path / "none")],
        ["rules", "lint", "--stale", "1"],
    )
    for command in commands:
        assert "network" not in run(*command).err, command


def test_only_what_asks_imports_the_means_to() -> None:
    means = re.compile(r"^\s*(from|import) (urllib\.(request|error)|http|socket|ssl|requests|httpx)\b", re.M)
    having = {path.name for path in SOURCE.rglob("*.py") if means.search(path.read_text(encoding="utf-8"))}
    assert having == {"asking.py"}


def test_every_hard_limit_that_a_machine_can_check_has_a_probe() -> None:
    rules = load_rules()
    limits = {rule.id for criterion in rules.criteria.values() for rule in criterion.rules if rule.blocks}
    probed = {thing for probe in rules.probes.values() for thing in probe.stands_for}
    assert limits - probed == set()


def test_advice_says_when_a_machine_found_its_facts_true() -> None:
    rules = load_rules()
    example = Path(__file__).parents[2] / "examples" / "clinical-imaging-study.yaml"
    data = recommend(rules, load_profile(str(example), rules)).to_dict()
    out = {one["rule"] for one in data["possible"]}
    assert "python-version/tensorflow-up-to-313" in out
    assert data["verified"]["python-version/tensorflow-up-to-313"]["holds"] is True


def test_explain_says_it_too(run: Runner) -> None:
    found = run("explain", "python-version/tensorflow-up-to-313").out
    assert re.search(r"Checked:\s+verified on \d{4}-\d\d-\d\d", found)
    assert "Expects:" in run("explain", "tensorflow-python-314").out
