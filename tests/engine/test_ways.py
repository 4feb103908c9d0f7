"""A framework that runs on several backends earns what one of them earns, and the answer names it."""

import pytest

from fitframe.model.rulebase import Framework
from tests.engine.build import advice, base, criterion, ranked, rule, scores

HIVE = Framework(
    id="bee", name="Bee", character="c", package="b", imports="b", home="h", backends={"wax": "Wax", "honey": "Honey"}
)
TPU = criterion("tpu", rule("tpu/wax", ratings={"bee@wax": 4, "bee@honey": 1, "ant": 2}), base="high")
PHONE = criterion("phone", rule("phone/honey", ratings={"bee@wax": 0, "bee@honey": 4, "ant": 2}), base="high")


def test_what_two_backends_earn_cannot_both_count() -> None:
    ant = base(TPU, PHONE).frameworks["ant"]

    found = advice(base(TPU, PHONE).model_copy(update={"frameworks": {"ant": ant, "bee": HIVE}}))

    # wax: (4 + 0) / 2 = 2, honey: (1 + 4) / 2 = 2.5; never (4 + 4) / 2
    assert scores(found)["bee"] == pytest.approx(62.5)
    assert ranked(found, "bee").backend == "honey"
    assert ranked(found, "ant").backend is None


def test_a_rule_about_the_whole_framework_holds_on_every_backend_but_a_special_one_goes_before() -> None:
    both = criterion("api", rule("api/bee", ratings={"bee": 1, "bee@wax": 3}), base="high")

    found = advice(base(both).model_copy(update={"frameworks": {"bee": HIVE}}))

    assert scores(found) == pytest.approx({"bee": 75})
    assert ranked(found, "bee").backend == "wax"


def test_a_framework_is_out_only_when_every_backend_is() -> None:
    one = criterion("os", rule("os/wax", blocks=["bee@wax"]), rule("os/fine", framework="bee", rating=4), base="high")
    all_ = criterion("os", rule("os/bee", blocks=["bee"]), base="high")

    some_left = advice(base(one).model_copy(update={"frameworks": {"bee": HIVE}}))
    none_left = advice(base(all_).model_copy(update={"frameworks": {"bee": HIVE}}))

    assert (some_left.recommended, ranked(some_left, "bee").backend) == ("bee", "honey")
    assert [e.framework for e in none_left.excluded] == ["bee"]


def test_a_correction_for_one_backend_leaves_the_others_alone() -> None:
    old = rule("tpu/old", framework="bee", rating=1)
    new = rule("tpu/new", framework="bee@wax", rating=4, supersedes=["tpu/old"])

    found = advice(base(criterion("tpu", old, new, base="high")).model_copy(update={"frameworks": {"bee": HIVE}}))

    assert ranked(found, "bee").contributions[0].rules == ("tpu/new",)
    assert [(s.rule, s.frameworks) for s in found.set_aside] == [("tpu/old", ("bee",))]
