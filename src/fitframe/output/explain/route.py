"""A route in full."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.model.rulebase import RuleBase
from fitframe.output.document import Block, Heading, Item, Paragraph
from fitframe.output.explain.parts import evidence, facts, listing, origin, plain
from fitframe.output.wording import framework_name, in_words, standings


def blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """Where it leads from and to, its steps, and what it rests on."""
    route = rules.routes[name]
    ((question, choice),) = route.reaches.items()
    yield Heading(f"{name} (route)", level=1)
    yield Paragraph(route.because)
    yield facts(
        ("From", framework_name(rules, route.framework)),
        ("To", f"{rules.questions[question].choices[choice]} ({question}: {choice})"),
        ("Holds when", in_words(route.when, rules.questions)),
        ("Support", f"{route.support:g} of 4"),
        ("Since", route.since),
        origin(rules, "route", name),
    )
    yield from listing("Steps", (Item(hop.tool, f"{hop.step}:") for hop in route.hops))
    yield from listing("Its tools", standings(rules, {h.tool: rules.tools[h.tool] for h in route.hops}.values()))
    yield from evidence(rules, route.evidence)


def data(rules: RuleBase, name: str) -> dict[str, object]:
    """The route's fields."""
    return plain(rules.routes[name])
