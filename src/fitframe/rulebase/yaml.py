"""Bytes to a document, or to every fault that can be told without knowing what the file should hold.

YAML reads `no`, `on`, dates and versions as it likes. Here only true, false, null and whole numbers mean anything
but their text; the models turn text into decimals where they want one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml
from yaml import events as yaml_events
from yaml.error import MarkedYAMLError

from fitframe.errors import Fault, InputError
from fitframe.rulebase.files import LIMIT

Path = tuple[str | int, ...]
"""The keys and list positions that lead to a value, such as ('rules', 0, 'when', 'goal')."""
Place = tuple[int, int]
"""Line and column, both from 1."""

# Terminal escapes, characters that turn the direction of text, halves of characters: none belongs in plain text.
UNSAFE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_MOST_FAULTS = 50


@dataclass(frozen=True, slots=True)
class Document:
    """The values of one file with the place of each key and list entry."""

    name: str
    data: Any
    places: Mapping[Path, Place]

    def place(self, path: Path) -> Place:
        """Where a key stands, or the nearest thing around it; 0, 0 where the document is empty."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (0, 0))

    def fault(self, path: Path, message: str) -> Fault:
        """A fault at the place of a key."""
        return Fault(self.name, *self.place(path), message)


def capped(faults: Sequence[Fault]) -> list[Fault]:
    """A file's first fifty faults; where there are more, a last line says how many."""
    more = len(faults) - _MOST_FAULTS
    if more <= 0:
        return list(faults)
    return [*faults[:_MOST_FAULTS], Fault(faults[0].path, 0, 0, f"and {more} more faults like these")]


_DEEPEST = 50
_MOST_NODES = 100_000
"""In a file of up to 1 MiB; a larger limit allows as many more."""
_WORDS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_WHOLE_STARTS = frozenset("-+0123456789")  # most words need no closer look
# Escapes in double quotes can bring in what the raw text may not contain, and a return to the line's start.
_UNSAFE = re.compile("\r|" + UNSAFE.pattern)


class Builder:
    """Builds one document's values; `places` and `faults` fill on the way."""

    def __init__(self, name: str, limit: int = LIMIT) -> None:
        self.faults: list[Fault] = []
        self.places: dict[Path, Place] = {}
        self._name = name
        self._nodes = 0
        self._most_nodes = _MOST_NODES * limit // LIMIT

    def build(self, events: Iterator[Any]) -> Any:
        """The document's value, None where there is none. Raises InputError where going on makes no sense."""
        value, documents = None, 0
        for event in events:
            if type(event) is yaml_events.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._stop(event, "a second document starts here ('---'); a file holds one")
                root = next(events)
                self._remember(root, ())
                value = self._value(root, (), events)
        return value

    def _value(self, event: Any, path: Path, events: Iterator[Any]) -> Any:
        """What begins with an event and is at a path; takes the events that belong to it."""
        kind = type(event)
        if kind is yaml_events.ScalarEvent:
            value, plain = self._scalar(event)
            return _WORDS[value] if plain and value in _WORDS else value
        self._refuse_alias(event)
        self._check(event)
        if len(path) >= _DEEPEST:
            self._stop(event, f"this is nested more than {_DEEPEST} levels deep")
        return self._mapping(path, events) if kind is yaml_events.MappingStartEvent else self._sequence(path, events)

    def _mapping(self, path: Path, events: Iterator[Any]) -> dict[str | int, Any]:
        items: dict[str | int, Any] = {}
        for event in events:
            if type(event) is yaml_events.MappingEndEvent:
                break
            key = self._key(event)
            inner = (*path, key)
            if key in items:
                self._fault(event, f"the key '{key}' stands here twice, first in line {self.places[inner][0]}")
            else:
                self._remember(event, inner)
            items.setdefault(key, self._value(next(events), inner, events))
        return items

    def _sequence(self, path: Path, events: Iterator[Any]) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if type(event) is yaml_events.SequenceEndEvent:
                break
            inner = (*path, len(items))
            self._remember(event, inner)
            items.append(self._value(event, inner, events))
        return items

    def _key(self, event: Any) -> str | int:
        if type(event) is not yaml_events.ScalarEvent:
            self._refuse_alias(event)
            self._check(event)
            self._stop(event, "a key has to be a word, not a list or a mapping")
        return self._scalar(event)[0]

    def _scalar(self, event: Any) -> tuple[str | int, bool]:
        """A word or a whole number, and whether it stands without quotes."""
        self._check(event)
        text = event.value
        if not text.isprintable() and (unsafe := _UNSAFE.search(text)):
            self._fault(event, f"the control character U+{ord(unsafe.group()):04X} is not allowed")
        plain = event.implicit[0]
        return int(text) if plain and text[:1] in _WHOLE_STARTS and _WHOLE.fullmatch(text) else text, plain

    def _remember(self, event: Any, path: Path) -> None:
        mark = event.start_mark
        self.places[path] = mark.line + 1, mark.column + 1

    def _refuse_alias(self, event: Any) -> None:
        if type(event) is yaml_events.AliasEvent:
            self._stop(event, f"the alias *{event.anchor} is not supported; write the value itself")

    def _check(self, event: Any) -> None:
        self._nodes += 1
        if self._nodes > self._most_nodes:
            self._stop(event, f"the file has more than {self._most_nodes} entries")
        if event.anchor:
            self._fault(event, f"the anchor &{event.anchor} is not supported; write the value where it is needed")
        if event.tag:
            self._fault(event, f"the tag {event.tag} is not supported; text in quotes stays text")

    def _fault(self, event: Any, message: str) -> None:
        mark = event.start_mark
        self.faults.append(Fault(self._name, mark.line + 1, mark.column + 1, message))

    def _stop(self, event: Any, message: str) -> NoReturn:
        self._fault(event, message)
        raise InputError(*capped(self.faults))


_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_document(data: bytes, name: str, *, limit: int = LIMIT) -> Document:
    """Read one YAML document. `name` is what faults call the file.

    Raises InputError where it is over `limit` bytes, not UTF-8, empty or not YAML, is nested too deeply or has too many
    entries, or uses what is not supported: duplicate keys, anchors, tags, control characters, a second document.
    """
    text = _decode(data, name, limit)
    builder, parser = Builder(name, limit), _Parser(text)
    try:
        root = builder.build(iter(parser.get_event, None))
    except MarkedYAMLError as error:
        raise InputError(*capped([*builder.faults, _syntax_fault(error, text, name)])) from None
    finally:
        parser.dispose()
    if builder.faults:
        raise InputError(*capped(builder.faults))
    if root is None:
        raise InputError(Fault(name, 0, 0, "the file is empty"))
    return Document(name, root, builder.places)


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
