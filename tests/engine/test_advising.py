"""The whole advice: ranking, exclusions, confidence, open questions, tools."""

from typing import Any

import pytest

from fitframe.engine.compiled import compile_rules
from fitframe.engine.conditions import Answer
from fitframe.engine.recommend import advise
from fitframe.model.recommendation import Confidence, Recommendation
from fitframe.model.rulebase import Tool
from tests.engine.build import ARTICLE, QUESTIONS, advice, base, criterion, ranked, rule, scores

FULL = {"goal": ["learning"], "target": ["phone"], "size": "small", "python": "3.12"}
LEAD = criterion(
    "lead",
    rule("lead/ant", framework="ant", rating=4),
    rule("lead/bee", framework="bee", rating=1),
    base="high",
)


def test_nothing_known_and_nothing_asked_is_a_tie_and_a_toss_up() -> None:
    found = advice(base())

    assert found.confidence is Confidence.TOSS_UP
    assert {found.recommended, *found.tied} == {"ant", "bee"}
    assert scores(found) == {"ant": 0, "bee": 0}


def test_nobody_is_tied_with_a_framework_that_leads() -> None:
    assert advice(base(LEAD), FULL).tied == ()


def test_a_clear_lead_with_everything_answered() -> None:
    found = advice(base(LEAD, LEAD.model_copy(update={"id": "more"})), FULL)

    assert (found.recommended, found.confidence, found.open_questions) == ("ant", Confidence.CLEAR, ())


def test_a_certainty_that_it_is_not_is_never_told() -> None:
    """Of 4 the ant has at least 3.5, and bee at most 3.55: ahead in 0.05 x 0.1 / 2 = 0.25 % of the simulations."""

    def why(bee: float) -> str:
        lead = criterion("lead", rule("lead/r", ratings={"ant": 4, "bee": bee}), base="high")
        return advise(compile_rules(base(lead)), full, {}).why_confidence

    full: dict[str, Answer] = {"goal": ("learning",), "target": ("phone",), "size": "small", "python": "3.12"}

    assert why(3.05).startswith("first in over 99 % of the simulations")
    assert why(2.9).startswith("first in 100 % of the simulations")


def test_what_rests_on_one_criterion_is_no_more_than_leaning() -> None:
    """Without LEAD they are 2 points apart (25·0.08), which a score cannot tell; with 2.1 points they would be."""

    def on(rating: float) -> Recommendation:
        other = criterion("other", rule("other/ant", framework="ant", rating=rating), base="high")
        return advice(base(LEAD, other), FULL)

    resting, steady = on(2.08), on(2.084)

    assert min(ranked(found, "ant").share_first for found in (resting, steady)) >= 0.9
    assert (resting.confidence, steady.confidence) == (Confidence.LEANING, Confidence.CLEAR)
    assert resting.why_confidence.endswith("of the simulations, but that rests on one criterion: Lead")


def test_what_is_not_often_enough_first_is_no_more_than_leaning() -> None:
    """Without either criterion ant is 5 points ahead. The means of two differ by 0.2, 0.7 of their deviation: 75 %."""
    near = [
        criterion(name, rule(f"{name}/r", ratings={"ant": 2.2, "bee": 2}), base="high") for name in ("speed", "ease")
    ]
    found = advice(base(*near), FULL)

    assert ranked(found, "ant").share_first == pytest.approx(0.75, abs=0.07)
    assert found.confidence is Confidence.LEANING
    assert found.why_confidence.endswith(" of the simulations")


def test_where_all_others_are_ruled_out_nothing_can_rest_on_one_criterion() -> None:
    out = criterion("out", rule("out/bee", blocks=["bee"]), base="low")

    assert advice(base(LEAD, out), FULL).confidence is Confidence.CLEAR


def test_where_all_others_are_ruled_out_and_nothing_counts_that_is_said() -> None:
    found = advice(base(criterion("out", rule("out/bee", blocks=["bee"]))), FULL)

    assert (found.recommended, found.confidence) == ("ant", Confidence.LEANING)
    assert found.why_confidence == "every other framework is ruled out, but nothing in your answers speaks for it"


def test_an_open_essential_question_allows_no_more_than_leaning() -> None:
    found = advice(base(LEAD), {**FULL, "target": "unknown"})

    assert ranked(found, "ant").share_first >= 0.9
    assert found.confidence is Confidence.LEANING
    assert [(q.question, q.essential, q.asked) for q in found.open_questions] == [("target", True, True)]


