"""Jupyter notebooks to sightings: the code of their cells, and what their cells install."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterator
from typing import Any

from fitframe.scanning.commands import read_commands
from fitframe.scanning.python_code import Wanted, read_python
from fitframe.scanning.sightings import Lines, Sighting

_MAGIC = re.compile(r"^([ \t]*)[%!?].*$|^([ \t]*)(\w+ *= *)[%!].*$", re.MULTILINE)
_SHELL = re.compile(r"^[ \t]*(?:[!%]|%%(?:bash|sh|shell))[ \t]*(.*)$", re.MULTILINE)


def read_notebook(text: str, wanted: Wanted, phrases: re.Pattern[str], local: Container[str]) -> Iterator[Sighting]:
    """The sightings of a notebook, each at its line in the notebook's file. Raises ValueError where it is none."""
    code = "\n".join(_cells(json.loads(text)))
    places = _Places(text, code)
    for sighting in read_python(_MAGIC.sub(r"\1\2pass", code), wanted, local):
        yield sighting._replace(line=places.line(sighting.line))
    commands = "\n".join(found[1] if (found := _SHELL.match(line)) else "" for line in code.split("\n"))
    for sighting in read_commands(commands, phrases):
        yield sighting._replace(line=places.line(sighting.line))


def _cells(notebook: Any) -> Iterator[str]:
    """The code of each cell. Raises ValueError where this is no notebook."""
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if cells is None and isinstance(notebook, dict) and isinstance(notebook.get("worksheets"), list):  # until 2014
        cells = [cell for sheet in notebook["worksheets"] if isinstance(sheet, dict) for cell in sheet.get("cells", ())]
    if not isinstance(cells, list):
        raise ValueError("it has no cells")
    for cell in cells:
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            source = cell.get("source", cell.get("input", ""))
            yield "".join(map(str, source)) if isinstance(source, list) else str(source)


class _Places:
    """Lines of a notebook's code to lines of its file, where each stands as JSON text."""

    def __init__(self, text: str, code: str) -> None:
        self._text, self._code, self._lines = text, code.split("\n"), Lines(text)

    def line(self, number: int) -> int:
        """The line of the file that holds a line of the code: the first one with the same words."""
        words = self._code[number - 1].strip()
        for escaped in (json.dumps(words, ensure_ascii=False)[1:-1], json.dumps(words)[1:-1]):
            position = self._text.find(escaped)
            if words and position >= 0:
                return self._lines.at(position)
        return 1
