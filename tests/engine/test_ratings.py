"""A rating is the trust-weighted mean; its spread grows with disagreement and distrust."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitframe.engine.compiled import compile_rules
from fitframe.engine.evaluation import Evaluator
from fitframe.engine.scoring import UNRATED, Opinion, Rated, rated
from tests.engine.build import ARTICLE, RECENT, base, criterion, rule


def opinions(*pairs: tuple[float, float]) -> list[Opinion]:
    """One opinion from each pair of rating and trust, each from a source of its own."""
    return [Opinion(f"c/{n}", rating, {f"s{n}": trust}) for n, (rating, trust) in enumerate(pairs)]


def test_nothing_known_is_the_middle_with_full_spread() -> None:
    assert rated([]) == UNRATED == (2.0, 2.0, ())


def test_one_trusted_opinion_stands_with_the_least_spread() -> None:
    found = rated(opinions((3, 0.95)))
    assert (found.rating, found.spread) == pytest.approx((3.0, 0.5))  # 2 * (1 - 0.95) = 0.1, below half a step


def test_one_weak_opinion_has_a_wide_spread() -> None:
    found = rated(opinions((4, 0.4)))

    assert found.rating == 4.0
    assert found.spread == pytest.approx(1.2)  # 2 * (1 - 0.4)


def test_disagreement_widens_the_spread() -> None:
    found = rated(opinions((4, 0.5), (2, 0.5)))

    assert found.rating == pytest.approx(3.0)
    assert found.spread == pytest.approx(1 + 2 * 0.25)  # standard deviation 1, joint distrust 0.5 * 0.5


def test_more_trust_pulls_the_mean() -> None:
    found = rated(opinions((3, 0.95), (1, 0.2)))

    mean = (0.95 * 3 + 0.2 * 1) / 1.15
    deviation = sqrt((0.95 * (3 - mean) ** 2 + 0.2 * (1 - mean) ** 2) / 1.15)
    assert found.rating == pytest.approx(mean)
    assert found.spread == pytest.approx(deviation + 2 * 0.05 * 0.8)


def test_a_source_that_repeats_itself_gains_no_weight_and_no_certainty() -> None:
    said_once = [Opinion("c/a", 4, {"one": 0.4}), Opinion("c/b", 1, {"other": 0.4})]
    said_twice = [
        Opinion("c/a", 4, {"one": 0.4}),
        Opinion("c/a2", 4, {"one": 0.4}),
        Opinion("c/b", 1, {"other": 0.4}),
    ]

    assert rated(said_twice)[:2] == pytest.approx(rated(said_once)[:2])


def test_two_of_a_family_weigh_as_much_as_one_of_them() -> None:
    """A page says 4, papers of trust 0.2 and 0.4 say 1. As a family each has half a voice, and they testify once."""
    for family, low, distrust in ((None, 0.2 + 0.4, 0.05 * 0.8 * 0.6), ("papers", 0.1 + 0.2, 0.05 * 0.6)):
        mean = (0.95 * 4 + low * 1) / (0.95 + low)
        deviation = sqrt((0.95 * (4 - mean) ** 2 + low * (1 - mean) ** 2) / (0.95 + low))
        found = rated_by(family)
        assert (found.rating, found.spread) == pytest.approx((mean, deviation + 2 * distrust))


def test_a_copy_speaks_with_the_voice_of_what_it_copies() -> None:
    sources = {name: source.model_copy() for name, source in base().sources.items()}
    copy = sources["recent"].model_copy(update={"copies": "article"})
    rules = base(sources={**sources, "recent": copy})

    assert rules.voices == {"recent": "article"}


def rated_by(family: str | None) -> Rated:
    """What becomes of ant where a page says 4, and each of two papers 1."""
    sources = {
        name: source.model_copy(update={"family": family if name != "official" else None})
        for name, source in base().sources.items()
    }
    speed = criterion(
        "speed",
        rule("speed/page", framework="ant", rating=4),
        rule("speed/old", framework="ant", rating=1, evidence=ARTICLE),
        rule("speed/new", framework="ant", rating=1, evidence=RECENT),
        base="high",
    )
    compiled = compile_rules(base(speed, sources=sources))
    (counted,) = Evaluator(compiled, {}).evaluation(compiled.vocabulary.encode({})).counted
    return counted.judgement.ratings["ant"]


several = st.lists(st.tuples(st.floats(0, 4), st.floats(0.01, 0.99)), min_size=1, max_size=6)


@given(several)
def test_a_rating_lies_between_its_opinions_and_its_spread_within_bounds(
    pairs: list[tuple[float, float]],
) -> None:
    found = rated(opinions(*pairs))

    assert min(r for r, _ in pairs) - 1e-9 <= found.rating <= max(r for r, _ in pairs) + 1e-9
    assert 0.5 <= found.spread <= 2.0
