"""Looking things up, and telling all about them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, get_args

import pytest

from fitframe.api import explain, load_rules
from fitframe.cli.console import rendered
from fitframe.errors import InputError
from fitframe.model.evidence import Evidence, Source
from fitframe.model.fields import Status, When
from fitframe.output import Format, Screen
from fitframe.output.explain import KINDS, lookup
from fitframe.output.explain.evidence import provenance_words
from fitframe.output.profile_file import blank_profile_yaml
from fitframe.output.wording import in_words, tool_status
from tests.output.sample import RULES


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("edge/alpha-leads", [("rule", "edge/alpha-leads")]),
        ("speed", [("question", "speed"), ("criterion", "speed")]),
        ("question:speed", [("question", "speed")]),
        ("criterion:speed", [("criterion", "speed")]),
        ("AL", [("framework", "alpha")]),
        ("framework:al", [("framework", "alpha")]),
        ("papers", [("group", "papers")]),
        ("alpha-phone", [("route", "alpha-phone")]),
    ],
)
def test_lookup(reference: str, found: list[tuple[str, str]]) -> None:
    assert list(explain(RULES, reference).found) == found


def test_an_unknown_name_is_answered_with_near_ones_of_any_kind() -> None:
    with pytest.raises(InputError, match="'pocket' \\(tool\\)"):
        explain(RULES, "pockt")


def test_a_name_near_to_nothing_is_answered_with_where_to_look() -> None:
    with pytest.raises(InputError, match="fitframe rules list"):
        explain(RULES, "zzzzzz")


def test_a_kind_narrows_the_suggestions() -> None:
    with pytest.raises(InputError, match="no question is called 'pocket'; "):
        explain(RULES, "question:pocket")


@pytest.mark.parametrize("kind", KINDS)
def test_everything_can_be_explained_in_every_format(kind: str) -> None:
    for name in KINDS[kind].ids(RULES):
        subject = explain(RULES, f"{kind}:{name}")
        for format in get_args(Format):
            assert name in rendered(subject, format, Screen())


@pytest.mark.parametrize(
    ("source", "evidence", "words"),
    [
        ({"tier": "official"}, {}, "direct, not independent"),
        ({"tier": "measurement"}, {}, "independent and direct"),
        ({"tier": "measurement", "independent": False}, {}, "direct, not independent"),
        ({"tier": "report"}, {}, "independent and direct"),
        ({"tier": "report"}, {"opinion": True}, "independent, at second hand"),
        ({"tier": "report", "copies": "notes"}, {}, "neither independent nor direct"),
        ({"tier": "article"}, {}, "neither independent nor direct"),
        ({"tier": "article"}, {"direct": True}, "direct, not independent"),
        ({"tier": "opinion"}, {}, "independent, at second hand"),
        ({"tier": "opinion", "direct": True}, {"independent": False}, "direct, not independent"),
    ],
)
def test_evidence_says_whether_it_is_independent_and_direct(
    source: dict[str, Any], evidence: dict[str, Any], words: str
) -> None:
    known = Source.model_validate({"id": "s", "title": "t", "by": "b", "accessed": "2026-01-31", **source})
    found = known.provenance_of(Evidence.model_validate({"source": "s", "where": "w", "shows": "x", **evidence}))

    assert provenance_words(found) == words


def test_a_rule_tells_of_each_piece_of_evidence_and_an_article_of_its_family() -> None:
    rules = load_rules()
    told = json.loads(rendered(explain(rules, "inference-speed/tf-lite-edge"), "json", Screen()))
    article = rendered(explain(rules, "source:article-000"), "text", Screen())

    (entry,) = told["entries"]
    assert [(one["independent"], one["direct"]) for one in entry["value"]["evidence"]] == [(False, False)]
    assert "[article-001], [article-002], [article-003] and [article-004]" in " ".join(article.split())


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ({}, "always"),
        ({"speed": "low"}, 'Speed is "not very"'),
        ({"speed": ["low", "high"]}, 'Speed is "not very" or "very"'),
        ({"place": {"all": ["phone", "server"]}}, 'Place includes "on a phone" and "on servers"'),
        ({"place": {"none": ["phone"]}}, 'Place is answered, and not with "on a phone"'),
        ({"speed": {"at_least": "medium"}}, 'Speed is at least "fairly"'),
        ({"speed": {"at_most": "medium"}}, 'Speed is at most "fairly"'),
        ({"speed": "low", "place": "none"}, 'Speed is "not very"; and Place is "nowhere"'),
        ({"any_of": [{"speed": "low"}, {"place": "none"}]}, '(Speed is "not very") or (Place is "nowhere")'),
        ({"not": {"speed": "low"}}, 'not (Speed is "not very")'),
    ],
)
def test_conditions_in_words(when: dict[str, object], words: str) -> None:
    assert in_words(When.model_validate(when), RULES.questions) == words


def test_overruled_ratings_do_not_count_among_a_frameworks_strengths() -> None:
    shown = json.loads(rendered(explain(RULES, "framework:alpha"), "json", Screen()))

    means = shown["entries"][0]["value"]["mean_ratings"]
    assert means == {"edge": 4.0, "learning": 2.0}  # not the mean of 4 and the overruled 1


def test_the_form_names_every_question_and_choice_and_where_it_stands() -> None:
    written = blank_profile_yaml(RULES, "a\nname.yaml")

    assert "fitframe recommend a name.yaml\n" in written
    for question in RULES.questions.values():
        assert f"\n  # {question.id}:" in written
        assert all(f"  #   {choice} " in written for choice in question.choices)


def test_a_tool_may_be_called_by_its_name() -> None:
    by_name, by_id = (rendered(explain(RULES, name), "text", Screen()) for name in ("Pocket", "pocket"))

    assert by_name == by_id


def test_a_page_says_what_was_worked_out_before_it() -> None:
    """Nothing is drawn at random while a page is written."""
    found = explain(RULES, "framework:alpha")
    rare = found.central_weights["alpha"].__class__(
        framework="alpha", share=0.015, projects=321, priorities=(), answers=(), enough=False
    )

    shown = rendered(replace(found, central_weights={"alpha": rare}), "text", Screen(width=200))

    assert "Of 321 projects drawn at random" in shown
    assert "it is first for 2 %" in shown
    assert "Those are too few to say what is typical of them." in shown


@pytest.mark.parametrize(
    ("status", "since", "words"),
    [
        ("maintenance", "2026-03", "has been in maintenance mode since March 2026"),
        ("maintenance", None, "is in maintenance mode"),
        ("archived", "2025-08-07", "was archived on August 7, 2025"),
        ("superseded", "2024", "was superseded in 2024"),
        ("superseded", "2024-12", "was superseded in December 2024"),
        ("active", "2024-12", "has been active since December 2024"),
    ],
)
def test_the_state_of_a_tool_with_its_date(status: str, since: str | None, words: str) -> None:
    tool = RULES.tools["pocket"].model_copy(
        update={"status": Status(status), "since": since, "kind": "framework", "successor": ()}
    )

    assert tool_status(RULES, tool) == f"Pocket {words}."
    assert tool_status(RULES, tool.model_copy(update={"kind": "mobile"})) == f"Pocket (mobile) {words}."


NAMES = """TF Lite, TF.js, TF Serving, TFX, TFDS, TF Hub, TorchHub, GradientTape, Session, XLA, CUDA, TPU, TensorRT,
SageMaker, GKE, Kaggle, Lightning, TorchScript, BERT, ResNet, gRPC, REST, venv, Swift, Lua, Stack Overflow,
GitHub stars, TorchServe, TorchVision, TorchText, TorchAudio, TorchElastic, TorchDynamo, PyTorch Mobile,
TensorBoard, Caffe2, DistBelief, NumPy, SciPy, ONNX, IoT, NLP, LLMs, GPU, AWS SageMaker, AMD GPUs, CI/CD,
SGD, NN Module, FAIR, FAANG, POS, MLOps, C++, C#, eager execution, static graph, model zoo, Hugging Face,
pip, autograd"""


@pytest.mark.parametrize("name", [name.strip() for name in NAMES.split(",")])
def test_what_articles_call_things_is_explained_in_any_case(name: str) -> None:
    shipped = load_rules()

    for written in (name, name.upper(), name.lower(), name.replace(" ", "-")):
        assert lookup(shipped, written)


def test_a_name_without_words_of_its_own_leads_to_all_that_it_means() -> None:
    shipped = load_rules()

    assert explain(shipped, "tf lite").found == (("tool", "tensorflow-lite"), ("tool", "litert"))
    assert explain(shipped, "BERT").found == (("term", "bert"),)


def test_a_name_of_many_things_lists_them() -> None:
    shipped = load_rules()
    found = explain(shipped, "GPU")
    many = replace(found, found=(*found.found, ("tool", "cuda")))

    assert rendered(found, "text", Screen()).startswith(shipped.criteria["hardware"].title)
    assert "fitframe explain tool:cuda" in rendered(many, "text", Screen())
    assert rendered(many, "text", Screen()).startswith("4 things have this name")


def test_an_id_as_it_stands_goes_before_names() -> None:
    assert explain(load_rules(), "debugging").found == (("criterion", "debugging"),)
