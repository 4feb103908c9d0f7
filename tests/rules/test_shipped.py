"""The shipped rule base as a whole: no faults, all cases hold, the schemas are current, the README's samples work."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fitframe import load_rules
from fitframe.api import lint, run_cases, schemas
from fitframe.model.evidence import Precedent, Source
from fitframe.model.fields import Model
from fitframe.model.rulebase import Criterion, Framework, Question, Route, RuleBase, Split, Tool
from fitframe.rulebase.yaml import read_document, validate

RULES = Path(__file__).parents[2] / "rules"


@pytest.fixture(scope="module")
def rules() -> RuleBase:
    return load_rules()


def test_lint_finds_no_fault() -> None:
    assert [str(fault) for fault in lint()] == []


def test_every_case_holds_and_every_rule_has_one(rules: RuleBase) -> None:
    assert [str(fault) for fault in run_cases(rules).failures] == []


def test_every_file_is_loaded(rules: RuleBase) -> None:
    for kind in ("criteria", "frameworks", "tools", "signals"):
        assert {path.stem for path in (RULES / kind).glob("*.yaml")} == set(getattr(rules, kind))


def test_every_article_is_cited(rules: RuleBase) -> None:
    cited = {e.source for c in rules.criteria.values() for rule in c.rules for e in rule.evidence}

    assert set(rules.groups["articles"]) <= cited


def test_the_schemas_in_the_folder_are_current(rules: RuleBase) -> None:
    """If this fails, run: fitframe rules schema -o rules/schema"""
    written = {path.stem: path.read_text() for path in (RULES / "schema").glob("*.json")}

    assert written == schemas(rules)


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("rulebase", "rulebase.yaml"),
        ("sources", "sources.yaml"),
        ("questions", "questions.yaml"),
        ("routes", "routes.yaml"),
        ("splits", "splits.yaml"),
        ("framework", "frameworks/*.yaml"),
        ("tool", "tools/*.yaml"),
        ("signals", "signals/*.yaml"),
        ("criterion", "criteria/*.yaml"),
        ("profile", "../examples/*.yaml"),
    ],
)
def test_check_jsonschema_accepts_what_is_shipped(schema: str, files: str) -> None:
    paths = sorted(RULES.glob(files))
    against = ["--schemafile", str(RULES / "schema" / f"{schema}.json"), *map(str, paths)]

    done = subprocess.run([sys.executable, "-m", "check_jsonschema", *against], capture_output=True, text=True)

    assert paths
    assert done.returncode == 0, done.stdout


SLANTED = re.compile(
    r"\b(amazing|awful|beautiful|best-in-class|blazing|brilliant|bloated|clumsy|cutting-edge|dead|dominat\w+|elegant"
    r"|excellent|fantastic|game-chang\w+|great|horrible|king|legacy|magic\w*|mature|mess|obsolete|obviously|of course|"
    r"outdated|painful|poor|powerful|robust|seamless\w*|simply|superior|terrible|ugly|unmatched|unfortunately|world-class)\b",
    re.IGNORECASE,
)


def test_no_reason_uses_a_slanted_word(rules: RuleBase) -> None:
    reasons = [(rule.id, rule.because) for c in rules.criteria.values() for rule in c.rules]

    assert [(name, match[0]) for name, because in reasons if (match := SLANTED.search(because))] == []


def samples() -> Iterator[tuple[str, type[Model], bytes]]:
    """The YAML samples of the README that are a whole file or entry, with the model that they are of."""
    text = (RULES / "README.md").read_text()
    kinds: dict[str, type[Model]] = {
        "- id: our-survey": Source,
        "- id: serving-load": Question,
        "id: edge  ": Criterion,
        "id: pytorch": Framework,
        "id: torchserve": Tool,
        "- id: pytorch-android-executorch": Route,
        "- id: tables-and-images": Split,
        "- id: caiman-evaluation": Precedent,
    }
    for block in re.findall(r"^```yaml\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        for start, model in kinds.items():
            if block.startswith(start):
                entry = re.sub(r"^(- |  )", "", block, flags=re.MULTILINE) if start.startswith("-") else block
                yield start, model, entry.encode()


@pytest.mark.parametrize(("start", "model", "entry"), list(samples()), ids=lambda value: str(value)[:20])
def test_the_samples_in_the_readme_are_valid(start: str, model: type[Model], entry: bytes) -> None:
    validate(model, read_document(entry, start))


def test_the_readme_has_a_sample_of_each_kind() -> None:
    assert {model for _, model, _ in samples()} == {
        Source,
        Question,
        Criterion,
        Framework,
        Tool,
        Route,
        Split,
        Precedent,
    }
