"""check --scan: whether the code does what the profile states, at the lines of imports and manifests."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from fitframe import load_rules
from fitframe.checking.code import StatedCode, of_code, without_profile
from fitframe.model.profile import Profile
from fitframe.model.rulebase import RuleBase
from fitframe.model.verdict import Finding, Kind, Level, Place
from fitframe.rulebase.profiles import profile_from
from fitframe.scanning.scan import scan_tree
from fitframe.scanning.trees import MemoryTree
from tests.cli.conftest import Runner

TORCH = "import torch\nfrom torch import nn\n"
JAX = "import jax\nimport flax.linen as nn\n"
KERAS = "import keras\nfrom keras import layers\n"
TF = "import tensorflow as tf\nnet = tf.keras.Sequential()\n"


@pytest.fixture(scope="module")
def rules() -> RuleBase:
    return load_rules()


def found_in(
    rules: RuleBase,
    profile: Mapping[str, object],
    files: Mapping[str, str],
    before: Mapping[str, str] | None = None,
    today: str = "2026-11-20",
) -> list[Finding]:
    """The findings on made-up code."""
    stated: Profile = profile_from(profile, rules)
    code = StatedCode(
        profile=stated,
        choice=str(stated.choice),
        place=Place("a/fitframe.yaml", 3),
        folder="a",
        now=scan_tree(MemoryTree(files), rules),
        before=None if before is None else scan_tree(MemoryTree(before), rules),
    )
    return list(of_code(code, rules, today))


def found(
    rules: RuleBase,
    profile: Mapping[str, object],
    files: Mapping[str, str],
    before: Mapping[str, str] | None = None,
    today: str = "2026-11-20",
) -> list[tuple[Kind, Level, str]]:
    """Kind, level and place of each finding on made-up code."""
    every = found_in(rules, profile, files, before, today)
    return [(one.kind, one.level, f"{one.place.path}:{one.place.line}") for one in every]


def test_code_that_does_what_the_profile_states(rules: RuleBase) -> None:
    assert found(rules, {"choice": "pytorch"}, {"net.py": TORCH, "data.py": "import sklearn.metrics\n"}) == []
    assert found(rules, {"choice": "tensorflow"}, {"net.py": TF, "old.py": KERAS}) == []
    assert found(rules, {"choice": "keras"}, {"net.py": KERAS, "requirements.txt": "keras\ntensorflow\n"}) == []


def test_code_that_is_built_on_another_framework(rules: RuleBase) -> None:
    files = {"net.py": JAX, "more.py": JAX}

    assert found(rules, {"choice": "pytorch"}, files) == [(Kind.OTHER_FRAMEWORK, Level.ERROR, "a/more.py:1")]


def test_a_second_framework_is_a_warning_and_trees_beside_networks_a_note(rules: RuleBase) -> None:
    files = {"net.py": TORCH, "net2.py": TORCH, "other.py": JAX, "trees.py": "from sklearn.ensemble import X\n"}

    assert found(rules, {"choice": "pytorch"}, files) == [
        (Kind.OTHER_FRAMEWORK, Level.WARNING, "a/other.py:1"),
        (Kind.OTHER_FRAMEWORK, Level.NOTE, "a/trees.py:1"),
    ]


def test_the_first_of_several_places_is_named(rules: RuleBase) -> None:
    torch = {f"net{n}.py": TORCH for n in range(3)}
    both = {**torch, "one.py": JAX, "two.py": JAX}

    assert found(rules, {"choice": "pytorch"}, both) == [(Kind.OTHER_FRAMEWORK, Level.WARNING, "a/one.py:1")]
    assert found(rules, {"choice": "pytorch"}, both, torch) == [(Kind.ADDED_FRAMEWORK, Level.ERROR, "a/one.py:1")]
    trained = found(rules, {"choice": "pytorch", "answers": {"decision": ["run-only"]}}, torch)
    assert [place for _, _, place in trained] == ["a/net0.py:1"]


def test_what_the_code_runs_its_main_framework_on_is_told_to_whoever_states_another(rules: RuleBase) -> None:
    keras_on_jax = 'import os\nos.environ["KERAS_BACKEND"] = "jax"\nimport keras\nfrom keras import layers\n'
    files = {"a.py": keras_on_jax, "b.py": KERAS, "c.py": KERAS, "other.py": JAX}

    assert (Kind.OTHER_FRAMEWORK, Level.WARNING, "a/other.py:1") in found(rules, {"choice": "tensorflow"}, files)
    levels = [(place.partition(":")[0], level) for _, level, place in found(rules, {"choice": "pytorch"}, files)]
    assert levels == [("a/a.py", Level.ERROR), ("a/other.py", Level.WARNING)]


def test_what_only_tests_examples_and_guarded_imports_use_is_no_second_framework(rules: RuleBase) -> None:
    files = {
        "net.py": TORCH,
        "tests/test_a.py": JAX,
        "examples/a.py": TF,
        "maybe.py": "def f():\n    import jax\n    jax.grad\n",
    }

    assert found(rules, {"choice": "pytorch"}, files) == []


def test_only_what_a_change_adds_is_an_error(rules: RuleBase) -> None:
    before = {"net.py": TORCH, "net2.py": TORCH, "old.py": TF}
    now = before | {"new.py": JAX}

    assert set(found(rules, {"choice": "pytorch"}, now, before)) == {
        (Kind.OTHER_FRAMEWORK, Level.WARNING, "a/old.py:1"),
        (Kind.ADDED_FRAMEWORK, Level.ERROR, "a/new.py:1"),
    }


def test_a_move_under_way_is_quiet_until_its_last_day(rules: RuleBase) -> None:
    moving = {"choice": "tensorflow", "moving-to": "pytorch", "until": "2027-06-30"}
    half, nearly = {"a.py": TF, "b.py": TF, "c.py": TORCH}, {"a.py": TF, "b.py": TORCH, "c.py": TORCH, "d.py": TORCH}

    for files in (half, nearly, {"c.py": TORCH}):
        for today in ("2027-01-01", "2027-06-30"):
            assert found(rules, moving, files, before={"a.py": TF}, today=today) == []
    assert found(rules, moving, half, today="2027-07-01") == [(Kind.OTHER_FRAMEWORK, Level.ERROR, "a/c.py:1")]


def test_once_a_move_should_be_over_only_what_it_leads_to_is_overdue(rules: RuleBase) -> None:
    stated = {"choice": "tensorflow", "moving-to": "pytorch", "until": "2027-06-30"}
    files = {"a.py": TF, "b.py": TF, "c.py": TORCH, "d.py": JAX}

    told = {one.framework: (one.level, one.message) for one in found_in(rules, stated, files, today="2027-07-01")}

    assert told == {
        "pytorch": (
            Level.ERROR,
            "PyTorch builds or trains models here, beside TensorFlow. The move to it was to be over by 2027-06-30.",
        ),
        "jax": (Level.WARNING, "JAX builds or trains models here, beside TensorFlow."),
    }


def test_training_where_models_are_only_run(rules: RuleBase) -> None:
    profile = {"choice": "pytorch", "answers": {"decision": ["run-only"]}}

    assert found(rules, profile, {"a.py": "import torch\nnet = torch.jit.load('m.pt')\n"}) == []
    assert found(rules, profile, {"a.py": TORCH}) == [(Kind.TRAINS_MODELS, Level.ERROR, "a/a.py:1")]


def test_a_stated_framework_that_is_nowhere(rules: RuleBase) -> None:
    runs = {"run.py": "import onnxruntime\n"}

    assert found(rules, {"choice": "pytorch"}, {"a.py": "import numpy\n"}) == [
        (Kind.NOT_IN_CODE, Level.NOTE, "a/fitframe.yaml:3")
    ]
    assert found(rules, {"choice": "pytorch"}, {"tests/test_a.py": JAX}) == [
        (Kind.NOT_IN_CODE, Level.NOTE, "a/fitframe.yaml:3")
    ]
    assert found(rules, {"choice": "pytorch"}, runs) == [(Kind.NOT_IN_CODE, Level.ERROR, "a/fitframe.yaml:3")]
    assert found(rules, {"choice": "pytorch"}, {"notes.txt": "torch\n"}) == []


PROFILE = "fitframe: 1\nanswers: {goal: [research], data-kind: [images]}\nchoice: pytorch\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose second commit brings JAX into a project that states PyTorch."""
    monkeypatch.chdir(tmp_path)
    for number, files in enumerate(({"fitframe.yaml": PROFILE, "net.py": TORCH, "b.py": TORCH}, {"new.py": JAX})):
        for name, text in files.items():
            (tmp_path / name).write_text(text)
        if not number:
            subprocess.run(["git", "init", "-q"], check=True)
        commit(str(number))
    return tmp_path


