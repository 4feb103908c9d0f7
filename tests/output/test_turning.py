"""What would turn a recommendation, in words."""

from __future__ import annotations

from fitframe.output.closer_look import tipping_points, turned
from fitframe.output.document import Items
from fitframe.sensitivity.counterfactuals import Counterfactual, Counterfactuals
from fitframe.sensitivity.project import AnswerChange
from fitframe.sensitivity.weight_stability import StabilityLimit
from tests.engine.build import base, criterion

RULES = base(*(criterion(name) for name in ("ease", "speed", "tools", "trade")))


def point(name: str, limit: float) -> StabilityLimit:
    return StabilityLimit(criterion=name, weight=0.0, limit=limit, leader="bee")


def test_criteria_that_tip_alike_are_told_in_one_line_and_count_as_one() -> None:
    alike = [point(name, 2.5) for name in ("ease", "speed", "tools")]

    _, items = tipping_points(RULES, [*alike, point("trade", 3.0)], 2)

    assert isinstance(items, Items)
    titles = [RULES.criteria[name].title for name in ("ease", "speed")]
    assert items.items[0].text == (
        f"Any of 3 criteria at 0 raised above 2.50 (between medium and high), such as {titles[0]} and {titles[1]}: "
        f"{RULES.frameworks['bee'].name} is then first."
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
    turn = Counterfactuals(framework="bee", answers=tuple(pairs), priorities=(), trust=())

    _, items = turned(RULES, {"bee": turn}, most=2)

    assert isinstance(items, Items)
    assert (items.items[-1].label, items.items[-1].text) == ("", "and 1 more, each with two other answers")
