"""A project put to the rules."""

from __future__ import annotations

from typing import Any

from fitframe.engine.compiled import compile_rules
from fitframe.engine.recommend import advise
from fitframe.sensitivity.project import project
from tests.engine.build import base, criterion, rule
from tests.engine.test_likeness import CRITERIA, OURS, precedent


def test_what_is_looked_into_is_the_advice_that_recommend_gives() -> None:
    """In the same worlds: two that are nearly level share them otherwise in others."""
    compiled = compile_rules(base(criterion("speed", rule("speed/r", ratings={"ant": 3, "bee": 2.9}), base="high")))
    given: dict[str, Any] = {"goal": ("research",)}

    here = project(compiled, given, {}, worlds=100)

    assert here.advice == advise(compiled, given, {}, worlds=100, precedents=True)


def test_it_comes_with_similar_decisions() -> None:
    compiled = compile_rules(base(*CRITERIA, precedents={"same": precedent("same")}))

    assert [one.id for one in project(compiled, OURS, {}, worlds=10).advice.precedents] == ["same"]
