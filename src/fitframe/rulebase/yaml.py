"""Bytes to a document, and a document to a model, or to every fault that can be told of them.

YAML reads `no`, `on`, dates and versions as it likes. Here only true, false, null and whole numbers mean anything
but their text; the models turn text into decimals where they want one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml import AliasToken, AnchorToken, MappingNode, ScalarNode, SequenceNode, TagToken
from yaml.composer import ComposerError
from yaml.error import MarkedYAMLError, YAMLError
from yaml.scanner import ScannerError

from fitframe.errors import Fault, InputError
from fitframe.rulebase.load import LIMIT
from fitframe.rulebase.messages import UNSAFE, Path, mismatches

Place = tuple[int, int]
"""Line and column, both from 1."""

MOST_FAULTS = 50
"""So many faults of a file are told."""


@dataclass(frozen=True)
class Document:
    """The values of one file; the place of each key and list entry is worked out once somebody asks for one."""

    name: str
    data: Any
    root: Any  # the node of PyYAML that the values come from; None where no file holds them

    @cached_property
    def _places(self) -> dict[Path, Place]:
        """Where the keys and list entries stand that somebody came by; of a key that stands twice, the first place."""
        return {(): _place(self.root.start_mark) if self.root else (0, 0)}

    @cached_property
    def _unopened(self) -> dict[Path, Any]:
        """The nodes of which it is not known yet where the things inside them stand."""
        return {(): self.root}

    def nearest(self, path: Path) -> Path:
        """The path itself where a key or a list entry stands there, else that of the nearest thing around it."""
        places = self._places
        for depth in range(len(path)):
            around, inner = path[:depth], path[: depth + 1]
            if inner not in places and around in self._unopened:
                for step, node, mark in _inside(self._unopened.pop(around)):
                    if (*around, step) not in places:
                        places[*around, step] = _place(mark)
                        self._unopened[*around, step] = node
            if inner not in places:
                return around
        return path

    def place(self, path: Path) -> Place:
        """Where a key stands, or the nearest thing around it."""
        return self._places[self.nearest(path)]

    def part(self, path: Path) -> Any:
        """What it says at a path."""
        value = self.data
        for step in path:
            value = value[step]
        return value

    def fault(self, path: Path, message: str) -> Fault:
        """A fault at the place of a key."""
        return Fault(self.name, *self.place(path), message)


M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], document: Document, *, at: Path = (), data: Any = None) -> M:
    """Make a model of a document, or of the part of it at a path.

    `data` stands in for what the document says there, where the caller has added to it or taken from it; faults still
    point into the document. Raises InputError with one fault for everything that does not fit.
    """
    value = document.part(at) if data is None else data
    try:
        return model.model_validate(value)
    except ValidationError as error:
        found = mismatches(model, value, "the entry" if at else "the file", error)
        placed = sorted(((document.place(at + one.path), one) for one in found), key=lambda pair: pair[0])
        told = [Fault(document.name, *place, one.sentence()) for place, one in placed[:MOST_FAULTS]]
        raise InputError(*capped(sorted(told), len(placed))) from None


def capped(faults: Sequence[Fault], count: int | None = None) -> list[Fault]:
    """A file's first faults; where there are more, of `count` in all, a last line says how many."""
    more = (len(faults) if count is None else count) - MOST_FAULTS
    if more <= 0:
        return list(faults)
    return [*faults[:MOST_FAULTS], Fault(faults[0].path, 0, 0, f"and {more} more faults like these")]


_DEEPEST = 50
_MOST_NODES = 100_000
"""In a file of up to 1 MiB; a larger limit allows as many more."""
_WORDS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_WHOLE_STARTS = frozenset("-+0123456789")
# Escapes in double quotes can bring in what the raw text may not contain, and a return to the line's start.
_UNSAFE = re.compile("\r|" + UNSAFE.pattern)
_PROPERTY = re.compile(r"[&*]\S|!")


