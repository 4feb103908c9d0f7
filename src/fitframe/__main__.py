"""The program's entry. The one place that turns errors into messages and exit codes."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

from fitframe.errors import FitframeError, InputError

_MOST_FAULTS = 50
"""So many lines of faults somebody may read."""


def run() -> NoReturn:
    """Run the command line and leave at once: freeing what a run has built up can take as long as the run."""
    code: object = 0
    try:
        main()
    except SystemExit as left:
        code = left.code
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # it is closed, or nobody listens
            stream.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


def main() -> None:
    """Run the command line and exit: 0 fine, 2 something to mend, 130 interrupted, or a command's own code."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for some reads all that is installed
    gc.disable()  # what a run builds up lives until its end; walking it for cycles costs more than it frees
    try:
        from fitframe.cli import app

        app(prog_name="fitframe")
    except FitframeError as error:
        _tell(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:  # such as a full disk that a page of help meets; what commands write says more
        _say(f"{error.filename or 'standard output'}: {error.strerror or error}\n")
        sys.exit(2)
    except Exception:
        import traceback

        _say(f"{traceback.format_exc()}This is a fault in fitframe itself; please report it with the lines above.\n")
        sys.exit(2)


def _tell(error: FitframeError) -> None:
    from fitframe.output.document import clean

    faults = error.faults if isinstance(error, InputError) else (error,)
    more = len(faults) - _MOST_FAULTS
    _say("".join(f"{clean(str(fault))}\n" for fault in faults[:_MOST_FAULTS]))
    if more > 0:
        _say(f"and {more} more faults\n")


def _say(text: str) -> None:
    with suppress(OSError):  # nobody listens: the exit code still tells
        if sys.stderr is not None:
            sys.stderr.write(text)
            sys.stderr.flush()


if __name__ == "__main__":
    run()
