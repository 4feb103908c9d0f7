"""Python code to sightings: imports by the syntax tree, or by patterns where that cannot be made, as for Python 2."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Container, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

from fitframe.scanning.sightings import Lines, Sighting


class Wanted(NamedTuple):
    """The names that anybody asks for, so that all others are passed over early."""

    roots: Collection[str]  # first parts of modules' names
    strings: frozenset[str]
    keywords: frozenset[str]
    settings: frozenset[str]  # names of environment variables


class Import(NamedTuple):
    """One name that is imported."""

    name: str  # in full, such as 'torch.nn'
    called: str  # what it is called in this file
    line: int
    guarded: bool  # inside a function, or where its absence is coped with


_IMPORTED = re.compile(r"(?:^|[;:])[ \t]*(?:import|from)[ \t]+([^\n#;]+)", re.MULTILINE)
_FIRST = re.compile(r"\w*")
_ROOT = re.compile(r"(?:^|,)\s*(\w+)")
_BY_NAME = re.compile(r"\b(?:import_module|importorskip|__import__|find_spec)\(\s*[\"']([\w.]+)[\"']")


def read_python(text: str, wanted: Wanted, local: Container[str] = ()) -> Iterator[Sighting]:
    """The sightings of a module. Names in `local` are modules of the repository itself."""
    if not _is_worth_reading(text, wanted):
        return
    plain = _PROSE.sub(_kept_string, text)
    yield from _Reader(plain, wanted, local).read(list(_imports(text, plain)))


_NEEDS_A_TREE = re.compile(
    r"^[ \t]+(?:from|import)[ \t]|[;:][ \t]*(?:from|import)[ \t]|^(?:from|import)[^\n]*\\\n", re.MULTILINE
)
"""Imports that are indented, that share a line, or that may go on in the next: lines alone do not tell of these."""


def _imports(text: str, plain: str) -> Iterator[Import]:
    """The imports of a module; `plain` is its text without comments and long strings.

    A syntax tree is dear and needed only where an import may be guarded: one that starts its line never is.
    """
    if _NEEDS_A_TREE.search(plain):
        with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            return _tree_imports(ast.parse(text))
    return _pattern_imports(plain)


def _is_worth_reading(text: str, wanted: Wanted) -> bool:
    """Whether a module names anything that somebody asks for; most do not, and a syntax tree is dear."""
    for clause in _IMPORTED.findall(text):
        if _FIRST.match(clause)[0] in wanted.roots:  # type: ignore[index]
            return True
        if "," in clause and " import " not in clause and any(name in wanted.roots for name in _ROOT.findall(clause)):
            return True
    return bool(_BY_NAME.search(text)) or any(word in text for word in wanted.settings)


def _tree_imports(tree: ast.Module) -> Iterator[Import]:
    """Each imported name, by the statements of a syntax tree; what is inside expressions imports nothing."""
    waiting: list[tuple[ast.AST, bool]] = [(tree, False)]
    while waiting:
        node, guarded = waiting.pop()
        if isinstance(node, ast.Import):
            for alias in node.names:
                root = alias.name.partition(".")[0]
                yield Import(alias.name, alias.asname or root, node.lineno, guarded)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names if node.module and not node.level else ():
                name = node.module if alias.name == "*" else f"{node.module}.{alias.name}"
                yield Import(str(name), alias.asname or alias.name, node.lineno, guarded)
        else:
            guarded = guarded or _guards(node)
            for block in ("body", "orelse", "finalbody", "handlers", "cases"):
                inner = getattr(node, block, ())
                waiting += [(one, guarded) for one in inner] if isinstance(inner, list) else ()


def _guards(node: ast.AST) -> bool:
    """Whether what is inside a statement may never be executed."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return True
        case ast.Try():
            return any(handler.type is None or _copes(handler.type) for handler in node.handlers)
        case ast.If():
            return getattr(node.test, "attr", getattr(node.test, "id", "")) == "TYPE_CHECKING"
    return False


def _copes(caught: ast.expr) -> bool:
    """Whether a handler copes with a missing module."""
    caught_names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(getattr(one, "id", "") in ("ImportError", "ModuleNotFoundError", "Exception") for one in caught_names)


_IMPORT = re.compile(
    r"^([ \t]*)(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+(?:\(([^)]*)\)|([^\n;]*))|import[ \t]+([^\n;]+))", re.MULTILINE
)
_ALIASED = re.compile(r"^\s*([\w.]+|\*)(?:\s+as\s+(\w+))?\s*$")


