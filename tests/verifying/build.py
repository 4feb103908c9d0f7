"""Probes and answers for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fitframe.model.evidence import Probe
from fitframe.verifying.answers import Answer, Answers
from fitframe.verifying.requests import Request


def probe(query: dict[str, Any], expect: str, canary: dict[str, Any], name: str = "a-probe") -> Probe:
    return Probe.model_validate(
        {
            "id": name,
            "fact": "Something is so.",
            "probe": query,
            "expect": expect,
            "stands_for": ["edge/something"],
            "canary": canary,
        }
    )


def file(name: str, python: str | None = None, day: str = "2026-01-01", yanked: bool = False) -> dict[str, Any]:
    return {"name": name, "python": python, "day": day, "yanked": yanked}


def kept_answers(path: Path, values: dict[str, Any], day: str = "2026-11-29") -> Answers:
    """Answers of a day, by service and path such as 'index:numpy/'."""
    answers = Answers(path)
    for asked, value in values.items():
        service, _, rest = asked.partition(":")
        answers.put(Request(service, rest), Answer(day, value))
    return answers
