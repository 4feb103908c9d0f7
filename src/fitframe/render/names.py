"""Ids turned into words for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fitframe.models import Evidence, RuleBase
from fitframe.report import Ranked


def framework_name(rules: RuleBase, framework: str) -> str:
    """A framework's name; for one way to run it, such as `keras@jax`, 'Keras on JAX'."""
    name, _, backend = framework.partition("@")
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
