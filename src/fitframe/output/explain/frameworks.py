"""Frameworks, tools and routes in full: what there is to choose, and what a choice leads to."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean

from fitframe.model.rulebase import RuleBase
from fitframe.output.document import Block, Heading, Item, Paragraph
from fitframe.output.explain.evidence import evidence, evidence_data, verified, verified_data
from fitframe.output.explain.parts import all_rules, facts, listing, origin, plain, spoken_of
from fitframe.output.explain.signals import known_by
from fitframe.output.wording import (
    criterion_title,
    framework_name,
    in_words,
    listed,
    percent,
    statement,
    thing_name,
    tool_status,
    tool_statuses,
)
from fitframe.sensitivity.central_weights import CentralWeights, Typical

_EXTREMES = 5
"""So many best and worst criteria are shown."""
_TYPICAL = 3
"""So many criteria and answers that are typical of the projects won are shown."""
_CLEAR = 0.01
"""A criterion that has only so much more of all weight is left out."""


def framework_blocks(rules: RuleBase, name: str, won: CentralWeights) -> Iterator[Block]:
    """Its character, where its rules rate it best and worst, for whom it wins, and its tools."""
    framework = rules.frameworks[name]
    yield Heading(f"{framework.name} (framework {name})", level=1)
    yield Paragraph(framework.character)
    yield facts(
        ("Package", framework.package),
        ("Imported as", framework.imports),
        ("Also called", ", ".join(framework.aliases)),
        ("Runs on", listed(thing_name(rules, backend) for backend in framework.backends)),
        ("Home", framework.home),
        origin(rules, "framework", name),
    )
    yield from _extremes(rules, mean_ratings(rules, name))
    yield from listing(f"Who should choose {framework.name}", map(Item, _who_should_choose(rules, won)))
    tools = (tool for tool in rules.tools.values() if tool.belongs_to == name)
    yield from listing("Its tools", tool_statuses(rules, tools))


def framework_data(rules: RuleBase, name: str, won: CentralWeights) -> dict[str, object]:
    """The framework's fields, its mean rating on each criterion, for whom it wins, and its tools."""
    ratings = {criterion: round(rating, 3) for criterion, rating in mean_ratings(rules, name).items()}
    tools = [tool.id for tool in rules.tools.values() if tool.belongs_to == name]
    wins = {
        "projects": won.projects,
        "share": round(won.share, 3),
        "answers": [_rounded(each) for each in won.answers[:_TYPICAL]],
        "priorities": [_rounded(each) for each in won.priorities[:_TYPICAL]],
    }
    return {**plain(rules.frameworks[name]), "mean_ratings": ratings, "wins": wins, "tools": tools}


def mean_ratings(rules: RuleBase, name: str) -> dict[str, float]:
    """The plain mean of its rules' ratings on each criterion, best first; overruled rules are left out.

    No project's answers are looked at, so this is a sketch of its strengths, never a score.
    """
    overruled = {old for _, rule in all_rules(rules) if spoken_of(name, rule) for old in rule.supersedes}
    given: dict[str, list[float]] = {}
    for criterion, rule in all_rules(rules):
        if rule.id not in overruled:
            ratings = [rating for way, rating in spoken_of(name, rule).items() if rating is not None]
            given.setdefault(criterion.id, []).extend(ratings)
    means = {criterion: fmean(ratings) for criterion, ratings in given.items() if ratings}
    return dict(sorted(means.items(), key=lambda pair: (-pair[1], pair[0])))


