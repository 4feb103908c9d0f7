"""Requirements such as 'torch>=2.1,<3; python_version<"3.13"' to a name and the lowest version that they allow."""

from __future__ import annotations

import re

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

_NAME = re.compile(r"\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(.*)", re.DOTALL)
_LOWEST = re.compile(r"(?:===?|~=|>=|>|\^|~|=)\s*v?(\d[\w.]*)")
_FROM_GIT = re.compile(r"(?:git\+)?(?:https?|ssh|git)://\S+?/([\w.-]+?)(?:\.git)?(?:@\S+)?(?:#egg=([\w.-]+).*)?$")


def requirement(text: str) -> tuple[str, str] | None:
    """A package's normalized name and the lowest version, empty where none is named; None where this is no package."""
    text = text.strip()
    if "://" in text and (found := _FROM_GIT.search(text)) and " @ " not in text:
        return canonicalize_name(found[2] or found[1]), ""
    try:
        read = Requirement(text)
    except InvalidRequirement:
        found = _NAME.match(text)
        return (canonicalize_name(found[1]), lowest(found[2])) if found else None
    return canonicalize_name(read.name), lowest(str(read.specifier))


def lowest(specifiers: str) -> str:
    """The lowest version that specifiers allow, as far as one is named: '2.1' of '<3,>=2.1'."""
    found = _LOWEST.search(specifiers)
    return found[1].rstrip(".*") if found else ""
