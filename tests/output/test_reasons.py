"""The reasons are the calculation: differences of contributions, and the rules that made them."""

from __future__ import annotations

import pytest

from fitframe import load_rules, profile_from, recommend
from fitframe.model.recommendation import Recommendation
from fitframe.model.rulebase import Rule, RuleBase
from fitframe.output.reasons import Reason, reasons, told
from fitframe.output.recommendation import Advice
from tests.output.sample import ALPHA, BETA, NONE_FITS, RULES, advice, contribution, ranked


def for_and_against(answer: Recommendation, rules: RuleBase) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """The reasons for the first framework, and those against it."""
    found = reasons(answer, rules)
    assert found is not None
    return found.pro, found.contra


def with_learning(*learning: Rule) -> RuleBase:
    """The sample rule base with other rules on learning."""
    criterion = RULES.criteria["learning"].model_copy(update={"rules": learning})
    return RuleBase.model_construct(**{**dict(RULES), "criteria": {**RULES.criteria, "learning": criterion}})


def test_points_are_the_difference_to_the_runner_up_strongest_first() -> None:
    pro, contra = for_and_against(advice(), RULES)

    # 53.33 - 26.67, 40 - 20 and 3.33 - 4.58
    assert [round(reason.points, 2) for reason in pro] == [26.67, 20.0]
    assert [round(reason.points, 2) for reason in contra] == [-1.25]


def test_points_add_up_to_the_difference_of_the_scores() -> None:
    pro, contra = for_and_against(advice(), RULES)

    assert sum(reason.points for reason in (*pro, *contra)) == pytest.approx(ALPHA.score - BETA.score)


def test_the_rule_that_rates_the_leader_highest_speaks_for_it() -> None:
    best = ranked("beta", 1, contribution("learning", 3.5, 9, "learning/beta-steep", "learning/beta-plain"))
    rival = ranked("alpha", 0, contribution("learning", 2, 5, "learning/beta-plain"))

    pro, _ = for_and_against(advice(ranking=(best, rival)), RULES)

    assert [reason.rule for reason in pro] == ["learning/beta-plain"]


def test_the_rule_that_rates_the_runner_up_speaks_where_it_makes_the_difference() -> None:
    best = ranked("gamma", 1, contribution("edge", 2, 50))  # unrated, so in the middle
    rival = ranked("alpha", 0, contribution("edge", 1, 25, "edge/alpha-early"))

    pro, _ = for_and_against(advice(ranking=(best, rival)), RULES)

    assert [reason.rule for reason in pro] == ["edge/alpha-early"]


def test_the_rule_that_rates_the_leader_lowest_speaks_against_it() -> None:
    best = ranked("beta", 1, contribution("learning", 1.5, 4, "learning/beta-plain", "learning/beta-steep"))
    rival = ranked("alpha", 0, contribution("learning", 2, 5, "learning/beta-plain"))

    _, contra = for_and_against(advice(ranking=(best, rival)), RULES)

    assert [reason.rule for reason in contra] == ["learning/beta-steep"]


def test_a_rule_that_rates_both_alike_gives_way_to_one_that_tells_them_apart() -> None:
    plain = RULES.criteria["learning"]
    alike = plain.rules[0].model_copy(update={"id": "learning/alike", "ratings": {"alpha": 4, "beta": 4}})
    good = plain.rules[0].model_copy(update={"id": "learning/good", "ratings": {"beta": 3}})
    rules = with_learning(alike, good)
    best = ranked("beta", 1, contribution("learning", 3.5, 9, "learning/alike", "learning/good"))
    rival = ranked("alpha", 0, contribution("learning", 3.4, 8, "learning/alike"))

    pro, _ = for_and_against(advice(ranking=(best, rival)), rules)

    assert [reason.rule for reason in pro] == ["learning/good"]


def test_among_rules_that_say_the_same_the_best_supported_speaks() -> None:
    article = RULES.rule("learning/beta-plain").model_copy(update={"id": "learning/a", "ratings": {"beta": 4}})
    official = article.model_copy(update={"id": "learning/b", "evidence": RULES.rule("edge/gamma-cannot").evidence})
    best = ranked("beta", 1, contribution("learning", 4, 9, "learning/a", "learning/b"))
    rival = ranked("alpha", 0, contribution("learning", 2, 5))

    pro, _ = for_and_against(advice(ranking=(best, rival)), with_learning(article, official))

    assert [reason.rule for reason in pro] == ["learning/b"]


