"""What open answers could still do to a stated choice: likely ones by name, rare ones in one note."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from fitframe.checking.policy import Policy
from fitframe.checking.profiles import Stated
from fitframe.checking.project import Stand, layer_of
from fitframe.engine.compiled import CompiledCriterion, CompiledRule, CompiledRules
from fitframe.engine.conditions import Answers, Test
from fitframe.engine.judgement import judge
from fitframe.engine.recommend import LEANING
from fitframe.model.rulebase import Question
from fitframe.model.verdict import Finding, Kind, Level, Related, Verdict

_TENTH = 0.1 - 1e-9
_FEW_WORLDS, _FEW_WINS = 200, 2


def verdict(stand: Stand, policy: Policy) -> Verdict:
    """How the stated choice holds up.

    Worlds are drawn only where they can decide: not for a choice that is ruled out or has the highest score, and but
    a few for one that is far behind.
    """
    gap = stand.gap
    if gap is None:
        return Verdict.VIOLATES
    if stand.is_first:
        return Verdict.FITS
    if gap > policy.defensible_gap and _hopeless(stand, policy):
        return Verdict.POOR
    if toss_up(stand):
        return Verdict.FITS
    near = gap <= policy.defensible_gap or stand.shares[stand.choice] >= policy.defensible_share
    return Verdict.DEFENSIBLE if near else Verdict.POOR


def _hopeless(stand: Stand, policy: Policy) -> bool:
    """Whether the choice surely comes first in too few worlds, told by how it does against the best in some of them.

    To be a rival in a toss-up it would need its part of what the best must then leave to the others. Where a tenth of
    all worlds is needed, whoever gets it beats the best in more than two of the first 200 worlds, but for less than
    one project in ten million.
    """
    needed = min(policy.defensible_share, (1 - LEANING) / max(1, len(stand.evaluation.scores) - 1))
    return needed >= _TENTH and stand.duel(_FEW_WORLDS) * _FEW_WORLDS <= _FEW_WINS


def toss_up(stand: Stand) -> bool:
    """Whether the recommendation is a toss-up, with the choice as the likeliest rival of the best."""
    shares, best = stand.shares, str(stand.best)
    rivals = [share for name, share in shares.items() if name != best]
    return shares[best] < LEANING and shares[stand.choice] == max(rivals, default=0.0)


def blockers(compiled: CompiledRules, answers: Answers, choice: str) -> list[CompiledRule]:
    """Every rule that rules the choice out, in order of id; a standing knows only the first of each criterion."""
    criteria = [criterion for criterion in compiled.criteria if criterion.blocks]
    found = {
        rule.id: rule
        for criterion in criteria
        for way in compiled.ways[choice]
        for rule in _blockers(compiled, answers, criterion, way)
    }
    return [found[rule] for rule in sorted(found)]


def _blockers(
    compiled: CompiledRules, answers: Answers, criterion: CompiledCriterion, way: str
) -> Iterator[CompiledRule]:
    aside = {rule for rule, name, _ in judge(criterion, compiled, answers).set_aside if name == way}
    while rule := judge(criterion, compiled, answers).blocked.get(way):
        if rule.id not in aside:
            yield rule
        criterion = criterion._replace(rules=tuple(other for other in criterion.rules if other is not rule))


class Possible(NamedTuple):
    """A rule that might rule the choice out."""

    rule: CompiledRule
    questions: tuple[str, ...]  # the open ones that decide it
    chance: float  # how likely it is that they do, above 0 to 1


def possible_blockers(stand: Stand) -> Iterator[Possible]:
    """The rules that might rule the choice out as it would best be run, in order of id.

    Where the project could change every answer that is open, whatever it is, nothing is ruled out.
    """
    way = stand.evaluation.ways.get(stand.choice)
    judged = [stand.evaluation.entries[place].judgement for place in stand.compiled.blocking]
    found = {rule.id: rule for judgement in judged for name, rule in judgement.possible if name == way}
    for _, rule in sorted(found.items()):
        unanswered = tuple(q for q in sorted(rule.reads) if stand.compiled.vocabulary.is_open(stand.answers, q))
        if not all(_changeable(stand.compiled.rules.questions[question]) for question in unanswered) and (
            likely := chance(stand.compiled, stand.answers, rule, unanswered)
        ):
            yield Possible(rule, unanswered, likely)


def _changeable(question: Question) -> bool:
    return question.changeable and not question.fixed


def triggers(compiled: CompiledRules, answers: Answers, rule: CompiledRule) -> tuple[str, ...]:
    """The questions whose answers make a blocker apply: each one without whose answer it would not.

    Where no single answer decides it, all answers that it reads are named.
    """
    masks = compiled.vocabulary.masks
    answered = [question for question in sorted(rule.reads) if not compiled.vocabulary.is_open(answers, question)]
    needed = [q for q in answered if rule.holds(answers.chosen & ~masks[q], answers.known & ~masks[q]) is not True]
    return tuple(needed or answered)


_LEAST = 1e-6
"""How likely an answer is at least: that nobody is known to give it makes it rare, not impossible."""

_Open = tuple[int, tuple[tuple[int, float], ...]]
"""An open question: the bits of all its choices, and each choice's bit with how likely it is."""
_Changeable = tuple[int, int, tuple[int, ...]]
"""A question that a project can change its answer to: all its bits, those that cannot be changed, and each bit."""


