"""What a Python project declares, to sightings: pyproject.toml, requirements, conda environments, setup.py and more."""

from __future__ import annotations

import ast
import configparser
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any

from fitframe.scanning.commands import read_commands
from fitframe.scanning.requirements import lowest, requirement
from fitframe.scanning.sightings import Lines, Sighting

_DEVELOPMENT = re.compile(
    r"(?:^|[^a-z])(dev|develop|development|tests?|testing|docs?|documentation|lint|format|typing|"
    r"types|ci|style|quality|examples?|build|benchmarks?|notebooks?)(?:$|[^a-z])",
    re.IGNORECASE,
)
_IN_NAME = re.compile(r"[\w-]")
_NOTHING = re.compile(r"(?!)")
_BROKEN = (tomllib.TOMLDecodeError, configparser.Error, ValueError)


class Manifest:
    """Collects what one file declares, each at its line."""

    def __init__(self, text: str) -> None:
        self._text, self._lines = text, Lines(text)

    def packages(self, entries: Iterable[Any], group: str = "") -> Iterator[Sighting]:
        """Requirements; those in a group are optional, and for development where its name says so."""
        for entry in entries:
            if isinstance(entry, str) and (read := requirement(entry)):
                yield self.package(*read, entry, group)

    def package(self, name: str, version: str, words: str, group: str = "") -> Sighting:
        """One package, at the line that its words stand in."""
        development = bool(group and _DEVELOPMENT.search(group))
        line = self.line(words)
        return Sighting("pypi", name, line, False, group, version, development, declared=True)

    def python(self, specifiers: Any, words: str) -> Iterator[Sighting]:
        """The Python that is required, such as '>=3.10'."""
        if isinstance(specifiers, str) and (found := re.match(r"3\.\d+", lowest(specifiers) or specifiers.strip())):
            pinned = bool(re.match(r"\s*(?:==|~=\s*3\.\d+\.|3)", specifiers))
            yield Sighting("setting", f"python{'' if pinned else '>='} {found[0]}", self.line(words))

    def line(self, words: str) -> int:
        """The line that words first stand in as a whole; a comment behind '#' does not count."""
        text, place = self._text, self._text.find(words)
        while place >= 0:
            before = text[text.rfind("\n", 0, place) + 1 : place]
            after = text[place + len(words) : place + len(words) + 1]
            if "#" not in before and not _IN_NAME.fullmatch(before[-1:]) and not _IN_NAME.fullmatch(after):
                return self._lines.at(place)
            place = text.find(words, place + 1)
        return 1


def read_pyproject(text: str) -> Iterator[Sighting]:
    """pyproject.toml: the project's table, dependency groups, Poetry's tables. Raises ValueError."""
    data, manifest = _toml(text), Manifest(text)
    project = _table(data, "project")
    yield from manifest.python(project.get("requires-python"), "requires-python")
    yield from manifest.packages(_list(project.get("dependencies")))
    for group, entries in _table(project, "optional-dependencies").items():
        yield from manifest.packages(_list(entries), group)
    for group, entries in _table(data, "dependency-groups").items():
        yield from manifest.packages(_list(entries), group if _DEVELOPMENT.search(group) else f"{group} dev")
    poetry = _table(_table(data, "tool"), "poetry")
    yield from _poetry(_table(poetry, "dependencies"), manifest, "")
    yield from _poetry(_table(poetry, "dev-dependencies"), manifest, "dev")
    for group, content in _table(poetry, "group").items():
        yield from _poetry(_table(content, "dependencies"), manifest, group)


def _poetry(entries: dict[str, Any], manifest: Manifest, group: str) -> Iterator[Sighting]:
    for name, entry in entries.items():
        about = entry if isinstance(entry, dict) else {"version": entry}
        version = about.get("version")
        if name.lower() == "python":
            yield from manifest.python(_plain(version), "python")
        elif read := requirement(name):
            extra = group or ("extra" if about.get("optional") is True else "")
            yield manifest.package(read[0], lowest(_plain(version)), name, extra)


def _plain(version: Any) -> str:
    text = version if isinstance(version, str) else ""
    return f"=={text}" if text[:1].isdigit() else text


def read_pipfile(text: str) -> Iterator[Sighting]:
    """Pipfile. Raises ValueError."""
    data, manifest = _toml(text), Manifest(text)
    yield from manifest.python(_table(data, "requires").get("python_version"), "python_version")
    yield from _poetry(_table(data, "packages"), manifest, "")
    yield from _poetry(_table(data, "dev-packages"), manifest, "dev")


def read_lock(text: str) -> Iterator[Sighting]:
    """poetry.lock, uv.lock, pdm.lock: versions alone, for what they list others have asked for. Raises ValueError."""
    lines = Lines(text)
    for found in re.finditer(r'^name = "([\w.-]+)"\r?\nversion = "(\d[\w.]*)', text, re.MULTILINE):
        yield Sighting("setting", f"locked {found[1]} {found[2]}", lines.at(found.start()))


