"""Where each service is: package registries where this person's own pip and npm find them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from fitframe.errors import InputError
from fitframe.verifying.requests import Request

_PATIENCE = 30  # seconds for pip or npm to tell


@dataclass(frozen=True, slots=True)
class Addresses:
    """The address of each service; empty where none is known."""

    index: str = ""
    npm: str = ""
    github: str = "https://api.github.com"
    files: str = "https://raw.githubusercontent.com"
    end_of_life: str = "https://endoflife.date/api/v1"
    certificates: str = ""  # a file with those of authorities to trust, as pip is told

    def of(self, request: Request) -> str:
        """The address that answers a request; empty where that service's address is not known."""
        if request.service == "page":
            return request.path
        base = {
            "index": self.index,
            "npm": self.npm,
            "github": self.github,
            "file": self.files,
            "end-of-life": self.end_of_life,
        }[request.service]
        return f"{base.rstrip('/')}/{request.path}" if base else ""


def find_addresses(services: Iterable[str], index: str | None, npm: str | None) -> Addresses:
    """The addresses of the services that will be asked: as given, else as this person's pip and npm have them.

    Raises InputError where a given address is none of the web.
    """
    wanted = set(services)
    for name, given in (("--index", index), ("--npm", npm)):
        if given is not None and urlsplit(given).scheme not in ("http", "https"):
            raise InputError(f"{name} takes an address that begins with https:// or http://, got '{given}'")
    settings = _settings([*_pip(), "config", "list"]) if "index" in wanted else {}
    return Addresses(
        index=index or (_pip_index(settings) if "index" in wanted else ""),
        npm=npm or (_npm_registry() if "npm" in wanted else ""),
        certificates=_first(settings, "cert"),
    )


def _pip() -> list[str]:
    """The command that runs pip: of this Python if it has one, else the one on the path."""
    from importlib.util import find_spec

    if find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    found = shutil.which("pip") or shutil.which("pip3")
    return [found] if found else []


def _pip_index(settings: Mapping[str, str]) -> str:
    """The index that pip would ask: the configured one, else its own default, which its help tells."""
    return _first(settings, "index-url") or default_index(_output([*_pip(), "install", "--help"]))


def default_index(help_text: str) -> str:
    """The default index that the help of `pip install` names; empty where it names none."""
    found = re.search(r"--index-url <url>.*?\(default\s+(https?://[^\s)]+)\)", " ".join(help_text.split()))
    return found[1] if found else ""


def _settings(command: list[str]) -> dict[str, str]:
    """What `pip config list` prints, such as global.index-url='…' and :env:.cert='…'."""
    lines = (line.partition("=") for line in _output(command).splitlines())
    return {name: value.strip().strip("'\"") for name, _, value in lines}


def _first(settings: Mapping[str, str], name: str) -> str:
    """A setting of pip, in the order in which pip itself looks."""
    return next(
        (settings[key] for where in (":env:", "install", "global") if (key := f"{where}.{name}") in settings), ""
    )


def _npm_registry() -> str:
    npm = shutil.which("npm")
    told = _output([npm, "config", "get", "registry"]).strip() if npm else ""
    return told if told.startswith("http") else ""


def _output(command: list[str]) -> str:
    """What a command prints; nothing where it cannot be run or fails."""
    if len(command) < 3:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - pip and npm as they are installed here, without a shell
            command,
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
            env={**os.environ, "COLUMNS": "500", "PIP_NO_COLOR": "1"},
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout if done.returncode == 0 else ""
