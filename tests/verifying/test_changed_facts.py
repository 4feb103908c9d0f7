"""Thirty facts changed on purpose: those are found, and none of the others is called broken.

The answers were recorded (answers.jsonl beside this file tells when), are changed here, and are served by a server on
this machine in the form in which the services answer.
"""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest

from fitframe import load_rules
from fitframe.model.evidence import Probe, ProofOutcome
from fitframe.verifying.answers import Answers
from fitframe.verifying.asking import Asker, Bounds
from fitframe.verifying.requests import Request, request_for, words_of
from fitframe.verifying.run import verify
from tests.verifying.conftest import RECORDED, Server

PYTHON_TAG = {"3.10": "cp310", "3.11": "cp311", "3.12": "cp312", "3.13": "cp313", "3.14": "cp314", "3.15": "cp315"}
PLATFORM_TAG = {
    "linux-x86_64": "manylinux_2_28_x86_64",
    "linux-aarch64": "manylinux_2_28_aarch64",
    "win-amd64": "win_amd64",
    "win-arm64": "win_arm64",
    "macos-arm64": "macosx_12_0_arm64",
    "macos-x86_64": "macosx_12_0_x86_64",
}


def recorded() -> dict[str, Any]:
    lines = map(json.loads, RECORDED.read_text(encoding="utf-8").splitlines())
    return {one["asked"]: one["value"] for one in lines}


def released(value: Any, package: str, version: str, python: str | None = None, tags: str = "py3-none-any") -> Any:
    name = f"{package.replace('-', '_')}-{version}-{tags}.whl"
    return {**value, "files": [*value["files"], {"name": name, "python": python, "day": "2026-12-01", "yanked": False}]}


SOURCE = [{"name": "thing-0.0.1.tar.gz", "python": None, "day": "", "yanked": False}]


def changed(probe: Probe, value: Any) -> Any:
    """An answer after the world has changed in such a way that the fact is no longer one."""
    kinds = {"wheel": wheels, "metadata": metadata, "npm": npm, "thread": thread, "passage": passage}
    return kinds[probe.probe.kind](probe, copy.deepcopy(value))


def wheels(probe: Probe, value: Any) -> Any:
    query = probe.probe
    if probe.expect == "none":
        tag = PYTHON_TAG[query.python or "3.13"]
        tags = f"{tag}-{tag}-{PLATFORM_TAG[query.platforms[0]]}" if query.platforms else "py3-none-any"
        return released(value, str(query.package), "99.0", ">=3.9", tags)
    end = PLATFORM_TAG[query.platforms[-1]].rpartition("_")[2] if query.platforms else ".whl"
    return {**value, "files": [one for one in value["files"] if end not in one["name"]] + SOURCE}


def metadata(probe: Probe, value: Any) -> Any:
    if probe.probe.field == "newest" and "<" not in probe.expect:
        return {**value, "files": [{**SOURCE[0], "name": f"{probe.probe.package}-0.0.1.tar.gz"}]}
    return released(value, str(probe.probe.package), "99.0", ">=3.99")


def npm(probe: Probe, value: Any) -> Any:
    if probe.probe.field == "deprecated":
        return {**value, "deprecated": True}
    newest = "99.0.0" if probe.probe.field == "released" or "<" in probe.expect else "0.0.1"
    return {**value, "newest": newest, "released": "2026-12-01"}


def thread(probe: Probe, value: Any) -> Any:
    return {**value, "state": "closed" if value["state"] == "open" else "open"}


def passage(probe: Probe, value: Any) -> Any:
    words = words_of(str(probe.probe.passage))
    return {
        "text": value["text"].replace(words, "something else")
        if probe.expect == "present"
        else f"{value['text']} {words}"
    }


def outcomes(server: Server, probes: list[Probe], answers: dict[str, Any], folder: Path) -> dict[str, ProofOutcome]:
    for asked, value in answers.items():
        service, _, path = asked.partition(":")
        server.put(Request(service, path), value)
    run = verify(probes, Answers(folder / "answers"), Asker(server.addresses(), Bounds(tries=1)))
    return {one.probe.id: one.outcome for one in run}


def provable(answers: dict[str, Any]) -> list[Probe]:
    """The shipped probes of which, and of whose canaries, an answer is recorded."""
    found = []
    for probe in load_rules().probes.values():
        wanted = {str(request_for(query)) for query in (probe.probe, probe.control[0])}
        if wanted <= answers.keys() and probe.probe.kind != "status" and probe.probe.field != "released":
            found.append(probe)
    return found


def test_the_recorded_answers_bear_the_facts_out(server: Server, tmp_path: Path) -> None:
    answers = recorded()
    probes = provable(answers)
    assert len(probes) >= 150
    assert set(outcomes(server, probes, answers, tmp_path).values()) == {ProofOutcome.HELD}


@pytest.mark.parametrize("seed", range(2))
def test_of_thirty_changed_facts_nearly_all_are_found_and_no_other_is_called_broken(
    seed: int, server: Server, tmp_path: Path
) -> None:
    answers = recorded()
    probes = provable(answers)
    canaries = {str(request_for(probe.control[0])) for probe in probes if probe.control[0] != probe.probe}
    by_answer: dict[str, list[Probe]] = {}
    for probe in probes:
        asked = str(request_for(probe.probe))
        if asked not in canaries or probe.probe.kind == "passage":  # what is a canary of others is no fact alone
            by_answer.setdefault(asked, []).append(probe)
    chance = Random(seed)  # noqa: S311 - the same thirty at every run
    chosen = [chance.choice(by_answer[asked]) for asked in chance.sample(sorted(by_answer), 30)]
    for probe in chosen:
        asked = str(request_for(probe.probe))
        answers[asked] = changed(probe, answers[asked])
    touched = {str(request_for(probe.probe)) for probe in chosen}
    found = outcomes(server, probes, answers, tmp_path)
    assert sum(found[probe.id] is ProofOutcome.BROKEN for probe in chosen) >= 28
    untouched = [probe.id for probe in probes if str(request_for(probe.probe)) not in touched]
    assert len(untouched) > 80
    assert {name for name in untouched if found[name] is ProofOutcome.BROKEN} == set()


def test_passages_of_probes_are_short() -> None:
    """An anchor, no copy: some words are enough to find a place again."""
    passages = [probe.probe.passage for probe in load_rules().probes.values() if probe.probe.passage]
    assert max(len(re.findall(r"\w+", passage)) for passage in passages) <= 16
