"""Folders of rules as bytes by name, before anybody reads YAML: enough to tell by a digest whether they changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fitframe.errors import Fault, InputError, did_you_mean
from fitframe.rulebase.files import read_file

NEEDED = ("rulebase.yaml", "sources.yaml", "questions.yaml")
FILES = (*NEEDED, "routes.yaml", "splits.yaml", "moves.yaml", "outcomes.yaml", "contradictions.yaml")
FOLDERS = ("frameworks", "tools", "criteria")
_SHAPE = f"a rule base has the files {', '.join(FILES)} and the folders {', '.join(FOLDERS)}"


@dataclass(frozen=True, slots=True)
class Layer:
    """The files of one folder of rules."""

    label: str  # how messages and origins call the folder
    files: dict[str, bytes]  # by name inside the folder, such as 'criteria/edge.yaml', in order of names


def read_layer(folder: Path, label: str) -> Layer:
    """Read the files of a rule base; messages call the folder `label`.

    Raises InputError where a file cannot be read, where the folder is not one of rules, or where it has YAML files
    that would be passed over in silence.
    """
    files = {}
    names, faults = _names(folder, label)
    for name in sorted(names):
        try:
            files[name] = read_file(os.path.join(folder, name), f"{label}/{name}")
        except InputError as error:
            faults += error.faults
    if not names and not faults:
        faults.append(Fault(label, 0, 0, f"there are no rules in this folder; {_SHAPE}"))
    if faults:
        raise InputError(*sorted(faults))
    return Layer(label, files)


def digest(layers: Iterable[Layer]) -> str:
    """A hash of what all files of all layers say, and in which order."""
    found = hashlib.sha256()
    for place, layer in enumerate(layers):
        for name, content in layer.files.items():
            found.update(f"{place}\n{name}\n{len(content)}\n".encode())
            found.update(content)
    return found.hexdigest()


def _names(folder: Path, label: str) -> tuple[list[str], list[Fault | str]]:
    """The names of the files to read, and what is wrong with other names."""
    names: list[str] = []
    faults: list[Fault | str] = []
    for inside in ("", *(f"{name}/" for name in FOLDERS)):
        for entry in _entries(os.path.join(folder, inside), f"{label}/{inside}".rstrip("/"), optional=bool(inside)):
            if entry in FILES if not inside else entry.endswith(".yaml"):
                names.append(inside + entry)
            elif problem := _stray(entry, inside, label):
                faults.append(Fault(f"{label}/{inside}{entry}", 0, 0, problem))
    return names, faults


def _entries(folder: str, label: str, *, optional: bool) -> list[str]:
    try:
        return [name for name in os.listdir(folder) if not name.startswith(".")]
    except OSError as error:
        if optional and isinstance(error, FileNotFoundError):
            return []
        raise InputError(Fault(label, 0, 0, _reason(error))) from None


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such folder"
    if isinstance(error, NotADirectoryError):
        return "this is not a folder; rules are read from one"
    return f"it cannot be read: {error.strerror}"


def _stray(entry: str, inside: str, label: str) -> str:
    """What is wrong with a name that belongs to no file of rules; nothing where it is plainly something else."""
    if inside:
        return "the name has to end in .yaml" if entry.endswith(".yml") else ""
    similar = [name for name in (*FILES, *FOLDERS) if did_you_mean(_stem(entry), [_stem(name)])]
    if entry in FOLDERS or not (similar or entry.endswith((".yaml", ".yml"))):
        return ""
    frameworks, tools, criteria = (f"{label}/{name}/" for name in FOLDERS)
    belong = f"; criteria belong in {criteria}, frameworks in {frameworks}, tools in {tools}"
    return f"no part of a rule base has this name{did_you_mean(entry, similar) or belong}"


def _stem(name: str) -> str:
    return name.removesuffix(".yaml").removesuffix(".yml")
