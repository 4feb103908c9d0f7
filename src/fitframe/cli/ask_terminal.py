"""The pages of the questionnaire: a question, what its answers would do, the review, and why it may stop."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Thread

from fitframe.cli.console import put, screen
from fitframe.cli.options import Colour
from fitframe.engine.compiled import open_questions
from fitframe.engine.evaluation import chance_of_change, could_change
from fitframe.errors import FitframeError
from fitframe.model.fields import UNKNOWN
from fitframe.model.rulebase import Question, RuleBase
from fitframe.output import Screen, text
from fitframe.output.document import Block, Document, Heading, Item, Items, Paragraph, Table, Tone
from fitframe.output.wording import framework_name, listed, meanings, percent
from fitframe.questionnaire.interview import Interview, Place, State, Stop, about_left
from fitframe.questionnaire.next_question import Effect, Prospect
from fitframe.questionnaire.replies import Key, key
from fitframe.questionnaire.session import Session
from fitframe.questionnaire.stopping import COMPLETIONS

_AT_ONCE = 0.03
"""Seconds. What follows a line sooner than this was pasted: nobody types so fast."""
_QUIET = 0.2
"""Seconds without input after which a paste is over."""
_ENDLESS = 10_000
"""Columns of a line that is not to be broken."""
_CLEAR = "\x1b[H\x1b[2J"
_KEYS = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"  # such as a title that a paste would set
    r"|\x1b\[[0-?]*[ -/]*[@-~]?"  # arrows, and other keys with a name
    r"|\x1bO?[ -~]?"
    r"|[^\t -\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f]"
)
"""What a key sends that types no character, and what steers a terminal."""


class Gone(Exception):  # noqa: N818 - it is an event
    """Nobody is there any more: the input has ended, or the terminal was closed."""


class Quit(Exception):  # noqa: N818 - it is a wish
    """The person wants to stop here."""


class _Pasted(Exception):  # noqa: N818 - it is an event
    """Several lines came at once. None of them was taken."""


class Lines:
    """The lines that a person types. A thread reads them, so that it shows whether another one follows at once."""

    def __init__(self, descriptor: int) -> None:
        self._typed: SimpleQueue[bytes | None] = SimpleQueue()
        self._thread = Thread(target=self._read, args=(descriptor,), daemon=True)

    def next(self) -> bytes:
        """The next line. Raises Gone at the end of the input, and _Pasted where several lines came at once."""
        if not self._thread.ident:
            self._thread.start()
        line = self._within(None)
        if self._follows(_AT_ONCE):
            while self._follows(_QUIET):
                pass
            raise _Pasted
        return line

    def _within(self, seconds: float | None) -> bytes:
        while True:  # a wait without end could not be interrupted on Windows
            with suppress(Empty):
                line = self._typed.get(timeout=1 if seconds is None else seconds)
                if line is None:
                    self._typed.put(None)
                    raise Gone
                return line
            if seconds is not None:
                raise Empty

    def _follows(self, seconds: float) -> bool:
        """Whether another line comes within so many seconds; it is dropped."""
        try:
            self._within(seconds)
        except Empty:
            return False
        return True

    def _read(self, descriptor: int) -> None:
        left = b""
        with suppress(OSError):
            while read := os.read(descriptor, 65536):
                *lines, left = (left + read).split(b"\n")
                for line in lines:
                    self._typed.put(line)
        self._typed.put(None)


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal to talk through: `accessible` means one line for each event, without colours or cursor moves."""

    accessible: bool
    colour: Colour
    lines: Lines = field(default_factory=lambda: Lines(0))

    def show(self, document: Document, *, page: bool = False) -> None:
        """Show a document; as a new `page`, on a cleared screen. Raises Gone."""
        if page and not self.accessible and os.environ.get("TERM", "dumb") != "dumb":
            self._put(_CLEAR)
        self._put(text.write(document, self.screen()))

    def screen(self) -> Screen:
        """What can be shown now; the window may have changed."""
        return Screen(width=_ENDLESS, bar="") if self.accessible else screen(self.colour, None)

    def say(self, sentence: str, tone: Tone = Tone.BAD) -> None:
        """Say one sentence. Raises Gone."""
        self.show((Paragraph(sentence, tone),))

    def end_line(self) -> None:
        """Leave a line that was begun, if anybody is still there to see it."""
        with suppress(Gone):
            self._put("\n")

    def typed(self, prompt: str = "> ") -> str:
        """One line that the person types, without spaces around it or keys that type nothing. Raises Gone."""
        while True:
            self._put(prompt)
            try:
                line = self.lines.next().decode("utf-8", "replace").rstrip("\r")
            except _Pasted:
                self.say("Several lines came at once, and none was taken. Type one answer, then press Enter.")
                continue
            typed = _KEYS.sub("", line).strip()
            if typed or not line.strip():
                return typed
            self.say("That key does nothing here. Type an answer, then press Enter.")

    def choose(self, question: str, letters: Mapping[str, str]) -> str:
        """One of `letters`, each with what it does. Raises Gone, and Quit at q where that is not one of them."""
        told = [f"{letter} {does}" for letter, does in letters.items()]
        self.show((Paragraph(question), Paragraph(f"{', '.join(told)}, q saves and quits.", Tone.QUIET)))
        while (typed := self.typed().lower()[:1]) not in letters or not typed:
            if typed == "q":
                raise Quit
            self.say(f"Type one of {', '.join(letters)}, or q.")
        return typed

    def name(self, asked: str) -> str:
        """A name that the person types; empty where they press Enter alone. Raises Gone, and Quit at q."""
        typed = self.typed(f"{asked} (q saves and quits): ")
        if key(typed) is Key.QUIT:
            raise Quit
        return typed

    def _put(self, words: str) -> None:
        try:
            put(words)
        except FitframeError:
            raise Gone from None


