"""When the answer is something else than a framework: run-only, by hand, classical, a contradiction."""

from __future__ import annotations

from typing import Any

import pytest

from fitframe.engine.compiled import compile_rules
from fitframe.engine.recommend import advise
from fitframe.model.fields import Outcome, When
from fitframe.model.recommendation import Confidence
from fitframe.model.rulebase import Contradiction, Doubt, Framework, OutcomeRule, RuleBase
from tests.engine.build import ARTICLE, OFFICIAL, advice, base, criterion, rule

SPEED = criterion("speed", rule("speed/r", ratings={"ant": 3, "bee": 1}), base="high")
RUN = OutcomeRule.model_validate(
    {
        "id": "run",
        "outcome": "run-only",
        "when": {"goal": {"all": ["production"]}},
        "unless": {"goal": "research"},
        "because": "Nothing is trained.",
        "evidence": [OFFICIAL],
        "take": [
            {"tool": "pocket", "when": {"target": "phone"}, "because": "It is small.", "evidence": [OFFICIAL]},
            {"tool": "runner", "because": "It runs anything.", "leaves_out": ["ant"], "evidence": [OFFICIAL]},
        ],
    }
)
CLASH = Contradiction.model_validate(
    {
        "id": "clash",
        "kind": "impossible",
        "when": {"size": "large", "target": "phone"},
        "because": "It does not fit.",
        "ask": "Which one did you mean?",
    }
)


def rules(**fields: Any) -> RuleBase:
    """A rule base with one criterion, in which ant is ahead."""
    return base(SPEED, outcomes={"run": RUN}, contradictions={"clash": CLASH}, **fields)


def test_the_first_outcome_that_holds_decides_and_names_what_to_take() -> None:
    found = advice(rules(), {"goal": ["production"], "target": ["server"]})

    assert (found.outcome, found.why_outcome, found.recommended) == (Outcome.RUN_ONLY, "run", None)
    assert [(one.tool, one.leaves_out) for one in found.instead] == [("runner", ("ant",))]
    assert [r.framework for r in found.ranking] == ["ant", "bee"], "what to take if training comes after all"


def test_proposals_come_in_the_order_of_the_file() -> None:
    found = advice(rules(), {"goal": ["production"], "target": ["phone"]})

    assert [one.tool for one in found.instead] == ["pocket", "runner"]


def test_an_outcome_does_not_hold_on_an_open_answer_or_against_its_second_condition() -> None:
    assert advice(rules(), {}).outcome is Outcome.FRAMEWORK
    assert advice(rules(), {"goal": ["production", "research"]}).outcome is Outcome.FRAMEWORK


def test_an_outcome_holds_from_its_day_on() -> None:
    later = rules().model_copy(update={"outcomes": {"run": RUN.model_copy(update={"since": "2026-12-01"})}})

    def outcome(day: str) -> Outcome:
        return advice(later, {"goal": ["production"]}, as_of=day).outcome

    assert [outcome(day) for day in ("2026-11-30", "2026-12-01", "2026-12-02")] == [
        Outcome.FRAMEWORK,
        Outcome.RUN_ONLY,
        Outcome.RUN_ONLY,
    ]


def test_an_outcome_leans_where_its_doubt_arises() -> None:
    doubted = RUN.model_copy(update={"doubt": Doubt.model_validate({"when": {"size": "large"}, "because": "Why?"})})
    with_doubt = rules().model_copy(update={"outcomes": {"run": doubted}})

    sure = advice(with_doubt, {"goal": ["production"], "size": "small"})
    unsure = advice(with_doubt, {"goal": ["production"], "size": "large"})

    assert (sure.confidence, sure.why_confidence) == (Confidence.CLEAR, "Nothing is trained.")
    assert (unsure.confidence, unsure.why_confidence) == (Confidence.LEANING, "Why?")


def test_an_outcome_leans_where_an_essential_question_could_lead_elsewhere() -> None:
    by_hand = {**RUN.model_dump(include={"because"}), "id": "hand", "outcome": "by-hand", "when": {"target": "phone"}}
    hand = OutcomeRule.model_validate({**by_hand, "evidence": [OFFICIAL]})
    with_hand = rules().model_copy(update={"outcomes": {"hand": hand, "run": RUN}})

    def sure(of: RuleBase, **given: list[str]) -> Confidence:
        return advice(of, {"goal": ["production"], **given}).confidence

    assert sure(with_hand) is Confidence.LEANING, "on a phone it would be done by hand"
    assert sure(with_hand, target=["server"]) is Confidence.CLEAR
    assert sure(rules()) is Confidence.CLEAR, "no answer on the target leads elsewhere"


def test_a_framework_may_stand_for_an_outcome() -> None:
    classical = {
        name: Framework.model_validate(
            {"id": name, "name": name, "character": "c", "package": name, "imports": name, "home": "h"}
            | ({"outcome": "classical"} if name == "ant" else {})
        )
        for name in ("ant", "bee")
    }

    found = advice(rules(frameworks="ant bee").model_copy(update={"frameworks": classical}), {})

    assert (found.outcome, found.recommended) == (Outcome.CLASSICAL, "ant")


