"""How many of fitframe's own modules one run enters: those in which a function is called, not only those imported.

    .venv/bin/python benchmarks/modules_entered.py [--names]

Somebody who follows one profile through the program has to read these. The first version entered 55 for `recommend`,
75 for `check`, and 32 for one answer of `ask`; the budget is half of that. Ends with 1 where a run enters more.
"""

import contextlib
import io
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import fitframe

HOME = Path(fitframe.__file__).parent
PROFILE = HOME.parents[1] / "examples" / "android-point-of-sale.yaml"
BUDGETS = {"recommend": 55 // 2, "check": 75 // 2, "one answer of ask": 32 // 2}
_NO_CALLS = {"<module>", "<lambda>"}


@contextlib.contextmanager
def entered() -> Iterator[set[str]]:
    """The modules of fitframe in which a function is called meanwhile; bodies of modules and classes do not count."""
    found: set[str] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        # a class body is a code object whose first instruction sets __module__; it has the name __qualname__
        if event == "call" and code.co_name not in _NO_CALLS and "__qualname__" not in code.co_names:
            path = Path(code.co_filename)
            if path.is_relative_to(HOME):
                found.add(str(path.relative_to(HOME)))

    sys.setprofile(note)
    threading.setprofile(note)
    try:
        yield found
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


def run(*arguments: str) -> set[str]:
    """The modules that a command enters, from the command line to the exit."""
    from fitframe.__main__ import main

    sys.argv = ["fitframe", *arguments]
    with entered() as found, contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        main()
    return found


def check() -> set[str]:
    """The modules that `check` enters for a profile that states a choice which does not fit."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fitframe.yaml"
        path.write_text(PROFILE.read_text(encoding="utf-8") + "\nchoice: scikit-learn\n", encoding="utf-8")
        return run("check", str(path), "--isolated", "--jobs", "1")


def one_answer() -> set[str]:
    """The modules that are entered between an answer and the next question."""
    from fitframe.engine.compiled import compile_rules
    from fitframe.questionnaire.interview import Interview
    from fitframe.questionnaire.session import Session

    compiled = compile_rules(fitframe.load_rules())
    interview = Interview.of(compiled, {})
    session = Session()
    while (state := interview.state(session)).opening and state.next:  # no ranking is computed before that
        session = session.answered(state.next.id, "unknown", compiled)
    if state.next is None:
        raise SystemExit("the questionnaire asks nothing")
    with entered() as found:
        interview.state(session.answered(state.next.id, "unknown", compiled))
    return found


def main() -> None:
    names = "--names" in sys.argv[1:]
    fitframe.load_rules()  # so that its cache is warm, as it is for everybody from the second run on
    runs: dict[str, Callable[[], set[str]]] = {
        "recommend": lambda: run("recommend", str(PROFILE)),
        "check": check,
        "one answer of ask": one_answer,
    }
    over = False
    for name, enter in runs.items():
        modules = enter()
        over = over or len(modules) > BUDGETS[name]
        print(f"{name:20} {len(modules):3} modules, budget {BUDGETS[name]}")
        if names:
            print("".join(f"    {module}\n" for module in sorted(modules)), end="")
    sys.exit(over)


if __name__ == "__main__":
    main()
