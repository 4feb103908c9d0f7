"""Where the doubt comes from, and what to do about it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from fitframe.engine.scoring import NARROWEST, Rated
from fitframe.model.fields import Importance
from fitframe.model.rulebase import RuleBase
from fitframe.output.sensitivity import cause_shares, doubt_in_words
from fitframe.sensitivity import uncertainty as doubts
from fitframe.sensitivity.project import AnswerChange
from fitframe.sensitivity.uncertainty import (
    Answer,
    Find,
    Recheck,
    Settle,
    Uncertainty,
    _factor,
    answer,
    doubt_about,
    rows,
    settle,
    uncertainty,
)
from fitframe.sensitivity.weight_stability import StabilityLimit
from tests.engine.build import ARTICLE, OFFICIAL, QUESTIONS, RECENT, base, criterion, rule
from tests.engine.test_properties import answers, rule_bases
from tests.sensitivity.build import situated

MANY = {q["id"] for q in QUESTIONS if q["takes"] == "many"}

FULL = {"goal": ["learning"], "target": ["phone"], "size": "small", "python": "3.12"}


@given(rule_bases, answers)
def test_the_parts_add_up_to_the_doubt(rules: RuleBase, given_: dict[str, Any]) -> None:
    here = situated(rules, given_)
    found = uncertainty(here)

    if here.leader is None:
        assert (found.share, found.causes) == (0.0, ())
    else:
        first = next(r for r in here.advice.ranking if r.framework == here.leader)
        assert found.share == pytest.approx(1 - first.share_first)
        assert sum(cause.part for cause in found.causes) == pytest.approx(found.share)


def kind(found: Uncertainty) -> str | None:
    return found.dominant.kind if found.dominant else None


def part(kind: str, **of: Any) -> float:
    return next(c.part for c in uncertainty(situated(**of)).causes if c.kind == kind)


def test_a_cause_that_is_not_there_has_no_part() -> None:
    """Everything is answered; bee leads by 4 against 0 on the one criterion, beyond any spread."""
    sure = base(criterion("speed", rule("speed/both", ratings={"ant": 0, "bee": 4}), base="high"))

    assert part("needs", rules=sure, answers=FULL) == 0
    assert part("sources", rules=sure, answers=FULL) == 0
    assert part("closeness", rules=sure, answers=FULL) == 0
    assert uncertainty(situated(sure, FULL)).dominant is None
    assert part("needs", rules=sure) > 0.1


def test_open_questions_dominate_where_nothing_else_is_open() -> None:
    rules = base(
        criterion("speed", rule("speed/both", ratings={"ant": 1, "bee": 4}), base="medium"),
        criterion(
            "x",
            rule("x/r", framework="ant", rating=4, when={"size": "large"}),
            raised=[("decisive", {"size": "large"})],
        ),
    )

    found = uncertainty(situated(rules))

    assert (kind(found), found.remedy) == ("needs", Answer(question="size"))


def test_sources_at_odds_dominate_where_everything_is_answered() -> None:
    """ant is rated 4 and 0 by two sources; the one whose word would settle more is the article."""
    rules = base(
        criterion(
            "speed",
            rule("speed/a", framework="ant", rating=4, evidence=ARTICLE),
            rule("speed/b", framework="ant", rating=0, evidence={**ARTICLE, "source": "recent"}),
            rule("speed/c", framework="bee", rating=2, evidence=OFFICIAL),
            base="high",
        )
    )

    found = uncertainty(situated(rules, FULL))

    assert kind(found) == "sources"
    assert isinstance(found.remedy, Recheck)
    assert (found.remedy.criterion, found.remedy.framework) == ("speed", "ant")
    assert found.remedy.source in ("article", "recent")


def test_the_rating_to_see_to_is_the_one_that_moves_the_score_most() -> None:
    """Trust of 0.4 leaves ±1.2 on speed, with 2 of 3 parts of the weight; nothing is known of ease: ±2, with 1 part."""
    rules = base(
        criterion("speed", rule("speed/r", ratings={"ant": 3, "bee": 2}, evidence=RECENT), base="medium"),
        criterion("ease", base="low"),
    )

    remedy = uncertainty(situated(rules, FULL)).remedy

    assert isinstance(remedy, Recheck)
    assert (remedy.criterion, remedy.source) == ("speed", "recent")


def test_of_ratings_that_weigh_the_same_the_one_in_greater_doubt_goes_first() -> None:
    """Nothing is known of ease: ±2. Trust of 0.4 leaves ±1.2 on speed. Better known, either would leave less doubt."""
    rules = base(
        criterion("speed", rule("speed/r", ratings={"ant": 3, "bee": 2}, evidence=RECENT), base="medium"),
        criterion("ease", base="medium"),
    )

    remedy = uncertainty(situated(rules, FULL)).remedy

    assert isinstance(remedy, Find)
    assert remedy.criterion == "ease"


def test_needs_and_sources_have_what_each_takes_away_whichever_goes_first() -> None:
    """On average over both orders: of all doubt, what goes where it goes first, and where the other has gone before."""
    rules = base(
        criterion("speed", rule("speed/r", ratings={"ant": 3, "bee": 2}, evidence=ARTICLE), base="high"),
        criterion("ease", rule("ease/r", ratings={"ant": 2, "bee": 3.5}), base="medium"),
    )
    here = situated(rules)

    def left(unstated: float, certain: bool) -> float:
        return doubt_about(here, here.evaluation, rows(here.evaluation, certain=certain), unstated)

    whole, both = left(here.advice.open_share, False), left(0.0, True)
    needs = ((whole - left(0.0, False)) + (left(here.advice.open_share, True) - both)) / 2
    sources = ((whole - left(here.advice.open_share, True)) + (left(0.0, False) - both)) / 2

    assert min(needs, sources, both) > 0
    assert {cause.kind: cause.part for cause in uncertainty(here).causes} == {
        "needs": pytest.approx(needs),
        "sources": pytest.approx(sources),
        "closeness": pytest.approx(both),
    }


def test_where_no_source_speaks_one_is_to_be_found() -> None:
    rules = base(criterion("speed", rule("speed/c", framework="bee", rating=2.5), base="high"))

    found = uncertainty(situated(rules, FULL))

    assert found.remedy == Find(criterion="speed", framework="ant")


def test_the_weights_dominate_where_two_sure_criteria_pull_apart() -> None:
    """ant leads 4 to 0 on one criterion, bee 4 to 0 on another that weighs the same but for a hair's breadth."""
    rules = base(
        criterion("speed", rule("speed/r", ratings={"ant": 4, "bee": 0.2}), base="high"),
        criterion("ease", rule("ease/r", ratings={"ant": 0, "bee": 4}), base="high"),
    )

    found = uncertainty(situated(rules, FULL))

    assert found.dominant is not None
    assert found.dominant.kind == "closeness"
    assert isinstance(found.remedy, Settle)
    assert found.dominant.part == pytest.approx(0.5, abs=0.15)  # a coin's toss, less the little that bee is ahead


