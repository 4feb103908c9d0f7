"""Where a questionnaire stands: who leads, how surely, what to ask next, and whether it may stop."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum

from fitframe.engine.compiled import CompiledRules, open_questions, open_share
from fitframe.engine.conditions import Answer
from fitframe.engine.evaluation import Evaluation, Evaluator
from fitframe.engine.recommend import NO_ANSWERS
from fitframe.model.fields import Importance
from fitframe.model.rulebase import Question
from fitframe.questionnaire.next_question import Prospect, most_telling, prospect
from fitframe.questionnaire.session import Session
from fitframe.questionnaire.stopping import Remaining

SURE = 0.97
"""A leader that keeps its place in this share of random completions is sure enough to offer to stop."""


class Stop(Enum):
    """Why a questionnaire may stop."""

    SETTLED = "no combination of the remaining answers that was tried changes who comes first"
    SURE = "nearly all random completions keep the leader"
    ALL = "every question was asked"


_USUALLY, _AT_LEAST = {Stop.SURE: 10, Stop.SETTLED: 14}, {Stop.SURE: 7, Stop.SETTLED: 10}
"""So many questions come before a stop, and so many are still to come where that many were asked, on average."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one framework stands."""

    framework: str
    score: float  # 0 to 100
    share_first: float  # share of worlds in which it comes first


@dataclass(frozen=True, slots=True)
class State:
    """Where a questionnaire stands."""

    places: tuple[Place, ...]  # as a recommendation ranks them; empty where everything is ruled out
    next: Prospect | None  # the question to ask; None where all were asked
    left: int  # how many questions are open that are relevant now and were not asked
    kept: float  # share of random completions that keep the leader, 0 to 1; 0 where it is below SURE
    stop: Stop | None  # the strongest reason to stop, if there is one

    @property
    def leader(self) -> str | None:
        """The framework that comes first."""
        return self.places[0].framework if self.places else None


@dataclass(frozen=True, slots=True)
class Interview:
    """A rule base put to one project, with the importance that the project sets itself."""

    evaluator: Evaluator

    @classmethod
    def of(
        cls,
        compiled: CompiledRules,
        priorities: Mapping[str, Importance],
        wishes: Mapping[str, Answer] = NO_ANSWERS,
        all_of: Collection[str] = (),
    ) -> Interview:
        """Prepare the questions of a rule base to be asked. The arguments are those of `advise`."""
        return cls(Evaluator(compiled, priorities, compiled.vocabulary.encode(wishes), frozenset(all_of)))

    @property
    def compiled(self) -> CompiledRules:
        """The rules that the project is put to."""
        return self.evaluator.compiled

    def evaluation(self, session: Session) -> Evaluation:
        """The evaluation of the answers so far."""
        return self.evaluator.evaluation(self.compiled.vocabulary.encode(session.answers))

    def state(self, session: Session) -> State:
        """Where `session` stands."""
        evaluation, left = self.evaluation(session), self.left(session)
        places = self._places(evaluation)
        leader = places[0].framework if places else None
        prospects = [prospect(self.evaluator, evaluation, question, leader) for question in left]
        remaining = Remaining(self.evaluator, evaluation, leader, {*session.trail, *session.answers})
        kept = remaining.share_kept(least=SURE)
        settled = kept == 1 and not remaining.counter_example(prospects)
        return State(places, most_telling(prospects), len(left), kept, self._stop(left, kept, settled))

    def left(self, session: Session) -> list[Question]:
        """The questions still to ask, in the order of the file; more may become relevant."""
        declined = {*session.trail, *session.answers}
        answers = self.compiled.vocabulary.encode(session.answers)
        return [question for question in open_questions(self.compiled, answers) if question.id not in declined]

    def prospect(self, session: Session, question: str) -> Prospect:
        """What each answer to `question` would do, were it open."""
        evaluation = self.evaluator.answered(self.evaluation(session), question, ())
        places = self._places(evaluation)
        leader = places[0].framework if places else None
        return prospect(self.evaluator, evaluation, self.compiled.rules.questions[question], leader)

    def _places(self, evaluation: Evaluation) -> tuple[Place, ...]:
        """The ranking, with the very figures and order of a recommendation."""
        shares = evaluation.acceptability(open_share(self.compiled, evaluation.answers))
        return tuple(Place(name, evaluation.scores[name], shares[name]) for name in evaluation.ranking(shares))

    def _stop(self, left: list[Question], kept: float, settled: bool) -> Stop | None:
        if not left:
            return Stop.ALL
        if settled:
            return Stop.SETTLED
        return Stop.SURE if kept >= SURE and not any(question.essential for question in left) else None


def about_left(state: State, asked: int, until: Stop) -> int:
    """About how many questions come before a stop, the next one among them, where so many were asked.

    The figures are those of simulated projects (benchmarks/questions.py), never more than what is open now.
    """
    if until is Stop.ALL:
        return state.left
    return min(state.left, max(_USUALLY[until] - asked, _AT_LEAST[until]))
