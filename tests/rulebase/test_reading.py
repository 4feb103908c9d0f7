"""YAML text to plain values: what is understood, what stays text, and what is refused with its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from fitframe.errors import InputError
from fitframe.rulebase import yaml as reading
from fitframe.rulebase.yaml import read_document

PARSERS: dict[str, tuple[Any, Any]] = {
    "in C": (reading._QuickLoader, reading._Loader),
    "in C, counting": (reading._Loader, reading._Loader),
    "in Python": (reading._PythonLoader, reading._PythonLoader),
}


@pytest.fixture(params=list(PARSERS.values()), ids=list(PARSERS))
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test runs with each parser: the one in C is not everywhere."""
    monkeypatch.setattr(reading, "_QuickLoader", request.param[0])
    monkeypatch.setattr(reading, "_Loader", request.param[1])


def test_the_parser_in_c_is_taken_where_it_is_there() -> None:
    assert issubclass(reading._Loader, yaml.CSafeLoader)
    assert reading._QuickLoader.get_single_node is yaml.CSafeLoader.get_single_node


def read(text: str | bytes) -> Any:
    return read_document(text.encode() if isinstance(text, str) else text, "f.yaml").data


def faults_of(data: bytes) -> list[str]:
    try:
        read_document(data, "f.yaml")
    except InputError as error:
        return [str(fault) for fault in error.faults]
    return []


def complaints(data: bytes) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_document(data, "f.yaml")
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    "word", ["no", "yes", "on", "off", "y", "2026-11-20", "12:30", "3.13", "1e3", ".inf", "0x1F", "017", "1_000"]
)
def test_what_yaml_would_turn_into_something_else_stays_text(word: str) -> None:
    assert read(f"key: {word}") == {"key": word}
    assert read(f"{word}: key") == {word: "key"}


@pytest.mark.parametrize("word", ["true", "null", "5", "", "~"])
def test_what_stands_in_quotes_is_text(word: str) -> None:
    assert read(f"key: '{word}'") == {"key": word}


def test_true_false_nothing_and_whole_numbers_are_understood() -> None:
    text = "[true, False, null, ~, , 0, -12, +7]".replace(", ,", ", null,")

    assert read(text) == [True, False, None, None, None, 0, -12, 7]
    assert read("key:") == {"key": None}


def test_a_number_too_long_for_an_identifier_stays_text() -> None:
    assert read("key: " + "9" * 5000) == {"key": "9" * 5000}


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault() -> None:
    assert read(b"\xef\xbb\xbfa: 1\r\nb: two\r\n") == {"a": 1, "b": "two"}


def test_each_key_and_entry_knows_its_place() -> None:
    document = read_document(b"# comment\nrules:\n  - id: x\n    when: {goal: [a, b]}\n", "f.yaml")

    places = {
        (): (2, 1),
        ("rules",): (2, 1),
        ("rules", 0): (3, 5),
        ("rules", 0, "id"): (3, 5),
        ("rules", 0, "when"): (4, 5),
        ("rules", 0, "when", "goal"): (4, 12),
        ("rules", 0, "when", "goal", 0): (4, 19),
        ("rules", 0, "when", "goal", 1): (4, 22),
    }
    assert {path: document.place(path) for path in reversed(places)} == places
    assert all(document.nearest(path) == path for path in places)


def test_a_path_that_is_not_there_has_the_place_of_what_is_around_it() -> None:
    document = read_document(b"rules:\n  - id: x\n", "f.yaml")

    assert document.place(("rules", 0, "because")) == (2, 5)
    assert document.place(("tools", 3)) == (1, 1)


REFUSED = {
    "empty": (b"", "f.yaml: the file is empty"),
    "only a comment": (b"# soon\n", "f.yaml: the file is empty"),
    "too large": (b"#" * (2**20 + 1), "f.yaml: the file is larger than 1 MiB, the most that is read"),
    "not UTF-8": (b"a: 1\nb: caf\xe9\n", "f.yaml:2:7: the byte 0xe9 is not UTF-8; save the file as UTF-8"),
    "not UTF-8 after wide characters": (
        "ä: ö".encode() + b"\xff",
        "f.yaml:1:5: the byte 0xff is not UTF-8; save the file as UTF-8",
    ),
    "UTF-16": ("a: 1".encode("utf-16"), "f.yaml:1:1: the file is encoded as UTF-16; save it as UTF-8"),
    "a zero byte": (b"a: b\0c", "f.yaml:1:5: the control character U+0000 is not allowed"),
    "a terminal escape": (b"a: 1\n# \x1b[31m\n", "f.yaml:2:3: the control character U+001B is not allowed"),
    "an escaped escape": (b'a: "\\e[31m"', "f.yaml:1:4: the control character U+001B is not allowed"),
    "an escaped key": (b'"\\u009b": 1', "f.yaml:1:1: the control character U+009B is not allowed"),
    "a return to the line's start": (b'a: "x\\ry"', "f.yaml:1:4: the control character U+000D is not allowed"),
    "turned text": ("a: x\u202ey".encode(), "f.yaml:1:5: the control character U+202E is not allowed"),
    "a tab": (b"a:\n\tb: 1\n", "f.yaml:2:1: not valid YAML: a tab cannot indent, use spaces"),
    "an at sign": (b"a: @b\n", "f.yaml:1:4: not valid YAML: text that begins with @ has to stand in quotes"),
    "a second colon": (
        b"a: b: c\n",
        "f.yaml:1:5: not valid YAML: no key can begin here; "
        "check the indent, and put text that contains ': ' in quotes",
    ),
    "two documents": (b"a: 1\n---\nb: 2\n", "f.yaml:2:1: a second document starts here ('---'); a file holds one"),
    "a tag": (b"a: !!str 5\n", "f.yaml:1:4: the tag !!str is not supported; text in quotes stays text"),
    "a list as a key": (b"? [a]\n: 1\n", "f.yaml:1:3: a key has to be a word, not a list or a mapping"),
    "a twin": (b"a: 1\nb: 2\na: 3\n", "f.yaml:3:1: the key 'a' stands here twice, first in line 1"),
    "deep lists": (b"[" * 2**20, "f.yaml:1:51: this is nested more than 50 levels deep"),
    "deep dashes": (b"- " * 1000, "f.yaml:1:101: this is nested more than 50 levels deep"),
    "many entries": (b"[" + b"a," * 300_000 + b"]", "f.yaml: the file has more than 100000 entries"),
    "an alias": (b"a: *b\n", "f.yaml:1:4: the alias *b is not supported; write the value itself"),
    "a bare tag": (b"a: ! 5\n", "f.yaml:1:4: the tag ! is not supported; text in quotes stays text"),
    "an anchor": (b"a: &b 5\n", "f.yaml:1:4: the anchor &b is not supported; write the value where it is needed"),
    "an anchor on a key": (
        b"{'x':&b 5}\n",
        "f.yaml:1:6: the anchor &b is not supported; write the value where it is needed",
    ),
}


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("data", "complaint"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_used_is_refused_with_its_place(data: bytes, complaint: str) -> None:
    assert complaints(data) == [complaint]


def test_an_alias_bomb_is_refused_at_its_first_fuse() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))

    assert complaints(bomb.encode())[:2] == [
        "f.yaml:1:5: the anchor &a0 is not supported; write the value where it is needed",
        "f.yaml:2:5: the anchor &a1 is not supported; write the value where it is needed",
    ]


