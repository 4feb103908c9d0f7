"""The options that several commands share, each named once, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from fitframe.cli import completion
from fitframe.cli.help import COUNTS, OUTPUT
from fitframe.errors import Fault, FitframeError, InputError
from fitframe.output import Format

if TYPE_CHECKING:
    from fitframe.model.profile import Profile
    from fitframe.model.rulebase import RuleBase

Colour = Literal["auto", "always", "never"]

PROFILE = "fitframe.yaml"
"""The profile that counts where none is named."""


def day(text: str | None) -> str | None:
    """The value of an option that takes a day, YYYY-MM-DD."""
    if text is None:
        return None
    with suppress(ValueError):
        if date.fromisoformat(text).isoformat() == text:
            return text
    raise typer.BadParameter(f"'{text}' is no day such as 2026-11-20.")


ProfileArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="PROFILE",
        help=f"The project's profile; '-' reads standard input. Left out: {PROFILE} in this folder.",
        autocompletion=completion.profiles,
        show_default=False,
    ),
]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="text, json or markdown. Left out: what the ending of FILE says, else text.",
        rich_help_panel=OUTPUT,
        show_default=False,
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to this file; .json and .md choose the format.",
        rich_help_panel=OUTPUT,
        show_default=False,
    ),
]
SetOption = Annotated[
    list[str],
    typer.Option(
        "--set",
        metavar="QUESTION=VALUE",
        help="Answer a question, whatever the profile says; separate several choices with commas. Repeatable.",
        default_factory=list,
        autocompletion=completion.answers,
        rich_help_panel=COUNTS,
        show_default=False,
    ),
]
BetweenOption = Annotated[
    str,
    typer.Option(
        "--between",
        metavar="A,B",
        help="Choose among these frameworks only.",
        autocompletion=completion.frameworks_listed,
        rich_help_panel=COUNTS,
        show_default=False,
    ),
]
SourcesOption = Annotated[
    str,
    typer.Option(
        "--sources",
        metavar="IDS",
        help="Count these sources only: ids, or names of groups such as articles.",
        autocompletion=completion.sources_listed,
        rich_help_panel=COUNTS,
        show_default=False,
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="Advise with what was known that day, YYYY-MM-DD.",
        callback=day,
        rich_help_panel=COUNTS,
        show_default=False,
    ),
]
RulesOption = Annotated[
    list[Path],
    typer.Option(
        "--rules",
        metavar="DIR",
        help="A rule base of your own on top of the shipped one. Repeatable.",
        default_factory=list,
        rich_help_panel=COUNTS,
        show_default=False,
    ),
]
ColourOption = Annotated[
    Colour,
    typer.Option("--color", metavar="WHEN", help="Color text: auto, always or never.", rich_help_panel=OUTPUT),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Show the result alone.", rich_help_panel=OUTPUT)]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Show everything.", rich_help_panel=OUTPUT)]


def names(text: str) -> list[str]:
    """The names in a comma-separated option."""
    return [name.strip() for name in text.split(",") if name.strip()]


_BY_ENDING: dict[str, Format] = {".json": "json", ".md": "markdown", ".markdown": "markdown"}


def format_for(format: Format | None, output: Path | None) -> Format:
    """The format to write: the one that was named, else the one that the file's ending stands for, else text.

    Raises FitframeError where the ending stands for what only `report` writes.
    """
    if format or output is None:
        return format or "text"
    if output.suffix in (".html", ".svg"):
        raise FitframeError(f"{output}: this command writes text, .json and .md; 'fitframe report -o' writes .html")
    return _BY_ENDING.get(output.suffix, "text")


def project(profile: str | None, settings: list[str], rules: RuleBase) -> Profile:
    """The project that a command is about: its profile with the answers of --set over it.

    Where no profile is named, --set alone makes one, unless fitframe.yaml is in this folder.
    Raises InputError with every fault of the profile, or of the settings.
    """
    from fitframe import api

    if profile is None and settings and not Path(PROFILE).exists():
        return answered(api.profile_from({}, rules), settings, rules)
    path = profile or PROFILE
    if path != "-" and not Path(path).exists():
        save = "" if path == PROFILE else f" --save {path}"
        raise InputError(Fault(path, 0, 0, f"there is no such file; 'fitframe ask{save}' makes one"))
    return answered(api.load_profile(path, rules), settings, rules)


def answered(profile: Profile, settings: Iterable[str], rules: RuleBase) -> Profile:
    """A profile with answers set as in 'deployment=android,ios', the later over the earlier.

    'unknown' is "don't know", and nothing behind the '=' takes an answer away. Raises InputError with every fault.
    """
    from fitframe import api
    from fitframe.rulebase.messages import plain, shown

    faults: list[str] = []
    for setting in settings:
        question, equals, value = (word.strip() for word in setting.partition("="))
        if not equals:
            faults.append(f"--set takes question=value, got {shown(setting)}")
            continue
        choices = [choice.strip() for choice in value.split(",")]
        answer = choices if len(choices) > 1 else choices[0] or None
        try:
            profile = api.with_answers(profile, {question: answer}, rules)
        except InputError as error:
            faults += [f"--set {plain(setting)}: {fault}" for fault in error.faults]
    if faults:
        raise InputError(*faults)
    return profile
