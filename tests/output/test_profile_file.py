"""A profile as a file: what it says comes back, and what somebody else wrote in the file stays."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitframe import load_rules
from fitframe.model.profile import Profile
from fitframe.output.profile_file import changed_profile_yaml, profile_yaml
from fitframe.rulebase.profiles import profile_from, read_profile, salvaged_profile

RULES = load_rules()
EVERYTHING: dict[str, Any] = {
    "fitframe": 1,
    "name": "Shelf scanner",
    "answers": {"goal": ["production"], "training-hardware": ["cpu", "tpu"], "experience": "some", "cloud": "unknown"},
    "wishes": {"deployment": ["browser"]},
    "any-of": ["training-hardware"],
    "all-of": ["operating-system"],
    "priorities": {"edge": "high"},
    "unconfirmed": ["cloud"],
    "choice": "tensorflow",
    "moving-to": "jax",
    "until": "2030-06-30",
    "waivers": [
        {
            "verdict": "poor",
            "reason": "we know it",
            "owner": "Ann",
            "expires": "2030-01-31",
            "link": "https://a.example",
        }
    ],
    "decided": {"choice": "tensorflow", "on": "2024-05-02", "rules": "2024.5.0"},
}


def test_everything_that_a_profile_may_hold_comes_back_from_its_file() -> None:
    profile = profile_from(EVERYTHING, RULES)
    aliases = {field.alias or name for name, field in Profile.model_fields.items()}

    assert aliases == EVERYTHING.keys()  # a new field belongs into this test
    assert read_profile(profile_yaml(profile, RULES, ("a head",)).encode(), "it", RULES) == profile
    assert salvaged_profile(profile_yaml(profile, RULES, ()).encode(), "it", RULES) == (profile, ())


def test_what_older_rules_knew_is_left_out_and_told() -> None:
    text = "fitframe: 1\nanswers: {goal: [production, fame], size: big}\npriorities: {beauty: high, edge: low}\n"

    profile, told = salvaged_profile(text.encode(), "it", RULES)

    assert profile == profile_from({"priorities": {"edge": "low"}}, RULES)
    assert [words.split(";")[0].split(",")[0] for words in told] == [
        "'goal' has no choice 'fame'",
        "unknown question 'size'",
        "unknown criterion 'beauty'",
    ]


WRITTEN = """\
# ours
fitframe: 1
name: "Leaf"  # for now

answers:
  # What is the project for, now and in the coming year?
  #   research: find or publish something new
  goal: [research]   # the grant says so
  # our own words
  data-kind:
  - images
  - text   # labels
  experience: some
choice: pytorch  # since 2024
"""


@pytest.mark.parametrize(
    ("answers", "lines"),
    [
        ({"goal": ("research",), "data-kind": ("images", "text"), "experience": "some"}, {}),
        (
            {"goal": ("contest",), "data-kind": ("images", "text"), "experience": "some"},
            {
                "  #   research: find or publish something new": "  #   contest: do well in a contest or benchmark",
                "  goal: [research]   # the grant says so": "  goal: [contest]   # the grant says so",
            },
        ),
        (
            {"goal": ("research",), "data-kind": ("audio",), "experience": "some"},
            {"  data-kind:": None, "  - images": None, "  - text   # labels": "  data-kind: [audio]   # labels"},
        ),
        (
            {"data-kind": ("images", "text"), "experience": "some"},
            {
                "  # What is the project for, now and in the coming year?": None,
                "  #   research: find or publish something new": None,
                "  goal: [research]   # the grant says so": None,
            },
        ),
        (
            {"goal": ("research",), "data-kind": ("images", "text"), "experience": "some", "cloud": ("aws",)},
            {
                "  experience: some": "  experience: some\n  # Which hosted services does the project depend on?\n"
                "  #   aws: Amazon Web Services\n  cloud: [aws]"
            },
        ),
    ],
)
def test_only_the_lines_of_what_was_answered_change(
    answers: dict[str, str | tuple[str, ...]], lines: dict[str, str | None]
) -> None:
    before = read_profile(WRITTEN.encode(), "it", RULES)
    after = before.model_copy(update={"answers": answers})

    text = changed_profile_yaml(WRITTEN, before, after, RULES)

    wanted = [lines.get(line, line) for line in WRITTEN.splitlines()]
    assert text.splitlines() == "\n".join(line for line in wanted if line is not None).splitlines()
    assert read_profile(text.encode(), "it", RULES).answers == answers


def test_a_name_and_wishes_find_their_place() -> None:
    text = "fitframe: 1 # x\nanswers: {goal: [research], experience: some}\n"
    before = read_profile(text.encode(), "it", RULES)
    after = before.model_copy(
        update={"name": "Leaf", "answers": {"goal": ("contest",)}, "wishes": {"deployment": ("ios",)}}
    )

    assert changed_profile_yaml(text, before, after, RULES) == (
        'fitframe: 1 # x\nname: "Leaf"\nanswers: {goal: [contest]}\n\nwishes:\n  # Where must the trained model run?\n'
        "  #   ios: on iPhones or iPads\n  deployment: [ios]\n"
    )


QUESTIONS = ["goal", "experience", "cloud", "explainable", "data-kind"]


@st.composite
def some_answers(draw: Any) -> dict[str, Any]:
    """Answers to some questions, of every shape."""
    found: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(QUESTIONS), unique=True)):
        question = RULES.questions[name]
        choices = [choice for choice in question.choices if choice != "none"]
        some = draw(st.lists(st.sampled_from(choices), min_size=1, max_size=3, unique=True))
        found[name] = draw(st.sampled_from(["unknown", some if question.takes == "many" else some[0]]))
    return found


@settings(max_examples=200)
@given(some_answers(), some_answers(), st.booleans(), st.booleans())
def test_a_changed_file_holds_what_it_shall(
    old: dict[str, Any], new: dict[str, Any], written: bool, flow: bool
) -> None:
    before, after = (profile_from({"answers": answers, "choice": "jax"}, RULES) for answers in (old, new))
    text = profile_yaml(before, RULES, ("a head",))
    if not written:
        pairs = {
            name: answer if isinstance(answer, str) else list(answer or ()) for name, answer in before.answers.items()
        }
        body = ", ".join(f"{name}: {answer!s}" for name, answer in pairs.items())
        lines = "".join(f"  {name}: {answer!s}  # {name}\n" for name, answer in pairs.items())
        text = "fitframe: 1\nanswers: " + (f"{{{body}}}\n" if flow or not pairs else f"\n{lines}") + "choice: jax\n"

    changed = changed_profile_yaml(text, before, after, RULES)

    assert read_profile(changed.encode(), "it", RULES) == after
