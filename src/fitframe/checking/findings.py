"""Sentences about a stated choice, each at the place of the key that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fitframe.checking.assessment import Assessment
from fitframe.checking.policy import Policy
from fitframe.checking.profiles import Stated
from fitframe.checking.project import Stand, layer_of
from fitframe.checking.verdicts import blockers, notes, triggers
from fitframe.checking.waivers import Placed
from fitframe.engine.compiled import CompiledRule
from fitframe.errors import Fault, InputError
from fitframe.model.rulebase import RuleBase
from fitframe.model.verdict import Finding, Kind, Level, Place, Reason, Related, Verdict

_KINDS = {Verdict.POOR: Kind.POOR, Verdict.DEFENSIBLE: Kind.DEFENSIBLE}


def unreadable(error: InputError, path: str) -> Finding:
    """One finding for a profile that cannot be read: its first fault, and how many more there are."""
    first, more = error.faults[0], len(error.faults) - 1
    others = f" ({more} more fault{'s' if more > 1 else ''} after that)" if more else ""
    place, message = Place(path), str(first)
    if isinstance(first, Fault):
        place, message = Place(path, max(1, first.line), max(1, first.column)), first.message
    return Finding(kind=Kind.UNREADABLE, level=Level.ERROR, message=_unchecked(message + others), place=place)


def _unchecked(why: str) -> str:
    return f"Not checked: {why}{'' if why.endswith('?') else '.'}"


def without_choice(stated: Stated, rules: RuleBase) -> Finding:
    """The finding for a profile that states no framework, or one that nobody knows."""
    if stated.unknown_choice:
        message, kind = _unchecked(stated.unknown_choice), Kind.UNKNOWN_CHOICE
    else:
        known = ", ".join(sorted(rules.frameworks))
        message, kind = _unchecked(f"the profile states no choice; add 'choice:' with one of {known}"), Kind.NO_CHOICE
    return Finding(kind=kind, level=Level.ERROR, message=message, place=stated.place("choice"))


def of_assessment(
    stated: Stated, stand: Stand, found: Assessment, waivers: Iterable[Placed], policy: Policy
) -> Iterator[Finding]:
    """The findings that a verdict brings along: none where the choice fits and nothing open could rule it out.

    A possible blocker that one of `waivers` speaks of keeps its name, so that the waiver finds it.
    """
    if found.verdict is Verdict.VIOLATES:
        for rule in blockers(stand.compiled, stand.answers, stand.choice):
            yield _blocked(stated, stand, rule, policy)
        return
    if found.verdict in _KINDS:
        yield _behind(stated, stand, found.verdict, found.reasons, policy)
    named = {placed.waiver.rule for placed in waivers if placed.waiver.rule}
    for note in notes(stand, found.possible, named) if named else found.notes:
        yield note.placed(stated)


def _blocked(stated: Stated, stand: Stand, rule: CompiledRule, policy: Policy) -> Finding:
    rules = stand.compiled.rules
    questions = triggers(stand.compiled, stand.answers, rule)
    answers = " and ".join(f"{question}: {_answer(stated, question)}" for question in questions)
    because = rules.rule(rule.id).because.rstrip(".")
    said = f", because the answer is {answers}" if answers else ""
    return Finding(
        kind=Kind.VIOLATES,
        level=policy.level(Verdict.VIOLATES),
        message=f"{_name(stand)} is ruled out by the rule {rule.id}{said}. {because}.",
        place=stated.place("choice"),
        rule=rule.id,
        layer=layer_of(rules, rule.id),
        related=tuple(
            Related(place=stated.place("answers", question), message=f"{question}: {_answer(stated, question)}")
            for question in questions
        ),
    )


def _behind(stated: Stated, stand: Stand, verdict: Verdict, reasons: tuple[Reason, ...], policy: Policy) -> Finding:
    rules = stand.compiled.rules
    best = rules.frameworks[str(stand.best)].name
    told = ", ".join(rules.criteria[reason.criterion].title for reason in reasons[:3] if reason.points > 0)
    why = f", most of all for {told}" if told else ""
    decisive = reasons[0].rules[0] if reasons and reasons[0].rules else None
    return Finding(
        kind=_KINDS[verdict],
        level=policy.level(verdict),
        message=f"{_name(stand)} is a {verdict} choice here: {best} is ahead by {_points(stand.gap or 0)}{why}.",
        place=stated.place("choice"),
        rule=decisive,
        layer=layer_of(rules, decisive) if decisive else None,
    )


def _points(number: float) -> str:
    """'1.0 points', never a lead rounded away."""
    return "under 0.1 points" if number < 0.05 else f"{number:.1f} points"


def _name(stand: Stand) -> str:
    return stand.compiled.rules.frameworks[stand.choice].name


def _answer(stated: Stated, question: str) -> str:
    answer = stated.profile.answers.get(question)
    return answer if isinstance(answer, str) else ", ".join(answer or ())
