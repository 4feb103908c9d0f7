"""What follows from a recommendation: the tools it leads to, and what to answer to be surer."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.models import RuleBase, first_day
from fitframe.render.document import Block, Heading, Item, Items, Paragraph
from fitframe.render.grounds import section
from fitframe.render.names import cited, framework_name, listed, sentence
from fitframe.render.routes import steps
from fitframe.render.tool_status import standings
from fitframe.report import OpenQuestion, PartAdvice, Path, Recommendation


def parts(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    """The kinds of work inside the project that want a framework each, and which."""
    if answer.parts:
        splits = dict.fromkeys(part.split for part in answer.parts)
        yield Heading("Its parts want different frameworks")
        yield Paragraph(" ".join(sentence(rules.splits[name].because) for name in splits))
        yield Items(tuple(Item(_part(part, rules)) for part in answer.parts))


def _part(part: PartAdvice, rules: RuleBase) -> str:
    if part.recommended is None:
        return f"{part.name}: no framework fits"
    return f"{part.name}: {framework_name(rules, part.recommended)} ({part.confidence})"


def paths(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    """How the choice gets to each need of the project, step by step."""
    yield from section("How it gets there", [Item(_path(path, rules)) for path in answer.paths])


def _path(path: Path, rules: RuleBase) -> str:
    need = rules.questions[path.question].choices[path.answer]
    if path.route is None:
        return f"{need}: no path is known."
    route = rules.routes[path.route]
    return f"{need}: {steps(route, rules)}. {route.because} {cited(route.evidence)}"


def tools(answer: Recommendation, rules: RuleBase, *, full: bool = True) -> Iterator[Block]:
    """The tools that the choice leads to, with what to use instead of those that are not active."""
    found = [rules.tools[tool] for tool in dict.fromkeys(use.tool for use in answer.tools)]
    yield from section("Tools on this path", standings(rules, found, None if full else 8, first_day(answer.as_of)))


def open_questions(answer: Recommendation, rules: RuleBase, *, full: bool) -> Iterator[Block]:
    """The open questions worth answering next, and what each answer would do."""
    telling = [entry for entry in answer.open_questions if full or entry.could_change or entry.essential]
    items = [Item(_question(entry, rules), f"{entry.question}:") for entry in telling or answer.open_questions[:2]]
    if items and not any(entry.could_change for entry in telling):
        items.insert(0, Item("No single answer would put another framework first; these say most."))
    yield from section("To be surer, answer (in the profile or with --set)", items, None if full else 3)


def _question(entry: OpenQuestion, rules: RuleBase) -> str:
    first: dict[str, list[str]] = {}
    for choice, framework in entry.could_change.items():
        first.setdefault(framework, []).append(f"'{choice}'")
    told = "; ".join(
        f"{listed(choices, 'or')} would put {framework_name(rules, name)} first" for name, choices in first.items()
    )
    essential = "Essential: without it no advice is called clear." if entry.essential else ""
    return " ".join(filter(None, (rules.questions[entry.question].prompt, told and f"{told}.", essential)))
