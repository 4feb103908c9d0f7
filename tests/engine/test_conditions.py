"""Conditions hold, do not hold, or are unknown while an answer is open."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitframe.engine.conditions import (
    Conditional,
    Index,
    Variant,
    Vocabulary,
    compile_condition,
    surely_holding,
    variants,
)
from fitframe.model.fields import When
from fitframe.model.rulebase import Question
from tests.engine.build import QUESTIONS

VOCABULARY = Vocabulary.of(
    {q["id"]: Question.model_validate({"title": "t", "prompt": "?", "why": "w", **q}) for q in QUESTIONS}
)


def holds(when: Any, **answers: Any) -> bool | None:
    return compile_condition(When.model_validate(when), VOCABULARY)(*VOCABULARY.encode(answers))


@pytest.mark.parametrize(
    ("when", "answers", "expected"),
    [
        ({}, {}, True),
        ({"goal": "research"}, {"goal": ("research",)}, True),
        ({"goal": "research"}, {"goal": ("learning",)}, False),
        ({"goal": "research"}, {}, None),
        ({"goal": "research"}, {"goal": "unknown"}, None),
        ({"goal": "research"}, {"goal": None}, None),
        ({"goal": ["research", "learning"]}, {"goal": ("learning", "production")}, True),
        ({"goal": {"all": ["research", "learning"]}}, {"goal": ("learning",)}, False),
        ({"goal": {"all": ["research", "learning"]}}, {"goal": ("learning", "research")}, True),
        ({"goal": {"all": ["research"]}}, {}, None),
        ({"goal": {"none": ["research"]}}, {"goal": ("learning",)}, True),
        ({"goal": {"none": ["research"]}}, {"goal": ("learning", "research")}, False),
        ({"goal": {"none": ["research"]}}, {}, None),
        ({"size": {"at_least": "medium"}}, {"size": "large"}, True),
        ({"size": {"at_least": "medium"}}, {"size": "small"}, False),
        ({"size": {"at_most": "medium"}}, {"size": "medium"}, True),
        ({"size": {"at_least": "medium", "at_most": "medium"}}, {"size": "large"}, False),
        ({"goal": {"any": ["research"], "none": ["learning"]}}, {"goal": ("research", "learning")}, False),
        # two fields: both must hold; one that surely fails decides, whatever is open
        ({"goal": "research", "size": "small"}, {"goal": ("research",), "size": "small"}, True),
        ({"goal": "research", "size": "small"}, {"goal": ("learning",)}, False),
        ({"goal": "research", "size": "small"}, {"goal": ("research",)}, None),
        ({"all_of": [{"goal": "research"}, {"size": "small"}]}, {"size": "large"}, False),
        ({"any_of": [{"goal": "research"}, {"size": "small"}]}, {"size": "small"}, True),
        ({"any_of": [{"goal": "research"}, {"size": "small"}]}, {"size": "large"}, None),
        (
            {"any_of": [{"goal": "research"}, {"size": "small"}]},
            {"size": "large", "goal": ("learning",)},
            False,
        ),
        ({"not": {"goal": "research"}}, {"goal": ("learning",)}, True),
        ({"not": {"goal": "research"}}, {}, None),
        ({"goal": "research", "not": {"size": "small"}}, {"goal": ("research",), "size": "small"}, False),
    ],
)
def test_a_condition(when: Any, answers: dict[str, Any], expected: bool | None) -> None:
    assert holds(when, **answers) is expected


def test_reads_names_every_question_however_deep() -> None:
    when = {"goal": "research", "any_of": [{"size": "small"}, {"not": {"target": "web"}}]}

    assert When.model_validate(when).reads == {"goal", "size", "target"}


choices = {q["id"]: list(q["choices"]) for q in QUESTIONS}
leaves = st.sampled_from([{q: c} for q, cs in choices.items() for c in cs])
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all_of": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any_of": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=8,
)
full = st.fixed_dictionaries({q: st.sampled_from(cs) for q, cs in choices.items()})


@given(conditions, full, st.sets(st.sampled_from(sorted(choices))))
def test_what_is_certain_with_open_answers_stays_so_when_they_are_given(
    when: Any, answers: dict[str, str], hidden: set[str]
) -> None:
    before = holds(when, **{q: c for q, c in answers.items() if q not in hidden})

    after = holds(when, **answers)

    assert after is not None
    assert before in (None, after)


def test_what_is_said_twice_makes_a_condition_no_longer() -> None:
    """Not one of twenty pairs: each pair fails by goal or by size, and all say so of the same few choices."""
    pairs = [{"goal": goal, "size": size} for goal in choices["goal"] for size in choices["size"]] * 3
    condition = When.model_validate({"not": {"any_of": pairs}})

    forms = variants(condition, VOCABULARY)

    assert len(pairs) > 20
    assert len(forms) < 20
    assert (
        compile_condition(condition, VOCABULARY)(*VOCABULARY.encode({"goal": ("learning",), "size": "small"})) is False
    )
    assert compile_condition(condition, VOCABULARY)(*VOCABULARY.encode({"goal": ("learning",)})) is None


@given(
    st.lists(st.tuples(conditions, st.none() | conditions), max_size=5),
    st.fixed_dictionaries({}, optional={q: st.sampled_from(c) for q, c in choices.items()}),
)
def test_of_many_conditions_those_that_surely_hold_and_are_not_barred_are_told(
    pairs: list[tuple[Any, Any]], answers: dict[str, Any]
) -> None:
    forms: list[Variant] = []

    def bits(when: Any) -> int:
        mine = variants(When.model_validate(when), VOCABULARY)
        forms.extend(mine)
        return (1 << len(forms)) - (1 << len(forms) - len(mine))

    many = [Conditional(n, bits(when), 0 if unless is None else bits(unless)) for n, (when, unless) in enumerate(pairs)]
    sure, _ = Index.of(forms, VOCABULARY).holding(VOCABULARY.encode(answers))

    assert list(surely_holding(many, sure)) == [
        n
        for n, (when, unless) in enumerate(pairs)
        if holds(when, **answers) is True and (unless is None or holds(unless, **answers) is not True)
    ]
