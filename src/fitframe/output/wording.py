"""Names, figures, conditions and the state of tools in words: what every page says alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from fitframe.model.evidence import Evidence, Verified
from fitframe.model.fields import Ask, Status, Way, When
from fitframe.model.recommendation import HowOften, Ranked
from fitframe.model.rulebase import Framework, Question, Route, RuleBase, Step, Tool
from fitframe.output.document import Item


def framework_name(rules: RuleBase, framework: str) -> str:
    """A framework's name; for one way to run it, such as `keras@torch`, 'Keras on PyTorch'."""
    way = Way(framework)
    name = rules.frameworks[way.framework].name
    if way.backend is None:
        return name
    engine = engine_of(rules, way.backend)
    return f"{name} on {engine.name if engine else thing_name(rules, way.backend)}"


def engine_of(rules: RuleBase, backend: str) -> Framework | None:
    """The framework that a backend runs on: a backend is called as a program imports it."""
    return next((framework for framework in rules.frameworks.values() if framework.imports == backend), None)


def way(ranked: Ranked) -> str:
    """The way to run a framework that the ranking speaks of, as rules call it: `keras@jax`, or just `pytorch`."""
    return f"{ranked.framework}@{ranked.backend}" if ranked.backend else ranked.framework


def criterion_title(rules: RuleBase, criterion: str) -> str:
    """A criterion's title."""
    return rules.criteria[criterion].title


def inline(title: str) -> str:
    """A title inside a sentence: 'Training hardware' becomes 'training hardware', 'TPU' stays."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def meanings(rules: RuleBase, question: str, answer: str | tuple[str, ...]) -> list[str]:
    """What each choice in an answer to a question means; 'unknown' means "don't know"."""
    choices = rules.questions[question].choices
    return [choices.get(choice, "don't know") for choice in ((answer,) if isinstance(answer, str) else answer)]


def brief(rules: RuleBase, question: str, answer: str | tuple[str, ...]) -> str:
    """What an answer means, without what its choices explain behind a semicolon."""
    return listed(words.partition(";")[0] for words in meanings(rules, question, answer))


def thing_name(rules: RuleBase, thing: str) -> str:
    """The name of a tool, or of a framework that stands in for one."""
    named = rules.tools.get(thing) or rules.frameworks.get(thing)
    return named.name if named else thing


def statement(rules: RuleBase, rule_id: str) -> str:
    """What a rule says, followed by the ids of its sources."""
    rule = rules.rule(rule_id)
    return f"{rule.because} {cited(rule.evidence)}"


def verified_words(found: Verified | None) -> str:
    """'verified on 2026-11-29', or since when a fact is in doubt; nothing where no machine has looked it up."""
    if found is None:
        return ""
    return f"verified on {found.day}" if found.holds else f"in doubt since {found.day}"


def cited(evidence: Iterable[Evidence]) -> str:
    """The ids of the sources in brackets: the first three, and how many more."""
    ids = list(dict.fromkeys(entry.source for entry in evidence))
    return f"[{shortened(ids, 3)}]"


def shortened(words: Sequence[str], most: int) -> str:
    """'a, b, c', or 'a, b and 4 more' where there are more than `most`."""
    if len(words) <= most:
        return ", ".join(words)
    return f"{', '.join(words[: most - 1])} and {len(words) - most + 1} more"


def sentence(text: str) -> str:
    """`text` with a capital at its start and a full stop at its end."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def listed(words: Iterable[str], joint: str = "and") -> str:
    """'a, b and c'."""
    *most, last = [*words] or [""]
    return f"{', '.join(most)} {joint} {last}" if most else last


def percent(share: float) -> str:
    """A share from 0 to 1 in whole per cent, never rounded to a certainty that it is not."""
    if 0 < share < 0.005:
        return "under 1 %"
    if 0.995 <= share < 1:
        return "over 99 %"
    return f"{share * 100:.0f} %"


def in_words(when: When, questions: dict[str, Question]) -> str:
    """'Deployment is "on Android phones or devices"', say; 'always' where nothing is asked."""
    return "; and ".join(_parts(when, questions)) or "always"


def _parts(when: When, questions: dict[str, Question]) -> Iterator[str]:
    for name, test in when.tests.items():
        yield from _test(questions[name], test)
    yield from (_group(part, questions) for part in when.all_of or ())
    if when.any_of:
        yield " or ".join(_group(part, questions) for part in when.any_of)
    if when.not_:
        yield f"not ({in_words(when.not_, questions)})"


def _group(when: When, questions: dict[str, Question]) -> str:
    return f"({in_words(when, questions)})"


