"""What the advice comes to where no framework has to be chosen, and that training keeps it a framework."""

from __future__ import annotations

import pytest

from fitframe import load_rules, recommend
from fitframe.model.fields import Outcome
from fitframe.model.profile import Profile
from fitframe.model.recommendation import Confidence, Recommendation
from fitframe.model.rulebase import RuleBase

Answers = dict[str, str | tuple[str, ...]]


@pytest.fixture(scope="module")
def rules() -> RuleBase:
    return load_rules()


def advice(rules: RuleBase, answers: Answers) -> Recommendation:
    return recommend(rules, Profile(fitframe=1, answers=answers))


@pytest.mark.parametrize("beside", ["library", "existing"])
def test_a_library_or_an_existing_service_that_trains_nothing_only_runs(rules: RuleBase, beside: str) -> None:
    assert advice(rules, {"decision": ("run-only", beside)}).outcome is Outcome.RUN_ONLY


def test_whoever_keeps_code_hears_when_a_runtime_is_not_enough(rules: RuleBase) -> None:
    sure, kept = (advice(rules, {"decision": one}) for one in (("run-only",), ("run-only", "existing")))

    assert (sure.confidence, kept.confidence) == (Confidence.CLEAR, Confidence.LEANING)
    assert "trains a network" in kept.why_confidence


@pytest.mark.parametrize("beside", ["start", "teach"])
def test_whoever_starts_or_teaches_something_needs_a_framework(rules: RuleBase, beside: str) -> None:
    assert advice(rules, {"decision": ("run-only", beside)}).outcome in (Outcome.FRAMEWORK, Outcome.CLASSICAL)


def test_something_is_always_named_to_run_a_model(rules: RuleBase) -> None:
    assert [one.tool for one in advice(rules, {"decision": "run-only"}).instead] == ["onnxruntime"]


@pytest.mark.parametrize(
    ("first", "answers"),
    [
        ("llama-cpp", {"starting-point": "gguf-file", "deployment": "server", "inference-hardware": "nvidia"}),
        ("litert", {"starting-point": "litert-file", "deployment": "android"}),
        ("litert-js", {"starting-point": "litert-file", "deployment": "browser"}),
        ("core-ml", {"deployment": "ios"}),
        ("tensorrt", {"inference-hardware": "jetson", "deployment": "robot"}),
        ("onnxruntime", {"inference-hardware": ("cpu", "nvidia", "jetson"), "deployment": "server"}),
        ("tf-serving", {"imposed-runtime": "savedmodel", "deployment": "server"}),
        ("transformers-js", {"deployment": "browser", "model-family": "text-classification"}),
        ("onnxruntime-web", {"deployment": "browser", "model-family": "llm-inference", "abstraction": "low-level"}),
        ("vllm", {"deployment": "server", "model-family": "llm-inference", "inference-hardware": "nvidia"}),
        ("llama-cpp", {"deployment": "desktop", "model-family": "llm-inference"}),
        ("mlx-lm", {"deployment": "desktop", "model-family": "llm-inference", "inference-hardware": "apple"}),
        ("sherpa-onnx", {"deployment": "desktop", "model-family": "speech"}),
        ("sherpa-onnx", {"deployment": ("android", "ios"), "model-family": "speech"}),
        ("sentis", {"deployment": "plug-in", "languages": "csharp"}),
        ("rtneural", {"deployment": "plug-in", "run-by": "real-time", "model-size": "small"}),
        ("candle", {"deployment": "server", "languages": "rust", "install": "single-binary"}),
        ("ort", {"deployment": "server", "languages": "rust"}),
        ("openvino", {"deployment": "server", "inference-hardware": "intel"}),
        ("executorch", {"deployment": ("android", "ios"), "starting-point": "pytorch-code"}),
        ("onnxruntime-web", {"deployment": "browser"}),
        ("onnxruntime-web", {"deployment": "browser", "model-family": "speech", "starting-point": "onnx-file"}),
        ("litert", {"deployment": "android", "existing-code": ("litert-files", "pytorch")}),
        ("onnxruntime", {"deployment": "desktop", "model-family": "speech", "existing-code": ("onnx-files",)}),
        (
            "executorch",
            {
                "decision": ("existing", "run-only"),
                "deployment": "android",
                "existing-code": ("litert-files", "pytorch"),
                "starting-point": "pytorch-code",
                "pain": ("platform",),
            },
        ),
        ("triton", {"deployment": "server", "serving-load": "high"}),
        ("kserve", {"deployment": "server", "serving-load": "medium", "platform": "kubernetes"}),
    ],
)
def test_the_most_special_runtime_comes_first_and_the_general_one_last(
    rules: RuleBase, first: str, answers: Answers
) -> None:
    tools = [one.tool for one in advice(rules, {"decision": "run-only", **answers}).instead]

    assert (tools[0], tools[-1]) == (first, "onnxruntime")


