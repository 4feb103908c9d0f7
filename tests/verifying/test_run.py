"""What a run says of a fact: held, broken, or nothing where the place that was asked is at fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fitframe.errors import InputError
from fitframe.model.evidence import Proof, ProofOutcome
from fitframe.rulebase.proofs import add_proofs, streaks
from fitframe.verifying.answers import Answers
from fitframe.verifying.asking import Asker, Bounds
from fitframe.verifying.requests import Request
from fitframe.verifying.run import verify
from tests.verifying.build import file, kept_answers, probe
from tests.verifying.conftest import Reply, Server

NO_WHEEL = probe(
    {"kind": "wheel", "package": "thing", "python": "3.14"}, "none", {"package": "numpy", "expect": "some"}
)
NONE: dict[str, Any] = {"files": []}
WHEEL = {"files": [file("thing-1.0-py3-none-any.whl")]}
NUMPY = {"files": [file("numpy-2.0-cp314-cp314-win_amd64.whl")]}


@pytest.mark.parametrize(
    ("thing", "numpy", "outcome"),
    [
        (NONE, NUMPY, ProofOutcome.HELD),
        (WHEEL, NUMPY, ProofOutcome.BROKEN),
        (None, NUMPY, ProofOutcome.BROKEN),  # the package is gone, which somebody has to look at
        (NONE, NONE, ProofOutcome.UNCLEAR),  # an index without numpy is no witness
        (WHEEL, None, ProofOutcome.UNCLEAR),
        ({"files": "many"}, NUMPY, ProofOutcome.UNCLEAR),
    ],
)
def test_nothing_is_said_of_a_fact_where_the_canary_fails(
    thing: Any, numpy: Any, outcome: ProofOutcome, tmp_path: Path
) -> None:
    answers = kept_answers(tmp_path / "answers", {"index:thing/": thing, "index:numpy/": numpy})
    (found,) = verify([NO_WHEEL], answers, None)
    assert found.outcome is outcome


def test_an_answer_that_is_not_kept_is_unclear(tmp_path: Path) -> None:
    (found,) = verify([NO_WHEEL], Answers(tmp_path / "answers"), None)
    assert found.outcome is ProofOutcome.UNCLEAR
    assert "--offline" in found.seen


def test_a_replayed_answer_keeps_its_day(tmp_path: Path) -> None:
    values = {"index:thing/": NONE, "index:numpy/": NUMPY}
    (found,) = verify([NO_WHEEL], kept_answers(tmp_path / "answers", values, "2026-11-01"), None, today="2027-01-01")
    assert found.day == "2026-11-01"


def test_an_answer_of_today_is_not_asked_for_again(server: Server, tmp_path: Path) -> None:
    server.put(Request("index", "thing/"), NONE)
    server.put(Request("index", "numpy/"), NUMPY)
    path = tmp_path / "answers"
    asker = Asker(server.addresses(), Bounds(tries=1))
    for day, asked in (("2026-11-29", 2), ("2026-11-29", 2), ("2026-11-30", 4)):
        answers = Answers(path)
        (found,) = verify([NO_WHEEL], answers, asker, today=day)
        answers.save()
        assert found.outcome is ProofOutcome.HELD
        assert len(server.asked) == asked


def test_an_index_that_is_down_breaks_nothing_whatever_was_kept(server: Server, tmp_path: Path) -> None:
    server.replies["/index/thing/"] = Reply(500)
    server.replies["/index/numpy/"] = Reply(500)
    answers = kept_answers(tmp_path / "answers", {"index:thing/": WHEEL, "index:numpy/": NUMPY}, "2026-11-01")
    (found,) = verify([NO_WHEEL], answers, Asker(server.addresses(), Bounds(tries=1)), today="2026-11-29")
    assert found.outcome is ProofOutcome.UNCLEAR


def test_a_file_of_answers_that_is_none_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "answers").write_text('{"asked": "a", "day": "2026-11-29", "value": null}\nnonsense\n')
    with pytest.raises(InputError, match="answers:2"):
        Answers(tmp_path / "answers")


def proof(day: str, outcome: str = "held", name: str = "a") -> Proof:
    return Proof.model_validate(
        {"probe": name, "day": day, "outcome": outcome, "seen": "something", "digest": "0123456789abcdef"}
    )


def test_of_a_row_of_the_same_outcome_the_first_and_the_last_stay() -> None:
    days = ["2026-11-01", "2026-11-08", "2026-11-15", "2026-11-22", "2026-11-29"]
    outcomes = ["held", "held", "held", "broken", "held"]
    found = streaks([proof(day, outcome) for day, outcome in zip(days, outcomes, strict=True)])
    assert [(one.day, one.outcome.value) for one in found] == [
        ("2026-11-01", "held"),
        ("2026-11-15", "held"),
        ("2026-11-22", "broken"),
        ("2026-11-29", "held"),
    ]


def test_proofs_are_added_and_those_of_one_day_replaced(tmp_path: Path) -> None:
    path = tmp_path / "proofs.jsonl"
    add_proofs(path, [proof("2026-11-01")])
    add_proofs(path, [proof("2026-11-08", "broken"), proof("2026-11-08", name="b")])
    add_proofs(path, [proof("2026-11-08")])
    lines = path.read_text().splitlines()
    assert [(one["probe"], one["day"], one["outcome"]) for one in map(json.loads, lines)] == [
        ("a", "2026-11-01", "held"),
        ("a", "2026-11-08", "held"),
        ("b", "2026-11-08", "held"),
    ]


def test_a_file_that_holds_no_proofs_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("my notes\n")
    with pytest.raises(InputError, match="is no proof"):
        add_proofs(path, [proof("2026-11-01")])
    assert path.read_text() == "my notes\n"
