"""Profiles without a verdict: one finding each, with its place."""

from __future__ import annotations

import pytest

from fitframe.model.verdict import Kind, Level
from tests.check.build import judged, profile, report


@pytest.mark.parametrize(
    ("data", "kind", "line", "words"),
    [
        (b"fitframe: 1\nanswers: {size: small}\n", Kind.NO_CHOICE, 1, "add 'choice:' with one of ant, bee, cow"),
        (b"fitframe: 1\nchoice:\n", Kind.NO_CHOICE, 2, "states no choice"),
        (profile("beee"), Kind.UNKNOWN_CHOICE, 4, "unknown framework 'beee', did you mean 'bee'?"),
        (profile("'[x](y) | <b>'"), Kind.UNKNOWN_CHOICE, 4, "the frameworks are ant, bee, cow"),
        (b"fitframe: 1\nchoice: [bee]\n", Kind.UNREADABLE, 2, "'choice' must be text"),
        (b"fitframe: 1\nanswers: {sise: small}\n", Kind.UNREADABLE, 2, "did you mean 'size'?"),
        (b"fitframe: 1\n\tchoice: bee\n", Kind.UNREADABLE, 2, "a tab cannot indent"),
        (b"\xff\xfe", Kind.UNREADABLE, 1, "UTF-16"),
        (b"", Kind.UNREADABLE, 1, "the file is empty"),
        (b"- a list\n", Kind.UNREADABLE, 1, "mapping"),
    ],
)
def test_one_finding_each(data: bytes, kind: Kind, line: int, words: str) -> None:
    result = judged(data)

    (finding,) = result.findings
    assert (result.verdict, finding.kind, finding.level) == (None, kind, Level.ERROR)
    assert (finding.place.path, finding.place.line) == ("p.yaml", line)
    assert finding.message.startswith("Not checked: ")
    assert words in finding.message


def test_every_fault_of_a_file_is_told_at_its_place() -> None:
    found = judged(b"fitframe: 2\nchoice: bee\ncolour: red\nanswers: {sise: small}\n").findings

    assert [(finding.place.line, finding.kind) for finding in found] == [(line, Kind.UNREADABLE) for line in (1, 3, 4)]
    assert found[2].brief == "unknown question 'sise', did you mean 'size'?"


def test_of_very_many_faults_the_first_are_told() -> None:
    """One fault a line, from line 3 on; the last that is told stands in line 22."""
    wrong = "\n".join(f"  q{n}: a" for n in range(45))
    found = judged(f"fitframe: 1\nanswers:\n{wrong}\n".encode()).findings

    assert len(found) == 21
    assert found[-1].message == "Not checked: 25 more faults after that."
    assert [finding.place.line for finding in found] == [*range(3, 23), 22]


def test_they_are_counted_and_weigh_most() -> None:
    results = [judged(data) for data in (profile("ant"), profile("beee"), b"")]
    whole = report(*results)

    summary = whole.summary
    assert (summary.checked, summary.fits, summary.unjudged, summary.unreadable) == (3, 1, 1, 1)
    assert whole.exit_code == 2
    assert report(*results, exit_zero=True).exit_code == 0


def test_an_alias_is_a_choice() -> None:
    assert judged(profile("ANT")).choice == "ant"
