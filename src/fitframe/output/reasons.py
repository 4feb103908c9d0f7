"""Why the first framework is ahead of its rival: its contributions less the rival's.

The reasons are the calculation itself: their points add up to the difference between the two scores.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from fitframe.model.fields import Tier
from fitframe.model.recommendation import Contribution, Ranked, Recommendation
from fitframe.model.rulebase import Rule, RuleBase
from fitframe.output.wording import criterion_title, engine_of, framework_name, way

MIDDLE = 2.0
"""The rating of a framework that nobody speaks of."""
_SUPPORT = {Tier.OFFICIAL: 8, Tier.MEASUREMENT: 6, Tier.REPORT: 4, Tier.ARTICLE: 2, Tier.OPINION: 1}
"""Only orders rules that say the same; trust, which counts in scores, is the engine's."""


class Side(NamedTuple):
    """One framework's part in a difference."""

    framework: Ranked
    other: Ranked | None
    contribution: Contribution
    direction: int  # 1: its strength makes the difference; -1: its weakness


def most_telling(sides: Iterable[Side], rules: RuleBase) -> str | None:
    """The rule that says the difference most directly; None where no rule speaks of either side.

    That is one that tells the two apart, of the framework whose rating makes the difference, that rates it highest
    (or lowest); among equals the best supported.
    """
    spoken = [(_weight(rules.rule(name), side, rules), name) for side in sides for name in side.contribution.rules]
    return max(spoken, key=lambda pair: pair[0])[1] if spoken else None


def _weight(rule: Rule, side: Side, rules: RuleBase) -> tuple[bool, float, float, int]:
    given = _rating(rule, side.framework, 0.0)  # a blocker is as bad as a 0
    beside = _rating(rule, side.other, MIDDLE) if side.other else MIDDLE
    return (
        side.direction * (given - beside) > 0,
        side.direction * (side.contribution.rating - MIDDLE),
        side.direction * given,
        sum(_SUPPORT[Tier.OPINION if e.opinion else rules.sources[e.source].tier] for e in rule.evidence),
    )


def _rating(rule: Rule, ranked: Ranked, silent: float) -> float:
    """What the rule gives a framework as it is ranked; `silent` where it rates it nowhere."""
    return rule.judged.get(way(ranked), rule.judged.get(ranked.framework, silent))


_VISIBLE = 0.05
"""Fewer points would be shown as 0.0."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What one criterion does for the recommended framework, or against it."""

    points: float  # ahead of the rival; negative: behind it. Without a rival: the points it earns
    mine: Contribution
    theirs: Contribution | None
    rule: str | None  # the rule that says it most directly; None where no rule speaks


@dataclass(frozen=True, slots=True)
class Reasons:
    """What speaks for the first framework and against it, compared with a rival."""

    best: Ranked
    rival: Ranked | None
    pro: tuple[Reason, ...]  # strongest first, as `contra`
    contra: tuple[Reason, ...]


def reasons(answer: Recommendation, rules: RuleBase, stated: str | None = None) -> Reasons | None:
    """The reasons for the first framework; None where all are ruled out.

    The rival is the framework that the project states as its choice, where that is another one and not ruled out; else
    the nearest framework of another kind: not Keras on TensorFlow where TensorFlow is first.
    """
    if not answer.ranking:
        return None
    best, *others = answer.ranking
    rival = next((other for other in others if other.framework == stated), None) or rival_of(answer, rules)
    found = _alone(best, rules) if rival is None else _compared(best, rival, rules)
    ordered = sorted(found, key=lambda reason: (-abs(reason.points), reason.mine.criterion))
    pro = tuple(r for r in ordered if _speaks_for(r))
    return Reasons(best, rival, pro, tuple(r for r in ordered if not _speaks_for(r)))


def rival_of(answer: Recommendation, rules: RuleBase) -> Ranked | None:
    """The nearest framework behind the first that does not run on the same engine; else the second; else none."""
    best, *others = answer.ranking
    return next((other for other in others if _engine(other, rules) != _engine(best, rules)), next(iter(others), None))


def _engine(ranked: Ranked, rules: RuleBase) -> str:
    """The id of the framework that does the work: of 'keras@torch' that is PyTorch's."""
    engine = engine_of(rules, ranked.backend) if ranked.backend else None
    return engine.id if engine else ranked.backend or ranked.framework


def _speaks_for(reason: Reason) -> bool:
    return reason.points > 0 if reason.theirs else reason.mine.rating >= MIDDLE


def _alone(best: Ranked, rules: RuleBase) -> Iterable[Reason]:
    for mine in best.contributions:
        direction = 1 if mine.rating >= MIDDLE else -1
        yield Reason(mine.points, mine, None, most_telling([Side(best, None, mine, direction)], rules))


def _compared(best: Ranked, rival: Ranked, rules: RuleBase) -> Iterable[Reason]:
    theirs = {_key(contribution): contribution for contribution in rival.contributions}
    for mine in best.contributions:
        other = theirs[_key(mine)]
        points = mine.points - other.points
        if abs(points) >= _VISIBLE:
            direction = 1 if points > 0 else -1
            sides = [Side(best, rival, mine, direction), Side(rival, best, other, -direction)]
            yield Reason(points, mine, other, most_telling(sides, rules))


def _key(contribution: Contribution) -> str:
    """Frameworks share their criteria, and each has at most one weakest link, of whichever criterion."""
    return "" if contribution.weakest_link else contribution.criterion


_ROOM = 180
"""Characters for one reason, two lines of 100 columns; where two sentences take more, the more telling stands alone."""
_LONG = 120
"""Characters from which on a sentence is shortened."""


