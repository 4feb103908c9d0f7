"""Which folder of rules said something: the shipped one, or one that an organisation laid over it."""

from __future__ import annotations

from collections.abc import Iterable

from fitframe.models import RuleBase


def layer_of(rules: RuleBase, rule: str) -> str | None:
    """The folder that a rule comes from, as it was named; None where the rule base does not say."""
    origin = rules.origins.get(f"rule:{rule}")
    return origin.rpartition("/criteria/")[0] if origin else None


def layers_of(rules: RuleBase, names: Iterable[str]) -> tuple[str, ...]:
    """The folders that several rules come from, each once."""
    return tuple(dict.fromkeys(layer for name in names if (layer := layer_of(rules, name))))
