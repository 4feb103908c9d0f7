"""Formats of `check`: each writes a run piece by piece, so that a million results need no more memory than one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Literal, Protocol, get_args

from fitframe.model.rulebase import RuleBase
from fitframe.model.verdict import Finding, Result, Stamp, Summary
from fitframe.output import Screen

Name = Literal["text", "json", "sarif", "junit", "github", "gitlab", "markdown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a format may want to know before the first result."""

    rules: RuleBase
    stamp: Stamp
    screen: Screen = field(default_factory=Screen)
    verbose: bool = False  # people want to see what fits, too
    quiet: bool = False  # people want to see what fails alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What is known after the last result."""

    summary: Summary
    leftovers: tuple[Finding, ...]  # findings that concern no single profile
    exit_code: int


class Format(Protocol):
    """Writes a run: the pieces, one after the other, are the text."""

    def start(self) -> str:
        """What stands before the first result."""
        ...

    def result(self, result: Result) -> str:
        """One profile."""
        ...

    def end(self, ending: Ending) -> str:
        """What stands after the last result."""
        ...


_CLASSES: Mapping[Name, str] = {
    "text": "text:Text",
    "json": "json:Json",
    "sarif": "sarif:Sarif",
    "junit": "junit:JUnit",
    "github": "github:GitHub",
    "gitlab": "gitlab:GitLab",
    "markdown": "markdown:Markdown",
}
NAMES: tuple[Name, ...] = get_args(Name)


def format_of(name: Name, setting: Setting) -> Format:
    """The format of this name, ready to write a run."""
    module, _, member = _CLASSES[name].partition(":")  # only what is asked for is loaded
    make: Callable[[Setting], Format] = getattr(import_module(f"{__name__}.{module}"), member)
    return make(setting)
