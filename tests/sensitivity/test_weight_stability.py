"""Weight stability in closed form, against trying weights."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from fitframe.engine.evaluation import INDISTINCT
from fitframe.engine.scoring import WEIGHTS, scores
from fitframe.model.fields import Importance
from fitframe.model.rulebase import RuleBase
from fitframe.sensitivity import weight_stability
from fitframe.sensitivity.project import Project
from fitframe.sensitivity.weight_stability import Line, stability_limits
from tests.engine.build import ARTICLE, base, criterion, rule
from tests.engine.test_properties import answers, rule_bases
from tests.sensitivity.build import situated


def first(here: Project, criterion: str, weight: float) -> set[str]:
    """Who is first, ties included, if a criterion has this weight: by the engine's score, nothing else."""
    counted = here.importances[criterion] is not Importance.NONE
    evaluation = here.evaluation if counted else here.with_priority(criterion, Importance.LOW)
    place = [entry.criterion for entry in evaluation.counted].index(criterion)
    weights = [weight if n == place else w for n, w in enumerate(evaluation.weights)]
    found = {}
    for name, ways in here.open_ways(evaluation).items():
        rows = [[rated.rating for rated in evaluation.ratings_of_way(way)] for way in ways]
        found[name] = max(scores(weights, rows, evaluation.must_haves))
    if here.leader in found:
        found[here.leader] += INDISTINCT  # it keeps its place up to there
    best = max(found.values())
    return {name for name, value in found.items() if value >= best - 1e-9}


@settings(max_examples=200)
@given(rule_bases, answers)
def test_the_leader_keeps_its_place_up_to_a_stability_limit_and_loses_it_beyond(
    rules: RuleBase, given_: dict[str, Any]
) -> None:
    here = situated(rules, given_)
    points = {
        (p.criterion, p.limit > p.weight or not p.weight): p for p in stability_limits(here) if p.limit != p.weight
    }
    tied = {p.criterion for p in stability_limits(here) if p.limit == p.weight}
    if here.leader is None:
        assert not points
        return
    for name, importance in here.importances.items():
        weight = WEIGHTS[importance]
        if name in tied:
            continue
        up, down = points.get((name, True)), points.get((name, False))
        grid = [n / 8 for n in range(1, 400)]
        for x in grid:
            safe = (not up or x < up.limit - 1e-6) and (not down or x > down.limit + 1e-6)
            if safe and (x >= weight or weight):
                assert here.leader in first(here, name, x)
        for point, beyond in ((up, 1e-4), (down, -1e-4)):
            x = (
                point.limit + beyond * max(1, point.limit) if point else 0.0
            )  # where lines are nearly parallel it is far
            if point and x > 0:
                assert point.leader in first(here, name, x)
                assert here.leader not in first(here, name, x)


def test_a_stability_limit_worked_by_hand() -> None:
    """speed (weight 4): ant 4, bee 1. ease (weight 1): ant 1, bee 3. bee has to be 2 points ahead, 0.08 of a step.

    ease x: 4·3 - 2x = -0.08·(4 + x), so x = 12.32 / 1.92. speed x: 3x - 2 = -0.08·(x + 1), so x = 1.92 / 3.08.
    """
    rules = base(
        criterion("speed", rule("speed/both", ratings={"ant": 4, "bee": 1}), base="high"),
        criterion("ease", rule("ease/both", ratings={"ant": 1, "bee": 3}), base="low"),
    )

    points = {p.criterion: p for p in stability_limits(situated(rules))}

    assert (points["ease"].weight, points["ease"].leader, points["speed"].weight) == (1, "bee", 4)
    assert points["ease"].limit == pytest.approx(12.32 / 1.92)
    assert points["speed"].limit == pytest.approx(1.92 / 3.08)


def test_a_stability_limit_with_the_weakest_link_worked_by_hand() -> None:
    """edge is a must-have of weight 8: ant 4, bee 2. With ease x: ant 0, bee 4.

    ant - bee is 0.6·(8·2 - 4x) + 0.4·2·(8 + x) over the sum of weights: 16 - 1.6 x.
    That is -0.08·(8 + x) at x = 16.64 / 1.52.
    """
    rules = base(
        criterion("edge", rule("edge/both", ratings={"ant": 4, "bee": 2}), base="decisive"),
        criterion("ease", rule("ease/both", ratings={"ant": 0, "bee": 4}), base="low"),
    )

    points = {p.criterion: p for p in stability_limits(situated(rules))}

    assert points["ease"].limit == pytest.approx(16.64 / 1.52)