def _extremes(rules: RuleBase, means: dict[str, float]) -> Iterator[Block]:
    items = [Item(f"{criterion_title(rules, name)} ({name})", f"{rating:.1f}") for name, rating in means.items()]
    half = min(_EXTREMES, len(items) // 2)
    if not half:
        yield from listing("Where its rules rate it", items)
        return
    yield from listing("Where its rules rate it best, of 4, before any project's answers", items[:half])
    yield from listing("Where its rules rate it worst", items[::-1][:half])


def _who_should_choose(rules: RuleBase, won: CentralWeights) -> Iterator[str]:
    """How often it wins among projects drawn over the answer space, and what is typical of those."""
    yield (
        f"Of {won.projects} projects drawn at random, each question answered as projects usually do, "
        f"it is first for {percent(won.share)}."
    )
    if not won.enough:
        yield "Those are too few to say what is typical of them."
        return
    priorities = [f"{criterion_title(rules, e.id)} ({_against(e)})" for e in won.priorities if e.excess >= _CLEAR]
    if priorities:
        yield f"In these projects more of all weight than usual is on {listed(priorities[:_TYPICAL])}."
    answers = [f"{_answer(rules, each.id)} ({percent(each.share)})" for each in won.answers[:_TYPICAL]]
    if answers:
        yield f"Answers without which it would not be first, and in how many of these projects: {listed(answers)}."
    if not priorities and not answers:
        yield "Nothing sets them apart from other projects more clearly than chance could."


def _against(each: Typical) -> str:
    return f"{percent(each.share)} against {percent(each.usual)}"


def _answer(rules: RuleBase, key: str) -> str:
    question, _, choice = key.partition("=")
    return f"{rules.questions[question].title}: {rules.questions[question].choices[choice]}"


def _rounded(each: Typical) -> dict[str, object]:
    return {"id": each.id, "share": round(each.share, 3), "usual": round(each.usual, 3)}


def tool_blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """Where it stands in its life, what to use instead, and which rules lead to it."""
    tool = rules.tools[name]
    yield Heading(f"{tool.name} (tool {name})", level=1)
    yield Paragraph(f"{tool_status(rules, tool)} {tool.summary}")
    yield facts(
        ("Belongs to", tool.belongs_to and thing_name(rules, tool.belongs_to)),
        ("Instead", tool.instead),
        verified(rules, name),
        origin(rules, "tool", name),
    )
    yield from known_by(rules, name)
    heirs = (rules.tools[heir] for heir in tool.successor if heir in rules.tools)
    yield from listing("Its successors", tool_statuses(rules, heirs))
    yield from evidence(rules, tool.evidence)
    yield from listing(
        "Rules that lead to it", (Item(f"{rule}: {statement(rules, rule)}") for rule in rules_leading_to(rules, name))
    )


def tool_data(rules: RuleBase, name: str) -> dict[str, object]:
    """The tool's fields, its successors' status, and the rules that lead to it."""
    tool = rules.tools[name]
    statuses = {heir: rules.tools[heir].status for heir in tool.successor if heir in rules.tools}
    return {
        **plain(tool),
        "evidence": evidence_data(rules, tool.evidence),
        "successor_status": statuses,
        "rules": rules_leading_to(rules, name),
        "verified": verified_data(rules, name),
    }


def rules_leading_to(rules: RuleBase, name: str) -> list[str]:
    """The rules that lead to the tool."""
    return [rule.id for _, rule in all_rules(rules) if name in rule.via]


def route_blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """Where it leads from and to, its steps, and what it rests on."""
    route = rules.routes[name]
    ((question, choice),) = route.reaches.items()
    yield Heading(f"{name} (route)", level=1)
    yield Paragraph(route.because)
    yield facts(
        ("From", framework_name(rules, route.framework)),
        ("To", f"{rules.questions[question].choices[choice]} ({question}: {choice})"),
        ("Holds when", in_words(route.when, rules.questions)),
        ("Not when", in_words(route.unless, rules.questions) if route.unless else None),
        ("Support", f"{route.support:g} of 4"),
        ("Since", route.since),
        verified(rules, name),
        origin(rules, "route", name),
    )
    yield from listing("Steps", (Item(hop.tool, f"{hop.step}:") for hop in route.hops))
    yield from listing("Its tools", tool_statuses(rules, {h.tool: rules.tools[h.tool] for h in route.hops}.values()))
    yield from evidence(rules, route.evidence)


def route_data(rules: RuleBase, name: str) -> dict[str, object]:
    """The route's fields."""
    route = rules.routes[name]
    return {
        **plain(route),
        "evidence": evidence_data(rules, route.evidence),
        "verified": verified_data(rules, name),
    }
