"""The Python interface behind the commands.

from fitframe import load_rules, load_profile, recommend

rules = load_rules()
profile = load_profile("fitframe.yaml", rules)
advice = recommend(rules, profile)
print(advice.recommended, advice.confidence)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from fitframe.engine.compiled import CompiledRules, compile_rules
from fitframe.engine.recommend import advise
from fitframe.errors import Fault, InputError, did_you_mean
from fitframe.model.profile import Profile
from fitframe.model.recommendation import Recommendation
from fitframe.model.rulebase import RuleBase
from fitframe.rulebase import load
from fitframe.rulebase.files import write_atomically
from fitframe.rulebase.profiles import framework_id, load_profile, read_profile, with_answers

if TYPE_CHECKING:
    from fitframe.checking.run import Run
    from fitframe.checking.settings import Settings
    from fitframe.sensitivity.comparison import SideBySide
    from fitframe.sensitivity.overview import Overview
    from fitframe.sensitivity.project import Situation

__all__ = [
    "CaseReport",
    "check",
    "compare",
    "lint",
    "load_profile",
    "load_rules",
    "look_closer",
    "read_profile",
    "recommend",
    "run_cases",
    "schemas",
    "situate",
    "with_answers",
    "write_atomically",
]


def load_rules(*overlays: Path) -> RuleBase:
    """Read the shipped rules, and lay rule bases of one's own over them, the later over the earlier.

    Raises:
        RuleBaseError: with every fault of every file, or with every rule of any overlay that contradicts one below it
            and does not supersede it.
    """
    return load.load_rules(*overlays, check=_contradictions if overlays else None)


def _contradictions(rules: RuleBase, below: RuleBase) -> list[Fault]:
    from fitframe.lint import contradictions  # only who compiles an overlay anew pays for it

    return contradictions(rules, below)


def recommend(
    rules: RuleBase,
    profile: Profile,
    *,
    between: Iterable[str] = (),
    sources: Iterable[str] = (),
    as_of: str | None = None,
    seed: int = 0,
) -> Recommendation:
    """Advise on a project.

    Args:
        rules: the rule base, from `load_rules`.
        profile: the project's answers, from `load_profile`.
        between: ids or aliases of the frameworks to choose among; none means all.
        sources: ids of the sources that count, or names of groups of them; none means all.
        as_of: the day whose knowledge counts, YYYY-MM-DD; None means the day of the rule base's last review.
        seed: of the worlds drawn for `share_first`; the same seed gives the same answer.

    Raises:
        InputError: a name in `between` or `sources` is unknown, or `as_of` is not a day.
    """
    compiled = _asked(rules, between, sources, as_of)
    return advise(
        compiled,
        profile.answers,
        profile.priorities,
        wishes=profile.wishes,
        any_of=profile.any_of,
        all_of=profile.all_of,
        name=profile.name,
        seed=seed,
    )


def situate(
    rules: RuleBase,
    profile: Profile,
    *,
    between: Iterable[str] = (),
    sources: Iterable[str] = (),
    as_of: str | None = None,
    seed: int = 0,
) -> Situation:
    """Advise on a project, and keep what the functions of `fitframe.insight` ask further. As `recommend` otherwise."""
    from fitframe.sensitivity.project import situation

    compiled = _asked(rules, between, sources, as_of)
    return situation(compiled, profile.answers, profile.priorities, name=profile.name, seed=seed)


def compare(here: Situation, first: str, second: str) -> SideBySide:
    """Put two frameworks side by side, by id or alias, for a project as `situate` found it.

    Raises InputError where one is unknown or both are the same.
    """
    from fitframe.sensitivity.comparison import side_by_side

    one, other = (framework_id(here.compiled.rules, name) for name in (first, second))
    if one == other:
        raise InputError(f"compare takes two different frameworks, got {one} twice")
    return side_by_side(here, one, other)


def look_closer(here: Situation, tell: Callable[[str], None] = lambda step: None) -> Overview:
    """How firm the advice is, what it rests on, what would turn it. `tell` is told of each step before it starts."""
    from fitframe.sensitivity.overview import overview

    return overview(here, tell)


def _asked(rules: RuleBase, between: Iterable[str], sources: Iterable[str], as_of: str | None) -> CompiledRules:
    if as_of is not None:
        _require_day(as_of)
    return compile_rules(
        rules,
        between=[framework_id(rules, name) for name in between],
        sources=_source_ids(rules, sources),
        as_of=as_of,
    )


@dataclass(frozen=True, slots=True)
class CaseReport:
    """How many cases of a rule base ran, and what did not hold."""

    cases: int
    failures: tuple[Fault, ...]


def run_cases(rules: RuleBase) -> CaseReport:
    """Run every case that stands beside the rules; a rule without one is a failure."""
    from fitframe.engine import rule_cases as cases
    from fitframe.lint import fault_at

    count, failed = cases.run_cases(rules)
    return CaseReport(count, tuple(sorted(fault_at(rules, failure.thing, failure.message) for failure in failed)))


def check(
    paths: Sequence[str] = (),
    settings: Settings | None = None,
    *,
    write_baseline: str | None = None,
    thorough: bool = True,
) -> Run:
    """Prepare to validate the choices that profiles state.

    Args:
        paths: profiles, and folders that are searched for fitframe.yaml and *.fitframe.yaml; none means this folder.
        settings: how to check, such as `Settings(fail_on="violates")`; None means the defaults, no file is read.
        write_baseline: where a new baseline is to be written; the run then collects its entries.
        thorough: say of every profile how sure the recommendation is. It costs some milliseconds each; without it,
            only the first choices that do not fit are explained in full.

    Raises:
        NothingToDo: there are no profiles.
        InputError: the rules, the shared waivers or the baseline cannot be used.
    """
    from fitframe.checking import run

    rules = load_rules(*map(Path, settings.rules if settings else ()))
    return run.check(rules, paths, settings, write_baseline=write_baseline, thorough=thorough)


def lint(*overlays: Path, stale: float | None = None, as_of: str | None = None) -> Sequence[Fault | str]:
    """Every fault of the rule base with its overlays, each with file and line, and what `load_rules` refuses.

    With `stale`, instead the sources that were last read more than that many months before `as_of`.
    """
    from fitframe import lint as checks
    from fitframe.rulebase.load import survey_rules

    if as_of is not None:
        _require_day(as_of)
    stages, faults = survey_rules(*overlays)
    if stale is not None:
        return checks.stale(stages[-1], stale, as_of)
    against = [fault for below, above in pairwise(stages) for fault in checks.contradictions(above, below)]
    return [*faults, *sorted([*checks.lint(stages[-1], whole=not faults), *against])]


def schemas(rules: RuleBase) -> dict[str, str]:
    """The JSON Schemas of profiles and rule files as text, by name of what they describe."""
    from fitframe.rulebase import json_schema as schema

    return schema.schemas(rules)


def _source_ids(rules: RuleBase, names: Iterable[str]) -> frozenset[str] | None:
    found: set[str] = set()
    for name in names:
        if name not in rules.groups and name not in rules.sources:
            known = [*rules.groups, *rules.sources]
            raise InputError(
                f"unknown source {name!r}{did_you_mean(name, known)}; 'fitframe rules list sources' has all"
            )
        found |= set(rules.groups.get(name, (name,)))
    return frozenset(found) or None


def _require_day(text: str) -> None:
    with suppress(ValueError):
        if date.fromisoformat(text).isoformat() == text:
            return
    raise InputError(f"--as-of takes a day such as 2026-11-20, got {text!r}")
