"""The other commands, and what all of them have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest

from fitframe import __version__, api
from fitframe.cli.console import rendered
from fitframe.cli.options import names
from fitframe.output import Listed
from fitframe.output.explain import KINDS
from tests.cli.conftest import Runner

COMMANDS = [
    [],
    ["ask"],
    ["recommend"],
    ["compare"],
    ["check"],
    ["explain"],
    ["report"],
    ["init"],
    ["scan"],
    ["rules"],
    ["rules", "lint"],
    ["rules", "test"],
    ["rules", "list"],
    ["rules", "schema"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help(run: Runner, command: list[str]) -> None:
    for option in ("--help", "-h"):
        done = run(*command, option)
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith("Usage: fitframe")


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version(run: Runner, option: str) -> None:
    assert run(option) == (0, f"fitframe {__version__}\n", "")


@pytest.mark.parametrize(("text", "expected"), [("", []), ("a", ["a"]), ("a,b", ["a", "b"]), (" a , ,b ", ["a", "b"])])
def test_names_in_an_option(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_explain(run: Runner) -> None:
    done = run("explain", "torch")

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("PyTorch (framework pytorch)\n")


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("csbdeep", "CSBDeep in code (library csbdeep)"),
        ("stardist", "CSBDeep in code (library csbdeep)"),  # a package of the same makers
        ("image-files", "image-files (sign in code)"),
        ("free-notebooks", "free-notebooks (choice of training-place)"),  # called as what it answers
        ("sign:free-notebooks", "free-notebooks (sign in code)"),
        ("tf2onnx", "tf2onnx (tool tf2onnx)"),
        ("library:tf2onnx", "tf2onnx in code (library tf2onnx)"),
    ],
)
def test_explain_knows_what_scan_reads(run: Runner, name: str, first: str) -> None:
    assert run("explain", name).out.splitlines()[0] == first


def test_explain_says_of_tools_and_choices_how_scan_reads_them(run: Runner) -> None:
    assert "fitframe explain library:tf2onnx" in run("explain", "tf2onnx").out
    assert "fitframe explain sign:free-notebooks" in run("explain", "choice:training-place=free-notebooks").out
    sign = run("explain", "sign:free-notebooks").out
    assert "google.colab" in sign
    assert "rules/signals/training.yaml:" in sign.replace("\n", "")


def test_explain_suggests_near_names(run: Runner) -> None:
    done = run("explain", "pytorhc")

    assert (done.code, done.out) == (2, "")
    assert "did you mean 'pytorch'" in done.err
    assert done.err.count("\n") == 1


def test_everything_that_is_shipped_can_be_explained() -> None:
    from fitframe.api import explain
    from fitframe.output import Detail, Screen
    from fitframe.output.explain import KINDS

    rules = api.load_rules()
    for kind in KINDS:
        for name in KINDS[kind].ids(rules):
            subject = explain(rules, f"{kind}:{name}")
            assert name in rendered(subject, "text", Screen(), Detail.USUAL)
            (entry,) = json.loads(rendered(subject, "json", Screen(), Detail.USUAL))["entries"]
            assert entry["origin"] or kind == "group"  # groups stand together at the top of rulebase.yaml


def test_an_untouched_form_is_a_valid_empty_profile(run: Runner, tmp_path: Path) -> None:
    path = tmp_path / "fitframe.yaml"

    assert run("init", str(path)) == (0, "", "")

    read = api.load_profile(str(path), api.load_rules())
    assert (read.answers, read.priorities, read.choice) == ({}, {}, None)


def test_a_form_can_be_filled_in_by_taking_away_comment_signs(run: Runner) -> None:
    filled = run("init", "-").out.replace("  # goal: []", "  goal: [research]")

    assert json.loads(run("recommend", "-", "-f", "json", stdin=filled).out)["ranking"]


def test_the_form_is_called_fitframe_yaml_where_nothing_is_said(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run("init").code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["fitframe.yaml"]


def test_init_never_replaces_a_file_unless_forced(run: Runner, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("mine")

    refused = run("init", str(path))
    assert (refused.code, path.read_text()) == (2, "mine")
    assert refused.err == f"{path} already exists; --force overwrites it\n"

    assert run("init", str(path), "--force").code == 0
    assert path.read_text().startswith("# A project's profile")


def test_rules_list_has_every_kind_that_explain_knows(run: Runner) -> None:
    kinds = {row["kind"] for row in json.loads(run("rules", "list", "-f", "json").out)["kinds"]}

    listed = {kind.removesuffix("s") for kind in kinds - {"criteria", "libraries"}} | {"criterion", "library"}
    assert listed == set(KINDS) - {"choice"}  # choices are listed with their questions


@pytest.mark.parametrize("kind", get_args(Listed))
def test_rules_list(run: Runner, kind: str) -> None:
    counts = {row["kind"]: row["number"] for row in json.loads(run("rules", "list", "-f", "json").out)["kinds"]}
    rows = json.loads(run("rules", "list", kind, "-f", "json").out)[kind]

    assert len(rows) == counts[kind] > 0
    assert rows[0]["id"] in run("rules", "list", kind).out


def test_rules_list_of_an_unknown_kind(run: Runner) -> None:
    done = run("rules", "list", "animals")

    assert done.code == 2
    assert "'criteria'" in done.err


def overlay(folder: Path, text: str) -> str:
    """A rule base of one's own with one criterion file."""
    (folder / "criteria").mkdir()
    (folder / "criteria" / "debugging.yaml").write_text(text)
    return str(folder)


