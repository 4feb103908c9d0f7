"""Where a questionnaire stands: who leads, how surely, what to ask next, and whether it may stop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from fitframe.engine.acceptability import share_first
from fitframe.engine.compiled import CompiledRules
from fitframe.engine.conditions import Answers
from fitframe.engine.evaluation import Evaluation, Evaluator
from fitframe.engine.open_questions import open_questions, open_share
from fitframe.model.fields import Importance
from fitframe.model.rulebase import Question
from fitframe.questionnaire.forms import Forms, forms
from fitframe.questionnaire.proof import Outlook, outlook
from fitframe.questionnaire.session import Session
from fitframe.questionnaire.telling import Prospect, most_telling, prospect

SURE = 0.95
"""A leader in this share of worlds is sure enough to offer to stop."""


class Stop(Enum):
    """Why a questionnaire may stop."""

    PROVED = "no answer still to come can change who comes first"
    SURE = "the leader comes first in nearly all worlds"
    ALL = "every question was asked"


@dataclass(frozen=True, slots=True)
class Place:
    """Where one framework stands."""

    framework: str
    score: float  # 0 to 100
    share_first: float  # share of worlds in which it comes first


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a questionnaire stands."""

    places: tuple[Place, ...]  # as a recommendation ranks them; empty where everything is ruled out
    next: Prospect | None  # the question to ask; None where all were asked
    left: int  # how many questions are open that are relevant now and were not asked
    stop: Stop | None  # the strongest reason to stop, if there is one

    @property
    def leader(self) -> str | None:
        """The framework that comes first."""
        return self.places[0].framework if self.places else None


@dataclass(frozen=True, slots=True)
class Interview:
    """A rule base put to one project, with the importance that the project sets itself."""

    compiled: CompiledRules
    priorities: Mapping[str, Importance]
    evaluator: Evaluator
    forms: Forms

    @classmethod
    def of(cls, compiled: CompiledRules, priorities: Mapping[str, Importance]) -> Interview:
        """Prepare the questions of a ruleset to be asked."""
        return cls(compiled, priorities, Evaluator(compiled, priorities), forms(compiled))

    def situation(self, session: Session) -> Situation:
        """Where `session` stands."""
        answers = self.compiled.vocabulary.encode(session.answers)
        places = self._places(self.evaluator.evaluation(answers), answers)
        leader = places[0].framework if places else None
        declined, left = {*session.trail, *session.answers}, self.left(session)
        prospects = [prospect(self.evaluator, answers, question, leader) for question in left]
        still = [question for question in self.compiled.rules.questions if question not in declined]
        proved = outlook(self.forms, self.evaluator, answers, leader, still, prospects) is Outlook.SETTLED
        return Situation(places, most_telling(prospects), len(left), self._stop(places, left, proved))

    def left(self, session: Session) -> list[Question]:
        """The questions still to ask, in the order of the file; more may become relevant."""
        declined = {*session.trail, *session.answers}
        answers = self.compiled.vocabulary.encode(session.answers)
        return [question for question in open_questions(self.compiled, answers) if question.id not in declined]

    def prospect(self, session: Session, question: str) -> Prospect:
        """What each answer to `question` would do, were it open."""
        rest = {name: answer for name, answer in session.answers.items() if name != question}
        answers = self.compiled.vocabulary.encode(rest)
        places = self._places(self.evaluator.evaluation(answers), answers)
        leader = places[0].framework if places else None
        return prospect(self.evaluator, answers, self.compiled.rules.questions[question], leader)

    def _places(self, evaluation: Evaluation, answers: Answers) -> tuple[Place, ...]:
        """The ranking, with the very figures and order of a recommendation."""
        rows = {framework: evaluation.ratings(framework) for framework in evaluation.scores}
        shares = share_first(evaluation.weights, evaluation.must_haves, rows, open_share(self.compiled, answers))
        places = [Place(name, score, shares[name]) for name, score in evaluation.scores.items()]
        return tuple(sorted(places, key=lambda p: (-round(p.score, 9), -p.share_first, p.framework)))

    def _stop(self, places: tuple[Place, ...], left: list[Question], proved: bool) -> Stop | None:
        if not left:
            return Stop.ALL
        if proved:
            return Stop.PROVED
        essential = any(question.essential for question in left)
        return Stop.SURE if places and places[0].share_first >= SURE and not essential else None
