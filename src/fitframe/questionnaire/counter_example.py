"""A search for answers to the remaining questions that put another framework first.

Nothing is proved: where none are found there may still be some. `benchmarks/questions.py` measures how often.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from math import inf

from fitframe.engine.evaluation import Evaluation, Evaluator
from fitframe.model.rulebase import Question


def counter_example(
    evaluator: Evaluator, evaluation: Evaluation, leader: str | None, declined: Collection[str] = ()
) -> Evaluation | None:
    """Answers with which the leader is no longer first alone, as an evaluation; None where none was found.

    For each rival in turn every question gets the answer that most lowers the leader's lead over it, again and again
    until it falls no further. What lowers it most alone is answered first. Only what is relevant is answered, and
    nothing that is in `declined`. `leader` None means that everything is ruled out.
    """
    search = _Search(evaluator, evaluation, leader, declined)
    if not search.holds(evaluation):
        return evaluation
    pushed = (search.pushed(rival) for rival in evaluator.compiled.frameworks if rival != leader)
    return next((found for found in pushed if found), None)


@dataclass(frozen=True, slots=True)
class _Search:
    evaluator: Evaluator
    evaluation: Evaluation
    leader: str | None
    declined: Collection[str]

    def holds(self, then: Evaluation) -> bool:
        """Whether the leader is first, and nobody shares the place."""
        return then.leaders == ((self.leader,) if self.leader else ())

    def pushed(self, rival: str) -> Evaluation | None:
        """Where the answers that suit `rival` best lead, if the leader does not hold there."""
        now, least, taken = self.evaluation, inf, dict[str, tuple[str, ...]]()
        lowest = {question.id: self._lowest(question, rival) for question in self._asked(now, taken)}
        while self._ahead(now.scores, rival) < least - 1e-9:
            least = self._ahead(now.scores, rival)
            for question in sorted(self._asked(now, taken), key=lambda question: lowest.get(question.id, inf)):
                for choices in _next_answers(question, taken.get(question.id, ())):
                    then = self.evaluator.answered(now, question.id, choices)
                    if not self.holds(then):
                        then = self._without_irrelevant(then, (*taken, question.id))
                        if not self.holds(then):
                            return then
                    elif self._ahead(then.scores, rival) < self._ahead(now.scores, rival) - 1e-9:
                        now, taken[question.id] = then, choices
        return None

    def _lowest(self, question: Question, rival: str) -> float:
        """The smallest lead over `rival` that one answer to a question leaves."""
        thens = (self.evaluator.answered(self.evaluation, question.id, (choice,)) for choice in question.choices)
        return min(self._ahead(then.scores, rival) for then in thens)

    def _ahead(self, scores: Mapping[str, float], rival: str) -> float:
        """The leader's points ahead of a rival; one that is ruled out stands at 0."""
        return scores.get(self.leader or "", 0.0) - scores.get(rival, 0.0)

    def _asked(self, now: Evaluation, taken: Collection[str]) -> list[Question]:
        """The relevant questions that are open, or were answered here."""
        compiled = self.evaluator.compiled
        return [
            question
            for question in compiled.asked(now.sure).questions
            if question.id in taken
            or (question.id not in self.declined and compiled.vocabulary.is_open(now.answers, question.id))
        ]

    def _without_irrelevant(self, now: Evaluation, taken: Collection[str]) -> Evaluation:
        """Without the answers that were taken to questions that are not asked any more."""
        while gone := set(taken) - {question.id for question in self._asked(now, taken)}:
            taken = [question for question in taken if question not in gone]
            for question in gone:
                now = self.evaluator.answered(now, question, ())
        return now


def _next_answers(question: Question, taken: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Each choice alone; where several may be taken and some are, each further one beside them."""
    for choice in question.choices:
        if choice not in taken:
            yield (choice,)
            if taken and question.takes == "many" and "none" not in (choice, *taken):
                yield (*taken, choice)
