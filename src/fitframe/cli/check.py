"""The command check: its options, which are the settings, and what it calls."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, Literal, get_args, get_origin

import typer
from pydantic.fields import FieldInfo

from fitframe.cli import options
from fitframe.cli.check_output import refuse_shared_files, targets_of, write
from fitframe.cli.console import say
from fitframe.model.settings import Settings
from fitframe.model.verdict import Kind, Result

_FEW = 20
"""With so few profiles people want to see those that fit, too."""


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
    typer.Option("--write-baseline", metavar="FILE", help="Write a baseline that accepts all that fails now."),
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
    from fitframe.checking.settings import with_options
    from fitframe.checking.workers import collect_seldom

    settings = with_options(Settings() if isolated else fitframe.load_settings(config), given)
    targets = targets_of(settings.format, settings.output)
    files = [(f"format {target.name}", target.path) for target in targets if target.path]
    refuse_shared_files([*files, ("the baseline", write_baseline)] if write_baseline else files)
    report = fitframe.check(paths, settings, thorough=any(target.name == "json" for target in targets), keep=False)
    collect_seldom()
    baseline = _NewBaseline(write_baseline) if write_baseline else None
    write(
        report,
        targets,
        colour=colour,
        quiet=quiet,
        verbose=verbose or len(report) <= _FEW,
        from_top=_from_top(),
        each=baseline.add if baseline else lambda result: None,
    )
    raise typer.Exit(baseline.save() if baseline else report.exit_code)


def _from_top() -> Callable[[str], str]:
    """Makes a path that starts from this folder one that starts from the top of the repository."""
    from fitframe.checking.discovery import repository_top

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


EXAMPLES = """
fitframe check                                all profiles in this folder
fitframe check services -f github             annotations, for GitHub Actions
fitframe check -o sarif=fitframe.sarif        a report beside the text
fitframe check --write-baseline accepted.json   accept what fails now
"""