_MOST = 3


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """The questions that were skipped or answered with "don't know"."""

    any: bool  # whether there are some
    telling: tuple[str, ...]  # titles of those whose answer could put another framework first, likeliest first

    @classmethod
    def of(cls, interview: Interview, session: Session, leader: str | None) -> LeftOpen:
        """Those of a questionnaire in which `leader` comes first."""
        compiled, answers = interview.compiled, interview.compiled.vocabulary.encode(session.answers)
        declined = {*session.trail, *session.answers}
        still = [question for question in open_questions(compiled, answers) if question.id in declined]
        return cls(bool(still), tuple(_telling(interview, session, still, leader)))

    @property
    def proviso(self) -> str:
        """What a stop holds under, to go on a sentence; nothing where nothing was left open."""
        return ", as long as what you don't know stays open" if self.any else ""

    @property
    def warning(self) -> str:
        """A sentence that names the questions most worth finding out; nothing where no answer could change anything."""
        named = listed(self.telling[:_MOST], "or")
        return f" To find out more about {named} could change it." if self.telling else ""


def _telling(interview: Interview, session: Session, still: Iterable[Question], leader: str | None) -> Iterable[str]:
    evaluation = interview.evaluation(session)
    chances = [(chance_of_change(q, could_change(interview.evaluator, evaluation, q, leader)), q) for q in still]
    ordered = sorted(chances, key=lambda pair: -round(pair[0], 9))
    return (question.title for chance, question in ordered if chance)