@pytest.mark.usefixtures("parser")
def test_faults_before_a_syntax_error_that_follows_two_anchors_of_a_name() -> None:
    assert complaints(b"&x a: 1\n&x b: c: d\n") == [
        "f.yaml:1:1: the anchor &x is not supported; write the value where it is needed",
        "f.yaml:2:1: the anchor &x is not supported; write the value where it is needed",
    ]


@pytest.mark.usefixtures("parser")
def test_fifty_levels_are_read_and_not_one_more() -> None:
    assert read("[" * 50 + "a" + "]" * 50)
    assert complaints(b"[" * 51 + b"]" * 51) == ["f.yaml:1:51: this is nested more than 50 levels deep"]


def test_all_faults_of_a_file_are_told_until_they_are_too_many() -> None:
    told = complaints(b"a: 1\n" * 61)  # the first is no twin, so 60 are

    assert told[:2] == [
        "f.yaml:2:1: the key 'a' stands here twice, first in line 1",
        "f.yaml:3:1: the key 'a' stands here twice, first in line 1",
    ]
    assert len(told) == 51
    assert told[-1] == "f.yaml: and 10 more faults like these"


@pytest.mark.usefixtures("parser")
def test_both_parsers_read_the_same() -> None:
    document = read_document(b"a: [no, 'x', {b: 3.13, 7: ~}, '5']\nc: >-\n  two\n  lines\n", "f.yaml")

    assert document.data == {"a": ["no", "x", {"b": "3.13", 7: None}, "5"], "c": "two lines"}
    assert document.place(("a", 2, 7)) == (1, 24)
    assert document.place(("c",)) == (2, 1)


@pytest.mark.parametrize("nesting", [52, 250, 501, 999, 1001, 5000])
@pytest.mark.parametrize(("opening", "place"), [("[", "1:51"), ("{a: ", "1:201"), ("- ", "1:101")])
def test_nesting_is_told_at_the_same_place_however_deep_the_parser_goes_itself(
    opening: str, place: str, nesting: int
) -> None:
    """Some versions of the parser in C give up at a thousand levels, and have looked that far ahead."""
    assert complaints(opening.encode() * nesting) == [f"f.yaml:{place}: this is nested more than 50 levels deep"]


def test_an_ampersand_a_star_and_an_exclamation_mark_in_text_are_text() -> None:
    assert read("a: this & that, 2 * 3, R&D, x*y!\nb: '&c *d !e'\n") == {
        "a": "this & that, 2 * 3, R&D, x*y!",
        "b": "&c *d !e",
    }


@given(st.binary(max_size=200) | st.text(alphabet="ab:[]{}-?!&*#|>'\"%@` \n\t\\0", max_size=60).map(str.encode))
def test_no_bytes_at_all_raise_anything_but_an_input_error(data: bytes) -> None:
    assert all(fault.startswith("f.yaml") for fault in faults_of(data))


PIECES = [
    "a",
    "b: ",
    "- ",
    "\n",
    "\n  ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "&x ",
    "*x",
    "!t ",
    "'q'",
    '"w\\e"',
    "? ",
    "ä",
    "---\n",
]


@pytest.mark.parametrize("loader", list(PARSERS.values()), ids=list(PARSERS))
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=14))
def test_no_mixture_of_signs_raises_anything_but_an_input_error(loader: tuple[Any, Any], pieces: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_QuickLoader", loader[0])
        patch.setattr(reading, "_Loader", loader[1])
        assert all(fault.startswith("f.yaml") for fault in faults_of("".join(pieces).encode()))


safe_text = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=20)


@given(
    st.dictionaries(
        safe_text,
        st.recursive(safe_text | st.booleans() | st.none() | st.integers(-(10**17), 10**17), st.lists, max_leaves=10),
        min_size=1,
    )
)
def test_json_is_read_as_it_was_written(value: dict[str, Any]) -> None:
    assert read(json.dumps(value, ensure_ascii=False)) == value
