"""Python code to sightings: by its syntax tree, or by patterns where that cannot be made, as for Python 2."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from fitframe.scanning.sightings import Lines, Sighting


class Wanted(NamedTuple):
    """The names that anybody asks for, so that all others are passed over early."""

    roots: Collection[str]  # first parts of modules' names
    strings: Collection[str]
    keywords: Collection[str]
    settings: Collection[str]  # names of environment variables


_IMPORTED = re.compile(r"(?:^|[;:])[ \t]*(?:>>> )?(?:import|from)[ \t]+([^\n#;]+)", re.MULTILINE)
_ROOT = re.compile(r"(?:^|,)\s*(\w+)")
_SETTERS = ("setdefault", "putenv", "setenv")
_BY_NAME = ("import_module", "importorskip", "__import__", "find_spec")


def read_python(text: str, wanted: Wanted, local: Collection[str] = ()) -> Iterator[Sighting]:
    """The sightings of a module. Names in `local` are modules of the repository itself."""
    if not _is_worth_reading(text, wanted):
        return
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        yield from read_pattern(text, wanted, local)
        return
    yield from _Reader(wanted, local).read(tree)


def _is_worth_reading(text: str, wanted: Wanted) -> bool:
    """Whether a module imports anything that somebody asks for; most do not, and a syntax tree is dear."""
    for clause in _IMPORTED.findall(text):
        names = clause.partition(" import ")[0] if " import " in clause else clause
        if any(name in wanted.roots for name in _ROOT.findall(names)):
            return True
    return any(word in text for word in _BY_NAME) or any(word in text for word in wanted.settings)


_TELLING = frozenset({ast.Attribute, ast.Call, ast.Assign, ast.Constant})
_GUARDING = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.Try, ast.If})


class _Reader:
    """Walks a syntax tree, and remembers what the names in it stand for."""

    def __init__(self, wanted: Wanted, local: Collection[str]) -> None:
        self._wanted, self._local = wanted, local
        self._names: dict[str, str] = {}  # what is imported under which name
        self._found: dict[tuple[str, str], Sighting] = {}

    def read(self, tree: ast.AST) -> Iterator[Sighting]:
        """Each name once, where it first stands unguarded, or else where it first stands."""
        waiting: list[tuple[ast.AST, bool]] = [(tree, False)]
        uses: list[tuple[ast.AST, bool]] = []
        while waiting:
            node, guarded = waiting.pop()
            kind = node.__class__
            if kind is ast.Import or kind is ast.ImportFrom:
                self._import(node, guarded)  # type: ignore[arg-type]
                continue
            if kind in _TELLING:
                uses.append((node, guarded))
            elif kind in _GUARDING:
                guarded = guarded or _guards(node)
            waiting += [(inner, guarded) for inner in ast.iter_child_nodes(node)]
        for node, guarded in uses:
            self._use(node, guarded)
        yield from self._found.values()

    def _add(self, sighting: Sighting) -> None:
        key = sighting.kind, sighting.name
        known = self._found.get(key)
        if known is None or (sighting.guarded, sighting.line) < (known.guarded, known.line):
            self._found[key] = sighting

    def _module(self, name: str, line: int, guarded: bool) -> None:
        root = name.partition(".")[0]
        if root in self._wanted.roots and root not in self._local:
            self._add(Sighting("python", name, line, guarded))

    def _import(self, node: ast.Import | ast.ImportFrom, guarded: bool) -> None:
        if isinstance(node, ast.ImportFrom):
            if node.level or not node.module:
                return
            for alias in node.names:
                name = node.module if alias.name == "*" else f"{node.module}.{alias.name}"
                self._names[alias.asname or alias.name] = name
                self._module(name, node.lineno, guarded)
            return
        for alias in node.names:
            self._names[alias.asname or alias.name.partition(".")[0]] = (
                alias.name if alias.asname else alias.name.partition(".")[0]
            )
            self._module(alias.name, node.lineno, guarded)

    def _use(self, node: ast.AST, guarded: bool) -> None:
        match node:
            case ast.Attribute():
                if name := self._dotted(node):
                    self._module(name, node.lineno, guarded)
            case ast.Call():
                self._call(node, guarded)
            case ast.Assign(
                targets=[ast.Subscript(slice=ast.Constant(value=str() as key))],
                value=ast.Constant(value=str() as value),
            ) if key in self._wanted.settings:
                self._add(Sighting("setting", f"{key} {value}", node.lineno))
            case ast.Constant(value=str() as text) if text in self._wanted.strings:
                self._add(Sighting("string", text, node.lineno, guarded))

    def _dotted(self, node: ast.Attribute) -> str | None:
        """The full name of an attribute of something imported; None of anything else."""
        parts: list[str] = []
        inner: ast.expr = node
        while isinstance(inner, ast.Attribute):
            parts.append(inner.attr)
            inner = inner.value
        if not isinstance(inner, ast.Name) or inner.id not in self._names:
            return None
        return ".".join([self._names[inner.id], *reversed(parts)])

    def _call(self, node: ast.Call, guarded: bool) -> None:
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        texts = [one.value if isinstance(one, ast.Constant) else None for one in node.args[:2]]
        if called in _BY_NAME and texts and isinstance(texts[0], str):
            self._module(texts[0], node.lineno, guarded=True)
        match texts:
            case [str() as key, str() as value] if called in _SETTERS and key in self._wanted.settings:
                self._add(Sighting("setting", f"{key} {value}", node.lineno))
        for keyword in node.keywords:
            if keyword.arg in self._wanted.keywords and not _is_off(keyword.value):
                self._add(Sighting("keyword", str(keyword.arg), keyword.value.lineno, guarded))


def _is_off(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value in (None, False, 0)


def _guards(node: ast.AST) -> bool:
    """Whether what is inside a statement may never be executed."""
    match node:
        case ast.Try():
            return any(handler.type is None or _copes(handler.type) for handler in node.handlers)
        case ast.If():
            name = node.test.attr if isinstance(node.test, ast.Attribute) else getattr(node.test, "id", "")
            return name == "TYPE_CHECKING"
    return True


def _copes(caught: ast.expr) -> bool:
    """Whether a handler copes with a missing module."""
    caught_names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(getattr(one, "id", "") in ("ImportError", "ModuleNotFoundError", "Exception") for one in caught_names)


_BLANKED = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|#[^\n]*', re.DOTALL)
_IMPORT = re.compile(
    r"^([ \t]*)(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+\(?([^\n;)]*)|import[ \t]+([^\n;]+))", re.MULTILINE
)
_ALIASED = re.compile(r"^\s*([\w.]+|\*)(?:\s+as\s+(\w+))?\s*$")


def read_pattern(text: str, wanted: Wanted, local: Collection[str] = ()) -> Iterator[Sighting]:
    """The sightings of what looks like Python, line by line: imports, and uses of what they bring."""
    text = _BLANKED.sub(lambda found: "\n" * found[0].count("\n"), text)
    lines = Lines(text)
    names: dict[str, str] = {}
    seen: set[str] = set()
    for name, called, line, guarded in _imports(text, lines):
        root = name.partition(".")[0]
        if root in wanted.roots and root not in local:
            names[called] = name if called != root else root
            if name not in seen:
                seen.add(name)
                yield Sighting("python", name, line, guarded)
    if names:
        used = re.compile(rf"(?<![\w.])({'|'.join(map(re.escape, names))})((?:\.\w+)+)")
        for use in used.finditer(text):
            full = names[use[1]] + use[2]
            if full not in seen:
                seen.add(full)
                yield Sighting("python", full, lines.at(use.start()))


def _imports(text: str, lines: Lines) -> Iterator[tuple[str, str, int, bool]]:
    """Each imported name in full, what it is called here, its line, and whether it is indented."""
    for found in _IMPORT.finditer(text):
        indent, module, members, modules = found.groups()
        for part in (members if module else modules).split(","):
            if alias := _ALIASED.match(part):
                name, renamed = alias.groups()
                full = module if name == "*" else f"{module}.{name}" if module else name
                called = renamed or (name if module else name.partition(".")[0])
                yield full, called, lines.at(found.end(1)), bool(indent)
