"""A condition spelled out in words: the questions' titles and what their choices mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fitframe.models import Ask, Question, When
from fitframe.render.names import listed


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
