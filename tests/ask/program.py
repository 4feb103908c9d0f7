"""The program itself, with the small rule base beside this file in place of the shipped one unless RULES is set."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from fitframe import __main__, api
from fitframe.rulebase.load import load_rules

RULES = Path(__file__).parent / "rules"

if __name__ == "__main__":
    if not os.environ.get("RULES"):
        api.load_rules = partial(load_rules, base=RULES)
    __main__.main()
