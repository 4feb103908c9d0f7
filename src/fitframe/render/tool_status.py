"""Where tools stand in their life, in words."""

from __future__ import annotations

from collections.abc import Iterable

from fitframe.models import RuleBase, Status, Tool
from fitframe.render.document import Item
from fitframe.render.names import listed, shortened, thing_name

_WORDS = {
    Status.ACTIVE: "active",
    Status.MAINTENANCE: "only maintained",
    Status.SUPERSEDED: "superseded",
    Status.ARCHIVED: "archived",
    Status.UNKNOWN: "of unknown status",
}


def standing(rules: RuleBase, tool: Tool, day: str | None = None) -> str:
    """'TorchServe (serving) is archived since 2025-08-07; use Triton or vLLM.' On a day, or today."""
    status = tool.status_on(day) if day else tool.status
    changed = status == tool.status
    since = f" since {tool.since}" if tool.since and changed else ""
    heirs = listed((thing_name(rules, heir) for heir in tool.successor), "or") if changed else ""
    return f"{_called(tool)} is {_WORDS[status]}{since}" + (f"; use {heirs}." if heirs else ".")


def standings(rules: RuleBase, tools: Iterable[Tool], most: int | None = None, day: str | None = None) -> list[Item]:
    """An entry for each tool not active on a day (or today), and one for those that are: the first `most`, or all."""
    known = [(tool, tool.status_on(day) if day else tool.status) for tool in tools]
    items = [Item(standing(rules, tool, day)) for tool, status in known if status != Status.ACTIVE]
    active = [_called(tool) for tool, status in known if status == Status.ACTIVE]
    return [*items, Item(f"Active: {shortened(active, most or len(active))}.")] if active else items


def _called(tool: Tool) -> str:
    return f"{tool.name} ({tool.kind})"
