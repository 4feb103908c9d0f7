"""What the models know of a place in the data: which keys may stand there, and what a key may hold."""

from __future__ import annotations

from typing import Any, get_args, get_type_hints

from pydantic import BaseModel

from fitframe.rulebase.documents import Path


def keys_of(model: type[BaseModel]) -> list[str]:
    """The keys that a model knows."""
    return [field.alias or name for name, field in model.model_fields.items()]


def model_at(model: type[BaseModel], path: Path) -> type[BaseModel]:
    """The model that describes what stands at a path inside a model."""
    for step in path:
        if not isinstance(step, int):
            model = _model_in(annotation_of(model, step)) or model
    return model


def annotation_of(model: type[BaseModel], key: str) -> Any:
    """The type of what stands under a key."""
    for name, field in model.model_fields.items():
        if key == (field.alias or name):
            return field.annotation
    return get_type_hints(model).get("__pydantic_extra__")


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _model_in(inner))), None)