class Rated(NamedTuple):
    """How one framework is rated where two are compared."""

    name: str
    rating: float  # 0 to 4
    ruled: bool  # whether a rule stands behind it
    criterion: str = ""  # on what, where the two are not rated on the same

    @property
    def assumed(self) -> bool:
        """Whether it is only assumed, because no source speaks of it; else, without a rule, no move leads there."""
        return not self.ruled and self.rating == MIDDLE

    def __str__(self) -> str:
        anew = "" if self.ruled else " (written anew)"
        figure = "has no source (2 assumed)" if self.assumed else f"{self.rating:.1f}{anew}"
        return f"{self.name} {figure}" + (f" ({self.criterion})" if self.criterion else "")


class Said(NamedTuple):
    """A sentence, and the id of the rule that says it."""

    words: str
    rule: str


class Told(NamedTuple):
    """A reason in words: what it is about, how each of the two is rated there, and what is said of it."""

    title: str
    sides: tuple[Rated, ...]
    said: list[Said]

    @property
    def head(self) -> str:
        """'Debugging: PyTorch 4.0, TensorFlow 3.0.'."""
        return f"{self.title}: {', '.join(map(str, self.sides))}."

    @property
    def words(self) -> str:
        """All that is said."""
        return " ".join(said.words for said in self.said)

    @property
    def rules(self) -> list[str]:
        """The rules that say it."""
        return list(dict.fromkeys(said.rule for said in self.said))


def told(reason: Reason, found: Reasons, rules: RuleBase) -> Told:
    """A reason in parts."""
    compared = [(found.best, reason.mine)]
    if found.rival and reason.theirs:
        compared.append((found.rival, reason.theirs))
    apart = reason.mine.weakest_link and len({link.criterion for _, link in compared}) > 1
    sides = tuple(
        Rated(
            framework_name(rules, way(ranked)),
            link.rating,
            bool(link.rules),
            criterion_title(rules, link.criterion) if apart else "",
        )
        for ranked, link in compared
    )
    if apart:
        return Told("Weakest must-have", sides, [])
    parts = Told(criterion_title(rules, reason.mine.criterion), sides, [])
    room = _ROOM - len(parts.head) - len(reason.rule or "")
    return parts._replace(said=_sentences(reason, found, rules, room))


def in_words(reason: Reason, found: Reasons, rules: RuleBase) -> str:
    """'Debugging: PyTorch 4.0, TensorFlow 3.0. TensorFlow hides values inside tf.function. (debugging/today)'."""
    parts = told(reason, found, rules)
    source = f"({'; '.join(parts.rules)})" if parts.rules else ""
    return " ".join(filter(None, (parts.head, parts.words, source)))


def _sentences(reason: Reason, found: Reasons, rules: RuleBase, room: int) -> list[Said]:
    """What is said of each of the two, as far as there is room, or the sentence of the rule that tells them apart."""
    mine = said_of(found.best, reason.mine, rules, reason.rule)
    theirs = said_of(found.rival, reason.theirs, rules, reason.rule) if found.rival and reason.theirs else None
    if mine and theirs and mine.words == theirs.words:
        theirs = None
    if mine and theirs and len(mine.words) + len(theirs.words) > room:
        weak = reason.theirs is not None and abs(reason.theirs.rating - MIDDLE) > abs(reason.mine.rating - MIDDLE)
        mine, theirs = (None, theirs) if weak else (mine, None)
    if theirs and found.rival:
        theirs = _of(found.rival, theirs, rules)
        mine = mine and _of(found.best, mine, rules)
    if spoken := [said for said in (mine, theirs) if said]:
        return spoken
    return [Said(shortened_sentence(rules.rule(reason.rule).because), reason.rule)] if reason.rule else []


def _of(ranked: Ranked, said: Said, rules: RuleBase) -> Said:
    """A sentence with the name of the framework before it, unless it names the framework itself."""
    names = (framework_name(rules, ranked.framework), framework_name(rules, way(ranked)))
    return said if names[0] in said.words else said._replace(words=f"{names[1]}: {said.words}")


def shortened_sentence(text: str) -> str:
    """Text up to its first full stop behind a few words, where it goes on for long."""
    end = text.find(". ", _LONG // 3)
    return text if len(text) <= _LONG or end < 0 else text[: end + 1]


def said_of(ranked: Ranked, contribution: Contribution, rules: RuleBase, first: str | None = None) -> Said | None:
    """What the rules behind a rating say of the framework alone, `first` before the others; None where none does."""
    for name in sorted(contribution.rules, key=lambda name: name != first):
        says = rules.rule(name).says
        if words := says.get(way(ranked)) or says.get(ranked.framework):
            return Said(words, name)
    return None


_FELT = 1.0
"""Fewer points of 100 are told only where nothing else speaks for the framework."""


def telling(found: Reasons, pro: int, contra: int) -> tuple[list[Reason], list[Reason]]:
    """The strongest `pro` reasons for the first framework, and `contra` against it, as far as they are felt."""
    most, *others = joined(found.pro)[:pro]
    against = [reason for reason in joined(found.contra)[:contra] if abs(reason.points) >= _FELT]
    return [most, *(reason for reason in others if reason.points >= _FELT)], against


def joined(found: tuple[Reason, ...]) -> list[Reason]:
    """Reasons with that of the weakest must-have joined to the criterion that it is about, strongest first."""
    by_criterion: dict[str, Reason] = {}
    for reason in found:
        name = reason.mine.criterion
        same = reason.theirs is None or reason.theirs.criterion == name
        key = name if same else f"{name}, weakest"
        if key in by_criterion:
            one, other = by_criterion[key], reason
            plain = one if other.mine.weakest_link else other
            reason = replace(plain, points=one.points + other.points)
        by_criterion[key] = reason
    return sorted(by_criterion.values(), key=lambda reason: -abs(reason.points))
