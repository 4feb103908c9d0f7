"""Writes docs/commands.md from the program itself.

.venv/bin/python docs/write_commands.py
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import typer
from typer.main import get_command

from fitframe.cli import app

HEAD = """\
# The commands

What `fitframe COMMAND --help` shows, on one page. This file is written by `docs/write_commands.py`; a test keeps it
current. [In CI](in-ci.md) tells more of `check`, [in Python](python.md) of the same things as functions.
"""
EXIT_CODES = """\
## Exit codes

| code | when |
|---|---|
| 0 | fine |
| 1 | a checked choice falls at or below the level that fails |
| 2 | wrong usage, or a profile or rule base that cannot be used |
| 3 | nothing to check |
| 130 | interrupted |

The result goes to standard output, everything else to standard error. A machine format prints only itself.
"""


def commands(command: Any, name: str, above: typer.Context | None = None) -> list[tuple[str, str]]:
    """The names of a command and of all below it, each with its help page."""
    context = typer.Context(command, info_name=name, parent=above, **command.context_settings)
    found = [(context.command_path, command.get_help(context))]
    for below in command.list_commands(context) if hasattr(command, "list_commands") else ():
        found += commands(command.get_command(context, below), below, context)
    return found


def page() -> str:
    """The text of docs/commands.md."""
    os.environ["COLUMNS"] = "80"
    sections = (f"## {name}\n\n```text\n{text.strip()}\n```\n" for name, text in commands(get_command(app), "fitframe"))
    return "\n".join([HEAD, *sections, EXIT_CODES])


if __name__ == "__main__":
    (Path(__file__).parent / "commands.md").write_text(page(), encoding="utf-8")
