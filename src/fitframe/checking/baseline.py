"""A baseline: findings that were there when the check was introduced, so that only new ones fail."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from fitframe.errors import Fault, InputError
from fitframe.model.verdict import Acceptance, Finding, Kind, Level, Place, Result
from fitframe.rulebase.messages import UNSAFE

FORMAT = 1
LIMIT = 2**28
"""The largest baseline that is read, in bytes: more than a million entries."""
_VERSION, _ENTRIES = "fitframe_baseline", "findings"
_HEAD = re.compile(rf'"{_ENTRIES}"\s*:\s*\[')
_GAP = re.compile(r"[\s,]*")
_ODD = re.compile("[\r\u2028\u2029]|" + UNSAFE.pattern)
"""What a name may have in it that a reader of files refuses or folds: it is spelled out, as in the other formats."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A finding as a baseline knows it: by what it is about, not by the line that it stands in today."""

    path: str  # of the profile, from the folder that the baseline is in
    finding: str
    choice: str = ""
    rule: str = ""  # of a blocker
    framework: str = ""  # that the code uses, of a finding on code

    @property
    def can_accept(self) -> bool:
        """Whether a baseline accepts such a finding. What cannot be read could hide anything."""
        return self.finding != Kind.UNREADABLE


def entry_of(finding: Finding, result: Result, path: str) -> Entry:
    """The entry that stands for a finding on the profile that a baseline calls `path`."""
    rule = finding.rule if finding.kind is Kind.VIOLATES else None
    return Entry(_spelled(path), finding.kind.value, result.choice or "", rule or "", finding.framework or "")


def _spelled(path: str) -> str:
    """A path with an escape as `\\x1b`, and with a byte that is not UTF-8 as `\\udcff`."""
    return _ODD.sub(lambda found: found.group().encode("unicode_escape").decode(), path)


def entries_to_accept(result: Result, path: str) -> Iterator[Entry]:
    """The entries with which nothing in a result fails. What an older baseline accepted stays in.

    A profile that cannot be read is not among them.
    """
    for finding in result.findings:
        entry = entry_of(finding, result, path)
        known = finding.accepted is not None and finding.accepted.by == "baseline"
        if (finding.fails or known) and entry.can_accept:
            yield entry


def baselined(result: Result, path: str, entries: Mapping[Entry, Place]) -> tuple[Result, set[Entry]]:
    """A result with the findings that the baseline accepts marked so, and the entries that were of use."""
    used = set()
    kept = []
    for finding in result.findings:
        entry = entry_of(finding, result, path)
        if entry in entries and entry.can_accept and finding.accepted is None:
            used.add(entry)
            finding = finding._replace(accepted=_acceptance(entries[entry]))
        kept.append(finding)
    return result._replace(findings=tuple(kept)), used


def _acceptance(place: Place) -> Acceptance:
    return Acceptance(by="baseline", place=place, reason="it was there when the baseline was written")


def stale(entries: Iterable[tuple[Entry, Place]], level: Level) -> list[Finding]:
    """Findings on entries that accepted nothing."""
    return [
        Finding(kind=Kind.BASELINE_STALE, level=level, message=_stale_message(entry), place=place)
        for entry, place in entries
    ]


def _stale_message(entry: Entry) -> str:
    if not entry.can_accept:
        return f"No baseline can accept that {entry.path} cannot be read: mend that file, and remove this entry."
    about = f" of {entry.framework}" if entry.framework else ""
    return f"The finding '{entry.finding}'{about} on {entry.path} is gone: remove this entry, or write a new one."


def written(entries: Iterable[Entry]) -> str:
    """A baseline's file: JSON with one entry on each line, in order."""
    lines = ",\n".join(f"    {json.dumps(_plain(entry), ensure_ascii=False)}" for entry in sorted(set(entries)))
    return f'{{\n  "{_VERSION}": {FORMAT},\n  "{_ENTRIES}": [\n{lines}\n  ]\n}}\n'


def _plain(entry: Entry) -> dict[str, str]:
    return {key: value for key, value in asdict(entry).items() if value}


def read_baseline(data: bytes, name: str) -> dict[Entry, Place]:
    """The entries of a baseline, each with its place. Raises InputError where it is no such file."""
    if len(data) > LIMIT:
        raise InputError(Fault(name, 0, 0, f"the file is larger than {LIMIT // 2**20} MiB, the most that is read"))
    try:
        text = data.decode("utf-8-sig")
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise _refusal(name, error.lineno, error.colno, f": it is not valid JSON ({error.msg})") from None
    except (ValueError, RecursionError):  # not UTF-8, a number of thousands of digits, too many brackets
        raise _refusal(name, 1, 1, ": it is not valid JSON") from None
    heads = list(_HEAD.finditer(text))
    if not _is_baseline(content) or len(heads) != 1:
        raise _refusal(name, 1, 1, "")
    places = _places(text, heads[0].end(), name)
    return {_entry(entry, place): place for entry, place in zip(content[_ENTRIES], places, strict=False)}


def _refusal(name: str, line: int, column: int, why: str) -> InputError:
    message = f"this is no baseline{why}; 'fitframe check --write-baseline FILE' writes one"
    return InputError(Fault(name, line, column, message))


def _is_baseline(content: Any) -> bool:
    return (
        isinstance(content, dict)
        and content.keys() == {_VERSION, _ENTRIES}
        and content[_VERSION] == FORMAT
        and isinstance(content[_ENTRIES], list)
    )


def _places(text: str, at: int, name: str) -> Iterator[Place]:
    """Where each entry of a list begins in JSON text that is known to be valid; the list begins at `at`."""
    decoder, line, line_start, seen = json.JSONDecoder(), 1, 0, 0
    while True:
        at = _GAP.match(text, at).end()  # type: ignore[union-attr]
        if newlines := text.count("\n", seen, at):
            line, line_start = line + newlines, text.rfind("\n", seen, at) + 1
        seen = at
        yield Place(name, line, at - line_start + 1)
        _, at = decoder.raw_decode(text, at)


def _entry(content: Any, place: Place) -> Entry:
    known = {field.name for field in fields(Entry)}
    if not isinstance(content, dict) or not {"path", "finding"} <= content.keys() <= known:
        message = "an entry has a path, a finding, and at most a choice, a rule and a framework"
        raise InputError(Fault(*place, message))
    return Entry(**{key: str(value) for key, value in content.items()})
