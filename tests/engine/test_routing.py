"""The answer names a working path to each need, the better supported first, or says that none is known."""

from typing import Any

from fitframe.model.rulebase import Route, RuleBase, Tool
from tests.engine.build import ARTICLE, OFFICIAL, advice, base, criterion, rule

LEAD = criterion("lead", rule("lead/ant", ratings={"ant": 4, "bee": 1}), base="high")


def route(name: str, framework: str, answer: str, support: float, **fields: Any) -> Route:
    hops = [{"step": "author", "tool": framework}, {"step": "run", "tool": name}]
    data = {"id": name, "framework": framework, "reaches": {"target": answer}, "hops": hops, "support": support}
    return Route.model_validate({**data, "because": "It works.", "evidence": [OFFICIAL], **fields})


def with_routes(*routes: Route, **fields: Any) -> RuleBase:
    named = {hop.tool for r in routes for hop in r.hops}
    tools = {name: Tool.model_validate({"id": name, "name": name, "kind": "k", "summary": "s", "status": "active"})
             for name in named}  # fmt: skip
    return base(LEAD, routes={r.id: r for r in routes}, tools=tools, **fields)


def found(rules: RuleBase, *targets: str, **options: Any) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(p.answer, p.route, p.others) for p in advice(rules, {"target": targets}, **options).paths]


def test_the_better_supported_route_is_named_first() -> None:
    rules = with_routes(
        route("slow", "ant", "phone", 2), route("fast", "ant", "phone", 4), route("bees", "bee", "phone", 4)
    )

    assert found(rules, "phone") == [("phone", "fast", ("slow",))]


def test_a_need_that_only_others_reach_has_no_path_and_the_answer_says_so() -> None:
    assert found(with_routes(route("bees", "bee", "web", 4)), "web") == [("web", None, ())]


def test_a_need_that_nobody_has_a_route_to_is_passed_over() -> None:
    assert found(with_routes(route("fast", "ant", "phone", 4)), "server", "phone") == [("phone", "fast", ())]


def test_a_route_whose_condition_fails_is_not_offered_and_an_open_one_is() -> None:
    rules = with_routes(route("fast", "ant", "phone", 4, when={"size": "small"}))

    assert found(rules, "phone") == [("phone", "fast", ())]
    assert [p.route for p in advice(rules, {"target": ["phone"], "size": "large"}).paths] == [None]


def test_a_route_leads_unless_something_surely_speaks_against_it() -> None:
    rules = with_routes(route("fast", "ant", "phone", 4, unless={"size": "large"}))

    assert found(rules, "phone") == [("phone", "fast", ())]
    assert [p.route for p in advice(rules, {"target": ["phone"], "size": "small"}).paths] == ["fast"]
    assert [p.route for p in advice(rules, {"target": ["phone"], "size": "large"}).paths] == [None]


def test_a_route_that_surely_leads_goes_before_one_that_may() -> None:
    rules = with_routes(route("maybe", "ant", "phone", 4, when={"size": "small"}), route("sure", "ant", "phone", 2))

    assert found(rules, "phone") == [("phone", "sure", ("maybe",))]


def test_a_route_that_leads_in_the_usual_case_goes_before_one_that_seldom_does() -> None:
    """Nine of ten projects are large; most have no say on the budget."""
    usual = [
        {"id": "target", "takes": "many", "choices": {"phone": "p", "web": "w"}},
        {"id": "size", "takes": "one", "usual": {"large": 0.9}, "choices": {"small": "s", "large": "l"}},
        {"id": "budget", "takes": "one", "usual": {"low": 0.5}, "choices": {"low": "l", "high": "h"}},
    ]
    rules = with_routes(
        route("seldom", "ant", "phone", 4, when={"size": "small"}),
        route("usual", "ant", "phone", 2, when={"size": "large"}),
        route("hardly", "ant", "phone", 3, when={"budget": "low"}),
        questions=usual,
    )

    assert found(rules, "phone") == [("phone", "usual", ("seldom", "hardly"))]


def test_a_route_counts_from_its_day_on_and_by_its_sources() -> None:
    rules = with_routes(
        route("old", "ant", "phone", 2, evidence=[ARTICLE]), route("new", "ant", "phone", 4, since="2026-06-01")
    )

    assert found(rules, "phone", as_of="2026-05-31") == [("phone", "old", ())]
    assert found(rules, "phone", sources={"article"}, between=["ant"]) == [("phone", "old", ())]
    assert found(rules, "phone") == [("phone", "new", ("old",))]


def test_the_tools_on_the_way_are_told() -> None:
    rules = with_routes(route("fast", "ant", "phone", 4), route("bees", "bee", "phone", 4))

    assert [(t.need, t.tool) for t in advice(rules, {"target": ["phone"]}).tools] == [
        ("phone", "ant"),
        ("phone", "fast"),
    ]