def test_a_blocker_that_can_be_lifted_counts_as_the_lowest_rating() -> None:
    best = ranked("beta", 1, contribution("speed", 0, 0, "speed/beta-old-python"))
    rival = ranked("alpha", 0, contribution("speed", 2, 5))

    _, contra = for_and_against(advice(ranking=(best, rival)), RULES)

    assert [reason.rule for reason in contra] == ["speed/beta-old-python"]


def test_a_rule_on_one_backend_is_heard_for_that_backend() -> None:
    general = RULES.rule("learning/beta-plain").model_copy(update={"ratings": {"beta": 0}})
    rules = with_learning(
        general, RULES.rule("learning/beta-steep").model_copy(update={"framework": "beta@alpha", "rating": 3})
    )
    ways = ("learning/beta-plain", "learning/beta-steep")
    best = ranked("beta", 1, contribution("learning", 3, 9, *ways), backend="alpha")
    rival = ranked("alpha", 0, contribution("learning", 2, 5))

    pro, _ = for_and_against(advice(ranking=(best, rival)), rules)

    assert [reason.rule for reason in pro] == ["learning/beta-steep"]  # 3 on this backend, against 0 in general


def test_differences_too_small_to_show_are_left_out() -> None:
    best = ranked("beta", 1, contribution("learning", 2.001, 5.01, "learning/beta-plain"))
    rival = ranked("alpha", 0, contribution("learning", 2, 5, "learning/beta-plain"))

    assert for_and_against(advice(ranking=(best, rival)), RULES) == ((), ())


def test_without_a_runner_up_the_points_earned_are_told_and_ratings_below_the_middle_speak_against() -> None:
    alone = ranked(
        "beta",
        1,
        contribution("edge", 3, 30, "edge/beta-converts"),
        contribution("learning", 1, 4, "learning/beta-steep"),
    )

    pro, contra = for_and_against(advice(ranking=(alone,)), RULES)

    assert [(reason.points, reason.theirs) for reason in pro] == [(30, None)]
    assert [(reason.points, reason.theirs) for reason in contra] == [(4, None)]


def test_where_nothing_fits_there_are_no_reasons() -> None:
    assert reasons(NONE_FITS, RULES) is None


def test_the_first_is_compared_with_the_framework_that_the_project_states() -> None:
    """alpha is first, beta next, gamma last; who states gamma reads why not, and how far it is behind."""
    last = BETA._replace(framework="gamma", score=10.0)
    answer = advice(ranking=(ALPHA, BETA, last), excluded=())

    for choice, rival in ((None, BETA), ("gamma", last), ("alpha", BETA)):
        found = reasons(answer, RULES, choice)
        assert found
        assert found.rival == rival
    page = str(Advice.of(answer, RULES, choice="gamma"))
    assert f"number 3 of 3, {ALPHA.score - last.score:.1f} points behind Alpha" in " ".join(page.split())
    assert "Why Alpha rather than Gamma" in page


def test_a_reason_cites_the_rule_whose_sentence_it_holds() -> None:
    for reason in (*for_and_against(advice(), RULES)[0], *for_and_against(advice(), RULES)[1]):
        found = reasons(advice(), RULES)
        assert found
        for said in told(reason, found, RULES).said:
            rule = RULES.rule(said.rule)
            assert any(text in said.words for text in (rule.because, *rule.says.values()))


def test_answers_that_nobody_has_confirmed_are_told() -> None:
    rules = load_rules()
    read = profile_from(
        {
            "answers": {"data-kind": "images", "deployment": "server", "goal": "research", "languages": "python"},
            "unconfirmed": ["data-kind", "deployment", "languages", "goal"],
        },
        rules,
    )
    confirmed = read.model_copy(update={"unconfirmed": ()})

    shown = " ".join(f"{recommend(rules, read)}".split())
    assert "Read from code, not confirmed yet: Data, Deployment, Languages and 1 more. 'fitframe ask' asks" in shown
    assert recommend(rules, read).to_dict()["unconfirmed"] == ["data-kind", "deployment", "languages", "goal"]
    assert "not confirmed yet" not in f"{recommend(rules, confirmed)}"
