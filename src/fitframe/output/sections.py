"""The sections of a page of advice: reasons, risks, track record, exclusions, disagreements, toolchain, questions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from fitframe.model.evidence import Aftermath
from fitframe.model.fields import NO_FRAMEWORK, Outcome, Status, Tier, first_day
from fitframe.model.recommendation import Contribution, OpenQuestion, PartAdvice, Path, Recommendation, SimilarDecision
from fitframe.model.rulebase import RuleBase
from fitframe.output.document import Block, Heading, Item, Items, Paragraph, Tone, web_address
from fitframe.output.reasons import MIDDLE, Reason, Reasons, Said, in_words, reasons, said_of
from fitframe.output.wording import (
    chances,
    cited,
    criterion_title,
    framework_name,
    inline,
    listed,
    percent,
    points,
    sentence,
    shortened,
    statement,
    steps,
    thing_name,
    tool_status,
    tool_statuses,
    verified_words,
    way,
)


def section(title: str, items: Sequence[Item], most: int | None = None) -> tuple[Block, ...]:
    """A heading over the first `most` of `items` (None: all); nothing where there are none."""
    if not items:
        return ()
    shown = tuple(items[:most])
    count = f" ({len(shown)} of {len(items)}; -v shows all)" if len(shown) < len(items) else ""
    return Heading(title + count), Items(shown)


def stated(answer: Recommendation, rules: RuleBase, choice: str | None) -> str:
    """How the framework that the project states stands in the ranking, in a sentence; empty where it states none."""
    if choice is None:
        return ""
    name = framework_name(rules, choice)
    if out := next((one for one in answer.excluded if one.framework == choice), None):
        return f"The project states {name}, which is ruled out ({out.rule})."
    place = next((n for n, one in enumerate(answer.ranking) if one.framework == choice), None)
    if place is None:
        return f"The project states {name}, which was not among the frameworks compared."
    if place == 0:
        return f"The project states {name}, which also comes first here."
    first, mine = answer.ranking[0], answer.ranking[place]
    return (
        f"The project states {name}: number {place + 1} of {len(answer.ranking)}, {points(first.score - mine.score)} "
        f"behind {framework_name(rules, way(first))}, first in {percent(mine.share_first)}."
    )


def for_and_against(answer: Recommendation, rules: RuleBase, stated: str | None = None) -> Iterator[Block]:
    """All reasons, strongest first, with the points by which each puts the first framework ahead or behind.

    They compare it with the framework that the project states, or else with its nearest rival.
    """
    if found := reasons(answer, rules, stated):
        name = framework_name(rules, way(found.best))
        measure = f"points ahead of {framework_name(rules, way(found.rival))}" if found.rival else "points it earns"
        for title, kind in (
            (f"What speaks for {name}, in {measure}", found.pro),
            ("What speaks against it", found.contra),
        ):
            yield from section(title, [_dated(reason_item(r, found, rules), r, answer) for r in kind])


def _dated(item: Item, reason: Reason, answer: Recommendation) -> Item:
    """A reason with when a machine last found its fact true, where one looked."""
    words = verified_words(answer.verified.get(reason.rule or ""))
    return item._replace(text=f"{item.text} {sentence(words)}") if words else item


def reason_item(reason: Reason, found: Reasons, rules: RuleBase) -> Item:
    """A reason with its points before it."""
    label = f"{reason.points:+.1f}" if reason.theirs else f"{reason.points:.1f}"
    return Item(in_words(reason, found, rules), label, Tone.GOOD if reason.points > 0 else Tone.BAD)


WEAK = 2.0
"""A need that matters and is met no better than this deserves a warning."""


def to_watch(answer: Recommendation, rules: RuleBase, stated: str | None = None) -> Iterator[Block]:
    """What to know before acting on the advice: needs met badly, things to find out, a choice past its prime."""
    yield from section("What to watch", list(warnings(answer, rules, stated=stated)))


_NAMED = 3
"""So many unconfirmed answers are named, and the others counted."""
_POOR_SCORE = 45.0
"""Of 100 points. With less than that, what counts is met worse than indifferently, on average."""


def warnings(
    answer: Recommendation, rules: RuleBase, told: Collection[str] = (), stated: str | None = None
) -> Iterator[Item]:
    """What to watch, the gravest first; of the criteria in `told` the reader knows that they are badly met.

    `stated` is the framework that the project states: it may be past its prime too. Where something else than a
    framework is advised, nothing is told of the first in the ranking.
    """
    lacking = () if answer.instead else [path for path in answer.paths if not path.route]
    yield from (Item(sentence(path_in_words(path, rules))) for path in lacking)
    for clash in answer.contradictions:
        if not clash.impossible:
            yield Item(f"{clash.because} {clash.ask}")
    if answer.unconfirmed:
        named, rest = answer.unconfirmed[:_NAMED], len(answer.unconfirmed[_NAMED:])
        told = [*(rules.questions[name].title for name in named), *[f"{rest} more"] * bool(rest)]
        yield Item(f"Read from code, not confirmed yet: {listed(told)}. 'fitframe ask' asks whether they are right.")
    yield from _in_doubt(answer, rules)
    yield from _far_from_fitting(answer, rules)
    for framework in dict.fromkeys((answer.recommended, stated)):
        yield from past_its_prime(framework, answer.as_of, rules)
    if answer.move and answer.move.loses:
        lost = listed(_choices(rules, "carry", answer.move.loses))
        yield Item(f"This move does not keep {lost}.")
    yield from _badly_met(answer, rules, told)
    yield from (Item(f"Find out: {rules.questions[question].prompt}") for question in answer.to_find_out)


def _in_doubt(answer: Recommendation, rules: RuleBase) -> Iterator[Item]:
    """The facts behind this advice that a machine no longer found true."""
    behind = [rule for ranked in answer.ranking[:2] for link in ranked.contributions for rule in link.rules]
    for name in dict.fromkeys([*(out.rule for out in answer.excluded), *behind]):
        found = answer.verified.get(name)
        if found and not found.holds:
            told = f"In doubt since {found.day}: {rules.rule(name).because} {sentence(found.seen)} ({name})"
            yield Item(told)


def _far_from_fitting(answer: Recommendation, rules: RuleBase) -> Iterator[Item]:
    """That even the framework advised fits badly; nothing where it does not, or another answer is given."""
    if answer.recommended and answer.ranking[0].score < _POOR_SCORE:
        name, score = framework_name(rules, answer.recommended), f"{answer.ranking[0].score:.0f}"
        yield Item(f"None of these fits well: even {name} reaches {score} of 100 points.")


def _choices(rules: RuleBase, question: str, names: Iterable[str]) -> list[str]:
    return [rules.questions[question].choices[name] for name in names]


def past_its_prime(framework: str | None, as_of: str, rules: RuleBase) -> Iterator[Item]:
    """That a framework is no longer active, and what to take instead; nothing where it is."""
    tool = rules.tools.get(framework or "")
    if tool and tool.status_on(first_day(as_of)) != Status.ACTIVE:
        yield Item(" ".join(filter(None, (tool_status(rules, tool, first_day(as_of)), tool.instead))))


def _badly_met(answer: Recommendation, rules: RuleBase, told: Collection[str]) -> Iterator[Item]:
    for ranked in () if answer.instead else answer.ranking[:1]:
        name = framework_name(rules, way(ranked))
        for need in sorted(ranked.contributions, key=lambda need: not need.rules):  # what no source says comes last
            if (
                need.criterion not in told
                and need.importance in ("high", "decisive")
                and need.rating <= WEAK
                and not need.weakest_link
            ):
                worst = min(need.rules, key=lambda rule: rules.rule(rule).judged.get(way(ranked), WEAK), default=None)
                said = said_of(ranked, need, rules, worst) or (worst and Said(rules.rule(worst).because, worst))
                why = f"{said.words} ({said.rule})" if said else _unsourced(need)
                yield Item(f"{criterion_title(rules, need.criterion)}: {name} {need.rating:.1f} of 4. {why}")


def _unsourced(need: Contribution) -> str:
    """What there is to say of a weak rating behind which no rule stands."""
    return "We found no source." if need.rating == MIDDLE else "No move leads there, so it would be written anew."


def how_often(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    """The section on how often answers like this one held, and which frameworks hold the right one nearly always."""
    found, calibration = answer.how_often, rules.calibration
    if found is None or calibration is None:
        return
    yield Heading("How often such answers hold")
    told = (
        f"Of 100 such answers {chances(found.sound_low, found.sound_high)} hold: nobody would object to them; "
        f"{chances(found.low, found.high)} are among the first choices. We measured {calibration.cases} cases to which "
        f"others gave the answer, {calibration.unseen} of them unseen while rules were made; the figures are those of "
        f"an unseen one. {found.cases} of the cases score like this one."
    )
    sets = calibration.sets
    if found.among:
        names = listed((framework_name(rules, name) for name in found.among), "or")
        told += (
            f" Where a framework is to be chosen, one of those listed here was right in {percent(sets.covers)} of "
            f"{sets.cases} cases, and in {percent(sets.covers_unseen)} of {sets.unseen} unseen ones: {names}."
        )
    yield Paragraph(told)


_AFTERMATH = {
    Aftermath.KEPT: "and kept it",
    Aftermath.REGRETTED: "and regretted it",
    Aftermath.MOVED_AGAIN: "and moved on later",
    Aftermath.UNKNOWN: "(how it went is not known)",
}


def similar_decisions(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    """The section of similar decisions, with their sources, and a word where they point elsewhere."""
    if answer.precedents:
        yield Heading("What projects like this one decided")
        yield Paragraph(
            " ".join(filter(None, ("They give no points: only rules do.", pointing_elsewhere(answer, rules))))
        )
        yield Items(tuple(Item(_with_source(one, rules)) for one in answer.precedents))


def cited_decision(one: SimilarDecision, rules: RuleBase) -> str:
    """A decision in one sentence, with its address."""
    return f"{_decision(one, rules)} {web_address(one.source)}"


def _with_source(one: SimilarDecision, rules: RuleBase) -> str:
    differ = listed(rules.questions[question].title for question in one.unlike)
    unlike = f" Otherwise: {differ}." if differ else ""
    precedent = rules.precedents[one.id]
    return (
        f"{_decision(one, rules)} {sentence(precedent.how)} {sentence(precedent.happened)} "
        f"Alike: {'; '.join(_alike(one, rules))}.{unlike} {web_address(one.source)} ({one.id})"
    )


def _decision(one: SimilarDecision, rules: RuleBase) -> str:
    title = rules.precedents[one.id].title
    return f"{title} ({one.decided[:4]}) chose {thing_name(rules, one.choice)} {_AFTERMATH[one.outcome]}."


def _alike(one: SimilarDecision, rules: RuleBase) -> list[str]:
    """'existing code keras', 'operating system windows and macos': questions with the choices that both have."""
    return [f"{rules.questions[name].title.lower()} {listed(choices)}" for name, choices in one.alike.items()]


def pointing_elsewhere(answer: Recommendation, rules: RuleBase) -> str:
    """A sentence where most of the similar decisions that were not regretted chose something else; else nothing."""
    telling = [one for one in answer.precedents if one.outcome is not Aftermath.REGRETTED]
    others = [one for one in telling if not _agrees(one, answer, rules)]
    if 2 * len(others) <= len(answer.precedents) or not (answer.recommended or answer.instead):
        return ""
    if len(answer.precedents) == 1:
        return "The project most like this one chose otherwise."
    return f"Of the {len(answer.precedents)} projects most like this one {len(others)} chose otherwise."


def _agrees(one: SimilarDecision, answer: Recommendation, rules: RuleBase) -> bool:
    """Whether a decision came to what is advised: the same framework or a tool of it, or the same kind of answer."""
    if answer.outcome in NO_FRAMEWORK:
        return one.comes_to is answer.outcome or one.choice in {other.tool for other in answer.instead}
    tool = rules.tools.get(one.choice)
    named = {*answer.contenders, *([answer.recommended] if answer.recommended else [])}
    return bool(named & {one.choice, tool.belongs_to if tool else None})


def exclusions(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    """The frameworks that are out, and those that open answers might rule out."""
    yield from section("Ruled out", [Item(_blocked(e.framework, e.rule, answer, rules)) for e in answer.excluded])
    maybe = [
        Item(f"{_blocked(e.framework, e.rule, answer, rules)} That depends on {_titles(e.questions, rules)}.")
        for e in answer.possible
    ]
    yield from section("Might be ruled out", maybe)


def _titles(questions: Iterable[str], rules: RuleBase) -> str:
    return listed(inline(rules.questions[question].title) for question in questions)


def _blocked(framework: str, rule: str, answer: Recommendation, rules: RuleBase) -> str:
    words = verified_words(answer.verified.get(rule))
    return f"{framework_name(rules, framework)}: {statement(rules, rule)} ({rule}{', ' * bool(words)}{words})"


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


def disagreements(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    """Where sources rate one framework on one criterion far apart: both sides."""
    items = [
        Item(
            f"{criterion_title(rules, apart.criterion)}, {framework_name(rules, apart.framework)}: "
            f"{statement(rules, apart.high)} But: {statement(rules, apart.low)}"
        )
        for apart in answer.disagreements
    ]
    yield from section("Where sources disagree", items)


def set_aside(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    """Claims that no longer count, by the rule that overrules them; first those of the most unofficial sources."""
    overruled: dict[str, dict[str, None]] = {}
    for aside in answer.set_aside:
        overruled.setdefault(aside.by, {})[aside.rule] = None
    groups = sorted(overruled.items(), key=lambda group: (-len(_believers(group[1], rules)), group[0]))
    items = [Item(_overruled(by, list(losers), rules)) for by, losers in groups]
    yield from section("Common claims we discounted", items)


def _believers(rule_ids: Iterable[str], rules: RuleBase) -> list[str]:
    """The sources of some rules that are not official."""
    cited = {evidence.source for rule in rule_ids for evidence in rules.rule(rule).evidence}
    return sorted(name for name in cited if rules.sources[name].tier is not Tier.OFFICIAL)


def _overruled(by: str, losers: Sequence[str], rules: RuleBase) -> str:
    widest = max(losers, key=lambda rule: len(_believers([rule], rules)))
    more = len(losers) - 1
    others = f", and {more} like it" if more else ""
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
        yield Items(tuple(Item(part_in_words(part, rules)) for part in answer.parts))


def part_in_words(part: PartAdvice, rules: RuleBase) -> str:
    """'the tables: scikit-learn (clear)'."""
    if part.recommended is None:
        return f"{part.name}: no framework fits"
    return f"{part.name}: {framework_name(rules, part.recommended)} ({part.confidence})"


def instead(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    """What to take where no training framework has to be chosen."""
    items = [Item(one.because, f"{thing_name(rules, one.tool)}:") for one in answer.instead]
    yield from section("What to take instead", items)


def contradictions(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    """The needs that cannot all be met, and what would be advised without each of them."""
    for clash in answer.contradictions:
        if clash.impossible:
            yield Paragraph(f"{clash.because} {clash.ask}")
            yield Items(tuple(Item(_without(question, first, rules)) for question, first in clash.without.items()))


def _without(question: str, first: str | None, rules: RuleBase) -> str:
    title = rules.questions[question].title
    if first is None:
        return f"Without the answer to {title} ({question}), the needs still contradict each other."
    return f"Without the answer to {title} ({question}), {framework_name(rules, first)} would come first."


def move(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    """How to get from what exists to the first framework, step by step."""
    if answer.move:
        kept = _choices(rules, "carry", answer.move.keeps)
        keeps = f" It keeps {listed(kept)}." if kept else ""
        yield Heading("From what you have")
        yield Paragraph(f"{answer.move.because}{keeps} ({answer.move.id})")
        yield Items(tuple(Item(step, f"{number}.") for number, step in enumerate(answer.move.steps, 1)))


def paths(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    """The toolchain that takes the choice to each need of the project, step by step."""
    items = [Item(f"{path_in_words(path, rules)} {_support(path, rules)}".strip()) for path in answer.paths]
    yield from section("Suggested toolchain", items)


_UNSAFE = 1.0
"""Support of a route on which nobody should rely without knowing why."""


def ways_there(answer: Recommendation, rules: RuleBase) -> list[Path]:
    """The paths that take more than the framework itself, on whatever computes it: that needs no telling."""
    plain = {one.framework for one in answer.ranking[:1]} | {t.id for t in rules.tools.values() if t.kind == "hardware"}
    known = [path for path in answer.paths if path.route]
    return [path for path in known if not plain.issuperset(hop.tool for hop in rules.routes[str(path.route)].hops)]


def path_in_words(path: Path, rules: RuleBase) -> str:
    """'Android: write the model in PyTorch, export it with torch.export, run it with ExecuTorch.'."""
    need = sentence(rules.questions[path.question].choices[path.answer]).rstrip(".")
    if not path.route:
        return f"{need}: we know no way there."
    route = rules.routes[path.route]
    doubt = f" {route.because}" if route.support <= _UNSAFE else ""
    return f"{need}: {steps(route, rules)}.{doubt}"


def _support(path: Path, rules: RuleBase) -> str:
    route = rules.routes.get(path.route or "")
    return f"{route.because} {cited(route.evidence)}" if route else ""


def tools(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    """The tools that the choice leads to, with what to use instead of those that are not active."""
    found = [rules.tools[tool] for tool in dict.fromkeys(use.tool for use in answer.tools)]
    yield from section("Tools on this path", tool_statuses(rules, found, None, first_day(answer.as_of)))


def telling_questions(answer: Recommendation) -> list[OpenQuestion]:
    """The open questions that could change the advice or keep it from being clear; else the first two."""
    telling = [entry for entry in answer.open_questions if entry.chance or entry.essential]
    return telling or list(answer.open_questions[:2])


def open_questions(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    """The open questions worth answering next, and what each answer would do."""
    items = [Item(question_in_words(entry, rules), f"{entry.question}:") for entry in answer.open_questions]
    changing = any(entry.chance for entry in answer.open_questions)
    yield from section("Answers that could change it" if changing else "Worth answering next", items)


def _few(choices: list[str], most: int | None) -> str:
    """'a', 'b' or one of 7 others; all where there would be but one other."""
    if most is None or len(choices) <= most + 1:
        return listed(choices, "or")
    return listed([*choices[:most], f"one of {len(choices) - most} others"], "or")


_OUTCOMES = {
    Outcome.RUN_ONLY: "would make a runtime enough",
    Outcome.BY_HAND: "would make code of your own enough",
    Outcome.OTHER_LIBRARY: "would lead to a library outside these",
    Outcome.FRAMEWORK: "would call for a framework",
}


def question_in_words(entry: OpenQuestion, rules: RuleBase, most: int | None = None) -> str:
    """The question as a person reads it, and what its answers would do, the likeliest first.

    `most` is how many answers it names for one effect.
    """
    question, found = rules.questions[entry.question], dict[str, list[str]]()
    for choice, outcome in entry.could_settle.items():
        found.setdefault(_OUTCOMES[Outcome(outcome)], []).append(choice)
    for choice, framework in entry.could_change.items():
        if choice not in entry.could_settle:
            found.setdefault(f"would put {framework_name(rules, framework)} first", []).append(choice)
    likely = question.likelihoods.__getitem__
    effects = sorted(found.items(), key=lambda pair: sum(map(likely, pair[1])), reverse=True)
    told = ((effect, [f"'{one}'" for one in sorted(choices, key=likely, reverse=True)]) for effect, choices in effects)
    changes = "; ".join(f"{_few(choices, most)} {effect}" for effect, choices in told)
    essential = "Without it we call no advice clear." if entry.essential and not changes else ""
    return " ".join(filter(None, (question.prompt, changes and f"{changes}.", essential)))
