"""Questions that were asked and stay open: nothing is proved against an answer to one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fitframe.engine.openness import chance_of_change, could_change, open_questions
from fitframe.models import Question
from fitframe.questionnaire.interview import Interview
from fitframe.questionnaire.session import Session
from fitframe.render.names import listed

_MOST = 3


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """The questions that were skipped or answered with "don't know"."""

    any: bool  # whether there are some
    telling: tuple[str, ...]  # titles of those whose answer could put another framework first, likeliest first

    @classmethod
    def of(cls, interview: Interview, session: Session, leader: str | None) -> LeftOpen:
        """Those of a questionnaire in which `leader` comes first."""
        asked, answers = interview.asked, interview.asked.vocabulary.encode(session.answers)
        declined = {*session.trail, *session.answers}
        still = [question for question in open_questions(asked, answers) if question.id in declined]
        return cls(bool(still), tuple(_telling(interview, session, still, leader)))

    @property
    def proviso(self) -> str:
        """What a proof holds under, to go on a sentence; nothing where nothing was left open."""
        return ", as long as what you don't know stays open" if self.any else ""

    @property
    def warning(self) -> str:
        """A sentence that names the questions most worth finding out; nothing where no answer could change anything."""
        named = listed(self.telling[:_MOST], "or")
        return f" To find out more about {named} could change it." if self.telling else ""


def _telling(interview: Interview, session: Session, still: Iterable[Question], leader: str | None) -> Iterable[str]:
    standing = interview.evaluator.standing(interview.asked.vocabulary.encode(session.answers))
    chances = [(chance_of_change(q, could_change(interview.evaluator, standing, q, leader)), q) for q in still]
    ordered = sorted(chances, key=lambda pair: -round(pair[0], 9))
    return (question.title for chance, question in ordered if chance)
