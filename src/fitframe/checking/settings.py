"""Settings of a project, from fitframe.toml or from [tool.fitframe] in pyproject.toml."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from fitframe.errors import Fault, InputError, did_you_mean
from fitframe.model.settings import Settings
from fitframe.rulebase.load import LIMIT, read_file

OWN, SHARED = "fitframe.toml", "pyproject.toml"
_KNOWN = {str(field.alias): name for name, field in Settings.model_fields.items()}
_LISTS = ("output", "rules")


def load_settings(path: str | None = None) -> Settings:
    """The settings in the file at `path`, or else the nearest ones in this folder or one around it.

    In a folder, fitframe.toml goes before pyproject.toml; the search ends at the top of a repository. Files and folders
    that the settings name are returned as paths from here. Raises InputError where a file of settings cannot be used.
    """
    if path is not None:
        return _Source(path).settings()
    here = Path.cwd()
    for folder in (here, *here.parents):
        for name in (OWN, SHARED):
            if (folder / name).is_file():
                source = _Source(os.path.relpath(folder / name))
                if source.table is not None:
                    return source.settings()
        if (folder / ".git").exists():
            break
    return Settings()


def with_options(settings: Settings, given: Mapping[str, object]) -> Settings:
    """The settings with options over them, by name of the field. Raises InputError where one has no such value."""
    return _validated({**settings.model_dump(exclude_unset=True), **given}, lambda key: f"--{key}")


class _Source:
    """A TOML file with settings in it."""

    def __init__(self, path: str) -> None:
        """Read the file. Raises InputError where it is missing, too large or not valid TOML."""
        self._path = path
        self._text = _text(path)
        try:
            self.table = self._table_in(self._text)
        except (ValueError, RecursionError) as error:  # such as a number of thousands of digits
            raise InputError(_syntax_fault(path, self._text, str(error))) from None

    def settings(self) -> Settings:
        """The settings. Raises InputError with the line of each that cannot be used."""
        table = {} if self.table is None else self.table
        if not isinstance(table, dict):
            raise InputError(Fault(self._path, self._line("fitframe"), 0, "[tool.fitframe] must be a table"))
        if unknown := sorted(table.keys() - _KNOWN):
            raise InputError(*(Fault(self._path, self._line(key), 0, _unknown(key)) for key in unknown))
        given = {key: (value,) if key in _LISTS and isinstance(value, str) else value for key, value in table.items()}
        settings = _validated(given, lambda key: f"{self._path}:{self._line(key)}: '{key}'")
        return _from_here(settings, Path(self._path).parent)

    def _table_in(self, text: str) -> Any:
        """The table of settings in TOML text; None where it has none."""
        content = tomllib.loads(text)
        if Path(self._path).name != SHARED:
            return content
        tool = content.get("tool")
        return tool.get("fitframe") if isinstance(tool, dict) else None

    def _line(self, key: str) -> int:
        """The line in which a key of the table begins.

        The parser knows no lines. But of the lines that name the key, it is the first one up to whose end the file
        can be read and has the key in its table.
        """
        lines = self._text.split("\n")
        for start, line in enumerate(lines, 1):
            for end in range(start, len(lines) + 1) if key in line else ():
                with suppress(ValueError, RecursionError):
                    table = self._table_in("\n".join(lines[:end]))
                    if table is not None and (key == "fitframe" or (isinstance(table, dict) and key in table)):
                        return start
                    break
        return 1


def _text(path: str) -> str:
    data = read_file(path)
    if len(data) > LIMIT:
        raise InputError(Fault(path, 0, 0, "the file is larger than 1 MiB, the most that is read"))
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        message = f"not valid TOML: the byte 0x{error.object[error.start]:02x} is not UTF-8"
        raise InputError(Fault(path, line, column, message)) from None


def _syntax_fault(path: str, text: str, message: str) -> Fault:
    """The parser's complaint; it names its place in the text alone."""
    problem, _, place = message.partition(" (at ")
    if numbers := re.fullmatch(r"line (\d+), column (\d+)\)", place):
        line, column = map(int, numbers.groups())
    else:  # at the end of the document
        line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
    return Fault(path, line, column, f"not valid TOML: {problem[:1].lower()}{problem[1:]}")


def _unknown(key: str) -> str:
    near = did_you_mean(key, _KNOWN) or f"; the settings are {', '.join(_KNOWN)}"
    return f"'{key}' is no setting{near}"


def _validated(given: Mapping[str, object], called: Callable[[str], str]) -> Settings:
    """Settings from values by field; `called` makes the start of a message of the name of a field at fault."""
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        faults = [called(str(e["loc"][0]).replace("_", "-")) + _problem(e) for e in error.errors()]
        raise InputError(*dict.fromkeys(faults)) from None


def _problem(details: Any) -> str:
    if details["type"] == "string_pattern_mismatch":
        address = "http" in details["ctx"]["pattern"]
        return f" must be {'an address such as https://example.com/page' if address else 'a day such as 2026-11-20'}"
    message = details["msg"].removeprefix("Input ").removeprefix("Value error, ")
    return f" {message[:1].lower()}{message[1:]}"


def _from_here(settings: Settings, folder: Path) -> Settings:
    """The same settings, with paths that start from this folder and not from the one that they were written in."""

    def path(name: str) -> str:
        return os.path.relpath(folder / name)

    def target(name: str) -> str:
        kind, equals, file = name.rpartition("=")
        return f"{kind}{equals}{path(file)}"

    moved: dict[str, Any] = {
        "rules": tuple(map(path, settings.rules)),
        "output": tuple(map(target, settings.output)),
        "waivers": settings.waivers and path(settings.waivers),
        "baseline": settings.baseline and path(settings.baseline),
    }
    return settings.model_copy(update={name: value for name, value in moved.items() if value})
