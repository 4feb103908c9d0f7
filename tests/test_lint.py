"""Lint finds every fault of a rule base in one run, and only faults."""

from typing import Any

import pytest

from fitframe.lint import contradictions, lint, read_in_the_future, stale
from fitframe.model.rulebase import Case, Criterion, Expect, RuleBase, Tool
from tests.engine import build
from tests.engine.build import ARTICLE, QUESTIONS, TODAY, criterion, rule
from tests.engine.test_likeness import precedent

READ_ALL = {q["id"]: next(iter(q["choices"])) for q in QUESTIONS}
WHOLE = [
    rule("speed/ant", ratings={"ant": 3, "bee": 2}, when=READ_ALL, evidence=[{**ARTICLE}]),
    rule("speed/bee", framework="bee", rating=4, evidence=[{**ARTICLE, "source": "official"}]),
    rule("speed/cat", framework="bee", rating=4, evidence=[{**ARTICLE, "source": "recent"}]),
]


def with_case(criterion: Criterion) -> Criterion:
    """A criterion with a case that names all its rules, since a rule without a case is a fault."""
    expect = Expect(importance=criterion.base, applies=tuple(rule.id for rule in criterion.rules))
    return criterion.model_copy(update={"cases": (Case(name="all", expect=expect),)})


def base(*criteria: Criterion, **fields: Any) -> RuleBase:
    return build.base(*map(with_case, criteria), **fields)


def messages(*rules: Any, **fields: Any) -> list[str]:
    return [fault.message for fault in lint(base(criterion("speed", *WHOLE, *rules, base="low"), **fields))]


def test_a_whole_rule_base_has_no_faults() -> None:
    assert messages() == []


@pytest.mark.parametrize(
    ("when", "never"),
    [
        ({"size": {"all": ["small", "large"]}}, True),
        ({"size": {"at_least": "large", "at_most": "small"}}, True),
        ({"goal": "research", "not": {"goal": "research"}}, True),
        ({"size": "small", "any_of": [{"size": "medium"}, {"size": "large"}]}, True),
        ({"goal": {"all": ["research", "learning"]}}, False),
        ({"goal": {"any": ["research"], "none": ["learning"]}}, False),
        ({"goal": {"none": ["research", "learning", "production"]}}, True),
        ({"size": {"at_least": "medium", "at_most": "medium"}}, False),
    ],
)
def test_a_condition_that_no_answers_make_true(when: Any, never: bool) -> None:
    found = messages(rule("speed/odd", framework="ant", rating=1, when=when))

    expected = ["rule speed/odd can never apply: no answers make its condition true"]
    assert found == (expected if never else [])


def test_a_choice_that_stands_alone_cannot_be_combined() -> None:
    questions = [*QUESTIONS, {"id": "app", "takes": "many", "choices": {"a": "a", "none": "n"}}]
    odd = rule("speed/odd", framework="ant", rating=1, when={"app": {"all": ["a", "none"]}})

    assert messages(odd, questions=questions) == ["rule speed/odd can never apply: no answers make its condition true"]


def test_a_condition_that_names_sixty_choices_is_looked_at_at_once() -> None:
    letters = "abcdefghij"
    wide = [{"id": f"q{n}", "takes": "many", "choices": {c: c for c in letters}} for n in range(6)]
    last = {question["id"]: {"all": ["i", "j"], "none": [*letters[:8]]} for question in wide}  # one in 2^60 answers

    assert messages(rule("speed/odd", framework="ant", rating=1, when=last), questions=[*QUESTIONS, *wide]) == []


def test_a_question_that_nobody_reads() -> None:
    questions = [*QUESTIONS, {"id": "colour", "takes": "one", "choices": {"a": "a", "b": "b"}}]

    assert messages(questions=questions) == [
        "question colour is read by no rule and no importance: use it or remove it"
    ]


def test_a_criterion_that_never_counts_and_a_situation_that_nothing_reaches() -> None:
    idle = criterion("idle", rule("idle/r", ratings={"ant": 1, "bee": 1}))
    late = criterion("late", rule("late/r", ratings={"ant": 1, "bee": 1}), base="high")
    behind = [*late.importance, *criterion("late", raised=[("low", {"goal": "research"})]).importance]
    late = late.model_copy(update={"importance": tuple(behind)})

    found = [fault.message for fault in lint(base(criterion("speed", *WHOLE, base="low"), idle, late))]

    assert found == [
        "nothing gives criterion idle any importance: it never counts",
        "the situation 'it matters' of late stands behind one that always holds",
    ]


def test_a_rule_without_a_case_and_a_criterion_that_no_case_shows_at_rest() -> None:
    cases = (Case(name="one", expect=Expect(applies=("speed/ant", "speed/cat"))),)
    speed = criterion("speed", *WHOLE, base="low").model_copy(update={"cases": cases})

    assert [fault.message for fault in lint(build.base(speed))] == [
        "no case expects the importance at its base, low",
        "rule speed/bee has no case in which it applies",
    ]


