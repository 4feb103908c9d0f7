"""What the rules of one criterion say: applying, setting aside, blocking, weakest of several needs."""

from dataclasses import replace
from typing import Any

import pytest

from fitframe.engine.compiled import Judgement, compile_rules
from fitframe.engine.judgement import judge
from fitframe.model.rulebase import Criterion
from tests.engine.build import ARTICLE, QUESTIONS, base, criterion, rule


def judged(of: Criterion, answers: dict[str, Any] | None = None, **options: Any) -> Judgement:
    compiled = compile_rules(base(of), **options)
    return judge(compiled.criteria[0], compiled, compiled.vocabulary.encode(answers or {}))


def test_an_open_answer_makes_no_rule_apply() -> None:
    speed = criterion("speed", rule("speed/ant", framework="ant", rating=4, when={"size": "large"}))

    assert judged(speed, {}).ratings == {}
    assert judged(speed, {"size": "large"}).ratings["ant"].rating == pytest.approx(4)


def test_a_rule_sets_another_aside_only_where_it_rates_itself() -> None:
    old = rule("speed/old", ratings={"ant": 4, "bee": 1})
    new = rule("speed/new", framework="ant", rating=2, supersedes=["speed/old"])

    found = judged(criterion("speed", old, new))

    assert found.ratings["ant"].rules == ("speed/new",)
    assert found.ratings["bee"].rules == ("speed/old",)
    assert found.set_aside == (("speed/old", "ant", "speed/new"),)


def test_a_rule_that_does_not_apply_sets_nothing_aside() -> None:
    old = rule("speed/old", framework="ant", rating=4)
    new = rule("speed/new", framework="ant", rating=2, when={"size": "large"}, supersedes=["speed/old"])

    assert judged(criterion("speed", old, new), {"size": "small"}).ratings["ant"].rules == ("speed/old",)


def test_a_rule_that_is_set_aside_still_sets_aside() -> None:
    """Else a correction of a correction would bring the first mistake back."""
    rules = [
        rule("speed/a", framework="ant", rating=4),
        rule("speed/b", framework="ant", rating=2, supersedes=["speed/a"]),
        rule("speed/c", framework="ant", rating=1, supersedes=["speed/b"]),
    ]

    assert judged(criterion("speed", *rules)).ratings["ant"].rules == ("speed/c",)


def test_of_several_rules_that_set_one_aside_the_newest_is_named() -> None:
    rules = [
        rule("speed/old", framework="ant", rating=4),
        rule("speed/second", framework="ant", rating=1, supersedes=["speed/old"], since="2026-05"),
        rule("speed/undated", framework="ant", rating=1, supersedes=["speed/old"]),
        rule("speed/zero", framework="ant", rating=1, supersedes=["speed/old"], since="2019"),
    ]

    assert judged(criterion("speed", *rules)).set_aside == (("speed/old", "ant", "speed/second"),)


def test_a_rule_counts_only_from_its_day_on_and_only_by_its_sources() -> None:
    dated = criterion("speed", rule("speed/ant", framework="ant", rating=4, since="2026-06"))
    article = criterion("speed", rule("speed/ant", framework="ant", rating=4, evidence=ARTICLE))

    assert judged(dated, as_of="2026-05-31").ratings == {}
    assert "ant" in judged(dated, as_of="2026-06-01").ratings
    assert judged(article, sources={"official"}).ratings == {}
    assert "ant" in judged(article, sources={"article"}).ratings


def test_a_blocker_blocks_and_an_open_answer_makes_it_possible() -> None:
    blocker = rule("phone/no-ant", blocks=["ant"], when={"target": "phone"})

    sure, open_, other = (
        judged(criterion("phone", blocker), a) for a in ({"target": ("phone",)}, {}, {"target": ("web",)})
    )

    assert list(sure.blocked) == ["ant"]
    assert list(open_.possible) == ["ant"]
    assert not open_.blocked
    assert not other.blocked
    assert not other.possible


def test_a_blocker_that_the_project_can_avoid_only_lowers() -> None:
    blocker = rule("py/ant", blocks=["ant"], when={"python": {"at_least": "3.14"}}, provided="Python is older")
    good = rule("py/fine", framework="ant", rating=4)

    found = judged(criterion("py", blocker, good), {"python": "3.14"})

    assert not found.blocked
    assert found.provided["ant"].provided == "Python is older"
    assert found.ratings["ant"] == (0.0, 0.5, ("py/ant",))