def test_onnx_runtime_is_not_for_microcontrollers_alone(rules: RuleBase) -> None:
    alone, beside = (
        advice(rules, {"decision": "run-only", "deployment": places}).instead
        for places in (("microcontroller",), ("microcontroller", "server"))
    )

    assert [one.tool for one in alone] == ["tflite-micro"]
    assert [one.tool for one in beside] == ["tflite-micro", "onnxruntime"]


def test_weights_of_ones_own_are_run_by_what_reads_their_file(rules: RuleBase) -> None:
    sound: Answers = {"decision": "run-only", "deployment": "desktop", "model-family": "audio-other"}

    published, own = (advice(rules, given).instead for given in (sound, sound | {"carry": ("weights",)}))

    assert published[0].tool == "sherpa-onnx"
    assert [one.tool for one in own] == ["onnxruntime"]


@pytest.mark.parametrize(
    "answers",
    [
        {"decision": "start", "install": "no-library"},
        {"decision": "start", "model-size": "tiny", "training-language": "cpp"},
        {"decision": "start", "model-kind": "simple", "training-language": "other", "data-kind": "text"},
        {"decision": "start", "model-kind": "dense", "training-language": "other", "languages": "fortran"},
        {"decision": "library", "install": "small-package", "model-size": "tiny", "languages": "python"},
        {"decision": "start", "training-place": "device", "training-language": "csharp", "deployment": "plug-in"},
        {"decision": "run-only", "model-size": "tiny", "device-limits": "kilobytes", "deployment": "microcontroller"},
        {"decision": "existing", "existing-code": "numpy-own", "model-size": "tiny", "pain": "people"},
        {"decision": "start", "model-size": "tiny", "model-kind": "simple", "training-place": "browser"},
        {"decision": "start", "data-size": "small", "training-language": "other", "data-kind": "text"},
        {"decision": ("start", "whether"), "data-size": "small", "languages": "dart", "data-kind": "tabular"},
        {"decision": "start", "data-size": "few", "training-language": "javascript", "data-kind": "text"},
        {"decision": "start", "model-size": "tiny", "model-kind": "dense", "deployment": "microcontroller"},
        {
            "decision": "existing",
            "existing-code": "scikit-learn",
            "model-kind": "simple",
            "model-size": "tiny",
            "install": "small-package",
            "pain": "conflict",
        },
    ],
)
def test_what_is_tiny_or_must_do_without_a_library_is_written_by_hand(rules: RuleBase, answers: Answers) -> None:
    assert advice(rules, answers).outcome is Outcome.BY_HAND


def test_a_library_of_the_language_is_named_where_none_of_the_five_reaches_it(rules: RuleBase) -> None:
    found = advice(rules, {"decision": "start", "training-language": "julia"})

    assert (found.outcome, [one.tool for one in found.instead]) == (Outcome.OTHER_LIBRARY, ["lux"])


