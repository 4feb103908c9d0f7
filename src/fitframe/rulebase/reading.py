"""Bytes to a document, or to every fault that can be told without knowing what the file should hold.

YAML reads `no`, `on`, dates and versions as it likes. Here only true, false, null and whole numbers mean anything
but their text; the models turn text into decimals where they want one.
"""

from __future__ import annotations

from typing import Any

import yaml
from yaml.error import MarkedYAMLError

from fitframe.errors import Fault, InputError
from fitframe.rulebase.building import Builder
from fitframe.rulebase.documents import UNSAFE, Document, Place, capped
from fitframe.rulebase.files import LIMIT

_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_document(data: bytes, name: str) -> Document:
    """Read one YAML document. `name` is what faults call the file.

    Raises InputError where it is over 1 MiB, not UTF-8, empty or not YAML, is nested too deeply or has too many
    entries, or uses what is not supported: duplicate keys, anchors, tags, control characters, a second document.
    """
    text = _decode(data, name)
    builder, parser = Builder(name), _Parser(text)
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


def _decode(data: bytes, name: str) -> str:
    if len(data) > LIMIT:
        raise InputError(Fault(name, 0, 0, "the file is larger than 1 MiB, the most that is read"))
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