def _test(question: Question, test: str | tuple[str, ...] | Ask) -> Iterator[str]:
    if not isinstance(test, Ask):
        yield f"{question.title} is {_choices(question, [test] if isinstance(test, str) else test, 'or')}"
        return
    if test.any is not None:
        yield f"{question.title} is {_choices(question, test.any, 'or')}"
    if test.all is not None:
        yield f"{question.title} includes {_choices(question, test.all, 'and')}"
    if test.none is not None:
        yield f"{question.title} is answered, and not with {_choices(question, test.none, 'or')}"
    if test.at_least is not None:
        yield f"{question.title} is at least {_choices(question, [test.at_least], 'or')}"
    if test.at_most is not None:
        yield f"{question.title} is at most {_choices(question, [test.at_most], 'or')}"


def _choices(question: Question, choices: Iterable[str], joint: str) -> str:
    return listed((f'"{question.choices[choice]}"' for choice in choices), joint)


_STEPS = {Step.AUTHOR: "write", Step.TRAIN: "train", Step.EXPORT: "export", Step.RUN: "run"}


def steps(route: Route, rules: RuleBase) -> str:
    """'write the model in PyTorch, export it with torch.export, export and run it with ExecuTorch'."""
    told: list[str] = []
    for tool, hops in groupby(route.hops, key=lambda hop: hop.tool):
        taken = [hop.step for hop in hops]
        by = "in" if taken == [Step.AUTHOR] else "with"
        doing = listed([_STEPS[step] for step in taken])
        told.append(f"{doing} {'it' if told else 'the model'} {by} {thing_name(rules, tool)}")
    return ", ".join(told)


_STATUS = {
    Status.ACTIVE: ("is active", "has been active since"),
    Status.MAINTENANCE: ("is in maintenance mode", "has been in maintenance mode since"),
    Status.SUPERSEDED: ("is superseded", "was superseded"),
    Status.ARCHIVED: ("is archived", "was archived"),
    Status.UNKNOWN: ("is of unknown status", "has been of unknown status since"),
}
"""The words for a tool of this status: without a date, and before one."""
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def tool_status(rules: RuleBase, tool: Tool, day: str | None = None) -> str:
    """'TorchServe (serving) was archived on August 7, 2025; use Triton or vLLM.' On a day, or today."""
    status = tool.status_on(day) if day else tool.status
    changed = status == tool.status
    undated, dated = _STATUS[status]
    words = f"{dated} {date_in_words(tool.since, alone=dated.endswith('since'))}" if tool.since and changed else undated
    heirs = listed((thing_name(rules, heir) for heir in tool.successor), "or") if changed else ""
    return f"{_with_kind(tool)} {words}" + (f"; use {heirs}." if heirs else ".")


def date_in_words(day: str, *, alone: bool) -> str:
    """'March 2026', from a day, a month or a year; not `alone`: 'in March 2026', 'on August 7, 2025'."""
    year, *rest = day.split("-")
    month = _MONTHS[int(rest[0]) - 1] if rest else ""
    words = f"{month} {int(rest[1])}, {year}" if rest[1:] else f"{month} {year}".strip()
    return words if alone else f"{'on' if rest[1:] else 'in'} {words}"


def tool_statuses(
    rules: RuleBase, tools: Iterable[Tool], most: int | None = None, day: str | None = None
) -> list[Item]:
    """An entry for each tool not active on a day (or today), and one for those that are: the first `most`, or all."""
    known = [(tool, tool.status_on(day) if day else tool.status) for tool in tools]
    items = [Item(tool_status(rules, tool, day)) for tool, status in known if status != Status.ACTIVE]
    active = [_with_kind(tool) for tool, status in known if status == Status.ACTIVE]
    return [*items, Item(f"Active: {shortened(active, most or len(active))}.")] if active else items


def _with_kind(tool: Tool) -> str:
    return tool.name if tool.kind == "framework" else f"{tool.name} ({tool.kind})"


def points(number: float) -> str:
    """'1.0 points', never a lead rounded away."""
    return "under 0.1 points" if 0 < number < 0.05 else f"{number:.1f} points"


_FEW_CASES = 10
"""Fewer cases than that behind a figure are said to be few."""
_MOST_TOLD = 0.95
"""From here on no figure is told: a few dozen cases without a failure bear out no more."""
_NARROW = 0.03
"""A width up to this is told as one figure."""


def such_answers(found: HowOften) -> str:
    """'83 to 91 of 100 such answers hold': nobody would object. With a word where that rests on few cases."""
    few = " (we have few like it)" if found.cases < _FEW_CASES else ""
    return f"{chances(found.sound_low, found.sound_high)} of 100 such answers hold{few}"


def chances(low: float, high: float) -> str:
    """'69 to 75', in a hundred; 'about 84' where they are close; '91 or more' where nothing failed."""
    if low >= _MOST_TOLD or high > 0.995:
        return f"{min(low, _MOST_TOLD) * 100:.0f} or more"
    if high - low <= _NARROW:
        return f"about {(low + high) * 50:.0f}"
    return f"{low * 100:.0f} to {high * 100:.0f}"
