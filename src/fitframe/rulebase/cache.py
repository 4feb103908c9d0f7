"""The finished rule base, kept as JSON, so that the next start need not read YAML.

A file is found by a key made of everything that it depends on, so nothing in it can be out of date. It is trusted
only if it carries the hash of that key and its own content, and it passes the same models as the YAML did. Whatever
goes wrong, here or on a machine where nothing can be written, means only that the rules are compiled again.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable
from contextlib import suppress

from pydantic import ValidationError

from fitframe.model.rulebase import RuleBase
from fitframe.rulebase.files import replace
from fitframe.rulebase.folder import Layer
from fitframe.version import VERSION

_KEPT = 8  # files; whoever changes rules all day should not fill the disk


def key_of(layers: Iterable[Layer], content: str) -> str:
    """The name of what is compiled from layers whose files have the hash `content`."""
    labels = [layer.label for layer in layers]  # origins name the folders as they were given
    made_of = (content, labels, VERSION, sys.version_info[:2], _age_of_program())
    return hashlib.sha256(repr(made_of).encode()).hexdigest()


def recall(key: str) -> RuleBase | None:
    """What was kept under a key; None where nothing was, or nothing that can be trusted."""
    with suppress(OSError, ValidationError), open(_path(key), "rb") as file:
        seal, _, body = file.read().partition(b"\n")
        if seal == _seal(key, body):
            return RuleBase.model_validate_json(body)
    return None


def keep(key: str, rules: RuleBase) -> None:
    """Keep a rule base under a key for the next start, if this machine lets us."""
    body = rules.model_dump_json(exclude_defaults=True, by_alias=True).encode()
    with suppress(OSError):
        path = _path(key)
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        replace(path, _seal(key, body) + b"\n" + body)
        _tidy(os.path.dirname(path))


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
    """When the code that compiles rules last changed: in a checkout, its version alone does not tell."""
    here = os.path.dirname(__file__)
    with os.scandir(here) as entries:
        files = [entry.path for entry in entries if entry.name.endswith(".py")]
    model = os.path.join(here, os.pardir, "model")
    files += [os.path.join(model, name) for name in sorted(os.listdir(model)) if name.endswith(".py")]
    return max(os.stat(path).st_mtime_ns for path in files)