@pytest.mark.parametrize(
    "answers",
    [
        {"decision": "start", "model-size": "tiny", "training-language": "python"},
        {"decision": "start", "model-size": "medium", "training-language": "cpp"},
        {"decision": "start", "training-place": "device", "training-language": "csharp", "model-size": "large"},
        {"decision": "existing", "existing-code": "numpy-own", "model-size": "tiny", "pain": "derivatives"},
        {"decision": "start", "model-size": "tiny", "model-kind": "standard", "training-place": "browser"},
        {"decision": "start", "model-kind": "standard", "deployment": "microcontroller", "device-limits": "kilobytes"},
        {"decision": "start", "model-kind": "dense", "deployment": "microcontroller", "device-limits": "kilobytes"},
        {"decision": "start", "data-size": "small", "training-language": "other", "data-kind": "images"},
        {"decision": "start", "data-size": "few", "training-language": "javascript", "data-kind": "audio"},
        {"decision": "start", "training-language": ("julia", "python")},
    ],
)
def test_what_is_trained_with_a_library_at_hand_is_left_to_a_framework(rules: RuleBase, answers: Answers) -> None:
    assert advice(rules, answers).outcome is Outcome.FRAMEWORK


def test_a_heavy_library_for_a_simple_model_gives_way_to_the_light_one_beside_it(rules: RuleBase) -> None:
    used: Answers = {
        "decision": ("existing", "whether"),
        "existing-code": ("keras",),
        "pain": ("small-use",),
        "model-kind": ("simple", "dense"),
        "model-family": ("classical",),
        "data-kind": ("tabular",),
    }

    assert advice(rules, used).outcome is Outcome.BY_HAND
    beside = advice(rules, used | {"existing-code": ("keras", "scikit-learn")})
    assert (beside.outcome, beside.recommended) == (Outcome.CLASSICAL, "scikit-learn")


def test_whoever_asks_whether_a_library_is_needed_hears_that_none_is_unless_something_needs_one(
    rules: RuleBase,
) -> None:
    asked: Answers = {"decision": ("library", "whether"), "goal": ("tool",), "data-kind": ("sensor",)}

    assert advice(rules, asked).outcome is Outcome.BY_HAND
    assert advice(rules, {**asked, "decision": ("library",)}).outcome is Outcome.FRAMEWORK
    assert advice(rules, {**asked, "model-kind": ("novel",)}).outcome is Outcome.FRAMEWORK
    assert (
        advice(rules, {**asked, "decision": ("start", "whether"), "model-kind": ("standard",)}).outcome
        is Outcome.FRAMEWORK
    )
    enough: Answers = {"decision": ("start", "whether"), "trained": "all", "data-size": "small"}
    assert advice(rules, asked | enough).outcome is not Outcome.BY_HAND
    assert advice(rules, asked | enough | {"data-size": "few"}).outcome is Outcome.BY_HAND
    simple: Answers = {"data-kind": ("tabular",), "model-kind": ("simple",)}
    assert advice(rules, asked | simple).outcome is not Outcome.BY_HAND


def test_work_that_takes_a_network_is_written_by_hand_only_where_it_is_light(rules: RuleBase) -> None:
    asked: Answers = {"decision": ("library", "whether"), "goal": ("tool",), "data-kind": ("audio",)}

    assert advice(rules, asked).outcome is Outcome.FRAMEWORK
    assert advice(rules, {**asked, "install": ("small-package",)}).outcome is Outcome.BY_HAND
    assert advice(rules, {**asked, "model-size": "tiny"}).outcome is Outcome.BY_HAND


def test_a_runtime_is_not_enough_for_derivatives_of_the_finished_model(rules: RuleBase) -> None:
    simulation: Answers = {"decision": ("run-only", "library"), "trained": "none", "languages": "cpp"}
    only_run, forces = (advice(rules, simulation | more) for more in ({}, {"demands": ("input-gradients",)}))

    assert only_run.outcome is Outcome.RUN_ONLY
    assert (forces.outcome, forces.recommended) == (Outcome.FRAMEWORK, "pytorch")


