"""Parser events to plain values: no recursion, so that depth and size are bounded before anything grows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NoReturn

from yaml import events as yaml_events

from fitframe.errors import Fault, InputError
from fitframe.rulebase.documents import UNSAFE, Path, Place, capped

_DEEPEST = 50
_MOST_NODES = 100_000
_WORDS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_WHOLE_STARTS = frozenset("-+0123456789")  # most words need no closer look
# Escapes in double quotes can bring in what the raw text may not contain, and a return to the line's start.
_UNSAFE = re.compile("\r|" + UNSAFE.pattern)


class _Frame:
    """A list or mapping that is still open."""

    __slots__ = ("items", "key", "keyed", "path")

    def __init__(self, items: Any, path: Path) -> None:
        self.items = items
        self.path = path
        self.keyed = type(items) is dict
        self.key: Any = None  # of a mapping: the key that waits for its value


class Builder:
    """Builds one document's values; `places` and `faults` fill on the way."""

    def __init__(self, name: str) -> None:
        self.faults: list[Fault] = []
        self.places: dict[Path, Place] = {}
        self._name = name
        self._nodes = 0
        self._documents = 0
        self._root = _Frame([], ())
        self._open = [self._root]

    def build(self, events: Iterable[Any]) -> Any:
        """The document's value, None where there is none. Raises InputError where going on makes no sense."""
        handlers = {
            yaml_events.ScalarEvent: self._scalar,
            yaml_events.MappingStartEvent: lambda event: self._start(event, {}),
            yaml_events.SequenceStartEvent: lambda event: self._start(event, []),
            yaml_events.MappingEndEvent: self._end,
            yaml_events.SequenceEndEvent: self._end,
            yaml_events.AliasEvent: self._alias,
            yaml_events.DocumentStartEvent: self._document,
        }
        for event in events:
            if handler := handlers.get(type(event)):
                handler(event)
        return self._root.items[0] if self._root.items else None

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._stop(event, "a second document starts here ('---'); a file holds one")

    def _scalar(self, event: Any) -> None:
        self._check(event)
        text = event.value
        if not text.isprintable() and (unsafe := _UNSAFE.search(text)):
            self._fault(event, f"the control character U+{ord(unsafe.group()):04X} is not allowed")
        plain = event.implicit[0]
        value: Any = int(text) if plain and text[:1] in _WHOLE_STARTS and _WHOLE.fullmatch(text) else text
        frame = self._open[-1]
        if frame.keyed and frame.key is None:
            self._key(event, frame, value)
        else:
            self._add(event, frame, _WORDS[text] if plain and text in _WORDS else value)

    def _start(self, event: Any, items: Any) -> None:
        self._check(event)
        frame = self._open[-1]
        if frame.keyed and frame.key is None:
            self._stop(event, "a key has to be a word, not a list or a mapping")
        if len(self._open) > _DEEPEST:
            self._stop(event, f"this is nested more than {_DEEPEST} levels deep")
        self._open.append(_Frame(items, self._add(event, frame, items)))

    def _end(self, _: Any) -> None:
        self._open.pop()

    def _alias(self, event: Any) -> None:
        self._stop(event, f"the alias *{event.anchor} is not supported; write the value itself")

    def _key(self, event: Any, frame: _Frame, key: str | int) -> None:
        frame.key = key
        path = (*frame.path, key)
        if key in frame.items:
            self._fault(event, f"the key '{key}' stands here twice, first in line {self.places[path][0]}")
        else:
            mark = event.start_mark
            self.places[path] = mark.line + 1, mark.column + 1

    def _add(self, event: Any, frame: _Frame, value: Any) -> Path:
        """Put a value where the open collection waits for one; returns the path to it."""
        if frame.keyed:
            key, frame.key = frame.key, None
            frame.items.setdefault(key, value)
            return (*frame.path, key)
        path = () if frame is self._root else (*frame.path, len(frame.items))
        mark = event.start_mark
        self.places[path] = mark.line + 1, mark.column + 1
        frame.items.append(value)
        return path

    def _check(self, event: Any) -> None:
        self._nodes += 1
        if self._nodes > _MOST_NODES:
            self._stop(event, f"the file has more than {_MOST_NODES} entries")
        if event.anchor is event.tag is None:
            return
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
