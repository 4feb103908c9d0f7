"""From files, and folders of them, to the rule base, compiled once and found again at the next start.

The files of a folder are read as bytes by name, before anybody reads YAML: enough to tell by a digest whether they
changed. The finished rule base is kept as JSON under a key made of everything that it depends on, so nothing in it can
be out of date. It is trusted only if nobody but its owner can have written it, if it carries the hash of that key and
its own content, and if it passes the same models as the YAML did. Whatever goes wrong, here or on a machine where
nothing can be written, means only that the rules are compiled again.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from fitframe.errors import Fault, InputError, RuleBaseError, did_you_mean
from fitframe.model.rulebase import RuleBase
from fitframe.rulebase.writing import write_atomically
from fitframe.version import VERSION

LABEL = "rules"
"""How messages and origins call the folder of the shipped rules, wherever it is."""


def shipped_rules() -> Path:
    """The folder of the shipped rules: inside an installed copy, or at the top of a checkout. Raises RuleBaseError."""
    package = Path(__file__).parents[1]
    for folder in (package / "_rules", package.parents[1] / LABEL):
        if (folder / "rulebase.yaml").is_file():
            return folder
    raise RuleBaseError(f"the rules that belong to fitframe are not in {package}; install it again")


LIMIT = 2**20
"""The largest file that is read, in bytes."""
STDIN = "-"
"""Stands for standard input where a path is expected."""


def read_file(path: str, name: str | None = None, *, limit: int = LIMIT) -> bytes:
    """The content of a file, cut off somewhere past `limit` bytes; '-' is standard input.

    Raises InputError, whose faults call the file `name`, where it cannot be read.
    """
    try:
        if path == STDIN:
            if sys.stdin is None:
                raise ValueError("standard input is closed")
            return _content(sys.stdin.buffer, limit)
        with open(path, "rb", buffering=0) as file:
            return _content(file, limit)
    except (OSError, ValueError) as error:  # a ValueError: the path has a zero byte, standard input is closed
        raise InputError(Fault(name or path, 0, 0, _why_unread(error))) from None


def _content(file: Any, limit: int) -> bytes:
    content = b""
    while len(content) <= limit and (more := file.read(max(2**16, len(content)))):
        content += more
    return content


def _why_unread(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, IsADirectoryError):
        return "this is a folder; name a file in it"
    return f"it cannot be read: {getattr(error, 'strerror', None) or error}"


NEEDED = ("rulebase.yaml", "sources.yaml", "questions.yaml")
PROOFS = "proofs.jsonl"
LISTS = (
    "routes.yaml",
    "splits.yaml",
    "moves.yaml",
    "outcomes.yaml",
    "contradictions.yaml",
    "precedents.yaml",
    "terms.yaml",
)
FILES = (*NEEDED, *LISTS, "calibration.yaml", PROOFS)
FOLDERS = ("frameworks", "tools", "criteria", "signals", "probes", "measurements")
_BESIDE = ("README.md", "schema")
"""What stands beside rules and holds none."""
_USUAL = ("criteria", "frameworks", "tools")
"""The folders that most people add to."""
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
        raise InputError(Fault(label, 0, 0, _why_unlisted(error))) from None


def _why_unlisted(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such folder"
    if isinstance(error, NotADirectoryError):
        return "this is not a folder; rules are read from one"
    return f"it cannot be read: {error.strerror}"


def _stray(entry: str, inside: str, label: str) -> str:
    """What is wrong with a name that belongs to no file of rules; nothing where it is plainly something else."""
    if inside:
        return "the name has to end in .yaml" if entry.endswith(".yml") else ""
    if entry in FOLDERS or entry in _BESIDE:
        return ""
    similar = [name for name in (*FILES, *FOLDERS) if did_you_mean(_stem(entry), [_stem(name)])]
    if not (similar or entry.endswith((".yaml", ".yml"))):
        return ""
    belong = "; " + ", ".join(f"{name} {'belong ' * (not n)}in {label}/{name}/" for n, name in enumerate(_USUAL))
    return f"no part of a rule base has this name{did_you_mean(entry, similar) or belong}"


def _stem(name: str) -> str:
    return name.removesuffix(".yaml").removesuffix(".yml")


_KEPT = 8  # files; whoever changes rules all day should not fill the disk
_LARGEST = 2**25  # bytes; twenty times what the shipped rules take


def key_of(layers: Iterable[Layer], content: str, *, checked: bool = False) -> str:
    """The name of what is compiled from layers whose files have the hash `content`.

    `checked` tells whether it is kept only once its layers were found to agree.
    """
    labels = [layer.label for layer in layers]  # origins name the folders as they were given
    made_of = (content, labels, checked, VERSION, sys.version_info[:2], _age_of_program())
    return hashlib.sha256(repr(made_of).encode()).hexdigest()


def recall(key: str) -> RuleBase | None:
    """What was kept under a key; None where nothing was, or nothing that can be trusted."""
    with suppress(OSError, ValidationError):
        path = _path(key)
        if _is_ours_alone(os.stat(os.path.dirname(path))):
            with open(path, "rb") as file:
                about = os.fstat(file.fileno())
                content = file.read(about.st_size) if _is_ours_alone(about) and about.st_size <= _LARGEST else b""
            seal, _, body = content.partition(b"\n")
            if seal == _seal(key, body):
                return RuleBase.model_validate_json(body)
    return None


def keep(key: str, rules: RuleBase) -> None:
    """Keep a rule base under a key for the next start, if this machine lets us."""
    body = rules.model_dump_json(exclude_defaults=True, by_alias=True)
    with suppress(OSError, InputError):
        path = _path(key)
        folder = os.path.dirname(path)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if _is_ours_alone(os.stat(folder)):
            write_atomically(path, f"{_seal(key, body.encode()).decode()}\n{body}")
            os.chmod(path, 0o600)
            _tidy(folder)


def _is_ours_alone(found: os.stat_result) -> bool:
    """Whether nobody but this person can have written a file or a folder; on Windows its place sees to that."""
    if sys.platform == "win32":
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022


def _seal(key: str, body: bytes) -> bytes:
    return hashlib.sha256(key.encode() + body).hexdigest().encode()


def _path(key: str) -> str:
    """Where a key's file is. Raises OSError where this person has no folder for such files."""
    home = os.path.expanduser("~")
    usual = {"win32": os.environ.get("LOCALAPPDATA", ""), "darwin": os.path.join(home, "Library", "Caches")}
    folders = (os.environ.get("XDG_CACHE_HOME", ""), usual.get(sys.platform, os.path.join(home, ".cache")))
    for folder in folders:
        if os.path.isabs(folder):
            return os.path.join(folder, "fitframe", f"rules-{key[:32]}.json")
    raise FileNotFoundError("no folder for cached files")


