"""Names that people write, and what they stand for."""

from __future__ import annotations

from fitframe.errors import InputError, did_you_mean
from fitframe.models import RuleBase
from fitframe.rulebase.wording import listed, shown


def framework_names(rules: RuleBase) -> dict[str, str]:
    """Everything that frameworks are called, in small letters: names, aliases and ids, each to the id."""
    return {called.lower(): f.id for f in rules.frameworks.values() for called in (f.name, *f.aliases, f.id)}


def framework_id(rules: RuleBase, name: str) -> str:
    """The id of the framework called `name`: its id, its name or an alias, in capitals or not. Raises InputError."""
    if name in rules.frameworks:
        return name
    known = framework_names(rules)
    if name.lower() not in known:
        hint = did_you_mean(name.lower(), known) or f"; the frameworks are {listed(rules.frameworks)}"
        raise InputError(f"unknown framework {shown(name)}{hint}")
    return known[name.lower()]
