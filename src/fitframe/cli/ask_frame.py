"""A frame that stands still: question, choices, standing and help in their places, with arrow keys, on prompt_toolkit.

The library is imported by this module alone, and this module by `ask` alone. It knows terminals of all kinds, and the
consoles of Windows.
"""

from __future__ import annotations

import asyncio
import signal
import textwrap
import time
from collections.abc import Callable, Generator
from contextlib import suppress
from typing import Generic, TypeVar

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import ANSI, AnyFormattedText, StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import (
    BufferControl,
    ConditionalContainer,
    ConditionalMargin,
    Dimension,
    FormattedTextControl,
    HSplit,
    Layout,
    ScrollbarMargin,
    Window,
)
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style

from fitframe.cli.ask_pages import HELP, Gone, Page, Quit, Reply
from fitframe.cli.console import screen
from fitframe.cli.options import Colour
from fitframe.output import text
from fitframe.output.document import Paragraph, Tone, clean
from fitframe.questionnaire.replies import ALONE, Choice, Chosen, Key, Unclear, check_together

_R = TypeVar("_R")
_STANDING = 7
"""Lines: one free, the head of the table, five frameworks."""
_LOW = 20
"""With fewer lines than this there is no room for where the frameworks stand."""
_TALL = 32
"""With as many lines there is room to say why each question is asked."""
_FAR = 8
"""Choices that a page up or down passes over."""
_PAUSE = 1.0
"""Seconds. Digits that follow sooner belong to one number."""
_STYLE = Style.from_dict({"place": "dim", "at": "bold", "quiet": "dim", "said": "ansired"})


