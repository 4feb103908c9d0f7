"""From values to text. A renderer turns a subject into a string and prints nothing.

What a format needs is imported when it is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Literal

from fitframe.output.subject import Detail, Screen, Subject, stamp

__all__ = ["RENDERERS", "Detail", "Format", "Listed", "Screen", "Subject", "stamp"]

Format = Literal["text", "json", "markdown"]
Listed = Literal["criteria", "rules", "questions", "frameworks", "tools", "routes", "sources", "groups"]
"""What the rule base can be listed by."""


def _text(subject: Subject, screen: Screen, detail: Detail) -> str:
    from fitframe.output import text

    return text.write(subject.document(detail), screen)


def _markdown(subject: Subject, screen: Screen, detail: Detail) -> str:
    from fitframe.output import markdown

    return markdown.write(subject.document(detail))


def _json(subject: Subject, screen: Screen, detail: Detail) -> str:
    return json.dumps(subject.data(), indent=2) + "\n"


Renderer = Callable[[Subject, Screen, Detail], str]
RENDERERS: dict[Format, Renderer] = {"text": _text, "json": _json, "markdown": _markdown}
"""Each format's renderer: of a subject, for a screen (which only text minds), in so much detail."""