def _tidy(folder: str) -> None:
    """Remove all but the newest files."""
    with os.scandir(folder) as entries:
        ours = [entry for entry in entries if entry.name.startswith("rules-")]
    for entry in sorted(ours, key=lambda entry: entry.stat().st_mtime_ns, reverse=True)[_KEPT:]:
        os.unlink(entry.path)


def _age_of_program() -> int:
    """When the code that compiles and checks rules last changed: in a checkout, its version alone does not tell."""
    package = os.path.dirname(os.path.dirname(__file__))
    files = [os.path.join(package, "lint.py")]
    for folder in ("rulebase", "model"):
        with os.scandir(os.path.join(package, folder)) as entries:
            files += [entry.path for entry in entries if entry.name.endswith(".py")]
    return max(os.stat(path).st_mtime_ns for path in files)


Check = Callable[[RuleBase, RuleBase], Iterable[Fault]]
"""Yields what is wrong with a rule base, given it and the one that its last layer was laid over."""


def load_rules(*overlays: Path, base: Path | None = None, check: Check | None = None) -> RuleBase:
    """Read the shipped rules, and lay rule bases of one's own over them, the later over the earlier.

    Args:
        overlays: folders of the shape of the shipped one; each may have any part of it.
        base: a folder to read in place of the shipped rules.
        check: called for each overlay unless the same files have passed it before; None checks nothing.

    Raises:
        RuleBaseError: with every fault of every file that was found, or else with all that `check` found.
    """
    layers = read_layers(*overlays, base=base)
    content = digest(layers)
    key = key_of(layers, content, checked=check is not None)
    return recall(key) or _compiled(layers, content, key, check)


def read_layers(*overlays: Path, base: Path | None = None) -> list[Layer]:
    """The files of the shipped rules, or of `base`, and of all overlays. Raises RuleBaseError."""
    lowest = (shipped_rules(), LABEL) if base is None else (base, base.as_posix())
    layers: list[Layer] = []
    faults: list[Fault | str] = []
    for folder, label in (lowest, *((folder, folder.as_posix()) for folder in overlays)):
        try:
            layers.append(read_layer(folder, label))
        except InputError as error:
            faults += error.faults
    if faults:
        raise RuleBaseError(*faults)
    return layers


def survey_rules(*overlays: Path, base: Path | None = None) -> tuple[list[RuleBase], list[Fault | str]]:
    """What can be read of a rule base that may be at fault, and every fault that keeps it from being used.

    The former as it is after each layer, the whole last. Takes the folders that `load_rules` takes. Raises
    RuleBaseError where a folder cannot be read at all.
    """
    from fitframe.rulebase.builder import survey

    layers = read_layers(*overlays, base=base)
    return survey(layers, digest(layers))


def _compiled(layers: list[Layer], content: str, key: str, check: Check | None) -> RuleBase:
    from fitframe.rulebase.builder import build_rules  # brings YAML along, which a cached start does without

    stages = build_rules(layers, content)
    faults = [fault for below, above in pairwise(stages) for fault in check(above, below)] if check else []
    if faults:
        raise RuleBaseError(*sorted(faults))
    keep(key, stages[-1])
    return stages[-1]