def test_where_no_library_may_run_a_new_network_is_still_trained_in_one(rules: RuleBase) -> None:
    no_library: Answers = {"install": "no-library", "data-kind": "images", "model-kind": "standard"}

    assert advice(rules, no_library | {"decision": "start", "trained": "all"}).outcome is Outcome.FRAMEWORK
    assert advice(rules, no_library | {"decision": ("start", "library"), "trained": "all"}).outcome is Outcome.BY_HAND


def test_a_few_formulas_need_no_framework_where_the_installation_has_to_stay_light(rules: RuleBase) -> None:
    formulas: Answers = {"decision": ("existing", "library"), "trained": "no-model", "install": "small-package"}

    assert advice(rules, formulas).outcome is Outcome.BY_HAND
    assert advice(rules, formulas | {"pain": "derivatives"}).outcome is Outcome.FRAMEWORK


def test_a_small_network_of_ones_own_stays_in_the_language_of_its_host(rules: RuleBase) -> None:
    page: Answers = {"decision": ("existing", "library"), "existing-code": "other", "model-size": "small"}

    assert advice(rules, page | {"training-language": "javascript"}).outcome is Outcome.BY_HAND
    assert advice(rules, page | {"training-language": "python"}).outcome is not Outcome.BY_HAND
    assert advice(rules, page | {"training-language": "javascript", "pain": "scale"}).outcome is not Outcome.BY_HAND


def test_a_new_version_of_the_framework_alone_is_no_reason_to_convert_what_exists(rules: RuleBase) -> None:
    package: Answers = {"decision": "existing", "trained": "none", "existing-code": "keras", "pain": "version-end"}

    assert advice(rules, package).outcome is Outcome.FRAMEWORK
    assert advice(rules, package | {"pain": ("version-end", "installation")}).outcome is Outcome.RUN_ONLY
    assert advice(rules, package | {"decision": ("existing", "run-only")}).outcome is Outcome.RUN_ONLY


def test_a_tiny_network_in_a_loop_that_must_not_wait_is_written_by_hand_but_not_for_sound(rules: RuleBase) -> None:
    loop: Answers = {
        **{"decision": "start", "trained": "all", "model-size": "tiny", "device-limits": "hard-latency"},
        **{"python-at-runtime": "forbidden", "run-by": ("in-process", "real-time")},
    }
    sensor, sound = (
        advice(rules, loop | {"data-kind": kind, "model-kind": "standard"}) for kind in ("sensor", "audio")
    )

    assert (sensor.outcome, sensor.confidence) == (Outcome.BY_HAND, Confidence.LEANING)
    assert sound.outcome is Outcome.FRAMEWORK


@pytest.mark.parametrize(
    ("more", "taken"),
    [
        ({"training-language": "csharp", "data-kind": "tabular", "model-kind": "simple"}, ["ml-net"]),
        ({"training-language": "java", "model-family": "classical"}, ["tribuo", "xgboost"]),
        ({"training-language": "r", "model-family": "forecasting"}, ["r-forecast", "xgboost"]),
    ],
)
def test_simple_models_are_left_to_libraries_of_their_language(
    rules: RuleBase, more: Answers, taken: list[str]
) -> None:
    simple: Answers = {"decision": "start", "trained": "all"}
    found = advice(rules, simple | more)

    assert (found.outcome, [one.tool for one in found.instead]) == (Outcome.OTHER_LIBRARY, taken)
    assert found.confidence is Confidence.LEANING
    deeper: list[Answers] = [
        {"model-kind": "standard"},
        {"trials": "network-better"},
        {"training-language": ("python", "r")},
    ]
    for deep in deeper:
        assert advice(rules, simple | more | deep).outcome is not Outcome.OTHER_LIBRARY


