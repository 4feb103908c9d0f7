"""A baseline: findings that were there when the check was introduced, so that only new ones fail."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fitframe.checking.policy import Policy
from fitframe.checking.profiles import place_in
from fitframe.errors import InputError
from fitframe.model.verdict import Acceptance, Finding, Kind, Place, Result
from fitframe.rulebase.yaml import UNSAFE, Document, read_document

FORMAT = 1
_VERSION, _ENTRIES = "fitframe_baseline", "findings"
_ODD = re.compile("[\r\u2028\u2029]|" + UNSAFE.pattern)
"""What a name may have in it that a reader of files refuses or folds: it is spelled out, as in the other formats."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A finding as a baseline knows it: by what it is about, not by the line that it stands in today."""

    path: str  # of the profile, from the folder that the baseline is in
    finding: str
    choice: str = ""
    rule: str = ""  # of a blocker


def entry_of(finding: Finding, result: Result, path: str) -> Entry:
    """The entry that stands for a finding."""
    rule = finding.rule if finding.kind is Kind.VIOLATES else None
    return Entry(_spelled(path), finding.kind.value, result.choice or "", rule or "")


def _spelled(path: str) -> str:
    """A path with an escape as `\\x1b`, and with a byte that is not UTF-8 as `\\udcff`."""
    return _ODD.sub(lambda found: found.group().encode("unicode_escape").decode(), path)


def failing(result: Result, path: str) -> Iterator[Entry]:
    """The entries for what makes the check fail in one profile, called `path` in the baseline."""
    yield from (entry_of(finding, result, path) for finding in result.findings if finding.fails)


def baselined(result: Result, path: str, entries: Mapping[Entry, Place]) -> tuple[Result, set[Entry]]:
    """A result with the findings that the baseline accepts marked so, and the entries that were of use."""
    used = set()
    kept = []
    for finding in result.findings:
        entry = entry_of(finding, result, path)
        if entry in entries and finding.accepted is None:
            used.add(entry)
            finding = finding._replace(accepted=_acceptance(entries[entry]))
        kept.append(finding)
    return result._replace(findings=tuple(kept)), used


def _acceptance(place: Place) -> Acceptance:
    return Acceptance(by="baseline", place=place, reason="it was there when the baseline was written")


def stale(entries: Iterable[tuple[Entry, Place]], policy: Policy) -> list[Finding]:
    """What to say of entries that matched nothing."""
    return [
        Finding(
            kind=Kind.BASELINE_STALE,
            level=policy.housekeeping,
            message=f"The finding '{entry.finding}' on {entry.path} is gone: remove this entry, or write a new one.",
            place=place,
        )
        for entry, place in entries
    ]


def written(entries: Iterable[Entry]) -> str:
    """A baseline's file: JSON with one entry on each line, in order."""
    lines = ",\n".join(f"    {json.dumps(_plain(entry), ensure_ascii=False)}" for entry in sorted(set(entries)))
    return f'{{\n  "{_VERSION}": {FORMAT},\n  "{_ENTRIES}": [\n{lines}\n  ]\n}}\n'


def _plain(entry: Entry) -> dict[str, str]:
    fields = {"path": entry.path, "finding": entry.finding, "choice": entry.choice, "rule": entry.rule}
    return {key: value for key, value in fields.items() if value}


def read_baseline(data: bytes, name: str) -> dict[Entry, Place]:
    """The entries of a baseline, each with its place. Raises InputError where it is no such file."""
    document = read_document(data, name)  # JSON is YAML, and this reader knows places
    content = document.data
    if not isinstance(content, dict) or content.get(_VERSION) != FORMAT or not isinstance(content.get(_ENTRIES), list):
        raise InputError(document.fault((), "this is no baseline; 'fitframe check --write-baseline FILE' writes one"))
    return {_entry(entry, document, n): place_in(document, (_ENTRIES, n)) for n, entry in enumerate(content[_ENTRIES])}


def _entry(content: Any, document: Document, n: int) -> Entry:
    known = {"path", "finding", "choice", "rule"}
    if not isinstance(content, dict) or not {"path", "finding"} <= content.keys() <= known:
        raise InputError(
            document.fault((_ENTRIES, n), "an entry has a path, a finding, and at most a choice and a rule")
        )
    return Entry(**{key: str(value) for key, value in content.items()})
