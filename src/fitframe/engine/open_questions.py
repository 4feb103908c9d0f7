"""What is not known of a project: how much that is, and what knowing it could change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from random import Random

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


SECOND_CHOICE = 0.3
"""How often a question that takes many gets a second choice."""
_ALONE = "none"
"""The choice that stands alone where a question takes many."""


def completed(compiled: CompiledRules, answers: Answers, chance: Random, declined: Collection[str] = ()) -> Answers:
    """`answers` with one drawn for every open question that is asked, as projects usually answer.

    Questions in `declined` stay open, and so does whatever is irrelevant by then.
    """
    asked = True
    while asked:
        asked = False
        for name, question in compiled.rules.questions.items():
            is_asked = name not in declined and compiled.vocabulary.is_open(answers, name)
            if is_asked and (name not in compiled.relevant or compiled.relevant[name](*answers) is True):
                bits = compiled.vocabulary.union(name, _drawn(question, chance))
                answers = Answers(answers.chosen | bits, answers.known | compiled.vocabulary.masks[name])
                asked = True
    return answers


def _drawn(question: Question, chance: Random) -> tuple[str, ...]:
    likely = question.likelihoods
    first, second = chance.choices(list(likely), list(likely.values()), k=2)
    two = question.takes == "many" and chance.random() < SECOND_CHOICE and _ALONE not in (first, second)
    return (first, second) if two and first != second else (first,)


def collisions(evaluator: Evaluator, given: Mapping[str, Answer]) -> list[Collision]:
    """Where everything is ruled out: the answers each of which, if it were open, would let some framework back in."""
    found = []
    for question in sorted(given):
        rest = {name: answer for name, answer in given.items() if name != question}
        frees = tuple(sorted(evaluator.evaluation(evaluator.compiled.vocabulary.encode(rest)).scores))
        if frees:
            found.append(Collision(question=question, frees=frees))
    return found
