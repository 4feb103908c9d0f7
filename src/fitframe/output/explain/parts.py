"""Parts that several kinds of things have: facts, lists, where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from fitframe.model.fields import Way
from fitframe.model.rulebase import Criterion, Rule, RuleBase
from fitframe.output.document import Block, Heading, Item, Items


def facts(*pairs: tuple[str, str | None]) -> Items:
    """Names with what they are; a pair whose second half is empty is left out."""
    return Items(tuple(Item(text, f"{name}:") for name, text in pairs if text))


def listing(title: str, items: Iterable[Item]) -> Iterator[Block]:
    """A heading over a list; nothing where the list is empty."""
    if found := tuple(items):
        yield Heading(title)
        yield Items(found)


def origin(rules: RuleBase, kind: str, name: str) -> tuple[str, str | None]:
    """The fact of where something stands."""
    return "Stands at", rules.origins.get(f"{kind}:{name}")


def plain(model: BaseModel) -> dict[str, object]:
    """A model's fields as JSON has them, without those that are not set."""
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


def all_rules(rules: RuleBase) -> Iterator[tuple[Criterion, Rule]]:
    """Every rule with its criterion."""
    for criterion in rules.criteria.values():
        for rule in criterion.rules:
            yield criterion, rule


def spoken_of(framework: str, rule: Rule) -> dict[str, float | None]:
    """The ways to run a framework that a rule speaks of, each with its rating, or None where it is ruled out."""
    spoken: dict[str, float | None] = {**rule.judged, **dict.fromkeys(rule.blocks)}
    return {way: rating for way, rating in spoken.items() if Way(way).framework == framework}