KEYS = "b back, ? why we ask, s skip, q save and quit"
GREETING = (
    'Answer what you can; 0 is always "don\'t know". Every answer is saved immediately. We repeat the decision 1,000 '
    'times, varying whatever is uncertain; "First in" is the share of these in which a framework comes first.'
)


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of one questionnaire. Plain ones have sentences in the place of tables and bars."""

    rules: RuleBase
    plain: bool

    def question(
        self, session: Session, state: State, question: Question, before: Mapping[str, float], until: Stop
    ) -> Document:
        """A question with its choices, under the ranking.

        `before` has the scores before the last answer, `until` is what the questions lead to.
        """
        how = "choose one" if question.takes == "one" else "choose one or more"
        compiled = Heading(f"{question.prompt} ({how})")
        return (
            Paragraph(self._where(session, state, until), Tone.QUIET),
            *self.ranking(state, before),
            compiled,
            Items(tuple(_choices(question, session))),
            Paragraph(self._how_to_answer(question, session), Tone.QUIET),
        )

    @staticmethod
    def _where(session: Session, state: State, until: Stop) -> str:
        """'Question 4, about 6 more'; of one that is asked again, its number alone."""
        more = about_left(state, len({*session.trail, *session.answers}), until) - 1
        told = f", about {more} more" if more > 0 and not session.again else ""
        return f"Question {session.place + 1}{told}"

    def ranking(self, state: State, before: Mapping[str, float]) -> Iterator[Block]:
        """Where the frameworks stand, and how far the last answer moved them."""
        if not state.places:
            yield Paragraph("These answers rule every framework out. Go back with b to change one.", Tone.BAD)
        elif self.plain:
            yield Paragraph(" ".join(self._place_in_words(place, before) for place in state.places))
        else:
            names = [framework_name(self.rules, place.framework) for place in state.places]
            scores = [f"{place.score:.1f}" for place in state.places]
            firsts = [percent(place.share_first) for place in state.places]
            moved = [_change(place, before) for place in state.places]
            head = ("Framework", "Score", *["Moved"] * any(moved), "First in")
            columns = (names, scores, *[moved] * any(moved), firsts)
            shares = tuple(place.score / 100 for place in state.places)
            yield Table(head, tuple(zip(*columns, strict=True)), shares)

    def _place_in_words(self, place: Place, before: Mapping[str, float]) -> str:
        change = _change(place, before)
        moved = f", {'up' if change.startswith('+') else 'down'} {change[1:]}" if change else ""
        name = framework_name(self.rules, place.framework)
        return f"{name} {place.score:.1f} points{moved}, first in {percent(place.share_first)} of worlds."

    def _how_to_answer(self, question: Question, session: Session) -> str:
        several = ", separate several with commas" if question.takes == "many" else ""
        keep = "; Enter keeps your answer" if question.id in session.answers else ""
        return f"A number or first letters{several}{keep}; {KEYS}"

    def why(self, prospect: Prospect, state: State) -> Document:
        """Why a question is asked, and what each answer would do."""
        question = prospect.question
        now = {place.framework: place.score for place in state.places}
        items = [
            Item(f"{effect.choice}: {self._effect(effect, now)}", str(number))
            for number, effect in enumerate(prospect.effects, 1)
        ]
        alone = " Each choice is tried alone." if question.takes == "many" else ""
        return (
            Paragraph(f"Why we ask: {question.why}"),
            Paragraph(f"What each answer would do to the ranking.{alone}"),
            Items((*items, Item("don't know: nothing moves", "0"))),
        )

    def _effect(self, effect: Effect, now: Mapping[str, float]) -> str:
        out = [framework_name(self.rules, name) for name in sorted(now.keys() - effect.scores.keys())]
        told = [f"rules out {listed(out)}"] if out else []
        moves = {name: round(score - now.get(name, 0.0), 1) for name, score in effect.scores.items()}
        most = sorted((name for name in moves if moves[name]), key=lambda name: (-abs(moves[name]), name))[:2]
        told += [f"{framework_name(self.rules, name)} {moves[name]:+.1f}" for name in most]
        first = max(now, key=now.__getitem__, default=None)
        if effect.leader is not None and effect.leader != first:
            told.insert(0, f"puts {framework_name(self.rules, effect.leader)} first")
        return ", ".join(told) or "nothing moves"

    def review(self, session: Session, state: State, stop: str) -> Document:
        """All answers, numbered so that any can be changed."""
        names = reviewed(session)
        items = tuple(
            Item(f"{self.rules.questions[name].title}: {self.answer(session, name)}", str(number))
            for number, name in enumerate(names, 1)
        )
        more = "; m asks the remaining questions too" if state.next else ""
        return (
            Paragraph(stop, Tone.GOOD),
            *self.ranking(state, {}),
            Heading("Your answers"),
            Items(items),
            Paragraph(
                f"Enter shows the advice; a number changes that answer{more}; b back, q save and quit", Tone.QUIET
            ),
        )

    def answer(self, session: Session, question: str) -> str:
        """An answer in words."""
        given = session.answers.get(question)
        return "skipped" if given is None else "; ".join(meanings(self.rules, question, given))

    def stopping(self, session: Session, state: State, unsaid: LeftOpen) -> str:
        """Why the questionnaire may stop, in a sentence or two; `unsaid` is what was asked and left open."""
        asked, left = len(session.trail), state.left
        leader = framework_name(self.rules, state.leader) if state.leader else "the outcome"
        first = f"that {leader} comes first" if state.leader else "that everything is ruled out"
        match state.stop:
            case Stop.SETTLED:
                told = f"{asked} of {asked + left} questions asked."
                return (
                    f"{told} No combination of the remaining answers that we tried changes {first}{unsaid.proviso}."
                    f"{unsaid.warning}"
                )
            case Stop.SURE:
                share = f"{int(state.kept * 100)} %"
                return (
                    f"The remaining {left} answers are unlikely to change {first}: of {COMPLETIONS} ways to give them, "
                    f"drawn as projects usually answer, {share} kept it."
                )
        return "That was the last question."


def reviewed(session: Session) -> tuple[str, ...]:
    """The questions in the order of the review: all that have an answer, then those that were skipped."""
    return (*session.answers, *session.skipped)


def _choices(question: Question, session: Session) -> Iterator[Item]:
    given = session.answers.get(question.id) or ()
    chosen = (given,) if isinstance(given, str) else given
    for number, (choice, meaning) in enumerate(question.choices.items(), 1):
        yield Item(f"{choice}: {meaning}{_mark(choice in chosen)}", str(number))
    yield Item(f"don't know{_mark(UNKNOWN in chosen)}", "0")


def _mark(chosen: bool) -> str:
    return " (your answer)" if chosen else ""


def _change(place: Place, before: Mapping[str, float]) -> str:
    change = round(place.score - before.get(place.framework, place.score), 1)
    return f"{change:+.1f}" if change else ""
