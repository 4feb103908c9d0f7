"""fitframe rules test."""

from __future__ import annotations

from fitframe.cli import options
from fitframe.cli.showing import put, show_faults


def cases(*, rules: options.RulesOption, quiet: options.QuietOption = False) -> None:
    """Run every case that stands beside the rules."""
    from fitframe import api

    report = api.run_cases(api.load_rules(*rules))
    if report.failures:
        show_faults(report.failures)
    if not quiet:
        put(f"{report.cases} cases, all hold\n")
