"""What was said in a questionnaire so far, and how each event changes it. Frozen: an event makes a new one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from fitframe.engine.compiled import CompiledRules, relevant_questions
from fitframe.engine.conditions import Answer
from fitframe.engine.recommend import NO_ANSWERS
from fitframe.model.rulebase import Question

CHECKLIST = "checklist"
"""What the trail has for a look at several questions at once: which of them has an unusual answer here?"""


@dataclass(frozen=True, slots=True)
class Session:
    """A questionnaire in progress."""

    answers: Mapping[str, Answer] = field(default_factory=dict)  # in the order they came; "don't know" among them
    trail: tuple[str, ...] = ()  # the questions that were asked, in order, whether answered or skipped; CHECKLIST too
    place: int = 0  # which of them is asked again; past the end: a new one
    wishes: Mapping[str, Answer] = field(default_factory=dict)  # what would be nice and must not decide
    checklist: tuple[str, ...] = ()  # the questions that were looked at together

    @property
    def again(self) -> str | None:
        """The question that is asked a second time, if one is."""
        return self.trail[self.place] if self.place < len(self.trail) else None

    @property
    def skipped(self) -> tuple[str, ...]:
        """The questions that were asked and left without an answer."""
        return tuple(question for question in self.trail if question not in (*self.answers, CHECKLIST))

    @property
    def ticked(self) -> tuple[str, ...]:
        """The questions that have an unusual answer, and are still to be asked for it."""
        return tuple(question for question in self.checklist if question not in (*self.answers, *self.trail))

    def answered(self, question: str, answer: Answer, compiled: CompiledRules, wishes: tuple[str, ...] = ()) -> Session:
        """With an answer to `question`, and without answers to questions that are no longer asked because of it.

        None takes the answer away that it had; `wishes` are choices that would be nice beside it.
        """
        given = {**self.answers, question: answer} if answer else _without(self.answers, question)
        answers = _still_asked(given, self.answers, compiled)
        gone = self.answers.keys() - answers.keys() - {question}
        trail = tuple(name for name in self._with(question) if name not in gone)
        wished = _without(self.wishes, question)
        wishes_now = {**wished, question: wishes} if wishes else wished
        return replace(self, answers=answers, trail=trail, place=len(trail), wishes=wishes_now)

    def checked(self, questions: Iterable[Question], unusual: Collection[str], compiled: CompiledRules) -> Session:
        """With the usual answer to each of `questions` but those named as `unusual`, which are asked for theirs."""
        usual = {question.id: question.usual_answer for question in questions}
        asked = {name for name in unusual if self.answers.get(name) in (None, usual[name])}
        given = {name: answer for name, answer in self.answers.items() if name not in asked}
        answers = _still_asked({**given, **_without(usual, *unusual)}, self.answers, compiled)
        gone = asked | (self.answers.keys() - answers.keys())
        trail = tuple(name for name in self._with(CHECKLIST) if name not in gone)
        return replace(self, answers=answers, trail=trail, place=len(trail), checklist=tuple(usual))

    def skip(self, question: str) -> Session:
        """Past `question`; an answer that it had before stays."""
        trail = self._with(question)
        return replace(self, trail=trail, place=len(trail))

    def back(self) -> Session:
        """At the question before; at the first one if there is none before."""
        return replace(self, place=max(0, self.place - 1))

    def at(self, question: str) -> Session:
        """At `question`, to answer it again."""
        trail = self._with(question)
        return replace(self, trail=trail, place=trail.index(question))

    def _with(self, question: str) -> tuple[str, ...]:
        return self.trail if question in self.trail else (*self.trail, question)


def resumed(answers: Mapping[str, Answer], wishes: Mapping[str, Answer] = NO_ANSWERS) -> Session:
    """A session that goes on from answers given earlier, which can be gone back to."""
    return Session(answers, tuple(answers), len(answers), wishes)


def _without(answers: Mapping[str, Answer], *questions: str) -> dict[str, Answer]:
    return {name: answer for name, answer in answers.items() if name not in questions}


def _still_asked(
    answers: Mapping[str, Answer], before: Mapping[str, Answer], compiled: CompiledRules
) -> dict[str, Answer]:
    """`answers` without those whose question was relevant before and is not any more."""
    vocabulary = compiled.vocabulary
    was = _names(relevant_questions(compiled, vocabulary.encode(before)))
    kept = dict(answers)
    while gone := was & kept.keys() - _names(relevant_questions(compiled, vocabulary.encode(kept))):
        kept = {question: answer for question, answer in kept.items() if question not in gone}
    return kept


def _names(questions: Iterable[Question]) -> set[str]:
    return {question.id for question in questions}