def commit(message: str) -> None:
    """Commit everything."""
    subprocess.run(["git", "add", "."], check=True)
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *identity, "commit", "-qm", message], check=True)


def findings(run: Runner, *options: str) -> list[tuple[str, str, str]]:
    report = json.loads(run("check", "-f", "json", *options).out)
    every = [one for result in report["results"] for one in result["findings"]] + report["findings"]
    return [(one["kind"], one["level"], f"{one['path']}:{one['line']}") for one in every if one["kind"] in KINDS]


KINDS = {"other-framework", "added-framework", "trains-models", "not-in-code", "excluded-version", "in-code"}


@pytest.mark.usefixtures("repository")
def test_code_is_read_only_where_that_is_asked_for(run: Runner) -> None:
    assert findings(run) == []
    assert findings(run, "--scan") == [("other-framework", "warning", "new.py:1")]
    assert findings(run, "--scan", "--since", "HEAD~1") == [("added-framework", "error", "new.py:1")]
    assert run("check", "--scan").code == 0
    assert run("check", "--scan", "--since", "HEAD~1").code == 1


def test_a_setting_turns_it_on(run: Runner, repository: Path) -> None:
    (repository / "fitframe.toml").write_text("scan = true\n")

    assert [kind for kind, _, _ in findings(run)] == ["other-framework"]


