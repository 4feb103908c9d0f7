"""A profile to fill in: every question as a comment, so that an untouched form is a valid, empty profile."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.models import Question, RuleBase
from fitframe.render.conditions import in_words
from fitframe.render.document import clean

_HEAD = """\
# A project's profile for fitframe. Every answer is optional: leave out what you do not know, or write 'unknown'.
# To answer, take away the '# ' before a line such as '# goal: []' and put in the ids of the choices that fit.
# Then: fitframe recommend {path}

fitframe: 1
# name: what the project is called

answers:
"""
_TAIL = """
# How much a criterion counts, where you know better than the rules: none, low, medium, high or decisive.
# 'fitframe rules list criteria' shows them all.
# priorities: {longevity: high}

# The framework that the project uses or means to use, for 'fitframe check'.
# choice: pytorch
"""


def form(rules: RuleBase, path: str) -> str:
    """The profile form in YAML. `path` is where it will stand."""
    return (
        _HEAD.format(path=clean(path))
        + "\n".join("\n".join(_question(rules, q)) for q in rules.questions.values())
        + _TAIL
    )


def _question(rules: RuleBase, question: Question) -> Iterator[str]:
    width = max(map(len, question.choices))
    yield f"  # {question.prompt} ({'choose one' if question.takes == 'one' else 'one or more'})"
    yield f"  # {question.why}"
    if question.relevant:
        yield f"  # Asked only when {in_words(question.relevant, rules.questions)}."
    yield from (f"  #   {choice:<{width}}  {text}" for choice, text in question.choices.items())
    yield f"  # {question.id}: {'' if question.takes == 'one' else '[]'}".rstrip()
    yield ""