def test_answers_that_cannot_stand_together_are_the_outcome() -> None:
    found = advice(rules(), {"size": "large", "target": ["phone"]})

    assert (found.outcome, found.recommended, found.confidence) == (
        Outcome.CONTRADICTION,
        None,
        Confidence.NONE_FITS,
    )
    (clash,) = found.contradictions
    assert (clash.impossible, clash.answers) == (True, {"size": ("large",), "target": ("phone",)})
    assert clash.without == {"size": "ant", "target": "ant"}, "dropping either leaves an answer"


def test_where_one_of_two_answers_is_dropped_all_others_stand() -> None:
    """Research asks for bee, and more so a phone for ant: 25 · (0.6 · 52 / 20 + 0.4 · 1) = 49 against 27 for bee.

    Without the phone it is bee by 85 to 35, as research is still asked for.
    """
    study = criterion(
        "study", rule("study/r", ratings={"ant": 1, "bee": 4}), raised=[("decisive", {"goal": "research"})]
    )
    phones = criterion(
        "phones", rule("phones/r", ratings={"ant": 4, "bee": 0}), raised=[("decisive", {"target": "phone"})]
    )
    given = {"goal": ["research"], "size": "large", "target": ["phone"]}

    (clash,) = advice(base(SPEED, study, phones, contradictions={"clash": CLASH}), given).contradictions

    assert clash.without == {"size": "ant", "target": "bee"}


def test_no_framework_is_named_where_a_contradiction_is_left_without_the_answer() -> None:
    other = CLASH.model_copy(update={"id": "other", "when": When.model_validate({"size": "large", "goal": "research"})})
    given = {"goal": ["research"], "size": "large", "target": ["phone"]}

    found = advice(base(SPEED, contradictions={"clash": CLASH, "other": other}), given).contradictions

    assert {one.id: one.without for one in found} == {
        "clash": {"size": "ant", "target": None},
        "other": {"size": "ant", "goal": None},
    }


def test_a_framework_is_named_where_only_something_odd_is_left_without_the_answer() -> None:
    """Without the size nothing is odd either; without the target a large piece of research still is."""
    when = When.model_validate({"size": "large", "goal": "research"})
    odd = CLASH.model_copy(update={"id": "odd", "kind": "odd", "when": when})
    given = {"goal": ["research"], "size": "large", "target": ["phone"]}

    found = advice(base(SPEED, contradictions={"clash": CLASH, "odd": odd}), given).contradictions

    assert {one.id: one.without for one in found} == {"clash": {"size": "ant", "target": "ant"}, "odd": {}}


def test_odd_answers_are_told_and_decide_nothing() -> None:
    odd = CLASH.model_copy(update={"kind": "odd"})

    found = advice(base(SPEED, contradictions={"clash": odd}), {"size": "large", "target": ["phone"]})

    assert (found.outcome, found.recommended) == (Outcome.FRAMEWORK, "ant")
    assert [one.impossible for one in found.contradictions] == [False]


def test_what_is_impossible_is_told_before_what_is_odd() -> None:
    odd = CLASH.model_copy(update={"id": "a-bit-odd", "kind": "odd"})
    given = {"size": "large", "target": ["phone"]}

    found = advice(base(SPEED, contradictions={"a-bit-odd": odd, "clash": CLASH}), given)

    assert [one.id for one in found.contradictions] == ["clash", "a-bit-odd"]


def test_everything_ruled_out_is_a_contradiction_too() -> None:
    out = criterion("speed", rule("speed/out", blocks=["ant", "bee"]), base="high")

    assert advice(base(out)).outcome is Outcome.CONTRADICTION


def test_within_two_points_the_share_of_worlds_orders() -> None:
    """Ant has a point more, by ratings that are in doubt; bee comes first more often."""
    sure = criterion("sure", rule("sure/r", ratings={"ant": 2.9, "bee": 3}), base="high")
    close = criterion("close", rule("close/r", ratings={"ant": 3.2, "bee": 3}), base="low")

    found = advice(base(sure, close))

    assert abs(found.ranking[0].score - found.ranking[1].score) <= 2
    assert found.ranking[0].share_first == max(r.share_first for r in found.ranking)


def test_what_is_too_close_to_call_is_named() -> None:
    """Two share the first place; the third is three steps behind and comes first in no world."""
    level = criterion("speed", rule("speed/r", ratings={"ant": 4, "bee": 4, "cat": 1}), base="high")

    found = advice(base(level, frameworks="ant bee cat"), {"goal": ["research"], "target": ["server"], "size": "small"})

    assert found.confidence is Confidence.TOSS_UP
    assert set(found.contenders) == {"ant", "bee"}


