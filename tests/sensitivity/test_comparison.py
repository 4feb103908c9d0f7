"""Two frameworks side by side, and why a framework is not first."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from fitframe.model.rulebase import RuleBase
from fitframe.sensitivity.comparison import comparison, side_by_side
from fitframe.sensitivity.project import AnswerChange
from tests.engine.build import QUESTIONS, base, criterion, rule, scores
from tests.engine.test_properties import answers, rule_bases
from tests.sensitivity.build import situated

SPEED = criterion("speed", rule("speed/r", ratings={"ant": 4, "bee": 1}), base="high")
EASE = criterion("ease", rule("ease/r", ratings={"ant": 1, "bee": 3}), base="low")


@given(rule_bases, answers)
def test_the_differences_add_up_to_that_of_the_scores(rules: RuleBase, given_: dict[str, Any]) -> None:
    here = situated(rules, given_)
    found = comparison(here, "ant", "bee")

    summed = sum(d.ahead for d in found.differences) + found.links[0] - found.links[1]
    assert summed == pytest.approx(found.scores[0] - found.scores[1], abs=1e-9)
    for name, value in zip(found.frameworks, found.scores, strict=True):
        assert value == pytest.approx(scores(here.advice).get(name, value), abs=1e-9)


def test_the_other_way_round_is_the_same_turned_round() -> None:
    here = situated(base(SPEED, EASE))
    one, other = comparison(here, "ant", "bee"), comparison(here, "bee", "ant")

    assert [(d.criterion, d.ahead) for d in one.differences] == [(d.criterion, -d.ahead) for d in other.differences]


def test_why_a_framework_is_ruled_out_and_what_lets_it_in() -> None:
    """Without the phone bee is second: speed 4 to 1 outweighs ease."""
    out = criterion("out", rule("out/bee", blocks=["bee"], when={"target": "phone"}))
    found = side_by_side(situated(base(SPEED, EASE, out), {"target": ["phone"]}), "ant", "bee")

    (why,) = found.why_not
    assert (why.framework, why.ruled_out) == ("bee", ("out/bee",))
    assert {r.change.after for r in why.returns} == {("server",), ("web",)}
    assert {r.place for r in why.returns} == {2}
    assert [d.criterion for d in why.loses_on] == ["speed"]


def test_what_a_framework_loses_on_is_where_the_leader_is_ahead() -> None:
    """On ease bee has a tenth of a step more, with a fifth of the weight: half a point."""
    ease = criterion("ease", rule("ease/r", ratings={"ant": 3, "bee": 3.1}), base="low")

    (why,) = side_by_side(situated(base(SPEED, ease)), "ant", "bee").why_not

    assert [d.criterion for d in why.loses_on] == ["speed"]


def test_what_comes_back_has_its_place_among_all_and_its_lead() -> None:
    """Of 100, 75 and 25 points bee has the 75: second of three, 25 behind the first."""
    speed = criterion("speed", rule("speed/r", ratings={"ant": 4, "bee": 3, "cat": 1}), base="high")
    out = criterion("out", rule("out/bee", blocks=["bee"], when={"size": "large"}))
    here = situated(base(speed, out, frameworks="ant bee cat"), {"size": "large"})

    (why,) = side_by_side(here, "ant", "bee").why_not

    assert {(one.change.after, one.place, one.lead) for one in why.returns} == {
        (("small",), 2, -25),
        (("medium",), 2, -25),
    }


def test_the_rules_that_would_bring_a_framework_back_are_named() -> None:
    help_ = rule("speed/bee-on-large", framework="bee", rating=4, when={"size": "large"}, supersedes=["speed/r"])
    also = rule("ease/ant-on-large", framework="ant", rating=3, when={"size": "large"})
    speed = SPEED.model_copy(update={"rules": (*SPEED.rules, help_)})
    rules = base(speed, EASE.model_copy(update={"rules": (*EASE.rules, also)}))

    found = side_by_side(situated(rules, {"size": "small"}, {"ease": "high"}), "ant", "bee")

    (why,) = found.why_not
    assert [c.after for c in found.counterfactuals["bee"].answers[0].changes] == [("large",)]
    assert why.rules == ("speed/bee-on-large",)  # the other one helps ant


def test_the_first_of_all_needs_no_turn() -> None:
    found = side_by_side(situated(base(SPEED, EASE)), "ant", "bee")

    assert set(found.counterfactuals) == {"bee"}


def test_only_what_lies_with_the_team_is_within_its_reach() -> None:
    """Both a large size and another target would put bee first; size is a lever, what the project is for is not."""
    large = rule("speed/bee-on-large", framework="bee", rating=4, when={"size": "large"}, supersedes=["speed/r"])
    server = rule("speed/bee-on-server", framework="bee", rating=4, when={"target": "server"}, supersedes=["speed/r"])
    speed = SPEED.model_copy(update={"rules": (*SPEED.rules, large, server)})
    questions = [{**question, "lever": question["id"] == "size"} for question in QUESTIONS]
    given_ = {"size": "small", "target": ["phone"]}
    here = situated(base(speed, EASE, questions=questions), given_, {"ease": "high"})

    found = side_by_side(here, "ant", "bee").counterfactuals["bee"]

    assert {c.changes[0].question for c in found.answers} == {"size", "target"}  # type: ignore[union-attr]
    reached = [c.changes[0] for c in found.within_reach]
    assert [c.question for c in reached if isinstance(c, AnswerChange)] == ["size"]


def test_two_ways_to_run_one_framework_are_compared_as_they_were_named() -> None:
    """ant runs on x and on y; x is the better one, which is why ant alone is ant on x."""
    speed = criterion("speed", rule("speed/r", ratings={"ant@x": 4, "ant@y": 1, "bee": 2}), base="high")
    rules = base(speed)
    ant = rules.frameworks["ant"].model_copy(update={"backends": {"x": "X", "y": "Y"}})
    rules = rules.model_copy(update={"frameworks": {**rules.frameworks, "ant": ant}})

    found = side_by_side(situated(rules), "ant", "ant@y")

    assert found.comparison.ways == ("ant@x", "ant@y")
    assert [d.ratings for d in found.comparison.differences] == [(4.0, 1.0)]
    assert set(found.counterfactuals) == set()