def test_a_language_model_that_is_tuned_on_a_mac_alone_is_left_to_apples_library(rules: RuleBase) -> None:
    tuned: Answers = {"decision": "start", "model-family": "llm-fine-tuning", "training-place": "own"}
    mac, either = (advice(rules, tuned | {"accelerator": makes}) for makes in ("apple", ("apple", "nvidia")))

    assert (mac.outcome, [one.tool for one in mac.instead]) == (Outcome.OTHER_LIBRARY, ["mlx-lm"])
    assert (either.outcome, either.recommended) == (Outcome.FRAMEWORK, "pytorch")


def test_a_library_that_learns_nothing_computes_on_its_users_arrays(rules: RuleBase) -> None:
    library: Answers = {"decision": "library", "trained": "no-model", "training-language": "python"}
    several, one = (advice(rules, library | {"users-work-in": users}) for users in (("pytorch", "jax"), "pytorch"))

    assert (several.outcome, several.instead[0].tool) == (Outcome.BY_HAND, "array-api-compat")
    assert one.outcome is Outcome.FRAMEWORK


def test_where_nothing_learns_whoever_asks_needs_no_library_for_tables_either(rules: RuleBase) -> None:
    asked: Answers = {"decision": "whether", "trained": "no-model", "data-kind": "tabular"}

    assert advice(rules, asked).outcome is Outcome.BY_HAND
    assert advice(rules, asked | {"trials": "network-better"}).outcome is Outcome.FRAMEWORK


@pytest.mark.parametrize(
    "hurts",
    [
        {"pain": ("small-use", "installation"), "deployment": "desktop"},
        {"pain": "platform", "deployment": "embedded-linux"},
    ],
)
def test_models_that_exist_are_converted_where_only_shipping_their_library_hurts(
    rules: RuleBase, hurts: Answers
) -> None:
    kept: Answers = {"decision": "existing", "existing-code": "keras", "trained": "all", "carry": "results"}

    assert advice(rules, kept | hurts).outcome is Outcome.RUN_ONLY
    bound: list[Answers] = [
        {"ties": "custom-layers"},
        {"model-kind": "novel"},
        {"retrain": "due"},
        {"users-work-in": "pytorch"},
    ]
    for more in bound:
        assert advice(rules, kept | hurts | more).outcome is Outcome.FRAMEWORK


def test_whoever_starts_and_trains_a_language_model_needs_a_framework_beside_the_runtime(rules: RuleBase) -> None:
    runs: Answers = {"decision": ("start", "run-only"), "model-family": ("text-classification", "llm-inference")}

    assert advice(rules, runs).outcome is Outcome.RUN_ONLY
    assert advice(rules, runs | {"trained": "some"}).outcome is Outcome.FRAMEWORK


def test_what_trains_on_a_gpu_takes_a_framework_however_it_runs_in_the_end(rules: RuleBase) -> None:
    engine: Answers = {
        "decision": ("start", "whether"),
        "install": "no-library",
        "trained": "all",
        "model-kind": "dense",
    }

    assert advice(rules, engine).outcome is Outcome.BY_HAND
    assert advice(rules, engine | {"training-hardware": "single-gpu"}).outcome is Outcome.FRAMEWORK


def test_a_small_model_is_written_out_where_its_library_serves_nothing_else(rules: RuleBase) -> None:
    parser: Answers = {
        "decision": ("existing", "library"),
        "existing-code": "scikit-learn",
        "model-kind": "simple",
        "model-size": "small",
        "install": "small-package",
        "pain": "installation",
    }

    assert advice(rules, parser).outcome is Outcome.CLASSICAL
    assert advice(rules, parser | {"pain": ("installation", "small-use")}).outcome is Outcome.BY_HAND


