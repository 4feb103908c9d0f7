"""Formats of `check`, and what all of them say alike: what findings are called, and how counts are said.

Each writes a report piece by piece, so that a million results need no more memory than one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Literal, Protocol, get_args

from fitframe.model.rulebase import RuleBase
from fitframe.model.verdict import Acceptance, CheckReport, Finding, Kind, Level, Place, Result, Summary
from fitframe.output import Screen

Name = Literal["text", "json", "sarif", "junit", "github", "gitlab", "markdown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a format may want to know before the first result."""

    rules: RuleBase
    as_of: str
    screen: Screen = field(default_factory=Screen)
    verbose: bool = False  # people want to see all that is known of each profile
    quiet: bool = False  # people want to see what fails alone
    from_top: Callable[[str], str] = str  # a path as it starts from the top of the repository
    help_uri: str | None = None  # the address of a page that explains the kinds of findings

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


SHIPPED = "rules"
"""The layer of the rules that came with the program, which goes without saying."""
TITLES = {
    Kind.VIOLATES: "The stated framework is ruled out",
    Kind.POOR: "The stated framework is a poor choice",
    Kind.DEFENSIBLE: "The stated framework is not the best, but defensible",
    Kind.POSSIBLE_BLOCKER: "An open answer might rule the stated framework out",
    Kind.NO_FRAMEWORK_NEEDED: "No training framework is needed",
    Kind.CONTRADICTION: "Answers contradict each other",
    Kind.NO_CHOICE: "The profile states no framework",
    Kind.UNKNOWN_CHOICE: "The stated framework is not known",
    Kind.UNREADABLE: "The profile cannot be read",
    Kind.DRIFT: "A decision has lost ground since it was made",
    Kind.OTHER_FRAMEWORK: "The code uses another framework than the profile states",
    Kind.ADDED_FRAMEWORK: "A change brings in a second framework",
    Kind.TRAINS_MODELS: "The code trains models, and the profile says that it only runs them",
    Kind.NOT_IN_CODE: "No code uses the stated framework",
    Kind.EXCLUDED_VERSION: "The code sets a version that the stated framework does not support",
    Kind.IN_CODE: "The code is built on a framework that no profile states",
    Kind.WAIVER_EXPIRED: "A waiver has expired",
    Kind.WAIVER_MALFORMED: "A waiver cannot be used",
    Kind.WAIVER_UNUSED: "A waiver has nothing to accept",
    Kind.BASELINE_STALE: "An entry of the baseline has nothing to accept",
}
HELP = {
    Kind.VIOLATES: "A rule with official evidence says that the framework cannot meet a stated need.",
    Kind.POOR: "Another framework is well ahead, and this one comes first in few of the worlds tried.",
    Kind.DEFENSIBLE: "Another framework is ahead, but not by much, or not in every plausible world.",
    Kind.POSSIBLE_BLOCKER: "Answer the named questions in the profile to settle it.",
    Kind.NO_FRAMEWORK_NEEDED: "'fitframe recommend' says what to take instead.",
    Kind.CONTRADICTION: "Correct one of the answers in the profile; until then no verdict means much.",
    Kind.NO_CHOICE: "Add the key 'choice' with a framework's id.",
    Kind.UNKNOWN_CHOICE: "'fitframe rules list frameworks' shows the known ones; an overlay can add more.",
    Kind.UNREADABLE: "Mend the file at the place named.",
    Kind.DRIFT: "What is known today speaks less for the framework than what was known on the day of the decision.",
    Kind.OTHER_FRAMEWORK: "Change the choice or the code; a move under way is stated with 'moving-to' and 'until'.",
    Kind.ADDED_FRAMEWORK: "Use the stated framework, or state the move with 'moving-to' and 'until'.",
    Kind.TRAINS_MODELS: "Change 'decision' in the profile, or move the training out of this folder.",
    Kind.NOT_IN_CODE: "Change the choice; where there is no code yet, this is a note.",
    Kind.EXCLUDED_VERSION: "Set another version of Python, or choose another framework.",
    Kind.IN_CODE: "'fitframe scan -o fitframe.yaml' starts a profile.",
    Kind.WAIVER_EXPIRED: "Decide again: give the waiver a later day, or mend what it accepted.",
    Kind.WAIVER_MALFORMED: "A waiver needs a verdict or a rule, and a reason; a day is written as in 2027-03-31.",
    Kind.WAIVER_UNUSED: "What the waiver accepted is gone. Remove it.",
    Kind.BASELINE_STALE: "What the entry accepted is gone. Remove it, or write the baseline anew.",
}


def spot(place: Place) -> str:
    """'services/a/fitframe.yaml:7:1'."""
    return f"{place.path}:{place.line}:{place.column}"


def standing(result: Result) -> str:
    """One word for what came of a profile."""
    if result.waived:
        return "waived"
    if result.baselined:
        return "baselined"
    return result.verdict.value if result.verdict else "not checked"


def accepted_because(acceptance: Acceptance) -> str:
    """'Accepted by a waiver (waivers.yaml:3:5) until 2027-03-31: the team knows it. Owner: Ann.'"""
    until = f" until {acceptance.expires}" if acceptance.expires else ""
    owner = f" Owner: {acceptance.owner}." if acceptance.owner else ""
    link = f" See {acceptance.link}" if acceptance.link else ""
    kind = "a waiver" if acceptance.by == "waiver" else "the baseline"
    reason = acceptance.reason.rstrip(".")
    stop = "" if reason.endswith(("?", "!")) else "."
    return f"Accepted by {kind} ({spot(acceptance.place)}){until}: {reason}{stop}{owner}{link}"


def told(finding: Finding) -> str:
    """A finding's message, with why it does not count where it does not."""
    return f"{finding.message} {accepted_because(finding.accepted)}" if finding.accepted else finding.message


def seriousness(finding: Finding) -> Level:
    """How serious a finding still is: one that is accepted is a note."""
    return Level.NOTE if finding.accepted else finding.level


def counted(summary: Summary) -> str:
    """'12 profiles checked: 9 fit, 1 defensible, 2 poor; 1 waived.'"""
    verdicts = {
        "fits" if summary.fits == 1 else "fit": summary.fits,
        "defensible": summary.defensible,
        "poor": summary.poor,
        "violates a blocker" if summary.violates == 1 else "violate a blocker": summary.violates,
    }
    extra = {
        "waived": summary.waived,
        "accepted by the baseline": summary.baselined,
        "unreadable": summary.unreadable,
        "without a known choice": summary.unjudged,
        "fails by its code" if summary.off_code == 1 else "fail by their code": summary.off_code,
    }
    noun = "profile" if summary.checked == 1 else "profiles"
    said = "; ".join(part for part in (_listed(verdicts), _listed(extra)) if part)
    return f"{summary.checked} {noun} checked{': ' if said else ''}{said}."


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count)
