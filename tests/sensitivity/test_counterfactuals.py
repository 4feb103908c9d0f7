"""Counterfactuals are real; single changes are the smallest there are."""

from __future__ import annotations

from itertools import combinations, product
from math import ceil
from typing import Any

import pytest
from hypothesis import assume, given, seed, settings

from fitframe.engine.evaluation import Evaluator
from fitframe.model.evidence import Source
from fitframe.model.rulebase import RuleBase
from fitframe.sensitivity import counterfactuals
from fitframe.sensitivity.counterfactuals import (
    Counterfactual,
    PriorityChange,
    TrustChange,
    answer_counterfactuals,
    priority_counterfactuals,
    trust_counterfactuals,
)
from fitframe.sensitivity.project import AnswerChange, Project, relevant, single_changes
from fitframe.sensitivity.source_influence import applied_sources, trust_in, trusted
from tests.engine.build import ARTICLE, OFFICIAL, QUESTIONS, RECENT, TODAY, advice, base, criterion, rule, scores
from tests.engine.test_properties import CHOICES, LEVELS, answers, rule_bases
from tests.sensitivity.build import situated

LEAD = criterion(
    "lead", rule("lead/ant", framework="ant", rating=4), rule("lead/bee", framework="bee", rating=1), base="high"
)
MANY = {q["id"] for q in QUESTIONS if q["takes"] == "many"}


def leader(rules: RuleBase, given: dict[str, Any], keep: str | None, priorities: dict[str, str] | None = None) -> Any:
    """Who is first by more than two points; where nobody is, or it is `keep`: `keep`."""
    return clear_first(scores(advice(rules, given, priorities)), keep)


def clear_first(found: dict[str, float], keep: str | None) -> str | None:
    """The framework that is ahead of all others by more than two points, the most that scores do not tell apart."""
    first, *others = [*sorted(found, key=found.__getitem__, reverse=True), ""]
    return first if first and found[first] - found.get(others[0], 0.0) > 2.0 else keep


def changed(given: dict[str, Any], each: Counterfactual) -> dict[str, Any]:
    """A profile's answers with a each's changes, as a person would write them."""
    changes = [c for c in each.changes if isinstance(c, AnswerChange)]
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
def test_single_answers_are_all_that_exhaustive_search_finds(rules: RuleBase, given_: dict[str, Any]) -> None:
    here = situated(rules, given_)
    now = here.leader
    expected: dict[str, set[Any]] = {}
    for question in CHOICES:
        for after in neighbours(given_, question):
            then = leader(rules, {**given_, question: after}, now)
            if then not in (now, None):
                expected.setdefault(then, set()).add(((question, after),))

    found = answer_counterfactuals(here, here.rivals)

    singles = {name: group for name, group in found.items() if len(group[0].changes) == 1}
    assert {
        name: {tuple((c.question, changed(given_, f)[c.question]) for c in f.changes) for f in group}  # type: ignore[union-attr]
        for name, group in singles.items()
    } == {name: {each for each in found if not only_adds(each, found, given_)} for name, found in expected.items()}


def test_the_greedy_search_for_pairs_seldom_misses_what_trying_all_pairs_finds() -> None:
    """Of the frameworks that a pair of changes puts first, and no single one, it finds 9 in 10."""
    possible = found = 0

    @seed(1)
    @settings(max_examples=300, database=None)
    @given(rule_bases, many_answers)
    def count(rules: RuleBase, given_: dict[str, Any]) -> None:
        nonlocal possible, found
        here = situated(rules, given_)
        told = answer_counterfactuals(here, here.rivals)
        by_pairs = {name for name, group in told.items() if len(group[0].changes) == 2}
        expected = first_by_pairs(here) - (told.keys() - by_pairs) - {here.leader, None}
        assert by_pairs <= expected  # what is told is real
        possible, found = possible + len(expected), found + len(by_pairs)

    count()
    assert possible >= 15
    assert found >= 0.9 * possible


def first_by_pairs(here: Project) -> set[str | None]:
    """Every framework that some two changes to two questions put first, all pairs tried."""
    found: set[str | None] = set()
    for one, other in combinations(single_changes(here.compiled, here.answers), 2):
        if one.question != other.question:
            then = here.with_answers([one, other])
            if all(relevant(here.compiled, then.answers, change.question) for change in (one, other)):
                found |= {clear_first(dict(then.scores), here.leader)}
    return found