@pytest.mark.usefixtures("repository")
def test_a_commit_that_git_does_not_know_is_told(run: Runner) -> None:
    done = run("check", "--scan", "--since", "nowhere")

    assert done.code == 2
    assert "--since: git cannot compare: Not a valid object name nowhere; a shallow clone lacks the history" in done.err


@pytest.mark.usefixtures("repository")
def test_a_commit_with_another_beginning_is_told(run: Runner) -> None:
    subprocess.run(["git", "tag", "here"], check=True)
    subprocess.run(["git", "checkout", "-q", "--orphan", "apart"], check=True)
    commit("another beginning")

    assert "git cannot compare: there is no common commit; " in run("check", "--scan", "--since", "here").err


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("format", ["text", "json", "sarif", "junit", "github", "gitlab", "markdown"])
def test_every_format_names_the_line_of_the_import(run: Runner, format: str) -> None:
    out = run("check", "--scan", "--since", "HEAD~1", "-f", format).out

    assert "new.py" in out
    assert "JAX" in out


def test_a_waiver_accepts_it_and_is_unused_only_where_code_is_read(run: Runner, repository: Path) -> None:
    waiver = "waivers: [{finding: added-framework, reason: a trial until spring}]\n"
    (repository / "fitframe.yaml").write_text(PROFILE + waiver)

    assert run("check", "--scan", "--since", "HEAD~1").code == 0
    assert "accepts nothing" not in run("check", "-v").out
    assert "accepts nothing" in run("check", "--scan", "-v").out


def test_a_waiver_for_what_was_there_accepts_nothing_that_a_change_adds(run: Runner, repository: Path) -> None:
    waiver = "waivers: [{finding: other-framework, reason: known}]\n"
    (repository / "fitframe.yaml").write_text(PROFILE + waiver)

    assert run("check", "--scan").code == 0
    assert run("check", "--scan", "--since", "HEAD~1").code == 1


