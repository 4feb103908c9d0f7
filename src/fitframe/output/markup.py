"""HTML and SVG from plain values. Text is escaped where it enters, so that nothing in it can become markup."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote

_VOID = {"meta", "br", "input", "link"}
_ADDRESS = re.compile(r"https?://\S+", re.ASCII)
_REPOSITORY = re.compile(r"github:([\w.-]+/[\w.-]+) (\S+) @([0-9a-f]{7,40})", re.ASCII)


class Markup(str):
    """Text that is markup already. Only the functions of this module make it."""

    __slots__ = ()


Child = str | None


def tag(name: str, *children: Child, **attributes: str | float | bool | None) -> Markup:
    """An element. Children that are not Markup are escaped; None is left out.

    An attribute's name has `_` for `-`, and may end in `_` (`class_`). One that is None or False is left out, True
    stands without a value.
    """
    given = "".join(_attribute(key, value) for key, value in attributes.items())
    inner = joined(*children)
    return Markup(f"<{name}{given}>" if name in _VOID else f"<{name}{given}>{inner}</{name}>")


def joined(*children: Child) -> Markup:
    """Several pieces one after the other; those that are not Markup are escaped, None is left out."""
    return Markup("".join(child if isinstance(child, Markup) else _escaped(child) for child in children if child))


def _escaped(text: str) -> str:
    """Text as markup shows it. What does not print, and would break XML or turn the reading order, is spelled out."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text)
    return escape(text)


def _attribute(key: str, value: str | float | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    return f' {name}="{_escaped(f"{value:.6g}" if isinstance(value, float) else str(value))}"'


def link(text: str, address: str | None) -> Markup:
    """A link where the address is one of the web, or a file in a repository; its text alone where it is neither."""
    if address and (found := _REPOSITORY.fullmatch(address)):
        address = f"https://github.com/{found[1]}/blob/{found[3]}/{quote(found[2])}"
    if address and _ADDRESS.fullmatch(address):
        return tag("a", text, href=address, rel="noreferrer")
    return joined(text)
