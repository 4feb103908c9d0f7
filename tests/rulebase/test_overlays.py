"""A rule base of one's own on top of another: what it adds, replaces and removes, and its faults."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from fitframe.engine.conditions import Vocabulary, variants
from fitframe.errors import RuleBaseError
from fitframe.model.fields import When
from fitframe.model.rulebase import RuleBase
from fitframe.rulebase.load import load_rules
from tests.conftest import SMALL, Write

FILES = Path(__file__).parent / "files" / "overlays"
SHIPPED = Path(__file__).parents[2] / "rules"
GOOD = {path.name: path for path in sorted((FILES / "positive").iterdir())}
BAD = sorted(path for path in (FILES / "negative").iterdir() if path.is_dir())


@pytest.mark.parametrize("path", GOOD.values(), ids=GOOD)
def test_a_good_overlay_is_read(path: Path) -> None:
    assert load_rules(path, base=SMALL).frameworks.keys() >= {"red", "blue"}


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_a_bad_overlay_is_told_all_its_faults(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)

    with pytest.raises(RuleBaseError) as caught:
        load_rules(Path(path.name), base=Path("../../small"))

    assert str(caught.value).splitlines() == Path(f"{path.name}.txt").read_text().splitlines()


def test_a_known_id_replaces_and_a_new_one_is_added() -> None:
    rules = load_rules(GOOD["add-and-replace"], base=SMALL)

    assert {rule.id: rule.judged for rule in rules.criteria["edge"].rules} == {
        "edge/blue-here": {"blue": 1},
        "edge/red-on-phones": {"red": 2},
    }
    assert rules.sources["survey"].title == "A newer survey"
    assert list(rules.sources) == ["ours", "primer", "survey"]


def test_a_criterion_keeps_what_the_overlay_leaves_out(small_rules: RuleBase) -> None:
    below, above = small_rules.criteria["edge"], load_rules(GOOD["add-and-replace"], base=SMALL).criteria["edge"]

    assert (above.title, above.scale, above.importance) == (below.title, below.scale, below.importance)
    assert above.cases == below.cases


def test_a_framework_that_is_rated_now_is_no_longer_called_unrated() -> None:
    assert load_rules(base=SMALL).criteria["edge"].unrated.keys() == {"blue"}
    assert load_rules(GOOD["add-and-replace"], base=SMALL).criteria["edge"].unrated == {}


def test_nothing_speaks_any_more_of_a_rule_that_is_removed() -> None:
    speed = load_rules(GOOD["remove"], base=SMALL).criteria["speed"]

    assert [(rule.id, rule.supersedes) for rule in speed.rules] == [("speed/large", ())]
    assert [case.expect.applies for case in speed.cases] == [("speed/large",)]
    assert speed.unrated == {"blue": "We never measured it."}


def test_a_rule_that_is_removed_and_written_anew_is_replaced(write_files: Write) -> None:
    ours = """
id: speed
remove: [speed/survey]
rules:
  - id: speed/survey
    ratings: {red: 4, blue: 1}
    because: We measured.
    evidence: [{source: survey, where: here, shows: this}]
"""

    speed = load_rules(write_files({"criteria/speed.yaml": ours}), base=SMALL).criteria["speed"]

    assert {rule.id: (rule.judged, rule.supersedes) for rule in speed.rules} == {
        "speed/large": ({"red@fast": 4}, ("speed/survey",)),
        "speed/survey": ({"red": 4, "blue": 1}, ()),
    }


def test_a_question_keeps_its_turn_and_a_new_one_comes_last(write_files: Write) -> None:
    question = "title: T\n  prompt: P\n  why: W\n  takes: one\n"
    ours = f"""
- id: colour
  {question}  choices: {{a: a, b: b}}
- id: audited
  {question}  choices: {{"yes": y, "no": n}}
