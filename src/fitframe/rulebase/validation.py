"""A document to a model, or every way in which it does not fit, as sentences with line and column."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from fitframe.errors import Fault, InputError
from fitframe.rulebase.documents import Document, Path, capped
from fitframe.rulebase.misfits import Misfit

M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], document: Document, *, at: Path = (), data: Any = None) -> M:
    """Make a model of a document, or of the part of it at a path.

    `data` stands in for what the document says there, where the caller has added to it or taken from it; faults still
    point into the document. Raises InputError with one fault for everything that does not fit.
    """
    value = part(document, at) if data is None else data
    try:
        return model.model_validate(value)
    except ValidationError as error:
        whole = "the entry" if at else "the file"
        found = [Misfit(model, value, whole, details) for details in error.errors(include_url=False)]
        faults = [Fault(document.name, *document.place(at + one.path), one.sentence()) for one in _telling(found)]
        raise InputError(*capped(sorted(faults))) from None


def part(document: Document, path: Path) -> Any:
    """What a document says at a path."""
    value = document.data
    for step in path:
        value = value[step]
    return value


def _telling(findings: list[Misfit]) -> list[Misfit]:
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
