"""fitframe compare, report, and what recommend -v and explain add, with the rule base that is shipped."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pexpect
import pytest

from fitframe import api
from tests.cli.conftest import Runner


def test_compare_shows_every_criterion_and_adds_up(run: Runner, profile: str) -> None:
    done = run("compare", profile, "tf", "PyTorch", "-f", "json")
    found = json.loads(done.out)

    assert (done.code, done.err) == (0, "")
    assert found["frameworks"] == ["tensorflow", "pytorch"]
    sides = [sum(c["points"][n] for c in found["criteria"]) + found["weakest_links"][n] for n in (0, 1)]
    assert sides == pytest.approx(found["scores"], abs=0.01)


def test_a_flip_that_compare_names_is_one_when_it_is_tried(run: Runner, profile: str) -> None:
    """The cheapest changed answers, given with --set, put the framework first."""
    found = json.loads(run("compare", profile, "pytorch", "scikit-learn", "-f", "json").out)

    assert found["flips"]
    for name, kinds in found["flips"].items():
        for flip in kinds["answers"][:1]:
            settings = [f"--set={c['question']}={','.join(c['after'])}" for c in flip["changes"]]
            then = json.loads(run("recommend", profile, "-f", "json", *settings).out)
            assert then["recommended"] == name
            first, second = then["ranking"][:2]
            assert first["score"] - second["score"] == pytest.approx(flip["lead"], abs=0.02)


def test_compare_as_text_and_in_one_line(run: Runner, profile: str) -> None:
    assert "Criterion by criterion" in run("compare", profile, "keras", "jax").out
    assert len(run("compare", profile, "keras", "jax", "-q").out.splitlines()) <= 2


def test_compare_tells_what_each_wins_on_with_the_rules_of_both(run: Runner, profile: str) -> None:
    """Turned round, the two lists of wins change places, and their figures stay."""
    one, other = run("compare", profile, "keras", "jax", "-v").out, run("compare", profile, "jax", "keras", "-v").out

    assert wins(one) == wins(other)
    assert all(rows for rows in wins(one).values())
    for criterion in json.loads(run("compare", profile, "keras", "jax", "-f", "json").out)["criteria"]:
        if abs(criterion["points"][0] - criterion["points"][1]) >= 0.05:
            for rules in filter(None, criterion["rules"]):
                assert any(rule in one for rule in rules)


def wins(page: str) -> dict[str, list[str]]:
    """Under the heading of each framework, the points of what it wins on."""
    parts = re.split(r"^What (.+) wins on$", page, flags=re.MULTILINE)[1:]
    return {
        name: re.findall(r"^  +([+]\d+\.\d)", text, re.MULTILINE)
        for name, text in zip(parts[::2], parts[1::2], strict=True)
    }


@pytest.mark.parametrize("name", ["keras@jax", "Keras@JAX"])
def test_a_way_to_run_a_framework_can_be_compared(run: Runner, profile: str, name: str) -> None:
    found = json.loads(run("compare", profile, "pytorch", name, "-f", "json").out)

    assert found["ways"] == ["pytorch", "keras@jax"]
    assert "Keras on JAX" in run("compare", profile, "pytorch", name).out
    assert "keras@tensorflow" in run("compare", profile, "pytorch", "keras@cuda").err


def test_two_that_are_ruled_out_can_be_compared(run: Runner) -> None:
    done = run("compare", "examples/needs-that-collide.yaml", "keras", "jax", "-v")

    assert done.code == 0
    assert "Keras is ruled out" in done.out


@pytest.mark.parametrize(
    ("names", "told"),
    [(("tf", "tensorflow"), "two different frameworks"), (("tf", "pytorhc"), "did you mean 'pytorch'")],
)
def test_compare_says_what_is_wrong_with_the_names(
    run: Runner, profile: str, names: tuple[str, str], told: str
) -> None:
    done = run("compare", profile, *names)

    assert (done.code, done.out) == (2, "")
    assert told in done.err


def test_a_page_is_written_and_said_so(run: Runner, profile: str, tmp_path: Path) -> None:
    target = tmp_path / "report.html"

    done = run("report", profile, "-o", str(target))

    assert (done.code, done.out) == (0, "")
    assert done.err == f"The report is in {target}.\n"
    first = target.read_bytes()
    assert first.startswith(b"<!doctype html>")
    run("report", profile, "-o", str(target))
    assert target.read_bytes() == first


def test_a_chart_is_well_formed(run: Runner, profile: str, tmp_path: Path) -> None:
    assert run("report", profile, "-q", "-o", str(tmp_path / "chart.svg")).err == ""

    assert ET.parse(tmp_path / "chart.svg").getroot().get("viewBox")  # noqa: S314


@pytest.mark.parametrize("name", ["report.pdf", "report", "-"])
def test_another_kind_of_file_is_refused_before_anything_is_done(run: Runner, profile: str, name: str) -> None:
    done = run("report", profile, "-o", name)

    assert done.code == 2
    assert ".html, .md, .svg" in done.err


def records(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text().splitlines()[1] for path in sorted(folder.glob("*.md"))}


def test_a_record_that_says_something_else_is_superseded_and_the_same_one_is_left(
    run: Runner, profile: str, tmp_path: Path
) -> None:
    folder = tmp_path / "adr"
    folder.mkdir()
    target = str(folder / "decision.md")
    run("report", profile, "-o", target)
    old = (folder / "decision.md").read_text()

    again = run("report", profile, "-o", target)
    changed = run("report", profile, "-o", target, "--set", "goal=research")
    after = run("report", profile, "-o", target, "--set", "goal=research")

    assert again.err == f"{target} says so already.\n"
    assert "decision-2.md; " in changed.err
    assert after.err.endswith("decision-2.md says so already.\n")
    assert records(folder) == {
        "decision-2.md": 'status: "proposed"',
        "decision.md": 'status: "superseded by [decision-2.md](decision-2.md)"',
    }
    assert (folder / "decision.md").read_text().splitlines()[2:] == old.splitlines()[2:]
    assert "This record supersedes [decision.md](decision.md)." in (folder / "decision-2.md").read_text()


def test_a_record_of_an_earlier_day_says_the_same(run: Runner, profile: str, tmp_path: Path) -> None:
    """The day alone is no new decision; a new decision has the day on which it is made."""
    target = tmp_path / "decision.md"
    run("report", profile, "-o", str(target))
    today = target.read_text()
    assert f"date: {date.today().isoformat()}\n" in today
    target.write_text(earlier(run, profile, tmp_path))

    assert run("report", profile, "-o", str(target)).err == f"{target} says so already.\n"
    run("report", profile, "-o", str(target), "--set", "goal=research")
    assert "date: 2026-11-21\n" in target.read_text()
    assert f"date: {date.today().isoformat()}\n" in (tmp_path / "decision-2.md").read_text()


def earlier(run: Runner, profile: str, folder: Path) -> str:
    """The record of that profile as it would have been written on 2026-11-21."""
    rules = api.load_rules()
    return api.report(rules, api.load_profile(profile, rules), "markdown", today="2026-11-21").replace(
        "fitframe check fitframe.yaml", f"fitframe check {Path(profile).name}"
    )


def test_numbered_records_go_on_counting(run: Runner, profile: str, tmp_path: Path) -> None:
    folder = tmp_path / "adr"
    folder.mkdir()
    (folder / "0009-other.md").write_text("# Other\n")
    target = str(folder / "0007-framework.md")

    run("report", profile, "-o", target)
    run("report", profile, "-o", target, "--set", "goal=research")

    assert (folder / "0010-framework.md").exists()


def test_a_file_that_is_no_record_is_never_touched(run: Runner, profile: str, tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("# My notes\n")

    done = run("report", profile, "-o", str(notes))

    assert done.code == 2
    assert "is not a decision record" in done.err
    assert notes.read_text() == "# My notes\n"
    assert [path.name for path in tmp_path.glob("*.md")] == ["notes.md"]


@pytest.mark.parametrize("link", ["a%2Fb.md", "..%2Fb.md", "%2Fetc%2Fpasswd", "a%00b.md", "a%1bb.md", "..", "%0A.md"])
def test_a_record_that_names_no_file_beside_it_is_the_last_one(
    run: Runner, profile: str, tmp_path: Path, link: str
) -> None:
    path = tmp_path / "decision.md"
    run("report", profile, "-o", str(path))
    path.write_text(re.sub("^status: .*", f'status: "superseded by [x]({link})"', path.read_text(), flags=re.MULTILINE))
    done = run("report", profile, "-o", str(path))

    assert done.code == 0
    assert done.err.isprintable() or done.err[:-1].isprintable()
    assert sorted(file.name for file in tmp_path.glob("*.md")) == ["decision-2.md", "decision.md"]


def test_recommend_tells_more_when_asked_and_only_then(run: Runner, profile: str) -> None:
    assert "Where the doubt comes from" in run("recommend", profile, "-v").out
    assert "Where the doubt comes from" not in run("recommend", profile).out
    assert run("recommend", profile, "-v", "-f", "json").out == run("recommend", profile, "-f", "json").out


def test_explain_says_who_should_choose_a_framework(run: Runner) -> None:
    assert "Who should choose PyTorch" in run("explain", "pytorch").out
    wins = json.loads(run("explain", "framework:pytorch", "-f", "json").out)["entries"][0]["value"]["wins"]
    assert 0 < wins["share"] < 1
    assert run("explain", "pytorch").out == run("explain", "pytorch").out


TWO_STEPS = """
import sys, time
from fitframe.cli.console import Progress
with Progress(float(sys.argv[1])) as progress:
    progress.tell("the first thing")
    time.sleep(float(sys.argv[2]))
    progress.tell("the second thing")
    time.sleep(float(sys.argv[2]))
