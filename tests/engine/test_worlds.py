"""The share of worlds in which each framework comes first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitframe.engine import acceptability as worlds
from fitframe.engine.acceptability import UNSTATED_WEIGHT, Simulations, share_first
from fitframe.engine.scoring import Rated


def row(*pairs: tuple[float, float]) -> list[Rated]:
    return [Rated(rating, spread, ()) for rating, spread in pairs]


def test_no_framework_no_worlds() -> None:
    assert share_first({"speed": 1.0}, [], {}, 0.0) == {}


def test_ratings_that_never_overlap_are_certain() -> None:
    shares = share_first({"speed": 1.0}, [], {"ant": row((3.5, 0.5)), "bee": row((1.0, 0.5))}, 0.0)

    assert shares == {"ant": 1.0, "bee": 0.0}


def test_twins_share_the_worlds() -> None:
    shares = share_first({"speed": 1.0}, [], {"ant": row((2.0, 1.0)), "bee": row((2.0, 1.0))}, 0.0, worlds=4000)

    assert shares["ant"] == pytest.approx(0.5, abs=0.03)


def test_one_criterion_agrees_with_the_closed_form() -> None:
    """X even on [2, 4], Y even on [1, 3]: P(X > Y) = 1 - P(Y > X) = 1 - (1/2 · 1 · 1) / (2 · 2) = 7/8."""
    shares = share_first({"speed": 1.0}, [], {"ant": row((3.0, 1.0)), "bee": row((2.0, 1.0))}, 0.0, worlds=8000)

    assert shares["ant"] == pytest.approx(0.875, abs=0.015)


def test_the_draw_keeps_to_the_scale() -> None:
    """4 ± 2 is drawn from [2, 4] only, so that it meets 2 ± 0 from below never."""
    shares = share_first({"speed": 1.0}, [], {"ant": row((4.0, 2.0)), "bee": row((1.4, 0.5))}, 0.0)

    assert shares["ant"] == 1.0


def test_unstated_needs_make_a_certain_lead_uncertain() -> None:
    rows = {"ant": row((3.5, 0.5)), "bee": row((2.4, 0.5))}

    sure = share_first({"speed": 4.0}, [], rows, 0.0)
    unsure = share_first({"speed": 4.0}, [], rows, 1.0)

    assert sure["ant"] == 1.0
    assert 0.5 < unsure["ant"] < 0.95


def test_a_weak_must_have_costs_first_places() -> None:
    rows = {"ant": row((1.0, 0.5), (4.0, 0.5)), "bee": row((2.5, 0.5), (2.3, 0.5))}

    without = share_first({"speed": 1.0, "ease": 1.0}, [], rows, 0.0)
    with_link = share_first({"speed": 1.0, "ease": 1.0}, [0], rows, 0.0)

    assert with_link["ant"] < without["ant"]


def test_the_same_seed_gives_the_same_shares_and_another_one_nearly() -> None:
    rows = {"ant": row((3.0, 1.0)), "bee": row((2.0, 1.0))}

    assert share_first({"speed": 1.0}, [], rows, 0.3) == share_first({"speed": 1.0}, [], rows, 0.3)
    assert share_first({"speed": 1.0}, [], rows, 0.3)["ant"] == pytest.approx(
        share_first({"speed": 1.0}, [], rows, 0.3, seed=1)["ant"], abs=0.06
    )


rows = st.lists(st.tuples(st.floats(0, 4), st.floats(0.5, 2)), min_size=3, max_size=3).map(lambda r: row(*r))


@settings(max_examples=30)
@given(st.dictionaries(st.sampled_from("abcdef"), rows, min_size=1), st.floats(0, 1))
def test_shares_add_up_to_one(ratings: dict[str, list[Rated]], unknown: float) -> None:
    shares = share_first({"speed": 1.0, "ease": 2.0, "size": 4.0}, [2], ratings, unknown, worlds=50)

    assert sum(shares.values()) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in shares.values())


def test_a_framework_that_joins_changes_nothing_between_the_others() -> None:
    """Cat is never first: at most 0.5 on what weighs most, and what is not stated weighs too little to help."""
    rows = {"ant": row((3.0, 1.0), (2.0, 2.0)), "bee": row((3.2, 0.8), (2.0, 1.5))}
    without = share_first({"speed": 8.0, "ease": 1.0}, [0], rows, 0.01)

    joined = share_first({"speed": 8.0, "ease": 1.0}, [0], {"cat": row((0.0, 0.5), (0.0, 0.5)), **rows}, 0.01)

    assert 0.0 < without["ant"] < 1.0
    assert joined == {"cat": 0.0, **without}


def test_a_weakest_link_weighs_as_much_as_the_score_says() -> None:
    """All ratings are certain, so that the weights w and v alone decide. Ant has 0.6 · (3w + v) / (w + v) + 0.4 · 1,
    bee has 1.8 whatever they are: ant is ahead where w > 2v. That is where one of two numbers drawn evenly from 0 to 1
    exceeds the other by more than 1/2, as 4 to that power is 2: the chance is (1/2)² / 2 = 1/8.
    """
    rows = {"ant": row((3.0, 0.0), (1.0, 0.0)), "bee": row((1.8, 0.0), (1.8, 0.0))}

    shares = share_first({"speed": 1.0, "ease": 1.0}, [1], rows, 0.0, worlds=8000)

    assert shares["ant"] == pytest.approx(0.125, abs=0.015)


def reckoned(
    weights: dict[str, float], must_haves: list[int], ratings: dict[str, list[Rated]], unknown: float, count: int
) -> dict[str, float]:
    """The shares as the text of `share_first` has them, world by world in fractions; only the draws are the same."""

    def draw(stream: str) -> list[float]:
        return [n / 2**16 for n in worlds._chances(stream, count)]

    weighed = {**weights, "": UNSTATED_WEIGHT * unknown}
    factors = {c: [4**x / 2 for x in draw(f"0::{c}")] for c in weighed}
    scores = {}
    for name, rated in ratings.items():
        spans = {c: (max(0.0, r - s), min(4.0, r + s)) for c, (r, s, _) in zip(weights, rated, strict=True)}
        spans[""] = (0.0, 4.0)
        drawn = {c: [low + (high - low) * x for x in draw(f"0:{name}:{c}")] for c, (low, high) in spans.items()}
        decisive = [drawn[c] for n, c in enumerate(weights) if n in must_haves]
        scores[name] = [
            0.6 * sum(weighed[c] * factors[c][w] * drawn[c][w] for c in weighed)
            / sum(weighed[c] * factors[c][w] for c in weighed)
            + 0.4 * min(one[w] for one in decisive)
            for w in range(count)
        ]  # fmt: skip
    firsts = [max(scores, key=lambda name: scores[name][w]) for w in range(count)]
    return {name: firsts.count(name) / count for name in ratings}


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.sampled_from("abcdef"), rows, min_size=2),
    st.lists(st.sampled_from([1.0, 2.0, 4.0, 8.0]), min_size=3, max_size=3),
    st.sampled_from([[0], [1, 2], [0, 1, 2]]),
    st.floats(0, 1),
)
def test_columns_of_whole_numbers_come_to_what_fractions_would(
    ratings: dict[str, list[Rated]], weights: list[float], must_haves: list[int], unknown: float
) -> None:
    named = dict(zip(("speed", "ease", "size"), weights, strict=True))
    expected = reckoned(named, must_haves, ratings, unknown, 300)

    shares = share_first(named, must_haves, ratings, unknown, worlds=300)

    assert shares == pytest.approx(expected, abs=1.01 / 300)  # one world may be too close to call


def test_what_each_rival_leaves_to_a_framework_ends_at_its_share() -> None:
    """Against one rival alone, and against both; more rivals than are asked for are not even looked at."""
    rows = {"ant": row((3.0, 1.0)), "bee": row((3.2, 1.0)), "cat": row((2.8, 1.0))}
    simulations = Simulations({"speed": 1.0}, [], rows, 0.3)

    against_one, against_both = simulations.most_firsts("ant", ["bee", "cat"])

    pair = share_first({"speed": 1.0}, [], {name: rows[name] for name in ("ant", "bee")}, 0.3)
    assert against_one == pair["ant"] > against_both == simulations.shares()["ant"]
    assert next(simulations.most_firsts("ant", ["bee", "no such framework"])) == against_one


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from("abcd"), rows, min_size=2),
    st.sampled_from([[], [0], [1, 2], [0, 1, 2]]),
    st.floats(0, 1),
)
def test_no_bound_is_below_the_share_in_which_a_framework_comes_first(
    ratings: dict[str, list[Rated]], must_haves: list[int], unknown: float
) -> None:
    simulations = Simulations({"speed": 4.0, "ease": 1.0, "size": 8.0}, must_haves, ratings, unknown, worlds=300)
    framework, *rivals = sorted(ratings)

    bounds = list(simulations.most_firsts(framework, rivals))

    assert bounds == sorted(bounds, reverse=True)
    assert bounds[-1] >= simulations.shares()[framework] - 1e-9


def test_a_seed_that_is_not_named_is_0() -> None:
    rows = {"ant": row((3.0, 1.0)), "bee": row((2.0, 1.0))}

    assert share_first({"speed": 1.0}, [], rows, 0.3) == share_first({"speed": 1.0}, [], rows, 0.3, seed=0)
    assert Simulations({"speed": 1.0}, [], rows, 0.3).shares() == share_first({"speed": 1.0}, [], rows, 0.3)
    assert share_first({"speed": 1.0}, [], rows, 0.3) != share_first({"speed": 1.0}, [], rows, 0.3, seed=1)