def read_document(data: bytes, name: str, *, limit: int = LIMIT) -> Document:
    """Read one YAML document. `name` is what faults call the file.

    Raises InputError where it is over `limit` bytes, not UTF-8, empty or not YAML, is nested too deeply or has too many
    entries, or uses what is not supported: duplicate keys, anchors, tags, control characters, a second document.
    """
    text = _decode(data, name, limit)
    try:
        root = _compose(text, _MOST_NODES * max(1, limit // LIMIT))
        converter = _Converter(name, _properties(text, name))
    except _LimitError as error:
        raise InputError(Fault(name, *_place(error.mark), str(error))) from None
    except ComposerError as error:
        raise InputError(*_composer_faults(error, text, name)) from None
    except MarkedYAMLError as error:
        raise InputError(_syntax_fault(error, text, name)) from None
    value = None if root is None else converter.value(root)
    if converter.faults:
        raise InputError(*capped(sorted(converter.faults)))
    if value is None:
        raise InputError(Fault(name, 0, 0, "the file is empty"))
    return Document(name, value, root)


class _LimitError(YAMLError):
    """A text goes beyond what is read; `mark` is where, or None for the file as a whole."""

    def __init__(self, mark: Any, message: str) -> None:
        super().__init__(message)
        self.mark = mark


class _Untyped:
    """Takes whatever a loader tells its resolver of each node, and gives all nodes the same tag: nobody asks for it."""

    descend_resolver: Any = "".format
    ascend_resolver: Any = "".format
    resolve: Any = "".format


class _Limits(_Untyped):
    """Counts nodes and levels where PyYAML would work out types."""

    most_nodes = 0

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._around: list[Any] = []  # the nodes that the present one is in, and the one around the document
        self._nodes = 0
        self.ascend_resolver = self._around.pop  # a node ends
        self.descend_resolver = self._begin

    def _begin(self, parent: Any, index: Any) -> None:
        """A node begins, inside its parent. Raises _LimitError where that is nested too deeply, or one too many."""
        self._around.append(parent)
        if len(self._around) > _DEEPEST + 1:
            raise _LimitError(parent.start_mark, _TOO_DEEP)
        self._nodes += 1
        if self._nodes > self.most_nodes:
            raise _LimitError(None, f"the file has more than {self.most_nodes} entries")


_TOO_DEEP = f"this is nested more than {_DEEPEST} levels deep"
_PythonLoader: Any = type("_PythonLoader", (_Limits, yaml.SafeLoader), {})
_Loader: Any = type("_Loader", (_Limits, getattr(yaml, "CSafeLoader", yaml.SafeLoader)), {})
_QuickLoader: Any = _Loader
if yaml.__with_libyaml__:
    _QuickLoader = type("_QuickLoader", (_Untyped, vars(yaml.cyaml)["CParser"]), {})
_SHORT = 2**15
_OPENING = ("[", "{", "?", ":", "- ", "-\n", "-\t")
"""Every level takes one of these signs: a short text with few of them holds neither too many levels nor too many nodes.
It is composed a quarter faster without counting them."""


def _compose(text: str, most_nodes: int) -> Any:
    """The root node of the one document in a text; None where there is none. Raises YAMLError."""
    if len(text) <= _SHORT and sum(map(text.count, _OPENING)) <= _DEEPEST:
        with suppress(YAMLError):  # the loader that counts says what is wrong
            return _composed(_QuickLoader, text, most_nodes)
    try:
        return _composed(_Loader, text, most_nodes)
    except ScannerError as error:
        # Some versions of the parser in C give up at a thousand levels, and read that far ahead of what they tell.
        if "nesting" not in (error.problem or ""):
            raise
    return _composed(_PythonLoader, text, most_nodes)


def _composed(kind: Any, text: str, most_nodes: int) -> Any:
    loader = kind(text)
    loader.most_nodes = most_nodes
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


def _properties(text: str, name: str) -> list[Fault]:
    """A fault for each anchor and each tag. Raises InputError at an alias, for nothing can stand in its place."""
    faults: list[Fault] = []
    if not (any(sign in text for sign in "&*!") and _PROPERTY.search(text)):  # the former is much quicker
        return faults
    with suppress(MarkedYAMLError):  # behind the place up to which nodes could be composed
        for token in yaml.scan(text, _Loader):
            kind, mark = type(token), token.start_mark
            if kind in _UNSUPPORTED:
                written = text[mark.index : token.end_mark.index]
                faults.append(Fault(name, *_place(mark), _UNSUPPORTED[kind].format(written)))
            if kind is AliasToken:
                raise InputError(*capped(faults))
    return faults


_UNSUPPORTED: dict[type[Any], str] = {
    AliasToken: "the alias {} is not supported; write the value itself",
    AnchorToken: "the anchor {} is not supported; write the value where it is needed",
    TagToken: "the tag {} is not supported; text in quotes stays text",
}


def _place(mark: Any) -> Place:
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)


def _inside(node: Any) -> Iterator[tuple[str | int, Any, Any]]:
    """What is directly in a node: its key or position, its own node, and the mark where it begins."""
    if type(node) is MappingNode:
        for key_node, value_node in node.value:
            yield _scalar(key_node), value_node, key_node.start_mark
    elif type(node) is SequenceNode:
        for n, entry in enumerate(node.value):
            yield n, entry, entry.start_mark


class _Converter:
    """Turns nodes without aliases into values; `faults` fills on the way."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        self.faults = faults
        self._name = name

    def value(self, node: Any, depth: int = 0) -> Any:
        """The value of a node that is inside `depth` others."""
        kind = type(node)
        if kind is ScalarNode:
            value = self._word(node)
            return _WORDS[value] if value in _WORDS and not node.style else value
        if depth >= _DEEPEST:
            self._fault(node, _TOO_DEEP)
            return None
        if kind is SequenceNode:
            return [self.value(entry, depth + 1) for entry in node.value]
        items: dict[str | int, Any] = {}
        for key_node, value_node in node.value:
            if type(key_node) is not ScalarNode:
                self._fault(key_node, "a key has to be a word, not a list or a mapping")
            elif (key := self._word(key_node)) not in items:
                items[key] = self.value(value_node, depth + 1)
        if len(items) < len(node.value):
            self._refuse_twins(node)
        return items

    def _refuse_twins(self, node: Any) -> None:
        first: dict[str | int, int] = {}
        for key_node in (key for key, _ in node.value if type(key) is ScalarNode):
            key, line = _scalar(key_node), key_node.start_mark.line + 1
            if key in first:
                self._fault(key_node, f"the key '{key}' stands here twice, first in line {first[key]}")
            first.setdefault(key, line)

    def _word(self, node: Any) -> str | int:
        """A word or a whole number, which has no characters that steer a terminal."""
        text: str = node.value
        if not text.isprintable() and (unsafe := _UNSAFE.search(text)):
            self._fault(node, f"the control character U+{ord(unsafe.group()):04X} is not allowed")
        return _scalar(node)

    def _fault(self, node: Any, message: str) -> None:
        self.faults.append(Fault(self._name, *_place(node.start_mark), message))


def _scalar(node: Any) -> str | int:
    """A word or a whole number."""
    text: str = node.value
    return int(text) if text[:1] in _WHOLE_STARTS and not node.style and _WHOLE.fullmatch(text) else text


def _decode(data: bytes, name: str, limit: int) -> str:
    if len(data) > limit:
        raise InputError(Fault(name, 0, 0, f"the file is larger than {limit // 2**20} MiB, the most that is read"))
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError(Fault(name, 1, 1, "the file is encoded as UTF-16; save it as UTF-8"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _end(error.object[: error.start].decode("utf-8"))
        problem = f"the byte 0x{error.object[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise InputError(Fault(name, *place, problem)) from None
    if found := UNSAFE.search(text):
        problem = f"the control character U+{ord(found.group()):04X} is not allowed"
        raise InputError(Fault(name, *_end(text[: found.start()]), problem))
    return text


def _end(text: str) -> Place:
    """The place right behind a text."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _syntax_fault(error: MarkedYAMLError, text: str, name: str) -> Fault:
    """The parser's complaint in one line, with what to do where that is plain."""
    mark = error.problem_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    at = lines[line][column : column + 1] if line < len(lines) else ""
    problem = error.problem or "the parser gives no reason"
    if at == "\t":
        problem = "a tab cannot indent, use spaces"
    elif at and at in "@`%" and "cannot start" in problem:
        problem = f"text that begins with {at} has to stand in quotes"
    elif "mapping values" in problem:
        problem = "no key can begin here; check the indent, and put text that contains ': ' in quotes"
    return Fault(name, line + 1, column + 1, f"not valid YAML: {problem}")


def _composer_faults(error: ComposerError, text: str, name: str) -> list[Fault]:
    """What is wrong where nodes cannot be put together: a second document, an unknown alias, two anchors of a name."""
    if "another document" in (error.problem or ""):
        return [Fault(name, *_place(error.problem_mark), "a second document starts here ('---'); a file holds one")]
    return capped(_properties(text, name)) or [_syntax_fault(error, text, name)]
