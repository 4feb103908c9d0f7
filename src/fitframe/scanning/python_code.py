"""Python code to sightings, line by line and without a syntax tree: so Python 2 and templates are read as well."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from operator import itemgetter
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


def read_python(text: str, wanted: Wanted, local: Container[str] = ()) -> Iterator[Sighting]:
    """The sightings of a module. Names in `local` are modules of the repository itself."""
    if _is_worth_reading(text, wanted):
        yield from _Reader(text, wanted, local).read()


_IMPORTERS = "import_module", "importorskip", "__import__", "find_spec"
_BY_NAME = re.compile(rf"\b(?:{'|'.join(_IMPORTERS)})\(\s*[\"']([\w.]+)[\"']")
_FIRST = re.compile(r"\s*(\w*)")


def _is_worth_reading(text: str, wanted: Wanted) -> bool:
    """Whether a module names anything that somebody asks for; most do not."""
    for _, module, names in _statements(text):
        if any(_FIRST.match(name)[1] in wanted.roots for name in ([module] if module else names.split(","))):  # type: ignore[index]
            return True
    return any(word in text for word in (*_IMPORTERS, *wanted.settings))


_GOES_ON = r"(?:[ \t]|\\\r?\n)"
_BEFORE = re.compile(rf"(?:^|[;:])[ \t]*(?:from{_GOES_ON}+([\w.]+){_GOES_ON}+)?\Z", re.MULTILINE)
_AFTER = re.compile(rf"(?=[\s\\(*]){_GOES_ON}*+(?:\(([^)]*+)\)|([^\n;\\]*+(?:\\\r?\n[^\n;\\]*+)*+))")
_LONGEST, _LONGEST_NAME = 8000, 300
"""Characters of a statement, and of the module in it, that are read, so that no file takes long."""


def _statements(code: str) -> Iterator[tuple[int, str | None, str]]:
    """Each statement that imports: where it says so, the module that it takes names from, and the names."""
    place = code.find("import")
    while place >= 0:
        if code[place - 1 : place] in _MAY_STAND_BEFORE:
            first = max(0, place - _LONGEST_NAME)
            start = code.rfind("\n", first, place) + 1
            if code[start - 2 : start - 1] == "\\":  # the line goes on from the one before
                start = code.rfind("\n", first, start - 1) + 1
            before = _BEFORE.search(code, max(first, start), place)
            after = _AFTER.match(code, place + 6, place + _LONGEST) if before else None
            if before and after:
                yield place, before[1], after[1] or after[2] or ""
        place = code.find("import", place + 6)


_MAY_STAND_BEFORE = frozenset({"", " ", "\t", "\n", ";", ":"})
_ALIASED = re.compile(r"[\s\\]*([\w.]+|\*)(?:[\s\\]+as[\s\\]+(\w+))?[\s\\]*")


def imports(code: str) -> Iterator[Import]:
    """Each imported name of a module; `code` is without comments and with empty strings."""
    statements = list(_statements(code))
    lines = Lines(code)
    for (place, module, names), guarded in zip(statements, _guards(code, statements), strict=True):
        for part in names.split(","):
            if alias := _ALIASED.fullmatch(part):
                name, renamed = alias.groups()
                full = module if name == "*" and module else f"{module}.{name}" if module else name
                called = renamed or (name if module else name.partition(".")[0])
                yield Import(full, called, lines.at(place), guarded)


_HEADER = re.compile(
    r"^([ \t]*)(?:async[ \t]+)?(def|class|if|elif|else|for|while|with|try|except|finally|match|case)\b", re.MULTILINE
)
_GO_ON = frozenset({"elif", "else", "except", "finally"})
"""Headers that go on with the block before them."""
_COPES = re.compile(
    r"except\*?[ \t]*(?::|\(?[^):]{0,500}?(?<![\w.])(?:ImportError|ModuleNotFoundError|Exception)\b(?!\.))"
)
_FOR_TYPES = re.compile(r"(?:el)?if[ \t(]+(?:\w+\.)*TYPE_CHECKING[ \t)]*:")


class _Block:
    """A statement with others inside of it; what is guarded may never be executed, or may fail without harm."""

    __slots__ = ("around", "guards", "indent", "start")

    def __init__(self, indent: int, start: int, around: _Block | None, *, guards: bool) -> None:
        self.indent, self.start, self.around, self.guards = indent, start, around, guards

    def is_guarded(self) -> bool:
        """Whether this block or one around it guards what is inside."""
        block: _Block | None = self
        while block and not block.guards:
            block = block.around
        return block is not None


def _guards(code: str, statements: Sequence[tuple[int, str | None, str]]) -> list[bool]:
    """Whether each statement that imports is guarded. An 'except' speaks of all that its 'try' holds."""
    starts = [code.rfind("\n", 0, place) + 1 for place, _, _ in statements]
    if all(code.startswith(("import", "from"), start) for start in starts):
        return [False] * len(starts)
    inside: list[_Block | None] = []
    innermost: _Block | None = None
    for header in _HEADER.finditer(code):
        while len(inside) < len(starts) and starts[len(inside)] < header.start():
            inside.append(_around(code, starts[len(inside)], innermost))
        if len(inside) == len(starts) and not header[1] and header[2] not in _GO_ON:
            break  # nothing from here on speaks of what came before
        innermost = _entered(code, header, innermost)
    inside += [_around(code, start, innermost) for start in starts[len(inside) :]]
    return [block is not None and block.is_guarded() for block in inside]


def _entered(code: str, header: re.Match[str], innermost: _Block | None) -> _Block | None:
    """The block that a header starts or goes on with."""
    indent, start = len(header[1].expandtabs()), header.start()
    for_types = bool(_FOR_TYPES.match(code, header.start(2)))
    while innermost and innermost.indent > indent:
        innermost = innermost.around
    if header[2] in _GO_ON and not for_types:
        if innermost and innermost.indent == indent:
            innermost.start = start
            innermost.guards = innermost.guards or bool(_COPES.match(code, header.start(2)))
        return innermost
    around = innermost.around if innermost and innermost.indent == indent else innermost
    return _Block(indent, start, around, guards=for_types or header[2] == "def")


def _around(code: str, start: int, innermost: _Block | None) -> _Block | None:
    """The block that the line from `start` on is in, or starts."""
    indent = len(_INDENT.match(code, start)[0].expandtabs())  # type: ignore[index]
    while innermost and innermost.indent >= indent and innermost.start != start:
        innermost = innermost.around
    return innermost


_INDENT = re.compile(r"[ \t]*")
_PROSE = re.compile(
    r'"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+"""'
    r"|'''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+'''"
    r"|#[^\n]*+"
    r'|("[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"|' + r"'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+')",
    re.DOTALL,
)
"""Long strings, comments, and in a group short strings, which say what is done."""


