"""Rules that almost applied."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from fitframe.engine.conditions import compile_condition
from fitframe.model.rulebase import RuleBase
from fitframe.sensitivity.near_misses import near_misses
from tests.engine.build import advice, base, criterion, rule
from tests.engine.test_properties import answers, rule_bases
from tests.sensitivity.build import situated
from tests.sensitivity.test_counterfactuals import MANY

LEAD = rule("lead/ant", ratings={"ant": 3, "bee": 2})


def test_a_rule_one_answer_away_tells_what_it_saw_and_what_it_needed() -> None:
    """With bee at 4 on the same criterion, beside 2 from the other rule, both official: 3 against 3, a tie."""
    almost = rule("lead/bee", framework="bee", rating=4, when={"goal": ["research", "production"], "size": "small"})
    rules = base(criterion("lead", LEAD, almost, base="high"))

    (miss,) = near_misses(situated(rules, {"goal": ["learning"], "size": "small"}))

    assert (miss.rule, miss.question, miss.saw) == ("lead/bee", "goal", ("learning",))
    assert set(miss.needed) == {("research",), ("production",)}
    assert miss.leader == "ant"
    assert miss.lead == pytest.approx(0)


def test_a_rule_two_answers_away_is_no_near_miss() -> None:
    almost = rule("lead/bee", framework="bee", rating=4, when={"goal": "research", "size": "small"})

    assert near_misses(situated(base(criterion("lead", LEAD, almost, base="high")), {"size": "large"})) == ()


def test_an_open_answer_is_seen_as_none() -> None:
    almost = rule("lead/bee", framework="bee", rating=4, when={"size": "large"})

    (miss,) = near_misses(situated(base(criterion("lead", LEAD, almost, base="high"))))

    assert (miss.saw, miss.needed) == ((), (("large",),))


def test_a_criterion_that_does_not_count_has_no_near_misses() -> None:
    almost = rule("off/bee", framework="bee", rating=4, when={"size": "large"})

    assert near_misses(situated(base(criterion("lead", LEAD, base="high"), criterion("off", almost)))) == ()


def test_a_rule_that_speaks_of_neither_contender_turns_nothing() -> None:
    """On a large project a rule rates bee 4 on a criterion of weight 4, and another cat, which stays last."""
    turns = rule("lead/bee", framework="bee", rating=4, when={"size": "large"}, supersedes=["lead/ant"])
    idle = rule("lead/cat", framework="cat", rating=1, when={"size": "large"})
    rules = base(criterion("lead", LEAD, turns, idle, base="high"), frameworks="ant bee cat")

    found = near_misses(situated(rules, {"size": "small"}))

    assert [(miss.rule, miss.leader) for miss in found] == [("lead/bee", "bee")]


@given(rule_bases, answers.map(lambda found: {q: (a,) if q in MANY else a for q, a in found.items()}))
def test_with_the_needed_answer_the_rule_applies_and_the_lead_is_as_told(
    rules: RuleBase, given_: dict[str, Any]
) -> None:
    here = situated(rules, given_)

    for miss in near_misses(here):
        holds = compile_condition(rules.rule(miss.rule).when, here.compiled.vocabulary)
        assert holds(*here.answers) is not True
        leads = []
        for needed in miss.needed:
            then = {**given_, miss.question: needed if miss.question in MANY else needed[0]}
            assert holds(*here.compiled.vocabulary.encode(then)) is True
            found = advice(rules, then)
            others = [r.score for r in found.ranking if r.framework != here.leader]
            own = next((r.score for r in found.ranking if r.framework == here.leader), 0)  # out: it stands at 0
            leads.append(own - max(others, default=0))
        assert abs(min(leads) - miss.lead) < 1e-6
