"""The command check: its options, which are the settings, and its report in several formats at once."""

from __future__ import annotations

import inspect
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Protocol, get_args, get_origin

import typer
from pydantic.fields import FieldInfo

from fitframe.cli import options
from fitframe.cli.console import Bar, put, say, screen
from fitframe.errors import FitframeError, did_you_mean
from fitframe.model.settings import ACCEPTED, COUNTS, Settings
from fitframe.model.verdict import CheckReport, Kind, Result
from fitframe.output.check import NAMES, Context, Format, Name, format_of
from fitframe.rulebase.writing import OutputFile


def _with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """A command with an option for every setting; its parameter `given` gets those that were given, by name."""

    @wraps(command)
    def with_settings(**values: Any) -> None:
        taken = {name: values.pop(name) for name in Settings.model_fields}
        command(given={name: value for name, value in taken.items() if value not in (None, [])}, **values)

    signature = inspect.signature(command, eval_str=True)
    parameters: list[inspect.Parameter] = []
    for parameter in signature.parameters.values():
        parameters += [parameter] if parameter.name != "given" else map(_parameter, Settings.model_fields.items())
    vars(with_settings).update(__signature__=signature.replace(parameters=parameters))
    return with_settings


def _parameter(setting: tuple[str, FieldInfo]) -> inspect.Parameter:
    """The option for a setting. It has no default, so that it goes over the file of settings only where it is given."""
    name, field = setting
    extra: Any = field.json_schema_extra
    bounds = {bound: getattr(one, bound) for one in field.metadata for bound in ("ge", "le") if hasattr(one, bound)}
    kind = _kind(field.annotation)
    long = f"--{field.alias}/--no-{field.alias}" if kind is bool else f"--{field.alias}"
    option = typer.Option(
        *(part for part in (long, extra["short"]) if part),
        metavar=extra["metavar"] or None,
        envvar=f"FITFRAME_{name.upper()}" if extra["variable"] else None,
        help=field.description,
        min=bounds.get("ge"),
        max=bounds.get("le"),
        show_default=False,
        rich_help_panel=extra["group"],
    )
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind | None, option]
    )


def _kind(annotation: Any) -> Any:
    """The type that an option of a setting takes."""
    if get_origin(annotation) is tuple:
        return list[str]
    if get_origin(annotation) is Literal:
        return annotation
    return next((kind for kind in (bool, int, float) if kind in (annotation, *get_args(annotation))), str)


_Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Profiles, or folders to search for fitframe.yaml and *.fitframe.yaml; left out: this folder.",
        default_factory=list,
        show_default=False,
    ),
]
_WriteBaseline = Annotated[
    str | None,
    typer.Option(
        "--write-baseline",
        metavar="FILE",
        help="Write a baseline that accepts all that fails now.",
        rich_help_panel=ACCEPTED,
    ),
]
_Diff = Annotated[
    str | None,
    typer.Option(
        "--diff",
        metavar="REF",
        envvar="FITFRAME_DIFF",
        help="Check only profiles that differ from this commit of git; all where what they are judged by differs.",
        rich_help_panel=COUNTS,
    ),
]
_Changed = Annotated[
    str | None,
    typer.Option(
        "--changed",
        metavar="FILE",
        envvar="FITFRAME_CHANGED",
        help="The same for the changed files that FILE lists, one on a line; '-' reads standard input.",
        rich_help_panel=COUNTS,
    ),
]
_Config = Annotated[
    str | None,
    typer.Option("--config", metavar="FILE", envvar="FITFRAME_CONFIG", help="Read the settings from this file."),
]
_Isolated = Annotated[bool, typer.Option("--isolated", help="Read no file of settings.")]


