"""The pages of a questionnaire in words: a question, what its answers would do, the summary, and why it may stop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fitframe.cli.ask_pages import Page
from fitframe.engine.compiled import open_questions
from fitframe.engine.recommend import open_question
from fitframe.model.fields import UNKNOWN
from fitframe.model.rulebase import Contradiction, Question, RuleBase
from fitframe.output.document import Block, Paragraph, Table, Tone
from fitframe.output.wording import framework_name, listed, meanings, percent, sentence
from fitframe.questionnaire.interview import Effect, Interview, Place, Prospect, State, Stop, about_left
from fitframe.questionnaire.replies import Choice, Key
from fitframe.questionnaire.session import CHECKLIST, Session

GREETING = (
    "Answer what you can; every answer is saved immediately. The ranking shows once the first questions are answered."
)
HELD = "98 of 100"
"""How many such stops held in simulated projects (benchmarks/questions.py --projects 100)."""
KEEP = "keep"
"""The choice that leaves answers which seldom go together as they are."""
ADVICE, MORE = "advice", "more"
"""What the summary offers beside the answers."""
_TELLING = 3


@dataclass(frozen=True, slots=True)
class Wording:
    """How the pages of one questionnaire read."""

    rules: RuleBase

    def question(
        self, session: Session, state: State, question: Question, before: Mapping[str, float], until: Stop
    ) -> Page:
        """A question with its choices, over the ranking once the opening is answered.

        `before` has the scores before the last answer, `until` is what the questions lead to.
        """
        given, wished = session.answers.get(question.id) or (), session.wishes.get(question.id) or ()
        alone = question.id != CHECKLIST  # else it has no answer of its own that could move or be wished for
        given = given if alone else self._unusual(session)
        keys = {Key.SKIP, Key.QUIT} | ({Key.WHY} if alone else set()) | ({Key.BACK} if session.place else set())
        keys |= set() if state.opening else {Key.ENOUGH}
        return Page(
            prompt=question.prompt,
            choices=tuple(_choices(question)),
            place=_where(session, state, until),
            why=f"Why we ask: {question.why}",
            standing=() if state.opening else tuple(self.standing(state, before)),
            many=question.takes == "many",
            wishing=alone,
            marked=(given,) if isinstance(given, str) else tuple(given),
            wished=(wished,) if isinstance(wished, str) else tuple(wished),
            begin=_begin(question, ticked=question.id in session.ticked),
            keys=frozenset(keys),
        )

    def explained(self, page: Page, prospect: Prospect, state: State) -> Page:
        """The page with what each choice would do to the ranking."""
        now = {place.framework: place.score for place in state.places}
        effects = {effect.choice: self._effect(effect, now) for effect in prospect.effects}
        alone = " Each choice is tried alone." if page.many else ""
        return replace(
            page,
            why=f"{page.why}{alone}",
            choices=tuple(one._replace(effect=effects.get(one.id, "nothing moves")) for one in page.choices),
        )

    def standing(self, state: State, before: Mapping[str, float]) -> Iterator[Block]:
        """Where the frameworks stand, and how far the last answer moved them."""
        if not state.places:
            yield Paragraph("These answers rule every framework out. Go back with b to change one.", Tone.BAD)
        elif state.outcome:
            yield Paragraph("So far, no training framework has to be chosen:", Tone.STRONG)
            yield Paragraph(sentence(self.rules.outcomes[state.outcome].because))
        else:
            names = [framework_name(self.rules, place.framework) for place in state.places]
            scores = [f"{place.score:.1f}" for place in state.places]
            moved = [_change(place, before) for place in state.places]
            firsts = [percent(place.share_first) for place in state.places]
            head = ("Framework", "Score", *["Moved"] * any(moved), "First in")
            columns = (names, scores, *[moved] * any(moved), firsts)
            yield Table(head, tuple(zip(*columns, strict=True)), tuple(place.share_first for place in state.places))

    def confirmation(self, session: Session, likely: Sequence[str]) -> Page:
        """The answers that the code makes likely, all of them marked, to take marks away."""
        numbered = enumerate(likely, 1)
        titles = {name: self.rules.questions[name].title for name in likely}
        return Page(
            prompt="The code makes these answers likely. Which are right?",
            choices=(
                *(Choice(name, f"{titles[name]}: {self.answer(session, name)}", str(n)) for n, name in numbered),
                Choice("none", "none of them", "0"),
            ),
            place="Likely answers: whatever you leave without a mark is asked",
            many=True,
            marked=tuple(likely),
        )

    def contradiction(self, session: Session, found: Contradiction) -> Page:
        """What to change where answers cannot stand together, or seldom do."""
        involved = [name for name in session.answers if name in found.when.reads]
        impossible = found.kind == "impossible"
        keep = "none; leave both as they are" if impossible else "none; it is as I said"
        return Page(
            prompt=f"{found.ask} Which answer do you want to change?",
            choices=(
                *(
                    Choice(name, f"{self.rules.questions[name].title}: {self.answer(session, name)}", str(number))
                    for number, name in enumerate(involved, 1)
                ),
                Choice(KEEP, keep, str(len(involved) + 1)),
            ),
            place="These answers cannot both hold" if impossible else "These answers seldom go together",
            notes=(Paragraph(sentence(found.because), Tone.BAD),),
        )

    def _unusual(self, session: Session) -> tuple[str, ...]:
        """The questions of the checklist that have another answer than the usual one, or will be asked for it."""
        questions = self.rules.questions
        return tuple(q for q in session.checklist if session.answers.get(q) != questions[q].usual_answer)

    def summary(self, session: Session, state: State, stop: str) -> Page:
        """All answers, numbered so that any can be changed."""
        names = (*session.answers, *session.skipped)
        more = (Choice(MORE, "Ask the remaining questions too", "m"),) if state.next else ()
        return Page(
            prompt="Your answers",
            choices=(
                Choice(ADVICE, "Show the advice and save the profile", ""),
                *more,
                *(
                    Choice(name, f"{self.rules.questions[name].title}: {self.answer(session, name)}", str(number))
                    for number, name in enumerate(names, 1)
                ),
            ),
            place="Summary: Enter shows the advice; an answer that you choose is asked again",
            notes=(Paragraph(stop, Tone.GOOD),),
            standing=tuple(self.standing(state, {})),
            default=ADVICE,
            keys=frozenset({Key.QUIT} | ({Key.BACK} if session.trail else set())),
        )

    def answer(self, session: Session, question: str) -> str:
        """An answer in words, with what would be nice; of a checklist, what is to be asked because of it."""
        if question == CHECKLIST:
            titles = [self.rules.questions[name].title for name in self._unusual(session)]
            return f"{listed(titles)}; the rest is answered as usual" if titles else "none; all answered as usual"
        given, wished = session.answers.get(question), session.wishes.get(question)
        told = "; ".join(meanings(self.rules, question, given)) if given else ""
        nice = f"nice to have: {'; '.join(meanings(self.rules, question, wished))}" if wished else ""
        return "; ".join(filter(None, (told, nice))) or "skipped"

    def stopping(self, interview: Interview, session: Session, state: State) -> str:
        """Why the questionnaire may stop, in a sentence or two: what was tried, and how often such a stop held."""
        asked = len({*session.trail, *session.answers})
        leader = framework_name(self.rules, state.leader) if state.leader else ""
        named = leader and not state.outcome
        match state.stop:
            case Stop.SETTLED:
                first = f"that {leader} comes first" if named else "the outcome"
                return (
                    f"{asked} of {asked + state.left} questions asked. No combination of the remaining answers that we "
                    f"tried changes {first}{self._left_open(interview, session, state)}"
                )
            case Stop.SURE:
                stays = f"{leader} stays first" if named else "the outcome stays the same"
                return (
                    f"Sure enough: {stays} in {int(state.kept * 100)} % of {state.drawn} ways to give the remaining "
                    f"{state.left} answers, drawn as projects usually answer. Such a stop held in {HELD} "
                    "simulated projects."
                )
            case Stop.ALL:
                return "That was the last question."
        return f"{asked} of about {asked + state.left} questions asked; the remaining answers could change the advice."

    def _left_open(self, interview: Interview, session: Session, state: State) -> str:
        """What a stop holds under, and what is most worth finding out; to go on a sentence."""
        answers = interview.compiled.vocabulary.encode(session.answers)
        declined = {*session.trail, *session.answers}
        still = [question for question in open_questions(interview.compiled, answers) if question.id in declined]
        telling = [*_telling(interview, session, still, state.leader)][:_TELLING]
        proviso = ", as long as what you don't know stays open" if still else ""
        return f"{proviso}." + (f" To find out more about {listed(telling, 'or')} could change it." * bool(telling))

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


def _telling(interview: Interview, session: Session, still: Iterable[Question], leader: str | None) -> Iterable[str]:
    evaluation = interview.evaluation(session)
    chances = [(open_question(interview.evaluator, evaluation, q, leader).chance, q) for q in still]
    ordered = sorted(chances, key=lambda pair: -round(pair[0], 9))
    return (question.title for chance, question in ordered if chance)


def _where(session: Session, state: State, until: Stop) -> str:
    """'Question 4, about 6 more'; of one that is asked again, its number alone."""
    more = about_left(state, until) - 1
    told = f", about {more} more" if more > 0 and not session.again else ""
    return f"Question {session.place + 1}{told}"


def _begin(question: Question, *, ticked: bool) -> str:
    """The choice at which a pointer starts: the usual one or none; another where the usual was said not to hold."""
    neutral = "none" if "none" in question.choices and not question.essential else ""
    usual = question.usual_choice or neutral
    return next(choice for choice in question.choices if choice != usual) if ticked else usual


def _choices(question: Question) -> Iterator[Choice]:
    for number, (choice, meaning) in enumerate(question.choices.items(), 1):
        yield Choice(choice, meaning, str(number))
    if question.id != CHECKLIST:
        yield Choice(UNKNOWN, "don't know", "0")


def _change(place: Place, before: Mapping[str, float]) -> str:
    change = round(place.score - before.get(place.framework, place.score), 1)
    return f"{change:+.1f}" if change else ""
