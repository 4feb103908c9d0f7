"""What nobody who knows the field would dispute, on projects drawn at random: the shipped rules never forget it."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from fitframe import RuleBase, load_rules, profile_from, recommend
from fitframe.model.fields import Outcome
from fitframe.model.recommendation import Confidence, Recommendation

HOME = {
    "pytorch": {"pytorch"},
    "tensorflow": {"tensorflow", "keras"},
    "keras": {"keras", "tensorflow"},
    "jax": {"jax"},
    "scikit-learn": {"scikit-learn"},
}
FAMILIES = {"images": "vision", "text": "text-classification", "audio": "speech", "tabular": "recommendation"}
DRAWN = 25


@pytest.fixture(scope="module")
def rules() -> RuleBase:
    return load_rules()


def context(chance: Random, *deployments: str) -> dict[str, Any]:
    """Answers that say nothing of models: why, who, where, how long, on what."""
    said = {
        "goal": chance.choice(["research", "production", "tool", "prototype"]),
        "organisation": chance.choice(["individual", "volunteers", "research-lab", "startup", "enterprise"]),
        "deployment": chance.choice(deployments or ("server", "desktop", "none")),
    }
    more = {
        "horizon": chance.choice(["months", "years"]),
        "training-hardware": chance.choice(["cpu", "single-gpu", "multi-gpu"]),
        "experience": chance.choice(["beginner", "some", "experienced"]),
    }
    return said | {question: answer for question, answer in more.items() if chance.random() < 0.4}


def advised(rules: RuleBase, answers: dict[str, Any]) -> Recommendation:
    return recommend(rules, profile_from({"answers": answers}, rules))


@pytest.mark.parametrize("code", HOME)
def test_where_nothing_hurts_the_project_stays_where_it_is(rules: RuleBase, code: str) -> None:
    """In nine of ten projects at least, and where it is to move, that is never called clear."""
    chance, moved = Random(f"stay {code}"), list[Recommendation]()  # noqa: S311
    for _ in range(DRAWN):
        answers = context(chance) | {"decision": "existing", "existing-code": code, "pain": "nothing"}
        data = "tabular" if code == "scikit-learn" else chance.choice(list(FAMILIES))
        kind = "simple" if code == "scikit-learn" else chance.choice(["standard", "novel"])
        family = {"model-family": FAMILIES[data]} if code != "scikit-learn" and chance.random() < 0.6 else {}
        found = advised(rules, answers | {"data-kind": data, "model-kind": kind} | family)
        moved += [found] if found.recommended not in HOME[code] else []

    assert len(moved) <= DRAWN / 10
    assert not [one for one in moved if one.confidence is Confidence.CLEAR]


@pytest.mark.parametrize("language", ["python", "rust", "cpp"])
def test_simple_models_on_tables_need_no_deep_learning(rules: RuleBase, language: str) -> None:
    chance = Random(f"tables {language}")  # noqa: S311
    for _ in range(DRAWN):
        answers = context(chance) | {"decision": "start", "data-kind": "tabular", "model-kind": "simple"}
        size = {"data-size": chance.choice(["small", "medium", "large", "vast"])}
        spark = {"platform": "spark"} if chance.random() < 0.3 else {}
        found = advised(rules, answers | size | spark | {"model-family": "classical", "training-language": language})

        assert (found.recommended, found.outcome) == ("scikit-learn", Outcome.CLASSICAL)


@pytest.mark.parametrize(("language", "tool"), [("r", "xgboost"), ("java", "tribuo"), ("csharp", "ml-net")])
def test_simple_models_on_tables_stay_in_a_language_that_has_libraries_for_them(
    rules: RuleBase, language: str, tool: str
) -> None:
    chance = Random(f"tables {language}")  # noqa: S311
    for _ in range(DRAWN):
        answers = context(chance) | {"decision": "start", "data-kind": "tabular", "model-kind": "simple"}
        size = {"data-size": chance.choice(["small", "medium", "large", "vast"])}
        found = advised(rules, answers | size | {"model-family": "classical", "training-language": language})

        assert found.outcome is Outcome.OTHER_LIBRARY
        assert tool in [one.tool for one in found.instead]


@pytest.mark.parametrize("more", [{"starting-point": "gguf-file"}, {}])
def test_whoever_only_generates_with_a_language_model_needs_a_runtime(rules: RuleBase, more: dict[str, Any]) -> None:
    chance = Random("generate")  # noqa: S311
    for _ in range(DRAWN):
        answers = context(chance, "server", "desktop", "browser", "android") | {"data-kind": "text"}
        decision = chance.choice(["start", "existing", "library"])

        assert (
            advised(rules, answers | more | {"decision": decision, "model-family": "llm-inference"}).outcome
            is Outcome.RUN_ONLY
        )


@pytest.mark.parametrize(
    ("data", "family"), [("audio", "speech"), ("images", "vision"), ("images", "image-generation")]
)
def test_nobody_is_told_to_write_such_networks_by_hand(rules: RuleBase, data: str, family: str) -> None:
    chance = Random(f"by hand {family}")  # noqa: S311
    for _ in range(DRAWN):
        answers = context(chance, "server") | {"decision": ["start", "whether"], "data-kind": data}

        assert advised(rules, answers | {"model-family": family}).outcome is not Outcome.BY_HAND
