"""A rule base in which every verdict can be worked out by hand, and profiles for it.

One criterion counts, and an official rule rates three frameworks on it. So a score is 25 points for each step, and as
the trust is 0.95, the spread is its least, half a step: in each world the rating is drawn evenly from half a step below
to half a step above, cut off at 0 and 4. All questions are answered, so nothing else is uncertain.
"""

from __future__ import annotations

from typing import Any

from fitframe.checking.judge import Depth, Judge
from fitframe.checking.waivers import read_shared
from fitframe.model.rulebase import Rule, RuleBase
from fitframe.model.settings import Settings
from fitframe.model.verdict import CheckReport, Finding, Kind, Result
from tests.engine.build import TODAY, base, criterion, rule

ANSWERS = "{goal: [production], target: [server], size: small, python: '3.13'}"
PROFILE = """\
fitframe: 1
name: {name}
answers: {answers}
choice: {choice}
{more}
"""


def rules(bee: float = 3.5, cow: float = 0.0, *others: Rule, ant: float = 4.0, **fields: Any) -> RuleBase:
    """The rule base; the others are rules beside the one that rates."""
    rated = rule("speed/rated", ratings={"ant": ant, "bee": bee, "cow": cow})
    return base(criterion("speed", rated, *others, base="medium"), frameworks="ant bee cow", **fields)


def profile(choice: str = "bee", more: str = "", answers: str = ANSWERS, name: str = "Project") -> bytes:
    """A profile whose choice stands in line 4; `more` are lines from line 5 on."""
    return PROFILE.format(name=name, answers=answers, choice=choice, more=more).encode()


def judged(
    data: bytes,
    known: RuleBase | None = None,
    *,
    shared: str | None = None,
    path: str = "p.yaml",
    depth: Depth = Depth.VERDICT,
    today: str = TODAY,
    **settings: Any,
) -> Result:
    """The result for a profile; `shared` is the text of a file of waivers."""
    known = known or rules()
    waivers = read_shared(shared.encode(), "waivers.yaml", known)[0] if shared else ()
    return Judge(known, Settings(**settings), waivers, today).judge(data, path, depth)


def report(*results: Result, exit_zero: bool = False) -> CheckReport:
    """The report of these results."""
    return CheckReport(results, total=len(results), rules=rules(), as_of=TODAY, exit_zero=exit_zero)


def of_kind(result: Result, kind: Kind) -> list[Finding]:
    """The findings of one kind."""
    return [finding for finding in result.findings if finding.kind is kind]


def kinds(result: Result) -> list[str]:
    """What kinds of findings there are."""
    return [finding.kind.value for finding in result.findings]
