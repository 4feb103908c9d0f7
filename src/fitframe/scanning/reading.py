"""Which reader a file is for, how large it may be, and its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from functools import partial
from itertools import chain

from fitframe.model.signals import Area
from fitframe.scanning import other_languages as others
from fitframe.scanning import python_manifests as manifests
from fitframe.scanning.catalogue import Catalogue
from fitframe.scanning.commands import read_commands, read_environment
from fitframe.scanning.notebooks import read_notebook
from fitframe.scanning.python_code import read_python
from fitframe.scanning.sightings import Sighting

TextReader = Callable[[str], Iterator[Sighting]]

LARGEST = 2**20
"""Bytes. Code that is larger was written by a program."""
LARGEST_NOTEBOOK = 2**24
"""Bytes. Notebooks hold pictures."""

_MANIFESTS: dict[str, TextReader] = {
    "pyproject.toml": manifests.read_pyproject,
    "setup.cfg": manifests.read_setup_cfg,
    "setup.py": manifests.read_setup_py,
    "pipfile": manifests.read_pipfile,
    "pipfile.lock": manifests.read_pipfile_lock,
    "tox.ini": manifests.read_tox,
    "noxfile.py": manifests.read_tox,
    ".python-version": manifests.read_python_version,
    "runtime.txt": manifests.read_python_version,
    "package.json": others.read_package_json,
    "pom.xml": others.read_pom,
    "packages.config": others.read_csproj,
    **dict.fromkeys(("poetry.lock", "uv.lock", "pdm.lock"), manifests.read_lock),
    **{name.lower(): reader for name, reader in others.MANIFESTS.items()},
}
_REQUIREMENTS = re.compile(r"(?:^|/)(?:[\w.-]*requirements?[\w.-]*\.(?:txt|in)|requirements?/[\w.-]+\.(?:txt|in))$")
_DEVELOPMENT = re.compile(r"dev|test|doc|lint|ci|build|style|typing|quality|rq", re.IGNORECASE)
_CONDA = re.compile(r"(?:^|[._-])(?:env|environment|conda)[\w.-]*\.ya?ml$|^env(?:ironment)?[\w.-]*\.ya?ml$")
_SHELL = re.compile(r"\.(?:sh|bash|zsh|bat|ps1|cmd|slurm|sbatch|mk)$|^(?:makefile|justfile|procfile|taskfile\.ya?ml)$")
_ENVIRONMENT = re.compile(
    r"dockerfile|containerfile|^(?:docker-)?compose[\w.-]*\.ya?ml$|^cog\.yaml$|^devcontainer\.json$"
)
_YAML = re.compile(r"\.ya?ml$|^\.env$")


class Readers:
    """Reads files by what a rule base asks for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def reader_of(self, path: str, area: Area, local: Container[str]) -> TextReader | None:
        """The reader that a file is for; None for one that says nothing. Names in `local` are the repository's own."""
        name = path.rpartition("/")[2].lower()
        ending = name.rpartition(".")[2] if "." in name else ""
        if ending in ("py", "pyi", "pyx", "ipynb"):
            return self._python(name, ending, local)
        if name in _MANIFESTS or f".{ending}" in others.CODE:
            return _MANIFESTS.get(name) or others.CODE[f".{ending}"]
        if _REQUIREMENTS.search(path.lower()):
            before, _, after = name.rpartition(".")[0].partition("requirements")
            return partial(manifests.read_requirements, development=bool(_DEVELOPMENT.search(after or before)))
        if ending in ("csproj", "fsproj", "props"):
            return others.read_csproj
        return manifests.read_conda if _CONDA.search(name) else self._commands(name, area)

    def _python(self, name: str, ending: str, local: Container[str]) -> TextReader:
        wanted = self._catalogue.wanted
        if ending == "ipynb":
            return partial(read_notebook, wanted=wanted, phrases=self._catalogue.phrases, local=local)
        code = partial(read_python, wanted=wanted, local=local)
        if name in _MANIFESTS:
            return lambda text: chain(_MANIFESTS[name](text), code(text))
        return code

    def _commands(self, name: str, area: Area) -> TextReader | None:
        phrases = self._catalogue.phrases
        if area is Area.CI or _ENVIRONMENT.search(name):
            return partial(read_environment, phrases=phrases)
        if _SHELL.search(name):
            return partial(read_commands, phrases=phrases)
        return partial(_named, phrases=phrases) if _YAML.search(name) else None


def largest(path: str) -> int:
    """The most bytes of a file that are read."""
    return LARGEST_NOTEBOOK if path.endswith(".ipynb") else LARGEST


def text_of(content: bytes) -> str:
    """The text of a file. Raises ValueError where it is none."""
    if b"\0" in content[:4096]:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return content.decode("utf-16")
        raise ValueError("it is binary")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _named(text: str, phrases: re.Pattern[str]) -> Iterator[Sighting]:
    """Words that anybody asks for, in a file of settings."""
    return (sighting for sighting in read_commands(text, phrases) if sighting.kind == "text")
