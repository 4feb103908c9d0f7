"""What the repository promises of itself: locked versions, bounds, and the commands of the README."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DECLARED = [
    Requirement(text)
    for group in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    for text in group
]
LINES = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[0] != "#"]
LOCKED = [Requirement(line) for line in LINES]
COMMANDS = [line.strip() for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if "venv" in line]


def test_the_lock_holds_names_versions_and_markers_alone() -> None:
    for line in LINES:
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; [\w\s.<>=!']+)?", line), line


@pytest.mark.parametrize("requirement", DECLARED, ids=str)
def test_each_dependency_has_a_lower_bound_that_its_locked_version_meets(requirement: Requirement) -> None:
    assert [spec.operator for spec in requirement.specifier] == [">="]
    pins = [lock for lock in LOCKED if canonicalize_name(lock.name) == canonicalize_name(requirement.name)]

    assert pins, "run the command at the head of constraints.txt"
    for pin in pins:
        (exact,) = pin.specifier
        assert requirement.specifier.contains(Version(exact.version))


def test_the_commands_of_the_readme_install_the_locked_versions() -> None:
    assert len(COMMANDS) == 2
    for command in COMMANDS:
        assert "pip install -q -c constraints.txt " in command


def test_ci_runs_the_test_command_of_the_readme() -> None:
    """.ci/run finds it by this pattern; a README that is written anew must not make it find nothing."""
    found = [line for line in COMMANDS if re.fullmatch(r"python3 -m venv .*pytest.*", line)]

    assert len(found) == 1
    assert "(python3 -m venv .*pytest.*" in (ROOT / ".ci" / "run").read_text(encoding="utf-8").replace("\\(", "(")


@pytest.mark.parametrize("name", [".github/workflows/ci.yml", ".pre-commit-config.yaml", ".pre-commit-hooks.yaml"])
def test_the_files_of_ci_are_yaml(name: str) -> None:
    assert yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_the_workflow_has_a_run_for_each_way_to_install() -> None:
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))["jobs"]
    steps = {name: " ".join(step.get("run", "") for step in job["steps"]) for name, job in jobs.items()}

    assert "lowest-direct" in steps["lowest"]
    assert "--upgrade" in steps["newest"]
    assert "constraints" not in steps["newest"]
    assert "|| echo" not in steps["lowest"].replace("\n", " ")
    systems = {entry["system"] for entry in jobs["systems"]["strategy"]["matrix"]["include"]}
    assert systems == {"macos-latest", "windows-latest"}


def test_no_run_enters_more_modules_than_a_reader_can_follow() -> None:
    done = subprocess.run([sys.executable, "benchmarks/modules_entered.py"], cwd=ROOT, capture_output=True, check=False)

    assert done.returncode == 0, done.stdout.decode()
