"""Flips are real, and none smaller exists."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings

from fitframe.engine.recommend import advise
from fitframe.model.rulebase import RuleBase
from fitframe.sensitivity.changes import AnswerChange
from fitframe.sensitivity.counterfactuals import (
    Flip,
    PriorityChange,
    TrustChange,
    answer_flips,
    priority_flips,
    trust_flips,
    trust_in,
)
from fitframe.sensitivity.source_influence import trusted
from tests.engine.build import ARTICLE, QUESTIONS, advice, base, criterion, rule, scores
from tests.engine.test_properties import CHOICES, LEVELS, answers, rule_bases
from tests.sensitivity.build import situated

LEAD = criterion(
    "lead", rule("lead/ant", framework="ant", rating=4), rule("lead/bee", framework="bee", rating=1), base="high"
)
MANY = {q["id"] for q in QUESTIONS if q["takes"] == "many"}


def leader(rules: RuleBase, given: dict[str, Any], keep: str | None, priorities: dict[str, str] | None = None) -> Any:
    """Who is first: `keep` where it ties, else the only one with the highest score."""
    found = scores(advice(rules, given, priorities))
    best = max(found.values(), default=0)
    first = sorted(name for name, value in found.items() if value >= best - 1e-9)
    return sole(first, keep)


def sole(first: list[str], keep: str | None) -> str | None:
    """`keep` where it is among the first, else the only one."""
    return keep if keep in first else first[0] if len(first) == 1 else None


def changed(given: dict[str, Any], flip: Flip) -> dict[str, Any]:
    """A profile's answers with a flip's changes, as a person would write them."""
    changes = [c for c in flip.changes if isinstance(c, AnswerChange)]
    return {**given, **{c.question: c.after if c.question in MANY else c.after[0] for c in changes}}


def neighbours(given: dict[str, Any], question: str) -> list[Any]:
    """Every answer one step from the one given to a question, by the definition: put in words, not code, in edits."""
    before = set(given.get(question, ()) if question in MANY else [given[question]] if question in given else [])
    if question not in MANY:
        return [choice for choice in CHOICES[question] if choice not in before]
    sets = [set(found) for n in (1, 2, 3) for found in combinations(CHOICES[question], n)]
    joined = [s for s in sets if before and len(s ^ before) == 1]
    swapped = [s for s in sets if len(before) <= 1 and len(s) == 1 and s != before]
    return [tuple(c for c in CHOICES[question] if c in s) for s in [*joined, *swapped]]


many_answers = answers.map(lambda found: {q: (a,) if q in MANY else a for q, a in found.items()})


@settings(max_examples=25)
@given(rule_bases, many_answers)
def test_answer_flips_are_all_the_smallest_ones_by_exhaustive_search(rules: RuleBase, given_: dict[str, Any]) -> None:
    here = situated(rules, given_)
    now = here.leader
    expected: dict[str, set[Any]] = {}
    for size in (1, 2):
        found: dict[str, set[Any]] = {}
        for questions in combinations(CHOICES, size):
            for after in product(*(neighbours(given_, question) for question in questions)):
                then = leader(rules, {**given_, **dict(zip(questions, after, strict=True))}, now)
                if then not in (now, None):
                    found.setdefault(then, set()).add(tuple(zip(questions, after, strict=True)))
        expected = {**found, **expected}

    flips = answer_flips(here, here.rivals)

    assert {
        name: {tuple((c.question, changed(given_, f)[c.question]) for c in f.changes) for f in group}  # type: ignore[union-attr]
        for name, group in flips.items()
    } == {name: {flip for flip in found if not only_adds(flip, found, given_)} for name, found in expected.items()}


def only_adds(flip: Any, found: set[Any], given_: dict[str, Any]) -> bool:
    """Whether another flip among those found gives, to each question, the same answer or, of new choices, a part."""

    def holds(question: str, more: Any, less: Any) -> bool:
        before = set(given_.get(question, ()))
        return more == less or (question in MANY and set(less) < set(more) and not set(less) <= before)

    return any(
        other != flip and all(a[0] == b[0] and holds(a[0], a[1], b[1]) for a, b in zip(flip, other, strict=True))
        for other in found
    )


@given(rule_bases, many_answers)
def test_a_flip_holds_when_the_changed_profile_is_advised_on(rules: RuleBase, given_: dict[str, Any]) -> None:
    here = situated(rules, given_)

    for group in answer_flips(here, here.rivals).values():
        for flip in group[:3]:
            assert advice(rules, changed(given_, flip)).recommended == flip.leader
            assert flip.lead > 0 or len(advice(rules, changed(given_, flip)).ranking) == 1


@given(rule_bases, many_answers)
def test_priority_flips_are_the_smallest_ones_by_exhaustive_search(rules: RuleBase, given_: dict[str, Any]) -> None:
    here = situated(rules, given_)
    importances = {entry.criterion: entry.importance.value for entry in here.evaluation.counted}
    expected: dict[str, tuple[int, set[Any]]] = {}
    for name, level in product(rules.criteria, LEVELS):
        then = leader(rules, given_, here.leader, {name: level})
        steps = abs(LEVELS.index(level) - LEVELS.index(importances.get(name, "none")))
        if then not in (here.leader, None) and rules.criteria[name].rules:
            least, found = expected.get(then, (9, set()))
            if steps <= least:
                expected[then] = (steps, {(name, level)} | (found if steps == least else set()))

    flips = priority_flips(here, here.rivals)

    told = {
        name: {(c.criterion, c.after.value) for f in group for c in f.changes if isinstance(c, PriorityChange)}
        for name, group in flips.items()
    }
    assert told == {name: found for name, (_, found) in expected.items()}


@settings(max_examples=30)
@given(rule_bases, many_answers)
def test_trust_flips_are_the_smallest_ones_by_trying_every_hundredth(rules: RuleBase, given_: dict[str, Any]) -> None:
    here = situated(rules, given_)
    expected: dict[str, tuple[float, set[Any]]] = {}
    for source in ("official", "article"):
        if not any(source in s.sources for matter in here.compiled.criteria for s in matter.rules):
            continue
        before = trust_in(here, source)
        for hundredths in range(1, 100):
            factor = hundredths / 100 / before
            then = advise(trusted(here.compiled, source, factor), given_, {}, worlds=1)
            found = {r.framework: r.score for r in then.ranking}
            best = max(found.values(), default=0)
            first = sorted(name for name, value in found.items() if value >= best - 1e-9)
            name = sole(first, here.leader)
            if name not in (None, here.leader):
                moved = round(abs(hundredths / 100 - before), 9)
                least, seen = expected.get(str(name), (9.0, set()))
                if moved <= least:
                    expected[str(name)] = (moved, {(source, hundredths)} | (seen if moved == least else set()))

    flips = trust_flips(here, here.rivals)

    told = {
        name: {(c.source, round(c.after * 100)) for f in group for c in f.changes if isinstance(c, TrustChange)}
        for name, group in flips.items()
    }
    assert told == {name: found for name, (_, found) in expected.items()}


def test_two_answers_are_changed_only_where_one_does_not_do() -> None:
    both = {"goal": "research", "size": "large"}
    rules = base(LEAD, criterion("out", rule("out/ant", blocks=["ant"], when=both)))

    (flip,) = answer_flips(situated(rules), ["bee"])["bee"]

    assert [(c.question, c.before, c.after) for c in flip.changes if isinstance(c, AnswerChange)] == [
        ("goal", (), ("research",)),
        ("size", (), ("large",)),
    ]
    assert answer_flips(situated(rules), ["bee"], most=1) == {}


def test_a_flip_never_asks_what_is_not_relevant() -> None:
    questions = [
        *QUESTIONS,
        {"id": "load", "takes": "one", "relevant": {"target": "server"}, "choices": {"a": "a", "b": "b"}},
    ]
    rules = base(LEAD, criterion("out", rule("out/ant", blocks=["ant"], when={"load": "b"})), questions=questions)

    alone = answer_flips(situated(rules, {"target": ["phone"]}), ["bee"])["bee"]
    relevant = answer_flips(situated(rules, {"target": ["server"]}), ["bee"])["bee"]

    assert [[c.question for c in f.changes if isinstance(c, AnswerChange)] for f in relevant] == [["load"]]
    assert all({c.question for c in f.changes if isinstance(c, AnswerChange)} == {"target", "load"} for f in alone)
    assert alone


def test_the_cheapest_flip_answers_what_is_open_before_it_overturns_what_is_said() -> None:
    out = [
        rule("out/goal", blocks=["ant"], when={"goal": "research"}),
        rule("out/size", blocks=["ant"], when={"size": "large"}),
    ]
    rules = base(LEAD, criterion("out", *out))

    flips = answer_flips(situated(rules, {"goal": ["learning"]}), ["bee"])["bee"]

    assert [c.question for c in flips[0].changes if isinstance(c, AnswerChange)] == ["size"]
    assert [c.after for f in flips for c in f.changes if isinstance(c, AnswerChange)] == [
        ("large",),
        ("research",),  # and not 'learning' with 'research', which does no more
    ]


def test_the_likeliest_answer_comes_first_and_a_rare_one_last() -> None:
    """Of 10 projects 1 has the open answer, and 6 have the one that overturns what is said."""
    questions = [
        {"id": "goal", "takes": "one", "usual": {"a": 0.4, "b": 0.6}, "choices": {"a": "a", "b": "b"}},
        {"id": "size", "takes": "one", "usual": {"small": 0.9, "large": 0.1}, "choices": {"small": "s", "large": "l"}},
    ]
    out = [
        rule("out/goal", blocks=["ant"], when={"goal": "b"}),
        rule("out/size", blocks=["ant"], when={"size": "large"}),
    ]

    flips = answer_flips(situated(base(LEAD, criterion("out", *out), questions=questions), {"goal": "a"}), ["bee"])

    assert [c.question for f in flips["bee"] for c in f.changes if isinstance(c, AnswerChange)] == ["goal", "size"]


def test_the_trust_at_which_a_source_tips_the_balance_is_found_to_the_hundredth() -> None:
    """ant is 4 by an article of trust t and 1 by the documentation at 0.95; bee is 1.9.

    The mean (4 t + 0.95)/(t + 0.95) passes 1.9 where t = 0.95 · 0.9 / 2.1, which is 0.407.
    """
    rules = base(
        criterion(
            "lead",
            rule("lead/a", framework="ant", rating=4, evidence=ARTICLE),
            rule("lead/b", framework="ant", rating=1),
            rule("lead/c", framework="bee", rating=1.9),
            base="high",
        )
    )
    here = situated(rules)

    changes = [c for f in trust_flips(here, ["ant"])["ant"] for c in f.changes if isinstance(c, TrustChange)]

    assert here.leader == "bee"
    assert [(c.source, c.after) for c in changes] == [("article", 0.41)]
    assert changes[0].before == pytest.approx(0.2)


def test_where_nothing_fits_a_flip_lets_some_framework_in() -> None:
    rules = base(criterion("out", rule("out/all", blocks=["ant", "bee"], when={"size": "large"})), LEAD)

    flips = answer_flips(situated(rules, {"size": "large"}), ["ant", "bee"])

    assert {c.after for f in flips["ant"] for c in f.changes if isinstance(c, AnswerChange)} == {
        ("small",),
        ("medium",),
    }
