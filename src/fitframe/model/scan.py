"""What reading a repository comes to: libraries with their roles, the primary framework, and answers by grade."""

from __future__ import annotations

from typing import NamedTuple

from fitframe.model.signals import Grade, Role
from fitframe.model.verdict import Place


class Usage(NamedTuple):
    """One library in one role."""

    library: str  # its id
    name: str
    framework: str | None  # that it points at
    tool: str | None
    role: Role
    files: int  # that use it so; 0: it is only declared
    weight: float  # files, each weighed by where it stands
    declared: bool  # a manifest names it
    optional: bool  # only in extras, or guarded wherever it is imported
    version: str  # the lowest that a manifest allows; empty: none is named
    places: tuple[Place, ...]  # the first few, the most telling first


class FrameworkUse(NamedTuple):
    """A framework with the roles that it has, whichever libraries bring it."""

    framework: str
    weight: float
    roles: tuple[Role, ...]
    libraries: tuple[str, ...]  # names, the most used first
    optional: bool
    places: tuple[Place, ...]
    trains_at: tuple[Place, ...]  # the first few files of the code that surely build or train models with it


class Clue(NamedTuple):
    """One choice that a repository gives, and where."""

    choice: str
    grade: Grade
    because: str
    places: tuple[Place, ...]


class ScannedAnswer(NamedTuple):
    """A repository's answer to one question."""

    question: str
    grade: Grade  # the weakest of its clues
    clues: tuple[Clue, ...]

    @property
    def choices(self) -> tuple[str, ...]:
        """The choices, in the order of the question."""
        return tuple(clue.choice for clue in self.clues)


class Skipped(NamedTuple):
    """A file or folder that was not read, and why."""

    path: str
    reason: str


class Scan(NamedTuple):
    """What reading a repository comes to."""

    repository: str
    name: str  # what the project is called
    files: int  # seen, whether or not their kind is known
    read: int
    primary: str | None  # such as 'pytorch' or 'keras@jax'; None: none stands out
    primary_role: Role | None
    frameworks: tuple[FrameworkUse, ...]  # the most used first
    usages: tuple[Usage, ...]  # the most used first
    answers: tuple[ScannedAnswer, ...]  # in the order of the questions
    skipped: tuple[Skipped, ...]  # the first few
    skips: int  # how many there were

    def answered(self, *grades: Grade) -> dict[str, tuple[str, ...]]:
        """Question to choices, of the answers of these grades."""
        return {answer.question: answer.choices for answer in self.answers if answer.grade in grades}