def test_of_open_questions_that_change_as_little_the_essential_one_comes_first() -> None:
    assert [q.question for q in advice(base(LEAD)).open_questions][:2] == ["target", "goal"]


def test_score_and_worlds_that_disagree_are_a_toss_up() -> None:
    """ant's 4 rests on one old article and is plausible from 2.4 to 4; bee's 3.8 is official, from 3.3 to 4."""
    ant = rule("lead/ant", framework="ant", rating=4, evidence=ARTICLE)
    bee = rule("lead/bee", framework="bee", rating=3.8)

    found = advice(base(criterion("lead", ant, bee, base="high")), FULL)

    assert found.recommended == "ant"
    assert ranked(found, "bee").share_first > 0.6
    assert found.confidence is Confidence.TOSS_UP


def test_an_excluded_framework_is_not_ranked_and_names_its_rule() -> None:
    blocker = rule("phone/no-ant", blocks=["ant"], when={"target": "phone"})

    found = advice(base(LEAD, criterion("phone", blocker)), FULL)

    assert [(e.framework, e.rule) for e in found.excluded] == [("ant", "phone/no-ant")]
    assert [r.framework for r in found.ranking] == ["bee"]
    assert found.recommended == "bee"


def test_everything_excluded_fits_nowhere() -> None:
    found = advice(base(criterion("phone", rule("phone/none", blocks=["ant", "bee"]))), FULL)

    assert (found.recommended, found.confidence, found.ranking) == (None, Confidence.NONE_FITS, ())


def test_an_open_answer_that_might_exclude_is_told_apart() -> None:
    blocker = rule("phone/no-ant", blocks=["ant"], when={"target": "phone"})

    found = advice(base(LEAD, criterion("phone", blocker)), {"size": "small"})

    assert found.excluded == ()
    assert [(p.framework, p.questions) for p in found.possible] == [("ant", ("target",))]
    assert found.open_questions[0].question == "target"
    assert found.open_questions[0].could_change == {"phone": "bee"}


def test_a_condition_that_the_project_can_meet_is_said() -> None:
    blocker = rule("py/ant", blocks=["ant"], when={"python": "3.14"}, provided="Python 3.13 or older is used")
    rules = base(LEAD, criterion("py", blocker, raised=[("medium", {"python": "3.14"})]))

    found = advice(rules, {**FULL, "python": "3.14"})

    # lead: ant 4 and bee 1, weight 4; py: ant 0, bee unknown 2, weight 2
    assert scores(found) == pytest.approx({"ant": 25 * 16 / 6, "bee": 25 * 8 / 6})
    assert [c.provided for c in ranked(found, "ant").provided] == ["Python 3.13 or older is used"]


def test_could_change_is_what_computing_the_answer_gives() -> None:
    size = criterion(
        "size",
        rule("size/bee", framework="bee", rating=4, when={"size": "large"}),
        rule("size/ant", framework="ant", rating=0, when={"size": "large"}),
        raised=[("decisive", {"size": "large"})],
    )
    rules = base(LEAD, size)
    answers: dict[str, Any] = {key: value for key, value in FULL.items() if key != "size"}

    found = advice(rules, answers)

    assert found.open_questions[0].could_change == {"large": "bee"}
    assert advice(rules, {**answers, "size": "large"}).recommended == "bee"
    assert all(advice(rules, {**answers, "size": s}).recommended == "ant" for s in ("small", "medium"))


def test_an_irrelevant_question_is_never_open() -> None:
    questions = [
        *QUESTIONS,
        {"id": "app", "takes": "one", "relevant": {"target": "phone"}, "choices": {"a": "a", "b": "b"}},
    ]
    rules = base(LEAD, questions=questions)

    def compiled(answers: dict[str, Any]) -> set[str]:
        return {q.question for q in advice(rules, answers).open_questions}

    assert "app" not in compiled({"target": ["web"]})
    assert "app" not in compiled({})
    assert "app" in compiled({"target": ["phone"]})


def test_a_usual_answer_leaves_less_open_than_an_even_one() -> None:
    def share(usual: dict[str, float]) -> float:
        questions = [
            {**QUESTIONS[2], "usual": usual},
            {"id": "other", "takes": "one", "choices": {"a": "a", "b": "b"}},
        ]
        return advice(base(questions=questions), {"other": "a"}).open_share

    # size: surprise 1 - 1/3 of 2/3 + 1/2; with a usual answer 1 - 0.9 of 0.1 + 1/2
    assert share({}) == pytest.approx((2 / 3) / (2 / 3 + 1 / 2))
    assert share({"small": 0.9}) == pytest.approx(0.1 / 0.6)


