"""Who should choose which framework."""

from __future__ import annotations

import pytest

from fitframe.sensitivity.central_weights import Typical, central_weights
from tests.engine.build import base, criterion, rule

QUESTIONS = [
    {"id": "size", "takes": "one", "ordered": True, "usual": {"small": 0.7}, "choices": {"small": "s", "large": "l"}}
]
SMALL = criterion(
    "small", rule("small/ant", framework="ant", rating=4, when={"size": "small"}), raised=[("high", {"size": "small"})]
)
LARGE = criterion(
    "large", rule("large/bee", framework="bee", rating=4, when={"size": "large"}), raised=[("high", {"size": "large"})]
)
RULES = base(SMALL, LARGE, frameworks="ant bee cat", questions=QUESTIONS)


def test_each_framework_wins_the_projects_that_are_made_for_it() -> None:
    """ant wins where the answer is small, which it is for 70 of 100 projects; cat nowhere."""
    ant, bee, cat = (central_weights(RULES, name, least=2000) for name in ("ant", "bee", "cat"))

    assert ant.share == pytest.approx(0.7, abs=0.04)
    assert bee.share == pytest.approx(0.3, abs=0.04)
    assert (cat.share, cat.answers, cat.priorities) == (0, (), ())
    assert [t.id for t in bee.answers] == ["size=large"]
    assert [(t.id, t.share) for t in bee.priorities] == [("large", 1)]
    assert bee.priorities[0].usual == pytest.approx(0.3, abs=0.04)


def test_an_answer_that_only_goes_along_with_a_win_is_no_cause() -> None:
    """bee is first on large projects. Their colour, which no rule reads, changes nothing."""
    colour = {"id": "colour", "takes": "one", "choices": {"red": "r", "blue": "b"}}
    rules = base(SMALL, LARGE, frameworks="ant bee cat", questions=[*QUESTIONS, colour])

    found = central_weights(rules, "bee")

    assert [(t.id, t.share) for t in found.answers] == [("size=large", 1)]


def test_where_two_answers_win_only_together_neither_makes_more_difference() -> None:
    """Each of the two makes the difference in all 40 projects won, as the other does: by chance it would in 39."""
    colour = {"id": "colour", "takes": "one", "choices": {"red": "r", "blue": "b"}}
    both = {"size": "large", "colour": "red"}
    other = criterion("other", rule("other/ant", ratings={"ant": 3, "bee": 0}), base="low")
    red = criterion("red", rule("red/bee", framework="bee", rating=4, when=both), raised=[("decisive", both)])

    found = central_weights(base(other, red, frameworks="ant bee", questions=[*QUESTIONS, colour]), "bee")

    assert (found.enough, found.answers) == (True, ())


def test_it_is_drawn_until_there_are_enough_wins_or_too_many_draws() -> None:
    """Of the small projects 7 in 10 are won: 40 wins take about 57 draws. What never wins is tried to the end."""
    ant = central_weights(RULES, "ant", least=1)
    assert ant.projects == pytest.approx(57, abs=15)
    assert ant.share * ant.projects == pytest.approx(40)
    assert central_weights(RULES, "cat", least=1, most=500).projects == 500


def test_no_more_are_drawn_than_asked_for_where_these_hold_enough_wins() -> None:
    """Of 100 projects about 70 are won, and 40 are enough."""
    assert central_weights(RULES, "ant", least=100).projects == 100


def test_a_tie_counts_in_parts() -> None:
    rules = base(frameworks="ant bee", questions=QUESTIONS)

    assert {central_weights(rules, name, least=50).share for name in ("ant", "bee")} == {0.5}


def test_of_few_projects_nothing_typical_is_told() -> None:
    found = central_weights(RULES, "ant", least=10, most=10)

    assert (found.enough, found.answers, found.priorities) == (False, (), ())


def test_the_same_seed_gives_the_same_result_and_another_one_another() -> None:
    assert central_weights(RULES, "ant") == central_weights(RULES, "ant")
    assert central_weights(RULES, "ant", least=997) != central_weights(RULES, "ant", least=997, seed=1)


def test_the_excess_is_what_goes_beyond_the_usual() -> None:
    assert Typical(id="speed", share=0.5, usual=0.3).excess == pytest.approx(0.2)


def test_what_a_choice_does_is_seen_with_all_others_kept() -> None:
    """bee is first wherever it runs on the web, whether or not it runs on phones too, or on servers."""
    place = {"id": "place", "takes": "many", "choices": {"phone": "p", "web": "w", "server": "s"}}
    other = criterion("other", rule("other/ant", ratings={"ant": 3, "bee": 0}), base="low")
    on_web = {"place": "web"}
    web = criterion("web", rule("web/bee", framework="bee", rating=4, when=on_web), raised=[("decisive", on_web)])

    found = central_weights(base(other, web, frameworks="ant bee", questions=[place]), "bee")

    assert [(t.id, t.share) for t in found.answers] == [("place=web", 1)]


def test_few_wins_tell_what_weighs_much_more_than_usual() -> None:
    """bee wins large projects alone, 3 of 10: 0.7 above the usual, where 40 wins leave chance 3 · 0.46 / √40 = 0.22."""
    assert [t.id for t in central_weights(RULES, "bee", least=1).priorities] == ["large"]


def test_three_projects_in_ten_choose_a_second_time() -> None:
    """And half of these something else: bee, which is first where it runs in both places, wins 0.3 / 2."""
    place = {"id": "place", "takes": "many", "choices": {"phone": "p", "web": "w"}}
    both = {"place": {"all": ["phone", "web"]}}
    other = criterion("other", rule("other/ant", ratings={"ant": 3, "bee": 0}), base="low")
    anywhere = criterion("both", rule("both/bee", framework="bee", rating=4, when=both), raised=[("decisive", both)])

    found = central_weights(base(other, anywhere, frameworks="ant bee", questions=[place]), "bee", least=2000)

    assert found.share == pytest.approx(0.15, abs=0.03)


def test_no_project_answers_what_is_irrelevant_to_it() -> None:
    """Three of ten projects are large, and half of these have an app; no small one is asked."""
    app = {"id": "app", "takes": "one", "relevant": {"size": "large"}, "choices": {"yes": "y", "no": "n"}}
    other = criterion("other", rule("other/ant", ratings={"ant": 3, "bee": 0}), base="low")
    apps = criterion(
        "apps", rule("apps/bee", framework="bee", rating=4, when={"app": "yes"}), raised=[("decisive", {"app": "yes"})]
    )

    found = central_weights(base(other, apps, frameworks="ant bee", questions=[app, *QUESTIONS]), "bee", least=2000)

    assert found.share == pytest.approx(0.15, abs=0.03)