class Frame(Generic[_R]):
    """One questionnaire on a terminal whose screen can be drawn anew."""

    def __init__(self, talk: Generator[Page, Reply, _R], colour: Colour) -> None:
        """`talk` yields what to ask, and is sent each reply; what it returns is the end."""
        self._talk = talk
        self._colour = colour
        self._page = Page("")
        self._marks, self._wishes, self._at = set[str](), set[str](), 0
        self._said = ""  # a word on the last key, until the next one
        self._number = ("", 0.0)  # the digits typed last, and when
        self._line = Buffer(multiline=False)
        self._list = FormattedTextControl(self._rows, focusable=True, show_cursor=False)
        self._input = BufferControl(self._line)
        bar = ConditionalMargin(ScrollbarMargin(display_arrows=True), Condition(lambda: self._overfull))
        self._scrolled = Window(self._list, right_margins=[bar], height=Dimension(min=1, weight=1))
        self._app: Application[_R] = Application(
            layout=self._layout(),
            key_bindings=self._bindings(),
            style=_STYLE,
            full_screen=True,
            color_depth=None if screen(colour, None).colour else ColorDepth.DEPTH_1_BIT,
        )

    def run(self) -> _R:
        """Talk to the end. Raises Quit, Gone and KeyboardInterrupt, and whatever `talk` raises."""
        self._turn_to(next(self._talk))
        try:
            return self._app.run(pre_run=self._heed_signals)
        except (EOFError, OSError):
            raise Gone from None

    def _heed_signals(self) -> None:
        """Leave the screen as it was where the program is told to end."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            with suppress(NotImplementedError, AttributeError):  # Windows has none of it
                loop.add_signal_handler(getattr(signal, name), self._leave, Gone())

    # What is shown

    def _layout(self) -> Layout:
        a_line, choices = Condition(lambda: not self._page.choices), Condition(lambda: bool(self._page.choices))
        roomy = Condition(lambda: self._app.output.get_size().rows >= _LOW)
        shown = HSplit(
            [
                _part(lambda: [("class:place", self._page.place)], lambda: 1),
                _part(self._notes, lambda: 2 if self._page.wishing or self._page.many else 5),
                self._grown(lambda: Paragraph(self._prompt, Tone.STRONG)),
                ConditionalContainer(_part(self._why, lambda: 3), Condition(lambda: self._tall)),
                ConditionalContainer(Window(self._input, height=1, get_line_prefix=lambda *_: "> "), a_line),
                ConditionalContainer(Window(), a_line),
                ConditionalContainer(self._scrolled, choices),
                ConditionalContainer(_part(self._standing, lambda: _STANDING), roomy),
                self._grown(lambda: Paragraph(self._help, Tone.QUIET)),
            ]
        )
        return Layout(shown)

    def _grown(self, paragraph: Callable[[], Paragraph]) -> Window:
        """A part of two lines, or of more where the window is so narrow that it takes them."""
        return _part(lambda: self._text((paragraph(),)), lambda: max(2, self._written((paragraph(),)).count("\n")))

    @property
    def _prompt(self) -> str:
        how = " (one or more)" if self._page.many else ""
        return f"{clean(self._page.prompt)}{how}"

    def _notes(self) -> AnyFormattedText:
        if self._said:
            return [("class:said", self._said)]
        return self._why() if self._page.explained and not self._tall else self._text(self._page.notes)

    def _why(self) -> AnyFormattedText:
        return self._text((Paragraph(self._page.why, Tone.QUIET),))

    @property
    def _tall(self) -> bool:
        return self._app.output.get_size().rows >= _TALL

    def _standing(self) -> AnyFormattedText:
        return ANSI("\n") if not self._page.standing else ANSI(f"\n{self._written(self._page.standing)}")

    @property
    def _help(self) -> str:
        if not self._page.choices:
            return "Enter goes on, Ctrl-C saves and quits"
        jump = ["letters jump" if self._short else "numbers and letters jump"] if self._page.numbered else []
        go = "Enter takes it"
        if self._page.many:
            mark = "space or a number marks" if self._short else "space marks"
            go = f"{mark}, Enter {'takes what is marked' if self._marks else 'goes on'}"
        wish = ["w nice to have"] if self._page.wishing else []
        keys = [words for key, words in HELP.items() if key in self._page.keys]
        return ", ".join(["arrows move", *jump, go, *wish, *keys])

    def _rows(self) -> StyleAndTextTuples:
        """The list, and where in it the person is."""
        found: StyleAndTextTuples = []
        for place, choice in enumerate(self._page.choices):
            if place == self._at:
                found.append(("[SetCursorPosition]", ""))
            mark = self._mark(choice.id)
            begin = f"{'>' if place == self._at else ' '} {mark}{choice.key:>2}  "
            for line in self._hanging(begin, choice.label):
                found.append(("class:at" if place == self._at else "", f"{line}\n"))
            for line in self._hanging(" " * len(begin), choice.effect) if choice.effect else ():
                found.append(("class:quiet", f"{line}\n"))
        style, last = found[-1][:2]
        found[-1] = (style, last.rstrip("\n"))
        return found

    def _hanging(self, begin: str, words: str) -> list[str]:
        """Words in lines as wide as the list, behind the beginning of the first."""
        room = max(20, self._app.output.get_size().columns - len(begin) - 2)
        lines = textwrap.wrap(clean(words), room) or [""]
        return [f"{' ' * len(begin) if number else begin}{line}" for number, line in enumerate(lines)]

    def _mark(self, choice: str) -> str:
        if not self._page.wishing and not self._page.many:
            return ""
        wished, marked = choice in self._wishes, choice in self._marks
        if self._page.many:
            return "[w] " if wished else "[x] " if marked else "[ ] "
        return "(w) " if wished else "(x) " if choice in self._page.marked else "    "

    @property
    def _overfull(self) -> bool:
        """Whether the list is longer than its place."""
        shown = self._scrolled.render_info
        lines = sum(words.count("\n") for _, words, *_ in self._rows()) + 1
        return shown is not None and lines > shown.window_height

    def _text(self, blocks: tuple[Paragraph, ...]) -> AnyFormattedText:
        return ANSI("\n".join(self._written((block,)).rstrip("\n") for block in blocks))

    def _written(self, blocks: tuple[object, ...]) -> str:
        return text.write(blocks, screen(self._colour, None))  # type: ignore[arg-type]

    # What a key does

    def _turn_to(self, page: Page) -> None:
        """Show another page, or the same one again."""
        again = page.choices and [one.id for one in page.choices] == [one.id for one in self._page.choices]
        self._page, self._said, self._number = page, "", ("", 0.0)
        if not again:  # else only what each choice would do has come or gone
            self._marks, self._wishes = set(page.marked), set(page.wished)
            begin = next(iter((*page.marked, *page.wished)), page.begin or page.default)
            ids = [choice.id for choice in page.choices]
            self._at = ids.index(begin) if begin in ids else 0
            self._line.text = "" if page.choices else page.default
            self._line.cursor_position = len(self._line.text)
        self._app.layout.focus(self._list if page.choices else self._input)

    def _reply(self, reply: Reply) -> None:
        """Send a reply, and turn to the page that it leads to. What was typed meanwhile was not meant for that."""
        try:
            page = self._talk.send(reply)
        except StopIteration as end:
            self._app.exit(result=end.value)
        except BaseException as error:
            self._app.exit(exception=error)
        else:
            self._app.input.read_keys()
            self._app.key_processor.empty_queue()
            self._turn_to(page)

    def _bindings(self) -> KeyBindings:
        always: dict[str, Callable[[], object]] = {
            "c-c": lambda: self._leave(KeyboardInterrupt()),
            "<sigint>": lambda: self._leave(KeyboardInterrupt()),
            "c-d": lambda: self._leave(Gone()),
            "c-z": self._app_suspend,
            "c-l": lambda: self._app.renderer.clear(),
            "enter": self._go_on,
        }
        choosing: dict[str, Callable[[], object]] = {
            **dict.fromkeys(("up", "c-p", "s-tab"), lambda: self._move(-1)),
            **dict.fromkeys(("down", "c-n", "tab"), lambda: self._move(1)),
            "pageup": lambda: self._jump(self._at - _FAR),
            "pagedown": lambda: self._jump(self._at + _FAR),
            "home": lambda: self._jump(0),
            "end": lambda: self._jump(len(self._page.choices) - 1),
            " ": lambda: self._toggle(self._marks, self._wishes),
            Keys.BracketedPaste: lambda: self._say("Several keys came at once, and none was taken."),
        }
        keys = KeyBindings()
        for name, does in always.items():
            keys.add(name)(lambda _, does=does: does())
        on_choices = Condition(lambda: bool(self._page.choices))
        for name, does in choosing.items():
            keys.add(name, filter=on_choices)(lambda _, does=does: does())
        keys.add(Keys.Any, filter=on_choices)(lambda event: self._letter(event.data))
        return keys

    def _leave(self, why: BaseException) -> None:
        self._app.exit(exception=why)

    def _app_suspend(self) -> None:
        self._app.suspend_to_background()

    def _say(self, sentence: str) -> None:
        self._said = sentence

    def _move(self, steps: int) -> None:
        self._jump((self._at + steps) % len(self._page.choices))

    def _jump(self, place: int) -> None:
        self._said = ""
        self._at = min(max(place, 0), len(self._page.choices) - 1)

    def _go_on(self) -> None:
        page = self._page
        if not page.choices:
            typed = self._line.text.strip()
            self._reply(Key.QUIT if typed == Key.QUIT.value else typed)
        elif page.many and (self._marks or self._wishes):
            try:
                check_together(self._marks, self._wishes, many=True)
            except Unclear as unclear:
                self._said = str(unclear)
            else:
                order = [choice.id for choice in page.choices]
                marked, wished = (tuple(o for o in order if o in chosen) for chosen in (self._marks, self._wishes))
                self._reply(Chosen(marked, wished))
        elif not page.many and self._page.choices[self._at].id in self._wishes:
            self._reply(Chosen((), (page.choices[self._at].id,)))
        else:
            self._reply(Chosen((page.choices[self._at].id,)))

    def _toggle(self, chosen: set[str], other: set[str]) -> None:
        """Mark the choice at hand, or take its mark away."""
        self._said = ""
        choice = self._page.choices[self._at].id
        if not self._page.many and chosen is self._marks:
            return
        if choice in chosen:
            chosen.remove(choice)
            return
        for marks in (self._marks, self._wishes):
            marks -= marks if choice in ALONE else set(ALONE)
        other.discard(choice)
        chosen.add(choice)

    def _letter(self, typed: str) -> None:
        """Do what a letter means here, or jump to the choice that it begins."""
        self._said = ""
        meant = next((key for key in self._page.keys if key.value == typed), None)
        if meant is Key.QUIT:
            self._app.exit(exception=Quit())
        elif meant:
            self._reply(meant)
        elif typed == "w" and self._page.wishing:
            if self._page.choices[self._at].id in ALONE:
                self._said = "That cannot be a wish."
            else:
                self._toggle(self._wishes, self._marks)
        elif typed == Key.BACK.value and Key.SKIP in self._page.keys:
            self._said = "This is the first question."
        elif typed.isdecimal() and typed.isascii():
            self._digit(typed)
        else:
            self._jump_to_letter(typed)

    def _digit(self, digit: str) -> None:
        before, when = self._number
        now = time.monotonic()
        numbers = [choice.key for choice in self._page.choices]
        number = before + digit if now - when < _PAUSE and before + digit in numbers else digit
        self._number = (number, now)
        if number in numbers:
            self._jump(numbers.index(number))
            if self._short:
                self._toggle(self._marks, self._wishes)
        else:
            self._said = f"There is no choice {number}."

    @property
    def _short(self) -> bool:
        """Whether several may be chosen, and one digit is enough for each: then a digit marks its choice."""
        return self._page.many and all(len(choice.key) < 2 for choice in self._page.choices)

    def _jump_to_letter(self, letter: str) -> None:
        choices = self._page.choices
        onward = [(self._at + step) % len(choices) for step in range(1, len(choices) + 1)]
        for place in onward:
            if _begins(choices[place], letter):
                self._jump(place)
                return
        self._said = "That key does nothing here." if len(letter) != 1 or not letter.isalnum() else ""


def _begins(choice: Choice, letter: str) -> bool:
    small = letter.lower()
    return small == choice.key or choice.id.startswith(small) or choice.label.lower().startswith(small)


def _part(content: Callable[[], AnyFormattedText], lines: Callable[[], int]) -> Window:
    """A part of the frame with its own place: so many lines, or fewer where the window is low."""

    def height() -> Dimension:
        return Dimension(min=0, preferred=lines(), max=lines())

    return Window(FormattedTextControl(content), height=height, wrap_lines=True)
