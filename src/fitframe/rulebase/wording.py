"""How messages quote what stands in a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fitframe.rulebase.documents import UNSAFE


def shown(value: Any) -> str:
    """A value from a file, short and on one line; text stands in quotes."""
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, dict):
        return "a mapping"
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "true", False: "false"}[value]
    return f"'{plain(value)}'" if isinstance(value, str) else plain(str(value))


def plain(text: str) -> str:
    """Text from a file or a command line, short, on one line and without what could steer a terminal."""
    line = UNSAFE.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))
    return line if len(line) <= 60 else line[:59] + "…"


def listed(names: Iterable[str]) -> str:
    """Names one after the other, as in 'low, medium, high'."""
    return ", ".join(names)