def test_a_question_that_is_beside_the_point_leaves_nothing_open() -> None:
    """Size has a surprise of 1 - 1/3, and the question on apps, which only small projects are asked, of 1 - 1/2."""
    app = {"id": "app", "takes": "one", "relevant": {"size": "small"}, "choices": {"a": "a", "b": "b"}}
    rules = base(questions=[QUESTIONS[2], app])

    assert advice(rules, {"size": "large"}).open_share == 0.0
    assert advice(rules, {"size": "small"}).open_share == pytest.approx((1 / 2) / (2 / 3 + 1 / 2))


def test_where_nothing_is_to_be_asked_nothing_is_open() -> None:
    never = {"id": "app", "takes": "one", "relevant": {"size": "small"}, "choices": {"a": "a", "b": "b"}}
    again = {**QUESTIONS[2], "relevant": {"app": "a"}}

    assert advice(base(questions=[again, never])).open_share == 0.0


def test_disagreement_shows_both_sides() -> None:
    easy = criterion(
        "easy",
        rule("easy/yes", framework="ant", rating=4),
        rule("easy/no", framework="ant", rating=1),
        base="low",
    )

    found = advice(base(easy))

    assert [(d.criterion, d.framework, d.low, d.high) for d in found.disagreements] == [
        ("easy", "ant", "easy/no", "easy/yes")
    ]


def test_what_was_set_aside_is_told_once_with_all_its_frameworks() -> None:
    old = rule("easy/old", ratings={"ant": 1, "bee": 1})
    new = rule("easy/new", ratings={"ant": 3, "bee": 3}, supersedes=["easy/old"])

    found = advice(base(criterion("easy", old, new, base="low")))

    assert [(s.rule, s.by, s.frameworks) for s in found.set_aside] == [("easy/old", "easy/new", ("ant", "bee"))]


def test_the_tools_of_the_leader_come_with_their_status() -> None:
    lead = criterion(
        "lead",
        rule("lead/ant", ratings={"ant": 4, "bee": 1}, via=["hill", "hive"]),
        base="high",
    )
    tools: dict[str, dict[str, Any]] = {
        "hill": {"belongs_to": "ant", "status": "archived", "successor": ("burrow",)},
        "hive": {"belongs_to": "bee", "status": "active"},
    }
    known = {
        key: Tool.model_validate({"id": key, "name": key, "kind": "k", "summary": "s", **of})
        for key, of in tools.items()
    }

    found = advice(base(lead, tools=known))

    assert [(t.need, t.tool, t.status, t.successor) for t in found.tools] == [("lead", "hill", "archived", ("burrow",))]


def test_the_oldest_dated_source_behind_the_leader() -> None:
    rules = base(
        criterion("lead", rule("lead/ant", framework="ant", rating=4, evidence=ARTICLE), base="high"),
        LEAD_TWO,
    )

    assert advice(rules).oldest_evidence == "2021-11-20"


LEAD_TWO = criterion("lead-two", rule("lead-two/ant", framework="ant", rating=4), base="high")


def test_priorities_override_and_silence_a_criterion() -> None:
    other = criterion(
        "other", rule("other/bee", framework="bee", rating=4), rule("other/ant", framework="ant", rating=1)
    )

    assert advice(base(LEAD, other), FULL).recommended == "ant"
    assert advice(base(LEAD, other), FULL, {"other": "decisive"}).recommended == "bee"
    assert advice(base(LEAD, other), FULL, {"lead": "none", "other": "low"}).recommended == "bee"


def test_between_narrows_the_choice_and_does_not_move_the_scores() -> None:
    rules = base(LEAD, frameworks="ant bee cat")

    assert scores(advice(rules, FULL, between=["bee", "cat"])) == {
        name: value for name, value in scores(advice(rules, FULL)).items() if name != "ant"
    }


def test_a_tool_that_does_not_concern_the_project_is_left_out() -> None:
    lead = criterion("lead", rule("lead/ant", framework="ant", rating=4, via=["page"]), base="high")
    page = Tool.model_validate(
        {"id": "page", "name": "p", "kind": "k", "summary": "s", "status": "active", "when": {"target": "web"}}
    )

    def tools(answers: dict[str, Any]) -> list[str]:
        return [use.tool for use in advice(base(lead, tools={"page": page}), answers).tools]

    assert tools({"target": ["phone"]}) == []
    assert tools({"target": ["web"]}) == ["page"]
    assert tools({}) == ["page"]  # nobody said that there is no page