"""

    rules = load_rules(write_files({"questions.yaml": ours}), base=SMALL)

    assert list(rules.questions) == ["target", "size", "audited", "python", "colour"]
    assert rules.questions["audited"].title == "T"


def test_groups_are_added_and_the_version_is_overridden() -> None:
    rules = load_rules(GOOD["partial-manifest"], base=SMALL)

    assert (rules.version, rules.reviewed) == ("1+ours", "2026-01-31")
    assert rules.groups == {"books": ("primer",), "surveys": ("survey",)}


def test_families_are_added_and_a_copy_belongs_to_what_it_copies(write_files: Write) -> None:
    entry = "by: b, tier: report, accessed: 2026-01-31"
    ours = write_files(
        {
            "rulebase.yaml": "families: {notes: the notes of a release}",
            "sources.yaml": f"- {{id: news, title: News, {entry}, copies: notes}}\n"
            f"- {{id: digest, title: Digest, {entry}, copies: news}}\n"
            f"- {{id: reprint, title: Reprint, {entry}, copies: survey}}\n",
        }
    )

    rules = load_rules(ours, base=SMALL)

    assert rules.voices == {"news": "notes", "digest": "notes", "reprint": "survey"}


@pytest.mark.parametrize(
    ("sources", "families", "message"),
    [
        ([{"family": "paper"}], ["papers"], "there is no family 'paper', did you mean 'papers'?"),
        ([{"copies": "survy"}], [], "there is no source or family 'survy', did you mean 'survey'?"),
        ([{"copies": "s0"}], [], "s0 copies itself"),
        ([{"copies": "s1"}, {"copies": "s0"}], [], "s0 copies itself, by way of s1"),
        ([{}], ["survey"], "'survey' is a source too: give the family another id"),
    ],
)
def test_a_family_or_copy_that_leads_nowhere_is_a_fault(
    sources: list[dict[str, str]], families: list[str], message: str, write_files: Write
) -> None:
    entries = [
        {"id": f"s{n}", "title": "t", "by": "b", "tier": "report", "accessed": "2026-01-31", **one}
        for n, one in enumerate(sources)
    ]
    ours = write_files(
        {"sources.yaml": json.dumps(entries), "rulebase.yaml": json.dumps({"families": dict.fromkeys(families, "f")})}
    )

    with pytest.raises(RuleBaseError, match=re.escape(message)):
        load_rules(ours, base=SMALL)


def test_routes_and_splits_are_read_with_answers_in_one_shape() -> None:
    rules = load_rules(GOOD["routes-and-splits"], base=SMALL)

    assert [(hop.step, hop.tool) for hop in rules.routes["red-to-phone"].hops] == [("export", "kit"), ("run", "kit")]
    assert [part.answers for part in rules.splits["two"].parts] == [{"target": ("phone",)}, {"size": "large"}]


def test_the_last_of_several_overlays_wins(write_files: Write) -> None:
    last = write_files({"rulebase.yaml": "version: last"})

    assert load_rules(GOOD["partial-manifest"], last, base=SMALL).version == "last"
    assert load_rules(last, GOOD["partial-manifest"], base=SMALL).version == "1+ours"


def test_origins_name_the_file_in_which_a_thing_stands_now() -> None:
    ours = GOOD["add-and-replace"]

    origins = load_rules(ours, base=SMALL).origins

    assert origins["rule:edge/red-on-phones"] == f"{ours}/criteria/edge.yaml:8"
    assert origins["source:ours"] == f"{ours}/sources.yaml:1"
    assert origins["criterion:edge"] == f"{SMALL}/criteria/edge.yaml:1"
    assert origins["rule:speed/large"] == f"{SMALL}/criteria/speed.yaml:10"


def test_what_was_measured_of_the_rules_below_is_not_said_of_both_together(tmp_path: Path) -> None:
    below = shutil.copytree(SMALL, tmp_path / "below")
    shutil.copy(SHIPPED / "calibration.yaml", below)
    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / "precedents.yaml").write_text("[]\n")

    assert load_rules(base=below).calibration is not None
    assert load_rules(ours, base=below).calibration is not None  # precedents move no score
    assert load_rules(GOOD["add-and-replace"], base=below).calibration is None


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda path: None, "there is no such folder"),
        (lambda path: path.write_text("x"), "this is not a folder"),
        (lambda path: path.mkdir(), "there are no rules in this folder"),
    ],
    ids=["missing", "a file", "empty"],
)
def test_a_folder_that_holds_no_rules_is_refused(
    make: Callable[[Path], object], complaint: str, tmp_path: Path
) -> None:
    ours = tmp_path / "ours"
    make(ours)

    with pytest.raises(RuleBaseError) as caught:
        load_rules(ours, base=SMALL)

    assert str(caught.value).startswith(f"{ours}: {complaint}")


def with_groups(count: int) -> str:
    """A criterion with a rule that asks for so many groups of three, of each any."""
    any_of = "{any_of: [{target: phone}, {size: small}, {audited: 'yes'}]}"
    edge = (SMALL / "criteria" / "edge.yaml").read_text()
    return edge.replace("when: {target: {any: [phone]}}", f"when: {{all_of: [{', '.join([any_of] * count)}]}}")


@pytest.mark.parametrize("count", [7, 400, 5_000])
def test_a_condition_that_can_hold_in_too_many_ways_is_refused_with_its_place(write_files: Write, count: int) -> None:
    folder = write_files({"criteria/edge.yaml": with_groups(count)})

    with pytest.raises(RuleBaseError, match=r"edge\.yaml:12:5: this can hold in more than 1000 ways"):
        load_rules(folder, base=SMALL)


def test_a_condition_that_can_hold_in_hundreds_of_ways_is_read(write_files: Write) -> None:
    assert load_rules(write_files({"criteria/edge.yaml": with_groups(6)}), base=SMALL)


def test_the_ways_in_which_a_condition_can_hold_are_those_that_are_evaluated(small_rules: RuleBase) -> None:
    words = Vocabulary.of(small_rules.questions)
    for text in (
        {"target": "phone"},
        {"any_of": [{"target": "phone"}, {"size": "small", "audited": "yes"}]},
        {"not": {"target": "phone", "size": {"at_least": "medium"}, "audited": "yes"}},
        {
            "all_of": [
                {"any_of": [{"target": "phone"}, {"size": "small"}]},
                {"not": {"audited": "yes", "size": "large"}},
            ]
        },
        {"not": {"any_of": [{"target": "phone", "size": "small"}, {"audited": "yes", "python": "3.9"}]}},
    ):
        when = When.model_validate(text)
        assert when.combinations() == len(variants(when, words)), text
