"""The decision that docs/how-it-decides.md works by hand. Every figure here was computed on paper."""

import pytest

from fitframe.model.recommendation import Recommendation
from tests.engine.build import ARTICLE, advice, base, criterion, ranked, rule, scores

EDGE = criterion(
    "edge",
    rule("edge/bee-first-party", framework="bee", rating=4),
    rule("edge/ant-beta", framework="ant", rating=2),
    raised=[("decisive", {"target": "phone"})],
)
LEARNING = criterion(
    "learning",
    rule("learning/ant-plain", framework="ant", rating=4),
    rule("learning/bee-easy-now", framework="bee", rating=3),
    rule("learning/bee-steep", framework="bee", rating=1, evidence=ARTICLE),
    raised=[("high", {"goal": "learning"})],
)
SPEED = criterion("speed", base="low")


def decision() -> Recommendation:
    return advice(base(EDGE, LEARNING, SPEED), {"target": ["phone"], "goal": ["learning"]})


def test_the_scores() -> None:
    # Weights: edge decisive 8, learning high 4, speed low 1; together 13. Must-have: edge. λ = 0.4.
    # ant: (8·2 + 4·4 + 1·2) / 13 = 34 / 13 = 2.6154; 25 · (0.6 · 2.6154 + 0.4 · 2) = 59.23
    # bee on learning: trust 0.95 says 3, trust 0.2 says 1: (0.95·3 + 0.2·1) / 1.15 = 2.6522
    # bee: (8·4 + 4·2.6522 + 1·2) / 13 = 44.6087 / 13 = 3.4314; 25 · (0.6 · 3.4314 + 0.4 · 4) = 91.47
    assert scores(decision()) == pytest.approx({"bee": 91.47, "ant": 59.23}, abs=0.005)


def test_the_contributions_of_the_first() -> None:
    found = {(c.criterion, c.weakest_link): c.points for c in ranked(decision(), "bee").contributions}

    # 25 · 0.6 · w · r / 13: edge 15·8·4/13, learning 15·4·2.6522/13, speed 15·1·2/13; link 25·0.4·4
    assert found == pytest.approx(
        {("edge", False): 36.923, ("learning", False): 12.241, ("speed", False): 2.308, ("edge", True): 40.0},
        abs=0.001,
    )


def test_the_spreads() -> None:
    found = {c.criterion: c.spread for c in ranked(decision(), "bee").contributions}

    # learning: variance (0.95·0.3478² + 0.2·1.6522²) / 1.15 = 0.5747, deviation 0.7581;
    # joint trust 1 - 0.05·0.8 = 0.96, so 2 · 0.04 = 0.08 more. edge: 2 · 0.05 = 0.1, at least 0.5. speed: unknown, 2.
    assert found == pytest.approx({"edge": 0.5, "learning": 0.838, "speed": 2.0}, abs=0.001)


def test_it_is_bee_and_not_clear_while_the_rest_is_open() -> None:
    found = decision()

    assert found.recommended == "bee"
    assert found.must_haves == ("edge",)
    assert ranked(found, "bee").share_first > ranked(found, "ant").share_first
