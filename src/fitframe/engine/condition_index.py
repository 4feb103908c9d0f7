"""Which conditions hold for these answers, of all conditions at once.

Each variant of a condition is one bit of a long integer. What an answer to a question does to all variants is known
beforehand; so a few operations for each question tell which of them hold, however many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from fitframe.engine.conditions import Answers, Literal, Variant, Vocabulary


class Row(NamedTuple):
    """What the answer to one question does to the variants."""

    mask: int  # the bits of the question's choices
    single: Mapping[int, int]  # a choice's bit to the variants that hold, for all that it says, where it is the answer
    others: int  # the variants that do not read the question
    free: int  # those that want none of its choices
    wanting: Mapping[int, int]  # a choice's bit to the variants that want it, perhaps among others
    barring: Mapping[int, int]  # a choice's bit to the variants that do not want it

    def holding(self, picked: int) -> int:
        """The variants that an answer of these bits lets hold."""
        wanted, barred = self.free, 0
        while picked:
            bit = picked & -picked
            wanted |= self.wanting.get(bit, 0)
            barred |= self.barring.get(bit, 0)
            picked ^= bit
        return wanted & ~barred


class Index(NamedTuple):
    """All variants by the questions that they read."""

    everything: int
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, variants: Iterable[Variant], vocabulary: Vocabulary) -> Index:
        """Index variants; the bit of each is its position among them."""
        read: dict[tuple[str, int], list[tuple[int, Literal]]] = {}
        bit = 1
        for variant in variants:
            seen: list[str] = []
            for literal in variant:
                # Several tests of one question stand in rows of their own: one answer has to pass them all.
                read.setdefault((literal.question, seen.count(literal.question)), []).append((bit, literal))
                seen.append(literal.question)
            bit <<= 1
        everything = bit - 1
        return cls(everything, tuple(_row(q, given, vocabulary, everything) for (q, _), given in read.items()))

    def holding(self, answers: Answers) -> tuple[int, int]:
        """The variants that surely hold, and those that may hold, depending on open answers, among them the sure."""
        chosen, known = answers
        possible = settled = self.everything
        for row in self.rows:
            mask = row.mask
            if not known & mask:
                settled &= row.others
            else:
                picked = chosen & mask
                possible &= row.single[picked] if picked in row.single else row.holding(picked)
        return possible & settled, possible


def _row(question: str, given: Iterable[tuple[int, Literal]], vocabulary: Vocabulary, everything: int) -> Row:
    readers = wanting_any = 0
    wanting = dict.fromkeys(vocabulary.choices[question].values(), 0)
    barring = dict(wanting)
    for bit, (_, choices, has) in given:
        readers |= bit
        wanting_any |= bit * has
        changed = wanting if has else barring
        for choice in changed:
            if choice & choices:
                changed[choice] |= bit
    free = everything & ~wanting_any
    single = {choice: (free | wanting[choice]) & ~barring[choice] for choice in wanting}
    return Row(vocabulary.masks[question], single, everything & ~readers, free, wanting, barring)