def test_two_steps_apart_is_a_disagreement_and_less_is_none() -> None:
    def told(low: float) -> list[str]:
        rules = [rule("speed/high", framework="ant", rating=3), rule("speed/low", framework="ant", rating=low)]
        return [found.low for found in advice(base(criterion("speed", *rules, base="low"))).disagreements]

    assert (told(1), told(1.5)) == (["speed/low"], [])


def test_rules_that_put_two_frameworks_in_opposite_orders_disagree_however_near() -> None:
    one = rule("speed/one", ratings={"ant": 3, "bee": 2})
    other = rule("speed/other", ratings={"ant": 2, "bee": 3})
    third = rule("speed/third", ratings={"ant": 2, "bee": 2})

    found = advice(base(criterion("speed", one, other, third, base="low")))

    assert [(d.framework, d.low, d.high) for d in found.disagreements] == [("ant", "speed/other", "speed/one")]


def test_what_gives_a_framework_most_points_is_named_first_and_equals_by_their_id() -> None:
    """25 · 4 · 4 / 6 points by zeal, 25 · 1 · 4 / 6 by either of the others."""
    weights = {"zeal": "high", "art": "low", "wit": "low"}
    rules = base(
        *(criterion(name, rule(f"{name}/r", ratings={"ant": 4}), base=level) for name, level in weights.items())
    )

    assert [one.criterion for one in ranked(advice(rules, FULL), "ant").contributions] == ["zeal", "art", "wit"]


def test_a_framework_is_set_up_together_with_the_one_that_it_runs_on() -> None:
    rules = base(LEAD)
    ant = rules.frameworks["ant"].model_copy(update={"backends": {"bee": "Bee"}})
    on_bee = rules.model_copy(update={"frameworks": {**rules.frameworks, "ant": ant}})

    assert [found.setup and found.setup.packages for found in (advice(rules, FULL), advice(on_bee, FULL))] == [
        ("ant",),
        ("ant", "bee"),
    ]


def test_of_opposite_orders_those_that_are_farther_apart_come_first() -> None:
    """By zeal ant is 1.5 steps behind bee and 1.5 ahead, which spans 3; by art half a step behind and 2 ahead: 2.5."""
    zeal = criterion(
        "zeal",
        rule("zeal/bee", ratings={"ant": 1, "bee": 2.5}),
        rule("zeal/ant", ratings={"ant": 2.5, "bee": 1}),
        base="high",
    )
    art = criterion(
        "art",
        rule("art/bee", ratings={"ant": 2, "bee": 2.5}),
        rule("art/ant", ratings={"ant": 3.5, "bee": 1.5}),
        base="high",
    )

    assert [(one.criterion, one.low, one.high) for one in advice(base(zeal, art), FULL).disagreements] == [
        ("zeal", "zeal/bee", "zeal/ant"),
        ("art", "art/bee", "art/ant"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"ant": 3, "bee": 2}, {"ant": 4, "bee": 3}),
        ({"ant": 3, "bee": 2}, {"ant": 3, "bee": 3}),
        ({"ant": 2, "bee": 3}, {"ant": 3, "bee": 3}),
    ],
)
def test_rules_that_agree_on_the_order_or_see_no_difference_do_not_disagree(
    one: dict[str, float], other: dict[str, float]
) -> None:
    rules = [rule("speed/one", ratings=one), rule("speed/other", ratings=other)]

    assert advice(base(criterion("speed", *rules, base="low"))).disagreements == ()


def test_a_tool_has_the_status_of_the_day_asked_for() -> None:
    lead = criterion("lead", rule("lead/ant", framework="ant", rating=4, via=["hill"]), base="high")
    hill = {"id": "hill", "name": "h", "kind": "k", "summary": "s", "status": "archived", "since": "2026-05"}
    rules = base(lead, tools={"hill": Tool.model_validate({**hill, "successor": ["burrow"]})})

    def evaluation(day: str) -> list[tuple[str, tuple[str, ...]]]:
        return [(use.status, use.successor) for use in advice(rules, as_of=day).tools]

    assert evaluation("2026-04-30") == [("active", ())]
    assert evaluation("2026-05-01") == [("archived", ("burrow",))]


def test_what_is_known_to_be_missing_is_to_be_found_out() -> None:
    questions = [*QUESTIONS, {"id": "runtime", "takes": "many", "choices": {"not-named": "n", "none": "0"}}]
    answers = {"runtime": ["not-named"], "size": "unknown", "goal": ["learning"]}

    assert advice(base(LEAD, questions=questions), answers).to_find_out == ("runtime", "size")