def test_who_comes_first_in_less_than_fifteen_percent_is_no_contender_however_many_there_are() -> None:
    """Two are drawn from 2.5 to 3.5, cat from 2.2 to 3.2: ahead of both in 0.7 · 0.7 · 0.7 / 3 = 11 %."""
    level = criterion("speed", rule("speed/r", ratings={"ant": 3, "bee": 3, "cat": 2.7}), base="high")
    none = rule("speed/n", ratings=dict.fromkeys(("dog", "eel", "fox", "gnu"), 0))
    rules = base(level.model_copy(update={"rules": (*level.rules, none)}), frameworks="ant bee cat dog eel fox gnu")

    found = advice(rules, {"goal": ["research"], "target": ["server"], "size": "small", "python": "3.12"})

    assert next(one.share_first for one in found.ranking if one.framework == "cat") == pytest.approx(0.11, abs=0.035)
    assert set(found.contenders) == {"ant", "bee"}


def test_of_three_who_comes_first_in_less_than_a_sixth_is_no_contender() -> None:
    """Half of an even share. Cat is ahead of two drawn from 2.5 to 3.5, itself from 2.28 to 3.28, in 0.78³ / 3."""
    level = criterion("speed", rule("speed/r", ratings={"ant": 3, "bee": 3, "cat": 2.78}), base="high")
    answers: dict[str, Any] = {"goal": ("research",), "target": ("server",), "size": "small", "python": "3.12"}

    found = advise(compile_rules(base(level, frameworks="ant bee cat")), answers, {}, worlds=20_000)

    assert next(one.share_first for one in found.ranking if one.framework == "cat") == pytest.approx(0.158, abs=0.008)
    assert set(found.contenders) == {"ant", "bee"}


def test_of_three_who_comes_first_in_more_than_a_sixth_is_a_contender() -> None:
    """Two are drawn from 2.5 to 3.5, cat from 2.4 to 3.4: ahead of both in 0.9 · 0.9 · 0.9 / 3 = 24 %."""
    level = criterion("speed", rule("speed/r", ratings={"ant": 3, "bee": 3, "cat": 2.9}), base="high")
    answers = {"goal": ["research"], "target": ["server"], "size": "small", "python": "3.12"}

    found = advice(base(level, frameworks="ant bee cat"), answers)

    assert next(one.share_first for one in found.ranking if one.framework == "cat") == pytest.approx(0.243, abs=0.07)
    assert set(found.contenders) == {"ant", "bee", "cat"}


def test_the_contenders_are_named_by_how_often_they_come_first() -> None:
    """Ant has 3.3 by an old article, so it is drawn from 1.7 to 4; bee has 3 by an official page, from 2.5 to 3.5."""
    speed = criterion(
        "speed",
        rule("speed/a", ratings={"ant": 3.3}, evidence=ARTICLE),
        rule("speed/b", ratings={"bee": 3}),
        base="high",
    )

    found = advice(base(speed), {"goal": ["research"], "target": ["server"], "size": "small", "python": "3.12"})

    assert [one.framework for one in found.ranking] == ["ant", "bee"]
    assert found.contenders == ("bee", "ant")


def test_an_open_answer_may_settle_that_no_framework_is_needed() -> None:
    """Of the three goals one makes a runtime enough; a usual project has each with a third of the chance."""
    found = advice(rules(), {"size": "small", "target": ["server"]})

    (goal,) = [entry for entry in found.open_questions if entry.question == "goal"]
    assert (goal.could_settle, goal.could_change) == ({"production": "run-only"}, {})
    assert goal.chance == pytest.approx(1 / len(rules().questions["goal"].choices))
    assert found.open_questions[0] == goal
    assert advice(rules(), {"size": "small", "target": ["server"], "goal": ["production"]}).outcome is Outcome.RUN_ONLY


def test_which_framework_is_first_is_no_open_question_where_none_is_needed() -> None:
    """On a phone bee would be first, and a runtime be enough all the same."""
    for_bee = rule("phone/bee", ratings={"ant": 0, "bee": 4})
    phone = criterion("phone", for_bee, raised=[("decisive", {"target": "phone"})])
    with_phone = base(SPEED, phone, outcomes={"run": RUN})

    found = advice(with_phone, {"goal": ["production"], "size": "small"})

    (target,) = [entry for entry in found.open_questions if entry.question == "target"]
    assert (target.could_change, target.could_settle, target.chance) == ({"phone": "bee"}, {}, 0.0)
    assert advice(with_phone, {"size": "small", "target": ["phone"]}).recommended == "bee"


def test_an_open_answer_may_settle_that_a_framework_is_needed_after_all() -> None:
    barred = RUN.model_copy(update={"unless": When.model_validate({"size": "large"})})

    found = advice(base(SPEED, outcomes={"run": barred}), {"goal": ["production"], "target": ["server"]})

    assert found.open_questions[0].could_settle == {"large": "framework"}
