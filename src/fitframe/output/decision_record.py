"""What is decided and why, what follows, and how to see that it still holds."""

from __future__ import annotations

import json
import re
import shlex
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import PurePath
from urllib.parse import quote

from fitframe.model.fields import Outcome
from fitframe.model.profile import Profile
from fitframe.model.recommendation import Contribution, Ranked
from fitframe.model.rulebase import OutcomeRule, Rule, RuleBase
from fitframe.output import sections
from fitframe.output.document import Item, clean, web_address
from fitframe.output.markdown import escape
from fitframe.output.reasons import MIDDLE, Side, joined, most_telling, reasons, said_of, told
from fitframe.output.sensitivity import counterfactual_in_words, doubt_in_words, sources_in_words
from fitframe.output.wording import (
    brief,
    criterion_title,
    framework_name,
    inline,
    listed,
    percent,
    points,
    statement,
    thing_name,
    way,
)
from fitframe.sensitivity.overview import Overview
from fitframe.sensitivity.source_influence import STALE_YEARS


def bullets(items: Iterable[str]) -> str:
    """A list, one item a line, every character shown as it is."""
    return "\n".join(f"* {escape(item)}" for item in items)


def code(text: str) -> str:
    """A code span; the fence is longer than any run of backticks inside."""
    words = clean(text)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", words)), default=0))
    edge = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{edge}{words}{edge}{fence}"


def context(found: Overview, rules: RuleBase, profile: Profile) -> Iterator[str]:
    """Context, drivers and options, each under its heading."""
    answer = found.project.advice
    project = answer.profile or "the project"
    yield "## Context and Problem Statement"
    yield escape(f"Which machine-learning framework should {project} be built on? Its answers:")
    answers = (
        f"{rules.questions[name].title}: {brief(rules, name, given)}"
        for name, given in profile.answers.items()
        if given
    )
    yield bullets(answers) or "Its profile answers nothing yet."
    yield "## Decision Drivers"
    weighty = _weighty(answer.ranking)
    drivers = [f"{criterion_title(rules, e.criterion)} ({e.importance})" for e in weighty[:_DRIVERS]]
    if rest := weighty[_DRIVERS:]:
        drivers.append(f"and {len(rest)} more, of {listed(dict.fromkeys(e.importance for e in rest), 'or')} importance")
    yield bullets(drivers) or "Nothing that the project says makes any criterion count."
    yield "## Considered Options"
    out = [e.framework for e in answer.excluded]
    instead = [thing_name(rules, one.tool) for one in answer.instead]
    frameworks = [framework_name(rules, name) for name in [*map(way, answer.ranking), *out]]
    yield bullets([*instead, *frameworks])


def _weighty(ranking: tuple[Ranked, ...]) -> list[Contribution]:
    entries = [entry for ranked in ranking[:1] for entry in ranked.contributions if not entry.weakest_link]
    return sorted(entries, key=lambda entry: (-entry.weight, entry.criterion))


def more(found: Overview, rules: RuleBase, chosen: str | None, day: str, supersedes: str | None) -> Iterator[str]:
    """The last section: doubt, footing, path, day of review, and the sources of what is said."""
    answer = found.project.advice
    yield "## More Information"
    if supersedes:
        yield f"This record supersedes [{escape(supersedes)}]({quote(supersedes)})."
    leader = answer.recommended
    if leader:
        doubt, rests = doubt_in_words(rules, found.uncertainty, leader), found.source_influence
        of = "" if chosen == leader else "Of the computation: "
        yield escape(f"{of}{doubt} {sources_in_words(rules, rests, leader)}")
    taken = found.stated if chosen != leader else answer
    if taken and taken.move:
        yield f"From what exists: {escape(taken.move.because)}\n\n{bullets(taken.move.steps)}"
    if taken and (known := [path for path in taken.paths if path.route]):
        yield "Suggested toolchain:\n\n" + bullets(sections.path_in_words(path, rules) for path in known)
    if answer.precedents:
        yield "What projects like this one decided:\n\n" + bullets(
            sections.cited_decision(one, rules) for one in answer.precedents
        )
    yield _review(found.source_influence.stale_on, day)
    yield escape(f"As of {answer.as_of}, rule base {answer.rules_version}.")
    if cited := sorted({source for rule in _told(found, rules, chosen) for source in _cited(rule)}):
        yield "Sources of what is said here:\n\n" + bullets(_source(rules, name) for name in cited)