@pytest.mark.parametrize(
    ("when", "never"),
    [
        ({"size": "small"}, True),
        ({"size": {"at_most": "medium"}}, True),
        ({"size": "large"}, False),
        ({"size": "small", "goal": "learning"}, True),
        ({"goal": "learning"}, False),  # it says nothing of the size, which may be large
        ({}, False),
    ],
)
def test_a_rule_that_applies_only_where_its_criterion_does_not_count(when: Any, never: bool) -> None:
    idle = rule("idle/r", ratings={"ant": 1, "bee": 1}, when=when)
    raised = [("high", {"size": "large", "goal": {"none": ["research"]}})]

    found = lint(base(criterion("speed", *WHOLE, base="low"), criterion("idle", idle, raised=raised)))

    message = "idle/r never counts: idle has no importance in the projects that it applies to"
    assert [fault.message for fault in found] == ([message] if never else [])


def test_a_missing_pair_and_one_that_is_both_rated_and_unrated() -> None:
    half = criterion("half", rule("half/ant", framework="ant", rating=1), base="low", unrated={"ant": "Nothing."})

    found = [fault.message for fault in lint(base(criterion("speed", *WHOLE, base="low"), half))]

    assert found == [
        "ant is under 'unrated', but a rule rates it (half)",
        "bee has no rule: add one, or say under 'unrated' that nothing is known (half)",
    ]


def test_a_rule_about_one_backend_speaks_of_the_framework() -> None:
    half = criterion("half", rule("half/both", ratings={"ant": 1, "bee@wax": 1}), base="low")

    assert [fault.message for fault in lint(base(criterion("speed", *WHOLE, base="low"), half))] == []


def test_supersessions_that_cannot_work() -> None:
    loop = [
        rule("speed/x", framework="ant", rating=1, supersedes=["speed/y"]),
        rule("speed/y", framework="ant", rating=1, supersedes=["speed/x"]),
        rule("speed/z", framework="ant", rating=1, supersedes=["speed/bee"]),
    ]
    other = criterion("other", rule("other/r", ratings={"ant": 1, "bee": 1}, supersedes=["speed/ant"]), base="low")

    found = [fault.message for fault in lint(base(criterion("speed", *WHOLE, *loop, base="low"), other))]

    assert found == [
        "other/r supersedes speed/ant, which belongs to another criterion",
        "speed/x supersedes itself, by way of the rules that it supersedes",
        "speed/y supersedes itself, by way of the rules that it supersedes",
        "speed/z supersedes speed/bee, but they speak of no framework in common",
    ]


def test_a_blocker_needs_an_official_source_and_a_way_out_where_there_is_one() -> None:
    weak = rule("speed/weak", blocks=["ant"], when={"goal": "research"}, evidence=ARTICLE)
    stuck = rule("speed/stuck", blocks=["ant"], when={"python": "3.14"})

    assert messages(weak, stuck) == [
        "speed/stuck depends on python, which a project can change: add 'provided'",
        "speed/weak rules frameworks out but cites no official source",
    ]


def tool(name: str, **fields: Any) -> dict[str, Tool]:
    data = {"id": name, "name": name, "kind": "k", "summary": "s", "status": "active"}
    return {name: Tool.model_validate({**data, **fields})}


def test_a_tool_whose_time_is_over_names_a_way_out_that_is_not_over_itself() -> None:
    tools = {
        **tool("old", status="archived"),
        **tool("older", status="superseded", successor=["old"]),
        **tool("fine", status="archived", instead="Use something else."),
    }

    assert messages(tools=tools) == [
        "old is archived: name a 'successor', or say what to do 'instead'",
        "older names old as its successor, which is archived itself",
    ]


def test_a_source_that_nobody_cites() -> None:
    rules = [WHOLE[0], WHOLE[1]]

    found = [fault.message for fault in lint(base(criterion("speed", *rules, base="low")))]

    assert found == ["source recent is cited by nothing: use it or remove it"]


def test_a_reason_is_a_sentence() -> None:
    untidy = rule("speed/odd", framework="ant", rating=1).model_copy(update={"because": "ant wins"})
    named = rule("speed/even", framework="ant", rating=1).model_copy(update={"because": "Ant wins."})

    assert messages(untidy, named) == ["the 'because' of speed/odd has to be a sentence: a capital first, a stop last"]


def test_a_family_needs_a_source() -> None:
    families = {"papers": "papers that repeat one another", "notes": "the notes of a release"}
    sources = build.base().sources
    member = {**sources, "recent": sources["recent"].model_copy(update={"family": "papers"})}
    copy = {**member, "article": sources["article"].model_copy(update={"copies": "notes"})}

    assert messages(families=families, sources=member) == [
        "no source belongs to the family notes: name it in one, or remove it"
    ]
    assert messages(families=families, sources=copy) == []


