"""How help pages read: options in groups, values by what they are, examples at the end; and errors in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

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
    for pattern, words in _PLAINLY:
        message = re.sub(pattern, words, message)
    return message
