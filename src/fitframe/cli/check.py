"""A run of check, written in several formats at once while its results come."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import typer

from fitframe.cli import options
from fitframe.cli.console import Bar, Sink, StandardOutput, screen
from fitframe.cli.options import Colour
from fitframe.errors import FitframeError, did_you_mean
from fitframe.output.check import NAMES, Ending, Format, Name, Setting, format_of
from fitframe.rulebase.files import OutputFile

if TYPE_CHECKING:
    from fitframe.checking.run import Run
    from fitframe.checking.settings import Settings

_UNWRAPPED = 1_000_000
"""Columns of what goes to no terminal: no line is broken, so that a log has every finding on a line of its own."""


class Target(NamedTuple):
    """A format, and the file that it goes to; None for standard output."""

    name: Name
    path: str | None
    append: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How text for people looks."""

    colour: Colour
    quiet: bool
    verbose: bool


def targets_of(format: str, outputs: Sequence[str]) -> list[Target]:
    """What -f and -o ask for. Raises FitframeError on a format that nobody knows, or one without its file.

    A bare file among the outputs takes what would go to standard output. In GitHub Actions the format github also
    writes the job summary.
    """
    main = Target(_known(format), None)
    more = []
    for output in outputs:
        name, equals, path = output.partition("=")
        if equals:
            more.append(Target(_known(name), path))
        elif output in NAMES:
            raise FitframeError(
                f"'-o {output}' names a format and no file: did you mean '{output}=FILE'? "
                f"A file that is really called so is './{output}'"
            )
        else:
            main = main._replace(path=output)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary and main.name == "github":
        more.append(Target("markdown", summary, append=True))
    return [main, *more]


def _known(name: str) -> Name:
    for known in NAMES:
        if name == known:
            return known
    hint = did_you_mean(name, NAMES) or f"; the formats are {', '.join(NAMES)}"
    raise FitframeError(f"unknown format '{name}'{hint}")


def write(run: Run, targets: Sequence[Target], look: Look) -> None:
    """Carry out a run and write its results. Files are there in whole or, where something fails, as they were."""
    sinks: list[Sink] = []
    try:
        pairs = []
        for target in targets:
            sinks.append(StandardOutput() if target.path is None else OutputFile(target.path, append=target.append))
            pairs.append((format_of(target.name, _setting(run, target, look)), sinks[-1]))
        _feed(run, pairs, Bar(run.total, wanted=not look.quiet))
        for sink in sinks:
            sink.close()
    except BaseException:
        for sink in sinks:
            sink.drop()
        raise


def _feed(run: Run, pairs: Sequence[tuple[Format, Sink]], bar: Bar) -> None:
    for form, sink in pairs:
        sink.write(form.start())
    for result in run.results():
        pieces = [(sink, form.result(result)) for form, sink in pairs]
        if any(text and isinstance(sink, StandardOutput) for sink, text in pieces):
            bar.wipe()
        for sink, text in pieces:
            sink.write(text)
        bar.step()
    bar.wipe()
    leftovers = tuple(run.leftovers())
    ending = Ending(summary=run.summary, leftovers=leftovers, exit_code=run.exit_code)
    for form, sink in pairs:
        sink.write(form.end(ending))


def _setting(run: Run, target: Target, look: Look) -> Setting:
    page = screen(look.colour, None if target.path is None else Path(target.path))
    if target.path is not None or sys.stdout is None or not sys.stdout.isatty():
        page = page._replace(width=_UNWRAPPED)
    return Setting(rules=run.rules, stamp=run.stamp, screen=page, verbose=look.verbose, quiet=look.quiet)


FailOn = Literal["violates", "poor", "defensible"]
_FEW = 20
"""With so few profiles people want to see those that fit, too."""

_Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Profiles, or folders to search for fitframe.yaml and *.fitframe.yaml; left out: this folder.",
        default_factory=list,
        show_default=False,
    ),
]
_Format = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", envvar="FITFRAME_FORMAT", help="text, json, sarif, junit, github, gitlab or markdown."
    ),
]
_Outputs = Annotated[
    list[str],
    typer.Option(
        "--output",
        "-o",
        metavar="FORMAT=FILE",
        help="Write a format to a file as well. Repeatable. A bare FILE takes what would go to standard output.",
        default_factory=list,
        show_default=False,
    ),
]
_Rules = Annotated[
    list[Path],
    typer.Option(
        "--rules",
        metavar="DIR",
        envvar="FITFRAME_RULES",
        help="A rule base of your own on top of the shipped one. Repeatable.",
        default_factory=list,
        show_default=False,
    ),
]
_FailOn = Annotated[
    FailOn | None,
    typer.Option(envvar="FITFRAME_FAIL_ON", help="Fail at this verdict and worse ones; poor where left out."),
]
_ExitZero = Annotated[
    bool | None, typer.Option("--exit-zero/--no-exit-zero", envvar="FITFRAME_EXIT_ZERO", help="Report, but never fail.")
]
_Strict = Annotated[
    bool | None,
    typer.Option(
        "--strict/--no-strict",
        envvar="FITFRAME_STRICT",
        help="Fail on waivers and baseline entries that are no use, too.",
    ),
]
_FailOnDrift = Annotated[
    bool | None,
    typer.Option(
        "--fail-on-drift/--no-fail-on-drift",
        envvar="FITFRAME_FAIL_ON_DRIFT",
        help="Fail where a decision has lost ground since it was made.",
    ),
]
_AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        envvar="FITFRAME_AS_OF",
        help="Check with what was known then; waivers too. YYYY-MM-DD.",
    ),
]
_Waivers = Annotated[
    str | None,
    typer.Option(
        "--waivers", metavar="FILE", envvar="FITFRAME_WAIVERS", help="A file of waivers for several profiles."
    ),
]
_Baseline = Annotated[
    str | None,
    typer.Option("--baseline", metavar="FILE", envvar="FITFRAME_BASELINE", help="Accept what this file lists."),
]
_WriteBaseline = Annotated[
    str | None,
    typer.Option("--write-baseline", metavar="FILE", help="Write a baseline that accepts all that fails now."),
]
_Gap = Annotated[
    float | None,
    typer.Option(
        "--defensible-gap",
        metavar="POINTS",
        min=0,
        max=100,
        envvar="FITFRAME_DEFENSIBLE_GAP",
        help="So near to the best a choice is defensible; 10 where left out.",
    ),
]
_Share = Annotated[
    float | None,
    typer.Option(
        "--defensible-share",
        metavar="SHARE",
        min=0,
        max=1,
        envvar="FITFRAME_DEFENSIBLE_SHARE",
        help="First in this share of worlds a choice is defensible; 0.15 where left out.",
    ),
]
_Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", min=1, envvar="FITFRAME_JOBS", help="Worker processes; all processors where left out."
    ),
]
_Config = Annotated[
    str | None,
    typer.Option("--config", metavar="FILE", envvar="FITFRAME_CONFIG", help="Read the settings from this file."),
]
_Isolated = Annotated[bool, typer.Option("--isolated", help="Read no file of settings.")]


def check(
    paths: _Paths,
    *,
    format: _Format = None,
    output: _Outputs,
    fail_on: _FailOn = None,
    exit_zero: _ExitZero = None,
    strict: _Strict = None,
    fail_on_drift: _FailOnDrift = None,
    waivers: _Waivers = None,
    baseline: _Baseline = None,
    write_baseline: _WriteBaseline = None,
    as_of: _AsOf = None,
    rules: _Rules,
    defensible_gap: _Gap = None,
    defensible_share: _Share = None,
    jobs: _Jobs = None,
    config: _Config = None,
    isolated: _Isolated = False,
    colour: options.ColourOption = "auto",
    quiet: options.QuietOption = False,
    verbose: options.VerboseOption = False,
) -> None:
    """Whether the framework that each profile states holds up.

    Options go before environment variables (FITFRAME_FAIL_ON and so on), and these before fitframe.toml or
    [tool.fitframe] in pyproject.toml. Exit code 0: fine; 1: something fails; 2: a profile or an option cannot be used;
    3: nothing to check.
    """
    import fitframe
    from fitframe.checking.workers import collect_seldom

    given = {
        "format": format,
        "output": output,
        "fail_on": fail_on,
        "exit_zero": exit_zero,
        "strict": strict,
        "fail_on_drift": fail_on_drift,
        "waivers": waivers,
        "baseline": baseline,
        "as_of": as_of,
        "rules": [str(folder) for folder in rules],
        "defensible_gap": defensible_gap,
        "defensible_share": defensible_share,
        "jobs": jobs,
    }
    settings = _settings(given, config, isolated=isolated)
    targets = targets_of(settings.format, settings.output)
    run = fitframe.check(
        paths, settings, write_baseline=write_baseline, thorough=any(t.name == "json" for t in targets)
    )
    collect_seldom()
    write(run, targets, look=Look(colour=colour, quiet=quiet, verbose=verbose or run.total <= _FEW))
    if not write_baseline:
        raise typer.Exit(run.exit_code)
    _keep_baseline(run, write_baseline)


def _settings(given: Mapping[str, Any], config: str | None, *, isolated: bool) -> Settings:
    """The settings of the file, if one counts, under those that were given as options."""
    import fitframe

    settings = fitframe.Settings() if isolated else fitframe.load_settings(config)
    return settings.over({key: value for key, value in given.items() if value not in (None, [])})


def _keep_baseline(run: Run, path: str) -> None:
    from fitframe.api import write_atomically
    from fitframe.cli.console import say

    text, entries = run.new_baseline
    write_atomically(path, text)
    say(f"{path}: {entries} {'entry' if entries == 1 else 'entries'} written")
