"""The Python interface behind the commands; docs/python.md shows it in use."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from fitframe.engine.compiled import CompiledRules, compile_rules
from fitframe.engine.recommend import advise
from fitframe.errors import Fault, InputError, did_you_mean
from fitframe.model.evidence import Probe, ProbeKind, ProofOutcome
from fitframe.model.profile import Profile
from fitframe.model.rulebase import RuleBase
from fitframe.rulebase import load
from fitframe.rulebase.profiles import (
    framework_id,
    framework_names,
    load_profile,
    profile_from,
    read_profile,
    with_answers,
)
from fitframe.rulebase.writing import write_atomically

if TYPE_CHECKING:
    from fitframe.checking.run import Paths
    from fitframe.model.settings import Settings
    from fitframe.model.verdict import CheckReport
    from fitframe.output.comparison import Versus
    from fitframe.output.explain import Explanation
    from fitframe.output.recommendation import Advice
    from fitframe.output.scan import ScanReport
    from fitframe.output.verification import VerificationReport, WinnersReport
    from fitframe.sensitivity.overview import Overview
    from fitframe.sensitivity.project import Project

__all__ = [
    "CaseReport",
    "check",
    "compare",
    "diff_rules",
    "explain",
    "lint",
    "load_profile",
    "load_rules",
    "look_closer",
    "profile_from",
    "read_profile",
    "recommend",
    "report",
    "requests_to_make",
    "run_cases",
    "scan",
    "schemas",
    "situate",
    "verify",
    "with_answers",
    "write_atomically",
]

ReportFormat = Literal["html", "markdown", "svg"]


def _unheard(step: str) -> None:
    """Nobody wants to know how far the work is."""


def load_rules(*overlays: str | os.PathLike[str]) -> RuleBase:
    """The shipped rules with rule bases of your own on top, the later over the earlier.

    Args:
        overlays: their folders.

    Raises:
        RuleBaseError: with every fault of every file, or with every rule of any overlay that contradicts one below it
            and does not supersede it.
    """
    folders = [Path(folder) for folder in overlays]
    return load.load_rules(*folders, check=_contradictions if folders else None)


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
    thorough: bool = False,
    tell: Callable[[str], None] = _unheard,
) -> Advice:
    """The advice for one project: which framework, why, and how sure.

    Args:
        rules: the rule base, from `load_rules`.
        profile: the project's answers, from `load_profile` or `profile_from`.
        between: ids or aliases of the frameworks to choose among; none means all.
        sources: ids of the sources that count, or names of groups of them; none means all.
        as_of: the day whose knowledge counts, YYYY-MM-DD; None means the day of the rule base's last review.
        seed: of the simulations behind `share_first`; the same seed gives the same answer.
        thorough: also work out where the doubt comes from and what would change the advice (`.closer`); takes a
            second or two.
        tell: is called with the name of each slow step before it starts.

    Raises:
        InputError: a name in `between` or `sources` is unknown, or `as_of` is not a day.
    """
    from fitframe.output.recommendation import Advice

    compiled = _compiled(rules, between, sources, as_of)
    tell("the advice")
    answer = advise(
        compiled,
        profile.answers,
        profile.priorities,
        wishes=profile.wishes,
        any_of=profile.any_of,
        all_of=profile.all_of,
        name=profile.name,
        seed=seed,
        precedents=True,
    )
    answer = replace(answer, unconfirmed=tuple(name for name in profile.unconfirmed if name in profile.answers))
    closer = look_closer(_project_of(compiled, profile, seed), tell, profile.choice) if thorough else None
    return Advice.of(answer, rules, closer, profile.choice)


def compare(
    rules: RuleBase,
    profile: Profile,
    first: str,
    second: str,
    *,
    sources: Iterable[str] = (),
    as_of: str | None = None,
    seed: int = 0,
) -> Versus:
    """Two frameworks side by side for one project, and what would put the other first.

    Args:
        rules: the rule base, from `load_rules`.
        profile: the project's answers, from `load_profile` or `profile_from`.
        first: a framework's id, name or alias, or one way to run it, such as `keras@jax`.
        second: another one, or another way.
        sources: as for `recommend`; so are `as_of` and `seed`.

    Raises:
        InputError: a name is unknown, both frameworks are the same, or `as_of` is not a day.
    """
    from fitframe.output.comparison import Versus
    from fitframe.sensitivity.comparison import side_by_side

    here = situate(rules, profile, sources=sources, as_of=as_of, seed=seed)
    one, other = _way(here, first), _way(here, second)
    if here.way(one) == here.way(other):
        raise InputError(f"compare takes two different frameworks, got {one} and {other}, which is the same here")
    return Versus(here.advice, rules, side_by_side(here, one, other))


def explain(rules: RuleBase, reference: str) -> Explanation:
    """Everything the rule base holds under one name.

    Args:
        rules: the rule base, from `load_rules`.
        reference: the id of a rule, criterion, question, tool, route, framework, source or group of sources; a
            framework's or tool's name or alias; or `kind:id` where several things share an id.

    Raises:
        InputError: nothing has this name; the message names the nearest ones.
    """
    from fitframe.output.explain import Explanation, lookup
    from fitframe.sensitivity.central_weights import central_weights

    found = lookup(rules, reference)
    frameworks = [name for kind, name in found if kind == "framework"]
    return Explanation(rules, found, {name: central_weights(rules, name) for name in frameworks})


def report(
    rules: RuleBase,
    profile: Profile,
    format: ReportFormat = "html",
    *,
    between: Iterable[str] = (),
    sources: Iterable[str] = (),
    as_of: str | None = None,
    seed: int = 0,
    today: str | None = None,
) -> str:
    """A report to show, as text to write to a file.

    Args:
        rules: the rule base, from `load_rules`.
        profile: the project's answers, from `load_profile` or `profile_from`.
        format: `html` for a page, `markdown` for an architecture decision record (MADR), `svg` for a chart.
        between: as for `recommend`; so are `sources`, `as_of` and `seed`.
        today: the day of the decision where the profile has no `decided.on`, and that of the page, YYYY-MM-DD; None
            means today.

    Raises:
        InputError: a name is unknown, `as_of` or `today` is not a day, or there is no such format.
    """
    if format not in ("html", "markdown", "svg"):
        raise InputError(f"format is 'html', 'markdown' or 'svg', got {format!r}")
    dated = _day("today", today) if today is not None else date.today().isoformat()
    here = situate(rules, profile, between=between, sources=sources, as_of=as_of, seed=seed)
    if format == "svg":
        from fitframe.output.report.charts import ranking_svg

        return ranking_svg(here.advice, rules)
    if format == "html":
        from fitframe.output.report import page

        return page(
            look_closer(here, choice=profile.choice), rules, profile, "fitframe.report(rules, profile)", dated=dated
        )
    from fitframe.output.decision_record import decision

    return decision(look_closer(here, choice=profile.choice), rules, profile, "fitframe.yaml", dated=dated)


def situate(
    rules: RuleBase,
    profile: Profile,
    *,
    between: Iterable[str] = (),
    sources: Iterable[str] = (),
    as_of: str | None = None,
    seed: int = 0,
) -> Project:
    """A project with its advice, and all that `look_closer` needs. Arguments and errors are those of `recommend`."""
    return _project_of(_compiled(rules, between, sources, as_of), profile, seed)


def _way(here: Project, name: str) -> str:
    """The framework called `name`, or the way to run one: `keras@jax`, in which a framework's name is a backend too."""
    rules = here.compiled.rules
    called, at, backend = name.partition("@")
    framework = framework_id(rules, called)
    if not at:
        return framework
    ways = rules.frameworks[framework].ways
    engine = framework_names(rules).get(backend.lower())
    wanted = {f"{framework}@{backend}", f"{framework}@{rules.frameworks[engine].imports if engine else ''}"}
    if found := wanted & set(ways):
        return found.pop()
    known = ", ".join(way for way in ways if "@" in way)
    raise InputError(
        f"{framework} has no backend {backend!r}; " + (f"its ways are {known}" if known else "it has none")
    )


