"""Text and Markdown: what the writers do with any document."""

from __future__ import annotations

import pytest

from fitframe.output import markdown, text
from fitframe.output.document import Heading, Item, Items, Paragraph, Table, Tone, clean
from fitframe.output.screen import Screen
from fitframe.output.text import cells, wrap

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


@pytest.mark.parametrize(
    ("given", "columns"), [("abc", 3), ("\u6771\u4eac", 4), ("e\u0301", 1), ("\u00e9", 1), ("", 0)]
)
def test_cells_are_what_a_terminal_takes(given: str, columns: int) -> None:
    assert cells(given) == columns


def test_wrap_breaks_between_words_and_counts_wide_characters_twice() -> None:
    assert list(wrap("one two three", 7)) == ["one two", "three"]
    assert list(wrap("\u6771\u4eac \u5927\u962a", 8)) == ["\u6771\u4eac", "\u5927\u962a"]


def test_an_address_is_never_broken() -> None:
    assert list(wrap("see https://example.org/very/long", 10)) == ["see", "https://example.org/very/long"]


def test_labels_too_long_for_a_column_stand_above_their_text() -> None:
    document = (Items((Item("what it is", "a label of many words:"),)),)

    assert text.write(document, Screen(width=40)) == "  a label of many words:\n    what it is\n"


def test_bars_are_drawn_to_scale_and_left_out_where_there_is_no_room() -> None:
    table = Table(("name", "score"), (("a", "100"), ("b", "50")), (1.0, 0.5))

    wide = text.write((table,), Screen(width=80, bar="#"))
    narrow = text.write((table,), Screen(width=20, bar="#"))

    assert [line.count("#") for line in wide.splitlines()] == [0, 40, 20]  # bars are at most 40 long
    assert "#" not in narrow


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