@_with_settings
def check(
    paths: _Paths,
    *,
    given: dict[str, Any],
    write_baseline: _WriteBaseline = None,
    diff: _Diff = None,
    changed: _Changed = None,
    config: _Config = None,
    isolated: _Isolated = False,
    colour: options.ColourOption = "auto",
    quiet: options.QuietOption = False,
    verbose: options.VerboseOption = False,
) -> None:
    """Whether the framework that each profile states holds up, a line for each finding.

    Options go before environment variables (FITFRAME_FAIL_ON and so on), and these before fitframe.toml or
    [tool.fitframe] in pyproject.toml. Exit code 0: fine; 1: something fails; 2: a profile or an option cannot be used;
    3: nothing to check.
    """
    import fitframe
    from fitframe.checking.run import collect_seldom
    from fitframe.checking.settings import with_options

    settings = with_options(Settings() if isolated else fitframe.load_settings(config), given)
    targets = targets_of(settings.format, settings.output)
    files = [(f"format {target.name}", target.path) for target in targets if target.path]
    refuse_shared_files([*files, ("the baseline", write_baseline)] if write_baseline else files)
    thorough = any(target.name == "json" for target in targets)
    report = fitframe.check(
        paths,
        settings,
        thorough=thorough,
        explain=thorough or (verbose and not quiet),
        only=_concerned(settings, diff, changed, config),
        keep=False,
    )
    collect_seldom()
    baseline = _NewBaseline(write_baseline) if write_baseline else None
    write(
        report,
        targets,
        colour=colour,
        quiet=quiet,
        verbose=verbose and not quiet,
        from_top=_from_top(),
        help_uri=settings.help_uri,
        each=baseline.add if baseline else lambda result: None,
    )
    raise typer.Exit(baseline.save() if baseline else report.exit_code)


def _concerned(settings: Settings, diff: str | None, listed: str | None, config: str | None) -> set[str] | None:
    """The files that --diff and --changed name; None where all profiles are to be checked."""
    if diff is None and listed is None:
        return None
    from fitframe.checking import changes

    files = changes.changed_since(diff) if diff is not None else set()
    if listed is not None:
        files |= changes.listed_in(listed)
    return None if changes.concern_all(files, settings, config) else files


def _from_top() -> Callable[[str], str]:
    """Makes a path that starts from this folder one that starts from the top of the repository."""
    from fitframe.scanning.git import repository_top

    here = os.path.realpath(".")
    top = os.path.realpath(repository_top(here) or os.environ.get("GITHUB_WORKSPACE") or here)

    def from_top(path: str) -> str:
        moved = os.path.relpath(os.path.join(here, path), top)
        return path if moved.startswith(os.pardir) else moved.replace(os.sep, "/")

    return from_top


class _NewBaseline:
    """Collects what a baseline has to accept, and writes it."""

    def __init__(self, path: str) -> None:
        from fitframe.checking import baseline, judge

        self._path = path
        self._entries: set[baseline.Entry] = set()
        self._unreadable = 0
        self._accept, self._called, self._written = baseline.entries_to_accept, judge.path_from, baseline.written

    def add(self, result: Result) -> None:
        """Take a result."""
        self._unreadable += any(finding.kind is Kind.UNREADABLE for finding in result.findings)
        self._entries.update(self._accept(result, self._called(self._path, result.path)))

    def save(self) -> int:
        """Write the file; the exit code is 2 where profiles cannot be read, which it never accepts."""
        from fitframe.api import write_atomically

        write_atomically(self._path, self._written(self._entries))
        count, unreadable = len(self._entries), self._unreadable
        say(f"{self._path}: {count} {'entry' if count == 1 else 'entries'} written")
        if unreadable:
            say(f"{unreadable} {'profile' if unreadable == 1 else 'profiles'} cannot be read; no baseline accepts that")
        return 2 if unreadable else 0


_UNWRAPPED = 1_000_000
"""Columns of what goes to no terminal: no line is broken, so that a log has every finding on a line of its own."""


class Target(NamedTuple):
    """A format, and the file that it goes to; None for standard output."""

    name: Name
    path: str | None
    append: bool = False


