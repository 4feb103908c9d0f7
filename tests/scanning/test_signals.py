"""Signals as data: what an overlay adds and replaces, what loading and lint refuse, and what a failing case says."""

from __future__ import annotations

import pytest

from fitframe import RuleBaseError, load_rules
from fitframe.api import lint, run_cases
from fitframe.lint import signals_in_two_files
from fitframe.scanning.scan import scan_tree
from fitframe.scanning.trees import MemoryTree
from tests.conftest import Write

OWN = """\
id: ours
title: Our libraries
libraries:
  - {id: ournet, name: OurNet, framework: jax, names: {python: [ournet], pypi: [our-net]}}
  - {id: flair, name: Flair of ours, framework: pytorch, names: {python: [flair]}}
signs:
  - id: our-platform
    answers: {platform: kubernetes}
    grade: seen
    names: {python: [ourplatform]}
    because: our platform runs on Kubernetes
cases:
  - name: a project of ours
    files: {a.py: "import ournet\\nimport ourplatform\\n"}
    expect: {primary: jax, roles: {ournet: [train]}, seen: {platform: [kubernetes]}}
"""


def test_an_overlay_adds_libraries_and_signs_and_replaces_those_of_the_same_id(write_files: Write) -> None:
    rules = load_rules(write_files({"signals/ours.yaml": OWN}))
    scan = scan_tree(MemoryTree({"a.py": "import ournet\nimport flair\n"}), rules)

    assert {usage.name for usage in scan.usages} == {"OurNet", "Flair of ours"}
    assert run_cases(rules).failures == ()


def test_a_file_of_the_same_name_adds_to_the_shipped_one(write_files: Write) -> None:
    rules = load_rules(write_files({"signals/jax.yaml": OWN.replace("id: ours\n", "id: jax\n", 1)}))

    names = {library.id for library in rules.signals["jax"].libraries}
    assert {"ournet", "flax"} <= names


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("framework: jax", "framework: jaxx", "there is no framework 'jaxx', did you mean 'jax'?"),
        (
            "platform: kubernetes}",
            "platform: kubernets}",
            "'platform' has no choice 'kubernets', did you mean 'kubernetes'?",
        ),
        ("roles: {ournet: [train]}", "roles: {ourne: [train]}", "there is no library 'ourne', did you mean 'ournet'?"),
        ("grade: seen", "grade: sure", "grade"),
        ("names: {python: [ourplatform]}", "names: {pyton: [ourplatform]}", "pyton"),
    ],
)
def test_names_that_lead_nowhere_are_refused(write_files: Write, old: str, new: str, fault: str) -> None:
    assert old in OWN
    with pytest.raises(RuleBaseError) as error:
        load_rules(write_files({"signals/ours.yaml": OWN.replace(old, new)}))

    assert fault in str(error.value)
    assert "signals/ours.yaml:" in str(error.value)


def test_lint_tells_of_roles_outside_of_a_library(write_files: Write) -> None:
    odd = OWN.replace("names: {python: [flair]}", "names: {python: [flair]}, roles: {run: [jax.run]}")

    faults = [getattr(fault, "message", fault) for fault in lint(write_files({"signals/ours.yaml": odd}))]

    assert faults == ["'jax.run' is no Python name inside of flair"]


def test_lint_tells_of_an_id_in_two_files() -> None:
    rules = load_rules()
    twice = rules.model_copy(
        update={"signals": rules.signals | {"zz": rules.signals["jax"].model_copy(update={"id": "zz"})}}
    )

    found = {message for _, message in signals_in_two_files(twice)}

    assert "library flax stands in jax and in zz: give one another id" in found
    assert not list(signals_in_two_files(rules))


def test_a_case_that_does_not_hold_says_what_came_instead(write_files: Write) -> None:
    odd = OWN.replace("primary: jax, ", "primary: pytorch, ").replace("[kubernetes]}}", "[spark]}}")
    report = run_cases(load_rules(write_files({"signals/ours.yaml": odd})))

    assert [fault.message for fault in report.failures] == [
        "case 'a project of ours' expects platform spark as seen, but it is kubernetes",
        "case 'a project of ours' expects pytorch as the primary framework, but it is jax",
    ]
