"""Similar decisions are found by the answers that move the scores, and never move a score themselves."""

from __future__ import annotations

from typing import Any

import pytest

from fitframe.engine.compiled import compile_rules
from fitframe.engine.recommend import advise
from fitframe.model.evidence import Aftermath, Precedent
from fitframe.model.recommendation import Recommendation
from tests.engine.build import ARTICLE, base, criterion, rule
from tests.engine.test_outcomes import RUN

PHONE = rule("speed/ant", framework="ant", rating=4, when={"target": "phone"}, evidence=ARTICLE)
STUDY = rule("ease/bee", framework="bee", rating=3, when={"goal": "research"}, evidence=ARTICLE)
CRITERIA = (criterion("speed", PHONE, base="decisive"), criterion("ease", STUDY, base="low"))
"""The target moves scores by far, the goal by little, and other answers by nothing."""
OURS: dict[str, Any] = {"goal": ("research",), "target": ("phone",), "size": "small", "python": "3.12"}


def precedent(name: str, **fields: Any) -> Precedent:
    """A decision for the ant of 2020, known in 2023, of a project with our answers but for `fields`' needs."""
    told = {
        "id": name,
        "title": name,
        "decided": "2020",
        "source": "https://example.org/" + name,
        "read": "2026-01-01",
        "among": ["ant", "bee"],
        "chose": "ant",
        "comes_to": "framework",
        "how": "It took the ant.",
        "happened": "It stayed.",
        "outcome": "kept",
        "known": "2023",
        "needs": OURS,
    }
    return Precedent.model_validate({**told, **fields})


def asked(*precedents: Precedent, as_of: str | None = None, answers: dict[str, Any] = OURS) -> Recommendation:
    rules = base(*CRITERIA, precedents={one.id: one for one in precedents})
    return advise(compile_rules(rules, as_of=as_of), answers, {}, worlds=50, precedents=True)


def told(advised: Recommendation) -> list[str]:
    return [one.id for one in advised.precedents]


def test_an_answer_weighs_what_it_moves() -> None:
    other_target = precedent("other-target", needs={**OURS, "target": ("server",)})
    other_goal = precedent("other-goal", needs={**OURS, "goal": ("learning",)})

    found = asked(other_target, other_goal)

    assert told(found) == ["other-goal"]  # whoever differs in what decides is not like us
    assert next(iter(found.precedents[0].alike)) == "target"
    assert found.precedents[0].unlike == ("goal",)


def test_an_unknown_answer_is_less_alike_than_the_same_and_more_than_another() -> None:
    same = precedent("same")
    silent = precedent("silent", needs={name: answer for name, answer in OURS.items() if name != "goal"})
    other = precedent("other", needs={**OURS, "goal": ("learning",)})

    found = asked(other, silent, same)

    assert told(found) == ["same", "silent", "other"]
    assert [one.unlike for one in found.precedents] == [(), (), ("goal",)]
    likeness = {one.id: one.likeness for one in found.precedents}
    assert likeness["same"] > likeness["silent"] > likeness["other"]


def test_of_several_choices_the_share_that_both_have_counts() -> None:
    both = precedent("both", needs={**OURS, "goal": ("research", "learning")})
    exact = precedent("exact")

    likeness = {one.id: one.likeness for one in asked(both, exact).precedents}

    assert likeness["both"] < likeness["exact"]


def test_likeness_worked_by_hand() -> None:
    """Without the target ant loses 46.7 points and bee none: each is 23.3 from the mean, and 10 at most count.

    Without the goal bee loses 25 · 0.6 / 9 = 1.67 points: 0.83 each. A criterion reads each: 0.25 more. Others move
    nothing. So they weigh 10.25 and 1.083, and 5 points of weight stand for what is uncertain.
    """
    goal, all_ = 0.25 + 25 * 0.6 / 9 / 2, 5 + 10.25 + 0.25 + 25 * 0.6 / 9 / 2

    found = asked(
        precedent("same"),
        precedent("both", needs={**OURS, "goal": ("research", "learning")}),
        precedent("silent", needs={name: answer for name, answer in OURS.items() if name != "goal"}),
    )

    assert {one.id: one.likeness for one in found.precedents} == {
        "same": pytest.approx((10.25 + goal) / all_),
        "both": pytest.approx((10.25 + goal / 2) / all_),
        "silent": pytest.approx(10.25 / (all_ - goal / 2)),
    }


