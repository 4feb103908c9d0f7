"""What manifests, commands and notebooks declare, by file and line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest

from fitframe.scanning import other_languages as others
from fitframe.scanning import python_manifests as manifests
from fitframe.scanning.commands import read_commands, read_environment
from fitframe.scanning.notebooks import read_notebook
from fitframe.scanning.python_code import Wanted
from fitframe.scanning.requirements import requirement
from fitframe.scanning.sightings import Sighting

PHRASES = re.compile("torchrun|#SBATCH")
Reader = Callable[[str], Iterator[Sighting]]


def told(reader: Reader, text: str) -> set[tuple[str, int, str, str, bool]]:
    """Name, line, lowest version, extra and whether it is for development, of each package."""
    return {
        (one.name, one.line, one.version, one.extra, one.development)
        for one in reader(text)
        if one.declared and one.kind in ("pypi", "conda")
    }


def settings(reader: Reader, text: str) -> list[str]:
    return [one.name for one in reader(text) if one.kind == "setting"]


@pytest.mark.parametrize(
    ("words", "name", "version"),
    [
        ("torch", "torch", ""),
        ("Torch_Vision>=0.8.1", "torch-vision", "0.8.1"),
        ("tensorflow==2.15.*", "tensorflow", "2.15"),
        ('keras<4,>=3.10; python_version < "3.13"', "keras", "3.10"),
        ("jax[cuda12]~=0.4.30", "jax", "0.4.30"),
        ("pytorch=2.1=py3.10_cuda", "pytorch", "2.1"),
        ("git+https://github.com/huggingface/peft.git@main", "peft", ""),
        ("peft @ git+https://github.com/huggingface/peft", "peft", ""),
    ],
)
def test_a_requirement_is_a_name_and_the_lowest_version(words: str, name: str, version: str) -> None:
    assert requirement(words) == (name, version)


def test_pyproject_has_dependencies_extras_and_groups() -> None:
    text = """\
[project]
name = "torch-reader"  # torch is in the name alone
requires-python = ">=3.11"
dependencies = [
  "numpy",
  "torch>=2.1",
]
[project.optional-dependencies]
jax = ["jax==0.4.8"]
test = ["tensorflow"]
[dependency-groups]
tools = ["keras"]
"""
    assert told(manifests.read_pyproject, text) == {
        ("numpy", 5, "", "", False),
        ("torch", 6, "2.1", "", False),
        ("jax", 9, "0.4.8", "jax", False),
        ("tensorflow", 10, "", "test", True),
        ("keras", 12, "", "tools dev", True),
    }
    assert settings(manifests.read_pyproject, text) == ["python>= 3.11"]


def test_poetry_has_optional_dependencies() -> None:
    text = """\
[tool.poetry.dependencies]
python = "^3.10"
flax = "^0.4.2"
onnxruntime = {version = "1.20", optional = true}
[tool.poetry.group.dev.dependencies]
torch = "*"
"""
    assert told(manifests.read_pyproject, text) == {
        ("flax", 3, "0.4.2", "", False),
        ("onnxruntime", 4, "1.20", "extra", False),
        ("torch", 6, "", "dev", True),
    }
    assert settings(manifests.read_pyproject, text) == ["python>= 3.10"]


def test_requirements_leave_out_comments_and_options() -> None:
    text = """\
# torch
-r base.txt
--extra-index-url https://example.org/whl
numpy==1.26  # via torch
-e git+https://example.org/me/flax.git#egg=flax
tensorflow>=2.16 \\
    --hash=sha256:0
"""
    assert told(manifests.read_requirements, text) == {
        ("numpy", 4, "1.26", "", False),
        ("flax", 5, "", "", False),
        ("tensorflow", 6, "2.16", "", False),
    }


def test_a_conda_environment_has_both_kinds() -> None:
    text = """\
name: torch
channels: [pytorch]
dependencies:
  - python=3.11
  - pytorch::pytorch>=2
  - pip:
    - jax==0.4
