"""The pages under docs/, and the README, are true of the program."""

from __future__ import annotations

import doctest
import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import fitframe
from fitframe import load_profile, load_rules, recommend
from fitframe.cli.console import rendered
from fitframe.output import Detail, Screen

ROOT = Path(__file__).parents[1]
SCHEMA = json.loads((ROOT / "docs" / "recommend.schema.json").read_text(encoding="utf-8"))
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))


def blocks(text: str, language: str) -> list[str]:
    """The code blocks of one language on a page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_examples_of_the_page_on_python_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    values: dict[str, Any] = {}
    for block in blocks(page, "python"):
        exec(block, values)  # noqa: S102 - our own page
    sessions = blocks(page, "pycon")
    assert len(sessions) > 5
    told: list[str] = []
    for session in sessions:
        test = doctest.DocTestParser().get_doctest(session, values, "docs/python.md", None, 0)
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL)
        runner.run(test, out=told.append, clear_globs=False)
        values |= test.globs
    assert not told, "".join(told)


def test_the_example_of_the_readme_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fitframe.yaml").write_text("fitframe: 1\nanswers: {goal: learning}\n")
    monkeypatch.chdir(tmp_path)
    (example,) = blocks((ROOT / "README.md").read_text(encoding="utf-8"), "python")

    exec(example, {})  # noqa: S102 - our own page


def test_the_readme_shows_what_its_first_command_answers() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = set(re.findall(r"fitframe recommend (examples/\S+)", page))
    (shown,) = re.findall(r"^```\n(.*?)^```", page, re.DOTALL | re.MULTILINE)

    rules = load_rules()
    assert shown == f"{recommend(rules, load_profile(str(ROOT / example), rules))}"


def test_the_example_of_the_package_works(capsys: pytest.CaptureFixture[str]) -> None:
    example = re.search(r"(?:^    .*\n|^\n)+", str(fitframe.__doc__), re.MULTILINE)
    assert example is not None
    exec(re.sub("^    ", "", example[0], flags=re.MULTILINE), {})  # noqa: S102 - our own text

    assert capsys.readouterr().out.split()[0] in load_rules().frameworks


def test_the_page_on_commands_is_current() -> None:
    spec = importlib.util.spec_from_file_location("write_commands", ROOT / "docs" / "write_commands.py")
    assert spec is not None
    assert spec.loader is not None
    writer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(writer)

    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")

    assert page == writer.page(), "run .venv/bin/python docs/write_commands.py"


def test_the_schema_of_recommend_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_advice_for_every_example_follows_the_schema(path: Path) -> None:
    rules = load_rules()
    advice = recommend(rules, load_profile(path, rules))
    shown = json.loads(rendered(advice, "json", Screen(), Detail.USUAL))

    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(shown)] == []
    assert advice.to_dict() == shown


@pytest.mark.parametrize(
    ("key", "value"),
    [("recommended", 3), ("confidence", "sure"), ("open_share", 1.5), ("ranking", [{}]), ("extra", 1)],
)
def test_the_schema_refuses_what_recommend_never_prints(key: str, value: object) -> None:
    rules = load_rules()
    shown = recommend(rules, load_profile(EXAMPLES[0], rules)).to_dict()

    assert list(Draft202012Validator(SCHEMA).iter_errors({**shown, key: value}))


@pytest.mark.parametrize(
    "path",
    [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "rules").glob("*.md")],
    ids=lambda path: str(path.name),
)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_the_page_on_what_is_measured_is_current() -> None:
    spec = importlib.util.spec_from_file_location("write_measured", ROOT / "docs" / "write_measured.py")
    assert spec is not None
    assert spec.loader is not None
    writer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(writer)
    page = (ROOT / "docs" / "measured.md").read_text(encoding="utf-8")
    assert page == writer.text(), "run .venv/bin/python docs/write_measured.py"
