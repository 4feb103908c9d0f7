"""The errors that a person can mend, and how their texts read.

FitframeError                exit 2
├── InputError               a profile, rule base or option that cannot be used; carries faults
│   └── RuleBaseError        the rule base is at fault
└── NothingToDo              exit 3: nothing to check
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault, and where it is."""

    path: str
    line: int  # from 1; 0 where the fault has no line
    column: int  # from 1; 0 likewise
    message: str

    def __str__(self) -> str:
        place = ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])
        return f"{place}: {self.message}"


class FitframeError(Exception):
    """An error that the user can mend; its text says how."""

    exit_code = 2


class InputError(FitframeError):
    """A profile, an argument or a file that cannot be used. Its text has one line for each fault."""

    def __init__(self, *faults: Fault | str) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


class RuleBaseError(InputError):
    """A rule base that cannot be used."""


class NothingToDo(FitframeError):  # noqa: N818 - it is an outcome, not a failure
    """There was nothing to check."""

    exit_code = 3


_LONGEST = 200
"""Characters of a word for which a near one may be looked for; no name is as long."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """ ", did you mean 'x'?" for the nearest known name, or nothing where none is near."""
    import difflib  # only who errs pays for it

    if len(word) > _LONGEST:
        return ""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f", did you mean '{near[0]}'?" if near else ""