def read_requirements(text: str, development: bool = False) -> Iterator[Sighting]:
    """requirements.txt and its like. Files that it names with -r are read by themselves."""
    lines = Lines(text)
    place = 0
    for line in text.splitlines(keepends=True):
        words = re.sub(r"(?:^|\s)#.*|\s--hash\S*|\\\s*$", "", line).strip()
        words = re.sub(r"^(?:-e|--editable)\s+", "", words)
        if words and not words.startswith("-") and (read := requirement(words)):
            yield Sighting("pypi", read[0], lines.at(place), version=read[1], development=development, declared=True)
        place += len(line)


_ENTRY = re.compile(r"^[ \t]*-[ \t]+[\"']?([\w.\[\]-]+(?:::[\w.-]+)?[ \t]*[^\"'#\n]*)", re.MULTILINE)


def read_conda(text: str) -> Iterator[Sighting]:
    """A conda environment, with the packages that pip installs in it."""
    lines = Lines(text)
    start = re.search(r"^dependencies:", text, re.MULTILINE)
    pip = re.search(r"^([ \t]*)-[ \t]*pip:[ \t]*$", text, re.MULTILINE)
    for found in _ENTRY.finditer(text, start.end() if start else len(text)):
        inside_pip = bool(pip and found.start() > pip.start())
        words = found[1].strip().rpartition("::")[2]
        if words.endswith(":") or not (read := requirement(words)):
            continue
        name, version = read
        if name == "python" and not inside_pip:
            if version:
                yield Sighting("setting", f"python {'.'.join(version.split('.')[:2])}", lines.at(found.start(1)))
        else:
            yield Sighting(
                "pypi" if inside_pip else "conda", name, lines.at(found.start(1)), version=version, declared=True
            )


def read_setup_cfg(text: str) -> Iterator[Sighting]:
    """setup.cfg. Raises ValueError."""
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text)
    except _BROKEN as error:
        raise ValueError(str(error).partition("\n")[0]) from None
    manifest = Manifest(text)
    yield from manifest.python(parser.get("options", "python_requires", fallback=None), "python_requires")
    yield from manifest.packages(_entries(parser.get("options", "install_requires", fallback="")))
    yield from manifest.packages(_entries(parser.get("options", "tests_require", fallback="")), "test")
    if parser.has_section("options.extras_require"):
        for group, entries in parser.items("options.extras_require"):
            yield from manifest.packages(_entries(entries), group)


def _entries(text: str | None) -> list[str]:
    return [line.partition(" #")[0].strip() for line in (text or "").replace(";\n", "\n").splitlines() if line.strip()]


def read_setup_py(text: str) -> Iterator[Sighting]:
    """setup.py, which is parsed and never run: lists of texts in the call of setup() and in what it names.

    Raises ValueError where it cannot be parsed.
    """
    manifest = Manifest(text)
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError("its Python cannot be parsed") from None
    named: dict[str, ast.expr] = {}
    calls: list[ast.Call] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named[node.targets[0].id] = node.value
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "setup":
            calls.append(node)
    for call in calls:
        given = {word.arg: _resolved(word.value, named) for word in call.keywords if word.arg}
        yield from manifest.packages(_texts(given.get("install_requires"), named))
        yield from manifest.packages(_texts(given.get("tests_require"), named), "test")
        version = given.get("python_requires")
        yield from manifest.python(getattr(version, "value", None), "python_requires")
        extras = given.get("extras_require")
        for key, value in zip(extras.keys, extras.values, strict=True) if isinstance(extras, ast.Dict) else ():
            group = str(getattr(key, "value", "extra"))
            yield from manifest.packages(_texts(value, named), group)


def _resolved(node: ast.expr | None, named: dict[str, ast.expr]) -> ast.expr | None:
    for _ in range(3):
        if not isinstance(node, ast.Name):
            break
        node = named.get(node.id)
    return node


def _texts(node: ast.expr | None, named: dict[str, ast.expr]) -> list[str]:
    """The texts in a list, or in a sum of lists, as far as they stand there."""
    node = _resolved(node, named)
    if isinstance(node, ast.BinOp):
        return [*_texts(node.left, named), *_texts(node.right, named)]
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        items = [_resolved(one, named) for one in node.elts]
        return [one.value for one in items if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.split("\n")
    return []


def read_pipfile_lock(text: str) -> Iterator[Sighting]:
    """Pipfile.lock: versions alone. Raises ValueError."""
    data, manifest = json.loads(text), Manifest(text)
    for section in ("default", "develop"):
        for name, about in _table(data, section).items():
            version = lowest(str(about.get("version", ""))) if isinstance(about, dict) else ""
            if version:
                yield Sighting("setting", f"locked {name} {version}", manifest.line(f'"{name}"'))


def read_tox(text: str) -> Iterator[Sighting]:
    """tox.ini and noxfile.py: what they install."""
    yield from read_commands(text, _NOTHING)


def read_python_version(text: str) -> Iterator[Sighting]:
    """.python-version and runtime.txt."""
    if found := re.match(r"\s*(?:python-|pypy)?(3\.\d+)", text):
        yield Sighting("setting", f"python {found[1]}")


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except _BROKEN as error:
        raise ValueError(str(error)) from None


def _table(data: Any, key: str) -> dict[str, Any]:
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
