"""What projects like this one decided, in words."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.model.evidence import Aftermath
from fitframe.model.fields import Outcome
from fitframe.model.recommendation import Recommendation, SimilarDecision
from fitframe.model.rulebase import RuleBase
from fitframe.output.document import Block, Document, Heading, Item, Items, Paragraph, Table, web_address
from fitframe.output.wording import listed, sentence, thing_name

_WORDS = {
    Aftermath.KEPT: "and kept it",
    Aftermath.REGRETTED: "and regretted it",
    Aftermath.MOVED_AGAIN: "and moved on later",
    Aftermath.UNKNOWN: "(how it went is not known)",
}
_SHORT = {Aftermath.MOVED_AGAIN: "left later", Aftermath.UNKNOWN: "outcome unknown"}
_ALIKE = 4
"""So many choices in common are named in one line."""
_BARE = ("none", "yes", "no", "other")
"""Choices that say nothing without their question."""


def similar_decisions(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    """The section of similar decisions, with their sources, and a word where they point elsewhere."""
    if answer.precedents:
        yield Heading("What projects like this one decided")
        yield Paragraph(
            " ".join(filter(None, ("They give no points: only rules do.", pointing_elsewhere(answer, rules))))
        )
        yield Items(tuple(Item(_with_source(one, rules)) for one in answer.precedents))


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
    told = [*filter(None, [pointing_elsewhere(answer, rules)]), *(in_one_line(one, rules) for one in answer.precedents)]
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


def in_one_line(one: SimilarDecision, rules: RuleBase) -> str:
    """'Toolbox for calcium imaging (2023): Keras, kept. Like yours: keras, windows, weights. (caiman-evaluation)'."""
    choices = [choice for choices in one.alike.values() for choice in choices if choice not in _BARE]
    return (
        f"{rules.precedents[one.id].title} ({one.decided[:4]}): {thing_name(rules, one.choice)}, "
        f"{_SHORT.get(one.outcome, one.outcome)}. Like yours: {', '.join(choices[:_ALIKE])}. ({one.id})"
    )


def cited_decision(one: SimilarDecision, rules: RuleBase) -> str:
    """A decision in one sentence, with its address."""
    return f"{_decision(one, rules)} {web_address(one.source)}"


def _with_source(one: SimilarDecision, rules: RuleBase) -> str:
    differ = listed(rules.questions[question].title for question in one.unlike)
    unlike = f" Otherwise: {differ}." if differ else ""
    precedent = rules.precedents[one.id]
    return (
        f"{_decision(one, rules)} {sentence(precedent.how)} {sentence(precedent.happened)} "
        f"Alike: {'; '.join(_alike(one, rules))}.{unlike} {web_address(one.source)} ({one.id})"
    )


def _decision(one: SimilarDecision, rules: RuleBase) -> str:
    title = rules.precedents[one.id].title
    return f"{title} ({one.decided[:4]}) chose {thing_name(rules, one.choice)} {_WORDS[one.outcome]}."


def _alike(one: SimilarDecision, rules: RuleBase) -> list[str]:
    """'existing code keras', 'operating system windows and macos': questions with the choices that both have."""
    return [f"{rules.questions[name].title.lower()} {listed(choices)}" for name, choices in one.alike.items()]


def pointing_elsewhere(answer: Recommendation, rules: RuleBase) -> str:
    """A sentence where most of the similar decisions that were not regretted chose something else; else nothing."""
    telling = [one for one in answer.precedents if one.outcome is not Aftermath.REGRETTED]
    others = [one for one in telling if not _agrees(one, answer, rules)]
    if 2 * len(others) <= len(answer.precedents) or not (answer.recommended or answer.instead):
        return ""
    if len(answer.precedents) == 1:
        return "The project most like this one chose otherwise."
    return f"Of the {len(answer.precedents)} projects most like this one {len(others)} chose otherwise."


def _agrees(one: SimilarDecision, answer: Recommendation, rules: RuleBase) -> bool:
    """Whether a decision came to what is advised: the same framework or a tool of it, or the same kind of answer."""
    if answer.outcome in (Outcome.RUN_ONLY, Outcome.BY_HAND):
        return one.comes_to is answer.outcome
    tool = rules.tools.get(one.choice)
    named = {*answer.contenders, *([answer.recommended] if answer.recommended else [])}
    return bool(named & {one.choice, tool.belongs_to if tool else None})


def similar_data(one: SimilarDecision) -> dict[str, object]:
    """A similar decision as plain values."""
    return {**one._asdict(), "likeness": round(one.likeness, 3)}