def _pattern_imports(text: str) -> Iterator[Import]:
    """Each imported name, line by line; those that are indented are taken for guarded."""
    lines = Lines(text)
    for found in _IMPORT.finditer(text):
        indent, module, inside, members, modules = found.groups()
        for part in (inside or members or "").split(",") if module else modules.split(","):
            if alias := _ALIASED.match(part):
                name, renamed = alias.groups()
                full = module if name == "*" else f"{module}.{name}" if module else name
                called = renamed or (name if module else name.partition(".")[0])
                yield Import(full, called, lines.at(found.end(1)), bool(indent))


_STRING = r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
_PROSE = re.compile(
    rf'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|#[^\n]*|(?P<string>{_STRING})', re.DOTALL
)
"""Comments, longer strings, and short ones, which say what is done."""
_SHORT_STRING = re.compile(_STRING)


def _kept_string(found: re.Match[str]) -> str:
    return found["string"] or "\n" * found[0].count("\n")


class _Reader:
    """Finds what a module uses of what it imports; `text` is without comments and long strings."""

    def __init__(self, text: str, wanted: Wanted, local: Container[str]) -> None:
        self._text, self._wanted, self._local = text, wanted, local
        self._lines = Lines(text)
        self._found: dict[tuple[str, str], Sighting] = {}

    def read(self, imports: list[Import]) -> Iterator[Sighting]:
        """Each name once, where it first stands unguarded, or else where it first stands."""
        names: dict[str, str] = {}
        for one in imports:
            root = one.name.partition(".")[0]
            if root in self._wanted.roots and root not in self._local:
                names[one.called] = one.name if one.called != root else root
                self._add(Sighting("python", one.name, one.line, one.guarded))
        for found in _BY_NAME.finditer(self._text):
            root = found[1].partition(".")[0]
            if root in self._wanted.roots and root not in self._local:
                self._add(Sighting("python", found[1], self._lines.at(found.start()), guarded=True))
        if names:
            self._uses(names)
        self._words()
        return iter(self._found.values())

    def _uses(self, names: dict[str, str]) -> None:
        """Uses of imported names, such as 'nn.Linear', outside of strings."""
        code = _SHORT_STRING.sub("''", self._text)
        lines = Lines(code)
        used = re.compile(rf"(?<![\w.])({'|'.join(map(re.escape, names))})((?:\.\w+)+)")
        first: dict[str, re.Match[str]] = {}
        for found in used.finditer(code):
            first.setdefault(found[0], found)
        for found in first.values():
            line = lines.at(found.start())
            self._add(Sighting("python", names[found[1]] + found[2], line, _is_indented(code, found.start())))

    def _words(self) -> None:
        """Texts, named arguments and environment variables that somebody asks for."""
        strings, keywords, settings = _patterns(self._wanted)
        for found in strings.finditer(self._text):
            self._add(Sighting("string", found[1], self._lines.at(found.start())))
        for found in keywords.finditer(self._text):
            self._add(Sighting("keyword", found[1], self._lines.at(found.start())))
        for found in settings.finditer(self._text):
            self._add(Sighting("setting", f"{found[1]} {found[2]}", self._lines.at(found.start())))

    def _add(self, sighting: Sighting) -> None:
        key = sighting.kind, sighting.name
        known = self._found.get(key)
        if known is None or (sighting.guarded, sighting.line) < (known.guarded, known.line):
            self._found[key] = sighting


def _is_indented(text: str, position: int) -> bool:
    return text[text.rfind("\n", 0, position) + 1 : position + 1][:1] in (" ", "\t")


@lru_cache(maxsize=8)
def _patterns(wanted: Wanted) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns of the strings, the named arguments that are not switched off, and the settings that are made."""
    strings, keywords, settings = (
        "|".join(map(re.escape, sorted(words))) or r"(?!)"
        for words in (wanted.strings, wanted.keywords, wanted.settings)
    )
    return (
        re.compile(rf"[\"']({strings})[\"']"),
        re.compile(rf"[(,\s]({keywords})\s*=(?!\s*(?:=|None\b|False\b|0\b))"),
        re.compile(rf"[\"']({settings})[\"']\s*(?:\]\s*=|,)\s*[\"'](\w+)[\"']"),
    )