def only_adds(each: Any, found: set[Any], given_: dict[str, Any]) -> bool:
    """Whether another each among those found gives, to each question, the same answer or, of new choices, a part."""

    def holds(question: str, more: Any, less: Any) -> bool:
        before = set(given_.get(question, ()))
        return more == less or (question in MANY and set(less) < set(more) and not set(less) <= before)

    return any(
        other != each and all(a[0] == b[0] and holds(a[0], a[1], b[1]) for a, b in zip(each, other, strict=True))
        for other in found
    )


@given(rule_bases, many_answers)
def test_a_flip_holds_when_the_changed_profile_is_advised_on(rules: RuleBase, given_: dict[str, Any]) -> None:
    here = situated(rules, given_)

    for group in answer_counterfactuals(here, here.rivals).values():
        for each in group[:3]:
            assert advice(rules, changed(given_, each)).recommended == each.leader
            assert each.lead > 0 or len(advice(rules, changed(given_, each)).ranking) == 1


@given(rule_bases, many_answers)
def test_priorities_are_the_smallest_changes_by_exhaustive_search(rules: RuleBase, given_: dict[str, Any]) -> None:
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

    told = {
        name: {(c.criterion, c.after.value) for f in group for c in f.changes if isinstance(c, PriorityChange)}
        for name, group in priority_counterfactuals(here, here.rivals).items()
    }
    assert told == {name: found for name, (_, found) in expected.items()}


@settings(max_examples=30)
@given(rule_bases, many_answers)
def test_another_trust_is_the_nearest_that_trying_every_hundredth_finds(
    rules: RuleBase, given_: dict[str, Any]
) -> None:
    """Every framework that is first with a source trusted least or most, and from some trust on up to there."""
    here = situated(rules, given_)
    nearest: dict[str, dict[tuple[str, int], float]] = {}
    for source in applied_sources(here):
        before = trust_in(here, source)
        for side in (range(1, ceil(before * 100)), range(99, int(before * 100), -1)):
            first = [leader_at(here, source, hundredths) for hundredths in side]
            name = first[0] if first else None
            if name is None or name == here.leader:
                continue
            reach = next((n for n, leader in enumerate(first) if leader != name), len(first))
            assume(name not in first[reach:])  # halving may then end at the one or at the other
            hundredths = side[reach - 1]
            moved = round(abs(hundredths / 100 - before), 9)
            nearest.setdefault(name, {})[source, hundredths] = moved

    told = {
        name: {(c.source, round(c.after * 100)) for f in group for c in f.changes if isinstance(c, TrustChange)}
        for name, group in trust_counterfactuals(here, here.rivals).items()
    }
    assert told == {
        name: {key for key, moved in found.items() if moved == min(found.values())} for name, found in nearest.items()
    }


def leader_at(here: Project, source: str, hundredths: int) -> str | None:
    """Who is clearly first with a source trusted so much; else the present leader."""
    compiled = trusted(here.compiled, source, hundredths / 100 / trust_in(here, source))
    return clear_first(dict(Evaluator(compiled, {}).evaluation(here.answers).scores), here.leader)


def test_two_sources_that_are_equally_near_are_both_told() -> None:
    """Two criteria that count alike: ant is 4 by an article and 1 by the documentation, bee 1.9; of two articles.

    With trust t in one article and 0.2 in the other ant is ((4 t + 0.95) / (t + 0.95) + 1.75 / 1.15) / 2, which is
    1.9 and 0.08 more, or 2 points, at t = 0.875.
    """
    found = [
        criterion(
            name,
            rule(f"{name}/a", framework="ant", rating=4, evidence={**ARTICLE, "source": source}),
            rule(f"{name}/b", framework="ant", rating=1, evidence={**OFFICIAL, "source": page}),
            rule(f"{name}/c", framework="bee", rating=1.9, evidence={**OFFICIAL, "source": "recent"}),
            base="high",
        )
        for name, source, page in (("one", "article", "official"), ("two", "again", "page"))
    ]
    rules = base(*found)
    sources = {
        "again": rules.sources["article"].model_copy(update={"id": "again"}),
        "page": rules.sources["official"].model_copy(update={"id": "page"}),
    }
    here = situated(rules.model_copy(update={"sources": {**rules.sources, **sources}}))

    told = trust_counterfactuals(here, ["ant"])["ant"]

    moved = {(c.source, c.after) for f in told for c in f.changes if isinstance(c, TrustChange)}
    assert moved == {("article", 0.88), ("again", 0.88)}


