"""Parser events to plain values, with depth and size bounded before anything grows."""

from __future__ import annotations

import re
from collections.abc import Iterator
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


class Builder:
    """Builds one document's values; `places` and `faults` fill on the way."""

    def __init__(self, name: str) -> None:
        self.faults: list[Fault] = []
        self.places: dict[Path, Place] = {}
        self._name = name
        self._nodes = 0

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
        if self._nodes > _MOST_NODES:
            self._stop(event, f"the file has more than {_MOST_NODES} entries")
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
