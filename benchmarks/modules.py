"""How many of fitframe's own modules a command enters: those of which at least one function runs.

    python benchmarks/modules.py

The first version entered 55 in `recommend` and 32 in one answer of `ask`, which is twice the budget.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROFILE = Path(__file__).parent.parent / "examples" / "amd-cards.yaml"


def entered(work: Callable[[], object]) -> set[str]:
    """The modules of fitframe that `work` enters."""
    found: set[str] = set()

    def note(frame: Any, event: str, argument: object) -> None:
        name = frame.f_globals.get("__name__", "")
        if event == "call" and name.startswith("fitframe") and frame.f_code.co_flags & 1:  # no body of a class
            found.add(name)

    sys.setprofile(note)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        work()
    sys.setprofile(None)
    return found


def recommend() -> None:
    from fitframe.__main__ import main

    sys.argv = ["fitframe", "recommend", str(PROFILE)]
    main()


def one_answer() -> set[str]:
    """The modules that one answer enters, from the line that is typed to the next question."""
    from fitframe import api
    from fitframe.cli.ask_conversation import Conversation
    from fitframe.cli.ask_files import Notebook
    from fitframe.cli.ask_terminal import Terminal
    from fitframe.engine.compiled import compile_rules
    from fitframe.model.profile import Profile
    from fitframe.questionnaire.interview import Interview
    from fitframe.questionnaire.session import Session

    rules = api.load_rules()
    terminal = Terminal(accessible=True, colour="never")
    terminal.lines.next = lambda: b"1"  # type: ignore[method-assign]
    with tempfile.TemporaryDirectory() as folder:
        notebook = Notebook(str(Path(folder, "profile.yaml")), rules)
        interview = Interview.of(compile_rules(rules), {})
        conversation = Conversation(terminal, interview, notebook, Profile(fitframe=1), Session(), None)
        return entered(conversation._step)


if __name__ == "__main__":
    print(f"recommend: {len(entered(recommend))}; one answer of ask: {len(one_answer())}")
