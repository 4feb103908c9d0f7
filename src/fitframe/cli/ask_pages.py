"""What a person is asked, before it is known how it will be shown."""

from __future__ import annotations

from dataclasses import dataclass

from fitframe.output.document import Block, Paragraph
from fitframe.questionnaire.replies import Choice, Chosen, Key

Reply = Chosen | Key | str
"""What a person replies; a text where a page asks for one."""


class Gone(Exception):  # noqa: N818 - it is an event
    """Nobody is there any more: the input has ended, or the terminal was closed."""


class Quit(Exception):  # noqa: N818 - it is a wish
    """The person wants to stop here."""


@dataclass(frozen=True, slots=True)
class Page:
    """One thing that a person is asked: to choose, or to type a line where there are no choices."""

    prompt: str
    choices: tuple[Choice, ...] = ()
    place: str = ""  # 'Question 4, about 6 more'
    notes: tuple[Paragraph, ...] = ()  # what the last reply came to
    why: str = ""  # why it is asked
    standing: tuple[Block, ...] = ()  # where the frameworks stand
    many: bool = False  # whether several may be chosen
    wishing: bool = False  # whether a choice can be marked as a wish
    marked: tuple[str, ...] = ()  # the answer that was given before
    wished: tuple[str, ...] = ()
    default: str = ""  # the choice that Enter alone takes, or the text where a line is typed
    begin: str = ""  # the choice that most projects make, if one is: at which a pointer starts
    keys: frozenset[Key] = frozenset({Key.QUIT})  # those that mean something here

    @property
    def explained(self) -> bool:
        """Whether it says what each choice would do."""
        return any(choice.effect for choice in self.choices)

    @property
    def numbered(self) -> bool:
        """Whether any choice has a number."""
        return any(choice.key.isdecimal() for choice in self.choices)


HELP = {
    Key.BACK: "b back",
    Key.WHY: "? what each would do",
    Key.SKIP: "s skip",
    Key.ENOUGH: "e enough",
    Key.QUIT: "q save and quit",
}
"""What the letters do."""