def _cited(rule: Rule | OutcomeRule) -> list[str]:
    """The sources that the record names for a rule: its first two. 'fitframe explain' names all."""
    return list(dict.fromkeys(entry.source for entry in rule.evidence))[:2]


def _review(stale_on: str | None, day: str) -> str:
    soonest = _months_later(day)
    if stale_on is None or stale_on < soonest:
        return f"Review by {soonest}, in three months: much of what it rests on is old, or has no date."
    return f"Review by {stale_on}, when a third of what it rests on most is older than {STALE_YEARS} years."


def _months_later(day: str) -> str:
    """The same day of the month three months later, or the last one that the month has."""
    began = date.fromisoformat(day)
    year, month = began.year + (began.month + 2) // 12, (began.month + 2) % 12 + 1
    return began.replace(year=year, month=month, day=min(began.day, monthrange(year, month)[1])).isoformat()


def _source(rules: RuleBase, name: str) -> str:
    source = rules.sources[name]
    return f"[{name}] {source.title}, {source.published or 'undated'}. {web_address(source.url) or ''}".strip()


_GOOD = 3.0
_BAD = 1.5
"""Ratings from, and to, which a criterion speaks for a framework, or against it."""


_STRENGTHS = {"Good": "strong", "Bad": "weak", "Neutral": "neither strong nor weak"}


def judged(entry: Contribution) -> str:
    """'Good', 'Bad' or 'Neutral': whether a rating, as it is shown, speaks for a framework."""
    rating = round(entry.rating, 1)
    return "Good" if rating >= _GOOD else "Bad" if rating <= _BAD else "Neutral"


def _cited_for(entry: Contribution, ranked: Ranked, rules: RuleBase) -> Rule:
    """The rule whose sentence the record gives for a rating: the clearest, or one that speaks of it alone."""
    direction = -1 if judged(entry) == "Bad" else 1
    clearest = str(most_telling([Side(ranked, None, entry, direction)], rules))
    said = said_of(ranked, entry, rules, clearest)
    return rules.rule(said.rule if said else clearest)


def point(entry: Contribution, ranked: Ranked, rules: RuleBase) -> str:
    """'Good, because PyTorch is strong in text and language (high, 3.8 of 4): ' and what says so best."""
    word, rule = judged(entry), _cited_for(entry, ranked, rules)
    said = said_of(ranked, entry, rules, rule.id)
    because = f"{said.words if said else rule.because} [{', '.join(_cited(rule))}]"
    subject = inline(criterion_title(rules, entry.criterion))
    name = framework_name(rules, way(ranked))
    return (
        f"{word}, because {name} is {_STRENGTHS[word]} in {subject} "
        f"({entry.importance}, {entry.rating:.1f} of 4): {because}"
    )


def options(found: Overview, rules: RuleBase, chosen: str | None) -> Iterator[str]:
    """A section for each option, best first, those ruled out last."""
    answer = found.project.advice
    yield "## Pros and Cons of the Options"
    for ranked in answer.ranking:
        yield f"### {escape(framework_name(rules, way(ranked)))}"
        yield escape(f"Score {ranked.score:.1f} of 100, first in {percent(ranked.share_first)}.")
        if ranked.framework == chosen == answer.ranking[0].framework:
            yield "Its consequences stand above."
        else:
            yield bullets(_pros_and_cons(ranked, rules))
    for out in answer.excluded:
        yield f"### {escape(framework_name(rules, out.framework))}"
        yield bullets([f"Bad, because it is ruled out. {statement(rules, out.rule)}"])


def _weightiest(ranked: Ranked) -> list[Contribution]:
    """What speaks most for a framework or against it, the weightiest first; less of what is hardly ever first."""
    spoken = [e for e in ranked.contributions if e.rules and not e.weakest_link and judged(e) != "Neutral"]
    most = _POINTS - sum(ranked.share_first < share for share in _SELDOM)
    return sorted(spoken, key=lambda entry: -entry.weight * abs(entry.rating - MIDDLE))[:most]


def _pros_and_cons(ranked: Ranked, rules: RuleBase) -> Iterator[str]:
    entries = [entry for entry in ranked.contributions if not entry.weakest_link]
    yield from (point(entry, ranked, rules) for entry in _weightiest(ranked))
    if silent := [criterion_title(rules, entry.criterion) for entry in entries if not entry.rules]:
        yield f"Neutral, because no source that counts speaks of it on {listed(silent)}"


