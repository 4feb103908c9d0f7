"""What a recommendation rests on: sources left out, alone, and their age."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from fitframe.engine.compiled import compile_rules
from fitframe.engine.evaluation import Evaluator
from fitframe.model.rulebase import RuleBase
from fitframe.sensitivity.source_influence import (
    _stale_on,
    alone,
    applied_sources,
    source_influence,
    stale_day,
    without,
)
from tests.engine.build import ARTICLE, base, criterion, rule
from tests.engine.test_properties import answers, rule_bases
from tests.sensitivity.build import situated


@given(rule_bases, answers)
def test_leaving_a_source_out_is_the_same_as_asking_the_others_only(rules: RuleBase, given_: dict[str, Any]) -> None:
    here = situated(rules, given_)
    for source in rules.sources:
        others = set(rules.sources) - {source}
        expected = Evaluator(compile_rules(rules, sources=others), {}).evaluation(here.answers)
        assert Evaluator(without(here.compiled, source), {}).evaluation(here.answers).scores == expected.scores
        expected = Evaluator(compile_rules(rules, sources={source}), {}).evaluation(here.answers)
        assert Evaluator(alone(here.compiled, source), {}).evaluation(here.answers).scores == expected.scores


@given(rule_bases, answers)
def test_a_family_goes_on_speaking_where_one_of_it_is_left_out(rules: RuleBase, given_: dict[str, Any]) -> None:
    sources = {
        name: source.model_copy(update={"family": "papers" if name != "official" else None})
        for name, source in rules.sources.items()
    }
    family = base(*rules.criteria.values(), frameworks=" ".join(rules.frameworks), sources=sources)
    here = situated(family, given_)
    for source in sources:
        expected = Evaluator(compile_rules(family, sources=set(sources) - {source}), {}).evaluation(here.answers)
        assert Evaluator(without(here.compiled, source), {}).evaluation(here.answers).scores == expected.scores


@given(rule_bases, answers)
def test_a_source_that_that_does_not_apply_has_no_effect(rules: RuleBase, given_: dict[str, Any]) -> None:
    here = situated(rules, given_)

    for source in set(rules.sources) - set(applied_sources(here)):
        then = Evaluator(without(here.compiled, source), {}).evaluation(here.answers)
        assert then.scores == here.evaluation.scores


RULES = base(
    criterion(
        "speed",
        rule("speed/a", framework="ant", rating=4, evidence=ARTICLE),
        rule("speed/b", framework="bee", rating=3),
        base="high",
    )
)


def test_the_source_that_carries_the_verdict_is_named() -> None:
    """Without the article ant has no rating, which counts as 2, and bee leads by 25; alone it leads by 4 to 2."""
    found = source_influence(situated(RULES))

    assert [(o.source, o.leaders, o.lead) for o in found.decisive] == [("article", ("bee",), -25)]
    assert {o.source: (o.leaders, o.lead) for o in found.alone} == {
        "article": (("ant",), 50),
        "official": (("bee",), -25),
    }
    assert found.lead == 25
    assert found.sources == ("article",)


def test_old_and_undated_sources_are_told_apart() -> None:
    """The article is five years old on the day of the review; the official page was read that day."""
    undated = RULES.sources["article"].model_copy(update={"published": None})

    old = source_influence(situated(RULES))
    none = source_influence(situated(RULES.model_copy(update={"sources": {**RULES.sources, "article": undated}})))

    assert (old.old, old.undated, old.stale_on) == (("article",), (), "2023-11-20")
    assert (none.old, none.undated, none.stale_on) == ((), ("article",), None)


def test_the_review_is_due_when_the_next_source_is_two_years_old() -> None:
    rules = base(criterion("speed", rule("speed/b", framework="bee", rating=3), base="high"))

    assert source_influence(situated(rules)).stale_on == "2028-11-20"  # read on 2026-11-20


@pytest.mark.parametrize(("days", "expected"), [(3, "2021"), (4, "2022"), (6, "2022"), (7, "2023")])
def test_it_is_due_when_a_third_is_old_and_not_at_the_first(days: int, expected: str) -> None:
    """Pages of 2019, 2020, … become two years old in 2021, 2022, …: of 3 one is a third, of 4 to 6 it takes two."""
    assert _stale_on([f"{2019 + n}-01-01" for n in range(days)]) == f"{expected}-01-01"


@pytest.mark.parametrize(
    ("day", "expected"), [("2024", "2026-01-01"), ("2024-02", "2026-02-01"), ("2024-02-29", "2026-03-01")]
)
def test_two_years_later(day: str, expected: str) -> None:
    assert stale_day(day) == expected


def test_where_nothing_fits_the_recommendation_rests_on_nothing() -> None:
    found = source_influence(situated(base(criterion("out", rule("out/r", blocks=["ant", "bee"])))))

    assert (found.sources, found.decisive, found.stale_on) == ((), (), None)
