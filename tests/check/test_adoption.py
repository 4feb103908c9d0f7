"""What others paste or reference: the documented snippets, the hook, the action."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from fitframe import Settings, load_settings
from fitframe.checking.discovery import find_profiles
from tests.check.conftest import Add
from tests.cli.conftest import Runner

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "in-ci.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(yaml|toml|json)\n(.*?)```", PAGE, re.DOTALL)
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def valid(schema: str, path: Path) -> None:
    """Whether check-jsonschema finds a file to be what one of the schemas that it ships asks for."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("schema", "mark", "count"),
    [
        ("vendor.github-workflows", ".github/workflows/", 5),
        ("vendor.gitlab-ci", "artifacts:", 1),
        ("vendor.dependabot", "package-ecosystem:", 1),
        ("vendor.renovate", "customManagers", 1),
    ],
)
def test_pipelines_are_valid(schema: str, mark: str, count: int, tmp_path: Path) -> None:
    blocks = [text for _, text in BLOCKS if mark in text]

    assert len(blocks) == count
    for n, text in enumerate(blocks):
        path = tmp_path / f"{n}.yml"
        path.write_text(text)
        valid(schema, path)


def test_the_action_is_valid() -> None:
    valid("vendor.github-actions", ROOT / "action.yml")


def test_documented_settings_are_all_there_are(tmp_path: Path) -> None:
    (text,) = [text for kind, text in BLOCKS if kind == "toml"]
    text = text.replace("# as-of", "as-of").replace("# since", "since")
    (tmp_path / "fitframe.toml").write_text(text)

    assert set(tomllib.loads(text)) == {field.alias for field in Settings.model_fields.values()}
    load_settings(str(tmp_path / "fitframe.toml"))


def test_documented_profiles_come_out_as_the_page_says(tmp_path: Path) -> None:
    from fitframe import check

    found = []
    for text in (text for _, text in BLOCKS if text.startswith("fitframe: 1")):
        path = tmp_path / "fitframe.yaml"
        path.write_text(text)
        (result,) = check(path, Settings(as_of="2026-11-20"))
        found.append({finding.kind.value: finding.accepted is not None for finding in result.findings})

    _, waived, decided = found
    assert waived["poor"] is True  # its waiver accepts it
    assert "waiver-unused" not in waived
    assert "drift" in decided


def test_documented_waivers_accept(add: Add) -> None:
    from fitframe import check

    (text,) = [text for _, text in BLOCKS if text.startswith("waivers:")]
    Path("waivers.yaml").write_text(text)
    add("services/legacy/fitframe.yaml", "tensorflow")
    report = check(settings=Settings(waivers="waivers.yaml", rules=("ours",), as_of="2026-11-20"))

    assert (report.summary.waived, report.findings) == (1, ())


def test_the_documented_log_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Runner) -> None:
    answers = {
        ("search", "tensorflow"): "{goal: production, deployment: server, data-kind: text}",
        ("tills", "scikit-learn"): "{goal: production, deployment: android, model-kind: novel}",
    }
    for (name, choice), given in answers.items():
        path = tmp_path / "services" / name / "fitframe.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(f"fitframe: 1\nname: {name}\nanswers: {given}\nchoice: {choice}\n")
    monkeypatch.chdir(tmp_path)

    shown = re.findall(r"^    (services/\S+:\d+:\d+ .*)", PAGE, re.MULTILINE)
    assert run("check").out.splitlines()[:-1] == shown


def test_the_documented_pin_is_found_where_it_stands() -> None:
    (manager,) = json.loads(next(text for kind, text in BLOCKS if kind == "json"))["customManagers"]
    (pattern,) = (text.replace("(?<", "(?P<") for text in manager["matchStrings"])
    (gitlab,) = [text for _, text in BLOCKS if "artifacts:" in text]
    found = re.search(pattern, gitlab)

    assert found is not None
    assert found.groupdict() == {"host": "git.example.com", "depName": "YOUR-ORG/fitframe", "currentValue": "v0.1.0"}
    assert re.search(manager["managerFilePatterns"][0].strip("/"), ".gitlab-ci.yml")


