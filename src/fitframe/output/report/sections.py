"""The sections of the page: first what a reader should see first, then what stands behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from fitframe.model.profile import Profile
from fitframe.model.rulebase import RuleBase
from fitframe.output import charts
from fitframe.output import closer_look as doubts
from fitframe.output import closer_look as turning
from fitframe.output import sections as grounds
from fitframe.output import sections as outlook
from fitframe.output.document import Block, Heading, Items
from fitframe.output.markup import Markup, joined, tag
from fitframe.output.recommendation import WORLDS
from fitframe.output.report.blocks import write
from fitframe.output.report.evidence import evidence
from fitframe.output.report.heat import heat_map
from fitframe.output.wording import criterion_title, framework_name, meanings, percent
from fitframe.sensitivity.overview import Overview

_SHOWN = 5
"""So many flips of a kind, tipping points and near misses."""


def first(found: Overview, rules: RuleBase) -> Iterator[Markup | None]:
    """What a reader should see first."""
    answer = found.situation.advice
    yield write(outlook.parts(answer, rules))
    if answer.ranking:
        yield joined(tag("h2", "Ranking"), charts.ranking(answer, rules), tag("p", WORLDS, class_="quiet"))
    yield write(grounds.collisions(answer, rules))
    yield _doubt(found, rules)
    yield write(grounds.for_and_against(answer, rules, full=True))
    yield write(grounds.exclusions(replace(answer, possible=()), rules))
    yield _folded(grounds.exclusions(replace(answer, excluded=()), rules))
    yield _turns(found, rules)


def details(found: Overview, rules: RuleBase, profile: Profile) -> Iterator[Markup | None]:
    """What stands behind it."""
    answer, leader = found.situation.advice, found.situation.leader
    if answer.ranking:
        figures = (
            tag(
                "div", tag("h3", f"{framework_name(rules, r.framework)}: {r.score:.1f}"), charts.contributions(r, rules)
            )
            for r in answer.ranking
        )
        yield tag("h2", "What makes each score")
        yield tag("p", "The points that each criterion gives, out of what it could give.")
        yield tag("div", *figures, class_="grid")
        yield tag("h2", "Ratings")
        yield tag("p", "From 0 to 4; after ± how far a rating is plausible to either side. No source: 2 is assumed.")
        yield heat_map(answer, rules)
    yield write(outlook.paths(answer, rules))
    yield write(outlook.tools(answer, rules))
    telling = tuple(entry for entry in answer.open_questions if entry.could_change or entry.essential)
    yield write(outlook.open_questions(replace(answer, open_questions=telling), rules, full=True))
    yield write(turning.near_misses(rules, found.near_misses[:_SHOWN], leader))
    yield write(doubts.footing(rules, found.footing, leader))
    yield write(grounds.disagreements(answer, rules, full=True))
    yield _folded(grounds.set_aside(answer, rules, full=True))
    yield joined(tag("h2", "Evidence"), evidence(answer, rules))
    yield from _profile(profile, rules)


def _folded(blocks: Iterable[Block]) -> Markup | None:
    """A long section that opens at a click, under its own heading."""
    found = [*blocks]
    if not found or not isinstance(found[0], Heading):
        return None
    head, *rest = found[0], *found[1:]
    return tag("details", tag("summary", f"{head.text} ({_count(rest)})"), write(rest), class_="section")


def _count(blocks: Iterable[Block]) -> int:
    return sum(len(block.items) for block in blocks if isinstance(block, Items))


def _doubt(found: Overview, rules: RuleBase) -> Markup | None:
    causes = found.doubt.causes
    if not causes:
        return None
    name = framework_name(rules, str(found.situation.leader))
    parts: list[tuple[str, float]] = [("first", 1 - found.doubt.doubt), *((cause.kind, cause.part) for cause in causes)]
    words = {"first": f"{name} comes first", **doubts.CAUSES}
    told = {"first": percent(1 - found.doubt.doubt), **doubts.shares(found.doubt)}
    key = (tag("li", _swatch(kind), f"{words[kind]}: {told[kind]}") for kind, _ in parts)
    return joined(
        tag("h2", "Where the doubt comes from"),
        charts.doubt(parts, told),
        tag("ul", *key, class_="key"),
        tag("p", doubts.advice(rules, found.doubt, found.situation.leader)),
    )


def _swatch(kind: str) -> Markup:
    return tag("svg", tag("rect", width=10, height=10, class_=f"part {kind}"), viewBox="0 0 10 10", aria_hidden="true")


def _turns(found: Overview, rules: RuleBase) -> Markup:
    return joined(
        tag("h2", "What would change it"),
        tag("p", "The smallest changes that put another framework first, each worked out on the changed profile."),
        write(turning.turned(rules, found.turns, most=_SHOWN), lower=1),
        write(turning.tipping_points(rules, found.tipping_points, _SHOWN), lower=1),
    )


def _profile(profile: Profile, rules: RuleBase) -> Iterator[Markup]:
    yield tag("h2", "What the project says of itself")
    said = [
        (rules.questions[name].title, "; ".join(meanings(rules, name, answer)))
        for name, answer in profile.answers.items()
        if answer
    ]
    said += [(f"Priority of {criterion_title(rules, name)}", level.value) for name, level in profile.priorities.items()]
    rows = (tag("tr", tag("th", about, scope="row"), tag("td", words)) for about, words in said)
    yield tag("table", tag("tbody", *rows)) if said else tag("p", "Nothing is answered yet.")
