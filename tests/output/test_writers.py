"""Text and Markdown: what the writers do with any document."""

from __future__ import annotations

import pytest

from fitframe.model.profile import Profile
from fitframe.output import Screen, markdown, text
from fitframe.output.document import Heading, Item, Items, Paragraph, Table, Tone, clean
from fitframe.output.profile_file import profile_yaml
from fitframe.output.report.templates import html
from tests.output.sample import RULES

HOSTILE = "[bold red]x[/] \x1b[31m\x07\x9b31m\u202etxt \r\n<script>|`_*"


@pytest.mark.parametrize("block", [Heading(HOSTILE), Paragraph(HOSTILE), Items((Item(HOSTILE, HOSTILE),))])
def test_nothing_in_a_string_steers_a_terminal(block: Heading | Paragraph | Items) -> None:
    shown = text.write((block,), Screen())

    assert all(character.isprintable() or character == "\n" for character in shown)
    assert "[bold red]x[/]" in shown  # markup is shown, not obeyed
    assert "\\x1b[31m" in shown


def test_cells_of_a_table_are_inert_too() -> None:
    table = Table(("head",), ((HOSTILE,),))

    assert "\x1b" not in text.write((table,), Screen()) + markdown.write((table,))


def test_colour_wraps_only_what_has_a_tone() -> None:
    coloured = text.write((Paragraph("plain"), Paragraph("loud", Tone.STRONG)), Screen(colour=True))

    assert coloured == "plain\n\n\x1b[1mloud\x1b[0m\n"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("a  b\tc\nd", "a b c d"),
        ("caf\u00e9 \u6771\u4eac", "caf\u00e9 \u6771\u4eac"),
        ("\x1b[0m", "\\x1b[0m"),
        ("\u202e", "\\u202e"),
        ("\u2028x", "x"),
    ],
)
def test_clean(given: str, expected: str) -> None:
    assert clean(given) == expected


JOINED = ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\U0001f468\u200d\U0001f469\u200d\U0001f467")
"""A Persian word, which a joiner that does not print holds together; a family in one picture."""


@pytest.mark.parametrize("joined", JOINED)
def test_what_shapes_a_script_is_printed(joined: str) -> None:
    assert clean(f"a {joined}\u202e") == f"a {joined}\\u202e"
    assert text.write((Paragraph(joined),), Screen()) == f"{joined}\n"
    assert joined in markdown.write((Paragraph(joined),))


def wrapped(words: str, width: int) -> list[str]:
    return text.write((Paragraph(words),), Screen(width=width)).splitlines()


def test_lines_break_between_words_and_wide_characters_count_twice() -> None:
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("\u6771\u4eac \u5927\u962a", 8) == ["\u6771\u4eac", "\u5927\u962a"]
    assert wrapped("\u6771\u4eac \u5927\u962a", 9) == ["\u6771\u4eac \u5927\u962a"]
    assert wrapped("e\u0301e\u0301 e\u0301", 4) == ["e\u0301e\u0301 e\u0301"]


def test_an_address_is_never_broken() -> None:
    address = "https://example.org/very/long"

    assert wrapped(f"see {address} or not", 10) == ["see", address, "or not"]
    assert text.write((Items((Item(address, "at:"),)),), Screen(width=12)) == f"  at:  {address}\n"


def test_wide_labels_leave_their_texts_in_one_column() -> None:
    document = (Items((Item("a", "\u6771\u4eac:"), Item("b", "abcde:"))),)

    assert text.write(document, Screen()) == "  \u6771\u4eac:   a\n  abcde:  b\n"


@pytest.mark.parametrize("address", ["https://example.org/a", "github:owner/name docs/a.md @abcdef1"])
def test_addresses_are_links_where_the_screen_follows_them(address: str) -> None:
    document = (Items((Item(f"See {address}."),)),)
    target = "https://github.com/owner/name/blob/abcdef1/docs/a.md" if "@" in address else address

    followed = text.write(document, Screen(colour=True, links=True))

    assert f";{target}\x1b\\{address}\x1b]8;;\x1b\\." in followed
    assert text.write(document, Screen(colour=True)) == f"  - See {address}.\n"


def test_labels_too_long_for_a_column_stand_above_their_text() -> None:
    document = (Items((Item("what it is", "a label of many words:"),)),)

    assert text.write(document, Screen(width=40)) == "  a label of many words:\n    what it is\n"


def test_bars_are_drawn_to_scale_and_left_out_where_there_is_no_room() -> None:
    table = Table(("name", "score"), (("a", "100"), ("b", "50"), ("c", "1")), (1.0, 0.5, 0.01))

    wide = text.write((table,), Screen(width=80))
    ascii_alone = text.write((table,), Screen(width=80, bar="#"))
    narrow = text.write((table,), Screen(width=20))

    assert [line.count("\u2588") for line in wide.splitlines()] == [0, 40, 20, 0]  # bars are at most 40 long
    assert wide.endswith("\u258d\n")  # 0.4 of a column, in eighths
    assert [line.count("#") for line in ascii_alone.splitlines()] == [0, 40, 20, 0]
    assert "\u2588" not in narrow
    assert "\u2588" not in text.write((table,), Screen(bar=""))


def test_figures_stand_right_and_words_left() -> None:
    table = Table(("name", "score"), (("a", "100.0"), ("\u6771\u4eac", "5.5")))

    assert text.write((table,), Screen()) == "  name  score\n  a     100.0\n  \u6771\u4eac    5.5\n"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("a | b <c> `d` _e_ *f* [g](h)", r"a \| b \<c\> \`d\` \_e\_ \*f\* \[g\](h)"),
        ("# no heading", r"\# no heading"),
        ("- no item", r"\- no item"),
        ("1. no item", r"1\. no item"),
        ("3.5 is a number", "3.5 is a number"),
        ("&lt; stays", r"\&lt; stays"),
        ("see https://example.org/a_b.", "see <https://example.org/a_b>."),
        ("two\nlines", "two lines"),
    ],
)
def test_markdown_shows_strings_letter_for_letter(given: str, expected: str) -> None:
    assert markdown.escape(given) == expected


def test_a_markdown_table_keeps_its_columns() -> None:
    table = Table(("name", "score"), (("a|b", "1.0"),), (1.0,))

    assert markdown.write((table,)) == "| name | score |\n| --- | ---: |\n| a\\|b | 1.0 |\n"


@pytest.mark.parametrize("joined", JOINED)
def test_what_shapes_a_script_reaches_the_page_and_the_profile(joined: str) -> None:
    assert joined in html((Paragraph(joined),))
    written = profile_yaml(Profile.model_validate({"fitframe": 1, "name": f"{joined}\u202e"}), RULES, (joined,))
    assert written.startswith(f"# {joined}\n")
    assert f'name: "{joined}\\u202e"\n' in written