def test_the_liker_decision_comes_first_by_however_little() -> None:
    """The target weighs 10.25, and the goal 0.25, as a criterion reads it; 5 points stand for what is uncertain.

    Who shares half of the goal is like us by 10.375 / 15.5 = 0.669, who is silent on it by 10.25 / 15.375 = 0.667.
    """
    criteria = criterion("speed", PHONE, base="decisive"), criterion("ease", STUDY)
    silent = precedent("a-silent", needs={name: answer for name, answer in OURS.items() if name != "goal"})
    half = precedent("b-half", needs={**OURS, "goal": ("research", "learning")})

    known = base(*criteria, precedents={one.id: one for one in (silent, half)})
    found = advise(compile_rules(known), OURS, {}, worlds=50, precedents=True)

    assert {one.id: one.likeness for one in found.precedents} == {
        "b-half": pytest.approx(10.375 / 15.5),
        "a-silent": pytest.approx(10.25 / 15.375),
    }
    assert told(found) == ["b-half", "a-silent"]


def test_an_answer_without_which_another_kind_of_answer_would_be_given_weighs_ten_points() -> None:
    """Only production leads to the outcome, and no rule reads anything else; 5 points stand for what is uncertain.

    Where every framework is ruled out with and without an answer, it moves none.
    """
    ours = {**OURS, "goal": ("production",)}
    out = criterion("out", rule("out/all", blocks=["ant", "bee"]))

    for criteria in ([], [out]):
        known = base(*criteria, outcomes={"run": RUN}, precedents={"same": precedent("same", needs=ours)})
        (found,) = advise(compile_rules(known), ours, {}, worlds=50, precedents=True).precedents
        assert found.likeness == pytest.approx(10 / (10 + 5))


def test_an_answer_that_rules_everything_out_moves_ten_points() -> None:
    """And a criterion reads it, which is 0.25 more."""
    out = criterion("out", rule("out/all", blocks=["ant", "bee"], when={"size": "small"}))

    known = base(out, precedents={"same": precedent("same")})
    (found,) = advise(compile_rules(known), OURS, {}, worlds=50, precedents=True).precedents

    assert found.likeness == pytest.approx(10.25 / (10.25 + 5))


def test_an_answer_that_is_taken_back_is_open() -> None:
    """It is not known then that phones are no target: ant loses the 50 points by which it leads, each moves 25.

    Ten of these count at most, and a criterion reads the answer, which is 0.25 more.
    """
    no_phone = rule("speed/ant", framework="ant", rating=4, when={"target": {"none": ["phone"]}})
    ours = {**OURS, "target": ("server",)}

    known = base(criterion("speed", no_phone, base="decisive"), precedents={"same": precedent("same", needs=ours)})
    (found,) = advise(compile_rules(known), ours, {}, worlds=50, precedents=True).precedents

    assert found.likeness == pytest.approx(10.25 / (10.25 + 5))


def test_no_more_than_three_are_told_and_none_with_little_in_common() -> None:
    many = [precedent(f"p{number}") for number in range(5)]
    little = precedent("little", needs={"target": ("phone",), "size": "small"})

    assert told(asked(*many)) == ["p0", "p1", "p2"]
    assert told(asked(little)) == []


def test_a_day_knows_only_what_was_decided_and_told_by_then() -> None:
    early, late = precedent("early"), precedent("late", decided="2024-05")

    found = asked(early, late, as_of="2022-06-01")

    assert told(found) == ["early"]
    assert found.precedents[0].outcome is Aftermath.UNKNOWN
    assert asked(early, as_of="2023-01-01").precedents[0].outcome is Aftermath.KEPT
    assert told(asked(early, late)) == ["early", "late"]


def test_precedents_move_no_score() -> None:
    without = asked()

    found = asked(*(precedent(f"p{number}", chose="bee") for number in range(3)))

    assert found.ranking == without.ranking
    assert (found.recommended, found.confidence) == (without.recommended, without.confidence)
