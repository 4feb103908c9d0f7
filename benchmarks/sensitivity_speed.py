"""How long each part of a closer look takes on one profile, with the shipped rules. Budget: 1.5 s for all of it.

    python benchmarks/sensitivity_speed.py [PROFILE] [--rounds N]

Without a profile an Android app is asked for, with most questions open: the case with most to try.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from statistics import median

from fitframe import load_profile, load_rules
from fitframe.api import situate
from fitframe.model.profile import Profile
from fitframe.output.report import page
from fitframe.sensitivity.central_weights import central_weights
from fitframe.sensitivity.counterfactuals import (
    answer_counterfactuals,
    counterfactuals,
    priority_counterfactuals,
    trust_counterfactuals,
)
from fitframe.sensitivity.near_misses import near_misses
from fitframe.sensitivity.overview import overview
from fitframe.sensitivity.project import Project
from fitframe.sensitivity.source_influence import source_influence
from fitframe.sensitivity.uncertainty import uncertainty
from fitframe.sensitivity.weight_stability import stability_limits

ANDROID = Profile(fitframe=1, answers={"goal": ("production",), "deployment": ("android",), "data-kind": ("images",)})
BUDGET = 1.5

PARTS: dict[str, Callable[[Project], object]] = {
    "where the doubt comes from": uncertainty,
    "one or two other answers": lambda here: answer_counterfactuals(here, here.rivals),
    "one other priority": lambda here: priority_counterfactuals(here, here.rivals),
    "another trust in one source": lambda here: trust_counterfactuals(here, here.rivals),
    "another framework first, all kinds": lambda here: counterfactuals(here, here.rivals),
    "weight stability": stability_limits,
    "near misses": near_misses,
    "each source left out, each alone": source_influence,
    "who should choose what": lambda here: central_weights(here.compiled.rules, "pytorch"),
}


def main() -> None:
    """Print the median of several rounds for each part, for all of it, and for the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("profile", nargs="?")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    rules = load_rules()
    profile = load_profile(given.profile, rules) if given.profile else ANDROID

    def timed(work: Callable[[Project], object]) -> float:
        times = []
        for _ in range(given.rounds):
            here = situate(rules, profile)  # afresh, so that nothing is remembered
            start = time.perf_counter()
            work(here)
            times.append(time.perf_counter() - start)
        return median(times)

    for name, part in PARTS.items():
        print(f"{name:36}{timed(part) * 1000:8.0f} ms")
    whole = timed(lambda here: page(overview(here), rules, profile, "fitframe report", dated="2026-11-29")) + timed(
        lambda here: situate(rules, profile)
    )
    print(f"{'advice, closer look and page':36}{whole * 1000:8.0f} ms, {whole / BUDGET:.0%} of the budget")


if __name__ == "__main__":
    main()
