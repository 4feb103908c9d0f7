"""What an evaluation says of its frameworks, and what changes with one answer, priority or rule."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitframe.engine.compiled import CompiledRules, compile_rules
from fitframe.engine.conditions import Answers
from fitframe.engine.evaluation import Evaluator
from fitframe.model.fields import Importance
from fitframe.model.recommendation import Confidence
from fitframe.model.rulebase import RuleBase
from fitframe.rulebase.load import load_rules
from tests.engine.build import QUESTIONS, advice, base, criterion, rule
from tests.engine.test_properties import CHOICES, LEVELS, answers, rule_bases

SPEED = criterion("speed", rule("speed/r", ratings={"ant": 4, "bee": 3, "cat": 3}), base="high")
OUT = criterion("out", rule("out/r", blocks=["ant"], when={"size": "large"}))
RULES = base(SPEED, OUT, frameworks="ant bee cat")


def evaluated(rules: RuleBase, **given_: Any) -> Any:
    compiled = compile_rules(rules)
    return Evaluator(compiled, {}).evaluation(compiled.vocabulary.encode(given_))


def test_equals_lead_together_and_the_lead_is_over_the_best_other() -> None:
    """4 of 4 is 100 points, 3 of 4 is 75; on a large project ant is out and stands at 0."""
    small, large = evaluated(RULES), evaluated(RULES, size="large")

    assert (small.leaders, large.leaders) == (("ant",), ("bee", "cat"))
    assert (large.leader(), large.leader(keep="cat"), large.leader(keep="ant")) == ("bee", "cat", "bee")
    assert [small.lead(name) for name in ("ant", "bee")] == [25, -25]
    assert [large.lead(name) for name in ("ant", "bee", None)] == [-75, 0, -75]


def test_the_only_one_left_leads_by_all_its_points() -> None:
    out = criterion("out", rule("out/r", blocks=["ant", "cat"]))

    assert evaluated(base(SPEED, out, frameworks="ant bee cat")).lead("bee") == 75


def test_equal_scores_are_ranked_by_share_and_equal_shares_by_id() -> None:
    found = evaluated(RULES)

    assert found.ranking({"ant": 0.2, "bee": 0.3, "cat": 0.5}) == ["ant", "cat", "bee"]
    assert found.ranking({"ant": 1.0, "bee": 0.0, "cat": 0.0}) == ["ant", "bee", "cat"]


@given(rule_bases, answers, st.sampled_from(sorted(CHOICES)), st.booleans())
def test_another_answer_to_one_question_is_the_same_as_all_answers_anew(
    rules: RuleBase, given_: dict[str, Any], question: str, opened: bool
) -> None:
    compiled = compile_rules(rules)
    evaluator, words = Evaluator(compiled, {}), compiled.vocabulary
    chosen = () if opened else (CHOICES[question][0],)

    then = evaluator.answered(evaluator.evaluation(words.encode(given_)), question, chosen)

    anew = Evaluator(compiled, {}).evaluation(words.encode({**given_, question: chosen}))
    assert (then.answers, then.scores, then.ways) == (anew.answers, anew.scores, anew.ways)


@given(rule_bases, answers, st.sampled_from(LEVELS), st.data())
def test_a_variant_says_what_an_evaluator_of_its_own_would(
    rules: RuleBase, given_: dict[str, Any], level: str, data: Any
) -> None:
    """Other priorities, and then rules without one source, after the memory has been filled."""
    compiled = compile_rules(rules)
    evaluator, encoded = Evaluator(compiled, {}), compiled.vocabulary.encode(given_)
    evaluator.evaluation(encoded)
    priorities = {data.draw(st.sampled_from(sorted(rules.criteria))): Importance(level)}
    changed: CompiledRules = compile_rules(rules, sources={"official"})

    for fresh, variant in (
        (Evaluator(compiled, priorities), evaluator.variant(priorities=priorities)),
        (Evaluator(changed, {}), evaluator.variant(compiled=changed)),
        (Evaluator(compiled, {}), evaluator.variant(priorities=priorities).variant(priorities={})),
    ):
        assert variant.evaluation(encoded).scores == fresh.evaluation(encoded).scores


def test_a_single_candidate_is_not_called_clear() -> None:
    found = advice(RULES, {"goal": ["research"]}, between=["ant"])

    assert (found.confidence, found.why_confidence) == (Confidence.LEANING, "there was nothing to compare Ant with")


@pytest.mark.parametrize(
    ("answers", "confidence", "why"),
    [
        ({"target": ["phone"]}, Confidence.CLEAR, "every other framework is ruled out"),
        ({}, Confidence.LEANING, "every other framework is ruled out, but an essential question is open"),
    ],
)
def test_the_only_one_left_is_first_because_the_others_are_out(
    answers: dict[str, Any], confidence: Confidence, why: str
) -> None:
    rules = base(SPEED, criterion("out", rule("out/r", blocks=["bee", "cat"])), frameworks="ant bee cat")

    found = advice(rules, answers)

    assert (found.confidence, found.why_confidence) == (confidence, why)


def test_what_was_evaluated_before_changes_nothing() -> None:
    """By all that an evaluator remembers: several answers, as needs or options, blockers that may apply, and wishes."""
    rules, chance = load_rules(), Random(17)  # noqa: S311 - repeatable chance
    compiled = compile_rules(rules)

    def some(most: int) -> Answers:
        drawn = chance.sample(list(rules.questions.values()), chance.randint(0, most))
        many: dict[str, Any] = {q.id: tuple(chance.sample(list(q.choices), 2)) for q in drawn if q.takes == "many"}
        return compiled.vocabulary.encode({q.id: chance.choice(list(q.choices)) for q in drawn} | many)

    for wishes in (Answers(0, 0), some(4)):
        used = Evaluator(compiled, {}, wishes)
        for _ in range(200):
            given_ = some(20)
            assert used.evaluation(given_) == Evaluator(compiled, {}, wishes).evaluation(given_)


def test_an_answer_that_makes_needs_of_options_counts_wherever_these_are_read() -> None:
    """'out' reads where it runs, and not how large it is, which decides whether one of two places will do."""
    questions = [
        {**q, "several": "options", "needs": {"size": "large"}} if q["id"] == "target" else q for q in QUESTIONS
    ]
    rules = base(SPEED, criterion("out", rule("out/r", blocks=["ant"], when={"target": "web"})), questions=questions)
    compiled = compile_rules(rules)
    evaluator, encode = Evaluator(compiled, {}), compiled.vocabulary.encode
    places = {"target": ("web", "server")}

    options = evaluator.evaluation(encode(places))

    assert (options.leaders, dict(options.blocked)) == (("ant",), {})
    assert evaluator.evaluation(encode({**places, "size": "large"})).leaders == ("bee",)
    assert evaluator.answered(options, "size", ("large",)).leaders == ("bee",)


def test_an_answer_that_no_condition_names_is_told_from_an_open_one_whatever_was_evaluated_before() -> None:
    """Research rules ant out, and phones rule bee out, which only an open target may turn out to be."""
    out = criterion(
        "out",
        rule("out/ant", blocks=["ant"], when={"goal": "research"}),
        rule("out/bee", blocks=["bee"], when={"target": "phone"}),
    )
    compiled = compile_rules(base(out))
    evaluator, encode = Evaluator(compiled, {}), compiled.vocabulary.encode

    def possible(**given_: Any) -> list[str]:
        (entry,) = evaluator.evaluation(encode({"goal": ("research",), **given_})).entries
        return list(entry.judgement.possible)

    assert (possible(), possible(target=("server",)), possible()) == (["bee"], [], ["bee"])


def test_what_an_evaluator_remembers_does_not_flood_who_prints_it() -> None:
    compiled = compile_rules(base(criterion("speed", rule("speed/ant", framework="ant", rating=4), base="low")))
    evaluator = Evaluator(compiled, {})
    before = repr(evaluator)

    assert evaluator.evaluation(compiled.vocabulary.encode({"size": "small"})).counted
    assert repr(evaluator) == before
