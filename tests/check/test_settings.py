"""Settings: where they are found, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from fitframe import Settings, load_settings
from fitframe.checking.settings import with_options
from fitframe.errors import InputError


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder inside of a repository to work in."""
    folder = tmp_path / "repository" / "inner"
    folder.mkdir(parents=True)
    (folder.parent / ".git").mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_none() -> None:
    assert load_settings() == Settings()


def test_a_file_of_its_own(here: Path) -> None:
    (here / "fitframe.toml").write_text('fail-on = "violates"\nstrict = true\njobs = 3\noutput = "json=out.json"\n')

    assert load_settings() == Settings(fail_on="violates", strict=True, jobs=3, output=("json=out.json",))


def test_a_table_of_the_projects_file(here: Path) -> None:
    (here / "pyproject.toml").write_text('[project]\nname = "x"\n[tool.fitframe]\ndefensible-gap = 5\n')

    assert load_settings() == Settings(defensible_gap=5)


def test_the_own_file_goes_first_and_the_nearest(here: Path) -> None:
    (here.parent / "fitframe.toml").write_text("jobs = 1\n")
    (here / "pyproject.toml").write_text("[tool.other]\n")
    assert load_settings().jobs == 1

    (here / "pyproject.toml").write_text("[tool.fitframe]\njobs = 2\n")
    assert load_settings().jobs == 2

    (here / "fitframe.toml").write_text("jobs = 3\n")
    assert load_settings().jobs == 3


def test_the_search_ends_at_the_top_of_the_repository(here: Path) -> None:
    (here.parents[1] / "fitframe.toml").write_text("jobs = 1\n")

    assert load_settings() == Settings()


def test_paths_start_from_the_file(here: Path) -> None:
    text = 'rules = ["ours"]\nwaivers = "w.yaml"\nbaseline = "b.json"\noutput = ["sarif=s.sarif", "plain.txt"]\n'
    (here.parent / "fitframe.toml").write_text(text)

    assert load_settings() == Settings(
        rules=("../ours",), waivers="../w.yaml", baseline="../b.json", output=("sarif=../s.sarif", "../plain.txt")
    )


def test_a_file_that_is_named(here: Path) -> None:
    (here / "other.toml").write_text("jobs = 4\n")

    assert load_settings("other.toml").jobs == 4
    with pytest.raises(InputError, match=r"^gone.toml: there is no such file"):
        load_settings("gone.toml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("jobs = 1\nfail_on = 'poor'", "fitframe.toml:2: 'fail_on' is no setting, did you mean 'fail-on'?"),
        ("fial-on = 'poor'", "fitframe.toml:1: 'fial-on' is no setting, did you mean 'fail-on'?"),
        ("colour = 'red'", "fitframe.toml:1: 'colour' is no setting; the settings are format, "),
        ("\nfail-on = 'bad'", "fitframe.toml:2: 'fail-on' should be 'violates', 'poor' or 'defensible'"),
        ("strict = 'yes'", "fitframe.toml:1: 'strict' should be a valid boolean"),
        ("jobs = 0", "fitframe.toml:1: 'jobs' should be greater than or equal to 1"),
        ("defensible-share = 2", "fitframe.toml:1: 'defensible-share' should be less than or equal to 1"),
        ("as-of = 'today'", "fitframe.toml:1: 'as-of' must be a day such as 2026-11-20"),
        ("as-of = '2026-02-31'", "there is no day '2026-02-31' in the calendar"),
        ("rules = ['a', 1]", "fitframe.toml:1: 'rules' should be a valid string"),
        ("jobs = true", "fitframe.toml:1: 'jobs' should be a valid integer"),
        ("defensible-gap = true", "fitframe.toml:1: 'defensible-gap' should be a valid number"),
        ("defensible-gap = nan", "fitframe.toml:1: 'defensible-gap' should be "),
        ("jobs = ", "fitframe.toml:1:8: not valid TOML: invalid value"),
        ("strict = true\njobs = [", "fitframe.toml:2:9: not valid TOML: "),
        ("jobs = " + "9" * 5000, "fitframe.toml:1:5008: not valid TOML: exceeds the limit"),
        ("jobs = " + "[" * 9000, "fitframe.toml:1:9008: not valid TOML: "),
        ("help-uri = 'page'", "fitframe.toml:1: 'help-uri' must be an address such as https://example.com/page"),
        ("jobs = 1\n" + "#" * 2**20, "fitframe.toml: the file is larger than 1 MiB"),
    ],
)
def test_what_is_wrong_is_said(here: Path, text: str, message: str) -> None:
    (here / "fitframe.toml").write_text(text)

    with pytest.raises(InputError) as refused:
        load_settings()
    assert message in str(refused.value)
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[tool.other]\njobs = 0\n[tool.fitframe]\n\njobs = 0\n[tool.third]\njobs = 0\n", 5),
        ('[tool.other]\ntext = """\n[tool.fitframe]\njobs = 0\n"""\n[tool.fitframe]\njobs = 0\n', 7),
        ("[tool]\nother.jobs = 0\nfitframe.jobs = 0\n", 3),
        ("[tool.fitframe] # jobs\nstrict = true\n'jobs' = 0\n", 3),
        ("[tool.fitframe]\nrules = [\n  'jobs',\n]\njobs = 0\n", 5),
        ("[tool.other]\r\njobs = 0\r\n[tool.fitframe]\r\njobs = 0\r\n", 4),
    ],
)
def test_the_line_is_that_of_the_own_table(here: Path, text: str, line: int) -> None:
    (here / "pyproject.toml").write_bytes(text.encode())

    with pytest.raises(InputError, match=rf"^pyproject\.toml:{line}: 'jobs' should be"):
        load_settings()


def test_a_table_that_is_none(here: Path) -> None:
    (here / "pyproject.toml").write_text("[tool.other]\nfitframe = 1\n[tool]\nfitframe = 3\n")

    with pytest.raises(InputError, match=r"^pyproject\.toml:4: \[tool\.fitframe\] must be a table"):
        load_settings()


def test_a_byte_order_mark_is_no_fault(here: Path) -> None:
    (here / "fitframe.toml").write_bytes(b"\xef\xbb\xbfjobs = 2\r\n")

    assert load_settings().jobs == 2


def test_bytes_that_are_not_utf8_have_their_place(here: Path) -> None:
    (here / "fitframe.toml").write_bytes(b"jobs = 2\nwaivers = '\xff'\n")

    with pytest.raises(InputError, match=r"^fitframe\.toml:2:12: not valid TOML: the byte 0xff is not UTF-8"):
        load_settings()


def test_options_go_over_settings() -> None:
    settings = with_options(Settings(jobs=2, strict=True), {"jobs": 3, "fail_on": "violates"})

    assert settings == Settings(jobs=3, strict=True, fail_on="violates")
    with pytest.raises(InputError, match=r"^--as-of must be a day"):
        with_options(settings, {"as_of": "soon"})
