"""Rules that settle a rating, adjust it, correct others, or do not apply under a second condition."""

from __future__ import annotations

from typing import Any

import pytest

from fitframe.model.rulebase import Rule
from tests.engine.build import ARTICLE, advice, base, criterion, ranked, rule


def rating(*rules: Rule, answers: dict[str, Any] | None = None, framework: str = "ant", **fields: Any) -> float:
    """What these rules make of a framework on the one criterion that counts."""
    found = advice(base(criterion("speed", *rules, base="high", **fields)), answers)
    (contribution,) = ranked(found, framework).contributions
    return contribution.rating


VOICE = rule("speed/voice", framework="ant", rating=1, evidence=ARTICLE)
MAIN = rule("speed/main", ratings={"ant": 3.5, "bee": 2}, settles=True)


def test_beside_a_rule_that_settles_a_rating_no_other_counts() -> None:
    assert rating(VOICE, MAIN) == 3.5
    assert rating(VOICE, rule("speed/fact", framework="ant", rating=3.5)) == pytest.approx(
        (0.95 * 3.5 + 0.2 * 1) / (0.95 + 0.2), abs=0.02
    )


def test_what_is_settled_for_one_framework_leaves_the_others_to_be_heard() -> None:
    only_ant = rule("speed/ant", framework="ant", rating=3.5, settles=True)
    of_bee = rule("speed/bee", framework="bee", rating=1)

    assert rating(only_ant, of_bee, framework="bee") == 1


def test_of_rules_that_settle_the_first_in_the_file_counts() -> None:
    special = rule("speed/z-special", framework="ant", rating=1, when={"size": "large"}, settles=True)

    assert rating(special, MAIN, answers={"size": "large"}) == 1
    assert rating(special, MAIN, answers={"size": "small"}) == 3.5
    assert rating(MAIN, special, answers={"size": "large"}) == 3.5


def test_what_no_longer_counts_is_told() -> None:
    found = advice(base(criterion("speed", VOICE, MAIN, base="high")))

    assert [(aside.rule, aside.by) for aside in found.set_aside] == [("speed/voice", "speed/main")]


def test_an_adjustment_adds_to_what_the_others_make_of_it() -> None:
    less = rule("speed/less", adjust={"ant": -0.5}, when={"size": "large"})

    assert rating(MAIN, less, answers={"size": "large"}) == 3.0
    assert rating(MAIN, less, answers={"size": "small"}) == 3.5
    assert rating(less, answers={"size": "large"}) == 1.5  # from the middle, where nothing else is known


def test_an_adjustment_stays_on_the_scale() -> None:
    assert rating(MAIN, rule("speed/more", adjust={"ant": 2})) == 4.0
    assert rating(MAIN, rule("speed/less", adjust={"bee": -3}), framework="bee") == 0.0


def test_a_correction_sets_a_rule_aside_for_all_and_rates_nobody() -> None:
    both = rule("speed/both", ratings={"ant": 1, "bee": 1})
    wrong = rule("speed/wrong", corrects=["speed/both"])
    fact = rule("speed/fact", framework="ant", rating=3)

    assert rating(both, wrong, fact) == 3
    assert rating(both, wrong, fact, framework="bee") == 2  # nothing is known any more


def test_a_rule_does_not_apply_where_its_second_condition_surely_holds() -> None:
    unless = rule("speed/unless", framework="ant", rating=4, unless={"target": "phone"})

    assert rating(unless, answers={"target": ["server"]}) == 4
    assert rating(unless, answers={"target": ["phone"]}) == 2
    assert rating(unless) == 4, "an open question does not keep it from applying"


def test_the_first_situation_that_holds_decides_the_importance() -> None:
    levels = [
        {"to": "none", "when": {"size": "small"}, "because": "it is small"},
        {"to": "decisive", "when": {"target": "phone"}, "unless": {"goal": "learning"}, "because": "a phone"},
        {"to": "low", "because": "always"},
    ]

    def importance(answers: dict[str, Any]) -> str:
        one = criterion("speed", MAIN).model_copy(update={})
        found = advice(base(one.model_validate({**one.model_dump(by_alias=True), "importance": levels})), answers)
        return next(iter([c.importance for c in ranked(found, "ant").contributions if not c.weakest_link]), "none")

    assert importance({"target": ["phone"]}) == "decisive"
    assert importance({"target": ["phone"], "size": "small"}) == "none"
    assert importance({"target": ["phone"], "goal": ["learning"]}) == "low"
    assert importance({}) == "low"


def test_a_rating_on_a_condition_says_the_condition() -> None:
    with_old = rule("speed/with-old", framework="ant", rating=3, provided="ant 1.5 is used")

    found = advice(base(criterion("speed", with_old, base="high")))

    assert [one.provided for one in ranked(found, "ant").provided] == ["ant 1.5 is used"]
    assert ranked(found, "bee").provided == ()
