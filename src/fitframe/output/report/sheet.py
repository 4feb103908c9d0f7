"""The first sheet of the report, which stands alone: what is advised, for which needs, why, and what to watch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from fitframe.model.fields import Importance
from fitframe.model.profile import Profile
from fitframe.model.recommendation import Recommendation
from fitframe.model.rulebase import RuleBase
from fitframe.output import sections, sensitivity
from fitframe.output.document import Block, Item, Items
from fitframe.output.reasons import Reason, Reasons, Told, reasons, telling, told
from fitframe.output.recommendation import confidence, first_step, headline, ranking_title
from fitframe.output.wording import (
    brief,
    date_in_words,
    framework_name,
    inline,
    listed,
    percent,
    thing_name,
    way,
)
from fitframe.sensitivity.overview import Overview
from fitframe.version import VERSION

_NEEDS, _PRO, _CONTRA, _WATCH, _CHANGES, _STEPS, _PATHS, _INSTEAD = 10, 3, 2, 3, 3, 3, 2, 3
"""How many of each one printed page has room for; the appendix has them all."""
_ROOM = 440
"""Characters that the needs may take together."""
_BELOW, _LEAD = 540, 180
"""Characters for what to watch and what would change it together; so many fewer where something leads the sheet."""
_CAUSES = {"needs": "needs not stated", "sources": "silent or weak sources", "closeness": "a close race"}


class Need(NamedTuple):
    """An answer of the project, in words."""

    title: str
    words: str


class Place(NamedTuple):
    """A framework's row in the ranking; one that is ruled out has neither score nor share."""

    name: str
    score: str
    first_in: str
    share: float | None  # 0 to 1
    kind: str  # a class: 'first', 'stated'; empty: neither


class Cause(NamedTuple):
    """A cause of doubt with its part of it, in words and as a share of all simulations."""

    name: str
    figure: str
    share: float


class Weighed(NamedTuple):
    """A reason with the points by which it puts the first framework ahead, or behind."""

    points: str
    kind: str  # a class: 'for' or 'against'
    told: Told
    said: str


class Step(NamedTuple):
    """One step of what to do first, and whether it can be typed as it stands."""

    label: str
    words: str
    typed: bool = False