def chance(compiled: CompiledRules, answers: Answers, rule: CompiledRule, unanswered: Iterable[str]) -> float:
    """How likely a blocker is to exclude once the questions in `unanswered` have an answer, 0 to 1.

    Each gets one choice, as likely as it usually is. Where a project could avoid the blocker by another answer to a
    question that it can change, nothing is excluded.
    """
    masks = compiled.vocabulary.masks
    reads = sum(masks[question] for question in rule.reads)
    questions = tuple((masks[question], _choices(compiled, question)) for question in unanswered)
    return _chance(
        rule.holds, answers.chosen & reads, answers.known & reads, questions, _changeable_chances(compiled, rule)
    )


def _choices(compiled: CompiledRules, question: str) -> tuple[tuple[int, float], ...]:
    bits = compiled.vocabulary.choices[question]
    shares = compiled.rules.questions[question].likelihoods
    return tuple((bits[choice], max(_LEAST, share)) for choice, share in shares.items())


def _changeable_chances(compiled: CompiledRules, rule: CompiledRule) -> tuple[_Changeable, ...]:
    words = compiled.vocabulary
    known = (compiled.rules.questions[question] for question in sorted(rule.reads))
    return tuple(
        (words.masks[of.id], words.union(of.id, of.fixed), tuple(words.choices[of.id].values()))
        for of in known
        if of.changeable
    )


@lru_cache(4096)  # thousands of profiles leave the same questions open
def _chance(
    holds: Test, chosen: int, known: int, unanswered: tuple[_Open, ...], changeable: tuple[_Changeable, ...]
) -> float:
    said = holds(chosen, known)
    if said is None and unanswered:
        mask, choices = unanswered[0]
        return sum(
            share * _chance(holds, chosen | bit, known | mask, unanswered[1:], changeable) for bit, share in choices
        )
    return float(said is True and not any(_avoids(holds, chosen, known, question) for question in changeable))


def _avoids(holds: Test, chosen: int, known: int, question: _Changeable) -> bool:
    mask, fixed, bits = question
    return not chosen & fixed and any(holds(chosen & ~mask | bit, known | mask) is False for bit in bits)


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
    rules = stand.compiled.rules
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
    because = stand.compiled.rules.rule(rule.id).because.rstrip(".")
    verb = "decides" if len(questions) == 1 else "decide"
    return Note(
        level=Level.WARNING if likely >= _RARE else Level.NOTE,
        message=(
            f"{_name(stand)} might be ruled out by the rule {rule.id}: {open_ones} {verb} it and "
            f"{'is' if len(questions) == 1 else 'are'} open. {because}."
        ),
        question=questions[0] if questions else None,
        rule=rule.id,
        layer=layer_of(stand.compiled.rules, rule.id),
    )


def _name(stand: Stand) -> str:
    return stand.compiled.rules.frameworks[stand.choice].name
