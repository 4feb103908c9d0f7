"""When a questionnaire may stop: when answers to the remaining questions do not put another framework first.

Nothing is proved. Combinations of answers are tried: the worst for the leader, and many drawn by chance.
`benchmarks/questions.py` measures how often a stop held once every question was answered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from random import Random

from fitframe.engine.compiled import completed, relevant_questions
from fitframe.engine.evaluation import Evaluation, Evaluator
from fitframe.model.rulebase import Question
from fitframe.questionnaire.next_question import Prospect

COMPLETIONS = 400
"""So many ways to answer all remaining questions are drawn."""


@dataclass(frozen=True, slots=True)
class Remaining:
    """The questions that are still to be asked after some answers, and who leads so far."""

    evaluator: Evaluator
    evaluation: Evaluation
    leader: str | None  # None: everything is ruled out
    declined: Collection[str] = ()  # questions that stay open

    def counter_example(self, prospects: Sequence[Prospect]) -> Evaluation | None:
        """Answers with which the leader is no longer first alone, as an evaluation; None where none was found.

        For each rival in turn every question gets the answer that most lowers the leader's lead over it, again and
        again until it falls no further. What lowers it most alone, by the `prospects` of the questions that are
        relevant now, is answered first. Only what is relevant is answered.
        """
        if not self._holds(self.evaluation):
            return self.evaluation
        for rival in self.evaluator.compiled.frameworks:
            found = self._pushed(rival, prospects) if rival != self.leader else None
            if found:
                return found
        return None

    def share_kept(self, *, least: float = 0.0, completions: int = COMPLETIONS) -> float:
        """In what share of random completions the leader stays first alone, 0 to 1; 0 where that is below `least`.

        Each question that is asked gets an answer as projects usually give it. The same answers draw the same.
        """
        chance = Random(self.evaluation.answers.chosen)  # noqa: S311 - repeatable chance is the point
        lost = 0
        for _ in range(completions):
            answers = completed(self.evaluator.compiled, self.evaluation.answers, chance, self.declined)
            lost += not self._holds(self.evaluator.evaluation(answers))
            if lost > (1 - least) * completions + 1e-9:
                return 0.0
        return 1 - lost / completions

    def _holds(self, then: Evaluation) -> bool:
        """Whether the leader is first, and nobody shares the place."""
        return then.leaders == ((self.leader,) if self.leader else ())

    def _ahead(self, scores: Mapping[str, float], rival: str) -> float:
        """The leader's points ahead of a rival; one that is ruled out stands at 0."""
        return scores.get(self.leader or "", 0.0) - scores.get(rival, 0.0)

    def _pushed(self, rival: str, prospects: Sequence[Prospect]) -> Evaluation | None:
        """Where the answers that suit `rival` best lead, if the leader does not hold there."""
        lowest = {p.question.id: min(self._ahead(effect.scores, rival) for effect in p.effects) for p in prospects}
        now, least, taken = self.evaluation, inf, dict[str, tuple[str, ...]]()
        while self._ahead(now.scores, rival) < least - 1e-9:
            least = self._ahead(now.scores, rival)
            for question in sorted(self._asked(now, taken), key=lambda question: lowest.get(question.id, inf)):
                for choices in _next_answers(question, taken.get(question.id, ())):
                    then = self.evaluator.answered(now, question.id, choices)
                    if not self._holds(then):
                        then = self._without_irrelevant(then, (*taken, question.id))
                        if not self._holds(then):
                            return then
                    elif self._ahead(then.scores, rival) < self._ahead(now.scores, rival) - 1e-9:
                        now, taken[question.id] = then, choices
        return None

    def _asked(self, now: Evaluation, taken: Collection[str]) -> list[Question]:
        """The relevant questions that are open, or were answered here."""
        compiled = self.evaluator.compiled
        return [
            question
            for question in relevant_questions(compiled, now.answers)
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
