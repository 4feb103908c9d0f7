"""A route in words."""

from __future__ import annotations

from fitframe.models import Route, RuleBase
from fitframe.render.names import thing_name


def steps(route: Route, rules: RuleBase) -> str:
    """'train with TensorFlow, export with LiteRT, run with LiteRT'."""
    return ", ".join(f"{hop.step} with {thing_name(rules, hop.tool)}" for hop in route.hops)
