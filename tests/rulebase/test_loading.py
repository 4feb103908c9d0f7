"""The rule base as a whole."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitframe.errors import RuleBaseError
from fitframe.rulebase import load as finding
from fitframe.rulebase.builder import build_rules
from fitframe.rulebase.load import Layer, digest, load_rules, read_layer, shipped_rules
from tests.conftest import SMALL


def test_every_shipped_file_is_loaded() -> None:
    folder, rules = shipped_rules(), load_rules()

    assert set(rules.criteria) == {path.stem for path in (folder / "criteria").iterdir()}
    assert set(rules.frameworks) == {path.stem for path in (folder / "frameworks").iterdir()}
    assert set(rules.tools) == {path.stem for path in (folder / "tools").iterdir()}


def test_every_origin_names_the_line_that_begins_the_thing() -> None:
    folder, rules = shipped_rules(), load_rules()

    for kind, table in (("source", rules.sources), ("question", rules.questions)):
        for name in table:
            path, _, line = rules.origins[f"{kind}:{name}"].rpartition(":")
            text = (folder.parent / path).read_text(encoding="utf-8").splitlines()
            assert text[int(line) - 1].removeprefix("- id: ") == name


def test_an_installed_copy_has_its_rules_inside_and_a_checkout_at_its_top(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "src" / "fitframe"
    monkeypatch.setattr(finding, "__file__", str(package / "rulebase" / "finding.py"))

    with pytest.raises(RuleBaseError, match="install it again"):
        shipped_rules()
    for folder in (tmp_path / "rules", package / "_rules"):
        folder.mkdir(parents=True)
        (folder / "rulebase.yaml").touch()
        assert shipped_rules() == folder


def test_a_folder_in_the_place_of_a_file_is_refused(small_folder: Path) -> None:
    (small_folder / "criteria/odd.yaml").mkdir()

    with pytest.raises(RuleBaseError) as caught:
        load_rules(base=small_folder)

    assert str(caught.value) == f"{small_folder}/criteria/odd.yaml: this is a folder; name a file in it"


def test_a_folder_that_may_not_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_: str) -> list[str]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.listdir", denied)

    with pytest.raises(RuleBaseError, match="ours: it cannot be read: Permission denied"):
        load_rules(Path("ours"))


def test_answers_in_cases_have_the_shape_of_those_in_profiles() -> None:
    (case,) = load_rules(base=SMALL).criteria["edge"].cases

    assert case.answers == {"target": ("phone",)}


@given(st.randoms(use_true_random=False))
def test_the_order_of_files_changes_nothing(random: Random) -> None:
    layer = read_layer(SMALL, "small")
    names = list(layer.files)
    random.shuffle(names)

    shuffled = Layer("small", {name: layer.files[name] for name in names})

    assert build_rules([shuffled], "d")[0] == build_rules([layer], "d")[0]


def test_the_digest_follows_content_and_order_but_not_where_the_folder_is() -> None:
    one, other = Layer("a", {"rulebase.yaml": b"version: 1"}), Layer("a", {"rulebase.yaml": b"version: 2"})

    assert digest([one]) == digest([Layer("b", one.files)])
    assert len({digest(layers) for layers in ([one], [other], [one, other], [other, one], [])}) == 5


def test_one_broken_file_does_not_hide_the_next(small_folder: Path) -> None:
    (small_folder / "tools/kit.yaml").write_text("id: kit\n")
    (small_folder / "criteria/edge.yaml").write_text("id: [edge\n")
    (small_folder / "questions.yaml").unlink()
    (small_folder / "sources.yaml").write_bytes(b"\xff")

    with pytest.raises(RuleBaseError) as caught:
        load_rules(base=small_folder)

    assert str(caught.value).splitlines() == [
        f"{small_folder}/criteria/edge.yaml:2:1: not valid YAML: did not find expected ',' or ']'",
        f"{small_folder}/questions.yaml: there is no such file",
        f"{small_folder}/sources.yaml:1:1: the byte 0xff is not UTF-8; save the file as UTF-8",
        f"{small_folder}/tools/kit.yaml:1:1: the key 'kind' is missing",
        f"{small_folder}/tools/kit.yaml:1:1: the key 'name' is missing",
        f"{small_folder}/tools/kit.yaml:1:1: the key 'status' is missing",
        f"{small_folder}/tools/kit.yaml:1:1: the key 'summary' is missing",
    ]
    assert caught.value.exit_code == 2


def test_rules_that_overrule_each_other_in_a_circle_are_refused(small_folder: Path) -> None:
    speed = small_folder / "criteria/speed.yaml"
    speed.write_text(speed.read_text().replace("ratings: {red", "supersedes: [speed/large]\n    ratings: {red"))

    with pytest.raises(RuleBaseError, match=r"speed\.yaml:\d+:5: these rules supersede each other in a circle: "):
        load_rules(base=small_folder)


def faults_of(folder: Path) -> list[str]:
    """What is wrong with the rule base in a folder, fault by fault."""
    with pytest.raises(RuleBaseError) as caught:
        load_rules(base=folder)
    return str(caught.value).splitlines()


def test_a_thing_at_fault_does_not_hide_the_names_in_it(small_folder: Path) -> None:
    """One run tells of both: what does not fit, and what leads nowhere; and nothing follows from what was left out."""
    (small_folder / "criteria/edge.yaml").write_text(
        """id: edge
