"""The JSON Schemas say the same as the program."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from fitframe.model.rulebase import RuleBase
from fitframe.rulebase.json_schema import schemas
from fitframe.rulebase.load import load_rules, shipped_rules
from tests.conftest import SMALL

PROFILES = Path(__file__).parent / "files" / "profiles"
OVERLAYS = Path(__file__).parent / "files" / "overlays" / "positive"
KINDS = {"criteria": "criterion", "frameworks": "framework", "tools": "tool", "signals": "signals"}


@pytest.fixture
def folder(tmp_path: Path, small_rules: RuleBase) -> Path:
    """A folder with the schemas, those of profiles for the small rule base."""
    for name, text in schemas(small_rules).items():
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    return tmp_path


def refused(schema: Path, *files: Path) -> set[str]:
    """The files that check-jsonschema, which reads YAML 1.2, finds at fault."""
    command = [sys.executable, "-m", "check_jsonschema", "-o", "json", "--schemafile", str(schema), *map(str, files)]
    said = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)
    assert not said.get("parse_errors")
    return {Path(error["filename"]).name for error in said.get("errors", [])}


@pytest.mark.parametrize("rules", [SMALL, shipped_rules()], ids=["small", "shipped"])
def test_rules_that_the_program_accepts_fit_the_schemas(rules: Path, folder: Path) -> None:
    for name in ("rulebase", "sources", "questions", "routes", "splits"):
        if (rules / f"{name}.yaml").exists():
            assert refused(folder / f"{name}.json", rules / f"{name}.yaml") == set()
    for inside, name in KINDS.items():
        if files := sorted((rules / inside).glob("*.yaml")):
            assert refused(folder / f"{name}.json", *files) == set()


def test_profiles_fit_or_do_not_as_the_program_says(folder: Path) -> None:
    good = [path for path in sorted((PROFILES / "positive").iterdir()) if path.stem != "to-be-filled-in"]
    bad = [PROFILES / "negative" / f"{name}.yaml" for name in ("unknown-keys", "names", "shapes", "types", "lists")]

    assert refused(folder / "profile.json", *good) == set()
    assert refused(folder / "profile.json", *bad) == {path.name for path in bad}


def test_an_overlay_may_leave_out_what_the_criterion_below_says(folder: Path) -> None:
    overlay = OVERLAYS / "remove" / "criteria" / "speed.yaml"

    assert refused(folder / "criterion.json", overlay) == {"speed.yaml"}
    assert refused(folder / "criterion-overlay.json", overlay) == set()


def test_a_profile_offers_exactly_the_choices_of_each_question(small_rules: RuleBase) -> None:
    answers = json.loads(schemas(small_rules)["profile"])["properties"]["answers"]

    size = answers["properties"]["size"]
    assert [form["enum"] for form in size["anyOf"] if "enum" in form] == [["small"], ["medium"], ["large"], ["unknown"]]
    assert answers["additionalProperties"] is False
    assert list(answers["properties"]) == ["target", "size", "audited", "python"]


def test_the_schemas_of_the_shipped_rules_are_the_same_each_time() -> None:
    assert schemas(load_rules()) == schemas(load_rules())
