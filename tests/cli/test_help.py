"""Help pages, and what is said of wrong values."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from fitframe.rulebase.load import shipped_rules
from tests.cli.conftest import PROFILE, Runner
from tests.cli.test_commands import COMMANDS

EXAMPLE = re.compile(r"^  (fitframe .*?)  +\S", re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_page_fits_a_terminal_and_names_no_type(run: Runner, command: list[str]) -> None:
    page = run(*command, "--help").out

    assert max(map(len, page.splitlines())) <= 80
    assert "..." not in page.replace("[ARGS]...", "").replace("[PATH]...", "")
    assert not re.search(r"<[a-z]+|\{[A-Z]+\}|list\[|x>=|<=x", page)


def test_options_stand_in_groups(run: Runner) -> None:
    page = run("recommend", "--help").out

    assert re.findall(r"^(\S.*):$", page, re.MULTILINE) == [
        "Arguments",
        "What counts",
        "Output",
        "Options",
        "Examples",
    ]
    assert page.index("What counts:") < page.index("--set") < page.index("Output:") < page.index("--format")


def test_choices_are_named(run: Runner) -> None:
    assert "--fail-on violates|poor|defensible" in " ".join(run("check", "--help").out.split())


@pytest.mark.parametrize("command", [["recommend"], ["compare"], ["explain"], ["report"], ["init"], ["rules"]])
def test_every_example_works(run: Runner, command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examples = EXAMPLE.findall(run(*command, "--help").out)
    assert examples
    if command == ["rules"]:
        shutil.copytree(shipped_rules(), tmp_path / "main" / "rules")
    for number, example in enumerate(examples):
        folder = tmp_path / str(number)
        (folder / "ours" / "criteria").mkdir(parents=True)
        (folder / "ours" / "criteria" / "debugging.yaml").write_text("id: debugging\ntitle: Finding faults\n")
        (folder / "services").mkdir()
        (folder / "team.yaml").write_text(PROFILE)
        if command != ["init"]:
            (folder / "fitframe.yaml").write_text(PROFILE)
        monkeypatch.chdir(folder)

        done = run(*shlex.split(example)[1:])

        assert (done.code, "Error" in done.err) == (0, False), (example, done.err)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("recommend -f xml", "Invalid value for '--format' / '-f': 'xml' is not one of 'text', 'json', 'markdown'."),
        ("recommend --as-of yesterday", "Invalid value for '--as-of': 'yesterday' is no day such as 2026-11-20."),
        ("recommend --as-of 2026-02-30", "Invalid value for '--as-of': '2026-02-30' is no day such as 2026-11-20."),
        ("check --jobs 0", "it must be at least 1"),
        ("check --jobs x", "it must be a whole number"),
        ("check --defensible-share 2", "it must be at most 1"),
        ("check --fail-on never", "'never' is not one of 'violates', 'poor', 'defensible'."),
        ("rules lint --stale x", "Invalid value for '--stale': it must be a number"),
        ("compare a b c d", "compare takes two frameworks, with a profile before them or without; got 4 words"),
        ("compare pytorch", "compare takes two frameworks, with a profile before them or without; got 1 word"),
    ],
)
def test_a_wrong_value_is_told_in_plain_words(run: Runner, arguments: str, told: str) -> None:
    done = run(*arguments.split())

    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[-1].endswith(told)
    assert "Input should" not in done.err
    assert "Value error" not in done.err
