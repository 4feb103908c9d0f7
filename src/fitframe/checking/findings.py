"""A profile with where its keys stand, and findings on the choice that it states, each at the key it is about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fitframe.checking.project import PossibleBlocker, StatedProject, triggers
from fitframe.checking.waivers import PlacedWaiver, place_in, read_waivers
from fitframe.engine.compiled import CompiledRule
from fitframe.engine.conditions import surely_holding
from fitframe.engine.recommend import decided_outcome
from fitframe.errors import Fault, InputError
from fitframe.model.fields import Outcome
from fitframe.model.profile import Profile, Waiver
from fitframe.model.rulebase import RuleBase
from fitframe.model.verdict import Finding, Kind, Level, Place, Related, Verdict
from fitframe.rulebase.profiles import framework_id, profile_of
from fitframe.rulebase.yaml import Document, read_document

_KINDS = {Verdict.POOR: Kind.POOR, Verdict.DEFENSIBLE: Kind.DEFENSIBLE}
_FAULTS = 20
"""So many faults of one profile are told one by one."""
_RARE = 0.15
"""Below this chance of ruling the choice out a rule is worth a word among others, and no warning."""


@dataclass(frozen=True, slots=True)
class StatedProfile:
    """A profile that could be read, with the choice that it states and where its keys stand."""

    profile: Profile
    document: Document
    unknown_choice: str  # a sentence where the choice is no known framework; else empty
    waivers: tuple[PlacedWaiver, ...]
    malformed: tuple[Fault, ...]  # the waivers that cannot be used

    def place(self, *path: str | int) -> Place:
        """Where a key stands, or the nearest thing around it."""
        return place_in(self.document, path)


def read_stated(data: bytes, name: str, rules: RuleBase) -> StatedProfile:
    """Read a profile; faults call it `name`. Raises InputError where it cannot be judged at all."""
    document = read_document(data, name)
    if not isinstance(document.data, dict):
        return StatedProfile(profile_of(document, rules), document, "", (), ())
    kept = dict(document.data)
    listed = kept.pop("waivers", None)
    unknown = _unknown_choice(kept.get("choice"), rules)
    if unknown:
        del kept["choice"]
    profile = profile_of(document, rules, kept)
    waivers, faults = read_waivers(document, listed, rules, Waiver)
    return StatedProfile(profile, document, unknown, waivers, faults)


def _unknown_choice(choice: Any, rules: RuleBase) -> str:
    if not isinstance(choice, str) or choice in rules.frameworks:
        return ""
    try:
        framework_id(rules, choice)
    except InputError as error:
        return str(error)
    return ""


def unreadable(error: InputError, path: str) -> tuple[Finding, ...]:
    """A finding for each fault of a profile that cannot be read; of very many, the first ones and how many more."""
    found = []
    for fault in error.faults[:_FAULTS]:
        place, message = Place(path), str(fault)
        if isinstance(fault, Fault):
            place, message = Place(path, max(1, fault.line), max(1, fault.column)), fault.message
        found.append(_unreadable(message, place))
    if more := len(error.faults) - len(found):
        found.append(_unreadable(f"{more} more fault{'s' if more > 1 else ''} after that", found[-1].place))
    return tuple(found)


def _unreadable(message: str, place: Place) -> Finding:
    return Finding(kind=Kind.UNREADABLE, level=Level.ERROR, message=_unchecked(message), place=place, brief=message)


def _unchecked(why: str) -> str:
    return f"Not checked: {why}{'' if why.endswith('?') else '.'}"


def without_choice(stated: StatedProfile, rules: RuleBase) -> Finding:
    """The finding for a profile that states no framework, or one that nobody knows."""
    if stated.unknown_choice:
        message, kind = _unchecked(stated.unknown_choice), Kind.UNKNOWN_CHOICE
    else:
        known = ", ".join(sorted(rules.frameworks))
        message, kind = _unchecked(f"the profile states no choice; add 'choice:' with one of {known}"), Kind.NO_CHOICE
    return Finding(kind=kind, level=Level.ERROR, message=message, place=stated.place("choice"))


def of_project(stated: StatedProfile, project: StatedProject, waived: Collection[str | None]) -> Iterator[Finding]:
    """The findings on a stated choice: none where it fits and nothing open could rule it out.

    A rule that only rare answers would make apply is named where it is in `waived`, so that its waiver finds it.
    """
    for rule in project.blockers:
        yield _blocked(stated, project, rule)
    if project.verdict in _KINDS:
        yield _behind(stated, project)
    yield from _whether_at_all(stated, project)
    rare = []
    for possible in project.possible_blockers:
        if possible.chance >= _RARE or possible.rule.id in waived:
            yield _possible(stated, project, possible)
        else:
            rare.append(possible)
    if rare:
        yield _rare(stated, project, rare)


def _whether_at_all(stated: StatedProfile, project: StatedProject) -> Iterator[Finding]:
    """Answers that cannot stand together; else that no training framework has to be chosen."""
    if not project.evaluation.sure & project.compiled.deciding:  # as of most projects: told at once
        return
    impossible = False
    for rule in surely_holding(project.compiled.contradictions, project.evaluation.sure):
        if rule.kind == "impossible":
            impossible = True
            places = [(q, stated.place("answers", q)) for q in sorted(rule.when.reads) if stated.profile.answers.get(q)]
            yield Finding(
                kind=Kind.CONTRADICTION,
                level=Level.WARNING,
                message=f"{rule.because} {rule.ask}",
                place=places[0][1] if places else stated.place("answers"),
                related=tuple(Related(place, f"{q}: {_answer(stated, q)}") for q, place in places),
            )
    decided = decided_outcome(project.compiled, project.evaluation)
    if decided and not impossible:
        needed = "is needed for training alone" if decided.outcome is Outcome.RUN_ONLY else "is not needed for that"
        message = f"{decided.because} {project.name_of()} {needed}."
        yield Finding(kind=Kind.NO_FRAMEWORK_NEEDED, level=Level.NOTE, message=message, place=stated.place("choice"))


def _blocked(stated: StatedProfile, project: StatedProject, rule: CompiledRule) -> Finding:
    rules = project.compiled.rules
    given = {question: _answer(stated, question) for question in triggers(project.compiled, project.answers, rule)}
    answers = " and ".join(f"{question}: {answer}" for question, answer in given.items())
    why = f", because the answer is {answers}" if answers else ""
    return Finding(
        kind=Kind.VIOLATES,
        level=project.settings.level(Verdict.VIOLATES),
        message=f"{project.name_of()} is ruled out by the rule {rule.id}{why}. {_because(rules, rule)}.",
        brief=f"{project.name_of()} is ruled out by {rule.id}" + (f" ({answers})" if answers else ""),
        place=stated.place("choice"),
        rule=rule.id,
        layer=rules.layers.get(rule.id),
        related=tuple(
            Related(place=stated.place("answers", question), message=f"{question}: {answer}")
            for question, answer in given.items()
        ),
    )


def _answer(stated: StatedProfile, question: str) -> str:
    answer = stated.profile.answers.get(question)
    return answer if isinstance(answer, str) else ", ".join(answer or ())


def _because(rules: RuleBase, rule: CompiledRule) -> str:
    return rules.rule(rule.id).because.rstrip(".")


def _behind(stated: StatedProfile, project: StatedProject) -> Finding:
    rules, verdict, reasons = project.compiled.rules, project.verdict, project.main_reasons
    titles = [rules.criteria[reason.criterion].title for reason in reasons if reason.points > 0]
    why = f", most of all for {', '.join(titles)}" if titles else ""
    first = f", most of all for {titles[0]}" if titles else ""
    best = project.name_of(project.best)
    if project.lead > 0:
        lead = _points(project.lead)
        ahead, brief = f"is ahead by {lead}", f"is {lead} ahead of {project.name_of()}"
    else:
        ahead, brief = "comes first more often", f"comes first more often than {project.name_of()}"
    decisive = reasons[0].rules[0] if reasons and reasons[0].rules else None
    return Finding(
        kind=_KINDS[verdict],
        level=project.settings.level(verdict),
        message=f"{project.name_of()} is a {verdict} choice here: {best} {ahead}{why}.",
        brief=f"{best} {brief}{first}",
        place=stated.place("choice"),
        rule=decisive,
        layer=rules.layers.get(decisive) if decisive else None,
    )


def _points(number: float) -> str:
    """'1.0 points', never a lead rounded away."""
    return "under 0.1 points" if number < 0.05 else f"{number:.1f} points"


def _possible(stated: StatedProfile, project: StatedProject, possible: PossibleBlocker) -> Finding:
    """The finding for one rule that open answers could well make rule the choice out."""
    rules, questions = project.compiled.rules, possible.questions
    names = " and ".join(f"'{question}'" for question in questions)
    decide, are = ("decides", "is") if len(questions) == 1 else ("decide", "are")
    return Finding(
        kind=Kind.POSSIBLE_BLOCKER,
        level=Level.WARNING if possible.chance >= _RARE else Level.NOTE,
        message=(
            f"{project.name_of()} might be ruled out by the rule {possible.rule.id}: "
            f"{names} {decide} it and {are} open. {_because(rules, possible.rule)}."
        ),
        brief=f"{project.name_of()} might be ruled out by {possible.rule.id}: {names} {are} open",
        place=stated.place("answers", *questions[:1]),
        rule=possible.rule.id,
        layer=rules.layers.get(possible.rule.id),
    )


def _rare(stated: StatedProfile, project: StatedProject, rare: Sequence[PossibleBlocker]) -> Finding:
    """One finding for all rules that only rare answers would make apply; the related places name the rules."""
    rules, place = project.compiled.rules, stated.place("answers")
    *most, last = [f"'{question}'" for question in sorted({name for one in rare for name in one.questions})]
    names = f"{', '.join(most)} and {last}, which are open" if most else f"{last}, which is open"
    only = rare[0].rule.id if len(rare) == 1 else None
    return Finding(
        kind=Kind.POSSIBLE_BLOCKER,
        level=Level.NOTE,
        message=f"Rare answers to {names}, would rule {project.name_of()} out.",
        place=place,
        rule=only,
        layer=rules.layers.get(only) if only else None,
        related=tuple(Related(place, f"{one.rule.id}: {rules.rule(one.rule.id).because}") for one in rare),
    )
