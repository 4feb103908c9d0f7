"""Profiles: good ones, and every fault of bad ones with its place."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fitframe.errors import InputError
from fitframe.model.profile import Profile
from fitframe.model.rulebase import RuleBase
from fitframe.rulebase.profiles import load_profile, profile_from, read_profile, with_answers

FILES = Path(__file__).parent / "files" / "profiles"


def faults_of(text: str, rules: RuleBase) -> list[str]:
    try:
        read_profile(text.encode(), "f.yaml", rules)
    except InputError as error:
        return [str(fault) for fault in error.faults]
    return []


def complaints(error: pytest.ExceptionInfo[InputError]) -> list[str]:
    return str(error.value).splitlines()


@pytest.mark.parametrize("path", sorted((FILES / "positive").iterdir()), ids=lambda path: path.stem)
def test_a_good_profile_is_read(path: Path, small_rules: RuleBase) -> None:
    assert load_profile(str(path), small_rules).fitframe == 1


@pytest.mark.parametrize("path", sorted((FILES / "negative").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_bad_profile_is_told_all_its_faults(
    path: Path, small_rules: RuleBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)

    with pytest.raises(InputError) as caught:
        load_profile(path.name, small_rules)

    assert complaints(caught) == path.with_suffix(".txt").read_text().splitlines()


def profile(text: str, rules: RuleBase) -> Profile:
    return read_profile(text.encode(), "f.yaml", rules)


def test_answers_have_one_shape(small_rules: RuleBase) -> None:
    text = "{fitframe: 1, answers: {target: phone, size: [small], audited: no, python: 3.13}}"

    assert profile(text, small_rules).answers == {
        "target": ("phone",),
        "size": "small",
        "audited": "no",
        "python": "3.13",
    }


@pytest.mark.parametrize("answer", ["unknown", "[unknown]"])
def test_dont_know_is_always_the_same_text(answer: str, small_rules: RuleBase) -> None:
    text = f"{{fitframe: 1, answers: {{target: {answer}, size: {answer}}}}}"

    assert profile(text, small_rules).answers == {"target": "unknown", "size": "unknown"}


@pytest.mark.parametrize(("value", "answer"), [("true", "yes"), ("false", "no"), ("yes", "yes")])
def test_true_and_false_are_yes_and_no_where_these_are_choices(value: str, answer: str, small_rules: RuleBase) -> None:
    assert profile(f"{{fitframe: 1, answers: {{audited: {value}}}}}", small_rules).answers == {"audited": answer}
    assert faults_of(f"{{fitframe: 1, answers: {{size: {value}}}}}", small_rules)


def test_a_key_without_a_value_is_no_answer(small_rules: RuleBase) -> None:
    assert profile("fitframe: 1\nanswers:\n  target:\n  size: small\n", small_rules).answers == {"size": "small"}


@pytest.mark.parametrize("name", ["blue", "azure", "Big Blue", "BLUE"])
def test_a_framework_goes_by_any_of_its_names(name: str, small_rules: RuleBase) -> None:
    assert profile(f"{{fitframe: 1, choice: {name}}}", small_rules).choice == "blue"


def test_standard_input_is_a_profile_too(small_rules: RuleBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"fitframe: 1\nnmae: x\n")))

    with pytest.raises(InputError) as caught:
        load_profile("-", small_rules)

    assert complaints(caught) == ["standard input:2:1: unknown key 'nmae', did you mean 'name'?"]


def test_a_file_that_cannot_be_read_is_told_why(small_rules: RuleBase, tmp_path: Path) -> None:
    huge = tmp_path / "huge.yaml"
    huge.write_bytes(b"fitframe: 1\n" + b"#" * 2**20)
    expected = {
        "missing.yaml": "missing.yaml: there is no such file",
        str(tmp_path): f"{tmp_path}: this is a folder; name a file in it",
        str(huge): f"{huge}: the file is larger than 1 MiB, the most that is read",
        os.devnull: f"{os.devnull}: the file is empty",
        "a\0b": "a\0b: it cannot be read: embedded null byte",
    }

    for path, message in expected.items():
        with pytest.raises(InputError) as caught:
            load_profile(path, small_rules)
        assert complaints(caught) == [message]


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no endless file here")
def test_a_file_without_end_is_read_no_further_than_the_limit(small_rules: RuleBase) -> None:
    with pytest.raises(InputError, match="larger than 1 MiB"):
        load_profile("/dev/zero", small_rules)


def test_answers_can_be_replaced_and_taken_away(small_rules: RuleBase) -> None:
    before = profile("{fitframe: 1, name: x, answers: {target: phone, size: small, audited: no}}", small_rules)

    after = with_answers(before, {"target": ["server", "phone"], "size": None, "python": "unknown"}, small_rules)

    assert after.answers == {"target": ("server", "phone"), "python": "unknown", "audited": "no"}
    assert after.name == "x"
    assert before.answers == {"target": ("phone",), "size": "small", "audited": "no"}


def test_all_answers_at_fault_are_told_at_once(small_rules: RuleBase) -> None:
    with pytest.raises(InputError) as caught:
        with_answers(Profile(fitframe=1), {"size": "a", "target": "phon", "python": "unknown"}, small_rules)

    assert complaints(caught) == [
        "'size' has no choice 'a'; the choices are small, medium, large, unknown",
        "'target' has no choice 'phon', did you mean 'phone'?",
    ]


def test_a_profile_of_plain_values_is_the_one_that_a_file_gives(small_rules: RuleBase) -> None:
    text = "{fitframe: 1, name: x, answers: {target: [phone], size: small}, choice: Red, priorities: {speed: high}}"
    data = {"name": "x", "answers": {"target": ["phone"], "size": "small"}, "choice": "Red"}

    found = profile_from({**data, "priorities": {"speed": "high"}}, small_rules)

    assert found == profile(text, small_rules)
    assert profile_from(found.to_dict(), small_rules) == found


def test_what_is_wrong_with_plain_values_is_told_at_once(small_rules: RuleBase) -> None:
    with pytest.raises(InputError) as caught:
        profile_from({"nmae": "x", "answers": {"targte": "phone"}, "choice": "green"}, small_rules)

    assert len(complaints(caught)) == 3
    assert all(line.startswith("profile: ") for line in complaints(caught))


def test_a_profile_shows_what_it_says_and_no_more(small_rules: RuleBase) -> None:
    assert repr(profile("{fitframe: 1, answers: {size: small}}", small_rules)) == "Profile(answers={'size': 'small'})"


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["phone", "none", "unknown", "small", "high", "red", ""]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["target", "rule", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["fitframe", "name", "answers", "priorities", "choice", "waivers"]), values))
def test_no_shape_of_values_raises_anything_but_an_input_error(small_rules: RuleBase, data: dict[str, object]) -> None:
    text = json.dumps({"fitframe": 1} | data)

    assert all(fault.startswith("f.yaml:1:") for fault in faults_of(text, small_rules))
