"""What a person typed, as an answer to a question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum

from fitframe.engine.conditions import Answer
from fitframe.model.fields import UNKNOWN
from fitframe.model.rulebase import Question

LONGEST = 200
"""Characters; no answer that anybody types is longer."""


class Key(Enum):
    """What can be typed everywhere in place of an answer."""

    BACK = "b"
    WHY = "?"
    SKIP = "s"
    QUIT = "q"


_KEYS = {name: key for key in Key for name in (key.value, key.name.lower())}


class Unclear(ValueError):  # noqa: N818 - nothing failed
    """Typed text that is no answer; says what would be one."""


def key(typed: str) -> Key | None:
    """The key that was typed, by its letter or its word; None if it was something else."""
    return _KEYS.get(typed.strip().lower())


def reply(question: Question, typed: str) -> Answer:
    """The answer to `question` that `typed` gives: numbers, or first letters of choices; 0 is "don't know".

    Where several may be chosen they stand in any order, separated by commas or spaces. Raises Unclear.
    """
    if len(typed) > LONGEST:
        raise Unclear(f"That is longer than any answer. {_usage(question)}")
    words = typed.replace(",", " ").replace(";", " ").split()
    named = {_choice(question, word) for word in words}
    if not named:
        raise Unclear(_usage(question))
    if len(named) > 1:
        _check_together(question, named)
    chosen = tuple(choice for choice in question.choices if choice in named)
    return UNKNOWN if not chosen else chosen if question.takes == "many" else chosen[0]


def _choice(question: Question, word: str) -> str:
    """The choice that one word means: by its id in full, by number, or by its first letters."""
    names, small = list(question.choices), word.lower()
    if small in question.choices:
        return small
    if small.isascii() and small.isdecimal():
        return _numbered(question, names, small)
    found = [name for name in [*names, UNKNOWN] if name.startswith(small)] or _don_t_know(small)
    if len(found) == 1:
        return found[0]
    if found:
        raise Unclear(f"'{word}' could be {_either(found)}; type a letter more.")
    raise Unclear(f"'{word}' is none of the choices. {_usage(question)}")


def _numbered(question: Question, names: Sequence[str], digits: str) -> str:
    number = int(digits)
    if number > len(names):
        raise Unclear(f"There is no choice {digits}. {_usage(question)}")
    return names[number - 1] if number else UNKNOWN


def _don_t_know(small: str) -> list[str]:
    return [UNKNOWN] if small in ("dk", "don't", "dont", "know") else []


def _check_together(question: Question, named: Iterable[str]) -> None:
    if question.takes == "one":
        raise Unclear(f"This question takes one choice. {_usage(question)}")
    for choice, words in (("none", "'none'"), (UNKNOWN, "0 for don't know")):
        if choice in named:
            raise Unclear(f"{words} stands alone, without other choices.")


def _either(names: Sequence[str]) -> str:
    quoted = [f"'{name}'" for name in names]
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _usage(question: Question) -> str:
    several = ", or several, separated by commas" if question.takes == "many" else ""
    return f"Type a number from 1 to {len(question.choices)}{several}; 0 if you don't know."