def test_a_changeable_answer_that_does_not_lift_the_blocker_excludes() -> None:
    """The Python version is read, but the other half of the condition holds whatever it is."""
    blocker = rule("py/ant", blocks=["ant"], when={"any_of": [{"python": "3.14"}, {"target": "phone"}]})

    found = judged(criterion("py", blocker), {"python": "3.14", "target": ("phone",)})

    assert list(found.blocked) == ["ant"]


def test_a_blocker_that_another_answer_would_only_leave_in_doubt_excludes() -> None:
    """With an older Python it hangs on the size, which is open."""
    blocker = rule("py/ant", blocks=["ant"], when={"any_of": [{"python": "3.14"}, {"size": "large"}]})

    found = judged(criterion("py", blocker), {"python": "3.14"})

    assert list(found.blocked) == ["ant"]


def test_a_blocker_can_be_superseded() -> None:
    blocker = rule("phone/no-ant", blocks=["ant"])
    path = rule("phone/ant-bridge", framework="ant", rating=2, supersedes=["phone/no-ant"])

    found = judged(criterion("phone", blocker, path))

    assert not found.blocked
    assert found.set_aside == (("phone/no-ant", "ant", "phone/ant-bridge"),)


NEEDS = {"combine": "weakest", "across": "target"}


def test_several_needs_count_by_the_weakest() -> None:
    rules = [
        rule("reach/phone", framework="ant", rating=4, when={"target": "phone"}),
        rule("reach/web", framework="ant", rating=1, when={"target": "web"}),
        rule("reach/always", framework="ant", rating=3),
    ]
    reach = criterion("reach", *rules, **NEEDS)

    assert judged(reach, {"target": ("phone",)}).ratings["ant"].rating == pytest.approx(3.5)
    assert judged(reach, {"target": ("phone", "web")}).ratings["ant"].rating == pytest.approx(2.0)  # mean of 1 and 3


def test_an_answer_that_no_rule_responds_to_is_not_a_need() -> None:
    reach = criterion("reach", rule("reach/phone", framework="ant", rating=4, when={"target": "phone"}), **NEEDS)

    assert judged(reach, {"target": ("phone", "server")}).ratings["ant"].rating == pytest.approx(4)


def test_a_need_of_which_nothing_is_known_counts_as_the_middle() -> None:
    rules = [
        rule("reach/phone", ratings={"ant": 4, "bee": 4}, when={"target": "phone"}),
        rule("reach/web", framework="bee", rating=3, when={"target": "web"}),
    ]

    found = judged(criterion("reach", *rules, **NEEDS), {"target": ("phone", "web")})

    assert found.ratings["ant"] == (2.0, 2.0, ())
    assert found.ratings["bee"].rating == pytest.approx(3)


def test_a_blocker_is_not_avoidable_where_the_answer_says_it_is_fixed() -> None:
    fixed = [{**q, "fixed": ["3.14"]} if q["id"] == "python" else q for q in QUESTIONS]
    blocker = rule("py/ant", blocks=["ant"], when={"python": "3.14"}, provided="Python is older")
    compiled = compile_rules(base(criterion("py", blocker), questions=fixed))

    found = judge(compiled.criteria[0], compiled, compiled.vocabulary.encode({"python": "3.14"}))

    assert list(found.blocked) == ["ant"]


def test_of_needs_that_are_rated_alike_the_least_certain_counts() -> None:
    """An article leaves more doubt than an official page."""
    rules = [
        rule("reach/phone", framework="ant", rating=2, when={"target": "phone"}),
        rule("reach/web", framework="ant", rating=2, when={"target": "web"}, evidence=ARTICLE),
    ]
    reach = criterion("reach", *rules, **NEEDS)

    found = judged(reach, {"target": ("phone", "web")}).ratings["ant"]

    assert (found.rating, found.rules) == (2.0, ("reach/web",))
    assert found.spread > judged(reach, {"target": ("phone",)}).ratings["ant"].spread


def test_a_compiled_rule_is_equal_to_itself_alone() -> None:
    """What some rules say together is remembered by the rules."""
    (one,) = compile_rules(base(criterion("speed", rule("speed/ant", framework="ant", rating=4)))).criteria[0].rules

    assert one != replace(one)
    assert len({one, one, replace(one)}) == 2
