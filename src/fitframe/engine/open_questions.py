"""What is not known of a project: how much that is, and what knowing it could change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fitframe.engine.compiled import CompiledRules
from fitframe.engine.conditions import Answer, Answers
from fitframe.engine.evaluation import Evaluation, Evaluator
from fitframe.model.recommendation import Collision
from fitframe.model.rulebase import Question


def relevant_questions(compiled: CompiledRules, answers: Answers) -> Iterator[Question]:
    """The questions to be asked of a project with these answers, in their order: never one that may be irrelevant."""
    for name, question in compiled.rules.questions.items():
        if name not in compiled.relevant or compiled.relevant[name](*answers) is True:
            yield question


def open_questions(compiled: CompiledRules, answers: Answers) -> list[Question]:
    """The relevant questions without an answer, in their order."""
    return [q for q in relevant_questions(compiled, answers) if compiled.vocabulary.is_open(answers, q.id)]


def open_share(compiled: CompiledRules, answers: Answers) -> float:
    """How much of what is worth knowing is not known, 0 to 1: the open questions' part of all surprise."""
    total = unknown = 0.0
    for question in relevant_questions(compiled, answers):
        total += question.surprise
        if compiled.vocabulary.is_open(answers, question.id):
            unknown += question.surprise
    return unknown / total if total else 0.0


def could_change(
    evaluator: Evaluator, evaluation: Evaluation, question: Question, leader: str | None
) -> dict[str, str]:
    """Which answers to an open question would put another framework first, and which; each computed in full.

    For a question that takes many, each choice is tried as the only one.
    """
    changes = {}
    for choice in question.choices:
        answers = evaluator.compiled.vocabulary.replaced(evaluation.answers, question.id, choice)
        then = evaluator.reevaluated(evaluation, question.id, answers).leader(keep=leader)
        if then is not None and then != leader:
            changes[choice] = then
    return changes


def chance_of_change(question: Question, changes: dict[str, str]) -> float:
    """How likely an answer is that changes the leader, 0 to 1."""
    return sum(question.likelihoods[choice] for choice in changes)


def collisions(evaluator: Evaluator, given: Mapping[str, Answer]) -> list[Collision]:
    """Where everything is ruled out: the answers each of which, if it were open, would let some framework back in."""
    found = []
    for question in sorted(given):
        rest = {name: answer for name, answer in given.items() if name != question}
        frees = tuple(sorted(evaluator.evaluation(evaluator.compiled.vocabulary.encode(rest)).scores))
        if frees:
            found.append(Collision(question=question, frees=frees))
    return found
