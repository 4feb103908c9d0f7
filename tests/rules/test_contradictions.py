"""Every contradiction is found in answers that contradict each other, and not in the same answers made consistent."""

from __future__ import annotations

import pytest

from fitframe import load_rules, recommend
from fitframe.model.profile import Profile
from fitframe.model.rulebase import RuleBase

Answers = dict[str, str | tuple[str, ...]]

CASES: dict[str, tuple[Answers, Answers]] = {
    "large-model-in-kilobytes": (
        {"device-limits": ("kilobytes",), "model-size": "large", "deployment": ("embedded-linux",)},
        {"model-size": "tiny"},
    ),
    "medium-model-in-kilobytes": (
        {"device-limits": ("kilobytes",), "model-size": "medium", "deployment": ("microcontroller",)},
        {"model-size": "small"},
    ),
    "kilobytes-on-a-phone-or-a-page": (
        {"device-limits": ("kilobytes",), "deployment": ("android",)},
        {"deployment": ("android", "microcontroller")},
    ),
    "language-model-in-kilobytes": (
        {"device-limits": ("kilobytes",), "model-family": ("llm-inference",), "deployment": ("microcontroller",)},
        {"deployment": ("microcontroller", "server")},
    ),
    "large-model-on-a-microcontroller": (
        {"deployment": ("microcontroller",), "model-size": "large"},
        {"model-size": "small"},
    ),
    "language-model-on-a-microcontroller": (
        {"deployment": ("microcontroller",), "model-family": ("llm-inference",)},
        {"deployment": ("desktop",)},
    ),
    "large-language-model-in-a-small-download": (
        {
            "device-limits": ("small-download",),
            "model-size": "large",
            "model-family": ("llm-inference",),
            "deployment": ("browser",),
        },
        {"model-size": "medium"},
    ),
    "large-model-in-a-small-download": (
        {
            "device-limits": ("small-download",),
            "model-size": "large",
            "model-family": ("vision",),
            "deployment": ("android",),
        },
        {"device-limits": ("offline",)},
    ),
    "large-model-in-a-page": (
        {"deployment": ("browser",), "model-size": "large"},
        {"deployment": ("browser", "server")},
    ),
    "large-model-in-megabytes": (
        {
            "device-limits": ("megabytes",),
            "model-size": "large",
            "model-family": ("vision",),
            "deployment": ("embedded-linux",),
        },
        {"model-size": "small"},
    ),
    "tiny-language-model": (
        {"model-size": "tiny", "model-family": ("llm-fine-tuning",)},
        {"model-size": "medium"},
    ),
    "processors-only-and-a-gpu-maker": (
        {"training-hardware": ("cpu",), "accelerator": ("nvidia",)},
        {"training-hardware": ("cpu", "single-gpu")},
    ),
    "gpus-and-no-gpu-maker": (
        {"training-hardware": ("single-gpu",), "accelerator": ("none",)},
        {"accelerator": ("amd",)},
    ),
    "apple-gpu-under-linux": (
        {"accelerator": ("apple",), "operating-system": ("linux",)},
        {"operating-system": ("macos",)},
    ),
    "double-precision-on-an-apple-gpu": (
        {"accelerator": ("apple",), "demands": ("double",)},
        {"accelerator": ("apple", "nvidia")},
    ),
    "apple-gpu-cluster": (
        {"accelerator": ("apple",), "training-hardware": ("cluster",)},
        {"training-hardware": ("single-gpu",)},
    ),
    "gpu-memory-without-a-gpu": (
        {"training-hardware": ("cpu",), "memory-tight": "yes"},
        {"memory-tight": "no"},
    ),
    "language-model-from-scratch-on-processors": (
        {"model-family": ("llm-pretraining",), "training-hardware": ("cpu",)},
        {"training-hardware": ("cluster",)},
    ),
    "language-model-from-scratch-in-free-notebooks": (
        {"model-family": ("llm-pretraining",), "training-place": ("free-notebooks",)},
        {"training-place": ("own",)},
    ),
    "language-model-from-scratch-in-days": (
        {"model-family": ("llm-pretraining",), "deadline": "days"},
        {"deadline": "year"},
    ),
    "large-model-on-processors": (
        {"model-size": "large", "training-hardware": ("cpu",)},
        {"training-hardware": ("multi-gpu",)},
    ),
    "small-model-on-a-cluster": (
        {"model-size": "small", "data-size": "small", "training-hardware": ("cluster",)},
        {"data-size": "vast"},
    ),
    "tpu-inside-the-house": (
        {"training-hardware": ("tpu",), "privacy": ("site",), "cloud": ("none",)},
        {"cloud": ("google-cloud",)},
    ),
    "free-notebooks-and-data-that-stay": (
        {"training-place": ("free-notebooks",), "privacy": ("site",)},
        {"privacy": ("none",)},
    ),
    "data-stay-on-the-device-and-a-server-predicts": (
        {"privacy": ("device",), "deployment": ("server",)},
        {"deployment": ("server", "android")},
    ),
    "offline-and-a-server": (
        {"device-limits": ("offline",), "deployment": ("server", "android")},
        {"deployment": ("android",)},
    ),
    "page-without-javascript": (
        {"deployment": ("browser",), "languages": ("python",)},
        {"languages": ("javascript",)},
    ),
    "only-python-and-no-python": (
        {"languages": ("python",), "python-at-runtime": "forbidden"},
        {"languages": ("python", "cpp")},
    ),
    "no-python-and-a-training-language": (
        {"python-at-runtime": "forbidden", "training-place": ("device",), "training-language": ("python",)},
        {"training-language": ("java",)},
    ),
    "training-in-the-page-in-python": (
        {"training-place": ("browser",), "training-language": ("python",)},
        {"training-language": ("javascript",)},
    ),
    "swift-or-kotlin-on-a-server-only": (
        {"languages": ("swift",), "deployment": ("server",)},
        {"deployment": ("ios",)},
    ),
    "phone-processor-without-a-phone": (
        {"inference-hardware": ("phone-npu",), "deployment": ("server",)},
        {"deployment": ("android",)},
    ),
    "microcontroller-core-without-a-microcontroller": (
        {"inference-hardware": ("mcu-core",), "deployment": ("server",)},
        {"deployment": ("microcontroller",)},
    ),
    "apple-chips-on-android-only": (
        {"inference-hardware": ("apple",), "deployment": ("android",)},
        {"deployment": ("android", "desktop")},
    ),
    "coreml-on-android": (
        {"imposed-runtime": ("coreml",), "deployment": ("android",)},
        {"deployment": ("ios",)},
    ),
    "tensorrt-without-nvidia": (
        {"imposed-runtime": ("tensorrt",), "inference-hardware": ("cpu",)},
        {"inference-hardware": ("jetson",)},
    ),
    "run-only-and-training": (
        {"decision": ("run-only",), "fast-training": "much"},
        {"decision": ("start",)},
    ),
    "run-only-and-a-new-architecture": (
        {"decision": ("run-only",), "model-kind": ("novel",)},
        {"model-kind": ("standard",)},
    ),
    "nothing-runs-and-a-server": (
        {"deployment": ("none",), "goal": ("production",)},
        {"goal": ("research",)},
    ),
    "from-scratch-and-a-starting-point": (
        {"pretrained": ("none",), "starting-point": ("transformers",)},
        {"pretrained": ("well-known",)},
    ),
    "fine-tuning-from-scratch": (
        {"model-family": ("llm-fine-tuning",), "pretrained": ("none",)},
        {"pretrained": ("latest-research",)},
    ),
    "people-who-do-not-program-and-low-level-control": (
        {"experience": "non-programmer", "abstraction": "low-level"},
        {"abstraction": "high-level"},
    ),
    "simple-model-and-language-model": (
        {"model-kind": ("simple",), "model-family": ("llm-inference",)},
        {"model-kind": ("simple", "standard")},
    ),
    "no-library-and-a-deep-network": (
        {"install": ("no-library",), "model-size": "medium"},
        {"model-size": "tiny"},
    ),
    "full-effort-in-days": (
        {"effort": "plenty", "deadline": "days"},
        {"effort": "little"},
    ),
    "real-time-batches": (
        {"run-by": ("real-time", "batch")},
        {"run-by": ("batch",)},
    ),
    "wsl-that-cannot-be": (
        {"operating-system": ("wsl", "windows-only")},
        {"operating-system": ("wsl",)},
    ),
    "complex-numbers-in-a-tree": (
        {"demands": ("complex",), "model-kind": ("simple",)},
        {"model-kind": ("novel",)},
    ),
}


@pytest.fixture(scope="module")
def rules() -> RuleBase:
    return load_rules()


def found(rules: RuleBase, answers: Answers) -> dict[str, bool]:
    """The contradictions in a profile with these answers, and whether each is impossible."""
    profile = Profile(fitframe=1, answers=answers)
    return {clash.id: clash.impossible for clash in recommend(rules, profile).contradictions}


def test_every_contradiction_has_a_case(rules: RuleBase) -> None:
    assert set(CASES) == set(rules.contradictions)


@pytest.mark.parametrize("name", CASES)
def test_a_contradiction_is_found_and_a_consistent_answer_ends_it(rules: RuleBase, name: str) -> None:
    answers, consistent = CASES[name]

    assert found(rules, answers).get(name) is (rules.contradictions[name].kind == "impossible")
    assert name not in found(rules, answers | consistent)


def test_python_may_call_the_model_in_one_place_and_be_absent_from_another(rules: RuleBase) -> None:
    answers, _ = CASES["only-python-and-no-python"]

    assert "only-python-and-no-python" in found(rules, answers | {"deployment": ("android", "ios")})
    assert "only-python-and-no-python" not in found(rules, answers | {"deployment": ("desktop", "android")})