def test_a_framework_with_several_backends_tips_by_its_best_one() -> None:
    """speed (weight 4): ant 4, bee@x 0, bee@y 1. ease (x): ant 0, bee@x 4, bee@y 2.

    bee@x passes ant, and is 2 points ahead, where 16 - 4x = -0.08·(4 + x), so at x = 16.32 / 3.92; bee@y later.
    """
    rules = base(
        criterion("speed", rule("speed/r", ratings={"ant": 4, "bee@x": 0, "bee@y": 1}), base="high"),
        criterion("ease", rule("ease/r", ratings={"ant": 0, "bee@x": 4, "bee@y": 2}), base="low"),
    )
    bee = rules.frameworks["bee"].model_copy(update={"backends": {"x": "x", "y": "y"}})
    rules = rules.model_copy(update={"frameworks": {**rules.frameworks, "bee": bee}})

    points = {p.criterion: p for p in stability_limits(situated(rules))}

    assert points["ease"].limit == pytest.approx(16.32 / 3.92)


def test_a_criterion_that_does_not_count_has_a_stability_limit_too() -> None:
    # speed counts 2: 2·1 - 4x = -0.08·(2 + x)
    rules = base(
        criterion("speed", rule("speed/both", ratings={"ant": 3, "bee": 2}), base="medium"),
        criterion("ease", rule("ease/both", ratings={"ant": 0, "bee": 4})),
    )

    points = {p.criterion: p for p in stability_limits(situated(rules))}

    assert points["ease"].weight == 0
    assert points["ease"].limit == pytest.approx(2.16 / 3.92)


def test_the_engine_agrees_on_both_sides_of_a_stability_limit() -> None:
    """The weight of a level is between two limits or not; the engine, given the level, says the same."""
    rules = base(
        criterion("speed", rule("speed/both", ratings={"ant": 4, "bee": 1}), base="high"),
        criterion("ease", rule("ease/both", ratings={"ant": 1, "bee": 3}), base="low"),
    )
    here = situated(rules)

    for level in (Importance.LOW, Importance.MEDIUM, Importance.HIGH):
        assert here.with_priority("ease", level).leader() == ("ant" if WEIGHTS[level] < 6 else "bee")
    assert here.with_priority("ease", Importance.DECISIVE).leader() == "bee"


def test_the_limits_least_far_off_come_first() -> None:
    """Ant leads with 2 · 2 + 1 · 4 against 4 · 1.5, by 2; it keeps its place up to 0.08 steps more of all weights."""
    rated = {"near": (3, 1, "medium"), "far": (4, 0, "low"), "against": (0, 1.5, "high")}
    rules = base(
        *(
            criterion(name, rule(f"{name}/rated", ratings={"ant": ant, "bee": bee}), base=level)
            for name, (ant, bee, level) in rated.items()
        )
    )
    limits = stability_limits(situated(rules))
    distances = [abs(each.limit - each.weight) for each in limits]

    assert len(limits) == 3
    assert distances == sorted(distances)
    # 4 + 4x + 0.08 (6 + x) = 6, and 2x + 4 + 0.08 (5 + x) = 6, and 8 + 0.08 (3 + x) = 1.5x
    assert [each.criterion for each in limits] == ["far", "near", "against"]
    assert [each.limit for each in limits] == pytest.approx([1.52 / 4.08, 1.6 / 2.08, 8.24 / 1.42])


def test_where_the_leader_is_just_as_far_behind_as_scores_can_tell_any_change_for_the_worse_tips() -> None:
    """bee has 2 on a criterion of weight 1, of 25 in all: 25 · 2 / 25 = 2 points. On all others both are rated 0.

    But for ant that rests on old articles, so it is drawn from 0 to 1.6, and comes first more often. bee is first as
    soon as what speaks for it counts more, from 1 or from nothing on, or as anything else counts less.
    """
    others = [
        criterion(
            f"other-{n}",
            rule(f"other-{n}/ant", ratings={"ant": 0}, evidence=ARTICLE),
            rule(f"other-{n}/bee", ratings={"bee": 0}),
            base="high",
        )
        for n in range(6)
    ]
    low = criterion("low", rule("low/r", ratings={"ant": 0, "bee": 2}), base="low")
    idle = criterion("idle", rule("idle/r", ratings={"ant": 0, "bee": 1}))
    kind = criterion("kind", rule("kind/r", ratings={"ant": 1, "bee": 0}))  # would keep ant first; it cannot count less
    full = {"goal": ["learning"], "target": ["phone"], "size": "small", "python": "3.12"}

    here = situated(base(*others, low, idle, kind), full)

    assert (here.leader, here.evaluation.scores) == ("ant", {"ant": 0.0, "bee": 2.0})
    assert {each.criterion: (each.weight, each.limit, each.leader) for each in stability_limits(here)} == {
        "low": (1, 1, "bee"),
        "idle": (0, 0, "bee"),
        **{f"other-{n}": (4, 4, "bee") for n in range(6)},
    }
    assert len(stability_limits(here)) == 8


def test_lines_that_rise_alike_never_cross() -> None:
    drawn = [Line("ant", 4.0, 2.0), Line("bee", 3.0, 2.0), Line("cow", 1.0, 3.0)]

    assert weight_stability._crossing(drawn[:2], "ant", 1.0, 1) is None
    assert weight_stability._crossing(drawn, "ant", 1.0, 1) == (3.0, "cow"), "1 + 3 x = 4 + 2 x"
