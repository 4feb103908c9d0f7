"""What people write, held against a model: a sentence for all that does not fit, and a model of all that does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from fitframe.errors import did_you_mean

Path = tuple[str | int, ...]
"""The keys and list positions that lead to a value, such as ('rules', 0, 'when', 'goal')."""

# Terminal escapes, characters that turn the direction of text, halves of characters: none belongs in plain text.
UNSAFE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def shown(value: Any) -> str:
    """A value from a file, short and on one line; text stands in quotes."""
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, dict):
        return "a mapping"
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "true", False: "false"}[value]
    return f"'{plain(value)}'" if isinstance(value, str) else plain(str(value))


def plain(text: str) -> str:
    """Text from a file or a command line, short, on one line and without what could steer a terminal."""
    line = UNSAFE.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))
    return line if len(line) <= 60 else line[:59] + "…"


def listed(names: Iterable[str]) -> str:
    """Names one after the other, as in 'low, medium, high'."""
    return ", ".join(names)


def _keys_of(model: type[BaseModel]) -> list[str]:
    """The keys that a model knows."""
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel]:
    """The model that describes what stands at a path inside a model."""
    for step in path:
        if not isinstance(step, int):
            model = _model_in(_annotation_of(model, step)) or model
    return model


def _annotation_of(model: type[BaseModel], key: str) -> Any:
    """The type of what stands under a key."""
    for name, field in model.model_fields.items():
        if key == (field.alias or name):
            return field.annotation
    return get_type_hints(model).get("__pydantic_extra__")


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _model_in(inner))), None)


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


class Mismatch:
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
            if _holds(self.value, step):
                self.value = self.value[step]
                self.path = (*self.path, step)
            elif step == "[key]":
                self.about_key = True
            elif self.kind == "missing":
                self.missing = str(step)
            else:
                self.union = self.path, _is_meant(str(step), self.value)

    def sentence(self) -> str:
        """What is wrong, and where it is plain, what would be right."""
        if self.kind == "missing":
            return f"the key '{self.missing}' is missing{self._inside()}{self._only_form()}"
        if self.kind == "extra_forbidden":
            key = str(self.path[-1])
            return f"unknown key {shown(key)}{did_you_mean(key, _keys_of(_model_at(self.model, self.path[:-1])))}"
        if self.kind == "value_error":
            return str(self.context["error"])
        if self.about_key:
            return f"the key {shown(self.path[-1])}{self._inside(self.path[:-1])} {self._requirement()}"
        if self.kind == "too_short":
            return f"{self._subject()} needs at least {_count(self.context['min_length'])}"
        return f"{self._subject()} {self._requirement()}, got {shown(self.value)}{self._hint()}"

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
        model = _model_at(self.model, self.path)
        values = get_args(_annotation_of(model, self.missing))
        only = len(values) == 1 and isinstance(values[0], (str, int))
        return f"; write '{self.missing}: {values[0]}'" if only else ""

    def _requirement(self) -> str:
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


def _holds(value: Any, step: str | int) -> bool:
    """Whether a value from a file has this key or this entry."""
    if isinstance(value, list):
        return isinstance(step, int) and step < len(value)
    return isinstance(value, dict) and step in value


def _is_meant(form: str, value: Any) -> bool:
    """Whether a value looks as if one form of a union was meant: 'str', 'tuple[…]', or the name of a model."""
    if isinstance(value, (list, tuple)):
        return form.startswith("tuple")
    return form[0].isupper() if isinstance(value, dict) else form == "str"


def _count(entries: int) -> str:
    return "one entry" if entries == 1 else f"{entries} entries"


def _must_match(pattern: str) -> str:
    if r"\d" in pattern:
        return "must be a day such as 2026-11-20"
    if "http" in pattern:
        return "must be an address of the web, or github:OWNER/NAME PATH @COMMIT"
    if "/" in pattern:
        return "must be a rule's id such as edge/short-name"
    return "must be an id of small letters, digits and . + -"


def mismatches(model: type[BaseModel], data: Any, whole: str, error: ValidationError) -> list[Mismatch]:
    """What of `data` does not fit a model, after pydantic's error; `whole` is what to call the data itself."""
    return _without_echoes([Mismatch(model, data, whole, details) for details in error.errors(include_url=False)])


def _without_echoes(findings: list[Mismatch]) -> list[Mismatch]:
    """The findings without echoes: of several forms of a value that were tried, only the one that was meant counts,
    and a list is not too short because an entry of it is at fault.
    """
    suited = {one.union[0] for one in findings if one.union and one.union[1]}
    told: set[Path] = set()
    kept = []
    for one in findings:
        if one.kind == "too_short" and len(one.value) >= one.context["min_length"]:
            continue
        if one.union and not one.union[1]:
            if one.union[0] in suited | told:
                continue
            told.add(one.union[0])
        kept.append(one)
    return kept


M = TypeVar("M", bound=BaseModel)


def partial_model(model: type[M], data: Any) -> M:
    """A model of what fits in `data`: what does not is left out, and what is missing or left out is empty."""
    given = data if isinstance(data, dict) else {}
    fields = {
        name: _fitting_value(field, given[key]) if (key := field.alias or name) in given else _empty_value(field)
        for name, field in model.model_fields.items()
    }
    return model.model_construct(**fields)


def _fitting_value(field: FieldInfo, value: Any) -> Any:
    """A field's value, or of a list the entries, as far as they fit."""
    found = _validated(field.rebuild_annotation(), value)
    if found is not None:
        return found
    kind: Any = field.annotation
    if get_origin(kind) is tuple and isinstance(value, list):
        return tuple(_fitting_entry(get_args(kind)[0], entry) for entry in value)
    return partial_model(kind, value) if _is_model(kind) else _empty_value(field)


def _fitting_entry(kind: Any, value: Any) -> Any:
    found = _validated(kind, value)
    if found is not None:
        return found
    return partial_model(kind, value) if _is_model(kind) else ""  # so that those behind it keep their places


def _validated(kind: Any, value: Any) -> Any:
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return None


def _empty_value(field: FieldInfo) -> Any:
    if not field.is_required():
        return field.get_default(call_default_factory=True)
    kind: Any = field.annotation
    if _is_model(kind):
        return partial_model(kind, {})
    return {tuple: (), dict: {}, None: ""}.get(get_origin(kind), "")


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