def _project_of(compiled: CompiledRules, profile: Profile, seed: int) -> Project:
    from fitframe.sensitivity.project import project

    return project(
        compiled,
        profile.answers,
        profile.priorities,
        wishes=profile.wishes,
        any_of=profile.any_of,
        all_of=profile.all_of,
        name=profile.name,
        seed=seed,
    )


def look_closer(here: Project, tell: Callable[[str], None] = _unheard, choice: str | None = None) -> Overview:
    """How firm the advice is, what it rests on, what would change it, and what follows from a stated `choice`.

    `tell` hears of each step as it starts.
    """
    from fitframe.sensitivity.overview import overview

    return overview(here, tell, choice)


def _compiled(rules: RuleBase, between: Iterable[str], sources: Iterable[str], as_of: str | None) -> CompiledRules:
    return compile_rules(
        rules,
        between=[framework_id(rules, name) for name in _names("between", between)],
        sources=_source_ids(rules, _names("sources", sources)),
        as_of=None if as_of is None else _day("as_of", as_of),
    )


def _names(argument: str, names: Iterable[str]) -> Iterable[str]:
    """Names, and not a text that would be taken for a list of letters."""
    if isinstance(names, str):
        raise InputError(f"{argument} takes a list of names, got the text {names!r}")
    return names


