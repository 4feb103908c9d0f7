"""The options that several commands share, each named once, what they come to, and how help pages read.

Help shows options in groups, values by what they are, and examples at the end; errors are put in plain words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperCommand, TyperGroup

from fitframe.cli import completion
from fitframe.errors import Fault, FitframeError, InputError
from fitframe.output import Format, Rendering

if TYPE_CHECKING:
    from fitframe.model.profile import Profile
    from fitframe.model.rulebase import RuleBase


COUNTS = "What counts"
OUTPUT = "Output"
"""The groups of options that several commands share."""


class Command(TyperCommand):
    """A command with our help page. Its epilog holds examples, which are shown as they are written."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """'[OPTIONS]' and the arguments: those in brackets may be left out."""
        return ["[OPTIONS]", *(usage(param) for param in self.get_params(ctx) if is_argument(param))]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The arguments, then the options in the groups that they name."""
        write_options(self, ctx, formatter)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """The examples."""
        write_examples(self, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As Typer does; what it says of a wrong value is put in plain words."""
        try:
            return super().parse_args(ctx, args)
        except typer.BadParameter as error:
            error.message = plainly(error.message)
            raise


class Group(TyperGroup):
    """A command with commands of its own, each with its whole line of help."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands, in the order in which they were added."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first_line(command.help)) for name, command in commands if command])

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands."""
        return list(self.commands)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The commands, then the options."""
        self.format_commands(ctx, formatter)
        write_options(self, ctx, formatter)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """The examples."""
        write_examples(self, formatter)


def write_options(command: Any, ctx: Any, formatter: Any) -> None:
    """Write the arguments, then the options in the groups that they name."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for param in command.get_params(ctx):
        if not param.hidden:
            group = getattr(param, "rich_help_panel", None) or ("Arguments" if is_argument(param) else "Options")
            groups.setdefault(group, []).append((name_of(param), help_of(param)))
    for last in (OUTPUT, "Options"):
        groups[last] = groups.pop(last, [])
    for title, entries in groups.items():
        if entries:
            with formatter.section(title):
                formatter.write_dl(entries)


def write_examples(command: Any, formatter: Any) -> None:
    """Write the epilog of a command, which holds examples, as it stands."""
    if command.epilog:
        with formatter.section("Examples"):
            formatter.write("".join(f"  {line}\n" for line in command.epilog.strip().splitlines()))


def _first_line(text: str | None) -> str:
    return (text or "").partition("\n\n")[0].replace("\n", " ").strip()


def is_argument(param: Any) -> bool:
    """Whether a parameter is an argument and no option."""
    return bool(param.param_type_name == "argument")


def usage(param: Any) -> str:
    """An argument as the usage line has it."""
    name = param.metavar or param.name.upper()
    shown = name if param.required or name.startswith("[") else f"[{name}]"
    return f"{shown}..." if param.nargs == -1 and not name.startswith("[") else shown


def name_of(param: Any) -> str:
    """An argument's name, or an option's with what it takes: '-o, --output FILE'."""
    if is_argument(param):
        return str(param.metavar or param.name.upper())
    names = ", ".join(sorted(param.opts, key=len))
    if param.secondary_opts:
        names += f" / {', '.join(param.secondary_opts)}"
    return names if param.is_flag else f"{names} {_value(param)}"


def _value(param: Any) -> str:
    kind = getattr(param, "type_descriptor", None)
    choices = "|".join(map(str, kind.choices)) if kind and kind.choices else ""
    return str(param.metavar or choices or param.name.upper())


def help_of(param: Any) -> str:
    """What an option is for, with its default and its environment variable."""
    return "  ".join([param.help or "", *_notes(param)]).strip()


def _notes(param: Any) -> Iterator[str]:
    if getattr(param, "show_default", False) and not callable(param.default) and param.default not in (None, "", False):
        yield f"[default: {param.default}]"
    if param.envvar:
        yield f"[env: {param.envvar}]"
    if param.required and not is_argument(param):
        yield "[required]"


_PLAINLY = (
    (r"Value error, ", ""),
    (r"Input should be greater than or equal to (.+)", r"it must be at least \1"),
    (r"Input should be less than or equal to (.+)", r"it must be at most \1"),
    (r"Input should be a valid integer.*", "it must be a whole number"),
    (r"Input should be a valid number.*", "it must be a number"),
    (r"Input should be a finite number.*", "it must be a number"),
)


def plainly(message: str) -> str:
    """What Typer says of a wrong value, without the words of the library that it asks."""
    from fitframe.output.document import clean

    for pattern, words in _PLAINLY:
        message = re.sub(pattern, words, message)
    return clean(message)


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
        help="Write to this file; its ending chooses the format: .html, .md, .json, else text.",
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


_BY_ENDING: dict[str, Rendering] = {
    ".json": "json",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
}


def format_for(format: Format | None, output: Path | None) -> Rendering:
    """The format to write: the one that was named, else the one that the file's ending stands for, else text.

    Raises FitframeError where the ending stands for a chart, which only a ranking has.
    """
    if format or output is None:
        return format or "text"
    if output.suffix == ".svg":
        raise FitframeError(
            f"{output}: only 'recommend' and 'report' draw a chart; this one writes .html, .md or .json"
        )
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