def test_a_priority_that_is_set_already_is_not_asked_for_again() -> None:
    rules = base(
        criterion("speed", rule("speed/r", ratings={"ant": 4, "bee": 0}), base="high"),
        criterion("ease", rule("ease/r", ratings={"ant": 0, "bee": 3.9}), base="high"),
    )

    assert uncertainty(situated(rules, FULL, {"speed": "high"})).remedy == Settle(
        criterion="ease", level=Importance.HIGH
    )
    assert uncertainty(situated(rules, FULL, {"ease": "high"})).remedy == Settle(
        criterion="speed", level=Importance.HIGH
    )


def test_the_same_situation_gives_the_same_parts() -> None:
    rules = base(criterion("speed", rule("speed/r", ratings={"ant": 3, "bee": 2.5}), base="high"))

    assert uncertainty(situated(rules)) == uncertainty(situated(rules))


@given(rule_bases, answers)
def test_whole_per_cents_add_up_with_the_leader_s_share(rules: RuleBase, given_: dict[str, Any]) -> None:
    here = situated(rules, given_)
    found = uncertainty(here)

    assert all(cause.part >= 0 for cause in found.causes)
    if here.leader is not None:
        told = [0 if part == "under 1 %" else int(part.removesuffix(" %")) for part in cause_shares(found).values()]
        assert sum(told) + round(100 * (1 - found.share)) == 100


