"""One of pydantic's errors, found again in the data and said as a sentence."""

from __future__ import annotations

import re
from typing import Any, get_args

from pydantic import BaseModel

from fitframe.errors import did_you_mean
from fitframe.rulebase.documents import Path
from fitframe.rulebase.shapes import annotation_of, keys_of, model_at
from fitframe.rulebase.wording import listed, shown

_MUST = {
    "string_type": "must be text",
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length} characters",
    "tuple_type": "must be a list",
    "dict_type": "must be a mapping of keys to values",
    "model_type": "must be a mapping of keys to values",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "greater_than": "must be more than {gt:g}",
    "greater_than_equal": "must be at least {ge:g}",
    "less_than_equal": "must be at most {le:g}",
}


class Misfit:
    """One of pydantic's errors, located in the data."""

    def __init__(self, model: type[BaseModel], data: Any, whole: str, details: Any) -> None:
        self.model = model
        self.whole = whole  # what to call the data where all of it is at fault
        self.kind: str = details["type"]
        self.context: dict[str, Any] = details.get("ctx", {})
        self.about_key = False
        self.path: Path = ()  # the part of the location that the data has
        self.missing = ""  # the key that it lacks
        self.union: tuple[Path, bool] | None = None  # one of several forms was tried here; does it suit the value?
        self.value = data
        for step in details["loc"]:
            self._step(step)

    def _step(self, step: str | int) -> None:
        if _leads_on(self.value, step):
            self.value = self.value[step]
            self.path = (*self.path, step)
        elif step == "[key]":
            self.about_key = True
        elif self.kind == "missing":
            self.missing = str(step)
        else:
            self.union = self.path, _suits(str(step), self.value)

    def sentence(self) -> str:
        """What is wrong, and where it is plain, what would be right."""
        if self.kind == "missing":
            return f"the key '{self.missing}' is missing{self._inside()}{self._only_form()}"
        if self.kind == "extra_forbidden":
            key = str(self.path[-1])
            return f"unknown key {shown(key)}{did_you_mean(key, keys_of(model_at(self.model, self.path[:-1])))}"
        if self.kind == "value_error":
            return str(self.context["error"])
        if self.about_key:
            return f"the key {shown(self.path[-1])}{self._inside(self.path[:-1])} {self._must()}"
        if self.kind == "too_short":
            return f"{self._subject()} needs at least {_count(self.context['min_length'])}"
        return f"{self._subject()} {self._must()}, got {shown(self.value)}{self._hint()}"

    def _subject(self) -> str:
        match self.path:
            case (*_, str(key), int(index)):
                return f"entry {index + 1} of '{key}'"
            case (*_, key):
                return f"'{key}'"
            case _:
                return self.whole

    def _inside(self, path: Path | None = None) -> str:
        keys = [step for step in (self.path if path is None else path) if isinstance(step, str)]
        return f" in '{keys[-1]}'" if keys else ""

    def _only_form(self) -> str:
        """How a missing key is written, where it can only be written in one way."""
        model = model_at(self.model, self.path)
        values = get_args(annotation_of(model, self.missing))
        only = len(values) == 1 and isinstance(values[0], (str, int))
        return f"; write '{self.missing}: {values[0]}'" if only else ""

    def _must(self) -> str:
        if self.kind in ("enum", "literal_error"):
            legal = self._legal()
            return f"must be one of {listed(legal)}" if len(legal) > 1 else f"must be {legal[0]}"
        if self.kind == "string_pattern_mismatch":
            return _must_match(self.context["pattern"])
        return _MUST.get(self.kind, "does not fit").format(**self.context)

    def _legal(self) -> list[str]:
        return re.findall(r"[^\s',]+", self.context["expected"].replace(" or ", ", "))

    def _hint(self) -> str:
        if self.kind in ("enum", "literal_error"):
            text = str(self.value)
            return "; leave the quotes out" if text in self._legal() else did_you_mean(text, self._legal())
        if self.kind == "string_type" and isinstance(self.value, (bool, int)):
            return "; write it in quotes to make it text"
        return ""


def _leads_on(value: Any, step: str | int) -> bool:
    if isinstance(value, list):
        return isinstance(step, int) and step < len(value)
    return isinstance(value, dict) and step in value


def _suits(form: str, value: Any) -> bool:
    """Whether a value looks as if one form of a union was meant: 'str', 'tuple[…]', or the name of a model."""
    if isinstance(value, (list, tuple)):
        return form.startswith("tuple")
    return form[0].isupper() if isinstance(value, dict) else form == "str"


def _count(entries: int) -> str:
    return "one entry" if entries == 1 else f"{entries} entries"


def _must_match(pattern: str) -> str:
    if r"\d" in pattern:
        return "must be a day such as 2026-11-20"
    if "/" in pattern:
        return "must be a rule's id such as edge/short-name"
    return "must be an id of small letters, digits and . + -"