@dataclass(frozen=True, slots=True)
class CaseReport:
    """How many cases of a rule base ran, and what did not hold."""

    cases: int
    failures: tuple[Fault, ...]


def run_cases(rules: RuleBase) -> CaseReport:
    """What the cases that stand beside the rules come to. A rule without a case is a failure."""
    from fitframe.engine import rule_cases as cases
    from fitframe.lint import fault_at
    from fitframe.scanning.signal_cases import run_signal_cases

    count, failed = cases.run_cases(rules)
    of_signals, wrong = run_signal_cases(rules)
    failures = [*((failure.thing, failure.message) for failure in failed), *wrong]
    return CaseReport(count + of_signals, tuple(sorted(fault_at(rules, thing, message) for thing, message in failures)))


def check(
    paths: Paths = (),
    settings: Settings | None = None,
    *,
    thorough: bool = True,
    keep: bool = True,
    explain: bool = True,
    only: Set[str] | None = None,
) -> CheckReport:
    """Validate the choices that profiles state.

    Args:
        paths: a profile or folder, or several; folders are searched for fitframe.yaml and *.fitframe.yaml. None means
            this folder.
        settings: how to check, such as `Settings(fail_on="violates")`; None means the defaults, no file is read.
        thorough: say of every profile how sure the recommendation is. It costs some milliseconds each; without it,
            only the first choices that do not fit are explained in full.
        keep: remember the results; without it the report can be iterated once, in the same memory for any number.
        explain: give reasons, and of the first choices that do not fit, say also which other answers would make them
            right.
        only: the absolute paths of files; other profiles are not checked. None means all that are found.

    Raises:
        NothingToDo: there are no profiles, and the settings do not allow that.
        InputError: the rules, the shared waivers or the baseline cannot be used.
    """
    from fitframe.checking import run

    rules = load_rules(*(settings.rules if settings else ()))
    return run.check(rules, paths, settings, thorough=thorough, keep=keep, explain=explain, only=only)


def scan(
    repository: str | os.PathLike[str], rules: RuleBase, *, progress: Callable[[int], None] | None = None
) -> ScanReport:
    """What a repository uses, in which role, and the answers that it gives. Nothing in it is run or imported.

    Args:
        repository: its folder.
        rules: the rule base, from `load_rules`, whose signals tell what names mean.
        progress: is called now and then with the number of files that were looked at so far.

    Raises:
        InputError: there is no such folder.
    """
    from fitframe.output.scan import ScanReport
    from fitframe.scanning.scan import scan_folder

    return ScanReport(scan_folder(repository, rules, progress or (lambda files: None)), rules)


def lint(
    *overlays: str | os.PathLike[str], stale: float | None = None, as_of: str | None = None
) -> Sequence[Fault | str]:
    """Every fault of the rule base with its overlays, each with file and line, and what `load_rules` refuses.

    Args:
        overlays: folders of rule bases of your own.
        stale: instead the sources that were last read more than so many months before `as_of`.
        as_of: YYYY-MM-DD; None means the day of the rule base's last review.

    Raises:
        InputError: `as_of` is not a day.
    """
    from fitframe import lint as checks
    from fitframe.rulebase.load import survey_rules

    day = None if as_of is None else _day("as_of", as_of)
    stages, faults = survey_rules(*[Path(folder) for folder in overlays])
    if stale is not None:
        return checks.stale(stages[-1], stale, day)
    against = [fault for below, above in pairwise(stages) for fault in checks.contradictions(above, below)]
    dates = checks.read_in_the_future(stages[-1], date.today().isoformat())
    return [*faults, *sorted([*checks.lint(stages[-1], whole=not faults), *against, *dates])]


def requests_to_make(rules: RuleBase, kinds: Iterable[ProbeKind] = ()) -> int:
    """How many things `verify` asks for if it has no answers yet."""
    from fitframe.verifying.run import requests_of

    return len(requests_of(_probes(rules, kinds)))


