"""How firm a recommendation is and what would change it, in words."""

from __future__ import annotations

from fitframe.model.fields import Importance
from fitframe.output.document import Items
from fitframe.output.sensitivity import change, counterfactual, counterfactuals, stability_limits
from fitframe.sensitivity.counterfactuals import Counterfactual, Counterfactuals, PriorityChange, TrustChange
from fitframe.sensitivity.project import AnswerChange
from fitframe.sensitivity.weight_stability import StabilityLimit
from tests.engine.build import base, criterion

RULES = base(*(criterion(name) for name in ("ease", "speed", "tools", "trade")))


def point(name: str, limit: float) -> StabilityLimit:
    return StabilityLimit(criterion=name, weight=0.0, limit=limit, leader="bee")


def test_criteria_that_tip_alike_are_told_in_one_line_and_count_as_one() -> None:
    alike = [point(name, 2.5) for name in ("ease", "speed", "tools")]

    _, items = stability_limits(RULES, [*alike, point("trade", 3.0)], 2)

    assert isinstance(items, Items)
    titles = [RULES.criteria[name].title for name in ("ease", "speed")]
    assert items.items[0].text == (
        f"If any one of 3 criteria, such as {titles[0]} or {titles[1]}, weighed more than 2.50 "
        f"(between medium and high) instead of 0, {RULES.frameworks['bee'].name} would lead."
    )
    assert len(items.items) == 2


def test_what_is_left_out_is_counted_in_a_whole_sentence() -> None:
    pairs = [
        Counterfactual(
            changes=tuple(AnswerChange(question=q, before=(), after=(c,)) for q in ("size", "python")),
            leader="bee",
            lead=1.0,
        )
        for c in ("x", "y", "z")
    ]
    turn = Counterfactuals(framework="bee", answers=tuple(pairs), priorities=(), trust=(), within_reach=())

    _, items = counterfactuals(RULES, {"bee": turn}, most=2)

    assert isinstance(items, Items)
    assert (items.items[-1].label, items.items[-1].text) == ("", "and 1 more, each with two other answers")


def test_changes_are_conditions_in_a_sentence() -> None:
    goal = AnswerChange(question="goal", before=("production",), after=("learning",))
    target = AnswerChange(question="target", before=(), after=("phone", "server"))
    ease = PriorityChange(criterion="ease", before=Importance.LOW, after=Importance.HIGH)
    source = next(iter(RULES.sources))
    trust = TrustChange(source=source, before=0.8, after=0.25)

    assert change(RULES, trust) == (
        f"the trust in “{RULES.sources[source].title}” [{source}] were 0.25 instead of 0.80"
    )
    assert change(RULES, ease) == f"the importance of {RULES.criteria['ease'].title} were high instead of low"
    both = Counterfactual(changes=(goal, target), leader="bee", lead=1.5)
    assert counterfactual(RULES, both) == (
        "If goal were learning instead of production and target (now open) were phone and server, "
        f"{RULES.frameworks['bee'].name} would lead by 1.5 points."
    )
