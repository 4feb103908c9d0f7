"""The options that several commands share."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fitframe.cli.options import answered, format_for, project
from fitframe.errors import FitframeError, InputError
from fitframe.model.profile import Profile
from fitframe.model.rulebase import RuleBase
from fitframe.rulebase.profiles import read_profile
from tests.cli.conftest import PROFILE, Runner


def profile(text: str, rules: RuleBase) -> Profile:
    return read_profile(text.encode(), "profile.yaml", rules)


def complaints(caught: pytest.ExceptionInfo[InputError]) -> list[str]:
    return str(caught.value).splitlines()


def test_answers_can_be_set_one_by_one(small_rules: RuleBase) -> None:
    before = profile("{fitframe: 1, name: x, answers: {target: phone, size: small, audited: no}}", small_rules)

    after = answered(
        before, ["target=server, phone", "size=", "python=unknown", "audited=yes", "audited=no"], small_rules
    )

    assert after.answers == {"target": ("server", "phone"), "python": "unknown", "audited": "no"}
    assert after.name == "x"
    assert before.answers == {"target": ("phone",), "size": "small", "audited": "no"}


@pytest.mark.parametrize(
    ("setting", "complaint"),
    [
        ("targte=phone", "--set targte=phone: unknown question 'targte', did you mean 'target'?"),
        ("target=phon", "--set target=phon: 'target' has no choice 'phon', did you mean 'phone'?"),
        ("target=phone,none", "--set target=phone,none: 'none' stands alone, without other choices of 'target'"),
        (
            "target=\x1b[31mx",
            "--set target=\ufffd[31mx: 'target' has no choice '\ufffd[31mx'; "
            "the choices are phone, server, none, unknown",
        ),
        ("target", "--set takes question=value, got 'target'"),
        (
            "size=small,large",
            "--set size=small,large: 'size' takes one choice, got a list of 2; "
            "the choices are small, medium, large, unknown",
        ),
    ],
)
def test_a_setting_that_fits_no_question_is_refused(setting: str, complaint: str, small_rules: RuleBase) -> None:
    with pytest.raises(InputError) as caught:
        answered(Profile(fitframe=1), [setting], small_rules)

    assert complaints(caught) == [complaint]


def test_all_settings_at_fault_are_told_at_once(small_rules: RuleBase) -> None:
    with pytest.raises(InputError) as caught:
        answered(Profile(fitframe=1), ["size=a", "size=small", "target=b"], small_rules)

    assert [line.split(":")[0] for line in complaints(caught)] == ["--set size=a", "--set target=b"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


COMMANDS = (["recommend"], ["compare", "pytorch", "jax"], ["report", "-o", "x.svg"])


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_profile_is_fitframe_yaml_where_none_is_named(run: Runner, here: Path, command: list[str]) -> None:
    missing = run(*command)
    assert (missing.code, missing.out) == (2, "")
    assert missing.err == "fitframe.yaml: there is no such file; 'fitframe ask' makes one\n"

    (here / "fitframe.yaml").write_text(PROFILE)
    assert run(*command).code == 0


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_answers_on_the_command_line_need_no_file(run: Runner, here: Path, command: list[str]) -> None:
    assert run(*command, "--set", "goal=production").code == 0


def test_answers_on_the_command_line_go_over_the_profile_of_the_folder(run: Runner, here: Path) -> None:
    (here / "fitframe.yaml").write_text(PROFILE)

    found = json.loads(run("recommend", "--set", "experience=beginner", "-f", "json").out)

    assert found["profile"] == {"name": "Shelf scanner"}
    assert "experience" not in {entry["question"] for entry in found["open_questions"]}


def test_a_named_profile_that_is_not_there_says_how_to_make_it(here: Path, small_rules: RuleBase) -> None:
    for settings in ([], ["size=small"]):
        with pytest.raises(InputError) as caught:
            project("team.yaml", settings, small_rules)
        assert complaints(caught) == ["team.yaml: there is no such file; 'fitframe ask --save team.yaml' makes one"]


@pytest.mark.parametrize(
    ("format", "output", "expected"),
    [
        (None, None, "text"),
        (None, "x.json", "json"),
        (None, "x.md", "markdown"),
        (None, "x.html", "html"),
        (None, "x.txt", "text"),
        (None, "x", "text"),
        ("text", "x.json", "text"),
        ("json", None, "json"),
    ],
)
def test_the_format_is_the_one_named_or_what_the_ending_says(
    format: str | None, output: str | None, expected: str
) -> None:
    assert format_for(format, Path(output) if output else None) == expected  # type: ignore[arg-type]


def test_a_chart_of_what_is_no_ranking_is_refused() -> None:
    with pytest.raises(FitframeError, match="only 'recommend' and 'report' draw a chart"):
        format_for(None, Path("x.svg"))


def test_recommend_writes_what_the_ending_says(run: Runner, profile: str, here: Path) -> None:
    for name in ("x.json", "x.md", "x.html", "x.svg"):
        assert run("recommend", profile, "-o", name).code == 0

    assert json.loads((here / "x.json").read_text())["ranking"]
    assert (here / "x.md").read_text().startswith("# Shelf scanner")
    assert (here / "x.html").read_text().startswith("<!doctype html>")
    assert (here / "x.svg").read_text().startswith("<svg")
    assert run("compare", profile, "pytorch", "jax", "-o", "y.json").code == 0
    assert json.loads((here / "y.json").read_text())["frameworks"] == ["pytorch", "jax"]
    assert run("compare", profile, "pytorch", "jax", "-o", "y.html").code == 0
    assert "PyTorch and JAX for Shelf scanner" in (here / "y.html").read_text()
    assert run("report", profile, "-o", "z.json").code == 0
    assert (here / "z.json").read_text() == (here / "x.json").read_text()
