"""The rule base with the layers of an organisation on it, free of contradictions between them."""

from __future__ import annotations

from pathlib import Path

from fitframe.errors import RuleBaseError
from fitframe.models import RuleBase
from fitframe.rulebase import loading


def load_rules(*overlays: Path) -> RuleBase:
    """Read the shipped rules, and lay rule bases of one's own over them, the later over the earlier.

    Raises:
        RuleBaseError: with every fault of every file, or with every rule of an overlay that contradicts one below it
            and does not supersede it.
    """
    rules = loading.load_rules(*overlays)
    if overlays:
        from fitframe.lint import contradictions

        faults = contradictions(rules, loading.load_rules(*overlays[:-1]))
        if faults:
            raise RuleBaseError(*faults)
    return rules