def test_faults_come_with_file_and_line() -> None:
    rules = base(criterion("speed", *WHOLE, base="low"), origins={"question:colour": "rules/questions.yaml:7"})
    odd = {**rules.questions, "colour": rules.questions["size"].model_copy(update={"id": "colour"})}

    (found,) = lint(rules.model_copy(update={"questions": odd}))

    assert (found.path, found.line) == ("rules/questions.yaml", 7)


def test_lint_bears_names_that_lead_nowhere() -> None:
    """Loading reports them; lint must still find the rest."""
    lost = rule("speed/lost", framework="ant", rating=1, when={"nowhere": "x"}, supersedes=["speed/gone"])

    assert messages(lost) == []


@pytest.fixture
def aged() -> RuleBase:
    rules = base(criterion("speed", *WHOLE, base="low"))
    old = rules.sources["article"].model_copy(update={"accessed": "2025-01-01"})
    return rules.model_copy(update={"sources": {**rules.sources, "article": old}})


def test_stale_sources_are_those_last_read_longer_ago(aged: RuleBase) -> None:
    assert [f.message for f in stale(aged, 18, TODAY)] == ["article was last read on 2025-01-01; 1 rule rests on it"]
    assert stale(aged, 24, TODAY) == []
    assert stale(aged, 18, "2026-06-30") == []


@pytest.mark.parametrize(
    ("when", "rating", "supersedes", "contradicts"),
    [
        ({"size": "small"}, 1, [], True),  # the rule below, which always holds, says 4
        ({"size": "small"}, 1, ["speed/bee"], False),
        ({"size": "small"}, 3, [], False),
        ({}, 1, [], True),
    ],
)
def test_an_added_rule_that_contradicts_one_below_has_to_say_so(
    when: Any, rating: int, supersedes: list[str], contradicts: bool
) -> None:
    below = base(criterion("speed", WHOLE[1], base="low"))
    ours = rule("speed/ours", framework="bee", rating=rating, when=when, supersedes=supersedes)

    found = contradictions(base(criterion("speed", WHOLE[1], ours, base="low")), below)

    message = (
        f"speed/ours rates bee {rating}, against 4 by speed/bee: add that to its 'supersedes', or change the rating"
    )
    assert [fault.message for fault in found] == ([message] if contradicts else [])


def test_a_general_rule_does_not_contradict_a_special_case_below() -> None:
    special = rule("speed/special", framework="bee", rating=0, when={"size": "small"})
    ours = rule("speed/ours", framework="bee", rating=4)

    assert contradictions(base(criterion("speed", special, ours)), base(criterion("speed", special))) == []


def test_a_rule_that_the_layer_itself_removes_or_replaces_is_no_longer_contradicted() -> None:
    below = base(criterion("speed", WHOLE[1], base="low"))
    ours = rule("speed/ours", framework="bee", rating=1)
    replaced = rule("speed/bee", framework="bee", rating=3, evidence=[{**ARTICLE, "source": "official"}])

    assert contradictions(base(criterion("speed", ours, base="low")), below) == []
    assert contradictions(base(criterion("speed", replaced, ours, base="low")), below) == []
    assert len(contradictions(base(criterion("speed", WHOLE[1], ours, base="low")), below)) == 1


def test_a_rule_that_loses_what_it_superseded_is_still_contradicted() -> None:
    """Where a layer removes a rule, those that superseded it no longer name it; they say what they said."""
    gone = rule("speed/gone", framework="bee", rating=2)
    above = [rule("speed/kept", framework="bee", rating=4, supersedes=names) for names in (["speed/gone"], [])]
    ours = rule("speed/ours", framework="bee", rating=1)

    found = contradictions(
        base(criterion("speed", above[1], ours, base="low")), base(criterion("speed", gone, above[0], base="low"))
    )

    assert [fault.message.partition(" by ")[0] for fault in found] == ["speed/ours rates bee 1, against 4"]


def test_a_precedent_that_repeats_another() -> None:
    twin = precedent("twin", source="https://example.org/first")
    other_choice = precedent("other", source="https://example.org/first", chose="bee", decided="2021")

    assert messages(precedents={one.id: one for one in (precedent("first"), twin, other_choice)}) == [
        "precedent twin repeats first: keep one of them"
    ]


def test_a_precedent_that_tells_more_than_could_be_read() -> None:
    early = precedent("early", read="2019-12-31")
    known = precedent("known", read="2021-06-01", needs={"size": "small"})

    assert messages(precedents={one.id: one for one in (early, known)}) == [
        "precedent early was read on 2019-12-31, before 'decided' 2020",
        "precedent early was read on 2019-12-31, before 'known' 2023",
        "precedent known was read on 2021-06-01, before 'known' 2023",
    ]


def test_a_precedent_that_was_read_in_the_future() -> None:
    rules = base(criterion("speed", *WHOLE, base="low"), precedents={"first": precedent("first")})

    assert read_in_the_future(rules, "2026-01-01") == []
    assert [fault.message for fault in read_in_the_future(rules, "2025-12-31")] == [
        "first was read on 2026-01-01: in the future"
    ]