title: Phones
scale: {0: none, 1: poor, 2: fair, 3: good, 4: best}
importance:
  - {to: huge, because: it is large}
  - {to: decisive, when: {target: fone}, because: it runs on phones}
rules:
  - id: edge/red-on-phones
    framework: red
    rating: 5
    when: {target: phone, size: tiny}
    because: Red runs on phones.
    via: [kits]
    evidence: [{source: primer, where: page 2, shows: it runs on phones}, {source: primmer, where: page 3}]
  - id: Edge
    framework: blu
    rating: 3
    because: Blue runs on phones.
    evidence: [{source: primer, where: page 2, shows: it runs on phones}]
cases:
  - {name: a phone, answers: {target: phone, size: wide}, expect: {importance: most, applies: [edge/red-on-fones]}}
"""
    )
    with pytest.raises(RuleBaseError) as caught:
        load_rules(base=small_folder)

    place = f"{small_folder}/criteria/edge.yaml:"
    assert [line.removeprefix(place).partition(";")[0] for line in str(caught.value).splitlines()] == [
        "5:6: 'to' must be one of none, low, medium, high, decisive, got 'huge'",
        "6:27: 'target' has no choice 'fone', did you mean 'none'?",
        "10:5: 'rating' must be at most 4, got 5",
        "11:27: 'size' has no choice 'tiny'",
        "13:11: there is no tool 'kits', did you mean 'kit'?",
        "14:75: the key 'shows' is missing in 'evidence'",
        "14:76: there is no source 'primmer', did you mean 'primer'?",
        "15:5: 'id' must be a rule's id such as edge/short-name, got 'Edge'",
        "16:5: there is no framework 'blu', did you mean 'blue'?",
        "21:46: 'size' has no choice 'wide'",
        "21:68: 'importance' must be one of none, low, medium, high, decisive, got 'most'",
    ]


def test_routes_and_tools_at_fault_are_looked_through_too(small_folder: Path) -> None:
    (small_folder / "tools/kit.yaml").write_text("id: kit\nsummary: s\nsuccessor: [kitt]\n")
    (small_folder / "routes.yaml").write_text(
        "- {id: r, framework: red, reaches: {target: fone},\n"
        "   hops: [{step: author, tool: kit}, {step: fly, tool: kitt}]}\n"
    )

    assert [line.partition(": ")[2] for line in faults_of(small_folder)] == [
        "the key 'because' is missing",
        "the key 'evidence' is missing",
        "the key 'support' is missing",
        "'target' has no choice 'fone', did you mean 'none'?",
        "'step' must be one of author, train, export, run, got 'fly'",
        "there is no tool 'kitt', did you mean 'kit'?",
        "the key 'kind' is missing",
        "the key 'name' is missing",
        "the key 'status' is missing",
        "there is no tool 'kitt', did you mean 'kit'?",
    ]


def test_the_names_of_rules_are_known_while_every_one_can_be_read(small_folder: Path) -> None:
    edge = small_folder / "criteria/edge.yaml"
    edge.write_text(
        edge.read_text().replace("rating: 3.5", "rating: 5").replace("applies: [edge/red", "applies: [edge/rad")
    )

    assert [line.partition(": ")[2] for line in faults_of(small_folder)] == [
        "'rating' must be at most 4, got 5",
        "there is no rule 'edge/rad-on-phones', did you mean 'edge/red-on-phones'?",
    ]


def test_a_fault_after_one_that_was_left_out_is_told_where_it_stands(small_folder: Path) -> None:
    edge = small_folder / "criteria/edge.yaml"
    edge.write_text(edge.read_text().replace("via: [kit]", "via: [5, kitt]"))

    with pytest.raises(RuleBaseError) as caught:
        load_rules(base=small_folder)

    line = edge.read_text().splitlines().index("    via: [5, kitt]") + 1
    assert f"edge.yaml:{line}:14: there is no tool 'kitt'" in str(caught.value)
