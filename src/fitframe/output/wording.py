"""A condition spelled out in words: the questions' titles and what their choices mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from fitframe.model.condition import Ask, When
from fitframe.model.fields import Status, Way
from fitframe.model.recommendation import Ranked
from fitframe.model.rulebase import Evidence, Question, Route, RuleBase, Tool
from fitframe.output.document import Item

if TYPE_CHECKING:
    from fitframe.sensitivity.counterfactuals import Change, Counterfactual
    from fitframe.sensitivity.near_misses import NearMiss
    from fitframe.sensitivity.weight_stability import StabilityLimit


def framework_name(rules: RuleBase, framework: str) -> str:
    """A framework's name; for one way to run it, such as `keras@jax`, 'Keras on JAX'."""
    way = Way(framework)
    name, backend = way.framework, way.backend
    return rules.frameworks[name].name + (f" on {thing_name(rules, backend)}" if backend else "")


def way(ranked: Ranked) -> str:
    """The way to run a framework that the ranking speaks of, as rules call it: `keras@jax`, or just `pytorch`."""
    return f"{ranked.framework}@{ranked.backend}" if ranked.backend else ranked.framework


def criterion_title(rules: RuleBase, criterion: str) -> str:
    """A criterion's title."""
    return rules.criteria[criterion].title


def meanings(rules: RuleBase, question: str, answer: str | tuple[str, ...]) -> list[str]:
    """What each choice in an answer to a question means; 'unknown' means "don't know"."""
    choices = rules.questions[question].choices
    return [choices.get(choice, "don't know") for choice in ((answer,) if isinstance(answer, str) else answer)]


def thing_name(rules: RuleBase, thing: str) -> str:
    """The name of a tool, or of a framework that stands in for one."""
    named = rules.tools.get(thing) or rules.frameworks.get(thing)
    return named.name if named else thing


def statement(rules: RuleBase, rule_id: str) -> str:
    """What a rule says, followed by the ids of its sources."""
    rule = rules.rule(rule_id)
    return f"{rule.because} {cited(rule.evidence)}"


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


def steps(route: Route, rules: RuleBase) -> str:
    """'train with TensorFlow, export with LiteRT, run with LiteRT'."""
    return ", ".join(f"{hop.step} with {thing_name(rules, hop.tool)}" for hop in route.hops)


_WORDS = {
    Status.ACTIVE: "active",
    Status.MAINTENANCE: "only maintained",
    Status.SUPERSEDED: "superseded",
    Status.ARCHIVED: "archived",
    Status.UNKNOWN: "of unknown status",
}


def standing(rules: RuleBase, tool: Tool, day: str | None = None) -> str:
    """'TorchServe (serving) is archived since 2025-08-07; use Triton or vLLM.' On a day, or today."""
    status = tool.status_on(day) if day else tool.status
    changed = status == tool.status
    since = f" since {tool.since}" if tool.since and changed else ""
    heirs = listed((thing_name(rules, heir) for heir in tool.successor), "or") if changed else ""
    return f"{_called(tool)} is {_WORDS[status]}{since}" + (f"; use {heirs}." if heirs else ".")


def standings(rules: RuleBase, tools: Iterable[Tool], most: int | None = None, day: str | None = None) -> list[Item]:
    """An entry for each tool not active on a day (or today), and one for those that are: the first `most`, or all."""
    known = [(tool, tool.status_on(day) if day else tool.status) for tool in tools]
    items = [Item(standing(rules, tool, day)) for tool, status in known if status != Status.ACTIVE]
    active = [_called(tool) for tool, status in known if status == Status.ACTIVE]
    return [*items, Item(f"Active: {shortened(active, most or len(active))}.")] if active else items


def _called(tool: Tool) -> str:
    return f"{tool.name} ({tool.kind})"


LEVELS = {0: "none", 1: "low", 2: "medium", 4: "high", 8: "decisive"}
_BEYOND = 16.0
"""No world weighs a criterion more than this: twice decisive."""


def quoted(choices: Iterable[str]) -> str:
    """ "'android' and 'ios'", or that there is no answer."""
    return listed(f"'{choice}'" for choice in choices) or "no answer"


def told(rules: RuleBase, flip: Counterfactual) -> str:
    """ "deployment 'server' instead of 'android': PyTorch is then first, 2.1 points ahead." """
    changes = listed(change(rules, each) for each in flip.changes)
    return f"{changes}: {framework_name(rules, flip.leader)} is then first, {points(flip.lead)} ahead."


def change(rules: RuleBase, each: Change) -> str:
    """One change in words."""
    from fitframe.sensitivity.counterfactuals import PriorityChange
    from fitframe.sensitivity.project import AnswerChange

    if isinstance(each, AnswerChange):
        was = f"instead of {quoted(each.before)}" if each.before else "where nothing is said yet"
        return f"{each.question} {quoted(each.after)} {was}"
    if isinstance(each, PriorityChange):
        return f"{criterion_title(rules, each.criterion)} {each.after.value} instead of {each.before.value}"
    return f"{rules.sources[each.source].title} [{each.source}] trusted {each.after:.2f} instead of {each.before:.2f}"


def tipping(rules: RuleBase, point: StabilityLimit) -> str:
    """'Debugging: above a weight of 5.20 (between high and decisive) instead of 1, PyTorch is first.'"""
    way = "above" if point.limit >= point.weight else "below"
    return (
        f"{criterion_title(rules, point.criterion)}: {way} a weight of {point.limit:.2f} ({between(point.limit)}) "
        f"instead of {point.weight:g}, {framework_name(rules, point.leader)} is first."
    )


def reachable(points: Iterable[StabilityLimit]) -> list[StabilityLimit]:
    """The tipping points at weights that a criterion could have."""
    return [point for point in points if point.limit <= _BEYOND]


def between(weight: float) -> str:
    """Where a weight lies among the levels of importance."""
    below = max((level for level in LEVELS if level <= weight), default=0)
    above = min((level for level in LEVELS if level >= weight), default=None)
    if above is None:
        return "more than decisive"
    return LEVELS[below] if above == below else f"between {LEVELS[below]} and {LEVELS[above]}"


def near_miss(rules: RuleBase, miss: NearMiss, leader: str | None) -> str:
    """What the rule says, the answer that it saw and the one that it needed, and what that would do."""
    rule = rules.rule(miss.rule)
    needed = listed((quoted(answer) for answer in miss.needed), "or")
    saw = f"saw {quoted(miss.saw)}" if miss.saw else "saw no answer"
    return f"{rule.because} It {saw} to {miss.question} and needed {needed}. {_then(rules, miss, leader)}"


def _then(rules: RuleBase, miss: NearMiss, leader: str | None) -> str:
    if miss.leader is None:
        return "With that, nothing would fit."
    name = framework_name(rules, miss.leader)
    if miss.leader != leader:
        return f"With that, {name} would be first."
    return f"With that, {name} would still be first, {points(miss.lead)} ahead."


def points(number: float) -> str:
    """'1.0 points', never a lead rounded away."""
    return "under 0.1 points" if 0 < number < 0.05 else f"{number:.1f} points"
