"""How often answers like one held is looked up by its score, and only for the question that was measured."""

from __future__ import annotations

from math import log

import pytest

from fitframe.engine.compiled import compile_rules
from fitframe.engine.recommend import advise
from fitframe.engine.track_record import Standing, features, how_often, score, standing
from fitframe.model.evidence import Calibration, Curve, FrameworkSets
from fitframe.model.fields import Outcome
from fitframe.model.recommendation import Confidence, Ranked, Recommendation
from tests.engine.build import base, criterion, rule
from tests.output.sample import advice

CURVE = Curve(
    weights={"always": 1.0, "other": 2.0, "doubt": -4.0, "share": 0.5, "lead": 0.1, "open": -0.25},
    steps=((-1.0, 0.1, 0.2, 3), (1.5, 0.6, 0.7, 20), (2.5, 0.9, 1.0, 9)),
)
MEASURED = Calibration(
    made="2026-11-20",
    rules="1",
    cases=32,
    unseen=8,
    best=CURVE,
    sound=CURVE,
    sets=FrameworkSets(share=0.05, cases=30, covers=0.9, unseen=8, covers_unseen=0.75, size=1.5),
)


def of(share: float = 0.8, lead: float = 20.0, open_share: float = 0.5) -> Recommendation:
    ranking = (
        Ranked("alpha", None, 70.0, share, contributions=(), provided=()),
        Ranked("beta", None, 50.0, 1 - share, contributions=(), provided=()),
    )
    known = {"open_share": open_share, "least_lead": lead, "confidence": Confidence.CLEAR}
    return advice(ranking=ranking, outcome=Outcome.FRAMEWORK, recommended="alpha", **known)


def stands(found: Recommendation) -> Standing:
    stand = standing(found)
    assert stand is not None
    return stand


def test_the_score_of_a_framework_is_made_of_share_lead_and_openness() -> None:
    assert score(CURVE, features(stands(of()))) == pytest.approx(1 + 0.5 * log(4) / 2 + 0.1 * 2 - 0.25 * 2)


def test_a_lead_counts_up_to_thirty_points() -> None:
    """A lead weighs 0.1 for each ten points; that of a share of 0.8, and of half that is open, is left as it is."""
    rest = 1 + 0.5 * log(4) / 2 - 0.25 * 2

    assert [score(CURVE, features(stands(of(lead=lead)))) for lead in (-5.0, 0.0, 29.0, 30.0, 60.0)] == [
        pytest.approx(rest + more) for more in (0.0, 0.0, 0.29, 0.3, 0.3)
    ]


def test_what_is_not_called_clear_is_in_doubt() -> None:
    sure, doubtful = (stands(of())._replace(doubt=doubt) for doubt in (False, True))

    assert score(CURVE, features(sure)) - score(CURVE, features(doubtful)) == 4.0


def test_another_answer_than_a_framework_is_scored_by_its_doubt() -> None:
    sure = advice(outcome=Outcome.RUN_ONLY, confidence=Confidence.CLEAR)
    doubtful = advice(outcome=Outcome.RUN_ONLY, confidence=Confidence.LEANING)

    assert score(CURVE, features(stands(sure))) == 3.0
    assert score(CURVE, features(stands(doubtful))) == -1.0


def test_the_chances_are_those_of_the_step_that_the_score_has_reached() -> None:
    middle, low = how_often(MEASURED, stands(of(0.95, 20.0, 0.25))), how_often(MEASURED, stands(of(open_share=1.0)))

    assert middle is not None
    assert low is not None
    assert (middle.low, middle.high, middle.cases) == (0.6, 0.7, 20)  # 1 + 0.74 + 0.2 - 0.25 = 1.69
    assert (low.low, low.high, low.cases) == (0.1, 0.2, 3)


def test_a_score_below_all_others_has_the_chances_of_the_lowest() -> None:
    found = how_often(MEASURED, stands(of(share=0.005, open_share=1.0, lead=-9)))

    assert found is not None
    assert found.low == 0.1


def test_the_set_has_the_frameworks_that_come_first_often_enough() -> None:
    close, far = how_often(MEASURED, stands(of(share=0.9))), how_often(MEASURED, stands(of(share=0.97)))

    assert close is not None
    assert far is not None
    assert (close.among, far.among) == (("alpha", "beta"), ("alpha",))


def test_the_share_that_was_measured_is_enough_for_the_set() -> None:
    edge = how_often(MEASURED, stands(of())._replace(shares={"alpha": 0.95, "beta": 0.05}))

    assert edge is not None
    assert edge.among == ("alpha", "beta")


def test_needs_that_contradict_each_other_are_no_answer() -> None:
    assert standing(advice(outcome=Outcome.CONTRADICTION)) is None


def test_only_the_question_that_was_measured_gets_a_figure() -> None:
    speed = criterion("speed", rule("speed/ant", framework="ant", rating=4), base="high")
    rules = base(speed, frameworks="ant bee cat", calibration=MEASURED)

    def told(**options: object) -> bool:
        return advise(compile_rules(rules, **options), {}, {}, worlds=20).how_often is not None  # type: ignore[arg-type]

    assert told()
    assert told(as_of="2026-11-20")
    assert not told(as_of="2026-11-19")
    assert not told(between=["ant", "bee"])
    assert not told(sources=frozenset({"official"}))
