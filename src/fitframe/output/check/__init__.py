"""Formats of `check`: each writes a report piece by piece, so that a million results need no more memory than one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Literal, Protocol, get_args

from fitframe.model.rulebase import RuleBase
from fitframe.model.verdict import CheckReport, Finding, Place, Result
from fitframe.output import Screen

Name = Literal["text", "json", "sarif", "junit", "github", "gitlab", "markdown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a format may want to know before the first result."""

    rules: RuleBase
    as_of: str
    screen: Screen = field(default_factory=Screen)
    verbose: bool = False  # people want to see what fits, too
    quiet: bool = False  # people want to see what fails alone
    from_top: Callable[[str], str] = str  # a path as it starts from the top of the repository

    def located(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Findings with paths from the top of the repository, as platforms that show them beside the code need them."""
        for finding in findings:
            accepted = finding.accepted
            yield finding._replace(
                place=self._place(finding.place),
                related=tuple(related._replace(place=self._place(related.place)) for related in finding.related),
                accepted=accepted and accepted._replace(place=self._place(accepted.place)),
            )

    def _place(self, place: Place) -> Place:
        return place._replace(path=self.from_top(place.path))


class Format(Protocol):
    """Writes a report: the pieces, one after the other, are the text."""

    def start(self) -> str:
        """What stands before the first result."""
        ...

    def result(self, result: Result) -> str:
        """One profile."""
        ...

    def end(self, report: CheckReport) -> str:
        """What stands after the last result; all results of the report have been taken."""
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


def format_of(name: Name, context: Context) -> Format:
    """The format of this name, ready to write a report."""
    module, _, member = _CLASSES[name].partition(":")  # only what is asked for is loaded
    make: Callable[[Context], Format] = getattr(import_module(f"{__name__}.{module}"), member)
    return make(context)
