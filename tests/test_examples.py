"""Every example gives the answer that its own comments expect, and argue for.

The comments at its top are read: "# Expected: pytorch or keras; leaning or toss-up" for the answer and how sure;
"# Articles alone: tensorflow" for what the five articles by themselves would say; "# Excluded: jax" and
"# Parts: scikit-learn, pytorch" where these matter; "# Outcome: run-only" where the answer is no framework, and
"# Take: llama-cpp, onnxruntime" for what to take instead, in this order.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fitframe import load_profile, load_rules, recommend
from fitframe.model.fields import NO_FRAMEWORK
from fitframe.model.recommendation import Recommendation
from fitframe.model.rulebase import RuleBase

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.yaml"))


@pytest.fixture(scope="module")
def rules() -> RuleBase:
    return load_rules()


def expected(path: Path, label: str) -> list[list[str]]:
    """The words after a label, parts split at semicolons, alternatives at 'or' and commas; empty if there is none."""
    found = re.search(rf"^# {label}: (.*)$", path.read_text(), re.MULTILINE)
    return [re.split(r", | or ", part.strip()) for part in found[1].split(";")] if found else []


def advice(path: Path, rules: RuleBase, *sources: str) -> Recommendation:
    return recommend(rules, load_profile(str(path), rules), sources=sources)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_gets_the_answer_it_expects(path: Path, rules: RuleBase) -> None:
    frameworks, confidences = expected(path, "Expected")

    found = advice(path, rules)

    assert (found.recommended or "none") in frameworks or frameworks == ["any"]
    assert found.confidence in confidences


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_answer_fits_a_screen(path: Path, rules: RuleBase) -> None:
    """Thirty lines of a hundred columns at most, as `fitframe recommend` prints them."""
    lines = str(advice(path, rules)).splitlines()

    assert len(lines) <= 30
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize(
    "path", [path for path in EXAMPLES if expected(path, "Articles alone")], ids=lambda path: path.stem
)
def test_the_articles_alone_give_their_own_advice(path: Path, rules: RuleBase) -> None:
    assert advice(path, rules, "articles").recommended in expected(path, "Articles alone")[0]


@pytest.mark.parametrize("path", [p for p in EXAMPLES if expected(p, "Excluded")], ids=lambda path: path.stem)
def test_an_example_excludes_what_it_says(path: Path, rules: RuleBase) -> None:
    assert set(expected(path, "Excluded")[0]) <= {entry.framework for entry in advice(path, rules).excluded}


@pytest.mark.parametrize("path", [p for p in EXAMPLES if expected(p, "Parts")], ids=lambda path: path.stem)
def test_an_example_of_two_kinds_of_work_gets_two_frameworks(path: Path, rules: RuleBase) -> None:
    assert [part.recommended for part in advice(path, rules).parts] == expected(path, "Parts")[0]


@pytest.mark.parametrize("path", [p for p in EXAMPLES if expected(p, "Outcome")], ids=lambda path: path.stem)
def test_an_example_comes_to_its_outcome(path: Path, rules: RuleBase) -> None:
    assert advice(path, rules).outcome == expected(path, "Outcome")[0][0]


@pytest.mark.parametrize("path", [p for p in EXAMPLES if expected(p, "Take")], ids=lambda path: path.stem)
def test_an_example_says_what_to_take_instead(path: Path, rules: RuleBase) -> None:
    assert [one.tool for one in advice(path, rules).instead] == expected(path, "Take")[0]


def test_only_examples_with_an_outcome_come_to_another_than_a_framework(rules: RuleBase) -> None:
    without = [path for path in EXAMPLES if not expected(path, "Outcome")]

    assert {path.stem for path in without if advice(path, rules).outcome in NO_FRAMEWORK} == set()


def test_every_example_argues_for_its_expectation() -> None:
    for path in EXAMPLES:
        comments = [line for line in path.read_text().splitlines() if line.startswith("# ")]
        labelled = [
            line for line in comments if re.match("# (Expected|Articles alone|Excluded|Parts|Outcome|Take): ", line)
        ]
        assert len(expected(path, "Expected")) == 2, path
        assert len(comments) - len(labelled) >= 2, f"{path} gives no reason"


def test_every_framework_comes_first_somewhere(rules: RuleBase) -> None:
    assert {advice(path, rules).recommended for path in EXAMPLES} >= set(rules.frameworks)
