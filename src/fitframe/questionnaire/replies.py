"""What a person may reply where there is something to choose, and what typed text means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from fitframe.model.fields import UNKNOWN

LONGEST = 200
"""Characters; no answer that anybody types is longer."""
ALONE = ("none", UNKNOWN)
"""Choices that stand alone where several may be chosen."""


class Key(Enum):
    """What can be typed everywhere in place of an answer."""

    BACK = "b"
    WHY = "?"
    SKIP = "s"
    ENOUGH = "e"
    QUIT = "q"


class Choice(NamedTuple):
    """One of the things to choose among."""

    id: str
    label: str
    key: str = ""  # what is typed for it: a number, a letter, or nothing where Enter alone takes it
    effect: str = ""  # what it would do; empty where nobody asked


class Chosen(NamedTuple):
    """What was chosen: ids, in the order in which they stood to be chosen."""

    choices: tuple[str, ...]
    wishes: tuple[str, ...] = ()  # what would be nice and must not decide


class Unclear(ValueError):  # noqa: N818 - nothing failed
    """Typed text that is no answer; says what would be one."""


_KEYS = {name: key for key in Key for name in (key.value, key.name.lower())}
_DONT_KNOW = ("dk", "don't know", "dont know")
_RANGE = re.compile(r"([1-9][0-9]?)-([1-9][0-9]?)")


def key(typed: str) -> Key | None:
    """The key that was typed, by its letter or its word; None if it was something else."""
    return _KEYS.get(typed.strip().lower())


def chosen(choices: Sequence[Choice], typed: str, *, many: bool, wishing: bool = False) -> Chosen:
    """What `typed` chooses: by numbers, or by the first letters of an id or a label; 0 is "don't know".

    Where several may be chosen they stand in any order, separated by commas or spaces; '1-3' and 'all' work too. Where
    wishes may be marked, a 'w' before a number or 'w:' before letters marks one. Raises Unclear.
    """
    if len(typed) > LONGEST:
        raise Unclear(f"That is longer than any answer. {usage(choices, many=many)}")
    small = typed.lower().strip()
    words = [UNKNOWN] if small in _DONT_KNOW else small.replace(",", " ").replace(";", " ").split()
    needs, wishes = set[str](), set[str]()
    for word in words:
        wished = re.fullmatch(r"w:?(?=\d)(.*)|w:(.*)", word) if wishing else None
        found = _named(choices, (wished[1] or wished[2]) if wished else word, many)
        (wishes if wished else needs).update(found)
    if not needs and not wishes:
        raise Unclear(usage(choices, many=many))
    check_together(needs, wishes - needs, many=many)
    order = [choice.id for choice in choices]
    return Chosen(tuple(o for o in order if o in needs), tuple(o for o in order if o in wishes - needs))


def check_together(needs: set[str], wishes: set[str], *, many: bool) -> None:
    """Raise Unclear where these choices cannot be made together."""
    if len(needs) + len(wishes) > 1 and not many:
        raise Unclear("This takes one choice.")
    for choice, words in zip(ALONE, ("'none'", "don't know"), strict=True):
        if choice in needs | wishes and len(needs | wishes) > 1:
            raise Unclear(f"{words} stands alone, without other choices.")
    if UNKNOWN in wishes:
        raise Unclear("don't know is no wish.")


def usage(choices: Sequence[Choice], *, many: bool) -> str:
    """How to choose among these."""
    keys = [choice.key for choice in choices]
    most = max((int(key) for key in keys if key.isdecimal()), default=0)
    numbers = [f"a number from 1 to {most}" if most > 1 else "1"] if most else []
    told = " or ".join([*numbers, *(key for key in keys if key.isalpha())])
    several = ", or several, separated by commas" if many else ""
    unknown = "; 0 if you don't know" if "0" in keys else ""
    return f"{'Press Enter, or type' if '' in keys else 'Type'} {told}{several}{unknown}."


def _named(choices: Sequence[Choice], word: str, many: bool) -> Iterator[str]:
    """The choices that one word means."""
    if many and word == "all":
        yield from (choice.id for choice in choices if choice.id not in ALONE)
    elif many and (found := _RANGE.fullmatch(word)):
        first, last = int(found[1]), int(found[2])
        yield from (_numbered(choices, str(number), many) for number in range(first, last + 1))
    else:
        yield _choice(choices, word, many)


def _choice(choices: Sequence[Choice], word: str, many: bool) -> str:
    """The choice that one word means: by its id in full, by what is typed for it, or by its first letters."""
    exact = next((one.id for one in choices if one.id == word), None) or next(
        (one.id for one in choices if one.key == word), None
    )
    if exact:
        return exact
    if word.isascii() and word.isdecimal():
        return _numbered(choices, word.lstrip("0") or "0", many)
    for names in ([one.id for one in choices], [one.label.lower() for one in choices]):
        begin = [one.id for one, name in zip(choices, names, strict=True) if name.startswith(word)]
        if len(begin) == 1:
            return begin[0]
        if begin:
            raise Unclear(f"'{word}' could be {_either(begin)}; type a letter more.")
    raise Unclear(f"'{word}' is none of the choices. {usage(choices, many=many)}")


def _numbered(choices: Sequence[Choice], number: str, many: bool) -> str:
    found = next((one.id for one in choices if one.key == number), None)
    if found is None:
        raise Unclear(f"There is no choice {number}. {usage(choices, many=many)}")
    return found


def _either(names: Sequence[str]) -> str:
    quoted = [f"'{name}'" for name in names]
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"
