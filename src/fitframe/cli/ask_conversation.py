"""The questionnaire as a conversation: question after question, a review, and a word on why it may stop."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Literal

from fitframe.cli.ask_files import Notebook
from fitframe.cli.ask_terminal import GREETING, LeftOpen, Pages, Quit, Terminal, reviewed
from fitframe.model.profile import Profile
from fitframe.model.rulebase import Question
from fitframe.output.document import Block, Paragraph, Tone
from fitframe.questionnaire.interview import Interview, State, Stop
from fitframe.questionnaire.replies import Key, Unclear, key, reply
from fitframe.questionnaire.session import Session

Until = Literal["settled", "sure", "all"]
"""How long to ask: until no answers that we try change who comes first, until that is unlikely, or all questions."""


def switched_on(*names: str) -> bool:
    """Whether one of these environment variables is set to anything but 0 or false."""
    return any(os.environ.get(name, "").lower() not in ("", "0", "false") for name in names)


STOPS: dict[Until | None, set[Stop]] = {
    None: {Stop.SETTLED, Stop.ALL},
    "settled": {Stop.SETTLED, Stop.ALL},
    "sure": {Stop.SURE, Stop.SETTLED, Stop.ALL},
    "all": {Stop.ALL},
}
"""What each way to ask stops at."""
_NEXT_STOP: dict[Until | None, Stop] = {None: Stop.SURE, "sure": Stop.SURE, "settled": Stop.SETTLED, "all": Stop.ALL}
"""Up to where the questions that are left are counted."""


@dataclass
class Conversation:
    """One questionnaire with one person. What is said is kept in `notebook` before anything else happens."""

    terminal: Terminal
    interview: Interview
    notebook: Notebook
    start: Profile  # what the profile has besides answers
    session: Session
    until: Until | None
    _notes: list[Block] = field(default_factory=list)
    _before: dict[str, float] = field(default_factory=dict)

    @property
    def pages(self) -> Pages:
        """The pages, in the form for this terminal."""
        return Pages(self.notebook.rules, plain=self.terminal.accessible)

    def run(self) -> None:
        """Ask until it may stop and the review is accepted. Raises Quit and Gone."""
        self.notebook.keep(self.profile)
        self._notes = [Paragraph(GREETING, Tone.QUIET)]
        while not self._step():
            pass

    @property
    def profile(self) -> Profile:
        """The profile that the answers make."""
        return self.start.model_copy(update={"answers": dict(self.session.answers)})

    def _step(self) -> bool:
        """Ask one question, or review what was said; whether that was the end."""
        state = self.interview.state(self.session)
        question = self._due(state)
        if question is None:
            return self._review(state)
        self._question(question, state)
        return False

    def _due(self, state: State) -> Question | None:
        """The question to ask now; None where it is time for the review."""
        if self.session.again:
            return self.notebook.rules.questions[self.session.again]
        if state.next is None or state.stop in STOPS[self.until]:
            return None
        if state.stop is Stop.SURE and self.until is None:
            match self._enough(state):
                case "y":
                    self.until = "sure"
                    return None
                case "b":
                    self.session = self.session.back()
                    return self._due(state)
            self.until = "settled"
        return state.next.question

    def _enough(self, state: State) -> str:
        """What the person does where it is sure enough: y stops, n goes on and is not asked again, b goes back."""
        self.terminal.show((*self._notes, *self.pages.ranking(state, self._before)), page=True)
        self._notes = []
        told = f"{self._stopping(state)} Stop here?"
        back = {"b": "goes back"} if self.session.trail else {}
        return self.terminal.choose(told, {"y": "stops", "n": "goes on", **back})

    def _stopping(self, state: State) -> str:
        unsaid = LeftOpen.of(self.interview, self.session, state.leader)
        return self.pages.stopping(self.session, state, unsaid)

    def _question(self, question: Question, state: State) -> None:
        page = self.pages.question(self.session, state, question, self._before, _NEXT_STOP[self.until])
        self.terminal.show((*self._notes, *page), page=True)
        self._notes = []
        before = self.session
        while self.session is before:
            self._reply(question, state)
        self._before = {place.framework: place.score for place in state.places}

    def _reply(self, question: Question, state: State) -> None:
        """Take one line that was typed at a question."""
        typed = self.terminal.typed()
        match key(typed):
            case Key.BACK if self.session.place == 0:
                self.terminal.say("This is the first question.")
            case Key.BACK:
                self.session = self.session.back()
            case Key.WHY:
                self.terminal.show(self.pages.why(self.interview.prospect(self.session, question.id), state))
            case Key.SKIP:
                self._go_on(self.session.skip(question.id), question)
            case Key.QUIT:
                raise Quit
            case None if not typed and question.id in self.session.answers:
                self._go_on(self.session.skip(question.id), question)
            case None:
                self._answer(question, typed)

    def _answer(self, question: Question, typed: str) -> None:
        try:
            answer = reply(question, typed)
        except Unclear as unclear:
            self.terminal.say(str(unclear))
        else:
            self._go_on(self.session.answered(question.id, answer, self.interview.compiled), question)

    def _go_on(self, session: Session, question: Question) -> None:
        """Keep a new session, and note what was taken."""
        questions = self.notebook.rules.questions
        gone = [questions[name].title for name in self.session.answers if name not in session.answers]
        self.session = session
        self.notebook.keep(self.profile)
        self._notes = [Paragraph(f"{question.title}: {self.pages.answer(session, question.id)}.", Tone.GOOD)]
        self._notes += [Paragraph(f"No longer asked, so its answer is dropped: {title}.") for title in gone]

    def _review(self, state: State) -> bool:
        """Show all answers; whether they are accepted. A number goes to its question again."""
        page = self.pages.review(self.session, state, self._stopping(state))
        self.terminal.show((*self._notes, *page), page=True)
        self._notes = []
        names = reviewed(self.session)
        while True:
            typed = self.terminal.typed().lower()
            match key(typed):
                case Key.QUIT:
                    raise Quit
                case Key.BACK if self.session.trail:
                    self.session = self.session.back()
                    return False
            if not typed:
                return True
            if typed == "m" and state.next:
                self.until = "all"
                return False
            if typed.isascii() and typed.isdecimal() and 1 <= int(typed[:9]) <= len(names):
                self.session = self.session.at(names[int(typed[:9]) - 1])
                return False
            self.terminal.say(f"Press Enter for the advice, or type a number from 1 to {len(names)}.")