def test_a_project_inside_is_judged_by_itself(run: Runner, repository: Path) -> None:
    inner = repository / "inner"
    inner.mkdir()
    (repository / "new.py").rename(inner / "new.py")
    (inner / "fitframe.yaml").write_text(PROFILE.replace("pytorch", "jax"))

    assert findings(run, "--scan") == []


def test_the_code_around_a_profile_is_read_whatever_its_folder_is_called(run: Runner, repository: Path) -> None:
    """Only a profile from standard input has none, and that is told by its name."""
    for folder in ("about", "training"):
        (repository / folder).mkdir()
        (repository / folder / "fitframe.yaml").write_text(PROFILE)
        (repository / folder / "net.py").write_text(JAX)

    assert [place for kind, _, place in findings(run, "--scan", "about", "training") if kind == "other-framework"] == [
        "about/net.py:1",
        "training/net.py:1",
    ]


def test_without_any_profile_it_tells_what_is_there(run: Runner, repository: Path) -> None:
    (repository / "fitframe.yaml").unlink()

    assert run("check", "--scan").code == 3
    assert findings(run, "--scan", "--allow-empty") == [
        ("in-code", "note", "b.py:1"),
        ("in-code", "note", "new.py:1"),
    ]


def test_what_code_is_built_on_and_what_trains_beside_it_are_told_apart(run: Runner, repository: Path) -> None:
    (repository / "fitframe.yaml").unlink()
    told = json.loads(run("check", "--scan", "--allow-empty", "-f", "json").out)["findings"]

    assert {one["path"]: one["message"] for one in told} == {
        "b.py": "The code is built on PyTorch; no profile states it.",
        "new.py": "JAX trains here.",
    }


def test_what_trains_beside_keras_and_what_that_runs_on_is_told(run: Runner, repository: Path) -> None:
    (repository / "fitframe.yaml").unlink()
    (repository / "net.py").write_text(KERAS + TF)
    (repository / "b.py").write_text(KERAS + TF)
    (repository / "requirements.txt").write_text("keras==2.15\ntensorflow\n")

    told = json.loads(run("check", "--scan", "--allow-empty", "-f", "json").out)["findings"]
    assert [one["message"] for one in told if one["path"] == "new.py"] == ["JAX trains here."]


def test_without_any_profile_what_is_run_alone_is_told_and_what_only_tests_use_is_not(rules: RuleBase) -> None:
    files = {"a.py": "import torch\nnet = torch.jit.load('m.pt')\n", "tests/test_a.py": JAX}

    told = list(without_profile(scan_tree(MemoryTree(files), rules), "", rules))

    assert [(one.framework, one.message) for one in told] == [
        ("pytorch", "The code is built on PyTorch; no profile states it.")
    ]


def test_the_summary_says_that_code_fails_where_the_choice_fits(run: Runner, repository: Path) -> None:
    done = run("check", "--scan", "--since", "HEAD~1")

    assert done.code == 1
    assert done.out.splitlines()[-1].startswith("1 profile checked: 1 fits; 1 fails by its code.")


def test_an_engine_is_no_framework_beside_what_runs_on_it(run: Runner, repository: Path) -> None:
    (repository / "fitframe.yaml").unlink()
    for name in ("net.py", "b.py", "new.py"):
        (repository / name).write_text(KERAS + TF)
    (repository / "requirements.txt").write_text("keras==2.15\ntensorflow\n")

    assert findings(run, "--scan", "--allow-empty") == [("in-code", "note", "b.py:1")]


def test_a_python_that_the_stated_framework_does_not_support(run: Runner, repository: Path) -> None:
    (repository / "fitframe.yaml").write_text(PROFILE.replace("pytorch", "tensorflow"))
    for name in ("net.py", "b.py", "new.py"):
        (repository / name).write_text(TF)
    (repository / "Dockerfile").write_text("FROM python:3.14 AS build\n\nFROM python:3.14\n")

    assert [told for told in findings(run, "--scan") if told[0] == "excluded-version"] == [
        ("excluded-version", "error", "Dockerfile:1")
    ]


