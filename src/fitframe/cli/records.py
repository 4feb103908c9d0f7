"""Decision records on disk: a record that is there is superseded by a new one, never overwritten."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from fitframe.cli.showing import put
from fitframe.errors import FitframeError

Writer = Callable[[str | None], str]
"""From the file name of the record that is superseded (None: none is) to the text of the new one."""

_NUMBERED = re.compile(r"(\d+)(-.*)", re.DOTALL)
_BY = re.compile(r"^status: \"superseded by \[[^\]\n]*\]\((?P<name>[^)/\n]+)\)\"$", re.MULTILINE)


def record(path: Path, write: Writer) -> str:
    """Write a decision record to `path`, or beside it where one is there; returns a sentence on what was done.

    The record that is there keeps its text, and its status says what superseded it. Where it says the same as the new
    one would, nothing is written. Raises FitframeError where another kind of file is there.
    """
    before, current = _newest(path)
    if not current.exists():
        put(write(None), current)
        return f"The decision is recorded in {current}."
    text = _read(current)
    if text == write(before.name if before else None):
        return f"{current} says so already."
    changed, new = _superseded(current, text), _beside(current)
    put(write(current.name), new)
    put(changed(new.name), current)
    return f"The decision is recorded in {new}; {current} is superseded by it."


def _newest(path: Path) -> tuple[Path | None, Path]:
    """The last record in the chain that starts at `path`, and the one before it."""
    before: Path | None = None
    seen = {path}
    while (
        path.exists() and (by := _BY.search(_read(path))) and (after := path.with_name(unquote(by["name"]))) not in seen
    ):
        before, path = path, after
        seen.add(path)
    return before, path


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FitframeError(f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}") from None


def _superseded(path: Path, text: str) -> Callable[[str], str]:
    from fitframe.render.decision import superseded

    if superseded(text, "") is None:
        raise FitframeError(f"{path} is there and is not a decision record; give another name")
    return lambda by: superseded(text, by) or text


def _beside(path: Path) -> Path:
    """The next free name: 0007-x.md after 0006-x.md, decision-2.md after decision.md."""
    numbered = _NUMBERED.fullmatch(path.name)
    if numbered:
        width, rest = len(numbered[1]), numbered[2]
        others = (_NUMBERED.fullmatch(other.name) for other in path.parent.iterdir())
        return path.with_name(f"{max(int(other[1]) for other in others if other) + 1:0{width}d}{rest}")
    stem, count = re.sub(r"-\d+$", "", path.stem), 2
    while (found := path.with_name(f"{stem}-{count}{path.suffix}")).exists():
        count += 1
    return found
