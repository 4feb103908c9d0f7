"""From settings to a run: the one way into checking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from fitframe.checking.assessment import Depth
from fitframe.checking.discovery import ENDING, NAME, find_profiles, first_ignored
from fitframe.checking.policy import Policy
from fitframe.checking.run import DETAILED, Plan, Run
from fitframe.checking.settings import Settings
from fitframe.checking.workers import processors
from fitframe.errors import NothingToDo
from fitframe.layering import load_rules
from fitframe.verdict import Verdict


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
    settings = settings or Settings()
    files = find_profiles(paths or ["."])
    if not files:
        raise NothingToDo(_nothing(paths))
    depth = Depth.DETAILS if len(files) <= DETAILED else Depth.CONFIDENCE if thorough else Depth.VERDICT
    plan = Plan(
        rules=load_rules(*map(Path, settings.rules)),
        policy=_policy(settings),
        files=files,
        searched=paths or ["."],
        depth=depth,
        as_of=settings.as_of,
        jobs=settings.jobs or processors(),
        waivers=settings.waivers,
        baseline=settings.baseline,
        new_baseline=write_baseline,
        exit_zero=bool(settings.exit_zero),
    )
    return Run(plan)


def _nothing(paths: Sequence[str]) -> str:
    where = ", ".join(paths) or "this folder"
    if ignored := first_ignored(paths or ["."]):
        return f"no profiles in {where} but what git ignores, such as {ignored}; name the file to check it all the same"
    return f"no profiles in {where}: nothing is called {NAME} or *{ENDING}; name a file to check it"


def _policy(settings: Settings) -> Policy:
    default = Policy(today=settings.as_of or date.today().isoformat())
    gap, share = settings.defensible_gap, settings.defensible_share
    return Policy(
        today=default.today,
        fail_on=Verdict(settings.fail_on or Verdict.POOR),
        defensible_gap=default.defensible_gap if gap is None else gap,
        defensible_share=default.defensible_share if share is None else share,
        strict=bool(settings.strict),
        fail_on_drift=bool(settings.fail_on_drift),
    )
