"""An installed wheel finds its rules and does the main job from an empty folder."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", out, ROOT], check=True)
    return next(out.glob("*.whl"))


def install(python: Path, wheel: Path, folder: Path) -> None:
    """Install a wheel with what it needs. Skips the test where pip reaches no registry at all."""
    pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "install", "-q", str(wheel)], capture_output=True, text=True)
    if done.returncode:
        reached = subprocess.run([*pip, "download", "-q", "--no-deps", "-d", str(folder), "pip"], capture_output=True)
        if reached.returncode:
            pytest.skip("needs PyPI, or a copy of it")
    assert done.returncode == 0, done.stderr


def test_the_wheel_carries_every_rule_file(wheel: Path) -> None:
    shipped = {str(path.relative_to(ROOT / "rules")) for path in (ROOT / "rules").rglob("*.yaml")}

    inside = {name.partition("_rules/")[2] for name in zipfile.ZipFile(wheel).namelist() if "_rules/" in name}

    assert shipped <= inside


def test_an_installed_copy_recommends_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    bin_ = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    install(bin_ / "python", wheel, tmp_path)
    empty = tmp_path / "empty"
    empty.mkdir()
    profile = "fitframe: 1\nanswers: {goal: learning}\n"

    done = subprocess.run(
        [bin_ / "fitframe", "recommend", "-", "-f", "json"],
        input=profile,
        cwd=empty,
        env={"PATH": os.environ["PATH"], "HOME": str(empty)},
        capture_output=True,
        text=True,
        check=True,
    )

    answer = json.loads(done.stdout)
    assert answer["ranking"]
    assert answer["confidence"] == "toss-up"
