"""A repository as a whole: what stands out, what is answered, what is passed over, and that nothing in it is run."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import jsonschema
import pytest

from fitframe import InputError, load_profile, scan
from fitframe.model.rulebase import RuleBase
from fitframe.model.scan import Scan
from fitframe.model.signals import Grade
from fitframe.output.profile_file import blank_profile_yaml, scanned_profile_yaml
from fitframe.scanning.scan import scan_tree
from fitframe.scanning.trees import CommitTree, FolderTree, MemoryTree
from tests.scanning.conftest import Lay

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "scan.schema.json").read_text(encoding="utf-8"))
TRAINING = {
    "requirements.txt": "torch>=2.1\n",
    "net/model.py": "import torch\nfrom torch import nn\n\n\nclass Net(nn.Module):\n    pass\n",
    "net/train.py": "import torch\nfrom torch.nn.parallel import DistributedDataParallel\n",
    "tests/test_net.py": "import jax\nimport torch\n",
    "Dockerfile": "FROM python:3.12\nRUN pip install -r requirements.txt\n",
}


def of(rules: RuleBase, files: dict[str, str]) -> Scan:
    return scan_tree(MemoryTree(files), rules)


def test_a_training_project_on_disk(rules: RuleBase, lay: Lay) -> None:
    report = scan(lay(dict(TRAINING)), rules)

    assert report.primary == "pytorch"
    assert report.answered("seen") == {
        "training-language": ("python",),
        "python-version": ("py312",),
        "existing-code": ("pytorch",),
    }
    (existing,) = [answer for answer in report.answers if answer.question == "existing-code"]
    assert [(place.path, place.line) for place in existing.clues[0].places][:2] == [
        ("net/model.py", 1),
        ("net/train.py", 1),
    ]


def test_json_is_as_its_schema_says(rules: RuleBase, lay: Lay) -> None:
    for files in (dict(TRAINING), {"a.txt": "nothing\n"}):
        jsonschema.validate(scan(lay(files), rules).to_dict(), SCHEMA)


def test_the_same_files_give_the_same_bytes_in_any_order(rules: RuleBase) -> None:
    forwards = of(rules, TRAINING)
    backwards = of(rules, dict(reversed(TRAINING.items())))

    assert forwards == backwards


def test_a_folder_and_a_commit_and_memory_agree(rules: RuleBase, lay: Lay) -> None:
    top = lay(dict(TRAINING))
    subprocess.run(["git", "init", "-q", top], check=True)
    subprocess.run(["git", "-C", top, "add", "."], check=True)
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", top, *identity, "commit", "-qm", "first"], check=True)

    on_disk, committed = (scan_tree(tree, rules) for tree in (FolderTree(str(top)), CommitTree(str(top), "HEAD")))

    assert on_disk == committed == of(rules, TRAINING)


def test_a_commit_that_is_not_there_is_told(lay: Lay) -> None:
    top = lay({"a.py": ""})
    with pytest.raises(InputError, match="git has no files for 'HEAD'"):
        CommitTree(str(top), "HEAD")
    with pytest.raises(InputError, match="is no commit"):
        CommitTree(str(top), "--output=x")


def test_what_git_ignores_and_submodules_are_not_seen(rules: RuleBase, lay: Lay) -> None:
    top = lay(
        {
            ".gitignore": "/scratch\n[z-a]\n*.local.py\n",
            ".gitmodules": '[submodule "x"]\n\tpath = inner/other\n',
            "main.py": "import numpy\n",
            "scratch/a.py": "import torch\nimport torch.nn\n",
            "b.local.py": "import jax\n",
            "inner/other/c.py": "import tensorflow as tf\ntf.keras.Model()\n",
        }
    )
    report = scan(top, rules)

    assert report.frameworks == ()
    assert report.scan.files == 3


def test_an_ignore_file_made_to_take_long_does_not(rules: RuleBase, lay: Lay) -> None:
    top = lay({".gitignore": "*a" * 20 + "c\n/left\n", "a" * 200 + "b": "", "left/a.py": "import torch\n"})

    assert scan(top, rules).frameworks == ()


def test_git_itself_says_what_it_ignores(rules: RuleBase, lay: Lay) -> None:
    top = lay(
        {
            ".gitignore": "/old/*\nbuild/\n",
            "old/kept.py": "import torch\n",
            "old/left.py": "import jax\n",
            "part/main.py": "import torch\n",
            "part/build/a.py": "import jax\n",
            "part/own.py": "import jax\n",
            "inner/.gitignore": "*.tmp.py\n",
            "inner/a.py": "import torch\n",
            "inner/b.tmp.py": "import jax\n",
        }
    )
    for folder in (top, top / "inner"):
        subprocess.run(["git", "init", "-q", folder], check=True)
    (top / ".git/info/exclude").write_text("own.py\n")
    subprocess.run(["git", "-C", top, "add", "-f", "old/kept.py"], check=True)

    whole, part = scan(top, rules), scan(top / "part", rules)

    assert [use.framework for use in whole.frameworks] == ["pytorch"]
    assert whole.scan.usages[0].files == 3  # what is tracked counts, and so does a repository inside
    assert (part.scan.files, [use.framework for use in part.frameworks]) == (1, ["pytorch"])


def test_own_modules_hide_libraries_of_the_same_name(rules: RuleBase) -> None:
    own = of(rules, {"keras/__init__.py": "", "main.py": "import keras\nkeras.layers\n"})
    beside = of(rules, {"scripts_of/keras.py": "", "scripts_of/main.py": "import keras\n"})
    inside = of(rules, {"car/__init__.py": "", "car/keras.py": "import keras\nfrom keras import layers\n"})

    assert own.primary is None
    assert beside.primary is None
    assert inside.primary is not None


def test_code_decides_over_examples_and_an_aside_is_no_choice(rules: RuleBase) -> None:
    plain = {f"lib/part{n}.cpp": "#include <vector>\n" for n in range(60)}
    aside = {
        **plain,
        "lib/tensors.hpp": "#ifdef USE_TORCH\n#include <torch/torch.h>\n#endif\n",
        "lib/__init__.pyi": "try:\n    import torch\nexcept ImportError:\n    pass\n",
        "example/show.py": "import torch\nfrom torch import nn\n",
        "Dockerfile": "FROM ubuntu:22.04\nRUN pip install torch torchvision\n",
    }

    assert of(rules, aside).primary is None


def test_extras_weigh_less_than_what_everybody_installs(rules: RuleBase) -> None:
    manifest = """
