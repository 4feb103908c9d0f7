"""The sections of a page of advice: reasons, risks, exclusions, disagreements, toolchain, open questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fitframe.model.fields import Status, Tier, first_day
from fitframe.model.recommendation import OpenQuestion, PartAdvice, Path, Recommendation
from fitframe.model.rulebase import RuleBase
from fitframe.output.document import Block, Heading, Item, Items, Paragraph, Tone
from fitframe.output.reasons import Reason, reasons
from fitframe.output.wording import (
    cited,
    criterion_title,
    framework_name,
    listed,
    sentence,
    shortened,
    statement,
    steps,
    tool_status,
    tool_statuses,
    way,
)


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
    return Item(_reason_in_words(reason, names, rules), label, Tone.GOOD if good else Tone.BAD)


def _reason_in_words(reason: Reason, names: Sequence[str], rules: RuleBase) -> str:
    title = criterion_title(rules, reason.mine.criterion)
    if reason.mine.weakest_link:
        return f"Weakest must-have: {_weakest_links(reason, names, rules)}."
    because = statement(rules, reason.rule) if reason.rule else "No source that counts speaks of this."
    return f"{title} ({reason.mine.importance}): {because}"


def _weakest_links(reason: Reason, names: Sequence[str], rules: RuleBase) -> str:
    links = [link for link in (reason.mine, reason.theirs) if link]
    same = len({link.criterion for link in links}) == 1
    parts = [
        f"{name} {link.rating:.1f} of 4" + ("" if same else f" on {criterion_title(rules, link.criterion)}")
        for name, link in zip(names, links, strict=False)
    ]
    return (f"{criterion_title(rules, reason.mine.criterion)}: " if same else "") + ", ".join(parts)


WEAK = 2.0
"""A need that matters and is met no better than this deserves a warning."""


def to_watch(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    """What to know before acting on the advice: needs met badly, things to find out, a choice past its prime."""
    items = [*_past_its_prime(answer, rules), *_badly_met(answer, rules)]
    items += [Item(f"Find out: {rules.questions[question].prompt}") for question in answer.to_find_out]
    yield from section("What to watch", items)


def _past_its_prime(answer: Recommendation, rules: RuleBase) -> Iterator[Item]:
    tool = rules.tools.get(answer.recommended or "")
    if tool and tool.status_on(first_day(answer.as_of)) != Status.ACTIVE:
        yield Item(" ".join(filter(None, (tool_status(rules, tool, first_day(answer.as_of)), tool.instead))))


def _badly_met(answer: Recommendation, rules: RuleBase) -> Iterator[Item]:
    for ranked in answer.ranking[:1]:
        name = framework_name(rules, way(ranked))
        for need in ranked.contributions:
            if need.importance in ("high", "decisive") and need.rating <= WEAK and not need.weakest_link:
                worst = min(need.rules, key=lambda rule: rules.rule(rule).judged.get(way(ranked), WEAK), default=None)
                because = statement(rules, worst) if worst else "No source that counts speaks of it."
                title = criterion_title(rules, need.criterion)
                yield Item(f"{title} ({need.importance}): {need.rating:.1f} of 4 for {name}. {because}")


def exclusions(answer: Recommendation, rules: RuleBase, *, full: bool = True) -> Iterator[Block]:
    """The frameworks that are out, and those that open answers might rule out: the leader, or all in full."""
    yield from section("Ruled out", [Item(_blocked(e.framework, e.rule, rules)) for e in answer.excluded])
    if full:
        maybe = [
            Item(f"{_blocked(e.framework, e.rule, rules)} It depends on {_titles(e.questions, rules)}.")
            for e in answer.possible
        ]
    else:
        maybe = list(_leader_at_risk(answer, rules))
    yield from section("Might be ruled out", maybe)


def _leader_at_risk(answer: Recommendation, rules: RuleBase) -> Iterator[Item]:
    open_ = {q for e in answer.possible if e.framework == answer.recommended for q in e.questions}
    if open_:
        ordered = [question for question in rules.questions if question in open_]
        name = framework_name(rules, answer.recommended or "")
        yield Item(f"{name} itself, by rare answers to {_titles(ordered, rules)} (-v says which).")


def _titles(questions: Iterable[str], rules: RuleBase) -> str:
    return listed(rules.questions[question].title for question in questions)


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
    """Where sources rate one framework on one criterion far apart: both sides. The first two frameworks, or all."""
    items = [
        Item(
            f"{criterion_title(rules, apart.criterion)}, {framework_name(rules, apart.framework)}: "
            f"{statement(rules, apart.high)} But: {statement(rules, apart.low)}"
        )
        for apart in answer.disagreements
        if full or apart.framework in _first_two(answer)
    ]
    yield from section("Where sources disagree", items, None if full else 2)


def _first_two(answer: Recommendation) -> set[str]:
    return {ranked.framework for ranked in answer.ranking[:2]}


def set_aside(answer: Recommendation, rules: RuleBase, *, full: bool) -> Iterator[Block]:
    """Claims that no longer count, by the rule that overrules them; on the first two frameworks, or on all in full.

    First those of the most sources that are not official. In short, only claims of such sources stand here.
    """
    overruled: dict[str, dict[str, None]] = {}
    for aside in answer.set_aside:
        believed = _believers([aside.rule], rules) and _first_two(answer) & set(aside.frameworks)
        if full or believed:
            overruled.setdefault(aside.by, {})[aside.rule] = None
    groups = sorted(overruled.items(), key=lambda group: (-len(_believers(group[1], rules)), group[0]))
    items = [Item(_overruled(by, list(losers), rules)) for by, losers in groups]
    yield from section("Common claims we discounted", items, None if full else 2)


def _believers(rule_ids: Iterable[str], rules: RuleBase) -> list[str]:
    """The sources of some rules that are not official."""
    cited = {evidence.source for rule in rule_ids for evidence in rules.rule(rule).evidence}
    return sorted(name for name in cited if rules.sources[name].tier is not Tier.OFFICIAL)


def _overruled(by: str, losers: Sequence[str], rules: RuleBase) -> str:
    widest = max(losers, key=lambda rule: len(_believers([rule], rules)))
    more = len(losers) - 1
    others = f", with {more} more {'statement' if more == 1 else 'statements'}" if more else ""
    claim = f"“{rules.rule(widest).because}” ({shortened(_believers(losers, rules) or ['official'], 5)}{others})"
    return f"{claim} But: {statement(rules, by)}"


def conditions(answer: Recommendation) -> str:
    """What the project would have to change for the leader to be usable; empty where nothing."""
    needed = [condition.provided.rstrip(".") for ranked in answer.ranking[:1] for condition in ranked.provided]
    return sentence(f"provided that {listed(needed)}") if needed else ""


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
    """The toolchain that takes the choice to each need of the project, step by step."""
    yield from section("Suggested toolchain", [Item(_path(path, rules)) for path in answer.paths])


def _path(path: Path, rules: RuleBase) -> str:
    need = rules.questions[path.question].choices[path.answer]
    if path.route is None:
        return f"{need}: we know no way there."
    route = rules.routes[path.route]
    return f"{need}: {steps(route, rules)}. {route.because} {cited(route.evidence)}"


def tools(answer: Recommendation, rules: RuleBase, *, full: bool = True) -> Iterator[Block]:
    """The tools that the choice leads to, with what to use instead of those that are not active."""
    found = [rules.tools[tool] for tool in dict.fromkeys(use.tool for use in answer.tools)]
    yield from section("Tools on this path", tool_statuses(rules, found, None if full else 8, first_day(answer.as_of)))


def open_questions(answer: Recommendation, rules: RuleBase, *, full: bool) -> Iterator[Block]:
    """The open questions worth answering next, and what each answer would do."""
    telling = [entry for entry in answer.open_questions if full or entry.could_change or entry.essential]
    items = [Item(_question(entry, rules), f"{entry.question}:") for entry in telling or answer.open_questions[:2]]
    if any(entry.could_change for entry in telling):
        title = "Answering these would settle it"
    else:
        title = "Worth answering next"
        items = [Item("No single answer would put another framework first; these say most."), *items] if items else []
    yield from section(title, items, None if full else 3)


def _question(entry: OpenQuestion, rules: RuleBase) -> str:
    first: dict[str, list[str]] = {}
    for choice, framework in entry.could_change.items():
        first.setdefault(framework, []).append(f"'{choice}'")
    changes = "; ".join(
        f"{listed(choices, 'or')} would put {framework_name(rules, name)} first" for name, choices in first.items()
    )
    essential = "Essential: without it we call no advice clear." if entry.essential else ""
    return " ".join(filter(None, (rules.questions[entry.question].prompt, changes and f"{changes}.", essential)))
