"""What open answers could still do to a stated choice: likely ones by name, rare ones in one note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fitframe.checking.chances import chance
from fitframe.checking.layers import layer_of
from fitframe.checking.reading import Stated
from fitframe.checking.situations import Stand
from fitframe.checking.verdicts import possible_blockers
from fitframe.engine.matters import Statement
from fitframe.verdict import Finding, Kind, Level, Related

_RARE = 0.15
"""Below this chance of ruling the choice out a rule is worth a word among others, and no warning."""

_Possible = tuple[Statement, tuple[str, ...]]
"""A rule that might rule the choice out, and the open questions that decide it."""


def possibilities(stated: Stated, stand: Stand) -> Iterator[Finding]:
    """What open answers could rule out: each likely rule by name, the rare ones together.

    A rule that a waiver of the profile speaks of keeps its name, so that the waiver finds it.
    """
    waived = {placed.waiver.rule for placed in stated.waivers}
    rare: list[_Possible] = []
    for rule, questions in possible_blockers(stand):
        likely = chance(stand.asked, stand.answers, rule, questions)
        if likely >= _RARE or (likely and rule.id in waived):
            yield _possible(stated, stand, rule, questions, Level.WARNING if likely >= _RARE else Level.NOTE)
        elif likely:
            rare.append((rule, questions))
    if rare:
        yield _rarities(stated, stand, rare)


def _rarities(stated: Stated, stand: Stand, rare: Sequence[_Possible]) -> Finding:
    """One note for all rules that only rare answers would make apply; the related places name the rules."""
    open_ones = sorted({question for _, questions in rare for question in questions})
    *most, last = [f"'{question}'" for question in open_ones]
    told = f"{', '.join(most)} and {last}" if most else last
    only = rare[0][0].id if len(rare) == 1 else None
    place = stated.place("answers")
    return Finding(
        kind=Kind.POSSIBLE_BLOCKER,
        level=Level.NOTE,
        message=f"Rare answers to {told}, which {'are' if most else 'is'} open, would rule {_name(stand)} out.",
        place=place,
        rule=only,
        layer=layer_of(stand.asked.rules, only) if only else None,
        related=tuple(
            Related(place=place, message=f"{rule.id}: {stand.asked.rules.rule(rule.id).because}") for rule, _ in rare
        ),
    )


def _possible(stated: Stated, stand: Stand, rule: Statement, questions: tuple[str, ...], level: Level) -> Finding:
    open_ones = " and ".join(f"'{question}'" for question in questions)
    because = stand.asked.rules.rule(rule.id).because.rstrip(".")
    verb = "decides" if len(questions) == 1 else "decide"
    return Finding(
        kind=Kind.POSSIBLE_BLOCKER,
        level=level,
        message=(
            f"{_name(stand)} might be ruled out by the rule {rule.id}: {open_ones} {verb} it and "
            f"{'is' if len(questions) == 1 else 'are'} open. {because}."
        ),
        place=stated.place("answers", questions[0]) if questions else stated.place("answers"),
        rule=rule.id,
        layer=layer_of(stand.asked.rules, rule.id),
    )


def _name(stand: Stand) -> str:
    return stand.asked.rules.frameworks[stand.choice].name
