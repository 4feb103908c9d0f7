"""A run as JUnit XML: a suite for each profile, with a case for its choice and one for whatever else is found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from fitframe.model.verdict import UNJUDGED, Finding, Kind, Result
from fitframe.output.check import Ending, Setting
from fitframe.output.check.words import TITLES, accepted, spot
from fitframe.output.document import clean

_ABOUT_CHOICE = UNJUDGED | {Kind.VIOLATES, Kind.POOR, Kind.DEFENSIBLE}


class JUnit:
    """What fails is a failure, what cannot be judged an error, what is accepted is skipped."""

    def __init__(self, setting: Setting) -> None:
        del setting

    def start(self) -> str:
        """The document's head."""
        return '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="fitframe check">\n'

    def result(self, result: Result) -> str:
        """The suite of a profile."""
        own = [finding for finding in result.findings if finding.kind in _ABOUT_CHOICE]
        others = [finding for finding in result.findings if finding.kind not in _ABOUT_CHOICE]
        cases = [_case(result.path, f"choice: {result.choice or 'none'}", own), *_cases(result.path, others)]
        return _suite(result.path, result.name, cases, result.findings)

    def end(self, ending: Ending) -> str:
        """A suite for what is left over, and the document's end."""
        left = ending.leftovers
        suite = _suite("fitframe", None, list(_cases("fitframe", left)), left) if left else ""
        return f"{suite}</testsuites>\n"


def _suite(path: str, name: str | None, cases: Sequence[str], findings: Sequence[Finding]) -> str:
    counts = {
        "tests": len(cases),
        "failures": sum("<failure" in case for case in cases),
        "errors": sum("<error" in case for case in cases),
        "skipped": sum("<skipped" in case for case in cases),
    }
    numbers = " ".join(f'{key}="{count}"' for key, count in counts.items())
    project = f'<properties><property name="project" value={_value(name)}/></properties>\n' if name else ""
    return f"<testsuite name={_value(path)} {numbers}>\n{project}{''.join(cases)}</testsuite>\n"


def _cases(path: str, findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        yield _case(path, f"{finding.kind} at {finding.place.line}:{finding.place.column}", [finding])


def _case(path: str, name: str, findings: Sequence[Finding]) -> str:
    """One test case. Of several findings, what fails goes before what is accepted."""
    head = f"<testcase classname={_value(path)} name={_value(name)}"
    failing = [finding for finding in findings if finding.fails]
    waived = [finding for finding in findings if finding.accepted]
    if failing:
        tag = "error" if failing[0].kind in UNJUDGED else "failure"
        text = _lines(failing)
        head += f"><{tag} type={_value(failing[0].kind)} message={_value(TITLES[failing[0].kind])}>{text}</{tag}"
        return f"{head}></testcase>\n"
    if waived:
        said = " ".join(f"{finding.message} {accepted(finding.accepted)}" for finding in waived if finding.accepted)
        return f"{head}><skipped message={_value(said)}/></testcase>\n"
    if findings:
        text = _lines(findings)
        return f"{head}><system-out>{text}</system-out></testcase>\n"
    return f"{head}/>\n"


def _value(text: str) -> str:
    """An attribute's value in quotes; what XML cannot hold is spelled out."""
    return quoteattr(clean(text))


def _lines(findings: Sequence[Finding]) -> str:
    """One line for each finding."""
    return escape("\n".join(clean(f"{spot(finding.place)}: {finding.message}") for finding in findings))
