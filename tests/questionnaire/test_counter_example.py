"""A stop is offered where answers that were tried change nothing. How often it holds is measured, not proved."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given, seed, settings

from fitframe import api
from fitframe.engine.compiled import compile_rules, completed, relevant_questions
from fitframe.engine.conditions import Answer
from fitframe.engine.evaluation import Evaluation, Evaluator
from fitframe.model.rulebase import Question
from fitframe.questionnaire.completions import Completions, conclusion
from fitframe.questionnaire.counter_example import counter_example
from fitframe.questionnaire.interview import SURE, Interview, Stop
from fitframe.questionnaire.session import CHECKLIST, Session
from tests.engine.build import base, criterion, rule
from tests.questionnaire.small import Beginning, beginnings, completions

SHIPPED = compile_rules(api.load_rules())
LEAD = criterion("lead", rule("lead/r", ratings={"ant": 3, "bee": 2}), base="high")


class Left(NamedTuple):
    """What is left of a questionnaire, and what is found in it."""

    evaluator: Evaluator
    evaluation: Evaluation
    leader: str | None
    declined: frozenset[str]
    found: Evaluation | None  # the counter-example

    def share_kept(self, sure: float = 0.0) -> float:
        """The share of random completions that come to the same; of all that may be drawn where `sure` is 0."""
        return Completions.of(self.evaluator, self.evaluation, self.leader, self.declined, sure).share_kept


def remaining(beginning: Beginning) -> Left:
    rules, given_, declined = beginning
    compiled = compile_rules(rules)
    evaluator = Evaluator(compiled, {})
    evaluation = evaluator.evaluation(compiled.vocabulary.encode(given_))
    leader = evaluation.leader()
    found = counter_example(evaluator, evaluation, leader, declined)
    return Left(evaluator, evaluation, leader, declined, found)


@given(beginnings())
def test_a_counter_example_is_one_that_could_be_answered(beginning: Beginning) -> None:
    rules, given_, declined = beginning
    left = remaining(beginning)

    if found := left.found:
        words = left.evaluator.compiled.vocabulary
        anew = Evaluator(left.evaluator.compiled, {}).evaluation(found.answers)
        assert anew.leaders != ((left.leader,) if left.leader else ())
        asked = {question.id for question in relevant_questions(left.evaluator.compiled, found.answers)}
        added = {q for q in rules.questions if q not in given_ and not words.is_open(found.answers, q)}
        assert added <= asked - declined
        before = words.encode(given_)
        assert (found.answers.chosen & before.known, found.answers.known & before.known) == before


def test_two_answers_that_only_together_change_it_are_found_where_each_helps() -> None:
    """Each of two answers adds a criterion of weight 2 on which bee is 4 and ant 2: 4*3+2*2 to 4*2+2*4 ties it."""
    both = [
        criterion(name, rule(f"{name}/r", ratings={"ant": 2, "bee": 4}), raised=[("medium", {question: choice})])
        for name, question, choice in (("one", "size", "large"), ("two", "goal", "research"))
    ]

    alone = remaining((base(LEAD, both[0]), {}, frozenset())).found
    together = remaining((base(LEAD, *both), {}, frozenset())).found
    declined = remaining((base(LEAD, *both), {}, frozenset({"goal"}))).found

    assert alone is not None
    assert alone.leaders == ("ant", "bee")
    assert together is not None
    assert declined is not None


def test_what_no_answer_changes_has_no_counter_example() -> None:
    weak = criterion("weak", rule("weak/r", ratings={"bee": 4}), raised=[("low", {"size": "large"})])

    left = remaining((base(LEAD, weak), {}, frozenset()))

    assert left.found is None
    assert left.share_kept() == 1


def test_the_share_kept_follows_the_usual_answers() -> None:
    """ant is out on a large project, which 3 in 10 are. Of 360 draws 0.075 is more than three standard errors."""
    size = {"id": "size", "takes": "one", "usual": {"small": 0.7}, "choices": {"small": "s", "large": "l"}}
    out = criterion("out", rule("out/r", blocks=["ant"], when={"size": "large"}))

    left = remaining((base(LEAD, out, questions=[size]), {}, frozenset()))

    assert left.share_kept() == pytest.approx(0.7, abs=0.075)
    assert left.share_kept(0.97) < 0.97
    assert left.found is not None


def test_what_is_tried_finds_nearly_all_that_trying_everything_finds() -> None:
    """Of small random rule bases that are not settled. Their completions can all be tried, those shipped cannot."""
    open_, greedy, found = 0, 0, 0

    @seed(1)
    @settings(max_examples=300, database=None)
    @given(beginnings())
    def count(beginning: Beginning) -> None:
        nonlocal open_, greedy, found
        left = remaining(beginning)
        example = left.found
        wanted = (left.leader,) if left.leader else ()
        words = left.evaluator.compiled.vocabulary
        every = (left.evaluator.evaluation(words.encode(one)).leaders for one in completions(*beginning))
        if any(leaders != wanted for leaders in every):
            open_, greedy = open_ + 1, greedy + (example is not None)
            found += example is not None or left.share_kept() < 1
        else:
            assert example is None
            assert left.share_kept() == 1

    count()
    assert open_ >= 100
    assert greedy >= 0.85 * open_
    assert found >= 0.97 * open_


def answers_by_chance(chance: Random) -> dict[str, Answer]:
    """A project as projects usually answer, every question answered."""
    return {question.id: drawn(question, chance) for question in SHIPPED.rules.questions.values()}


def drawn(question: Question, chance: Random) -> Answer:
    first = chance.choices(list(question.likelihoods), list(question.likelihoods.values()))[0]
    return first if question.takes == "one" else (first,)


@pytest.mark.parametrize("number", range(4))
def test_with_the_shipped_rules_fresh_completions_bear_a_stop_out(number: int) -> None:
    """200 fresh completions of each of 4 projects where it is sure enough, by another seed than those that it tried.

    Where 98 % came to the same, at least 93 % of these do: five points are over three standard errors.
    """
    truth = answers_by_chance(Random(number))  # noqa: S311 - repeatable chance is the point
    interview, session = Interview.of(SHIPPED, {}), Session()
    while not (state := interview.state(session)).stop and state.next:
        if state.next.id == CHECKLIST:
            together = [SHIPPED.rules.questions[name] for name in state.next.choices if name != "none"]
            unusual = {question.id for question in together if truth[question.id] != question.usual_answer}
            session = session.checked(together, unusual, SHIPPED)
        else:
            session = session.answered(state.next.id, truth[state.next.id], SHIPPED)

    assert state.stop in (Stop.SURE, Stop.ALL)
    fresh = Random(f"fresh {number}")  # noqa: S311
    assert held(interview, session, state.leader, fresh) >= SURE - 0.05


def held(interview: Interview, session: Session, first: str | None, chance: Random) -> float:
    """The share of 200 random completions of a session that come to the same advice as the session."""
    evaluation, declined = interview.evaluation(session), {*session.trail, *session.answers}
    now = conclusion(SHIPPED, evaluation, first)
    drawn = (completed(SHIPPED, evaluation.answers, chance, declined) for _ in range(200))
    ends = (interview.evaluator.evaluation(answers) for answers in drawn)
    return sum(conclusion(SHIPPED, end, end.leader(keep=first)) == now for end in ends) / 200
