"""What the rules of one criterion say of each framework, for one set of answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fitframe.engine.compiled import SILENT, CompiledCriterion, CompiledRule, CompiledRules, Judgement, Overruled, Said
from fitframe.engine.conditions import Answers
from fitframe.engine.moves import move_ratings
from fitframe.engine.scoring import HIGHEST, NARROWEST, UNRATED, Opinion, Rated, rated

_REMEMBERED = 4096
"""Beyond so many combinations of rules the memory of what they say together starts anew."""


def judge(
    criterion: CompiledCriterion, compiled: CompiledRules, answers: Answers, applied: list[CompiledRule] | None = None
) -> Judgement:
    """Apply the rules of one criterion to `answers`; `applied` are those that apply, where that is known already.

    A rule whose condition is unknown applies nothing; an unknown blocker is a possible one. A rule that applies sets
    aside those it supersedes, for each framework that it speaks of itself, even where it is itself set aside.
    """
    applied = applying(criterion, answers) if applied is None else applied
    if not applied and not criterion.blocks and criterion.moves is None:
        return SILENT
    ratings, opinions, set_aside, conditions, overruled = _said(compiled, tuple(applied))
    if criterion.across is not None:
        ratings, opinions = _over_needs(compiled, _needs(criterion, compiled, answers, applied))
    if criterion.moves is not None and criterion.moves(*answers) is True:
        ratings = {**ratings, **move_ratings(compiled, answers)}
    if not criterion.blocks:
        return Judgement(ratings, opinions, set_aside, {}, (), {}, {}, conditions)
    blockers, provided = _blockers(applied, overruled, compiled, answers)
    blocked: dict[str, CompiledRule] = {}
    for name, rule in blockers:
        blocked.setdefault(name, rule)
    provided = {name: rule for name, rule in provided.items() if name not in blocked}
    ratings = {**ratings, **{name: Rated(0.0, NARROWEST, (rule.id,)) for name, rule in provided.items()}}
    possible = _possible(criterion, answers, overruled)
    return Judgement(ratings, opinions, set_aside, blocked, blockers, provided, possible, conditions)


def _said(compiled: CompiledRules, applied: tuple[CompiledRule, ...]) -> Said:
    """What these rules say together. Many conditions come to the same few rules, so that is remembered."""
    remembered = compiled.said
    if applied not in remembered:
        if len(remembered) >= _REMEMBERED:
            remembered.clear()
        remembered[applied] = _together(applied)
    return remembered[applied]


def _together(applied: tuple[CompiledRule, ...]) -> Said:
    overruled = _overruled(applied)
    opinions = _opinions(applied, overruled)
    conditions = tuple(
        (way, rule) for rule in applied if rule.provided for way, _ in rule.opinions if (rule.id, way) not in overruled
    )
    set_aside = tuple(_set_aside(applied, overruled)) if overruled else ()
    return Said(_adjusted(_rated(opinions), applied, overruled), opinions, set_aside, conditions, overruled)


def applying(criterion: CompiledCriterion, answers: Answers) -> list[CompiledRule]:
    """The rules of a criterion whose conditions surely hold."""
    return [rule for rule in criterion.rules if rule.holds(*answers) is True]


def _overruled(applied: Iterable[CompiledRule]) -> dict[tuple[str, str], str]:
    """What no longer counts for which way, and because of which rule: what is overruled, and what is settled already.

    Where several rules overrule one, the newest is named. Of the rules that settle a way's rating the first in the
    file counts.
    """
    overruling = [rule for rule in applied if rule.overrules]
    oldest_first = sorted(overruling, key=lambda rule: (rule.since, rule.id))
    found = {(loser, way): rule.id for rule in oldest_first for loser in rule.overrules for way in rule.overrules_for}
    settling = sorted((rule for rule in applied if rule.settles is not None), key=lambda rule: rule.settles or 0)
    if settling:
        settled: dict[str, str] = {}
        for rule in settling:
            for way, _ in rule.opinions:
                if (rule.id, way) not in found:
                    settled.setdefault(way, rule.id)
        for rule in applied:
            for way, _ in rule.opinions:
                if settled.get(way, rule.id) != rule.id:
                    found.setdefault((rule.id, way), settled[way])
    return found


def _set_aside(applied: Iterable[CompiledRule], overruled: Overruled) -> Iterable[tuple[str, str, str]]:
    for rule in applied:
        yield from (
            (rule.id, name, overruled[rule.id, name]) for name in rule.speaks_of if (rule.id, name) in overruled
        )


def _over_needs(
    compiled: CompiledRules, needs: Iterable[Sequence[CompiledRule]]
) -> tuple[Mapping[str, Rated], Mapping[str, tuple[Opinion, ...]]]:
    """Each way's rating on its weakest need, and all opinions together."""
    said = [_said(compiled, tuple(rules)) for rules in needs]
    if len(said) == 1:
        return said[0].ratings, said[0].opinions
    named = sorted({name for need in said for name in need.opinions})
    together = {name: tuple(opinion for need in said for opinion in need.opinions.get(name, ())) for name in named}
    return {name: _weakest(need.ratings.get(name, UNRATED) for need in said) for name in named}, together