def test_two_answers_are_changed_only_where_one_does_not_do() -> None:
    both = {"goal": "research", "size": "large"}
    rules = base(LEAD, criterion("out", rule("out/ant", blocks=["ant"], when=both)))

    (each,) = answer_counterfactuals(situated(rules), ["bee"])["bee"]

    assert [(c.question, c.before, c.after) for c in each.changes if isinstance(c, AnswerChange)] == [
        ("goal", (), ("research",)),
        ("size", (), ("large",)),
    ]


def test_a_flip_never_asks_what_is_not_relevant() -> None:
    questions = [
        *QUESTIONS,
        {"id": "load", "takes": "one", "relevant": {"target": "server"}, "choices": {"a": "a", "b": "b"}},
    ]
    rules = base(LEAD, criterion("out", rule("out/ant", blocks=["ant"], when={"load": "b"})), questions=questions)

    alone = answer_counterfactuals(situated(rules, {"target": ["phone"]}), ["bee"])["bee"]
    relevant = answer_counterfactuals(situated(rules, {"target": ["server"]}), ["bee"])["bee"]

    assert [[c.question for c in f.changes if isinstance(c, AnswerChange)] for f in relevant] == [["load"]]
    assert all({c.question for c in f.changes if isinstance(c, AnswerChange)} == {"target", "load"} for f in alone)
    assert alone


def test_the_cheapest_flip_answers_what_is_open_before_it_overturns_what_is_said() -> None:
    out = [
        rule("out/goal", blocks=["ant"], when={"goal": "research"}),
        rule("out/size", blocks=["ant"], when={"size": "large"}),
    ]
    rules = base(LEAD, criterion("out", *out))

    found = answer_counterfactuals(situated(rules, {"goal": ["learning"]}), ["bee"])["bee"]

    assert [c.question for c in found[0].changes if isinstance(c, AnswerChange)] == ["size"]
    assert [c.after for f in found for c in f.changes if isinstance(c, AnswerChange)] == [
        ("large",),
        ("research",),  # and not 'learning' with 'research', which does no more
    ]


def test_to_take_a_choice_back_and_to_add_another_one_are_two_flips() -> None:
    """Both rule ant out: that it need not run on phones, and that it has to on the web. Neither holds the other."""
    out = [
        rule("out/no-phone", blocks=["ant"], when={"target": {"none": ["phone"]}}),
        rule("out/web", blocks=["ant"], when={"target": "web"}),
    ]
    here = situated(base(LEAD, criterion("out", *out)), {"target": ["server", "phone"]})

    found = answer_counterfactuals(here, ["bee"])["bee"]

    assert {c.after for f in found for c in f.changes if isinstance(c, AnswerChange)} == {
        ("server",),
        ("server", "phone", "web"),
    }


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

    found = answer_counterfactuals(
        situated(base(LEAD, criterion("out", *out), questions=questions), {"goal": "a"}), ["bee"]
    )

    assert [c.question for f in found["bee"] for c in f.changes if isinstance(c, AnswerChange)] == ["goal", "size"]