"""
    found = list(manifests.read_conda(text))

    assert [(one.kind, one.name, one.line, one.version) for one in found if one.declared] == [
        ("conda", "pytorch", 5, "2"),
        ("pypi", "jax", 7, "0.4"),
    ]
    assert settings(manifests.read_conda, text) == ["python 3.11"]


def test_setup_py_is_parsed_and_never_run() -> None:
    text = """\
import setuptools
raise SystemExit("this must not run")
REQUIRED = ["torch>=1.8"] + ["numpy"]
setuptools.setup(
    python_requires=">=3.9",
    install_requires=REQUIRED,
    extras_require={"gpu": ["jax"], "test": ["keras"]},
)
"""
    assert told(manifests.read_setup_py, text) == {
        ("torch", 3, "1.8", "", False),
        ("numpy", 3, "", "", False),
        ("jax", 7, "", "gpu", False),
        ("keras", 7, "", "test", True),
    }
    assert settings(manifests.read_setup_py, text) == ["python>= 3.9"]


def test_setup_cfg_and_pipfile() -> None:
    cfg = """\
[options]
python_requires = >=3.8
install_requires =
    torch>=1.8
[options.extras_require]
pc =
    tensorflow==2.15.*
"""
    assert told(manifests.read_setup_cfg, cfg) == {
        ("torch", 4, "1.8", "", False),
        ("tensorflow", 7, "2.15", "pc", False),
    }
    pipfile = '[packages]\nsklearn = "*"\n[requires]\npython_version = "3.12"\n'
    assert told(manifests.read_pipfile, pipfile) == {("sklearn", 2, "", "", False)}
    assert settings(manifests.read_pipfile, pipfile) == ["python 3.12"]


def test_lock_files_tell_versions_alone() -> None:
    text = '[[package]]\nname = "torch"\nversion = "2.4.1"\n'

    assert [(one.name, one.line, one.declared) for one in manifests.read_lock(text)] == [
        ("locked torch 2.4.1", 2, False)
    ]


def test_a_dockerfile_has_an_image_a_python_and_what_it_installs() -> None:
    text = """\
FROM python:3.12-slim AS base
# RUN pip install jax
RUN pip install --no-cache-dir numpy --pre torch \\
    --index-url https://example.org/whl
ENV KERAS_BACKEND=jax
"""
    found = list(read_environment(text, PHRASES))

    assert [one.name for one in found if one.kind == "image"] == ["python"]
    assert [(one.name, one.line) for one in found if one.kind == "pypi"] == [("numpy", 3), ("torch", 3)]
    assert all(one.extra for one in found if one.kind == "pypi")
    assert {"python 3.12", "KERAS_BACKEND jax"} <= {one.name for one in found if one.kind == "setting"}


def test_a_workflow_has_its_pythons() -> None:
    text = """\
strategy:
  matrix:
    python-version: ["3.11", "3.12"]
steps:
  - run: pip install tensorflow==2.16
