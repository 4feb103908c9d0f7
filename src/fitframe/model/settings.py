"""How to check: the one list of settings, from which the command's options and the file's keys are both made."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints

from fitframe.model.fields import FullDay, Model
from fitframe.model.verdict import Level, Verdict

_ADDRESS = r"^https?://[^\s#]+$"
FAILS, ACCEPTED, COUNTS, OUTPUT = "What fails", "What is accepted", "What counts", "Output"
"""The groups in which the help page shows the options."""


def _setting(
    default: Any,
    description: str,
    group: str,
    *,
    short: str = "",
    metavar: str = "",
    variable: bool = True,
    **bounds: Any,
) -> Any:
    """A field with how its option is called beside its long name, and whether an environment variable sets it."""
    option: dict[str, Any] = {"group": group, "short": short, "metavar": metavar, "variable": variable}
    return Field(default, description=description, json_schema_extra=option, **bounds)


class Settings(Model):
    """How to check. Each field is a key of fitframe.toml and an option of the command, with hyphens in its name."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=lambda name: name.replace("_", "-"), populate_by_name=True
    )

    format: str = _setting(
        "text", "text, json, sarif, junit, github, gitlab or markdown.", OUTPUT, short="-f", metavar="FORMAT"
    )
    output: tuple[str, ...] = _setting(
        (),
        "Write a format to a file as well. Repeatable. A bare FILE takes what would go to standard output.",
        OUTPUT,
        short="-o",
        metavar="FORMAT=FILE",
        variable=False,
    )
    fail_on: Literal["violates", "poor", "defensible"] = _setting(
        "poor", "Fail at this verdict and worse ones; poor where left out.", FAILS
    )
    exit_zero: bool = _setting(False, "Report, but never fail.", FAILS, strict=True)
    allow_empty: bool = _setting(False, "Let it be fine that there is no profile to check.", FAILS, strict=True)
    strict: bool = _setting(
        False,
        "Also fail on unused waivers and baseline entries, and on folders that cannot be searched.",
        FAILS,
        strict=True,
    )
    fail_on_drift: bool = _setting(
        False, "Fail where a decision has lost ground since it was made.", FAILS, strict=True
    )
    scan: bool = _setting(
        False,
        "Compare each choice with the code in the profile's folder, which is read and never run.",
        COUNTS,
        strict=True,
    )
    since: str | None = _setting(
        None, "With --scan: fail on a framework that comes in after this commit of git.", COUNTS, metavar="REF"
    )
    waivers: str | None = _setting(None, "A file of waivers for several profiles.", ACCEPTED, metavar="FILE")
    baseline: str | None = _setting(None, "Accept what this file lists.", ACCEPTED, metavar="FILE")
    as_of: FullDay | None = _setting(
        None, "Check with what was known then; waivers too. YYYY-MM-DD.", COUNTS, metavar="DATE"
    )
    rules: tuple[str, ...] = _setting(
        (), "A rule base of your own on top of the shipped one. Repeatable.", COUNTS, metavar="DIR"
    )
    defensible_gap: float = _setting(
        10.0,
        "A choice within this many points of the best is defensible; 10 where left out.",
        FAILS,
        metavar="POINTS",
        strict=True,
        ge=0,
        le=100,
    )
    defensible_share: float = _setting(
        0.15,
        "A choice that comes first in this share of the simulations is defensible; 0.15 where left out.",
        FAILS,
        metavar="SHARE",
        strict=True,
        ge=0,
        le=1,
    )
    jobs: int | None = _setting(
        None, "Worker processes; all processors where left out.", "Options", short="-j", strict=True, ge=1
    )
    help_uri: Annotated[str, StringConstraints(pattern=_ADDRESS)] | None = _setting(
        None, "SARIF: the address of a page that explains the kinds of findings.", OUTPUT, metavar="URL"
    )

    def level(self, verdict: Verdict) -> Level:
        """How serious a verdict is. What does not fit but need not fail is still reported."""
        if verdict.at_or_below(Verdict(self.fail_on)):
            return Level.ERROR
        return Level.NOTE if verdict is Verdict.DEFENSIBLE else Level.WARNING

    @property
    def housekeeping(self) -> Level:
        """How serious an unused waiver or baseline entry is."""
        return Level.ERROR if self.strict else Level.WARNING
