"""The typed form: one line for each event, without colours or cursor moves, for screen readers and simple terminals."""

from __future__ import annotations

import re
import sys
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from fitframe.cli.ask_pages import HELP, Gone, Page, Quit, Reply
from fitframe.cli.console import put, screen
from fitframe.errors import FitframeError
from fitframe.output import Screen, text
from fitframe.output.document import Block, Document, Heading, Item, Items, Paragraph, Table, Tone
from fitframe.questionnaire.replies import Chosen, Key, Unclear, chosen, key

_R = TypeVar("_R")
_AT_ONCE = 0.03
"""Seconds. What follows a line sooner than this was pasted: nobody types so fast."""
_QUIET = 0.2
"""Seconds without input after which a paste is over."""
_ENDLESS = 10_000
"""Columns of a line that is not to be broken."""
_KEYS = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"  # such as a title that a paste would set
    r"|\x1b\[[0-?]*[ -/]*[@-~]?"  # arrows, and other keys with a name
    r"|\x1bO?[ -~]?"
    r"|[^\t -\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f]"
)
"""What a key sends that types no character, and what steers a terminal."""


@dataclass(frozen=True, slots=True)
class Lines:
    """A person who types lines: `accessible` means that a line is never broken, however long."""

    accessible: bool

    def run(self, talk: Generator[Page, Reply, _R]) -> _R:
        """Talk to the end. Raises Quit, Gone and KeyboardInterrupt, and whatever `talk` raises."""
        _edit_lines()
        page, before = next(talk), None
        while True:
            if page != before:
                self._show(tuple(_told(page)))
            try:
                before, page = page, talk.send(self._reply(page))
            except StopIteration as end:
                found: _R = end.value
                return found

    def _reply(self, page: Page) -> Reply:
        """One reply that the page takes."""
        while True:
            typed = self._typed(page)
            pressed = key(typed)
            if pressed is Key.QUIT:
                raise Quit
            if not page.choices:
                return typed or page.default
            if pressed and pressed in page.keys:
                return pressed
            if not typed and (page.marked or page.wished):
                return Chosen(page.marked, page.wished)
            try:
                return _chosen(page, typed)
            except Unclear as unclear:
                self._say(str(unclear))

    def _typed(self, page: Page) -> str:
        """One line, without spaces around it or keys that type nothing. Raises Gone."""
        while True:
            try:
                line = input("> ")
            except (EOFError, OSError):
                raise Gone from None
            except UnicodeDecodeError:
                self._say("That is no text. Type an answer, then press Enter.")
                continue
            if _follows(_AT_ONCE):
                while _follows(_QUIET):
                    pass
                self._say("Several lines came at once, and none was taken. Type one answer, then press Enter.")
                continue
            typed = _KEYS.sub("", line).strip()
            if typed or not line.strip():
                return typed
            self._say("That key does nothing here. Type an answer, then press Enter.")

    def _say(self, sentence: str) -> None:
        self._show((Paragraph(sentence, Tone.BAD),))

    def _show(self, document: Document) -> None:
        shown = Screen(width=_ENDLESS, bar="") if self.accessible else screen("never", None)
        try:
            put(text.write(document, shown))
        except FitframeError:
            raise Gone from None


def _chosen(page: Page, typed: str) -> Chosen:
    """What a line chooses. Raises Unclear."""
    if key(typed) is Key.BACK:
        raise Unclear("This is the first question.")
    return chosen(page.choices, typed or page.default, many=page.many, wishing=page.wishing)


def _told(page: Page) -> Iterator[Block]:
    """A page, from what the last reply came to down to how to reply."""
    yield from page.notes
    if page.place:
        yield Paragraph(page.place, Tone.QUIET)
    for block in page.standing:
        yield from _in_words(block) if isinstance(block, Table) else (block,)
    how = "" if not page.choices else " (choose one or more)" if page.many else " (choose one)"
    yield Heading(f"{page.prompt}{how}")
    if page.why and page.explained:
        yield Paragraph(page.why)
    if page.choices:
        given = {
            **dict.fromkeys(page.wished, " (your wish)"),
            **dict.fromkeys(page.marked, " (your answer)" if page.wishing else " (likely)"),
        }
        yield Items(
            tuple(
                Item(f"{one.label}{given.get(one.id, '')}{f': {one.effect}' * bool(one.effect)}", one.key or "Enter")
                for one in page.choices
            )
        )
    yield Paragraph(_how_to_reply(page), Tone.QUIET)


def _in_words(table: Table) -> Iterator[Paragraph]:
    """A table as one sentence for each row."""
    heads = table.head[1:]
    for row in table.rows:
        cells = [f"{head.lower()} {cell}" for head, cell in zip(heads, row[1:], strict=True) if cell]
        yield Paragraph(f"{row[0]}: {', '.join(cells)}.")


def _how_to_reply(page: Page) -> str:
    if not page.choices:
        empty = "Enter alone leaves it out" if not page.default else f"Enter takes {page.default}"
        return f"Type it and press Enter; {empty}; {HELP[Key.QUIT]}"
    several = ", several with commas, 1-3, or all" if page.many else ""
    wish = "; w before a number marks a wish" if page.wishing else ""
    keep = (
        f"; Enter keeps {'your answer' if page.wishing else 'all that are likely'}"
        if page.marked or page.wished
        else ""
    )
    keys = [words for one, words in HELP.items() if one in page.keys]
    return f"A number or first letters{several}{wish}{keep}; {', '.join(keys)}"


def _edit_lines() -> None:
    """Line editing and a history, where the system has GNU readline; without the escapes that mark pastes."""
    with suppress(ImportError, AttributeError):
        import readline

        for setting in ("enable-bracketed-paste", "enable-meta-key", "bell-style"):
            readline.parse_and_bind(f"set {setting} {'none' if setting == 'bell-style' else 'off'}")
    with suppress(AttributeError, ValueError):
        sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]


def _follows(seconds: float) -> bool:
    """Whether something more is typed within so many seconds; it is dropped."""
    if sys.platform == "win32":
        return False  # its console hands over one line at a time, and keeps the others for the next read
    import select
    import termios

    with suppress(OSError, ValueError, termios.error):
        if select.select([0], [], [], seconds)[0]:
            termios.tcflush(0, termios.TCIFLUSH)
            return True
    return False
