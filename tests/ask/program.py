"""The program itself, with the small rule base beside this file in the place of the shipped one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from fitframe import __main__, api
from fitframe.rulebase.load import load_rules

RULES = Path(__file__).parent / "rules"

if __name__ == "__main__":
    api.load_rules = partial(load_rules, base=RULES)
    __main__.main()
