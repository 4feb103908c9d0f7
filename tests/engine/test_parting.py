"""Two kinds of work in one project, and needs that collide."""

from typing import Any

from fitframe.engine.recommend import answers_of
from fitframe.model.rulebase import Part, RuleBase, Split
from tests.engine.build import advice, base, criterion, rule

BY_SIZE = criterion(
    "fit",
    rule("fit/ant", ratings={"ant": 4, "bee": 0}, when={"goal": "learning"}),
    rule("fit/bee", ratings={"ant": 0, "bee": 4}, when={"goal": "production"}),
    base="high",
)


def split(*parts: dict[str, Any]) -> RuleBase:
    found = Split.model_validate(
        {"id": "two", "when": {"goal": {"all": ["learning", "production"]}}, "because": "They differ.", "parts": parts}
    )
    return base(BY_SIZE, splits={"two": found})


COURSE = {"name": "the course", "without": {"goal": ["production"]}}
SERVICE = {"name": "the service", "without": {"goal": ["learning"]}}


def test_parts_that_want_different_frameworks_are_told_apart() -> None:
    found = advice(split(COURSE, SERVICE), {"goal": ["learning", "production"]})

    assert [(p.name, p.recommended) for p in found.parts] == [("the course", "ant"), ("the service", "bee")]


def test_parts_that_want_the_same_are_not_mentioned() -> None:
    assert advice(split(COURSE, COURSE), {"goal": ["learning", "production"]}).parts == ()


def test_a_split_that_does_not_surely_apply_is_not_made() -> None:
    assert advice(split(COURSE, SERVICE), {"goal": ["learning"]}).parts == ()
    assert advice(split(COURSE, SERVICE), {}).parts == ()


def test_the_answers_of_a_part() -> None:
    part = Part(name="p", answers={"size": "small"}, without={"goal": ("learning",), "target": ("web",)})

    found = answers_of(part, {"goal": ("learning", "research"), "target": ("web",), "size": "large", "python": "3.12"})

    assert found == {"goal": ("research",), "target": None, "size": "small", "python": "3.12"}


def test_where_nothing_fits_the_answers_in_the_way_are_named() -> None:
    clash = criterion(
        "clash",
        rule("clash/ant", blocks=["ant"], when={"target": "phone"}),
        rule("clash/bee", blocks=["bee"], when={"size": "large"}),
    )

    found = advice(base(clash), {"target": ["phone"], "size": "large", "goal": ["learning"]})

    assert found.recommended is None
    assert [(c.question, c.frees) for c in found.collisions] == [("size", ("bee",)), ("target", ("ant",))]


def test_no_collision_is_named_where_something_fits() -> None:
    assert advice(base(BY_SIZE), {"goal": ["learning"]}).collisions == ()
