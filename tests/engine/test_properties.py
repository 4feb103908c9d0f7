"""What must hold for every rule base and every profile."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitframe.model.rulebase import Criterion, RuleBase
from tests.engine.build import ARTICLE, OFFICIAL, QUESTIONS, RECENT, advice, base, criterion, rule, scores

FRAMEWORKS = ["ant", "bee", "cat"]
CHOICES = {q["id"]: list(q["choices"]) for q in QUESTIONS}
LEVELS = ["none", "low", "medium", "high", "decisive"]

conditions: Any = st.one_of(st.just({}), st.sampled_from([{q: c} for q, cs in CHOICES.items() for c in cs]))
answers = st.fixed_dictionaries({}, optional={q: st.sampled_from(cs) for q, cs in CHOICES.items()})
ratings = st.dictionaries(st.sampled_from(FRAMEWORKS), st.integers(0, 4), min_size=1)


@st.composite
def criteria(draw: Any, name: str) -> Criterion:
    rules = [
        rule(
            f"{name}/r{n}",
            ratings=draw(ratings),
            when=draw(conditions),
            evidence=draw(st.sampled_from([OFFICIAL, ARTICLE, [ARTICLE, RECENT], [OFFICIAL, RECENT]])),
        )
        for n in range(draw(st.integers(0, 4)))
    ]
    if draw(st.booleans()) and len(rules) > 1:
        rules[1] = rules[1].model_copy(update={"supersedes": (f"{name}/r0",)})
    if draw(st.integers(0, 3)) == 0:
        rules.append(rule(f"{name}/block", blocks=[draw(st.sampled_from(FRAMEWORKS))], when=draw(conditions)))
    raised = [(draw(st.sampled_from(LEVELS)), draw(conditions)) for _ in range(draw(st.integers(0, 2)))]
    weakest = {"combine": "weakest", "across": "target"} if draw(st.integers(0, 3)) == 0 else {}
    return criterion(name, *rules, base=draw(st.sampled_from(LEVELS)), raised=raised, **weakest)


# Frameworks stand in any order, so that what goes by name and what goes by the order of files are told apart.
rule_bases = st.builds(
    lambda found, frameworks: base(*found, frameworks=" ".join(frameworks)),
    st.tuples(*(criteria(name) for name in ("one", "two", "three"))),
    st.permutations(FRAMEWORKS),
)


def rebuilt(rules: RuleBase, found: list[Criterion], frameworks: list[str] = FRAMEWORKS) -> RuleBase:
    return base(*found, frameworks=" ".join(frameworks))


@given(rule_bases, answers)
def test_contributions_add_up_to_the_score(rules: RuleBase, given_: dict[str, str]) -> None:
    for place in advice(rules, given_).ranking:
        assert sum(c.points for c in place.contributions) == pytest.approx(place.score, abs=1e-9)
        assert 0 <= place.score <= 100 + 1e-9


@given(rule_bases, answers, st.randoms(use_true_random=False))
def test_the_order_of_files_rules_and_frameworks_changes_nothing(
    rules: RuleBase, given_: dict[str, str], chance: Any
) -> None:
    shuffled = [
        c.model_copy(update={"rules": tuple(chance.sample(c.rules, len(c.rules)))}) for c in rules.criteria.values()
    ]
    chance.shuffle(shuffled)

    assert advice(rebuilt(rules, shuffled, FRAMEWORKS[::-1]), given_) == advice(rules, given_)


@given(rule_bases, answers)
def test_the_same_input_gives_the_same_bytes(rules: RuleBase, given_: dict[str, str]) -> None:
    assert repr(advice(rules, given_)) == repr(advice(rules, given_))


@given(rule_bases, answers, st.sampled_from(FRAMEWORKS))
def test_removing_a_framework_never_reorders_or_rescores_the_others(
    rules: RuleBase, given_: dict[str, str], removed: str
) -> None:
    kept = [name for name in FRAMEWORKS if name != removed]

    without = scores(advice(rules, given_, between=kept))

    assert without == {name: value for name, value in scores(advice(rules, given_)).items() if name != removed}


@given(rule_bases, answers, st.sampled_from(FRAMEWORKS))
def test_a_better_rating_never_lowers_a_score_or_lifts_a_rival(
    rules: RuleBase, given_: dict[str, str], name: str
) -> None:
    def better(found: Criterion) -> Criterion:
        raised = [
            r.model_copy(update={"ratings": {**r.ratings, name: min(4.0, r.ratings[name] + 1)}})
            if name in r.ratings
            else r
            for r in found.rules
        ]
        return found.model_copy(update={"rules": tuple(raised)})

    before = scores(advice(rules, given_))
    after = scores(advice(rebuilt(rules, [better(c) for c in rules.criteria.values()]), given_))

    assert all(after[other] == pytest.approx(value) for other, value in before.items() if other != name)
    if name in before:
        assert after[name] >= before[name] - 1e-9


@given(rule_bases, answers)
def test_what_could_change_is_exact(rules: RuleBase, given_: dict[str, str]) -> None:
    """An answer that is named puts that framework first when it is given; every other keeps the leader first."""
    found = advice(rules, given_)

    for question in found.open_questions:
        for choice in CHOICES[question.question]:
            then = scores(advice(rules, {**given_, question.question: choice}))
            named = question.could_change.get(choice)
            best = max(then.values(), default=None)
            if named is not None:
                assert then[named] == pytest.approx(best)
            elif best is not None:
                assert then[found.recommended or ""] == pytest.approx(best)


@given(rule_bases, answers)
def test_an_open_answer_never_excludes_and_all_excluded_are_named(rules: RuleBase, given_: dict[str, str]) -> None:
    found = advice(rules, given_)

    assert {r.framework for r in found.ranking} | {e.framework for e in found.excluded} == set(FRAMEWORKS)
    assert not {r.framework for r in found.ranking} & {e.framework for e in found.excluded}
