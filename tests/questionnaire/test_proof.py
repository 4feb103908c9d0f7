"""A proof that nothing can change is never wrong, and is found wherever it holds."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings

from fitframe import api
from fitframe.engine.compiled import compile_rules
from fitframe.engine.conditions import Answer
from fitframe.engine.evaluation import Evaluator
from fitframe.engine.open_questions import open_questions
from fitframe.model.rulebase import Question, RuleBase
from fitframe.questionnaire.forms import forms
from fitframe.questionnaire.interview import Interview, Stop
from fitframe.questionnaire.proof import Outlook, outlook
from fitframe.questionnaire.session import Session
from fitframe.questionnaire.telling import prospect
from tests.questionnaire.small import Beginning, beginnings, completions


def leads_alone(scores: dict[str, float], leader: str | None) -> bool:
    """Whether `leader` has the highest score and nobody shares it; None leads where nobody is left."""
    if leader is None or leader not in scores:
        return leader is None and not scores
    return all(scores[leader] - score > 1e-9 for name, score in scores.items() if name != leader)


def tried_out(rules: RuleBase, answers: dict[str, Answer], declined: frozenset[str], leader: str | None) -> Outlook:
    """The outlook by trying every completion."""
    compiled = compile_rules(rules)
    evaluator = Evaluator(compiled, {})
    for completion in completions(rules, answers, declined):
        scores = evaluator.evaluation(compiled.vocabulary.encode(completion)).scores
        if not leads_alone(dict(scores), leader):
            return Outlook.OPEN
    return Outlook.SETTLED


@settings(max_examples=300)
@given(beginnings())
def test_the_proof_says_what_trying_everything_says(beginning: Beginning) -> None:
    rules, given_, declined = beginning
    compiled = compile_rules(rules)
    evaluator, answers = Evaluator(compiled, {}), compiled.vocabulary.encode(given_)
    leader = evaluator.evaluation(answers).leader()
    still = [name for name in rules.questions if name not in given_.keys() | declined]
    open_now = [q for q in open_questions(compiled, answers) if q.id in still]
    expected = tried_out(rules, given_, declined, leader)

    assert outlook(forms(compiled), evaluator, answers, leader, still, most_nodes=100_000) is expected
    prospects = [prospect(evaluator, answers, question, leader) for question in open_now]
    assert outlook(forms(compiled), evaluator, answers, leader, still, prospects, most_nodes=100_000) is expected


SHIPPED = api.load_rules()


@pytest.mark.parametrize("seed", range(12))
def test_with_the_shipped_rules_no_completion_contradicts_a_proof(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - repeatable chance is the point
    interview, session = Interview.of(compile_rules(SHIPPED), {}), Session()
    while (situation := interview.situation(session)).stop is not Stop.PROVED:
        if situation.next is None:
            return
        session = answered_by_chance(interview, session, situation.next.question, chance)

    for _ in range(250):
        completion = session
        while left := interview.left(completion):
            question = chance.choice(left)
            if chance.random() < 0.2:
                completion = completion.skip(question.id)
            else:
                completion = answered_by_chance(interview, completion, question, chance)
        answers = interview.compiled.vocabulary.encode(completion.answers)
        assert leads_alone(dict(interview.evaluator.evaluation(answers).scores), situation.leader)


def answered_by_chance(interview: Interview, session: Session, question: Question, chance: Random) -> Session:
    """The session with any legal answer, rare ones as often as usual ones."""
    together = [choice for choice in question.choices if choice != "none"]
    answer: Answer = tuple(chance.sample(together, chance.randint(1, len(together))))
    if question.takes == "one" or ("none" in question.choices and chance.random() < 0.2):
        choice = chance.choice(list(question.choices)) if question.takes == "one" else "none"
        answer = choice if question.takes == "one" else (choice,)
    return session.answered(question.id, answer, interview.compiled)


@given(beginnings())
def test_a_search_that_is_given_up_never_claims_a_proof(beginning: Beginning) -> None:
    rules, given_, declined = beginning
    compiled = compile_rules(rules)
    evaluator, answers = Evaluator(compiled, {}), compiled.vocabulary.encode(given_)
    leader = evaluator.evaluation(answers).leader()
    still = [name for name in rules.questions if name not in given_.keys() | declined]

    assert outlook(forms(compiled), evaluator, answers, leader, still, most_nodes=0) is not Outlook.SETTLED
