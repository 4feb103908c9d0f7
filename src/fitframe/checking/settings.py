"""Settings of a project, from fitframe.toml or from [tool.fitframe] in pyproject.toml."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StrictBool, ValidationError

from fitframe.errors import Fault, InputError, did_you_mean
from fitframe.model.fields import FullDay, Model
from fitframe.rulebase.files import read_file

OWN, SHARED = "fitframe.toml", "pyproject.toml"


class Settings(Model):
    """How to check. A setting that is not given is None or empty, and its default holds."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=lambda name: name.replace("_", "-"), populate_by_name=True
    )

    fail_on: Literal["violates", "poor", "defensible"] | None = Field(
        None, description="this verdict and worse ones fail; poor where left out"
    )
    fail_on_drift: StrictBool | None = Field(None, description="a decision that has lost ground fails")
    exit_zero: StrictBool | None = Field(None, description="nothing fails")
    strict: StrictBool | None = Field(None, description="waivers and entries of a baseline that are no use fail")
    defensible_gap: Annotated[float, Field(ge=0, le=100)] | None = Field(None, description="points; 10 where left out")
    defensible_share: Annotated[float, Field(ge=0, le=1)] | None = Field(None, description="0.15 where left out")
    as_of: FullDay | None = Field(None, description="the day whose knowledge counts, and by which waivers expire")
    jobs: Annotated[int, Field(ge=1)] | None = Field(
        None, description="worker processes; all processors where left out"
    )
    format: str = Field("text", description="what goes to standard output")
    output: tuple[str, ...] = Field((), description="more formats, as in 'sarif=out.sarif'")
    rules: tuple[str, ...] = Field((), description="folders of rules laid over the shipped ones")
    waivers: str | None = Field(None, description="a file of waivers for several profiles")
    baseline: str | None = Field(None, description="a file that lists what to accept")

    def over(self, given: Mapping[str, object]) -> Settings:
        """These settings with others over them, by field. Raises InputError where one has no such value."""
        return _validated({**self.model_dump(), **given}, lambda key: "--" + key)


def load_settings(path: str | None = None) -> Settings:
    """Read the settings at `path`, or else the nearest ones in this folder or one around it.

    In a folder, fitframe.toml goes before pyproject.toml; the search ends at the top of a repository. Files and folders
    that the settings name are returned as paths from here. Raises InputError where a file of settings cannot be used.
    """
    if path is not None:
        content, text = _content(path)
        return _settings(_own_table(content) if Path(path).name == SHARED else content, path, text)
    here = Path.cwd()
    for folder in (here, *here.parents):
        for name in (OWN, SHARED):
            if (folder / name).is_file():
                file = os.path.relpath(folder / name)
                content, text = _content(file)
                table = content if name == OWN else _own_table(content)
                if table is not None:
                    return _settings(table, file, text)
        if (folder / ".git").exists():
            break
    return Settings()


def _content(path: str) -> tuple[dict[str, Any], str]:
    try:
        text = read_file(path).decode()
        return tomllib.loads(text), text
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(Fault(path, 0, 0, f"not valid TOML: {error}")) from None


def _own_table(content: dict[str, Any]) -> Any:
    tool = content.get("tool")
    return tool.get("fitframe") if isinstance(tool, dict) else None


def _settings(table: Any, path: str, text: str) -> Settings:
    if table is not None and not isinstance(table, dict):
        raise InputError(Fault(path, 0, 0, "[tool.fitframe] must be a table"))
    if unknown := table.keys() - _KNOWN if table else None:
        raise InputError(*(Fault(path, _line(text, key), 0, _unknown(key)) for key in sorted(unknown)))
    given = {
        key: (value,) if key in _LISTS and isinstance(value, str) else value for key, value in (table or {}).items()
    }
    return _from_here(_validated(given, lambda key: f"{path}:{_line(text, key)}: '{key}'"), Path(path).parent)


_LISTS = ("output", "rules")
_KNOWN = {str(field.alias): None for field in Settings.model_fields.values()}


def _unknown(key: str) -> str:
    near = did_you_mean(key, _KNOWN) or f"; the settings are {', '.join(_KNOWN)}"
    return f"'{key}' is no setting{near}"


def _validated(given: Mapping[str, object], called: Callable[[str], str]) -> Settings:
    """Settings from values by field; `called` makes the start of a message of the name of a field at fault."""
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        raise InputError(*(called(_key(details)) + _problem(details) for details in error.errors())) from None


def _key(details: Any) -> str:
    return str(details["loc"][0]).replace("_", "-")


def _problem(details: Any) -> str:
    if details["type"] == "string_pattern_mismatch":
        return " must be a day such as 2026-11-20"
    message = details["msg"].removeprefix("Input ").removeprefix("Value error, ")
    return f" {message[:1].lower()}{message[1:]}"


def _line(text: str, key: str) -> int:
    """The line in which a key of a TOML file stands, as far as can be told without a parser that knows places."""
    found = re.search(rf"""^\s*["']?{re.escape(key)}["']?\s*=""", text, re.MULTILINE)
    return text.count("\n", 0, found.end()) + 1 if found else 1


def _from_here(settings: Settings, folder: Path) -> Settings:
    """The same settings, with paths that start from this folder and not from the one that they were written in."""

    def path(name: str) -> str:
        return os.path.relpath(folder / name)

    def target(name: str) -> str:
        kind, equals, file = name.rpartition("=")
        return f"{kind}{equals}{path(file)}"

    return settings.model_copy(
        update={
            "rules": tuple(map(path, settings.rules)),
            "output": tuple(map(target, settings.output)),
            "waivers": settings.waivers and path(settings.waivers),
            "baseline": settings.baseline and path(settings.baseline),
        }
    )
