"""A report as SARIF 2.1.0, the format that code scanning reads."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from fitframe.model.verdict import CheckReport, Finding, Kind, Place, Result
from fitframe.output.check import HELP, TITLES, Context
from fitframe.output.check.json import Entries, members
from fitframe.version import VERSION

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_KINDS = list(Kind)
_HEAD = {"$schema": _SCHEMA, "version": "2.1.0"}


class Sarif:
    """One run; its results while they come, tool and invocation after them."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._results = Entries(indent=0)

    def start(self) -> str:
        """The beginning of the results."""
        return f'{{{members(_HEAD)}, "runs": [{{"columnKind": "unicodeCodePoints", "results": ['

    def result(self, result: Result) -> str:
        """The findings of one profile."""
        return self._written(result.findings, result.choice)

    def end(self, report: CheckReport) -> str:
        """The findings that concern no single profile, the tool, and how the run ended."""
        rules = self._context.rules
        properties = {
            "rulesVersion": rules.version,
            "rulesDigest": rules.digest,
            "asOf": self._context.as_of,
            "checked": report.summary.checked,
        }
        rest = {
            "invocations": [{"executionSuccessful": True, "exitCode": report.exit_code}],
            "tool": {"driver": _driver(self._context.help_uri)},
            "properties": properties,
        }
        return f"{self._written(report.findings, None)}\n], {members(rest)}}}]}}\n"

    def _written(self, findings: Iterable[Finding], choice: str | None) -> str:
        located = self._context.located(findings)
        return self._results.add(_result(*pair) for pair in fingerprinted(located, choice))


def _result(finding: Finding, fingerprint: str) -> dict[str, object]:
    plain: dict[str, object] = {
        "ruleId": finding.kind,
        "ruleIndex": _KINDS.index(finding.kind),
        "level": finding.level,
        "message": {"text": _message(finding.message)},
        "locations": [_location(finding.place)],
        "partialFingerprints": {"fitframe/v1": fingerprint},
        "properties": {"rule": finding.rule, "layer": finding.layer},
    }
    if finding.related:
        plain["relatedLocations"] = [
            {"id": n, **_location(related.place), "message": {"text": _message(related.message)}}
            for n, related in enumerate(finding.related)
        ]
    if accepted := finding.accepted:
        plain["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": accepted.reason,
                "location": _location(accepted.place),
                "properties": {"by": accepted.by, "owner": accepted.owner, "expires": accepted.expires},
            }
        ]
    return plain


def _message(text: str) -> str:
    """Text in which brackets begin no link and braces no placeholder."""
    return re.sub(r"([\\\[\]])", r"\\\1", text).replace("{", "{{").replace("}", "}}")


def _location(place: Place) -> dict[str, object]:
    region = {"startLine": place.line, "startColumn": place.column}
    return {"physicalLocation": {"artifactLocation": {"uri": quote(place.path)}, "region": region}}


def _driver(help_uri: str | None) -> dict[str, object]:
    return {
        "name": "fitframe",
        "version": VERSION,
        "semanticVersion": VERSION,
        "rules": [
            {
                "id": kind,
                "shortDescription": {"text": _message(TITLES[kind])},
                "fullDescription": {"text": _message(f"{TITLES[kind]}. {HELP[kind]}")},
                "help": {"text": _message(HELP[kind])},
                **({"helpUri": f"{help_uri}#{kind}"} if help_uri else {}),
            }
            for kind in _KINDS
        ],
    }


def fingerprinted(findings: Iterable[Finding], choice: str | None) -> Iterator[tuple[Finding, str]]:
    """Each finding with a fingerprint, by which a platform knows it again: by what it is about and not by its line.

    `findings` are all of one profile, or all that concern no single one. No two profiles share a path, so that no
    fingerprint comes twice in a run.
    """
    seen: Counter[str] = Counter()
    for finding in findings:
        subject = finding.rule if finding.kind in (Kind.VIOLATES, Kind.POSSIBLE_BLOCKER) else finding.framework
        about = f"{finding.place.path}\n{finding.kind}\n{choice}\n{subject}"
        seen[about] += 1
        yield finding, hashlib.sha256(f"{about}\n{seen[about]}".encode("utf-8", "surrogatepass")).hexdigest()