def test_own_code_that_has_to_install_everywhere_stays_unless_it_lacks_something(rules: RuleBase) -> None:
    own: Answers = {
        "decision": ("existing", "library"),
        "existing-code": "numpy-own",
        "install": "everywhere",
        "model-kind": "simple",
        "pain": "asked-for",
    }

    assert advice(rules, own).outcome is Outcome.BY_HAND
    lacking: list[Answers] = [{"pain": "derivatives"}, {"trials": "network-better"}, {"demands": "per-sample"}]
    for more in lacking:
        assert advice(rules, own | more).outcome is not Outcome.BY_HAND
    assert advice(rules, own | {"users-work-in": ("scikit-learn",)}).outcome is not Outcome.BY_HAND


def test_a_statistical_model_of_few_rows_is_left_to_a_library_for_such_models(rules: RuleBase) -> None:
    few: Answers = {"decision": "start", "model-family": "probabilistic", "data-kind": "tabular", "data-size": "few"}
    found = advice(rules, few)

    assert (found.outcome, [one.tool for one in found.instead]) == (Outcome.OTHER_LIBRARY, ["pymc"])
    assert advice(rules, few | {"data-size": "large"}).outcome is Outcome.FRAMEWORK


def test_a_network_in_a_loop_that_must_not_wait_needs_an_engine_for_such_loops(rules: RuleBase) -> None:
    found = advice(
        rules, {"decision": "run-only", "model-size": "tiny", "deployment": "plug-in", "run-by": "real-time"}
    )

    assert (found.outcome, found.instead[0].tool) == (Outcome.RUN_ONLY, "rtneural")


@pytest.mark.parametrize("host", [{"languages": "javascript"}, {"install": "everywhere"}])
def test_a_rule_is_a_page_of_code_where_python_is_not_even_if_a_simple_model_would_do(
    rules: RuleBase, host: Answers
) -> None:
    asked: Answers = {
        "decision": "whether",
        "model-kind": ("rule", "simple"),
        "deployment": "server",
        "trials": "simple-enough",
    }

    assert advice(rules, asked | host).outcome is Outcome.BY_HAND
    assert advice(rules, asked | host | {"trials": "network-better"}).outcome is not Outcome.BY_HAND
    assert advice(rules, asked | {"languages": "python"}).outcome is Outcome.CLASSICAL


def test_own_code_that_learns_on_the_users_device_stays(rules: RuleBase) -> None:
    learner: Answers = {"decision": "existing", "model-kind": "simple", "training-place": "device", "data-kind": "text"}

    assert advice(rules, learner | {"existing-code": "numpy-own"}).outcome is Outcome.BY_HAND
    assert advice(rules, learner | {"existing-code": "tensorflow"}).outcome is not Outcome.BY_HAND


def test_what_exists_is_only_run_where_nothing_is_trained_and_no_users_work_in_it(rules: RuleBase) -> None:
    heavy: Answers = {"decision": ("existing", "library"), "trained": "none", "existing-code": "keras"}

    assert advice(rules, heavy | {"pain": "installation"}).outcome is Outcome.RUN_ONLY
    assert advice(rules, heavy | {"pain": "upkeep"}).outcome is Outcome.RUN_ONLY
    assert advice(rules, heavy | {"decision": ("existing", "teach")}).outcome is Outcome.FRAMEWORK
    users: Answers = {"pain": "installation", "users-work-in": "pytorch"}
    assert advice(rules, heavy | users).outcome is Outcome.FRAMEWORK


def test_known_networks_are_ported_with_some_effort_where_something_hurts(rules: RuleBase) -> None:
    code: Answers = {
        "decision": "existing",
        "existing-code": "tensorflow",
        "model-kind": "standard",
        "data-kind": "images",
    }
    found = advice(rules, code | {"pain": ("version-end", "conflict", "platform"), "retrain": "yes"})

    assert found.move is not None
    assert (found.recommended, found.move.id, found.move.effort) == (
        "pytorch",
        "continuity/known-tensorflow-networks-to-pytorch",
        "some",
    )
    assert advice(rules, code | {"pain": "nothing"}).recommended in ("tensorflow", "keras")