def _rated(opinions: Mapping[str, tuple[Opinion, ...]]) -> dict[str, Rated]:
    """The rating that the opinions on each way make; those of which the same is said, as of most ways, share one."""
    made: dict[tuple[int, ...], Rated] = {}
    found = {}
    for name, given in opinions.items():
        said = tuple(map(id, given))
        if said not in made:
            made[said] = rated(given)
        found[name] = made[said]
    return found


def _adjusted(ratings: dict[str, Rated], applied: Iterable[CompiledRule], overruled: Overruled) -> dict[str, Rated]:
    """The ratings with what rules add to them, kept within the scale."""
    for rule in applied:
        for way, steps in rule.adjust:
            if (rule.id, way) not in overruled:
                given = ratings.get(way, UNRATED)
                rating = min(HIGHEST, max(0.0, given.rating + steps))
                ratings[way] = Rated(rating, given.spread, (*given.rules, rule.id))
    return ratings


def _opinions(applied: Iterable[CompiledRule], overruled: Overruled) -> dict[str, tuple[Opinion, ...]]:
    opinions: dict[str, tuple[Opinion, ...]] = {}
    for rule in applied:
        for name, opinion in rule.opinions:
            if not overruled or (rule.id, name) not in overruled:
                opinions[name] = (*opinions.get(name, ()), opinion)
    return opinions


def _needs(
    criterion: CompiledCriterion, compiled: CompiledRules, answers: Answers, applied: list[CompiledRule]
) -> list[list[CompiledRule]]:
    """The rules that apply for each chosen answer of the question `across` alone.

    An answer that no rule reading the question responds to is not a need of this criterion. If none is, all rules
    that apply count together.
    """
    question = str(criterion.across)
    needs = []
    for choice, bit in compiled.vocabulary.choices[question].items():
        if answers.chosen & bit:
            alone = compiled.vocabulary.replaced(answers, question, choice)
            statements = applied if alone == answers else applying(criterion, alone)
            if any(question in rule.reads for rule in statements):
                needs.append(statements)
    return needs or [applied]


def _weakest(needs: Iterable[Rated]) -> Rated:
    """The rating on the weakest need; among equals the least certain."""
    return min(needs, key=lambda need: (need.rating, -need.spread, need.rules))


def _blockers(
    applied: Iterable[CompiledRule], overruled: Overruled, compiled: CompiledRules, answers: Answers
) -> tuple[tuple[tuple[str, CompiledRule], ...], dict[str, CompiledRule]]:
    """Every way with every rule that blocks it; and the ways that a change would unblock, each with the first rule."""
    blockers: list[tuple[str, CompiledRule]] = []
    provided: dict[str, CompiledRule] = {}
    for rule in applied:
        names = [name for name in rule.blocks if (rule.id, name) not in overruled]
        if names and _avoidable(rule, compiled, answers):
            for name in names:
                provided.setdefault(name, rule)
        else:
            blockers += [(name, rule) for name in names]
    return tuple(blockers), provided


def _avoidable(rule: CompiledRule, compiled: CompiledRules, answers: Answers) -> bool:
    """Whether another answer to one question that the project can change would lift the blocker."""
    return any(
        rule.holds(*compiled.vocabulary.replaced(answers, question, choice)) is False
        for question in rule.reads
        if _could_be_changed(compiled, answers, question)
        for choice in compiled.rules.questions[question].choices
    )


def _could_be_changed(compiled: CompiledRules, answers: Answers, question: str) -> bool:
    asked_for = compiled.rules.questions[question]
    fixed = compiled.vocabulary.union(question, asked_for.fixed)
    return asked_for.changeable and not answers.chosen & fixed


def _possible(
    criterion: CompiledCriterion, answers: Answers, overruled: Overruled
) -> dict[str, tuple[CompiledRule, ...]]:
    found: dict[str, tuple[CompiledRule, ...]] = {}
    for rule in criterion.rules:
        if rule.blocks and rule.holds(*answers) is None:
            for way in rule.blocks:
                if (rule.id, way) not in overruled:
                    found[way] = (*found.get(way, ()), rule)
    return found


def best_of(judgements: Sequence[Judgement]) -> Judgement:
    """What a criterion says where any one of several options will do, from what it says under each of them.

    Every way has its best rating, among equals the surest; it is ruled out where every option rules it out, and on
    condition or possibly so where every option does one or the other.
    """
    first = judgements[0]
    ways = dict.fromkeys(way for one in judgements for way in one.ratings)
    ratings = {
        way: max((one.ratings.get(way, UNRATED) for one in judgements), key=lambda r: (r.rating, -r.spread, r.rules))
        for way in ways
    }
    opinions = {
        way: next(o for one in judgements if (o := one.opinions.get(way, ())) or one is judgements[-1]) for way in ways
    }
    blocked = {way: rule for way, rule in first.blocked.items() if all(way in one.blocked for one in judgements)}
    blockers = {(way, rule.id): (way, rule) for one in judgements for way, rule in one.blockers if way in blocked}
    hindered = [one.blocked.keys() | one.provided.keys() for one in judgements]
    provided = {
        way: rule
        for one in judgements
        for way, rule in one.provided.items()
        if way not in blocked and all(way in some for some in hindered)
    }
    possible = {
        way: rules
        for way, rules in first.possible.items()
        if all(way in one.possible or way in one.blocked for one in judgements)
    }
    return Judgement(
        ratings, opinions, first.set_aside, blocked, tuple(blockers.values()), provided, possible, first.conditions
    )
