"""A recommendation as a subject that can be shown: as a page for people, and as an object for programs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Self

from fitframe.model.evidence import Aftermath
from fitframe.model.fields import NO_FRAMEWORK, Outcome
from fitframe.model.recommendation import (
    ChosenMove,
    Confidence,
    Contribution,
    Ranked,
    Recommendation,
    Setup,
    SimilarDecision,
)
from fitframe.model.rulebase import RuleBase
from fitframe.output import Detail, Subject, sections, stamp
from fitframe.output.document import Block, Document, Heading, Item, Items, Paragraph, Table, Tone
from fitframe.output.reasons import reasons, telling
from fitframe.output.wording import framework_name, listed, percent, sentence, such_answers, thing_name, way

if TYPE_CHECKING:
    from fitframe.output.document import Document
    from fitframe.sensitivity.overview import Overview


def advice_data(answer: Recommendation) -> dict[str, object]:
    """A recommendation as plain values, floats rounded."""
    return {
        **stamp(answer.rules_version, answer.rules_digest),
        "as_of": answer.as_of,
        "profile": {"name": answer.profile},
        "recommended": answer.recommended,
        "tied": answer.tied,
        "confidence": answer.confidence,
        "why_confidence": answer.why_confidence,
        "ranking": [_ranked(ranked) for ranked in answer.ranking],
        "excluded": [entry._asdict() for entry in answer.excluded],
        "possible": [entry._asdict() for entry in answer.possible],
        "set_aside": [entry._asdict() for entry in answer.set_aside],
        "disagreements": [entry._asdict() for entry in answer.disagreements],
        "open_questions": [{**entry._asdict(), "chance": round(entry.chance, 3)} for entry in answer.open_questions],
        "open_share": round(answer.open_share, 3),
        "least_lead": round(answer.least_lead, 2),
        "unconfirmed": answer.unconfirmed,
        "must_haves": answer.must_haves,
        "tools": [entry._asdict() for entry in answer.tools],
        "paths": [entry._asdict() for entry in answer.paths],
        "parts": [entry._asdict() for entry in answer.parts],
        "to_find_out": answer.to_find_out,
        "collisions": [entry._asdict() for entry in answer.collisions],
        "oldest_evidence": answer.oldest_evidence,
        "outcome": answer.outcome,
        "why_outcome": answer.why_outcome,
        "instead": [entry._asdict() for entry in answer.instead],
        "move": _move(answer.move),
        "setup": answer.setup and answer.setup._asdict(),
        "contradictions": [entry._asdict() for entry in answer.contradictions],
        "contenders": answer.contenders,
        "verified": _verified(answer),
        "how_often": answer.how_often and answer.how_often._asdict(),
        "precedents": [{**one._asdict(), "likeness": round(one.likeness, 3)} for one in answer.precedents],
    }


def _verified(answer: Recommendation) -> dict[str, object]:
    """When a machine last looked up the facts of the rules and tools that the advice names, and what came of it."""
    named = {rule for ranked in answer.ranking for link in ranked.contributions for rule in link.rules}
    named |= {out.rule for out in answer.excluded} | {out.rule for out in answer.possible}
    named |= {use.tool for use in answer.tools}
    return {
        name: {"day": one.day, "holds": one.holds, "probe": one.probe, "seen": one.seen}
        for name, one in sorted(answer.verified.items())
        if name in named
    }


def _move(move: ChosenMove | None) -> dict[str, object] | None:
    if move is None:
        return None
    data = move._asdict()
    return {"from" if key == "source" else key: value for key, value in data.items()}


def _ranked(ranked: Ranked) -> dict[str, object]:
    return {
        "framework": ranked.framework,
        "backend": ranked.backend,
        "score": round(ranked.score, 2),
        "share_first": round(ranked.share_first, 3),
        "contributions": [_contribution(contribution) for contribution in ranked.contributions],
        "provided": [condition.provided for condition in ranked.provided],
    }


def _contribution(contribution: Contribution) -> dict[str, object]:
    plain: dict[str, object] = {
        "criterion": contribution.criterion,
        "importance": contribution.importance,
        "weight": contribution.weight,
        "rating": round(contribution.rating, 3),
        "spread": round(contribution.spread, 3),
        "points": round(contribution.points, 4),
        "rules": contribution.rules,
    }
    return plain | {"weakest_link": True} if contribution.weakest_link else plain


SIMULATIONS = (
    "First in: we repeat the decision 1,000 times, varying whatever is uncertain (disputed ratings, exact weights, "
    "needs not stated), and count how often each framework comes first."
)
_CONFIDENCE = {Confidence.CLEAR: "Clear: ", Confidence.LEANING: "Leaning: "}
_NOTHING_SAID = 0.97
"""From this open share on there is nothing to go on."""
_LIKELY = 0.05
"""The short answer asks what a usual project would answer so at least this often that another framework comes first."""
_ROOM = 240
"""Characters that the questions may take together; else the first stands alone."""
_PRO, _CONTRA, _WARNINGS, _QUESTIONS, _CHOICES, _INSTEAD, _STEPS, _PATHS = 3, 1, 2, 2, 2, 3, 1, 1
"""How many of each the short answer shows."""


def page(
    answer: Recommendation, rules: RuleBase, closer: Overview | None, detail: Detail, choice: str | None = None
) -> Document:
    """The page; `closer` is a closer look, for readers who want everything; `choice` is what the project states."""
    if detail is Detail.BRIEF:
        return (Paragraph(f"{headline(answer, rules)} ({answer.confidence})"),)
    said, stated = sentence(headline(answer, rules)), sections.stated(answer, rules, choice)
    top = (
        Heading(answer.profile or "Untitled project", level=1),
        Paragraph(" ".join(filter(None, (said, confidence(answer, rules), stated))), Tone.STRONG),
        *sections.contradictions(answer, rules),
    )
    if detail is Detail.USUAL:
        end = Paragraph(f"{_basis(answer)} -v shows everything.", Tone.QUIET)
        return with_similar_decisions((*top, *_in_short(answer, rules, choice)), end, answer, rules)
    return (
        *top,
        *sections.instead(answer, rules),
        *sections.parts(answer, rules),
        *_ranking(answer, rules),
        Paragraph(SIMULATIONS, Tone.QUIET),
        *sections.to_watch(answer, rules, choice),
        *sections.move(answer, rules),
        *sections.for_and_against(answer, rules, choice),
        *sections.how_often(answer, rules),
        *sections.similar_decisions(answer, rules),
        *sections.exclusions(answer, rules),
        *sections.collisions(answer, rules),
        *sections.disagreements(answer, rules),
        *sections.set_aside(answer, rules),
        *sections.paths(answer, rules),
        *sections.tools(answer, rules),
        *sections.open_questions(answer, rules),
        *_closer(rules, closer),
        Paragraph(_basis(answer), Tone.QUIET),
    )


def _in_short(answer: Recommendation, rules: RuleBase, choice: str | None) -> Iterator[Block]:
    """What to do, why, what to watch and what to do next, on one screen."""
    if answer.instead:
        yield Items(tuple(Item(one.because, f"{thing_name(rules, one.tool)}:") for one in answer.instead[:_INSTEAD]))
    yield from _ranking(answer, rules)
    if not answer.ranking:
        yield from sections.exclusions(answer, rules)
        yield from sections.collisions(answer, rules)
    found = reasons(answer, rules, choice) if answer.recommended or answer.contenders else None
    against: set[str] = set()
    if found and found.pro:
        rival = f" rather than {framework_name(rules, way(found.rival))}" if found.rival else ""
        pro, contra = telling(found, _PRO, _CONTRA)
        against = {reason.mine.criterion for reason in contra}
        yield Heading(f"Why {framework_name(rules, way(found.best))}{rival}")
        yield Items(tuple(sections.reason_item(reason, found, rules) for reason in [*pro, *contra]))
    if next_ := tuple(_next(answer, rules, against, choice)):
        yield Items(next_)


def _next(answer: Recommendation, rules: RuleBase, against: Collection[str], choice: str | None) -> Iterator[Item]:
    """What to watch, how to get there, how to start and what to answer next, each under a word."""
    fewer = 1 if answer.move or answer.parts or choice else 0  # they take lines too, and the screen has thirty
    warnings = [one.text for one in sections.warnings(answer, rules, against, choice)]
    for number, told in enumerate(warnings[: _WARNINGS - fewer]):
        yield Item(told, "" if number else "Watch", Tone.BAD)
    for number, part in enumerate(answer.parts):
        yield Item(sections.part_in_words(part, rules), "" if number else "Parts")
    if answer.recommended and not answer.contenders:
        if answer.move:
            yield Item(" ".join(answer.move.steps[:_STEPS]) + f" ({answer.move.id})", "Move")
        if answer.setup:
            yield Item(first_step(answer.setup, answer.ranking[0]), "Start")
            yield from map(Item, answer.setup.notes)
        ways = sections.ways_there(answer, rules)[:_PATHS]
        yield from (Item(sections.path_in_words(path, rules), "Then") for path in ways)
    telling = [entry for entry in sections.telling_questions(answer) if entry.essential or entry.chance >= _LIKELY]
    asked = [f"{entry.question}: {sections.question_in_words(entry, rules, _CHOICES)}" for entry in telling]
    two = bool(answer.contenders) or (not fewer and sum(map(len, asked[:_QUESTIONS])) <= _ROOM)
    for number, told in enumerate(asked[: _QUESTIONS if two else 1]):
        yield Item(told, "" if number else "Ask")


_LINES, _WIDTH, _LABELLED = 30, 100, 88
"""The screen that a short answer fits, in lines and columns, and the columns of an item behind its label."""


def with_similar_decisions(short: Document, end: Paragraph, answer: Recommendation, rules: RuleBase) -> Document:
    """A short answer and its last line, with as many similar decisions between as its screen has room for."""
    similar = tuple(_fitting(answer, rules, _LINES - _lines((*short, end))))
    *before, last = short
    if similar and isinstance(last, Items):
        return (*before, Items((*last.items, *similar)), end)
    if similar:
        return (*short, Items(similar), end)
    if answer.precedents:
        end = end._replace(text=f"{end.text[:-1]}, and {len(answer.precedents)} precedents.")
    return (*short, end)


def _fitting(answer: Recommendation, rules: RuleBase, room: int) -> Iterator[Item]:
    told = [
        *filter(None, [sections.pointing_elsewhere(answer, rules)]),
        *(in_one_line(one, rules) for one in answer.precedents),
    ]
    for number, text in enumerate(told):
        room -= _wrapped(text, _LABELLED)
        if room < 0:
            return
        yield Item(text, "" if number else "Alike")


def _lines(document: Document) -> int:
    """About how many lines a document takes on that screen, with those left free."""
    taken = 0
    for block in document:
        if isinstance(block, Table):
            taken += 2 + len(block.rows)
        elif isinstance(block, Items):
            taken += sum(_wrapped(item.text, _LABELLED) for item in block.items)
        else:
            taken += 1 + _wrapped(block.text, _WIDTH)
    return taken


def _wrapped(text: str, width: int) -> int:
    return -(-len(text) // width)


_IN_A_WORD = {Aftermath.MOVED_AGAIN: "left later", Aftermath.UNKNOWN: "outcome unknown"}
_ALIKE = 4
"""So many choices in common are named in one line."""
_BARE = ("none", "yes", "no", "other")
"""Choices that say nothing without their question."""


def in_one_line(one: SimilarDecision, rules: RuleBase) -> str:
    """'Toolbox for calcium imaging (2023): Keras, kept. Like yours: keras, windows, weights. (caiman-evaluation)'."""
    choices = [choice for choices in one.alike.values() for choice in choices if choice not in _BARE]
    return (
        f"{rules.precedents[one.id].title} ({one.decided[:4]}): {thing_name(rules, one.choice)}, "
        f"{_IN_A_WORD.get(one.outcome, one.outcome)}. Like yours: {', '.join(choices[:_ALIKE])}. ({one.id})"
    )


def first_step(setup: Setup, ranked: Ranked) -> str:
    """The command that installs a framework with the backend that it runs on."""
    if setup.command:
        return setup.command
    packages = [f'"{package}"' if "[" in package else package for package in setup.packages]
    backend = f"; export KERAS_BACKEND={ranked.backend}" if ranked.backend else ""
    return f"pip install {' '.join(packages)}{backend}"


def _closer(rules: RuleBase, closer: Overview | None) -> Iterator[Block]:
    if closer is not None:
        from fitframe.output.sensitivity import sensitivity

        yield from sensitivity(rules, closer)


def headline(answer: Recommendation, rules: RuleBase) -> str:
    """What to do, in a few words: 'Recommended: TensorFlow', or why there is nothing to recommend."""
    if answer.outcome is Outcome.CONTRADICTION:
        return "No framework fits" if not answer.ranking else "These needs contradict each other"
    if answer.outcome is Outcome.RUN_ONLY:
        tool = f", run the models with {thing_name(rules, answer.instead[0].tool)}" if answer.instead else ""
        return f"Recommended: no training framework{tool}"
    if answer.outcome is Outcome.BY_HAND:
        return "Recommended: no framework, but code of your own"
    if answer.outcome is Outcome.OTHER_LIBRARY:
        tool = thing_name(rules, answer.instead[0].tool) if answer.instead else "another library"
        return f"Recommended: {tool}, none of the frameworks compared here"
    if answer.open_share >= _NOTHING_SAID:
        return "Nothing to go on yet"
    if answer.contenders:
        names = [framework_name(rules, way(r)) for r in answer.ranking if r.framework in answer.contenders]
        return f"Too close to call: {listed(names[:3], 'or')}"
    classical = ", no deep learning needed" if answer.outcome is Outcome.CLASSICAL else ""
    return f"Recommended: {framework_name(rules, way(answer.ranking[0]))}{classical}"


def confidence(answer: Recommendation, rules: RuleBase) -> str:
    """How sure it is and why, ties, and what the project would have to change, in a few sentences."""
    if answer.outcome is Outcome.CONTRADICTION and answer.ranking:
        return ""
    if answer.open_share >= _NOTHING_SAID and answer.outcome in (Outcome.FRAMEWORK, Outcome.CLASSICAL):
        return "Answer some questions first; 'fitframe ask' asks them."
    parts = (
        sentence(_CONFIDENCE.get(answer.confidence, "") + answer.why_confidence),
        how_often_in_short(answer),
        _ties(answer, rules),
        sections.conditions(answer),
    )
    return " ".join(filter(None, parts))


def how_often_in_short(answer: Recommendation) -> str:
    """'83 to 91 of 100 such answers hold.', where one thing is advised; else nothing."""
    found = answer.how_often
    if found is None or answer.confidence not in (Confidence.CLEAR, Confidence.LEANING):
        return ""
    return sentence(such_answers(found))


def _ties(answer: Recommendation, rules: RuleBase) -> str:
    names = [framework_name(rules, name) for name in answer.tied]
    have = "has" if len(names) == 1 else "have"
    return f"It is a tie: {listed(names)} {have} the same score." if names else ""


def ranking_title(answer: Recommendation) -> str:
    """What a ranking says: of an advice to take no framework, which to take if there has to be one."""
    if answer.outcome is Outcome.OTHER_LIBRARY:
        return "If it has to be one of these"
    return "If you have to train after all" if answer.outcome in NO_FRAMEWORK else "Ranking"


def _ranking(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    if answer.ranking:
        if answer.outcome in NO_FRAMEWORK:
            yield Heading(ranking_title(answer))
        rows = [
            (framework_name(rules, way(ranked)), f"{ranked.score:.1f}", percent(ranked.share_first))
            for ranked in answer.ranking
        ]
        rows += [(framework_name(rules, one.framework), "out", "-") for one in answer.excluded]
        shares = [ranked.share_first for ranked in answer.ranking] + [0.0] * len(answer.excluded)
        yield Table(("Framework", "Score", "First in"), tuple(rows), tuple(shares))


def _basis(answer: Recommendation) -> str:
    counted = sum(not c.weakest_link for ranked in answer.ranking[:1] for c in ranked.contributions)
    criteria = f"{counted} {'criterion' if counted == 1 else 'criteria'} counted"
    return f"As of {answer.as_of}, rule base {answer.rules_version}; {criteria}."


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Advice(Recommendation, Subject):
    """A recommendation with the rule base that it was made from, which can therefore be shown."""

    rules: RuleBase = field(compare=False)
    closer: Overview | None = field(default=None, compare=False)  # for readers who want everything
    choice: str | None = None  # the framework that the profile states

    @classmethod
    def of(
        cls,
        answer: Recommendation,
        rules: RuleBase,
        closer: Overview | None = None,
        choice: str | None = None,
    ) -> Self:
        """The advice that a recommendation gives to a project that states `choice`."""
        values = {entry.name: getattr(answer, entry.name) for entry in fields(Recommendation)}
        return cls(**values, rules=rules, closer=closer, choice=choice)

    def document(self, detail: Detail) -> Document:
        """The page, most important first."""
        return page(self, self.rules, self.closer, detail, self.choice)

    def data(self) -> dict[str, object]:
        """The object that `-f json` prints."""
        return {**advice_data(self), "choice": self.choice}