def code_alone(text: str, wanted: Container[str] = ()) -> tuple[str, dict[str, int]]:
    """A module line by line without comments and with empty strings; and where each string in `wanted` first stands."""
    strings: dict[str, int] = {}

    def emptied(prose: re.Match[str]) -> str:
        lines = "\n" * prose[0].count("\n")
        if prose[1] is None:
            return lines
        if (string := prose[1][1:-1]) in wanted:
            strings.setdefault(string, prose.start())
        return "''" + lines

    return _PROSE.sub(emptied, text), strings


_USED = re.compile(r"(?<![\w.])\w+(?:\.\w+)+")
_MOST_NAMES = 200
"""So many imported names of one module are looked for, so that no file takes long."""


class _Reader:
    """Finds what a module uses of what it imports."""

    def __init__(self, text: str, wanted: Wanted, local: Container[str]) -> None:
        self._text, self._wanted, self._local = text, wanted, local
        self._code, self._strings = code_alone(text, wanted.strings)
        self._lines = Lines(self._code)
        self._found: dict[tuple[str, str], Sighting] = {}

    def read(self) -> Iterator[Sighting]:
        """Each name once, where it first stands unguarded, or else where it first stands."""
        names: dict[str, str] = {}
        for one in imports(self._code):
            root = one.name.partition(".")[0]
            if root in self._wanted.roots and root not in self._local:
                names.setdefault(one.called, one.name if one.called != root else root)
                self._add(Sighting("python", one.name, one.line, one.guarded))
        self._uses(names)
        self._words()
        return iter(self._found.values())

    def _uses(self, names: dict[str, str]) -> None:
        """Uses of imported names, such as 'nn.Linear'."""
        first: dict[str, int] = {}
        for called in islice(names, _MOST_NAMES):
            place = self._code.find(f"{called}.")
            while place >= 0:
                if used := _USED.match(self._code, place):
                    first.setdefault(used[0], place)
                place = self._code.find(f"{called}.", place + len(called))
        for name, place in sorted(first.items(), key=itemgetter(1)):
            called, _, member = name.partition(".")
            guarded = self._code[self._code.rfind("\n", 0, place) + 1] in " \t"
            self._add(Sighting("python", f"{names[called]}.{member}", self._lines.at(place), guarded))

    def _words(self) -> None:
        """Texts, named arguments, environment variables and modules by name that somebody asks for."""
        wanted, lines = self._wanted, Lines(self._text)
        for word, place in self._strings.items():
            self._add(Sighting("string", word, lines.at(place)))
        if any(word in self._code for word in wanted.keywords):
            for found in _keywords(wanted.keywords).finditer(self._code):
                self._add(Sighting("keyword", found[1], self._lines.at(found.start(1))))
        if any(word in self._text for word in (*_IMPORTERS, *wanted.settings)):
            self._said(_PROSE.sub(_without_comments, self._text))

    def _said(self, plain: str) -> None:
        """What strings say beside a name; `plain` has them all, but no comments."""
        lines = Lines(plain)
        for found in _BY_NAME.finditer(plain):
            root = found[1].partition(".")[0]
            if root in self._wanted.roots and root not in self._local:
                self._add(Sighting("python", found[1], lines.at(found.start()), guarded=True))
        for found in _settings(self._wanted.settings).finditer(plain):
            self._add(Sighting("setting", f"{found[1]} {found[2]}", lines.at(found.start())))

    def _add(self, sighting: Sighting) -> None:
        key = sighting.kind, sighting.name
        known = self._found.get(key)
        if known is None or (sighting.guarded, sighting.line) < (known.guarded, known.line):
            self._found[key] = sighting


def _without_comments(prose: re.Match[str]) -> str:
    return prose[1] or "\n" * prose[0].count("\n")


@lru_cache(maxsize=8)
def _keywords(words: frozenset[str]) -> re.Pattern[str]:
    """Named arguments that are neither switched off nor passed on, as in `f(fp16=fp16)`."""
    listed = "|".join(map(re.escape, sorted(words))) or r"(?!)"
    return re.compile(rf"[(,\s]({listed})\s*=(?!\s*(?:=|None\b|False\b|0\b|\1\s*[,)]))")


@lru_cache(maxsize=8)
def _settings(words: frozenset[str]) -> re.Pattern[str]:
    """Environment variables and settings that a text is given for."""
    listed = "|".join(map(re.escape, sorted(words))) or r"(?!)"
    return re.compile(rf"[\"']({listed})[\"']\s*(?:\]\s*=|,)\s*[\"'](\w+)[\"']")