def targets_of(format: str, outputs: Sequence[str]) -> list[Target]:
    """What -f and -o ask for. A bare file among the outputs takes what would go to standard output.

    In GitHub Actions the format github also writes the job summary. Raises FitframeError on a format that nobody
    knows, and on one without its file.
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
        elif main.path is not None:
            raise FitframeError(f"two files, {main.path} and {output}, for what would go to standard output; name one")
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


def refuse_shared_files(written: Sequence[tuple[str, str]]) -> None:
    """Raise FitframeError where two of the things that are written, each with its path, go to one file."""
    seen: dict[str, str] = {}
    for what, path in written:
        target = os.path.realpath(path)
        if target in seen and (os.path.isfile(target) or not os.path.exists(target)):  # /dev/null takes any number
            raise FitframeError(f"{path}: {seen[target]} and {what} cannot both go to this file; name another one")
        seen.setdefault(target, what)


def write(
    report: CheckReport,
    targets: Sequence[Target],
    *,
    colour: options.Colour,
    quiet: bool,
    verbose: bool,
    from_top: Callable[[str], str],
    help_uri: str | None,
    each: Callable[[Result], object] = lambda result: None,
) -> None:
    """Write a report to its targets while its results come; `each` is called with every one of them.

    Files are there in whole or, where something fails, as they were.
    """
    with ExitStack() as stack:
        stack.enter_context(_orderly_end())
        pairs: list[tuple[Format, _Sink]] = []
        for target in targets:
            page = screen(colour, None if target.path is None else Path(target.path))
            if target.path is not None or sys.stdout is None or not sys.stdout.isatty():
                page = page._replace(width=_UNWRAPPED)
            context = Context(
                rules=report.rules,
                as_of=report.as_of,
                screen=page,
                verbose=verbose,
                quiet=quiet,
                from_top=from_top,
                help_uri=help_uri,
            )
            pairs.append((format_of(target.name, context), stack.enter_context(_sink(target))))
        _feed(report, pairs, Bar(len(report), wanted=not quiet), each)
        for _, sink in pairs:
            sink.close()


def _feed(
    report: CheckReport, pairs: Sequence[tuple[Format, _Sink]], bar: Bar, each: Callable[[Result], object]
) -> None:
    for form, sink in pairs:
        sink.write(form.start())
    for result in report:
        each(result)
        pieces = [(sink, form.result(result)) for form, sink in pairs]
        if any(text and isinstance(sink, _StandardOutput) for sink, text in pieces):
            bar.wipe()
        for sink, text in pieces:
            sink.write(text)
        bar.step()
    bar.wipe()
    for form, sink in pairs:
        sink.write(form.end(report))


@contextmanager
def _orderly_end() -> Iterator[None]:
    """Clean up where SIGTERM or SIGHUP ends this process; its exit code is then 128 plus the signal's number."""

    def leave(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    ours = [number for number in numbers if signal.getsignal(number) == signal.SIG_DFL]  # nohup ignores SIGHUP
    for number in ours:
        signal.signal(number, leave)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


class _Sink(Protocol):
    """Takes pieces of text, and is closed when all are there."""

    def write(self, text: str) -> None:
        """Take a piece. Raises FitframeError where it cannot be written."""
        ...

    def close(self) -> None:
        """All pieces are there."""
        ...


@contextmanager
def _sink(target: Target) -> Iterator[_Sink]:
    """Where a target's text goes; what is not closed at the end leaves a file as it was."""
    if target.path is None:
        yield _StandardOutput()
    else:
        file = OutputFile(target.path, append=target.append)
        try:
            yield file
        finally:
            file.drop()


class _StandardOutput:
    """Standard output. A reader who leaves early is no error."""

    def __init__(self) -> None:
        self._begun = False

    def write(self, text: str) -> None:
        """Take a piece. The first one is shown at once: processes that start later must not inherit it."""
        if text:
            put(text, more=self._begun)
            self._begun = True

    def close(self) -> None:
        """Show what has not been shown yet."""
        if self._begun:
            put("")


EXAMPLES = """
fitframe check                            all profiles below this folder
fitframe check services -v                with reasons, and what is better
fitframe check --diff origin/main         only what a change concerns
fitframe check -f github                  annotations, for GitHub Actions
fitframe check -o sarif=fitframe.sarif    a report beside the text
fitframe check --write-baseline old.json  accept what fails now
"""
