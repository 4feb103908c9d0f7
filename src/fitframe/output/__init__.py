"""From values to text. What can be shown is a `Subject`; a writer for each format prints nothing itself."""

from __future__ import annotations

from typing import Literal

from fitframe.output.subject import Detail, Screen, Subject, stamp

__all__ = ["Detail", "Format", "Listed", "Screen", "Subject", "stamp"]

Format = Literal["text", "json", "markdown"]
Listed = Literal[
    "criteria", "rules", "questions", "frameworks", "tools", "routes", "sources", "groups", "probes", "measurements"
]
"""What the rule base can be listed by."""