_MOST, _POINTS, _WATCHED, _DRIVERS = 3, 3, 2, 5
"""So many consequences of each kind are told, points of each other option, warnings, and criteria that drive it."""
_SELDOM = (0.1, 0.015)
"""Of an option that comes first in a smaller share of the simulations than one of these, one less is told for each."""
_INSTEAD = {
    Outcome.RUN_ONLY: "no training framework",
    Outcome.BY_HAND: "no framework, but code of its own",
    Outcome.OTHER_LIBRARY: "another library",
}


def _named(found: Overview, rules: RuleBase, chosen: str | None) -> str:
    """What is decided: a framework, or what the advice comes to where none has to be chosen."""
    if chosen:
        return framework_name(rules, chosen)
    if found.project.advice.outcome is Outcome.OTHER_LIBRARY and found.project.advice.instead:
        return thing_name(rules, found.project.advice.instead[0].tool)
    return _INSTEAD.get(found.project.advice.outcome, "no known framework")


def outcome(found: Overview, rules: RuleBase, chosen: str | None, profile: Profile, path: str) -> Iterator[str]:
    """Outcome, consequences and confirmation, each under its heading."""
    answer, leader = found.project.advice, found.project.leader
    yield "## Decision Outcome"
    if chosen is None:
        name = f'"{_named(found, rules, None)}"' if answer.outcome in _INSTEAD else "none"
        yield escape(f"Chosen option: {name}, because {_as_clause(answer.why_confidence)}.")
        if answer.instead:
            yield "### Consequences"
            yield bullets(f"{thing_name(rules, one.tool)}: {one.because}" for one in answer.instead)
        return
    name = escape(_named(found, rules, chosen))
    yield f'Chosen option: "{name}", because {escape(_because(found, rules, chosen))}'
    if needed := sections.conditions(answer):
        yield escape(needed)
    yield "### Consequences"
    yield bullets([*_follows(found, rules, chosen), *(f"Watch: {item.text}" for item in _watch(found, rules, chosen))])
    yield "### Confirmation"
    change = _smallest_change(found, rules) if chosen == leader else ""
    yield " ".join(filter(None, (_confirmed(profile, chosen, path), escape(change))))


def _confirmed(profile: Profile, chosen: str, path: str) -> str:
    stated = "" if profile.choice == chosen else f"With {code(f'choice: {chosen}')} in the profile, "
    return (
        f"{stated}{code(shlex.join(['fitframe', 'check', PurePath(path).name]))} confirms that the choice still holds."
    )


def _because(found: Overview, rules: RuleBase, chosen: str) -> str:
    answer = found.project.advice
    if chosen != answer.recommended:
        return f"{_REASON} {sections.stated(answer, rules, chosen)}"
    first, *others = answer.ranking
    rival = f", before {framework_name(rules, way(others[0]))} with {others[0].score:.1f}" if others else ""
    return f"it scores {first.score:.1f} of 100{rival} ({answer.confidence}: {answer.why_confidence})."


_REASON = "(the team's reason)."
"""Where a choice is not that of the computation, its reason is for people to write."""


def _follows(found: Overview, rules: RuleBase, chosen: str) -> Iterator[str]:
    """What is good and what is bad about a choice: in itself, or where another one is first, against that one."""
    answer = found.project.advice
    if ranked := next((r for r in answer.ranking[:1] if r.framework == chosen), None):
        yield from (point(entry, ranked, rules) for entry in _consequences(ranked))
    elif any(out.framework == chosen for out in answer.excluded):
        yield from (
            f"Bad, because it is ruled out. {statement(rules, out.rule)}"
            for out in answer.excluded
            if out.framework == chosen
        )
    elif compared := reasons(answer, rules, chosen):
        for word, side, given in (("Bad", "behind", compared.pro), ("Good", "ahead of", compared.contra)):
            for reason in joined(given)[:_MOST]:
                parts = told(reason, compared, rules)
                sources = list(dict.fromkeys(name for rule in parts.rules for name in _cited(rules.rule(rule))))
                yield (
                    f"{word}, because it is {side} {framework_name(rules, way(compared.best))} by "
                    f"{points(abs(reason.points))} on {inline(parts.head)} {parts.words}"
                    + (f" [{', '.join(sources)}]" if sources else "")
                )


