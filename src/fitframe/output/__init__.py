"""From values to text. What can be shown is a `Subject`; a writer for each format prints nothing itself."""

from __future__ import annotations

from typing import Literal

from fitframe.output.subject import Detail, Screen, Subject, stamp

__all__ = ["Detail", "Format", "Listed", "Rendering", "Screen", "Subject", "stamp"]

Format = Literal["text", "json", "markdown"]
Rendering = Literal["text", "json", "markdown", "html"]
"""What a file can hold; its ending chooses."""
Listed = Literal[
    "criteria",
    "rules",
    "questions",
    "frameworks",
    "tools",
    "routes",
    "moves",
    "outcomes",
    "contradictions",
    "splits",
    "terms",
    "sources",
    "groups",
    "measurements",
    "probes",
    "precedents",
    "libraries",
    "signs",
]
"""What the rule base can be listed by."""
