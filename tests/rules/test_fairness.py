"""No framework is favoured by how the rule base is written, only by what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from fitframe import load_profile, load_rules, recommend
from fitframe.model.profile import Profile
from fitframe.model.rulebase import Criterion, Rule, RuleBase

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))
PAIRS = [("pytorch", "tensorflow"), ("jax", "pytorch"), ("scikit-learn", "tensorflow")]


@pytest.fixture(scope="module")
def rules() -> RuleBase:
    return load_rules()


@pytest.fixture(scope="module")
def profiles(rules: RuleBase) -> list[Profile]:
    return [load_profile(str(path), rules) for path in EXAMPLES]


def changed(rules: RuleBase, change: Callable[[Rule], Rule]) -> RuleBase:
    def criterion(one: Criterion) -> Criterion:
        return one.model_copy(update={"rules": tuple(map(change, one.rules))})

    return rules.model_copy(update={"criteria": {name: criterion(c) for name, c in rules.criteria.items()}})


def scores(rules: RuleBase, profile: Profile) -> Mapping[str, float]:
    return {place.framework: place.score for place in recommend(rules, profile).ranking}


def test_with_all_ratings_alike_the_number_of_rules_decides_nothing(rules: RuleBase, profiles: list[Profile]) -> None:
    """However many rules speak of a framework: if all say 2, and 2 is what the unknown counts, nobody leads."""

    def flat(rule: Rule) -> Rule:
        alike = dict.fromkeys(rule.judged, 2.0)
        return rule.model_copy(update={"framework": None, "rating": None, "ratings": alike, "adjust": {}, "blocks": ()})

    for profile in profiles:
        found = scores(changed(rules, flat), profile)
        assert found == pytest.approx(dict.fromkeys(found, 50.0))


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_swapping_the_rules_of_two_frameworks_swaps_their_scores(
    rules: RuleBase, profiles: list[Profile], one: str, other: str
) -> None:
    names = {one: other, other: one}

    def swapped(rule: Rule) -> Rule:
        ratings = {names.get(name, name): rating for name, rating in rule.judged.items()}
        adjust = {names.get(name, name): by for name, by in rule.adjust.items()}
        blocks = tuple(names.get(name, name) for name in rule.blocks)
        return rule.model_copy(
            update={"framework": None, "rating": None, "ratings": ratings, "adjust": adjust, "blocks": blocks}
        )

    mirror = changed(rules, swapped)
    for profile in profiles:
        expected = {names.get(name, name): score for name, score in scores(rules, profile).items()}
        assert scores(mirror, profile) == pytest.approx(expected)


def turned_round(found: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Rules from the last to the first, but for those that settle a rating: of them the first decides."""
    rest = reversed([rule for rule in found if not rule.settles])
    return (*rest, *(rule for rule in found if rule.settles))


def test_the_order_of_files_rules_and_choices_changes_nothing(rules: RuleBase, profiles: list[Profile]) -> None:
    questions = {
        name: q if q.ordered else q.model_copy(update={"choices": dict(reversed(q.choices.items()))})
        for name, q in reversed(rules.questions.items())
    }
    criteria = {
        name: c.model_copy(update={"rules": turned_round(c.rules)}) for name, c in reversed(rules.criteria.items())
    }
    frameworks = dict(reversed(rules.frameworks.items()))
    turned = rules.model_copy(update={"questions": questions, "criteria": criteria, "frameworks": frameworks})

    for profile in profiles:
        assert recommend(turned, profile).ranking == recommend(rules, profile).ranking
