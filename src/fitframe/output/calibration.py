"""How often answers like this one held, in words."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.model.recommendation import Confidence, HowOften, Recommendation
from fitframe.model.rulebase import RuleBase
from fitframe.output.document import Block, Heading, Paragraph
from fitframe.output.wording import framework_name, listed, percent, sentence

_FEW = 10
"""Fewer cases than that behind a figure are said to be few."""
_MOST = 0.95
"""From here on no figure is told: a few dozen cases without a failure bear out no more."""
_NARROW = 0.03
"""A width up to this is told as one figure."""


def how_often_in_short(answer: Recommendation) -> str:
    """'83 to 91 of 100 such answers hold.', where one thing is advised; else nothing."""
    found = answer.how_often
    if found is None or answer.confidence not in (Confidence.CLEAR, Confidence.LEANING):
        return ""
    return sentence(such_answers(found))


def such_answers(found: HowOften) -> str:
    """'83 to 91 of 100 such answers hold': nobody would object. With a word where that rests on few cases."""
    few = " (we have few like it)" if found.cases < _FEW else ""
    return f"{_range(found.sound_low, found.sound_high)} of 100 such answers hold{few}"


def how_often(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    """The section on how often answers like this one held, and which frameworks hold the right one nearly always."""
    found, calibration = answer.how_often, rules.calibration
    if found is None or calibration is None:
        return
    yield Heading("How often such answers hold")
    told = (
        f"Of 100 such answers {_range(found.sound_low, found.sound_high)} hold: nobody would object to them; "
        f"{_range(found.low, found.high)} are among the first choices. We measured {calibration.cases} cases to which "
        f"others gave the answer, {calibration.unseen} of them unseen while rules were made; the figures are those of "
        f"an unseen one. {found.cases} of the cases score like this one."
    )
    sets = calibration.sets
    if found.among:
        names = listed((framework_name(rules, name) for name in found.among), "or")
        told += (
            f" Where a framework is to be chosen, one of those listed here was right in {percent(sets.covers)} of "
            f"{sets.cases} cases, and in {percent(sets.covers_unseen)} of {sets.unseen} unseen ones: {names}."
        )
    yield Paragraph(told)


def how_often_data(found: HowOften | None) -> dict[str, object] | None:
    """The figures as plain values."""
    return None if found is None else found._asdict()


def _range(low: float, high: float) -> str:
    """'69 to 75', in a hundred; 'about 84' where they are close; '95 or more'."""
    if low >= _MOST:
        return f"{_MOST * 100:.0f} or more"
    if high - low <= _NARROW:
        return f"about {(low + high) * 50:.0f}"
    return f"{low * 100:.0f} to {high * 100:.0f}"