CASE = """\
id: debugging
cases:
  - {name: nobody minds, answers: {}, expect: {importance: decisive}}
"""


def test_rules_test_names_each_failure_with_its_place(run: Runner, tmp_path: Path) -> None:
    done = run("rules", "test", "--rules", overlay(tmp_path, CASE))

    assert (done.code, done.err) == (2, "")
    assert "debugging.yaml:3: case 'nobody minds' expects the importance decisive, but it is low" in done.out


def test_rules_test_counts_what_holds(run: Runner) -> None:
    done = run("rules", "test")

    assert done.code == 0
    assert done.out == f"{api.run_cases(api.load_rules()).cases} cases, all hold\n"


def test_rules_lint_names_each_fault_with_its_place(run: Runner, tmp_path: Path) -> None:
    done = run("rules", "lint", "--rules", overlay(tmp_path, "id: debugging\nbogus: 1\n"))

    assert (done.code, done.err) == (2, "")
    assert "debugging.yaml:2:1: " in done.out


def test_rules_lint_as_json(run: Runner, tmp_path: Path) -> None:
    done = run("rules", "lint", "-f", "json", "--rules", overlay(tmp_path, "id: debugging\nbogus: 1\n"))
    found = json.loads(done.out)

    assert (done.code, found["schema_version"]) == (2, 1)
    assert [(fault["line"], fault["column"]) for fault in found["faults"]] == [(2, 1)]
    assert found["faults"][0]["path"].endswith("debugging.yaml")
    clean = run("rules", "lint", "--stale", "1200", "-f", "json")
    assert (clean.code, json.loads(clean.out)["faults"]) == (0, [])


CLASH = """\
id: debugging
rules:
  - id: debugging/{name}
    framework: pytorch
    rating: {rating}
    because: We tried it.
    evidence: [{{source: article-000, where: Summary, shows: that it is so}}]
cases:
  - {{name: "{name}", answers: {{}}, expect: {{applies: [debugging/{name}]}}}}
"""


def test_rules_lint_tells_of_the_contradictions_of_every_overlay(run: Runner, tmp_path: Path) -> None:
    folders = []
    for name, rating in (("bad", 0), ("good", 4)):
        (tmp_path / name).mkdir()
        folders += ["--rules", overlay(tmp_path / name, CLASH.format(name=name, rating=rating))]

    told = run("rules", "lint", *folders).out

    assert "debugging/bad rates pytorch 0, against" in told  # the shipped rules, which the second overlay does not hide
    assert "debugging/good rates pytorch 4, against 0 by debugging/bad" in told
    assert run("recommend", "--set", "goal=learning", *folders).code == 2


def test_lint_of_what_cannot_be_read_whole_says_of_nothing_that_it_is_not_used(run: Runner, tmp_path: Path) -> None:
    """The only rule that cites the source is at fault; once it is mended the source is of use."""
    overlaid = Path(overlay(tmp_path, "id: debugging\nbogus: 1\n"))
    source = "- {id: ours, title: Ours, by: us, tier: report, accessed: 2026-11-20}\n"
    (overlaid / "sources.yaml").write_text(source)

    assert "cited by nothing" not in run("rules", "lint", "--rules", str(overlaid)).out
    (overlaid / "criteria" / "debugging.yaml").unlink()
    assert "ours is cited by nothing" in run("rules", "lint", "--rules", str(overlaid)).out


def test_rules_schema_lists_prints_and_writes(run: Runner, tmp_path: Path) -> None:
    listed = run("rules", "schema").out.split()
    assert "profile" in listed

    printed = run("rules", "schema", "profile").out
    assert json.loads(printed)["title"]

    assert run("rules", "schema", "-o", str(tmp_path)) == (0, "", "")
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.json" for name in listed}
    assert (tmp_path / "profile.json").read_text(encoding="utf-8") == printed


def test_rules_schema_of_an_unknown_name(run: Runner) -> None:
    done = run("rules", "schema", "profil")

    assert (done.code, done.err) == (2, "no schema is called 'profil', did you mean 'profile'?\n")


def test_our_own_fault_says_so_and_ends_with_2(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(api, "load_rules", broken)

    done = run("explain", "torch")

    assert done.code == 2
    assert "ZeroDivisionError" in done.err
    assert "a fault in fitframe itself" in done.err