"""
    found = list(read_environment(text, PHRASES))

    assert [one.name for one in found if one.name.startswith("python")] == ["python 3.11", "python 3.12"]
    assert [(one.name, one.line, one.version) for one in found if one.declared] == [("tensorflow", 5, "2.16")]


def test_phrases_are_found_in_commands() -> None:
    text = "#!/bin/sh\n#SBATCH --nodes=2\n# torchrun train.py\ntorchrun train.py\n"

    assert [(one.name, one.line) for one in read_commands(text, PHRASES)] == [("#SBATCH", 2), ("torchrun", 4)]


WANTED = Wanted(frozenset({"torch"}), frozenset(), frozenset(), frozenset())


def notebook(*cells: list[str], indent: int | None = 1) -> str:
    return json.dumps({"cells": [{"cell_type": "code", "source": cell} for cell in cells]}, indent=indent)


def test_a_notebook_is_read_with_the_lines_of_its_file() -> None:
    text = notebook(["%matplotlib inline\n", "!pip install jax\n", "import torch\n"], ["net = torch.nn.Linear(1, 1)"])

    found = {one.name: one for one in read_notebook(text, WANTED, PHRASES, ())}

    lines = text.split("\n")
    assert "import torch" in lines[found["torch"].line - 1]
    assert "torch.nn.Linear" in lines[found["torch.nn.Linear"].line - 1]
    assert "pip install jax" in lines[found["jax"].line - 1]
    assert found["jax"].declared


def test_a_notebook_in_one_line_or_with_broken_code_is_read_too() -> None:
    found = {one.name: one for one in read_notebook(notebook(["import torch\n"], indent=None), WANTED, PHRASES, ())}
    broken = {one.name for one in read_notebook(notebook(["import torch\n", "for x in"]), WANTED, PHRASES, ())}

    assert found["torch"].line == 1
    assert "torch" in broken


@pytest.mark.parametrize("text", ["[]", "{}", '{"cells": 3}', "not json"])
def test_what_is_no_notebook_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - what it says is for people
        list(read_notebook(text, WANTED, PHRASES, ()))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (".ts", "import * as tf from '@tensorflow/tfjs'\n// import x from 'onnx'\n", [("npm", "@tensorflow/tfjs", 1)]),
        (".js", "const ort = require('onnxruntime-node')\n", [("npm", "onnxruntime-node", 1)]),
        (
            ".kt",
            "package a\nimport org.tensorflow.lite.Interpreter\n",
            [("java", "org.tensorflow.lite.Interpreter", 2)],
        ),
        (".swift", "import UIKit\nimport CoreML\n", [("swift", "UIKit", 1), ("swift", "CoreML", 2)]),
        (".rs", "use tract_onnx::prelude::*;\n", [("cargo", "tract_onnx", 1)]),
        (
            ".go",
            'import (\n\tort "github.com/yalue/onnxruntime_go"\n)\n',
            [("go", "github.com/yalue/onnxruntime_go", 2)],
        ),
        (".cs", "using Microsoft.ML.OnnxRuntime;\n", [("csharp", "Microsoft.ML.OnnxRuntime", 1)]),
        (".dart", "import 'package:tflite_flutter/tflite_flutter.dart';\n", [("pub", "tflite_flutter", 1)]),
        (".r", "library(keras)\n# library(torch)\n", [("r", "keras", 1)]),
        (".cpp", "/* #include <torch/torch.h> */\n#include <NvInfer.h>\n", [("include", "NvInfer.h", 2)]),
    ],
)
def test_other_languages(name: str, text: str, expected: list[tuple[str, str, int]]) -> None:
    assert [(one.kind, one.name, one.line) for one in others.CODE[name](text)] == expected


def test_includes_in_conditions_are_guarded_but_not_by_the_guard_of_a_header() -> None:
    text = "#ifndef NET_H\n#define NET_H\n#include <a.h>\n#ifdef USE_TORCH\n#include <torch/torch.h>\n#endif\n#endif\n"

    assert {one.name: one.guarded for one in others.CODE[".h"](text)} == {"a.h": False, "torch/torch.h": True}


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "build.gradle",
            "implementation 'org.tensorflow:tensorflow-lite:2.8.0'\n// 'a:b:1'\n",
            "org.tensorflow:tensorflow-lite",
        ),
        ("CMakeLists.txt", "# find_package(Caffe)\nfind_package(Torch REQUIRED)\n", "Torch"),
        ("Podfile", "pod 'TensorFlowLiteSwift', '~> 2'\n", "TensorFlowLiteSwift"),
        ("go.mod", "require github.com/yalue/onnxruntime_go v1.9.0\n", "github.com/yalue/onnxruntime_go"),
        ("pubspec.yaml", "dependencies:\n  flutter_litert: ^3.8.0\n", "flutter_litert"),
        ("Cargo.toml", '[dependencies]\ntract-onnx = "0.21"\n', "tract-onnx"),
    ],
)
def test_manifests_of_other_languages(name: str, text: str, expected: str) -> None:
    assert [one.name for one in others.MANIFESTS[name](text) if one.declared] == [expected]


def test_package_json_tells_what_is_for_development() -> None:
    text = '{\n "devDependencies": {\n  "@tensorflow/tfjs": "^4.2.0"\n },\n "dependencies": {}\n}'
    (found,) = others.read_package_json(text)

    assert (found.name, found.line, found.version, found.development) == ("@tensorflow/tfjs", 3, "4.2.0", True)
