"""fitframe recommend, with the rule base that is shipped."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import PROFILE, Runner


def test_text_for_people_on_standard_output(run: Runner, profile: str) -> None:
    done = run("recommend", profile)

    assert (done.code, done.err) == (0, "")
    assert re.match("Shelf scanner\n(Recommended|Too close to call): ", done.out)
    assert max(map(len, done.out.splitlines())) <= 100


def test_json_is_one_object_and_nothing_else(run: Runner, profile: str) -> None:
    done = run("recommend", profile, "-f", "json")

    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["profile"] == {"name": "Shelf scanner"}


def test_contributions_add_up_to_the_score_but_for_rounding(run: Runner, profile: str) -> None:
    for ranked in json.loads(run("recommend", profile, "-f", "json").out)["ranking"]:
        assert sum(c["points"] for c in ranked["contributions"]) == pytest.approx(ranked["score"], abs=0.01)


def test_markdown(run: Runner, profile: str) -> None:
    page = run("recommend", profile, "-f", "markdown").out

    assert re.match(r"# Shelf scanner\n\n\*\*(Recommended|Too close to call): ", page)


def test_a_dash_reads_standard_input(run: Runner, profile: str) -> None:
    assert run("recommend", "-", stdin=PROFILE).out == run("recommend", profile).out


def test_output_goes_to_a_file_as_it_would_to_a_pipe(run: Runner, profile: str, tmp_path: Path) -> None:
    done = run("recommend", profile, "-o", str(tmp_path / "advice.txt"))

    assert done == (0, "", "")
    assert (tmp_path / "advice.txt").read_text(encoding="utf-8") == run("recommend", profile).out


def test_quiet_is_one_line_and_verbose_is_more(run: Runner, profile: str) -> None:
    quiet, usual, verbose = (run("recommend", profile, *option).out for option in (("-q",), (), ("-v",)))

    assert quiet.count("\n") == 1
    assert len(quiet) < len(usual) <= len(verbose)
    assert "-v shows all" not in verbose


def test_set_answers_a_question(run: Runner, profile: str) -> None:
    changed = json.loads(run("recommend", profile, "--set", "experience=beginner", "-f", "json").out)
    plain = json.loads(run("recommend", profile, "-f", "json").out)

    assert "experience" in {entry["question"] for entry in plain["open_questions"]}
    assert "experience" not in {entry["question"] for entry in changed["open_questions"]}


def test_between_leaves_only_those_named(run: Runner, profile: str) -> None:
    found = json.loads(run("recommend", profile, "--between", "torch, tensorflow", "-f", "json").out)

    assert {ranked["framework"] for ranked in found["ranking"]} == {"pytorch", "tensorflow"}


def test_as_of_is_the_day_that_is_told(run: Runner, profile: str) -> None:
    assert json.loads(run("recommend", profile, "--as-of", "2026-06-30", "-f", "json").out)["as_of"] == "2026-06-30"


def test_sources_leave_only_rules_that_cite_them(run: Runner, profile: str) -> None:
    found = json.loads(run("recommend", profile, "--sources", "article-000", "-f", "json").out)
    rules = {rule for ranked in found["ranking"] for c in ranked["contributions"] for rule in c["rules"]}

    assert rules
    for rule in rules:
        (entry,) = json.loads(run("explain", f"rule:{rule}", "-f", "json").out)["entries"]
        assert "article-000" in {evidence["source"] for evidence in entry["value"]["evidence"]}


def test_an_empty_profile_is_never_clear(run: Runner) -> None:
    assert json.loads(run("recommend", "-", "-f", "json", stdin="fitframe: 1\n").out)["confidence"] != "clear"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--between", "tensorfloww"], "did you mean 'tensorflow'?"),
        (["--sources", "article-0000"], "did you mean 'article-000'?"),
        (["--as-of", "yesterday"], "--as-of"),
        (["--set", "deploymnt=android"], "deployment"),
        (["-f", "xml"], "'json'"),
        (["--color", "sometimes"], "'always'"),
        (["-o", "/nowhere/at/all.txt"], "/nowhere/at/all.txt"),
    ],
)
def test_wrong_options_end_with_2_and_say_what_is_right(
    run: Runner, profile: str, arguments: list[str], told: str
) -> None:
    done = run("recommend", profile, *arguments)

    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert "Traceback" not in done.err
    assert "╭" not in done.err


def test_each_fault_of_a_profile_is_one_line_with_its_place(run: Runner, tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text("fitframe: 1\nanswers:\n  deploymnt: android\n  goal: moon\n")

    done = run("recommend", str(path))

    assert done.code == 2
    assert [line.split(" ")[0] for line in done.err.splitlines()] == [f"{path}:3:3:", f"{path}:4:3:"]


def test_names_that_would_steer_a_terminal_or_markup_are_only_shown(run: Runner) -> None:
    done = run("recommend", "-", stdin="fitframe: 1\nname: '[bold]a[/bold] <b> | c'\n")

    assert done.out.startswith("[bold]a[/bold] <b> | c\n")


def test_faults_that_quote_a_profile_stay_inert(run: Runner) -> None:
    done = run("recommend", "-", stdin='fitframe: 1\nanswers: {"\\e[31mgoal": production}\n')

    assert done.code == 2
    assert "\x1b" not in done.err


@pytest.mark.parametrize(("format", "drawing"), [("text", {"rich"}), ("markdown", set()), ("json", set())])
def test_nothing_heavy_is_loaded_and_what_draws_only_for_people(profile: str, format: str, drawing: set[str]) -> None:
    program = (
        "import sys; from fitframe.__main__ import main\n"
        f"sys.argv = ['fitframe', 'recommend', {profile!r}, '-f', {format!r}]\n"
        "try: main()\n"
        "except SystemExit: sys.stderr.write(' '.join({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout
    heavy = {"rich", "jinja2", "numpy", "jsonschema", "ruamel"}
    assert heavy & set(done.stderr.split()) == drawing