print("done")
"""


def watched(patience: float, pause: float, terminal: str = "xterm", **environment: str) -> str:
    """What a terminal is told of two steps with a pause in each."""
    shown = pexpect.run(
        shlex.join([sys.executable, "-c", TWO_STEPS, str(patience), str(pause)]),
        env=os.environ | {"TERM": terminal, "NO_COLOR": "1", **environment},
        encoding="utf-8",
    )
    return str(shown)


def test_progress_is_told_once_patience_is_over_and_gone_at_the_end() -> None:
    told = watched(0.05, 1)

    assert "Working out the first thing" in told
    assert told.index("the first thing") < told.index("the second thing")
    assert told.endswith("\x1b[2Kdone\r\n")  # the line is cleared
    assert told.rindex("\x1b[?25h") > told.rindex("\x1b[?25l")  # the cursor is back


def test_what_is_quick_is_not_told_nor_where_no_line_can_be_drawn_again() -> None:
    assert watched(60, 0) == "done\r\n"
    assert watched(0.05, 0.5, terminal="dumb") == "done\r\n"


def test_a_terminal_of_plain_letters_is_told_in_plain_letters() -> None:
    told = watched(0.05, 0.5, PYTHONIOENCODING="ascii")

    assert "Working out the first thing" in told
    assert "\\u" not in told