def test_the_hook_runs_for_what_can_change_the_result(tmp_path: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    names = ["fitframe.yaml", "a/fitframe.yaml", "a/b.fitframe.yaml", "xfitframe.yaml", "fitframe.yml", "a/x.yaml"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()

    found = {os.path.relpath(path, tmp_path) for path in find_profiles([str(tmp_path)])}
    assert {name for name in names if re.search(hook["files"], name)} == found
    (settings,) = [tomllib.loads(text) for kind, text in BLOCKS if kind == "toml"]
    shared = [settings["waivers"], settings["baseline"], *(f"{folder}/criteria/x.yaml" for folder in settings["rules"])]
    for name in ("fitframe.toml", "pyproject.toml", *shared):
        assert re.search(hook["files"], name), name
        assert re.search(hook["files"], f"a/{name}"), name


def test_inputs_are_the_options() -> None:
    options = {str(field.alias) for field in Settings.model_fields.values()}

    assert set(ACTION["inputs"]) == options | {"paths", "config", "working-directory", "diff", "changed"}


def test_nothing_that_others_write_is_part_of_a_script() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"]
        assert "uses" not in step


def _inputs(**given: str) -> dict[str, str]:
    """The environment of the action's step for these inputs, as GitHub would fill it in."""
    values = {name: of["default"] for name, of in ACTION["inputs"].items()} | given
    step = ACTION["runs"]["steps"][1]
    pattern = re.compile(r"\$\{\{ inputs\.([a-z-]+) \}\}")
    return {key: pattern.sub(lambda found: values[found[1]], text) for key, text in step["env"].items()}


def _step(here: Path, **given: str) -> tuple[int, str, dict[str, str]]:
    """Run the action's step as a runner does; returns its exit code, its log and its outputs."""
    program = here.parent / "fitframe" / "bin" / "fitframe"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m fitframe "$@"\n')
    program.chmod(0o755)
    outputs, summary = here.parent / "outputs", here.parent / "summary"
    outputs.write_text("")
    runner = {"RUNNER_TEMP": str(here.parent), "GITHUB_OUTPUT": str(outputs), "GITHUB_STEP_SUMMARY": str(summary)}
    script = ACTION["runs"]["steps"][1]["run"]
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    environment = {**os.environ, **_inputs(**given), **runner}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    return (
        done.returncode,
        done.stdout + done.stderr,
        dict(line.split("=") for line in outputs.read_text().splitlines()),
    )


def test_the_action_annotates_and_summarises(add: Add, here: Path) -> None:
    add("a b/fitframe.yaml", "tensorflow")
    code, log, outputs = _step(here)

    assert (code, outputs) == (1, {"exit-code": "1"})
    assert log.startswith("::error file=a b/fitframe.yaml,line=4,col=1,")
    assert (here.parent / "summary").read_text().startswith("## fitframe check")


def test_the_action_passes_inputs_on(add: Add, here: Path) -> None:
    add("a b/fitframe.yaml", "tensorflow")
    add("c/fitframe.yaml", "jax")
    inputs = {
        "paths": "a b\n",
        "output": "json=out file.json\nsarif=out.sarif",
        "fail-on": "violates",
        "format": "text",
    }
    code, log, _ = _step(here, **inputs)

    assert (code, "1 profile checked" in log) == (0, True)
    assert (here / "out file.json").is_file()
    assert (here / "out.sarif").is_file()


def test_the_action_runs_nothing_that_stands_in_an_input(add: Add, here: Path) -> None:
    add("fitframe.yaml")
    code, _, outputs = _step(here, paths='$(touch hacked)\n"; touch hacked; "\n--exit-zero')

    assert (code, outputs) == (2, {"exit-code": "2"})  # three files that are not there
    assert not (here / "hacked").exists()


WORKFLOWS = [yaml.safe_load(text) for _, text in BLOCKS if ".github/workflows/" in text]
STEPS = [
    (step["uses"].partition("@")[2], step.get("with", {}))
    for workflow in WORKFLOWS
    for job in workflow["jobs"].values()
    for step in job.get("steps", ())
    if step["uses"].startswith("YOUR-ORG/fitframe@")
]


@pytest.mark.parametrize("event", ["push", "pull_request"])
@pytest.mark.parametrize(("version", "given"), STEPS)
def test_documented_workflows_run(add: Add, here: Path, event: str, version: str, given: dict[str, Any]) -> None:
    assert version in ("v0.1.0", "main")
    assert set(given) <= set(ACTION["inputs"])
    add("fitframe.yaml")
    base = "main" if event == "pull_request" else ""
    values = {
        "${{ inputs.fail-on }}": "violates",
        "${{ github.base_ref && format('origin/{0}', github.base_ref) }}": base and f"origin/{base}",
    }
    code, log, _ = _step(here, **{key: values.get(str(value), str(value).lower()) for key, value in given.items()})

    if base and "diff" in given:  # there is no such branch here, and git says so
        assert (code, "--diff" in log) == (2, True)
    else:
        assert code == 0, log


def test_the_reusable_workflow_takes_what_its_caller_gives() -> None:
    (called,) = [flow[True]["workflow_call"] for flow in WORKFLOWS if "workflow_call" in flow[True]]
    (caller,) = [job for flow in WORKFLOWS for job in flow["jobs"].values() if "uses" in job]

    assert set(caller["with"]) <= set(called["inputs"])


def test_what_gitlab_runs(add: Add, here: Path) -> None:
    (pipeline,) = [yaml.safe_load(text)["fitframe"] for _, text in BLOCKS if "artifacts:" in text]
    add("fitframe.yaml")
    command = pipeline["script"][-1].replace("fitframe", f'"{sys.executable}" -m fitframe', 1)
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert all((here / file).is_file() for file in pipeline["artifacts"]["reports"].values())
