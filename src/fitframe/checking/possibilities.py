"""What open answers could still do to a stated choice: likely ones by name, rare ones in one note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fitframe.checking.layers import layer_of
from fitframe.checking.reading import Stated
from fitframe.checking.situations import Stand
from fitframe.checking.verdicts import Possible
from fitframe.verdict import Finding, Kind, Level, Related

_RARE = 0.15
"""Below this chance of ruling the choice out a rule is worth a word among others, and no warning."""


def possibilities(stated: Stated, stand: Stand, possible: Sequence[Possible]) -> Iterator[Finding]:
    """What open answers could rule out: each likely rule by name, the rare ones together.

    A rule that a waiver of the profile speaks of keeps its name, so that the waiver finds it.
    """
    waived = {placed.waiver.rule for placed in stated.waivers}
    rare = []
    for one in possible:
        if one.chance >= _RARE or one.rule.id in waived:
            yield _possible(stated, stand, one)
        else:
            rare.append(one)
    if rare:
        yield _rarities(stated, stand, rare)


def _rarities(stated: Stated, stand: Stand, rare: Sequence[Possible]) -> Finding:
    """One note for all rules that only rare answers would make apply; the related places name the rules."""
    open_ones = sorted({question for one in rare for question in one.questions})
    *most, last = [f"'{question}'" for question in open_ones]
    told = f"{', '.join(most)} and {last}" if most else last
    only = rare[0].rule.id if len(rare) == 1 else None
    place = stated.place("answers")
    return Finding(
        kind=Kind.POSSIBLE_BLOCKER,
        level=Level.NOTE,
        message=f"Rare answers to {told}, which {'are' if most else 'is'} open, would rule {_name(stand)} out.",
        place=place,
        rule=only,
        layer=layer_of(stand.asked.rules, only) if only else None,
        related=tuple(
            Related(place=place, message=f"{one.rule.id}: {stand.asked.rules.rule(one.rule.id).because}")
            for one in rare
        ),
    )


def _possible(stated: Stated, stand: Stand, possible: Possible) -> Finding:
    rule, questions, likely = possible
    open_ones = " and ".join(f"'{question}'" for question in questions)
    because = stand.asked.rules.rule(rule.id).because.rstrip(".")
    verb = "decides" if len(questions) == 1 else "decide"
    return Finding(
        kind=Kind.POSSIBLE_BLOCKER,
        level=Level.WARNING if likely >= _RARE else Level.NOTE,
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
