"""fitframe scan, and init --from: what they print, write and refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fitframe import load_profile, load_rules
from tests.cli.conftest import Runner
from tests.scanning.conftest import Lay

FILES: dict[str, str | bytes] = {
    "app/build.gradle": "apply plugin: 'com.android.application'\n",
    "app/src/Tts.kt": "import org.tensorflow.lite.Interpreter\n",
}


def test_the_screen_says_what_it_is_built_on_and_where_that_stands(run: Runner, lay: Lay) -> None:
    done = run("scan", str(lay(FILES)))

    assert (done.code, done.err) == (0, "")
    assert "Built on TensorFlow, to run models alone." in done.out
    assert "android (app/src/Tts.kt:1)" in done.out
    assert len(done.out.splitlines()) <= 30


def test_brief_and_full(run: Runner, lay: Lay) -> None:
    top = str(lay(FILES))

    assert len(run("scan", top, "-q").out.splitlines()) == 2
    assert "an Android app runs a model" in run("scan", top, "-v").out


def test_full_names_what_was_skipped_and_why(run: Runner, lay: Lay) -> None:
    top = str(lay({**FILES, "pyproject.toml": "a = " + "[" * 5000, "net.py": b"\0"}))

    told = [line.split(maxsplit=1) for line in run("scan", top, "-v").out.splitlines() if line.startswith("  ")]

    assert ["net.py", "it cannot be understood: it is binary"] in told
    assert ["pyproject.toml", "it cannot be understood: it is nested too deeply"] in told


def test_json_is_for_programs(run: Runner, lay: Lay) -> None:
    done = run("scan", str(lay(FILES)), "-f", "json")

    assert json.loads(done.out)["primary"] == "tensorflow"


def test_a_profile_is_written_and_never_over_another(run: Runner, lay: Lay, tmp_path: Path) -> None:
    top, path = str(lay(FILES)), tmp_path / "fitframe.yaml"

    done = run("scan", top, "-o", str(path))
    assert (done.code, done.out) == (0, "")
    assert f"fitframe ask {path}" in done.err
    profile = load_profile(path, load_rules())
    assert profile.answers["deployment"] == ("android",)
    assert "deployment" not in profile.unconfirmed
    assert "imposed-runtime" in profile.unconfirmed

    again = run("scan", top, "-o", str(path))
    assert again.code == 2
    assert "already exists; --force overwrites it" in again.err
    assert run("scan", top, "-o", str(path), "--force").code == 0


def test_init_fills_the_form_in(run: Runner, lay: Lay) -> None:
    form = run("init", "-", "--from", str(lay(FILES))).out

    assert "  deployment: [android]\n" in form
    assert "  # goal: []\n" in form


@pytest.mark.parametrize("name", ["nowhere", "app/build.gradle"])
def test_what_is_no_folder_is_an_error(run: Runner, lay: Lay, name: str) -> None:
    done = run("scan", str(lay(FILES) / name))

    assert done.code == 2
    assert done.out == ""
    assert name in done.err
