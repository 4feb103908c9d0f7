"""A report as JUnit XML: a suite for each profile, with a case for its choice and one for whatever else is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import NamedTuple
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from fitframe.model.verdict import UNJUDGED, CheckReport, Finding, Kind, Result
from fitframe.output.check import TITLES, Context, spot, told
from fitframe.output.document import clean

_ABOUT_CHOICE = UNJUDGED | {Kind.VIOLATES, Kind.POOR, Kind.DEFENSIBLE}


class JUnit:
    """What fails is a failure, what cannot be judged an error, what is accepted is skipped."""

    def __init__(self, context: Context) -> None:
        del context
        self._text = StringIO()
        self._xml = XMLGenerator(self._text, "UTF-8", short_empty_elements=True)

    def start(self) -> str:
        """The document's head."""
        self._xml.startDocument()
        self._open("testsuites", {"name": "fitframe check"})
        return self._taken()

    def result(self, result: Result) -> str:
        """The suite of a profile."""
        own = [finding for finding in result.findings if finding.kind in _ABOUT_CHOICE]
        others = [finding for finding in result.findings if finding.kind not in _ABOUT_CHOICE]
        cases = [_case(f"choice: {result.choice or 'none'}", own), *_cases(others)]
        self._suite(result.path, result.name, cases)
        return self._taken()

    def end(self, report: CheckReport) -> str:
        """A suite for what concerns no single profile, and the document's end."""
        if report.findings:
            self._suite("fitframe", None, _cases(report.findings))
        self._close("testsuites")
        return self._taken()

    def _suite(self, path: str, name: str | None, cases: Sequence[_Case]) -> None:
        kinds = Counter(case.tag for case in cases)
        counts = {"tests": len(cases), "failures": kinds["failure"], "errors": kinds["error"]}
        self._open("testsuite", {"name": path, **counts, "skipped": kinds["skipped"]})
        if name:
            self._xml.startElement("properties", _attributes({}))
            self._element("property", {"name": "project", "value": name})
            self._close("properties")
        for case in cases:
            self._xml.startElement("testcase", _attributes({"classname": path, "name": case.name}))
            if case.tag:
                self._element(case.tag, case.attributes, case.text)
            self._close("testcase")
        self._close("testsuite")

    def _open(self, tag: str, attributes: Mapping[str, object]) -> None:
        self._xml.startElement(tag, _attributes(attributes))
        self._xml.ignorableWhitespace("\n")

    def _element(self, tag: str, attributes: Mapping[str, object], text: str = "") -> None:
        self._xml.startElement(tag, _attributes(attributes))
        self._xml.characters(text)
        self._xml.endElement(tag)

    def _close(self, tag: str) -> None:
        self._xml.endElement(tag)
        self._xml.ignorableWhitespace("\n")

    def _taken(self) -> str:
        """What was written since the last time."""
        text = self._text.getvalue()
        self._text.seek(0)
        self._text.truncate()
        return text


class _Case(NamedTuple):
    """A test case, with the element that says how it came out; none where nothing was found."""

    name: str
    tag: str = ""
    attributes: Mapping[str, object] = {}
    text: str = ""


def _cases(findings: Iterable[Finding]) -> list[_Case]:
    return [_case(f"{finding.kind} at {finding.place.line}:{finding.place.column}", [finding]) for finding in findings]


def _case(name: str, findings: Sequence[Finding]) -> _Case:
    """One test case. Of several findings, what fails goes before what is accepted."""
    if failing := [finding for finding in findings if finding.fails]:
        kind = failing[0].kind
        tag = "error" if kind in UNJUDGED else "failure"
        return _Case(name, tag, {"type": kind, "message": TITLES[kind]}, _lines(failing))
    if reasons := [told(finding) for finding in findings if finding.accepted]:
        return _Case(name, "skipped", {"message": " ".join(reasons)})
    return _Case(name, "system-out", {}, _lines(findings)) if findings else _Case(name)


def _attributes(values: Mapping[str, object]) -> AttributesImpl[str]:
    """Attributes on one line each; what XML cannot hold is spelled out."""
    return AttributesImpl({key: clean(str(value)) for key, value in values.items()})


def _lines(findings: Sequence[Finding]) -> str:
    """One line for each finding."""
    return "\n".join(clean(f"{spot(finding.place)}: {finding.message}") for finding in findings)