def test_science_is_left_to_jax_where_numerical_code_is_ones_own(rules: RuleBase) -> None:
    library: Answers = {"decision": "library", "model-family": "scientific", "training-language": "python"}

    assert advice(rules, library | {"demands": "own-numerics"}).recommended == "jax"
    assert advice(rules, library | {"model-kind": "standard"}).recommended == "pytorch"


def test_numerical_code_without_a_need_for_derivatives_is_compiled_where_it_stands(rules: RuleBase) -> None:
    code: Answers = {
        **{"decision": ("existing", "library"), "trained": "no-model", "existing-code": "numpy-own"},
        **{"model-family": "scientific", "pain": "speed", "effort": "little", "training-language": "python"},
    }
    found = advice(rules, code)

    assert (found.outcome, [one.tool for one in found.instead]) == (Outcome.OTHER_LIBRARY, ["numba"])
    pains: Answers = {"pain": ("speed", "derivatives")}
    lacking: list[Answers] = [pains, {"training-hardware": "multi-gpu"}, {"effort": "plenty"}]
    for more in lacking:
        assert advice(rules, code | more).outcome is Outcome.FRAMEWORK
    engines = advice(rules, code | {"demands": "engines"})
    assert [one.tool for one in engines.instead] == ["numba", "array-api-compat"]


def test_a_rule_alone_is_written_first_even_where_nobody_asks_whether(rules: RuleBase) -> None:
    rule: Answers = {"decision": "start", "trained": "all", "model-kind": "rule", "data-kind": "tabular"}

    assert advice(rules, rule).outcome is Outcome.BY_HAND
    others: list[Answers] = [{"model-kind": ("rule", "simple")}, {"trials": "network-better"}, {"trained": "no-model"}]
    for more in others:
        assert advice(rules, rule | more).outcome is not Outcome.BY_HAND


def test_a_library_that_is_heavy_for_its_small_use_gives_way_to_code_of_ones_own(rules: RuleBase) -> None:
    package: Answers = {
        **{"decision": ("existing", "whether"), "trained": "all", "existing-code": "scikit-learn"},
        **{"pain": ("small-use", "installation"), "model-kind": ("rule", "simple")},
    }
    found = advice(rules, package)

    assert (found.outcome, found.confidence) == (Outcome.BY_HAND, Confidence.LEANING)
    assert [one.tool for one in found.instead] == ["m2cgen", "numpy"]
    users: Answers = {"users-work-in": "scikit-learn"}
    kept: list[Answers] = [users, {"training-hardware": "single-gpu"}, {"model-size": "large"}]
    for more in kept:
        assert advice(rules, package | more).outcome is not Outcome.BY_HAND


def test_learners_who_ask_whether_write_a_small_model_themselves(rules: RuleBase) -> None:
    lesson: Answers = {
        **{"decision": ("teach", "whether"), "trained": "all"},
        **{"model-kind": ("simple", "dense"), "data-kind": "images"},
    }

    assert advice(rules, lesson).outcome is Outcome.BY_HAND
    network: Answers = {"model-kind": ("dense", "standard")}
    taught: Answers = {"decision": "teach"}
    hardware: Answers = {"training-hardware": "single-gpu"}
    for more in (network, taught, hardware):
        assert advice(rules, lesson | more).outcome is not Outcome.BY_HAND


def test_a_device_with_prescribed_eight_bits_is_left_to_the_library_of_its_runtime(rules: RuleBase) -> None:
    device: Answers = {
        **{"decision": "start", "trained": "all", "data-kind": "images", "model-kind": "standard"},
        **{"quantisation": "int8", "inference-hardware": "edge-tpu", "imposed-runtime": "litert"},
    }

    assert advice(rules, device).recommended == "tensorflow"