def _watch(found: Overview, rules: RuleBase, chosen: str) -> Iterator[Item]:
    """What to watch about a choice: of the first all, of another one that it is past its prime."""
    answer = found.project.advice
    if chosen == answer.recommended:
        return islice(sections.warnings(answer, rules), _WATCHED)
    return sections.past_its_prime(chosen, answer.as_of, rules)


def _as_clause(text: str) -> str:
    return f"{text[:1].lower()}{text[1:].rstrip('.')}"


def _consequences(ranked: Ranked) -> Iterator[Contribution]:
    sourced = [entry for entry in ranked.contributions if not entry.weakest_link and entry.rules]
    for word in ("Good", "Bad"):
        yield from [entry for entry in sourced if judged(entry) == word][:_MOST]


def _smallest_change(found: Overview, rules: RuleBase) -> str:
    flips = [flip for each in found.counterfactuals.values() for flip in each.within_reach[:1]]
    least = min(flips, key=lambda flip: len(flip.changes), default=None)
    return f"What would most easily change it: {counterfactual_in_words(rules, least)}" if least else ""


_STATUS = re.compile(r"^status:.*$", re.MULTILINE)
_DATE = re.compile(r"^date: (\d{4}-\d{2}-\d{2})$", re.MULTILINE)
_FRONT = re.compile(r"\A---\n(?P<front>.*?)^---$", re.DOTALL | re.MULTILINE)


def decision(
    found: Overview, rules: RuleBase, profile: Profile, path: str, *, dated: str, supersedes: str | None = None
) -> str:
    """The record in Markdown.

    `path` is the profile's; of it the command that confirms the decision has the name alone, because a record is read
    on other machines. `dated` is the day of the decision, YYYY-MM-DD, where the profile does not tell it in `decided`.
    `supersedes` is the file name of the record that this one takes the place of.
    """
    advice = found.project.advice
    chosen = profile.choice or advice.recommended
    decided = profile.decided
    day = decided.on if decided and decided.choice == chosen else dated
    blocks = (
        _front(found, chosen, profile, day),
        f"# {_title(found, rules, chosen)}",
        *context(found, rules, profile),
        *outcome(found, rules, chosen, profile, path),
        *options(found, rules, chosen),
        *more(found, rules, chosen, day, supersedes),
    )
    return "\n\n".join(blocks) + "\n"


def _told(found: Overview, rules: RuleBase, chosen: str | None) -> Iterator[Rule | OutcomeRule]:
    """The rules whose sentences the record gives."""
    answer = found.project.advice
    for ranked in answer.ranking:
        first = ranked.framework == chosen == answer.ranking[0].framework
        given = _consequences(ranked) if first else _weightiest(ranked)
        yield from (_cited_for(entry, ranked, rules) for entry in given)
    if chosen != answer.recommended and (compared := reasons(answer, rules, chosen)):
        for reason in (*joined(compared.pro)[:_MOST], *joined(compared.contra)[:_MOST]):
            yield from map(rules.rule, told(reason, compared, rules).rules)
    yield from (rules.rule(out.rule) for out in answer.excluded)
    if chosen is None and answer.why_outcome:
        yield rules.outcomes[answer.why_outcome]


def date_of(text: str) -> str | None:
    """The day that a record gives as its date; None where it gives none."""
    front = _FRONT.match(text)
    dated = _DATE.search(front["front"]) if front else None
    return dated[1] if dated else None


def superseded(text: str, by: str) -> str | None:
    """An older record with its status set to superseded by the record in file `by`; None where it is no record."""
    front = _FRONT.match(text)
    if front is None or not _STATUS.search(front["front"]):
        return None
    status = f"status: {json.dumps(f'superseded by [{by}]({quote(by)})')}"
    changed = _STATUS.sub(lambda _: status, front["front"], count=1)
    return text[: front.start("front")] + changed + text[front.end("front") :]


def _front(found: Overview, chosen: str | None, profile: Profile, day: str) -> str:
    accepted = profile.choice is not None and profile.choice == found.project.advice.recommended
    status = "accepted" if accepted else "proposed"
    return f'---\nstatus: "{status}"\ndate: {day}\n---'


def _title(found: Overview, rules: RuleBase, chosen: str | None) -> str:
    project = found.project.advice.profile
    return escape(f"Use {_named(found, rules, chosen)}" + (f" for {project}" if project else ""))
