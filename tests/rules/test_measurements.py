"""Ratings follow from figures by a fixed table, and figures without unit or setup are refused."""

from __future__ import annotations

from typing import Any

import pytest

from fitframe import load_rules
from fitframe.engine.compiled import compile_rules
from fitframe.engine.scoring import measured_ratings
from fitframe.errors import RuleBaseError
from fitframe.lint import ratings_that_figures_do_not_give
from fitframe.model.evidence import QUANTITIES, Measured, Measurement
from fitframe.rulebase.load import load_rules as load_base
from tests.conftest import SMALL

GOOD: dict[str, Any] = {
    "id": "made-up",
    "title": "Made up",
    "quantity": "training-time",
    "unit": "s",
    "setup": {"hardware": "a machine", "software": "some versions"},
    "day": "2026-01-01",
    "by": "nobody",
    "independent": True,
    "grade": "C",
    "repeat": "not at all",
    "source": "somewhere",
    "figures": [{"workload": "a", "values": {"pytorch": 1.0, "jax": 1.0}}],
}


def measurement(*tables: dict[str, float], **changes: Any) -> Measurement:
    figures = [{"workload": str(n), "values": table} for n, table in enumerate(tables)]
    return Measurement.model_validate({**GOOD, "figures": figures, **changes})


def given(*tables: dict[str, float], **changes: Any) -> dict[str, float]:
    """The ratings that tables of figures give to all that are in them."""
    one = measurement(*tables, **changes)
    return measured_ratings([(one, Measured(measurement="made-up"))], {name for table in tables for name in table})


@pytest.mark.parametrize(
    ("ratio", "apart"), [(1.0, 0), (1.15, 0), (1.16, 1), (1.5, 1), (1.51, 2), (3.0, 2), (3.01, 3), (50.0, 3)]
)
def test_the_table_says_how_many_steps_a_ratio_is_worth(ratio: float, apart: int) -> None:
    found = given({"a": 1.0, "b": ratio})
    assert found["a"] - found["b"] == apart


def test_who_is_in_the_middle_earns_two() -> None:
    assert given({"a": 1.0, "b": 1.1, "c": 2.0}) == {"a": 2, "b": 2, "c": 0}
    assert given({"a": 1.0, "b": 1.3, "c": 1.4}) == {"a": 3, "b": 2, "c": 2}


def test_of_throughput_more_is_better() -> None:
    found = given({"a": 100.0, "b": 50.0}, quantity="training-throughput", unit="1/s")
    assert found["a"] > found["b"]


def test_the_median_over_workloads_counts() -> None:
    assert given({"a": 1.0, "b": 9.0}, {"a": 1.0, "b": 1.0}, {"a": 1.0, "b": 1.1}) == {"a": 2, "b": 2}


def test_the_workloads_of_several_measurements_count_together() -> None:
    """Twice a is level, once it is a step ahead where seconds count, and once where throughput does: half a step."""
    seconds = measurement({"a": 1.0, "b": 1.0}, {"a": 1.0, "b": 1.4})
    throughput = measurement({"a": 7.0, "b": 5.0}, {"a": 5.0, "b": 5.0}, quantity="training-throughput", unit="1/s")
    asked = Measured(measurement="made-up")
    assert measured_ratings([(seconds, asked), (throughput, asked)], ["a", "b"]) == {"a": 2.25, "b": 1.75}
    assert measured_ratings([(seconds, asked), (measurement({"a": 9.0, "c": 9.0}), asked)], ["a", "b", "c"]) == {
        "a": 2,
        "b": 1.5,
        "c": 2,
    }


def test_a_figure_that_stands_alone_compares_nobody() -> None:
    assert given({"a": 1.0}) == {}
    assert given({"a": 1.0, "b": 2.0}, {"a": 5.0}) == given({"a": 1.0, "b": 2.0}) == {"a": 3, "b": 1}


def test_where_nobody_has_a_figure_nobody_is_rated() -> None:
    known = [(measurement({"a": 1.0, "b": 2.0}), Measured(measurement="made-up"))]

    assert measured_ratings(known, ["c", "d"]) == {}


def test_sizes_earn_what_their_band_says() -> None:
    """The bands are those of the scale of the criterion on installation: 100 and 300 MiB, 1 and 3 GiB."""
    found = given({"a": 92.0, "b": 199.0, "c": 520.0, "d": 1977.0, "e": 5211.0}, quantity="installed-size", unit="MiB")
    assert found == {"a": 4, "b": 3, "c": 2, "d": 1, "e": 0}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"unit": "parsecs"}, "training-time is given in 's' or 'ms', got 'parsecs'"),
        ({"unit": None}, "'unit' must be text"),
        ({"setup": None}, "'setup' must be a mapping"),
        ({"setup": {"software": "some"}}, "the key 'hardware' is missing in 'setup'"),
        ({"quantity": "beauty"}, "'quantity' must be one of"),
        ({"figures": [{"workload": "a", "values": {"pytorch": 0}}]}, "must be more than 0"),
        ({"figures": []}, "'figures' needs at least one entry"),
        ({"source": "nobody-knows"}, "there is no source 'nobody-knows'"),
    ],
)
def test_a_figure_without_unit_or_setup_is_refused_with_its_line(
    change: dict[str, Any], message: str, small_folder: Any
) -> None:
    import yaml

    (small_folder / "measurements").mkdir()
    source = next(iter(load_base(base=SMALL).sources))
    text = yaml.safe_dump({**GOOD, "source": source, **change})
    (small_folder / "measurements" / "made-up.yaml").write_text(text)
    with pytest.raises(RuleBaseError, match=rf"made-up\.yaml:\d+:.*{message}"):
        load_base(base=small_folder)


def test_a_rating_that_its_figures_do_not_give_is_a_fault() -> None:
    rules = load_rules()
    criterion = rules.criteria["training-speed"]
    rule = rules.rule("training-speed/measured").model_copy(update={"ratings": {"pytorch": 3.0, "jax": 2.0}})
    others = tuple(one for one in criterion.rules if one.id != rule.id)
    wrong = rules.model_copy(
        update={
            "criteria": {**rules.criteria, "training-speed": criterion.model_copy(update={"rules": (rule, *others)})}
        }
    )
    assert [message for _, message in ratings_that_figures_do_not_give(wrong)] == [
        "training-speed/measured rates pytorch 3, and its figures give 2"
    ]


def test_opinions_do_not_count_where_figures_speak() -> None:
    """An article says that TensorFlow trains faster in production; the figures settle the matter, and only here."""
    compiled = compile_rules(load_rules())
    speed = next(one for one in compiled.criteria if one.id == "training-speed")
    settling = {rule.id for rule in speed.rules if rule.settles is not None}
    assert {"training-speed/measured", "training-speed/measured-keras"} <= settling


def test_every_quantity_bears_on_a_criterion() -> None:
    assert {kind.criterion for kind in QUANTITIES.values()} <= load_rules().criteria.keys()
