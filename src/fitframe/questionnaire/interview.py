"""Where a questionnaire stands: who leads, how surely, what to ask next, and whether it may stop."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from fitframe.engine.compiled import CompiledRules, open_questions
from fitframe.engine.conditions import Answer, surely_holding
from fitframe.engine.evaluation import Evaluation, Evaluator, open_share
from fitframe.engine.recommend import NO_ANSWERS, decided_outcome
from fitframe.model.fields import Importance
from fitframe.model.rulebase import Contradiction, Question
from fitframe.questionnaire.completions import Completions
from fitframe.questionnaire.counter_example import counter_example
from fitframe.questionnaire.session import CHECKLIST, Session

SURE = 0.98
"""Advice that stays the same in this share of random completions is sure enough to stop."""


class Stop(Enum):
    """Why a questionnaire may stop."""

    SETTLED = "no combination of the remaining answers that was tried changes who comes first"
    SURE = "nearly all random completions come to the same"
    ALL = "every question was asked"


_AFTER_OPENING = 7
"""So many questions come between the opening and a stop where it is sure enough, on average."""
_DOUBT = 16
"""So many are still to come where nothing is sure, and the fewer the surer it is."""
_TO_SETTLE = 4
"""So many more come until it is settled."""


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
    next: Question | None  # the question to ask, or a checklist of several; None where all were asked
    left: int  # how many questions are open that are relevant now and were not asked
    opening: int = 0  # how many of these belong to the opening
    kept: float = 0.0  # share of random completions that come to the same, 0 to 1; 0 during the opening
    drawn: int = 0  # how many completions that is a share of
    stop: Stop | None = None  # the strongest reason to stop, if there is one
    outcome: str | None = None  # the rule by which no framework has to be chosen, if there is one

    @property
    def leader(self) -> str | None:
        """The framework that comes first."""
        return self.places[0].framework if self.places else None


@dataclass(frozen=True, slots=True)
class Effect:
    """What one answer would do."""

    choice: str
    scores: Mapping[str, float]  # framework to score; one that is missing is ruled out
    leader: str | None  # who would then come first; None: everything would be ruled out


@dataclass(frozen=True, slots=True)
class Prospect:
    """An open question, and what its answers would do."""

    question: Question
    effects: tuple[Effect, ...]  # in the order of the choices


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

    def wishing(self, wishes: Mapping[str, Answer]) -> Interview:
        """The same with these wishes."""
        encoded = self.compiled.vocabulary.encode(wishes)
        if encoded == self.evaluator.wishes:
            return self
        return Interview(Evaluator(self.compiled, self.evaluator.priorities, encoded, self.evaluator.all_of))

    @property
    def compiled(self) -> CompiledRules:
        """The rules that the project is put to."""
        return self.evaluator.compiled

    def evaluation(self, session: Session) -> Evaluation:
        """The evaluation of the answers so far."""
        return self.evaluator.evaluation(self.compiled.vocabulary.encode(session.answers))

    def state(self, session: Session, until: Stop = Stop.SURE) -> State:
        """Where `session` stands. Whether it is settled is looked at only where `until` says so: it takes long."""
        evaluation, left = self.evaluation(session), self.left(session)
        places = self._places(evaluation)
        outcome = decided_outcome(self.compiled, evaluation)
        state = State(places, None, len(left), outcome=outcome.id if outcome else None)
        opening = self._opening(left)
        if opening or not left:
            stop = None if left else Stop.ALL
            return replace(state, next=next(iter(opening), None), opening=len(opening), stop=stop)
        declined = {*session.trail, *session.answers}
        found = Completions.of(self.evaluator, evaluation, state.leader, declined, SURE)
        telling = self._ticked(session) or self.checklist(session) or found.most_telling(left)
        state = replace(state, next=telling, kept=found.share_kept, drawn=len(found.kept))
        return replace(state, stop=self._stop(state, evaluation, declined, until))

    def left(self, session: Session) -> list[Question]:
        """The questions still to ask, in the order of the file; more may become relevant."""
        declined = {*session.trail, *session.answers}
        answers = self.compiled.vocabulary.encode(session.answers)
        return [question for question in open_questions(self.compiled, answers) if question.id not in declined]

    def checklist(self, session: Session) -> Question | None:
        """The questions to which nearly all projects have the same answer, as one question: which are unusual here?

        Where it was asked before, the same again; None where fewer than two of them are left.
        """
        questions = self.compiled.rules.questions
        left = [questions[name] for name in session.checklist] or [q for q in self.left(session) if q.unusual]
        if len(left) < 2 or (CHECKLIST in session.trail and session.again != CHECKLIST):
            return None
        return Question(
            id=CHECKLIST,
            title="Out of the ordinary",
            prompt="Which of these hold for the project?",
            why="Most projects have few of them. What you leave out is answered as usual; the rest is asked next.",
            takes="many",
            choices={"none": "none of these"} | {question.id: question.unusual or "" for question in left},
        )

    def _ticked(self, session: Session) -> Question | None:
        """The first question that was said to have an unusual answer."""
        left = {question.id: question for question in self.left(session)}
        return next((left[name] for name in session.ticked if name in left), None)

    def prospect(self, session: Session, question: str) -> Prospect:
        """What each answer to `question` would do, were it open; where it takes many, each choice alone."""
        evaluation = self.evaluator.answered(self.evaluation(session), question, ())
        asked = self.compiled.rules.questions[question]
        places = self._places(evaluation)
        leader = places[0].framework if places else None
        thens = ((choice, self.evaluator.answered(evaluation, question, (choice,))) for choice in asked.choices)
        return Prospect(asked, tuple(Effect(choice, then.scores, then.leader(keep=leader)) for choice, then in thens))

    def contradictions(self, session: Session) -> list[Contradiction]:
        """What the answers so far hold that cannot stand together, or seldom does."""
        return list(surely_holding(self.compiled.contradictions, self.evaluation(session).sure))

    def _opening(self, left: list[Question]) -> list[Question]:
        """What is still to be asked before anything is computed: the opening of the rule base, and what is essential.

        In the order in which it is to be asked.
        """
        order = {name: place for place, name in enumerate(self.compiled.rules.opening)}
        asked = [question for question in left if question.id in order or question.essential]
        return sorted(asked, key=lambda question: order.get(question.id, len(order)))

    def _places(self, evaluation: Evaluation) -> tuple[Place, ...]:
        """The ranking, with the very figures and order of a recommendation."""
        shares = evaluation.acceptability(open_share(self.compiled, evaluation))
        return tuple(Place(name, evaluation.scores[name], shares[name]) for name in evaluation.ranking(shares))

    def _stop(self, state: State, evaluation: Evaluation, declined: Collection[str], until: Stop) -> Stop | None:
        if state.kept < SURE:
            return None
        settled = until is Stop.SETTLED and state.kept == 1
        if settled and not counter_example(self.evaluator, evaluation, state.leader, declined):
            return Stop.SETTLED
        return Stop.SURE


def about_left(state: State, until: Stop) -> int:
    """About how many questions come before a stop, the next one among them.

    The figures are those of known projects (benchmarks/questions.py), never more than what is open now.
    """
    if until is Stop.ALL:
        return state.left
    more = state.opening + _AFTER_OPENING if state.opening else 1 + round(_DOUBT * (1 - state.kept))
    return min(state.left, more + (_TO_SETTLE if until is Stop.SETTLED else 0))
