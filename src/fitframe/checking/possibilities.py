"""What open answers could still do to a stated choice: likely ones by name, rare ones in one note."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from fitframe.checking.layers import layer_of
from fitframe.checking.reading import Stated
from fitframe.checking.situations import Stand
from fitframe.checking.verdicts import Possible
from fitframe.verdict import Finding, Kind, Level, Related

_RARE = 0.15
"""Below this chance of ruling the choice out a rule is worth a word among others, and no warning."""


class Note(NamedTuple):
    """A finding that has no place yet."""

    level: Level
    message: str
    question: str | None  # the answer that it is about; None: all answers
    rule: str | None
    layer: str | None
    related: tuple[str, ...] = ()

    def placed(self, stated: Stated) -> Finding:
        """The finding in a profile."""
        place = stated.place("answers", self.question) if self.question else stated.place("answers")
        related = tuple([Related(place, message) for message in self.related])
        return Finding(Kind.POSSIBLE_BLOCKER, self.level, self.message, place, self.rule, self.layer, related)


def notes(stand: Stand, possible: Sequence[Possible], named: Collection[str] = ()) -> Iterator[Note]:
    """What open answers could rule out: each likely rule by name, the rare ones together, but for those in `named`."""
    rare = []
    for one in possible:
        if one.chance >= _RARE or one.rule.id in named:
            yield _possible(stand, one)
        else:
            rare.append(one)
    if rare:
        yield _rarities(stand, rare)


def _rarities(stand: Stand, rare: Sequence[Possible]) -> Note:
    """One note for all rules that only rare answers would make apply; the related places name the rules."""
    rules = stand.asked.rules
    open_ones = sorted({question for one in rare for question in one.questions})
    *most, last = [f"'{question}'" for question in open_ones]
    told = f"{', '.join(most)} and {last}" if most else last
    only = rare[0].rule.id if len(rare) == 1 else None
    return Note(
        level=Level.NOTE,
        message=f"Rare answers to {told}, which {'are' if most else 'is'} open, would rule {_name(stand)} out.",
        question=None,
        rule=only,
        layer=layer_of(rules, only) if only else None,
        related=tuple(f"{one.rule.id}: {rules.rule(one.rule.id).because}" for one in rare),
    )


def _possible(stand: Stand, possible: Possible) -> Note:
    rule, questions, likely = possible
    open_ones = " and ".join(f"'{question}'" for question in questions)
    because = stand.asked.rules.rule(rule.id).because.rstrip(".")
    verb = "decides" if len(questions) == 1 else "decide"
    return Note(
        level=Level.WARNING if likely >= _RARE else Level.NOTE,
        message=(
            f"{_name(stand)} might be ruled out by the rule {rule.id}: {open_ones} {verb} it and "
            f"{'is' if len(questions) == 1 else 'are'} open. {because}."
        ),
        question=questions[0] if questions else None,
        rule=rule.id,
        layer=layer_of(stand.asked.rules, rule.id),
    )


def _name(stand: Stand) -> str:
    return stand.asked.rules.frameworks[stand.choice].name
