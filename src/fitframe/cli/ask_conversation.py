"""The questionnaire as a conversation: question after question, a summary, and where to save what was said."""

from __future__ import annotations

import os
from collections.abc import Generator
from dataclasses import dataclass, field, replace
from typing import Literal

from fitframe.cli.ask_files import Notebook, Overtaken
from fitframe.cli.ask_pages import Page, Reply
from fitframe.cli.ask_wording import ADVICE, GREETING, KEEP, MORE, Wording
from fitframe.errors import InputError
from fitframe.model.profile import Profile
from fitframe.model.rulebase import Question
from fitframe.output.document import Paragraph, Tone
from fitframe.questionnaire.interview import Interview, State, Stop
from fitframe.questionnaire.replies import Choice, Chosen, Key
from fitframe.questionnaire.session import CHECKLIST, Session, resumed

Until = Literal["settled", "sure", "all"]
"""How long to ask: until no answers that we try change who comes first, until that is unlikely, or all questions."""


def switched_on(*names: str) -> bool:
    """Whether one of these environment variables is set to anything but 0 or false."""
    return any(os.environ.get(name, "").lower() not in ("", "0", "false") for name in names)


UNTIL: dict[Until | None, Stop] = {None: Stop.SURE, "sure": Stop.SURE, "settled": Stop.SETTLED, "all": Stop.ALL}
"""What each way to ask leads to."""
STOPS: dict[Stop, set[Stop | None]] = {
    Stop.SURE: {Stop.SURE, Stop.SETTLED, Stop.ALL},
    Stop.SETTLED: {Stop.SETTLED, Stop.ALL},
    Stop.ALL: {Stop.ALL},
}
"""What stops a questionnaire that leads there."""


