"""Answers against the questions: legal ones in one shape each, and sentences for the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fitframe.errors import did_you_mean
from fitframe.model.fields import UNKNOWN
from fitframe.model.rulebase import Question
from fitframe.rulebase.messages import listed, shown
from fitframe.rulebase.yaml import Path

Answer = str | tuple[str, ...]
Problem = tuple[Path, str]
"""Where among the answers something is wrong, and what."""

_ALONE = ("none", UNKNOWN)
_WORDS = {"yes": True, "no": False}
"""What true and false stand for where these are choices."""


def settle(answers: Mapping[Any, Any], questions: Mapping[str, Question]) -> tuple[dict[str, Answer], list[Problem]]:
    """Bring answers, as a file has them, into one shape.

    True and false are yes and no where these are choices. A question that takes one choice gets text, one that takes
    many a tuple in the order given, "don't know" is always the text 'unknown', and a key without a value is no answer.
    What is not legal is left out and told as a problem.
    """
    settled: dict[str, Answer] = {}
    problems: list[Problem] = []
    for name, value in answers.items():
        if isinstance(value, bool) and name in questions and _WORDS.keys() <= questions[name].choices.keys():
            value = next(word for word, meant in _WORDS.items() if meant is value)
        if name not in questions:
            hint = did_you_mean(str(name), questions) or f"; the questions are {listed(questions)}"
            problems.append(((name,), f"unknown question {shown(name)}{hint}"))
        elif _plainly_legal(questions[name], value):
            settled[name] = value if isinstance(value, str) else tuple(value)
        elif value is not None:
            answer, found = _answer(questions[name], value)
            problems += [((name, *path), message) for path, message in found]
            if not found:
                settled[name] = answer
    return settled, problems


def _plainly_legal(question: Question, value: Any) -> bool:
    """Whether a value has the right shape and needs no closer look, as nearly all answers of thousands of profiles."""
    if question.takes == "one":
        return isinstance(value, str) and value in question.choices
    if not isinstance(value, list) or not all(isinstance(one, str) and one in question.choices for one in value):
        return False
    return len(value) == 1 or (len(set(value)) == len(value) > 1 and not any(one in _ALONE for one in value))


def _answer(question: Question, value: Any) -> tuple[Answer, list[Problem]]:
    if not isinstance(value, (list, tuple)):
        problem = _not_a_choice(question, value)
        many = question.takes == "many" and value != UNKNOWN
        return (value,) if many else value, [((), problem)] if problem else []
    if question.takes == "one" and len(value) != 1:
        message = f"'{question.id}' takes one choice, got a list of {len(value)}; the choices are {_legal(question)}"
        return "", [((), message)]
    problems: list[Problem] = [
        ((n,), problem) for n, one in enumerate(value) if (problem := _not_a_choice(question, one))
    ]
    problems = problems or list(_clashes(question, value))
    return value[0] if question.takes == "one" or UNKNOWN in value else tuple(value), problems


def _not_a_choice(question: Question, value: Any) -> str:
    """What is wrong with one choice; nothing where it is legal."""
    if value == UNKNOWN or (isinstance(value, str) and value in question.choices):
        return ""
    hint = did_you_mean(value, [*question.choices, UNKNOWN]) if isinstance(value, str) else ""
    quotes = "; in quotes it is a choice" if str(value) in question.choices else ""
    return f"'{question.id}' has no choice {shown(value)}{hint or quotes or f'; the choices are {_legal(question)}'}"


def _clashes(question: Question, values: list[Any] | tuple[Any, ...]) -> Iterable[Problem]:
    """What is wrong with legal choices taken together."""
    if not values:
        yield (), f"'{question.id}' has an empty list; leave it out, or write unknown"
    for n, value in enumerate(values):
        if value in values[:n]:
            yield (n,), f"'{question.id}' names '{value}' twice"
        elif value in _ALONE and len(values) > 1:
            yield (n,), f"'{value}' stands alone, without other choices of '{question.id}'"


def _legal(question: Question) -> str:
    return listed([*question.choices, UNKNOWN])
