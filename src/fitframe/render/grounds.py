"""The grounds of a recommendation: what speaks for it and against it, and what was said that does not count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fitframe.models import RuleBase
from fitframe.render.document import Block, Heading, Item, Items, Tone
from fitframe.render.names import criterion_title, framework_name, listed, sentence, statement, way
from fitframe.render.reasons import Reason, reasons
from fitframe.report import Recommendation, SetAside


def section(title: str, items: Sequence[Item], most: int | None = None) -> tuple[Block, ...]:
    """A heading over the first `most` of `items` (None: all); nothing where there are none."""
    if not items:
        return ()
    shown = tuple(items[:most])
    count = f" ({len(shown)} of {len(items)}; -v shows all)" if len(shown) < len(items) else ""
    return Heading(title + count), Items(shown)


def for_and_against(answer: Recommendation, rules: RuleBase, *, full: bool) -> Iterator[Block]:
    """The reasons, strongest first, with the points by which each puts the leader ahead or behind."""
    if not answer.ranking:
        return
    pro, contra = reasons(answer, rules)
    names = [framework_name(rules, way(ranked)) for ranked in answer.ranking[:2]]
    measure = f"points ahead of {names[1]}" if names[1:] else "points it earns"
    yield from section(
        f"What speaks for {names[0]}, in {measure}", [_reason(r, names, rules) for r in pro], None if full else 5
    )
    yield from section("What speaks against it", [_reason(r, names, rules) for r in contra], None if full else 3)


def _reason(reason: Reason, names: Sequence[str], rules: RuleBase) -> Item:
    good = reason.points > 0
    label = f"{reason.points:+.1f}" if reason.theirs else f"{reason.points:.1f}"
    return Item(_told(reason, names, rules), label, Tone.GOOD if good else Tone.BAD)


def _told(reason: Reason, names: Sequence[str], rules: RuleBase) -> str:
    title = criterion_title(rules, reason.mine.criterion)
    if reason.mine.weakest_link:
        return f"Weakest must-have: {_weakest_links(reason, names, rules)}."
    said = statement(rules, reason.rule) if reason.rule else "No source that counts speaks of this."
    return f"{title} ({reason.mine.importance}): {said}"


def _weakest_links(reason: Reason, names: Sequence[str], rules: RuleBase) -> str:
    links = [link for link in (reason.mine, reason.theirs) if link]
    same = len({link.criterion for link in links}) == 1
    told = [
        f"{name} {link.rating:.1f} of 4" + ("" if same else f" on {criterion_title(rules, link.criterion)}")
        for name, link in zip(names, links, strict=False)
    ]
    return (f"{criterion_title(rules, reason.mine.criterion)}: " if same else "") + ", ".join(told)


def exclusions(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    """The frameworks that are out, and those that open answers might rule out."""
    out = [Item(_blocked(e.framework, e.rule, rules)) for e in answer.excluded]
    yield from section("Ruled out", out)
    maybe = [
        Item(
            f"{_blocked(e.framework, e.rule, rules)} "
            f"It depends on what is not answered: {listed(rules.questions[q].title for q in e.questions)}."
        )
        for e in answer.possible
    ]
    yield from section("Might be ruled out", maybe)


def _blocked(framework: str, rule: str, rules: RuleBase) -> str:
    return f"{framework_name(rules, framework)}: {statement(rules, rule)} ({rule})"


def collisions(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    """Where nothing fits: the answers that stand in the way, and what each alone keeps out."""
    items = [
        Item(
            f"Without the answer to {rules.questions[c.question].title} ({c.question}), "
            f"{listed(framework_name(rules, name) for name in c.frees)} would not be ruled out."
        )
        for c in answer.collisions
    ]
    yield from section("What stands in the way", items)


def disagreements(answer: Recommendation, rules: RuleBase, *, full: bool) -> Iterator[Block]:
    """Where sources rate one framework on one criterion far apart: both sides."""
    items = [
        Item(
            f"{criterion_title(rules, apart.criterion)}, {framework_name(rules, apart.framework)}: "
            f"{statement(rules, apart.high)} But: {statement(rules, apart.low)}"
        )
        for apart in answer.disagreements
    ]
    yield from section("Where sources disagree", items, None if full else 3)


def set_aside(answer: Recommendation, rules: RuleBase, *, full: bool) -> Iterator[Block]:
    """What was said and no longer counts, and what overrules it."""
    items = [Item(_overruled(aside, rules)) for aside in answer.set_aside]
    yield from section("Said, but no longer counted", items, None if full else 3)


def _overruled(aside: SetAside, rules: RuleBase) -> str:
    names = listed(framework_name(rules, framework) for framework in aside.frameworks)
    return f"{statement(rules, aside.rule)} Set aside for {names}: {statement(rules, aside.by)}"


def conditions(answer: Recommendation) -> str:
    """What the project would have to change for the leader to be usable; empty where nothing."""
    needed = [condition.provided.rstrip(".") for ranked in answer.ranking[:1] for condition in ranked.provided]
    return sentence(f"provided that {listed(needed)}") if needed else ""
