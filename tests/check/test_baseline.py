"""Baselines."""

from __future__ import annotations

import json
import os

import pytest

from fitframe.checking import baseline
from fitframe.checking.baseline import Entry, baselined, entries_to_accept, read_baseline, stale, written
from fitframe.errors import InputError
from fitframe.model.verdict import Level, Place
from tests.check.build import judged, profile, report, rules
from tests.engine.build import rule

POOR = rules(3.2)
BLOCKED = rules(3.2, 0.0, rule("speed/no-bee", blocks=["bee"], when={"target": "server"}))


def test_an_entry_may_say_everything_that_one_can() -> None:
    entry = Entry("a.yaml", "added-framework", "bee", "speed/no-bee", "cow")

    assert list(read_baseline(written([entry]).encode(), "base.json")) == [entry]


def test_what_is_written_can_be_read() -> None:
    entries = [
        Entry('b/ö "x".yaml', "violates", "bee", "speed/no-bee"),
        Entry("a.yaml", "unreadable"),
        Entry("a.yaml", "other-framework", "bee", framework="cow"),
    ]
    text = written(entries)

    assert read_baseline(text.encode(), "base.json") == {
        entries[2]: Place("base.json", 4, 5),
        entries[1]: Place("base.json", 5, 5),
        entries[0]: Place("base.json", 6, 5),
    }
    assert json.loads(text)["findings"][1] == {"path": "a.yaml", "finding": "unreadable"}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("🚀 ö.yaml", "🚀 ö.yaml"),
        (os.fsdecode(b"\xff.yaml"), r"\\udcff.yaml"),  # the backslash of an escape is itself escaped in JSON
        ("\x1b[31m.yaml", r"\\x1b[31m.yaml"),
        ("a\nb\tc.yaml", r"a\nb\tc.yaml"),
        ("a\r\u2028\u202e\x7f.yaml", r"a\\r\\u2028\\u202e\\x7f.yaml"),
    ],
)
def test_names_of_all_kinds_come_back(name: str, shown: str) -> None:
    result = judged(profile(), POOR, path=name)
    text = written(entries_to_accept(result, name))

    assert f'"{shown}"' in text
    again, used = baselined(result, name, read_baseline(text.encode(), "base.json"))
    assert (again.baselined, len(used)) == (True, 1)


def test_a_file_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(baseline, "LIMIT", 2**20)
    data = written([]).encode().ljust(2**20)

    assert read_baseline(data, "base.json") == {}
    with pytest.raises(InputError, match="larger than 1 MiB"):
        read_baseline(data + b" ", "base.json")


def test_an_empty_baseline() -> None:
    assert json.loads(written([])) == {"fitframe_baseline": 1, "findings": []}
    assert read_baseline(written([]).encode(), "base.json") == {}


def test_a_baseline_whose_keys_are_written_with_escapes_is_none_of_ours() -> None:
    with pytest.raises(InputError, match=r"^base\.json:1:1: this is no baseline"):
        read_baseline(rb'{"fitframe_baseline": 1, "\u0066indings": []}', "base.json")


def test_it_accepts_what_it_lists_whatever_the_line() -> None:
    entries = dict.fromkeys(entries_to_accept(judged(profile(), POOR), "p.yaml"), Place("base.json"))
    moved = profile().replace(b"answers:", b"# a comment\nanswers:")
    result, used = baselined(judged(moved, POOR), "p.yaml", entries)

    assert (result.baselined, result.waived, used) == (True, False, set(entries))
    whole = report(result)
    assert (whole.summary.baselined, whole.summary.poor, whole.exit_code) == (1, 0, 0)


def test_it_accepts_no_worse_verdict_and_no_other_choice() -> None:
    entries = dict.fromkeys(entries_to_accept(judged(profile(), POOR), "p.yaml"), Place("base.json"))
    for worse in (judged(profile(), BLOCKED), judged(profile("cow"), POOR)):
        result, used = baselined(worse, "p.yaml", entries)
        assert (result.findings[0].fails, used) == (True, set())


def test_it_knows_a_blocker_by_its_rule() -> None:
    assert list(entries_to_accept(judged(profile(), BLOCKED), "p.yaml")) == [
        Entry("p.yaml", "violates", "bee", "speed/no-bee")
    ]


def test_a_waiver_goes_before_it() -> None:
    result = judged(profile(more="waivers: [{verdict: poor, reason: known}]"), POOR)
    entries = {Entry("p.yaml", "poor", "bee"): Place("base.json")}

    assert baselined(result, "p.yaml", entries) == (result, set())
    assert not result._replace(findings=()).waived


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"results": []}', 1),
        ("[]", 1),
        ('{"fitframe_baseline": 2, "findings": []}', 1),
        ('{"fitframe_baseline": 1,\n"findings": [\n{"path": "a"}]}', 3),
        ('{"fitframe_baseline": 1,\n"findings": [\n"a"]}', 3),
        ('{"fitframe_baseline": 1,\n"findings": [\n{"path": "a", "finding": "poor", "line": 3}]}', 3),
        ("not json {", 1),
    ],
)
def test_a_file_of_another_kind_is_refused(text: str, line: int) -> None:
    with pytest.raises(InputError, match=rf"^base.json:{line}:") as refused:
        read_baseline(text.encode(), "base.json")

    assert refused.value.exit_code == 2


def test_it_never_accepts_a_profile_that_cannot_be_read() -> None:
    unreadable = judged(b"", POOR)
    assert list(entries_to_accept(unreadable, "p.yaml")) == []

    old = {Entry("p.yaml", "unreadable"): Place("base.json", 4, 5)}  # as baselines once had it
    assert baselined(unreadable, "p.yaml", old) == (unreadable, set())
    (finding,) = stale(old.items(), Level.WARNING)
    assert (
        finding.message == "No baseline can accept that p.yaml cannot be read: mend that file, and remove this entry."
    )


def test_it_accepts_that_a_profile_states_no_choice() -> None:
    result = judged(b"fitframe: 1\n", POOR)
    entries = dict.fromkeys(entries_to_accept(result, "p.yaml"), Place("base.json"))

    assert baselined(result, "p.yaml", entries)[0].baselined


def test_one_for_many_profiles_can_be_read() -> None:
    entries = [
        Entry(f"services/group-{n // 100:03}/service-{n:06}/fitframe.yaml", "poor", "bee") for n in range(20_000)
    ]
    text = written(entries)
    places = read_baseline(text.encode(), "base.json")

    assert len(text) > 2**20
    assert places == {entry: Place("base.json", n, 5) for n, entry in enumerate(entries, 4)}


def test_places_are_right_however_it_is_laid_out() -> None:
    entries = [Entry("a.yaml", "poor", "bee"), Entry("b.yaml", "poor", "bee")]
    one_line = json.dumps(json.loads(written(entries)))
    spread = json.dumps(json.loads(written(entries)), indent=1)

    for text, places in ((one_line, [(1, 39), (1, 95)]), (spread, [(4, 3), (9, 3)])):
        assert [place[1:] for place in read_baseline(text.encode(), "base.json").values()] == places
        lines = text.split("\n")
        assert [lines[line - 1][column - 1] for line, column in places] == ["{", "{"]


@pytest.mark.parametrize(("value", "column"), [("9" * 5000, 1), ("[" * 100_000, 1), ("\\ud800", 23)])
def test_json_that_goes_beyond_what_is_read_is_no_baseline(value: str, column: int) -> None:
    with pytest.raises(InputError, match=rf"^base\.json:1:{column}: this is no baseline"):
        read_baseline(f'{{"fitframe_baseline": {value}'.encode(), "base.json")
