"""The finished rule base, kept as JSON, so that the next start need not read YAML.

A file is found by a key made of everything that it depends on, so nothing in it can be out of date. It is trusted
only if nobody but its owner can have written it, if it carries the hash of that key and its own content, and if it
passes the same models as the YAML did. Whatever goes wrong, here or on a machine where nothing can be written, means
only that the rules are compiled again.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable
from contextlib import suppress

from pydantic import ValidationError

from fitframe.errors import InputError
from fitframe.model.rulebase import RuleBase
from fitframe.rulebase.files import write_atomically
from fitframe.rulebase.folder import Layer
from fitframe.version import VERSION

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
