"""Needs, wishes and options: what has to be met, what would be nice, and of what any one will do."""

from __future__ import annotations

from fitframe.engine.evaluation import MOST_OPTIONS
from tests.engine.build import QUESTIONS, advice, base, criterion, ranked, rule

PHONE = criterion(
    "phones",
    rule("phones/ant", ratings={"ant": 0, "bee": 4}),
    raised=[("decisive", {"target": "phone"})],
)
WEB = criterion(
    "web",
    rule("web/bee", ratings={"ant": 4, "bee": 1}),
    rule("web/out", blocks=["bee"], when={"target": "web"}),
    raised=[("decisive", {"target": "web"})],
)
COMMON = criterion("common", rule("common/both", ratings={"ant": 3, "bee": 3}), base="low")
RULES = base(PHONE, WEB, COMMON)
OPTIONS = [{**q, "several": "options"} if q["id"] == "target" else q for q in QUESTIONS]


def test_a_wish_counts_low_whatever_a_need_would_make_of_it() -> None:
    wished = advice(RULES, {"goal": ["research"]}, needs={"wishes": {"target": ["phone"]}})

    (phones,) = [c for c in ranked(wished, "ant").contributions if c.criterion == "phones"]
    assert phones.importance == "low"
    assert wished.recommended == "bee"
    # 25 · (1 · 4 + 1 · 3) / 2 for bee, 25 · (1 · 0 + 1 · 3) / 2 for ant; no must-have, so no weakest link
    assert [(r.framework, r.score) for r in wished.ranking] == [("bee", 87.5), ("ant", 37.5)]


def test_a_wish_rules_nothing_out() -> None:
    assert advice(RULES, {"target": ["web"]}).excluded[0].framework == "bee"
    assert advice(RULES, {}, needs={"wishes": {"target": ["web"]}}).excluded == ()


def test_a_wish_changes_nothing_where_needs_make_its_criterion_count() -> None:
    needs = {"target": ["phone"]}

    assert advice(RULES, needs).ranking == advice(RULES, needs, needs={"wishes": {"goal": ["research"]}}).ranking


def test_a_priority_goes_before_a_wish() -> None:
    found = advice(RULES, {}, {"phones": "none"}, needs={"wishes": {"target": ["phone"]}})

    assert {c.criterion for c in ranked(found, "ant").contributions} == {"common"}


def test_of_options_any_one_will_do() -> None:
    rules = base(PHONE, WEB, COMMON, questions=OPTIONS)

    either = advice(rules, {"target": ["server", "phone"]})
    both = advice(rules, {"target": ["server", "phone"]}, needs={"all-of": ["target"]})

    assert {c.criterion for c in ranked(either, "ant").contributions} == {"common"}
    assert next(c.importance for c in ranked(both, "ant").contributions if c.criterion == "phones") == "decisive"


def test_of_options_one_for_which_a_criterion_does_not_count_is_enough() -> None:
    """Also for the very first condition of all, and where there are no wishes."""
    found = advice(base(PHONE, questions=OPTIONS), {"target": ["server", "phone"]})

    assert [one.contributions for one in found.ranking] == [(), ()]


def test_only_an_option_that_stands_alone_can_block() -> None:
    rules = base(PHONE, WEB, COMMON, questions=OPTIONS)

    assert advice(rules, {"target": ["web"]}).excluded[0].framework == "bee"
    assert advice(rules, {"target": ["web", "server"]}).excluded == ()


def test_options_are_needs_where_the_question_says_so() -> None:
    questions = [{**q, "needs": {"goal": "production"}} if q["id"] == "target" else q for q in OPTIONS]
    rules = base(PHONE, WEB, COMMON, questions=questions)

    assert advice(rules, {"target": ["web", "server"], "goal": ["research"]}).excluded == ()
    assert advice(rules, {"target": ["web", "server"], "goal": ["production"]}).excluded[0].framework == "bee"


def test_any_of_takes_the_option_that_serves_best() -> None:
    found = advice(RULES, {"target": ["phone", "web"]}, needs={"any-of": ["target"]})

    # phones: 25 · (0.6 · (8 · 4 + 1 · 3) / 9 + 0.4 · 4) = 98.3 for bee; pages: the same for ant, and ant comes first
    assert round(found.ranking[0].score, 1) == 98.3
    assert len(found.must_haves) == 1


def test_more_options_than_can_be_tried_are_needs() -> None:
    many = {f"c{n}": "x" for n in range(MOST_OPTIONS + 1)}
    question = {"id": "target", "takes": "many", "several": "options", "choices": {**many, "phone": "p"}}
    rules = base(PHONE, questions=[question])

    assert advice(rules, {"target": ["phone", *many]}).must_haves == ("phones",)


def test_what_is_open_might_rule_out_where_it_would_under_every_option() -> None:
    """A large project rules ant out wherever it runs, and bee on phones alone: then it may still run on the web."""
    out = criterion(
        "out",
        rule("out/ant", blocks=["ant"], when={"size": "large"}),
        rule("out/bee", blocks=["bee"], when={"size": "large", "target": "phone"}),
    )

    found = advice(base(COMMON, out, questions=OPTIONS), {"target": ["phone", "web"]})
    only = advice(base(COMMON, out, questions=OPTIONS), {"target": ["phone"]})

    assert [one.framework for one in found.possible] == ["ant"]
    assert [one.framework for one in only.possible] == ["ant", "bee"]


def test_where_every_option_rules_out_the_rule_of_the_first_is_told() -> None:
    """The question names a phone before the web; neither the order of the answer nor of the rules counts."""
    out = criterion(
        "out",
        rule("out/a", blocks=["bee"], when={"target": "web"}),
        rule("out/b", blocks=["bee"], when={"target": "phone"}),
    )

    found = advice(base(COMMON, out, questions=OPTIONS), {"target": ["web", "phone"]})

    assert [(one.framework, one.rule) for one in found.excluded] == [("bee", "out/b")]


def test_what_is_said_under_any_option_is_heard() -> None:
    """Two rules disagree on ant, and they speak of the web alone, the last of three options."""
    web = criterion(
        "web",
        rule("web/low", ratings={"ant": 0}, when={"target": "web"}),
        rule("web/high", ratings={"ant": 4}, when={"target": "web"}),
        base="high",
    )

    found = advice(base(web, questions=OPTIONS), {"target": ["server", "phone", "web"]})

    assert [(one.framework, one.low, one.high) for one in found.disagreements] == [("ant", "web/low", "web/high")]


def test_what_every_option_rules_out_or_allows_on_a_condition_is_allowed_on_it() -> None:
    """The web rules ant out, phones only with this Python, and that can be changed."""
    out = criterion(
        "out",
        rule("out/web", blocks=["ant"], when={"target": "web"}),
        rule("out/py", blocks=["ant"], when={"target": "phone", "python": "3.14"}, provided="Python is older"),
    )

    def conditions(*targets: str) -> list[str]:
        found = advice(base(COMMON, out, questions=OPTIONS), {"target": list(targets), "python": "3.14"})
        return [condition.provided for condition in ranked(found, "ant").provided]

    assert conditions("phone", "web") == ["Python is older"]
    assert conditions("phone", "server") == []
