"""A framework in full."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean

from fitframe.model.rulebase import RuleBase
from fitframe.output.document import Block, Heading, Item, Paragraph
from fitframe.output.explain import winning
from fitframe.output.explain.parts import all_rules, facts, listing, origin, plain, spoken_of
from fitframe.output.wording import criterion_title, listed, standings, thing_name

_MOST = 5
"""So many best and worst criteria are shown."""


def blocks(rules: RuleBase, name: str) -> Iterator[Block]:
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
    yield from winning.blocks(rules, name)
    tools = (tool for tool in rules.tools.values() if tool.belongs_to == name)
    yield from listing("Its tools", standings(rules, tools))


def data(rules: RuleBase, name: str) -> dict[str, object]:
    """The framework's fields, its mean rating on each criterion, for whom it wins, and its tools."""
    ratings = {criterion: round(rating, 3) for criterion, rating in mean_ratings(rules, name).items()}
    tools = [tool.id for tool in rules.tools.values() if tool.belongs_to == name]
    return {**plain(rules.frameworks[name]), "mean_ratings": ratings, "wins": winning.data(rules, name), "tools": tools}


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
    half = min(_MOST, len(items) // 2)
    if not half:
        yield from listing("Where its rules rate it", items)
        return
    yield from listing("Where its rules rate it best, of 4, before any project's answers", items[:half])
    yield from listing("Where its rules rate it worst", items[::-1][:half])