@dataclass
class Conversation:
    """One questionnaire with one person. What is said is kept in `notebook` before anything else happens.

    Each part yields the page to show, and is sent what the person replies.
    """

    interview: Interview
    notebook: Notebook
    start: Profile  # what the profile has besides answers and wishes
    session: Session
    until: Stop
    source: str = ""  # where the answers come from that stand at the beginning
    resume: bool = False  # whether to go on from a questionnaire that was left unfinished without asking
    _notes: list[Paragraph] = field(default_factory=list)
    _enough: bool = False  # whether the person wants to stop, sure or not
    _before: dict[str, float] = field(default_factory=dict)
    _wording: Wording = field(init=False)

    def __post_init__(self) -> None:
        self._wording = Wording(self.notebook.rules)

    @property
    def profile(self) -> Profile:
        """The profile that the answers make."""
        said = {"answers": dict(self.session.answers), "wishes": dict(self.session.wishes)}
        return self.start.model_copy(update=said)

    @property
    def said(self) -> list[str]:
        """What was answered, as the profile has it, in the order in which it was, and how much was taken as usual."""
        usual = [name for name in self.session.checklist if name in self.session.answers.keys() - {*self.session.trail}]
        given = [(name, answer) for name, answer in self.session.answers.items() if answer and name not in usual]
        told = [f"{name} {' and '.join((a,) if isinstance(a, str) else a)}" for name, a in given]
        return [*told, f"the usual for {', '.join(usual)}"] if usual else told

    def run(self) -> Generator[Page, Reply, tuple[Profile, str]]:
        """Ask until it may stop and the summary is accepted, and save; the profile, and the file it is in."""
        yield from self._begin()
        yield from self._keep()
        yield from self._confirm()
        while True:
            self.interview = self.interview.wishing(self.session.wishes)
            state = self.interview.state(self.session, self.until)
            question = self._due(state)
            if question:
                yield from self._ask(question, state)
            elif (yield from self._accepted(state)):
                return (yield from self._save())

    def _begin(self) -> Generator[Page, Reply, None]:
        """Go on from a questionnaire that was left unfinished, unless the person wants to begin anew."""
        self._notes = [Paragraph(GREETING, Tone.QUIET)]
        if self.session.answers:
            found = f"{_answers(len(self.session.answers))} found in {self.source or 'the options'}"
            self._notes = [Paragraph(f"{found}; the summary lets you change any.", Tone.QUIET)]
        if not self.notebook.path.exists():
            return
        used, fault, kept, dropped = self.notebook.in_use, "", Profile(fitframe=1), tuple[str, ...]()
        try:
            kept, dropped = self.notebook.kept()
        except InputError as error:
            fault = f"The questionnaire that was left unfinished cannot be read: {error.faults[0]}."
        if not kept.answers and not fault and not used:
            return
        reply: Reply = Chosen(("go-on",))
        if used or fault or not self.resume:
            seems = "seems to be open in another window, in" if used else "was left unfinished in"
            go_on = (Choice("go-on", "go on from there", "g"),) if not fault else ()
            found = f"A questionnaire with {_answers(len(kept.answers))} {seems} {self.notebook.path}."
            reply = yield Page(
                prompt=fault or found,
                choices=(*go_on, Choice("new", "begin anew, and drop those answers", "n")),
            )
        if reply == Chosen(("go-on",)):
            wishes = {**kept.wishes, **self.session.wishes}
            self.session = resumed({**kept.answers, **self.session.answers}, wishes)
            self.start = kept
            compiled = self.interview.compiled
            self.interview = Interview.of(compiled, kept.priorities, wishes, kept.all_of)
            self._notes = [Paragraph(f"No longer fits, so it is dropped: {told}", Tone.BAD) for told in dropped]

    def _confirm(self) -> Generator[Page, Reply, None]:
        """Ask which of the answers that were read from code are right; the others are open again."""
        likely = [name for name in self.start.unconfirmed if name in self.session.answers]
        if not likely:
            return
        reply = yield self._noted(self._wording.confirmation(self.session, likely))
        wrong = {*likely} - {*(reply.choices if isinstance(reply, Chosen) else ())}
        kept = {name: answer for name, answer in self.session.answers.items() if name not in wrong}
        trail = tuple(name for name in self.session.trail if name not in wrong)
        self.session = Session(kept, trail, len(trail), self.session.wishes)
        self.start = self.start.model_copy(update={"unconfirmed": ()})
        yield from self._keep()

    def _keep(self) -> Generator[Page, Reply, None]:
        """Keep what was said; where somebody else did so at the same place, ask what shall count."""
        try:
            self.notebook.keep(self.profile)
            return
        except Overtaken:
            pass
        reply = yield Page(
            prompt=f"Another questionnaire has saved other answers in {self.notebook.path}. What shall count?",
            choices=(
                Choice("both", "both: its answers, and mine where we differ", "1"),
                Choice("mine", "mine alone", "2"),
                Choice("theirs", "the other one's alone", "3"),
            ),
        )
        if reply != Chosen(("mine",)):
            theirs, _ = self.notebook.kept()
            mine = self.session.answers if reply == Chosen(("both",)) else {}
            wishes = self.session.wishes if mine else {}
            self.session = resumed({**theirs.answers, **mine}, {**theirs.wishes, **wishes})
        self.notebook.keep(self.profile, mine=True)

    def _due(self, state: State) -> Question | None:
        """The question to ask now; None where it is time for the summary."""
        if self.session.again == CHECKLIST:
            return self.interview.checklist(self.session)
        if self.session.again:
            return self.notebook.rules.questions[self.session.again]
        return None if self._enough or state.stop in STOPS[self.until] else state.next

    def _ask(self, question: Question, state: State) -> Generator[Page, Reply, None]:
        """Ask one question, until there is a reply that leads somewhere."""
        page = self._wording.question(self.session, state, question, self._before, self.until)
        page = self._noted(page)
        explained = False
        while (reply := (yield self._explained(page, question, state) if explained else page)) is Key.WHY:
            explained = not explained
        if not state.opening:
            self._before = {place.framework: place.score for place in state.places}
        if reply is Key.BACK:
            self.session = self.session.back()
        elif reply is Key.ENOUGH:
            self._enough = True
            self.session = replace(self.session, place=len(self.session.trail))
        elif isinstance(reply, Chosen) and question.id == CHECKLIST:
            together = [self.notebook.rules.questions[name] for name in question.choices if name != "none"]
            session = self.session.checked(together, {*reply.choices} - {"none"}, self.interview.compiled)
            yield from self._go_on(session, question)
        elif isinstance(reply, Chosen):
            one = question.takes == "one" or reply.choices == ("unknown",)
            answer = next(iter(reply.choices), None) if one else reply.choices
            session = self.session.answered(question.id, answer, self.interview.compiled, reply.wishes)
            yield from self._go_on(session, question)
        else:
            yield from self._go_on(self.session.skip(question.id), question)

    def _explained(self, page: Page, question: Question, state: State) -> Page:
        return self._wording.explained(page, self.interview.prospect(self.session, question.id), state)

    def _noted(self, page: Page) -> Page:
        """The page with what the last reply came to, which is told once."""
        notes, self._notes = (*self._notes, *page.notes), []
        return replace(page, notes=notes)

    def _go_on(self, session: Session, question: Question) -> Generator[Page, Reply, None]:
        """Keep a new session, note what was taken, and ask about what does not go together in it."""
        questions = self.notebook.rules.questions
        asked = {*session.answers, *session.ticked, question.id}
        gone = [questions[name].title for name in self.session.answers if name not in asked]
        before = {rule.id for rule in self.interview.contradictions(self.session)}
        self.session = session
        yield from self._keep()
        self._notes = [Paragraph(f"{question.title}: {self._wording.answer(session, question.id)}.", Tone.GOOD)]
        self._notes += [Paragraph(f"No longer asked, so its answer is dropped: {title}.") for title in gone]
        for rule in self.interview.contradictions(self.session):
            if rule.id in before or rule not in self.interview.contradictions(self.session):
                continue
            reply = yield self._wording.contradiction(self.session, rule)
            if isinstance(reply, Chosen) and reply.choices[0] != KEEP:
                self.session = self.session.at(reply.choices[0])
                return

    def _accepted(self, state: State) -> Generator[Page, Reply, bool]:
        """Show all answers; whether the person wants the advice now."""
        stop = self._wording.stopping(self.interview, self.session, state)
        reply = yield self._noted(self._wording.summary(self.session, state, stop))
        if reply is Key.BACK:
            self.session = self.session.back()
        elif isinstance(reply, Chosen):
            match reply.choices[0]:
                case str(choice) if choice == ADVICE:
                    return True
                case str(choice) if choice == MORE:
                    self.until = self.until if self._enough else Stop.ALL
                    self._enough = False
                case question:
                    self.session = self.session.at(question)
        return False

    def _save(self) -> Generator[Page, Reply, tuple[Profile, str]]:
        """Save the profile under the project's name, never over a file of somebody else without a yes."""
        if not self.start.name:
            name = yield Page(prompt="What is the project called? Its advice and reports will say so.")
            self.start = self.start.model_copy(update={"name": _one_line(name) or None})
        target = self.notebook.target
        while self.notebook.replaces(target):
            reply = yield Page(
                prompt=f"{target} already exists. Overwrite it? Its comments will be lost.",
                choices=(Choice("no", "no, save another file", "n"), Choice("yes", "yes, overwrite it", "y")),
            )
            if reply == Chosen(("yes",)):
                break
            named = yield Page(prompt="Which file shall be written?", default=target)
            target = named.strip() if isinstance(named, str) and named.strip() else target
        self.notebook.finish(self.profile, target)
        return self.profile, target


def _one_line(name: object) -> str:
    """A name that a person typed, without what prints nothing, and not longer than a profile may have it."""
    return "".join(c for c in name if c.isprintable())[:200].strip() if isinstance(name, str) else ""


def _answers(number: int) -> str:
    return "1 answer" if number == 1 else f"{number} answers"
