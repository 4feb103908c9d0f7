"""Rank reversal: dropping, worsening or cloning a framework does what it should, and no more."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitframe.engine.evaluation import INDISTINCT
from fitframe.model.recommendation import Recommendation
from fitframe.model.rulebase import Criterion, RuleBase
from tests.engine.build import advice, scores
from tests.engine.test_properties import FRAMEWORKS, answers, rebuilt, rule_bases


def edited(rules: RuleBase, change: Any) -> list[Criterion]:
    """The criteria with `change` made to each rule."""
    return [c.model_copy(update={"rules": tuple(map(change, c.rules))}) for c in rules.criteria.values()]


def stands_out(found: Recommendation) -> bool:
    """Whether the first is ahead by more points than can be told apart.

    Among those that cannot be, the one that comes first in most worlds is first; that depends on who else is there.
    """
    first, *others = found.ranking
    return all(first.score - other.score > INDISTINCT for other in others)


@given(rule_bases, answers)
def test_dropping_a_framework_that_is_not_first_leaves_the_first_one_first(
    rules: RuleBase, given_: dict[str, str]
) -> None:
    found = advice(rules, given_)
    if found.recommended is None or not stands_out(found):
        return

    for dropped in set(FRAMEWORKS) - {found.recommended}:
        then = advice(rules, given_, between=[name for name in FRAMEWORKS if name != dropped])
        assert then.recommended == found.recommended
        before = next(r.share_first for r in found.ranking if r.framework == found.recommended)
        after = next(r.share_first for r in then.ranking if r.framework == found.recommended)
        assert after >= before - 1e-9


@given(rule_bases, answers, st.sampled_from(FRAMEWORKS))
def test_worsening_a_framework_that_is_not_first_leaves_the_first_one_first(
    rules: RuleBase, given_: dict[str, str], worse: str
) -> None:
    found = advice(rules, given_)
    if found.recommended is None or worse == found.recommended or not stands_out(found):
        return

    def change(rule: Any) -> Any:
        lowered = {name: max(0.0, r - 1) if name == worse else r for name, r in rule.ratings.items()}
        return rule.model_copy(update={"ratings": lowered})

    then = advice(rebuilt(rules, edited(rules, change)), given_)

    assert then.recommended == found.recommended


@given(rule_bases, answers, st.sampled_from(FRAMEWORKS))
def test_a_clone_has_its_original_s_score_and_moves_nobody(rules: RuleBase, given_: dict[str, str], name: str) -> None:
    def change(rule: Any) -> Any:
        ratings = {**rule.ratings, **({"twin": rule.ratings[name]} if name in rule.ratings else {})}
        blocks = (*rule.blocks, *(["twin"] if name in rule.blocks else []))
        return rule.model_copy(update={"ratings": ratings, "blocks": blocks})

    before = scores(advice(rules, given_))
    then = advice(rebuilt(rules, edited(rules, change), [*FRAMEWORKS, "twin"]), given_)
    after = scores(then)

    assert {key: value for key, value in after.items() if key != "twin"} == pytest.approx(before)
    assert after.get("twin") == pytest.approx(before[name]) if name in before else "twin" not in after
    shares = {r.framework: r.share_first for r in then.ranking}
    original = {r.framework: r.share_first for r in advice(rules, given_).ranking}
    if name in before:  # the two divide among them at least what the one had, and take from nobody else's worlds twice
        assert shares[name] + shares["twin"] >= original[name] - 1e-9
