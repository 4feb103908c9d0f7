"""What is left of a thing that does not fit its model, so that the names in it can be looked up all the same."""

from __future__ import annotations

from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

M = TypeVar("M", bound=BaseModel)


def salvaged(model: type[M], data: Any) -> M:
    """A model of what fits in `data`: what does not is left out, and what is missing or left out is empty."""
    given = data if isinstance(data, dict) else {}
    fields = {
        name: _salvaged(field, given[key]) if (key := field.alias or name) in given else _empty(field)
        for name, field in model.model_fields.items()
    }
    return model.model_construct(**fields)


def _salvaged(field: FieldInfo, value: Any) -> Any:
    """A field's value, or of a list the entries, as far as they fit."""
    found = _fitting(field.rebuild_annotation(), value)
    if found is not None:
        return found
    kind: Any = field.annotation
    if get_origin(kind) is tuple and isinstance(value, list):
        return tuple(_entry(get_args(kind)[0], entry) for entry in value)
    return salvaged(kind, value) if _is_model(kind) else _empty(field)


def _entry(kind: Any, value: Any) -> Any:
    found = _fitting(kind, value)
    if found is not None:
        return found
    return salvaged(kind, value) if _is_model(kind) else ""  # so that those behind it keep their places


def _fitting(kind: Any, value: Any) -> Any:
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return None


def _empty(field: FieldInfo) -> Any:
    if not field.is_required():
        return field.get_default(call_default_factory=True)
    kind: Any = field.annotation
    if _is_model(kind):
        return salvaged(kind, {})
    return {tuple: (), dict: {}, None: ""}.get(get_origin(kind), "")


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
