"""Lists and code in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fitframe.render.document import clean
from fitframe.render.markdown import escape


def bullets(items: Iterable[str]) -> str:
    """A list, one item a line, every character shown as it is."""
    return "\n".join(f"* {escape(item)}" for item in items)


def code(text: str) -> str:
    """A code span; the fence is longer than any run of backticks inside."""
    words = clean(text)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", words)), default=0))
    edge = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{edge}{words}{edge}{fence}"