def test_of_several_pythons_the_one_in_most_files_counts_and_its_place_is_told(run: Runner, repository: Path) -> None:
    (repository / "fitframe.yaml").write_text(PROFILE.replace("pytorch", "tensorflow"))
    for name in ("net.py", "b.py", "new.py"):
        (repository / name).write_text(TF)
    for folder, version in (("x", "3.14"), ("y", "3.14"), ("a", "3.12")):
        (repository / folder).mkdir()
        (repository / folder / "Dockerfile").write_text(f"FROM python:{version}\n")

    (told,) = [told for told in findings(run, "--scan") if told[0] == "excluded-version"]
    assert told[2] in ("x/Dockerfile:1", "y/Dockerfile:1")


def test_a_baseline_accepts_the_framework_that_was_there_and_no_other(run: Runner, repository: Path) -> None:
    (repository / "fitframe.yaml").write_text(PROFILE.replace("pytorch", "tensorflow"))
    assert "other-framework" in {kind for kind, _, _ in findings(run, "--scan")}
    run("check", "--scan", "--write-baseline", "base.json")
    entries = json.loads((repository / "base.json").read_text())["findings"]
    assert {(entry["finding"], entry.get("framework")) for entry in entries} >= {("other-framework", "pytorch")}
    assert run("check", "--scan", "--baseline", "base.json").code == 0

    for name in ("net.py", "b.py", "new.py"):
        (repository / name).write_text(JAX)

    assert run("check", "--scan", "--baseline", "base.json").code == 1


@pytest.mark.parametrize(("framework", "code"), [("", 0), ("framework: pytorch, ", 0), ("framework: jax, ", 1)])
def test_a_waiver_may_name_the_framework_that_it_is_for(
    run: Runner, repository: Path, framework: str, code: int
) -> None:
    waiver = f"waivers: [{{finding: other-framework, {framework}reason: a trial}}, {{verdict: poor, reason: known}}]\n"
    (repository / "fitframe.yaml").write_text(PROFILE.replace("pytorch", "tensorflow") + waiver)
    for name in ("net.py", "b.py", "new.py"):
        (repository / name).write_text(TORCH)

    assert run("check", "--scan").code == code


def test_a_changed_file_of_code_concerns_its_profile(run: Runner, repository: Path) -> None:
    listed = repository / "changed.txt"
    listed.write_text("new.py\n")

    assert [kind for kind, _, _ in findings(run, "--scan", "--changed", "changed.txt")] == ["other-framework"]
    assert findings(run, "--changed", "changed.txt", "--allow-empty") == []


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ("until: 2027-06-30\n", "'until' belongs to 'moving-to'"),
        ("moving-to: kears\n", "unknown framework 'kears', did you mean 'keras'?"),
        ("waivers: [{finding: other, reason: a}]\n", "finding"),
        ("waivers: [{finding: other-framework, framework: jx, reason: a}]\n", "unknown framework 'jx'"),
        ("waivers: [{verdict: poor, framework: jax, reason: a}]\n", "'framework' belongs to 'finding'"),
    ],
)
def test_faults_of_what_a_profile_says_of_its_code(run: Runner, repository: Path, more: str, fault: str) -> None:
    (repository / "fitframe.yaml").write_text(PROFILE + more)

    assert fault in run("check", "-v").out


def test_findings_have_places_that_exist(rules: RuleBase) -> None:
    finding: Finding = next(
        iter(
            of_code(
                StatedCode(
                    profile_from({"choice": "jax"}, rules),
                    "jax",
                    Place("fitframe.yaml"),
                    "",
                    scan_tree(MemoryTree({"a.py": TORCH}), rules),
                    None,
                ),
                rules,
                "2026-11-20",
            )
        )
    )

    assert finding.place == Place("a.py", 1)
    assert finding.related[0].place == Place("fitframe.yaml")
