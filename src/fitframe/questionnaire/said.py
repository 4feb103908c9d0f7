"""What the rules of one criterion say for one case: the ratings and blockers of an engine's judgement, and no more.

Tables need thousands of cases. Most differ only in rules that do not concern a framework, so the engine judges each
small part once, and what it said is put together and remembered.
"""

from __future__ import annotations

from typing import NamedTuple

from fitframe.engine.compiled import CompiledCriterion
from fitframe.engine.conditions import Answers
from fitframe.engine.judgement import judge
from fitframe.engine.ratings import UNRATED, rated
from fitframe.questionnaire.forms import Forms


class Said(NamedTuple):
    """What a criterion's rules say of each way to run a framework, in the ruleset's order."""

    ratings: tuple[float, ...]
    blocked: int  # bits: the ways that are out


def said(forms: Forms, criterion: CompiledCriterion, answers: Answers) -> Said:
    """What the rules of `matter` say for `answers`: just what `judge` says, sooner."""
    if criterion.blocks and any(rule.blocks and rule.holds(*answers) is True for rule in criterion.rules):
        return _judged(forms, criterion, answers)
    if criterion.across is None:
        return Said(_way_by_way(forms, criterion, answers), 0)
    needs = _needs(forms, criterion, answers)
    return Said(tuple(map(min, zip(*needs, strict=True))), 0) if needs else _judged(forms, criterion, answers)


def _judged(forms: Forms, criterion: CompiledCriterion, answers: Answers) -> Said:
    key = ("judged", criterion.id, answers.chosen & criterion.mask, answers.known & criterion.mask)
    if key not in forms.memory:
        judgement = judge(criterion, forms.compiled, answers)
        blocked = sum(1 << n for n, way in enumerate(forms.ways) if way in judgement.blocked)
        ratings = tuple(judgement.ratings.get(way, UNRATED).rating for way in forms.ways)
        forms.memory[key] = Said(ratings, blocked)
    found: Said = forms.memory[key]
    return found


def _way_by_way(forms: Forms, criterion: CompiledCriterion, answers: Answers) -> tuple[float, ...]:
    """The ratings where no blocker applies: a way's rating follows from which rules apply that speak of it."""
    apply = sum([1 << n for n, statement in enumerate(criterion.rules) if statement.holds(*answers) is True])
    key = ("apply", criterion.id, apply)
    if key not in forms.memory:
        parts = _parts(forms, criterion)
        forms.memory[key] = tuple([_of_way(forms, part, way, answers, apply & mask) for way, part, mask in parts])
    found: tuple[float, ...] = forms.memory[key]
    return found


def _of_way(forms: Forms, part: CompiledCriterion, way: str, answers: Answers, apply: int) -> float:
    """One way's rating where of the rules in `part`, which speak of it, those in `apply` hold."""
    key = ("way", part.id, way, apply)
    if key not in forms.memory:
        forms.memory[key] = rated(judge(part, forms.compiled, answers).opinions.get(way, ())).rating
    found: float = forms.memory[key]
    return found


def _parts(forms: Forms, criterion: CompiledCriterion) -> list[tuple[str, CompiledCriterion, int]]:
    """For each way to run a framework: the criterion with what it says of this way, and the bits of its rules."""
    key = ("parts", criterion.id)
    if key not in forms.memory:
        forms.memory[key] = [(way, *_part(criterion, way)) for way in forms.ways]
    found: list[tuple[str, CompiledCriterion, int]] = forms.memory[key]
    return found


def _part(criterion: CompiledCriterion, way: str) -> tuple[CompiledCriterion, int]:
    speaking = {n: statement for n, statement in enumerate(criterion.rules) if way in statement.speaks_of}
    alone = (s._replace(opinions=tuple(pair for pair in s.opinions if pair[0] == way)) for s in speaking.values())
    return criterion._replace(rules=tuple(alone)), sum(1 << n for n in speaking)


def _needs(forms: Forms, criterion: CompiledCriterion, answers: Answers) -> list[tuple[float, ...]]:
    """Where several needs have to be met: the ratings for each that some rule answers to, taken alone."""
    question, found = str(criterion.across), []
    for choice, bit in forms.compiled.vocabulary.choices[question].items():
        if answers.chosen & bit:
            alone = forms.compiled.vocabulary.replaced(answers, question, choice)
            ratings = _need(forms, criterion, question, alone)
            found += [ratings] if ratings else []
    return found


def _need(forms: Forms, criterion: CompiledCriterion, question: str, alone: Answers) -> tuple[float, ...] | None:
    key = ("need", criterion.id, alone.chosen & criterion.mask, alone.known & criterion.mask)
    if key not in forms.memory:
        answering = any(question in rule.reads and rule.holds(*alone) is True for rule in criterion.rules)
        opinions = judge(criterion, forms.compiled, alone).opinions if answering else {}
        forms.memory[key] = tuple(rated(opinions.get(w, ())).rating for w in forms.ways) if answering else None
    found: tuple[float, ...] | None = forms.memory[key]
    return found
