"""A YAML file with some entries changed, and every other character as somebody wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from yaml import MappingNode, SequenceNode

from fitframe.rulebase.yaml import read_document


class Entry(NamedTuple):
    """An entry to write: its value on one line of YAML, and the comments above it."""

    value: str
    comments: tuple[str, ...] = ()


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


def with_value(text: str, key: str, value: str, after: str) -> str:
    """A mapping with a value of one line under `key`; where it has none yet, behind the key `after`, which is there."""
    pairs = _pairs(_root(text))
    if key in pairs:
        return _edited(text, [_replaced(*pairs[key], value)])
    end = _line_end(text, _end(pairs[after][1]))
    return _edited(text, [_Edit(end, end, f"\n{key}: {value}")])


def with_entries(
    text: str, section: str, entries: Mapping[str, Entry | None], stale: Mapping[str, Sequence[str]]
) -> str:
    """A mapping with these entries in the mapping under `section`; None takes one away.

    `stale` has the comments that are no longer true where they stand right above an entry that is changed.
    """
    pairs = _pairs(_root(text))
    if section not in pairs:
        lines = [line for name, entry in entries.items() if entry for line in _lines(name, entry, "  ")]
        return text.rstrip("\n") + "\n" + "".join(f"{line}\n" for line in ["", f"{section}:", *lines]) * bool(lines)
    key, node = pairs[section]
    present = _pairs(node) if isinstance(node, MappingNode) else {}
    if not present:
        lines = [line for name, entry in entries.items() if entry for line in _lines(name, entry, "  ")]
        body = "".join(f"\n{line}" for line in lines)
        return _edited(text, [_Edit(key.end_mark.index, _end(node), f":{body}")]) if lines else text
    if node.flow_style:
        return _edited(text, [_Edit(node.start_mark.index, _end(node), _flow(text, present, entries))])
    return _edited(text, list(_block(text, present, entries, stale)))


def _root(text: str) -> Any:
    return read_document(text.encode(), "profile").root


def _pairs(node: Any) -> dict[str, tuple[Any, Any]]:
    return {key.value: (key, value) for key, value in node.value}


def _block(
    text: str,
    present: Mapping[str, tuple[Any, Any]],
    entries: Mapping[str, Entry | None],
    stale: Mapping[str, Sequence[str]],
) -> Iterator[_Edit]:
    """The changes to a mapping whose entries stand on lines of their own."""
    indent = " " * next(iter(present.values()))[0].start_mark.column
    for name, entry in entries.items():
        if name not in present:
            continue
        key, value = present[name]
        start = _line_start(text, key.start_mark.index)
        above = "".join(f"{indent}{line}\n" for line in stale.get(name, ()))
        said = bool(above) and text[:start].endswith(above)
        if entry is None:
            yield _Edit(start - len(above) * said, _line_end(text, _end(value)) + 1, "")
            continue
        if said:
            yield _Edit(start - len(above), start, "".join(f"{indent}{line}\n" for line in entry.comments))
        yield _replaced(key, value, entry.value)
    new = [
        line for name, entry in entries.items() if entry and name not in present for line in _lines(name, entry, indent)
    ]
    end = _line_end(text, max(_end(value) for _, value in present.values()))
    yield _Edit(end, end, "".join(f"\n{line}" for line in new))


def _flow(text: str, present: Mapping[str, tuple[Any, Any]], entries: Mapping[str, Entry | None]) -> str:
    """A mapping in braces, written anew."""
    kept = {name: text[value.start_mark.index : _end(value)] for name, (_, value) in present.items()}
    changed = {name: entry.value for name, entry in entries.items() if entry}
    whole = {name: value for name, value in (kept | changed).items() if entries.get(name, value) is not None}
    return "{" + ", ".join(f"{name}: {value}" for name, value in whole.items()) + "}"


def _lines(name: str, entry: Entry, indent: str) -> Iterator[str]:
    yield from (f"{indent}{comment}" for comment in entry.comments)
    yield f"{indent}{name}: {entry.value}"


def _replaced(key: Any, value: Any, text: str) -> _Edit:
    return _Edit(key.end_mark.index, _end(value), f": {text}")


def _end(node: Any) -> int:
    """Where a node's own text ends: what PyYAML calls the end of a block is where the next thing begins."""
    if isinstance(node, (MappingNode, SequenceNode)) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(node, MappingNode) else last)
    return int(node.end_mark.index)


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _line_end(text: str, index: int) -> int:
    found = text.find("\n", index)
    return len(text) if found < 0 else found


def _edited(text: str, edits: Sequence[_Edit]) -> str:
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text