[project]
dependencies = ["scikit-learn"]
[project.optional-dependencies]
k = ["keras"]
all = ["keras"]
"""
    files = {
        "pyproject.toml": manifest,
        **{f"x/fit{n}.py": "from sklearn.base import BaseEstimator\n" for n in range(4)},
        **{f"x/net{n}.py": "import keras\nkeras.layers\n" for n in range(4)},
    }

    assert of(rules, files).primary == "scikit-learn"


def test_several_side_by_side_leave_none(rules: RuleBase) -> None:
    files = {f"m/{name}.py": f"def f():\n    import {name}\n" for name in ("torch", "jax", "tensorflow")}

    assert of(rules, files).primary is None


def test_nothing_is_surely_seen_where_no_framework_stands_out(rules: RuleBase) -> None:
    files = {"a.py": "import jax\nimport flax.linen as nn\n", "b.py": "import torch\nimport torch.nn as nn\n"}

    assert of(rules, files).answered(Grade.SEEN) == {}


def test_a_pinned_python_below_what_is_allowed_is_stale(rules: RuleBase) -> None:
    files = TRAINING | {"pyproject.toml": "[project]\nname='x'\nrequires-python='>=3.13'\n"}

    assert of(rules, files).answered(Grade.LIKELY)["python-version"] == ("py313",)


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [("tensorflow==1.14\n", "tensorflow-1"), ("tensorflow>=2.4\n", "tensorflow"), ("numpy\n", "tensorflow-1")],
)
def test_tensorflow_is_told_by_its_version_and_else_by_its_names(rules: RuleBase, manifest: str, expected: str) -> None:
    files = {"requirements.txt": manifest, "a.py": "import tensorflow as tf\nx = tf.placeholder(tf.float32)\n"}

    assert of(rules, files).answered(Grade.SEEN)["existing-code"] == (expected,)


BOMB = b"[" * 100_000


def test_hostile_files_are_passed_over_with_a_note(rules: RuleBase, lay: Lay, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.py").write_text("import jax\nimport flax.linen as nn\n")
    top = lay(
        {
            "good.py": "import torch\nimport torch.nn as nn\n",
            "huge.py": b"import jax\n" + b"#" * 2**20,
            "bomb.ipynb": BOMB,
            "bomb.toml": BOMB,
            "package.json": BOMB,
            "pyproject.toml": b"a = " + BOMB,
            "deep.py": b"import jax\nx = " + b"(" * 5000 + b")" * 5000,
            "binary.py": b"import jax\0\x01\x02",
            "latin.py": "# Größe\nimport torch\n".encode("latin-1"),
            "evil\x1b[2J.py": "import jax\n",
            "entities.xml": '<!ENTITY a "b">',
            "setup.py": "import os\nos.mkdir('ran')\nraise SystemExit(9)\n",
        }
    )
    (top / "link.py").symlink_to(outside / "secret.py")
    (top / "linked").symlink_to(outside)
    (top / "loop").symlink_to(top)
    os.mkfifo(top / "pipe.py")

    report = scan(top, rules)

    assert report.primary == "pytorch"
    reasons = {one.path: one.reason for one in report.scan.skipped}
    assert reasons["huge.py"] == "it is larger than 1 MiB"
    assert reasons["link.py"] == reasons["linked"] == reasons["loop"] == "it is a link"
    assert reasons["pipe.py"] == "it is no ordinary file"
    assert "control characters" in reasons["evil\\x1b[2J.py"]
    assert {"bomb.ipynb", "package.json", "pyproject.toml", "binary.py"} <= set(reasons)
    assert not any(use.framework == "jax" and use.libraries == ("Flax",) for use in report.frameworks)
    assert not (top / "ran").exists()
    assert not Path("ran").exists()
    assert all(one.isprintable() for one in str(report).splitlines())


def test_what_is_no_folder_is_told(rules: RuleBase, lay: Lay) -> None:
    top = lay({"a.py": ""})
    with pytest.raises(InputError, match="this is a file; name a folder"):
        scan(top / "a.py", rules)
    with pytest.raises(InputError, match="there is no such folder"):
        scan(top / "nowhere", rules)


def test_a_profile_of_it_can_be_loaded_and_marks_what_is_to_be_confirmed(rules: RuleBase, lay: Lay) -> None:
    report = scan(lay(dict(TRAINING)), rules)
    for text in (scanned_profile_yaml(report, "fitframe.yaml"), blank_profile_yaml(rules, "fitframe.yaml", report)):
        path = lay({"fitframe.yaml": text}) / "fitframe.yaml"
        profile = load_profile(path, rules)

        wanted = report.answered("seen", "likely")
        given = {name: (value,) if isinstance(value, str) else value for name, value in profile.answers.items()}
        assert given == wanted
        assert set(profile.unconfirmed) == set(report.answered("likely"))
        assert "net/model.py:1" in text


def test_hints_stand_in_it_as_comments(rules: RuleBase, lay: Lay) -> None:
    report = scan(lay(TRAINING | {"mkdocs.yml": "site_name: x\n"}), rules)
    text = scanned_profile_yaml(report, "fitframe.yaml")

    assert "decision" in report.answered("hint")
    assert "\n  # decision: [existing, library]\n" in text