@given(rule_bases, answers)
def test_an_answer_that_is_asked_for_can_be_expected_to_lower_the_doubt(
    rules: RuleBase, given_: dict[str, Any]
) -> None:
    found = uncertainty(situated(rules, given_))

    if isinstance(found.remedy, Answer):
        question = found.remedy.question
        chances = rules.questions[question].likelihoods
        profiles = {c: {**given_, question: [c] if question in MANY else c} for c in chances}
        then = {c: situated(rules, profile) for c, profile in profiles.items()}
        left = {c: uncertainty(there).share if there.leader else 1.0 for c, there in then.items()}
        assert sum(chances[c] * left[c] for c in chances) < found.share


def test_what_does_not_help_is_not_proposed() -> None:
    """The two are rated the same by the one criterion that counts: no importance of it parts them."""
    rules = base(criterion("speed", rule("speed/r", ratings={"ant": 2, "bee": 2}), base="high"))

    found = uncertainty(situated(rules, FULL))

    assert not isinstance(found.remedy, Settle)


def test_no_answer_is_asked_for_where_none_would_lower_the_doubt() -> None:
    """The two are rated the same whatever is answered: each is first in about half of the worlds."""
    here = situated(base(criterion("speed", rule("speed/r", ratings={"ant": 2, "bee": 2}), base="high")))

    assert here.advice.open_questions
    assert answer(here, doubt_about(here, here.evaluation, rows(here.evaluation), here.advice.open_share)) is None


def test_an_importance_that_may_make_two_level_is_not_to_be_settled() -> None:
    """Ant has all of speed, which counts 4, bee all of ease, which counts 2.

    With speed at 2 or ease at 4 they are level, and the doubt is a half; with speed at 8 or ease at 1 there is next to
    none. As it stands bee is first where ease is drawn more than twice as much above its weight as speed: in 1/8.
    """
    rules = base(
        criterion("speed", rule("speed/r", ratings={"ant": 4, "bee": 0}), base="high"),
        criterion("ease", rule("ease/r", ratings={"ant": 0, "bee": 4}), base="medium"),
    )
    here = situated(rules, FULL)

    assert uncertainty(here).share == pytest.approx(1 / 8, abs=0.1)
    assert settle(here, 1 / 8) is None
    assert settle(here, 0.75) is not None


def test_where_two_are_level_the_likeliest_answer_that_parts_them_is_named() -> None:
    """Of 'size', small (7 in 10) changes nothing, medium (2 in 10) favours ant, large (1 in 10) bee."""
    size = {
        "id": "size",
        "takes": "one",
        "ordered": True,
        "usual": {"small": 0.7, "medium": 0.2, "large": 0.1},
        "choices": {"small": "s", "medium": "m", "large": "l"},
    }
    rules = base(
        criterion(
            "speed",
            rule("speed/r", ratings={"ant": 2, "bee": 2}),
            rule("speed/m", framework="ant", rating=4, when={"size": "medium"}, supersedes=["speed/r"]),
            rule("speed/l", framework="bee", rating=4, when={"size": "large"}, supersedes=["speed/r"]),
            base="high",
        ),
        questions=[*(q for q in QUESTIONS if q["id"] != "size"), size],
    )

    here = situated(rules)
    found = uncertainty(here)

    assert {here.leader, found.level_with} == {"ant", "bee"}
    assert found.settled_by is not None
    assert [(c.question, c.after) for c in found.settled_by.changes if isinstance(c, AnswerChange)] == [
        ("size", ("medium",))
    ]
    assert found.settled_by.leader == "ant"
    assert " are level. The open answer most likely to settle it: If size (now open) were medium, " in doubt_in_words(
        rules, found, here.leader
    )


def test_a_lead_of_a_point_is_not_level() -> None:
    """ant is ahead by 0.2 of 4, which is 5 points."""
    rules = base(criterion("speed", rule("speed/r", ratings={"ant": 2.2, "bee": 2}), base="high"))

    assert uncertainty(situated(rules)).level_with is None


@pytest.mark.parametrize("limit", [8.0, 2.0])
def test_to_double_a_weight_is_as_far_as_to_halve_it(limit: float) -> None:
    assert _factor(StabilityLimit(criterion="speed", weight=4.0, limit=limit, leader="bee")) == 2.0


def test_a_source_for_one_rating_makes_no_other_surer() -> None:
    ratings = [Rated(2.0, 2.0, ()), Rated(2.0, 2.0, ()), Rated(3.0, 1.0, ("speed/r",))]

    narrowed = doubts._with_source(ratings, 1)

    assert narrowed == [ratings[0], Rated(2.0, NARROWEST, ()), ratings[2]]
