"""The person at the terminal: what is shown to them, and what they type."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from fitframe.cli.options import Colour
from fitframe.cli.showing import put, screen
from fitframe.errors import FitframeError
from fitframe.render import Screen, text
from fitframe.render.document import Document, Paragraph, Tone

_AT_ONCE = 0.03
"""Seconds. What follows a line sooner than this was pasted: nobody types so fast."""
_QUIET = 0.2
"""Seconds without input after which a paste is over."""
_ENDLESS = 10_000
"""Columns of a line that is not to be broken."""
_CLEAR = "\x1b[H\x1b[2J"


class Gone(Exception):  # noqa: N818 - it is an event
    """Nobody is there any more: the input has ended, or the terminal was closed."""


class Quit(Exception):  # noqa: N818 - it is a wish
    """The person wants to stop here."""


class _Pasted(Exception):  # noqa: N818 - it is an event
    """Several lines came at once. None of them was taken."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal to talk through: `accessible` means one line for each event, without colours or cursor moves."""

    accessible: bool
    colour: Colour

    def show(self, document: Document, *, page: bool = False) -> None:
        """Show a document; as a new `page`, on a cleared screen. Raises Gone."""
        if page and not self.accessible and os.environ.get("TERM", "dumb") != "dumb":
            self._put(_CLEAR)
        self._put(text.write(document, self.screen()))

    def screen(self) -> Screen:
        """What can be shown now; the window may have changed."""
        return Screen(width=_ENDLESS, bar="") if self.accessible else screen(self.colour, None)

    def say(self, sentence: str, tone: Tone = Tone.BAD) -> None:
        """Say one sentence. Raises Gone."""
        self.show((Paragraph(sentence, tone),))

    def end_line(self) -> None:
        """Leave a line that was begun, if anybody is still there to see it."""
        with suppress(Gone):
            self._put("\n")

    def typed(self, prompt: str = "> ") -> str:
        """One line that the person types, without spaces around it. Raises Gone."""
        while True:
            self._put(prompt)
            try:
                return _line(sys.stdin.fileno()).decode("utf-8", "replace").strip()
            except _Pasted:
                self.say("Several lines came at once, and none was taken. Type one answer, then press Enter.")

    def choose(self, question: str, letters: Mapping[str, str]) -> str:
        """One of `letters`, each with what it does. Raises Gone, and Quit at q where that is not one of them."""
        told = [f"{letter} {does}" for letter, does in letters.items()]
        self.show((Paragraph(question), Paragraph(f"{', '.join(told)}, q saves and quits.", Tone.QUIET)))
        while (typed := self.typed().lower()[:1]) not in letters or not typed:
            if typed == "q":
                raise Quit
            self.say(f"Type one of {', '.join(letters)}, or q.")
        return typed

    def _put(self, words: str) -> None:
        try:
            put(words)
        except FitframeError:
            raise Gone from None


def _line(terminal: int) -> bytes:
    line = _read(terminal)
    while not line.endswith(b"\n"):
        line += _read(terminal)
    if _ready(terminal, _AT_ONCE):
        while _ready(terminal, _QUIET):
            _read(terminal)
        raise _Pasted
    if line.count(b"\n") > 1:
        raise _Pasted
    return line


def _read(terminal: int) -> bytes:
    try:
        found = os.read(terminal, 65536)
    except OSError:
        raise Gone from None
    if not found:
        raise Gone
    return found


def _ready(terminal: int, seconds: float) -> bool:
    return bool(select.select([terminal], [], [], seconds)[0])