def test_the_trust_at_which_a_source_tips_the_balance_is_found_to_the_hundredth() -> None:
    """ant is 4 by an article of trust t and 1 by the documentation at 0.95; bee is 1.9.

    The mean (4 t + 0.95)/(t + 0.95) is 1.98, and ant two points ahead, where t = 0.95 · 0.98 / 2.02, which is 0.461.
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

    changes = [c for f in trust_counterfactuals(here, ["ant"])["ant"] for c in f.changes if isinstance(c, TrustChange)]

    assert here.leader == "bee"
    assert [(c.source, c.after) for c in changes] == [("article", 0.47)]
    assert changes[0].before == pytest.approx(0.2)


def test_trust_is_tried_down_to_a_hundredth() -> None:
    """ant has 4 by an article of trust t and 0 by the documentation at 0.95, which rates bee 0.14.

    4 t / (t + 0.95) is 0.0825 with t = 0.02, 1.4 points behind bee, and 0.0417 with 0.01, which is 2.5 behind.
    """
    rules = base(
        criterion(
            "lead",
            rule("lead/a", framework="ant", rating=4, evidence=RECENT),
            rule("lead/b", framework="ant", rating=0),
            rule("lead/c", framework="bee", rating=0.14),
            base="high",
        )
    )
    here = situated(rules)

    (found,) = trust_counterfactuals(here, ["bee"])["bee"]

    assert here.leader == "ant"
    assert [(c.source, c.after) for c in found.changes if isinstance(c, TrustChange)] == [("recent", 0.01)]


def test_where_nothing_fits_a_flip_lets_some_framework_in() -> None:
    rules = base(criterion("out", rule("out/all", blocks=["ant", "bee"], when={"size": "large"})), LEAD)

    found = answer_counterfactuals(situated(rules, {"size": "large"}), ["ant", "bee"])

    assert {c.after for f in found["ant"] for c in f.changes if isinstance(c, AnswerChange)} == {
        ("small",),
        ("medium",),
    }


TARGETS = ("server", "phone", "web")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((), [("server",), ("phone",), ("web",)]),
        (("server",), [("phone",), ("server", "phone"), ("web",), ("server", "web")]),
        (("server", "phone"), [("phone",), ("server",), TARGETS]),
        (TARGETS, [("phone", "web"), ("server", "web"), ("server", "phone")]),
    ],
)
def test_one_choice_joins_leaves_or_gives_way_to_another(before: tuple[str, ...], after: list[tuple[str, ...]]) -> None:
    here = situated(base(LEAD), {"target": before} if before else {})
    changes = [change for change in single_changes(here.compiled, here.answers) if change.question == "target"]

    assert [change.after for change in changes] == after
    assert {change.before for change in changes} == {before}


def test_none_stands_alone() -> None:
    """It takes the place of all other choices, and gives way to any."""
    ties = {"id": "ties", "takes": "many", "choices": {"layers": "l", "data": "d", "none": "n"}}
    rules = base(LEAD, questions=[*QUESTIONS, ties])

    def after(*before: str) -> list[tuple[str, ...]]:
        here = situated(rules, {"ties": before} if before else {})
        return [one.after for one in single_changes(here.compiled, here.answers) if one.question == "ties"]

    assert after() == [("layers",), ("data",), ("none",)]
    assert after("layers") == [("data",), ("layers", "data"), ("none",)]
    assert after("layers", "data") == [("data",), ("layers",), ("none",)]
    assert after("none") == [("layers",), ("data",)]


def test_the_next_hundredth_of_trust_may_be_enough() -> None:
    """ant has 4 and 0, both trusted by 0.039: 2.0, above the 1.9 of bee. With 0.03 they make 1.74: 4 points behind."""
    old = {"title": "t", "by": "b", "tier": "article", "published": "2010-02-04", "accessed": TODAY}
    sources = {name: Source.model_validate({"id": name, **old}) for name in ("high", "low")}
    said = {name: {"source": name, "where": "here", "shows": "so it is"} for name in sources}
    official = base().sources["official"]
    speed = criterion(
        "speed",
        rule("speed/high", framework="ant", rating=4, evidence=said["high"]),
        rule("speed/low", framework="ant", rating=0, evidence=said["low"]),
        rule("speed/bee", framework="bee", rating=1.9),
        base="high",
    )
    here = situated(base(speed, sources={**sources, "official": official}))

    found = trust_counterfactuals(here, {"bee"})["bee"]

    changes = [change for one in found for change in one.changes if isinstance(change, TrustChange)]
    assert [(change.source, change.after) for change in changes] == [("high", 0.03)]


def test_trust_is_moved_by_as_much_up_as_down() -> None:
    def moved(before: float, after: float) -> float:
        change = TrustChange(source="page", before=before, after=after)
        return counterfactuals._trust_moved(Counterfactual(changes=(change,), leader="bee", lead=3.0))

    assert moved(0.4, 0.5) == moved(0.5, 0.4) == pytest.approx(0.1)
    assert moved(0.1, 0.3) == pytest.approx(0.2)
