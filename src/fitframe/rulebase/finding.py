"""Where the rules are that came with the program."""

from __future__ import annotations

from pathlib import Path

from fitframe.errors import RuleBaseError

LABEL = "rules"
"""How messages and origins call the folder of the shipped rules, wherever it is."""


def shipped_rules() -> Path:
    """The folder of the shipped rules: inside an installed copy, or at the top of a checkout. Raises RuleBaseError."""
    package = Path(__file__).parents[1]
    for folder in (package / "_rules", package.parents[1] / LABEL):
        if (folder / "rulebase.yaml").is_file():
            return folder
    raise RuleBaseError(f"the rules that belong to fitframe are not in {package}; install it again")