def sheet(found: Overview, rules: RuleBase, profile: Profile, dated: str) -> dict[str, object]:
    """What the first sheet says, by the names that its template uses. `dated` is the day that it gives, YYYY-MM-DD."""
    answer = found.project.advice
    compared = reasons(answer, rules, profile.choice) if answer.recommended or answer.contenders else None
    lead = [*_lead(answer, rules)]
    fewer = 1 if lead else 0  # what comes before the ranking takes the room of one of each
    pro, contra = telling(compared, _PRO, _CONTRA - fewer) if compared and compared.pro else ([], [])
    warnings = sections.warnings(answer, rules, {reason.mine.criterion for reason in contra}, profile.choice)
    room = _BELOW - fewer * _LEAD
    watch = fitting([one.text for one in warnings], _WATCH, room * 2 // 3)
    weighed = [_weighed(reason, compared, rules) for reason in (*pro, *contra)] if compared else []
    needs = [*_needs(answer, rules, profile)]
    return {
        "name": answer.profile or "Untitled project",
        "dated": date_in_words(dated, alone=True),
        "headline": headline(answer, rules),
        "confidence": _how_sure(answer, rules),
        "stated": sections.stated(answer, rules, profile.choice),
        "computed": _computed(answer),
        "needs": needs,
        "more_needs": sum(map(bool, profile.answers.values())) - len(needs),
        "lead": lead,
        "ranking_title": ranking_title(answer),
        "ranking": [*_ranking(answer, rules, profile.choice)],
        "doubt": [*_doubt(found)] if answer.recommended or answer.contenders else [],
        "doubt_words": _doubt_words(found, rules),
        "why": _why(compared, rules) if pro else "",
        "reasons": weighed,
        "unsourced": any(side.assumed for one in weighed for side in one.told.sides),
        "watch": watch,
        "changes_title": "What would change it"
        if answer.recommended or answer.contenders
        else "What would change that",
        "changes": fitting([*_changes(found, rules)], _CHANGES, room - sum(map(len, watch))),
        "start": [*_start(answer, rules)],
        "chosen_otherwise": profile.choice not in (None, answer.recommended),
        "decided": _decided(profile, rules),
    }


def _how_sure(answer: Recommendation, rules: RuleBase) -> str:
    """How sure the advice is, in words; where it is too close to call, how often each of those in question is first."""
    rivals = [ranked for ranked in answer.ranking if ranked.framework in answer.contenders]
    if len(rivals) < 2:
        return confidence(answer, rules)
    first, *others = ((framework_name(rules, way(ranked)), percent(ranked.share_first)) for ranked in rivals)
    also = listed(f"{name} in {share}" for name, share in others)
    return f"{first[0]} comes first in {first[1]} of the simulations, {also}."


def _computed(answer: Recommendation) -> str:
    return (
        f"Computed by fitframe {VERSION} from the project's own answers and rule base {answer.rules_version}, as of "
        f"{date_in_words(answer.as_of, alone=True)}."
    )


def _needs(answer: Recommendation, rules: RuleBase, profile: Profile) -> Iterator[Need]:
    """The answers that bear on most of what counts, in the order of the questions."""
    weights = _bearing(answer, rules)
    given = [name for name in rules.questions if profile.answers.get(name)]
    telling = sorted(given, key=lambda name: -weights[name])[:_NEEDS]
    needs = {
        name: Need(
            rules.questions[name].title, brief(rules, name, profile.answers[name] or ()) + doubted(profile, name)
        )
        for name in telling
    }
    left = _ROOM
    for name in telling:
        left -= sum(map(len, needs[name]))
        if left < 0:
            del needs[name]
    yield from (needs[name] for name in given if name in needs)


def doubted(profile: Profile, question: str) -> str:
    """What to add to an answer that was read from the code and that nobody has confirmed yet; else nothing."""
    return " (not confirmed)" if question in profile.unconfirmed else ""


def _bearing(answer: Recommendation, rules: RuleBase) -> dict[str, float]:
    """The weight of the criteria that each question bears on, through their importance or the rules that rate them."""
    bearing: dict[str, float] = dict.fromkeys(rules.questions, 0.0)
    for entry in answer.ranking[0].contributions if answer.ranking else ():
        if not entry.weakest_link:
            conditions = [one.when for one in rules.criteria[entry.criterion].importance if one.to != Importance.NONE]
            reads = [condition.reads for condition in conditions] + [rules.rule(rule).reads for rule in entry.rules]
            for question in frozenset[str]().union(*reads):
                bearing[question] += entry.weight
    return bearing


def _lead(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    """What comes before the ranking: needs that contradict each other, what to take instead, the project's parts."""
    yield from sections.contradictions(answer, rules)
    if answer.instead:
        yield Items(tuple(Item(one.because, f"{thing_name(rules, one.tool)}:") for one in answer.instead[:_INSTEAD]))
    yield from sections.parts(answer, rules)
    if not answer.ranking:
        yield from sections.exclusions(answer, rules)
        yield from sections.collisions(answer, rules)


def _ranking(answer: Recommendation, rules: RuleBase, choice: str | None) -> Iterator[Place]:
    for place, ranked in enumerate(answer.ranking):
        kind = "first" if place == 0 else "stated" if ranked.framework == choice else ""
        share = ranked.share_first
        yield Place(framework_name(rules, way(ranked)), f"{ranked.score:.1f}", percent(share), share, kind)
    for out in answer.excluded:
        kind = "stated" if out.framework == choice else ""
        yield Place(framework_name(rules, out.framework), "out", out.rule, None, kind)


def _doubt(found: Overview) -> Iterator[Cause]:
    figures = sensitivity.cause_shares(found.uncertainty)
    for cause in found.uncertainty.causes:
        yield Cause(_CAUSES[cause.kind], figures[cause.kind], cause.part)


def _doubt_words(found: Overview, rules: RuleBase) -> str:
    """How much doubt there is, and the open question whose answer would take most of it away."""
    answer, share = found.project.advice, found.uncertainty.share
    if not found.uncertainty.causes or not answer.ranking:
        return ""
    name = framework_name(rules, way(answer.ranking[0]))
    words = f"In {percent(share)} of the simulations {name} is not first."
    asked = next(iter(sections.telling_questions(answer)), None)
    if asked is None or (not asked.chance and not asked.essential):
        return words
    return f"{words} Still open, and most telling: {rules.questions[asked.question].prompt}"


def _why(compared: Reasons | None, rules: RuleBase) -> str:
    if compared is None:
        return ""
    rival = f" rather than {framework_name(rules, way(compared.rival))}" if compared.rival else ""
    return f"Why {framework_name(rules, way(compared.best))}{rival}"


def _weighed(reason: Reason, compared: Reasons, rules: RuleBase) -> Weighed:
    ahead = f"{reason.points:+.1f}" if reason.theirs else f"{reason.points:.1f}"
    words = told(reason, compared, rules)
    said = words.words or " ".join(f"{side.name} is weakest on {inline(side.criterion)}." for side in words.sides)
    return Weighed(ahead.replace("-", "\u2212"), "for" if reason.points > 0 else "against", words, said)


def _changes(found: Overview, rules: RuleBase) -> Iterator[str]:
    """The smallest change within reach that puts each rival first, those of the best ranked first."""
    for ranked in found.project.advice.ranking[1:]:
        if changes := found.counterfactuals.get(ranked.framework):
            yield from (sensitivity.counterfactual_in_words(rules, one) for one in changes.within_reach[:1])


def fitting(texts: Sequence[str], most: int, room: int) -> list[str]:
    """The first texts, `most` of them, that take at most `room` characters together; the first one in any case."""
    ends = accumulate(map(len, texts))
    return [text for n, (text, end) in enumerate(zip(texts, ends, strict=True)) if n < most and (n == 0 or end <= room)]


def _start(answer: Recommendation, rules: RuleBase) -> Iterator[Step]:
    """How to begin: the move from what exists, what to install, and the way to what the project needs."""
    if not answer.recommended or answer.contenders:
        return
    if answer.move:
        yield from (Step(f"{number}.", step) for number, step in enumerate(answer.move.steps[:_STEPS], 1))
    if answer.setup:
        yield Step("Install", first_step(answer.setup, answer.ranking[0]), typed=True)
        yield from (Step("Note", note) for note in answer.setup.notes)
    ways = sections.ways_there(answer, rules)[:_PATHS]
    yield from (Step("Toolchain", sections.path_in_words(path, rules)) for path in ways)


def _decided(profile: Profile, rules: RuleBase) -> str:
    decided = profile.decided
    if decided is None:
        return ""
    return f"{framework_name(rules, decided.choice)}, decided on {date_in_words(decided.on, alone=True)}"
