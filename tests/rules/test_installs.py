"""What the advice tells to install: on a GPU, the plain package of two frameworks would compute on processors."""

from __future__ import annotations

import pytest

from fitframe import RuleBase, load_rules, profile_from, recommend
from fitframe.engine.compiled import compile_rules
from fitframe.engine.recommend import setup_of
from fitframe.model.recommendation import Ranked, Setup
from fitframe.output.wording import steps

Answers = dict[str, str]
WINDOWS: Answers = {"accelerator": "nvidia", "operating-system": "windows"}


@pytest.fixture(scope="module")
def rules() -> RuleBase:
    return load_rules()


def setup(rules: RuleBase, answers: Answers, framework: str, backend: str | None = None) -> Setup:
    first = Ranked(framework=framework, backend=backend, score=90, share_first=1, contributions=(), provided=())
    compiled = compile_rules(rules)
    return setup_of(first, compiled, compiled.vocabulary.encode(profile_from({"answers": answers}, rules).answers))


@pytest.mark.parametrize(
    ("answers", "framework", "backend", "packages"),
    [
        ({}, "jax", None, ("jax",)),
        ({"accelerator": "nvidia"}, "jax", None, ("jax[cuda13]",)),
        ({"accelerator": "amd"}, "jax", None, ("jax[rocm7-local]",)),
        ({"training-hardware": "tpu"}, "jax", None, ("jax[tpu]",)),
        ({"accelerator": "nvidia"}, "keras", "jax", ("keras", "jax[cuda13]")),
        ({"accelerator": "nvidia"}, "keras", "torch", ("keras", "torch")),
        ({"accelerator": "nvidia"}, "tensorflow", None, ("tensorflow[and-cuda]",)),
        ({"accelerator": "none"}, "tensorflow", None, ("tensorflow-cpu",)),
        (WINDOWS, "tensorflow", None, ("tensorflow",)),
        ({"accelerator": "amd"}, "scikit-learn", None, ("scikit-learn",)),
    ],
)
def test_the_package_fits_the_hardware(
    rules: RuleBase, answers: Answers, framework: str, backend: str | None, packages: tuple[str, ...]
) -> None:
    assert setup(rules, answers, framework, backend).packages == packages


@pytest.mark.parametrize(
    ("answers", "framework", "word"),
    [
        (WINDOWS, "jax", "WSL2"),
        (WINDOWS, "tensorflow", "WSL2"),
        (WINDOWS, "pytorch", "CUDA"),
        ({"accelerator": "amd"}, "pytorch", "ROCm"),
        ({"accelerator": "intel"}, "pytorch", "Intel"),
        ({"accelerator": "none"}, "pytorch", "processors"),
    ],
)
def test_what_pip_alone_does_not_bring_is_told(rules: RuleBase, answers: Answers, framework: str, word: str) -> None:
    assert word in " ".join(setup(rules, answers, framework).notes)


def test_nothing_is_told_where_pip_brings_all(rules: RuleBase) -> None:
    assert setup(rules, {"accelerator": "nvidia"}, "pytorch") == Setup(("torch",), ())


@pytest.mark.parametrize(
    ("language", "framework", "backend", "command"),
    [
        ("javascript", "tensorflow", None, "npm install @tensorflow/tfjs"),
        ("rust", "pytorch", None, "cargo add tch --features download-libtorch"),
        ("csharp", "pytorch", None, "dotnet add package TorchSharp-cpu"),
        ("r", "pytorch", None, "Rscript -e 'install.packages(\"torch\")'"),
        ("r", "keras", "jax", "Rscript -e 'install.packages(\"keras3\"); keras3::install_keras()'"),
    ],
)
def test_another_language_has_an_installer_of_its_own(
    rules: RuleBase, language: str, framework: str, backend: str | None, command: str
) -> None:
    found = setup(rules, {"training-language": language}, framework, backend)

    assert (found.packages, found.command) == ((), command)
    assert setup(rules, {"training-language": "python"}, framework, backend).command is None


def test_an_engine_under_keras_is_installed_by_pip_whatever_the_language(rules: RuleBase) -> None:
    found = setup(rules, {"training-language": "rust"}, "keras", "torch")

    assert found == Setup(("keras", "torch"), ())


def test_what_is_trained_in_a_page_starts_and_stays_with_the_library_that_trains_there(rules: RuleBase) -> None:
    answers = {"deployment": "browser", "training-place": "browser", "training-language": "javascript"}
    answer = recommend(rules, profile_from({"answers": {**answers, "model-kind": "dense"}}, rules))

    assert [steps(rules.routes[path.route], rules) for path in answer.paths if path.route][:1] == [
        "write, train and run the model with TensorFlow.js"
    ]