def _probes(rules: RuleBase, kinds: Iterable[ProbeKind]) -> list[Probe]:
    wanted = set(kinds)
    return [probe for probe in rules.probes.values() if not wanted or probe.probe.kind in wanted]


def verify(
    rules: RuleBase,
    *,
    kinds: Iterable[ProbeKind] = (),
    offline: bool = False,
    index: str | None = None,
    npm: str | None = None,
    answers: str | os.PathLike[str] | None = None,
    seconds: float = 300,
    proofs: str | os.PathLike[str] | None = None,
    step: Callable[[], None] = lambda: None,
) -> VerificationReport:
    """Look up again the facts that probes can check. Nothing else in fitframe uses the network.

    Args:
        rules: the rule base, from `load_rules`.
        kinds: only probes of these kinds; none means all.
        offline: contact nobody, and judge the answers that were kept before.
        index: address of the package index; None means the one that pip is configured for.
        npm: address of the npm registry; None means the one that npm is configured for.
        answers: the file in which answers are kept; None means a cache of this person's own.
        seconds: after so long nothing more is asked.
        proofs: a file to add what held and what broke to; None writes nothing.
        step: is called after each answer.

    Raises:
        InputError: an address is none, or a file cannot be read or written.
    """
    from fitframe.output.verification import VerificationReport
    from fitframe.rulebase.proofs import add_proofs
    from fitframe.sensitivity import winners
    from fitframe.verifying import run
    from fitframe.verifying.addresses import find_addresses
    from fitframe.verifying.answers import Answers, usual_place
    from fitframe.verifying.asking import Asker, Bounds

    probes = _probes(rules, kinds)
    held = Answers(Path(answers) if answers else usual_place())
    asker = None
    if not offline:
        services = {request.service for request in run.requests_of(probes)}
        asker = Asker(find_addresses(services, index, npm), Bounds(seconds=seconds))
    results = run.verify(probes, held, asker, told=lambda request: step())
    if asker:
        held.save()
    if proofs is not None:
        add_proofs(Path(proofs), run.proofs(results))
    broken = [one.probe.id for one in results if one.outcome is ProofOutcome.BROKEN]
    moved: tuple[winners.MovedWinner, ...] = ()
    if broken:
        projects = winners.situations(rules)
        without = winners.without_broken(rules, broken)
        moved = winners.moved(winners.winners(rules, projects), winners.winners(without, projects))
    return VerificationReport(rules, results, moved)


def diff_rules(
    old: str | os.PathLike[str],
    new: str | os.PathLike[str] | None = None,
    *,
    profiles: Iterable[str | os.PathLike[str]] = (),
) -> WinnersReport:
    """The projects whose winner moves from one rule base to another.

    Args:
        old: a folder of rules, whole.
        new: another; None means the shipped rules.
        profiles: folders of profiles to compare by, beside the cases that stand beside the rules.

    Raises:
        InputError: a rule base or a profile cannot be used.
    """
    from fitframe.output.verification import WinnersReport
    from fitframe.sensitivity.winners import moved, situations, winners

    older, newer = (load.load_rules(base=None if one is None else Path(one)) for one in (old, new))
    paths = [path.as_posix() for folder in profiles for path in sorted(Path(folder).glob("*.yaml"))]
    before, after = (
        winners(rules, situations(rules) | {path: load_profile(path, rules) for path in paths})
        for rules in (older, newer)
    )
    return WinnersReport(newer, older, len(before.keys() & after.keys()), moved(before, after))


def schemas(rules: RuleBase) -> dict[str, str]:
    """The JSON Schemas of profiles and rule files as text, by name of what they describe."""
    from fitframe.rulebase import json_schema as schema

    return schema.schemas(rules)


def _source_ids(rules: RuleBase, names: Iterable[str]) -> frozenset[str] | None:
    found: set[str] = set()
    for name in names:
        if name not in rules.groups and name not in rules.sources:
            hint = did_you_mean(name, [*rules.groups, *rules.sources])
            raise InputError(f"unknown source {name!r}{hint or _groups(rules)}")
        found |= set(rules.groups.get(name, (name,)))
    return frozenset(found) or None


def _groups(rules: RuleBase) -> str:
    return f"; the groups of sources are {', '.join(rules.groups)}" if rules.groups else ""


def _day(argument: str, text: str) -> str:
    """`text`, which is a day. Raises InputError where it is none."""
    with suppress(ValueError):
        if date.fromisoformat(text).isoformat() == text:
            return text
    raise InputError(f"{argument} takes a day such as 2026-11-20, got {text!r}")
