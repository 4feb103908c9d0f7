"""Checks that a machine can repeat of facts that the rule base holds, and what came of them."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import Field, StringConstraints, ValidationError, model_validator

from fitframe.model.fields import FullDay, Id, Model, Sentence

ProbeKind = Literal["wheel", "metadata", "status", "repository", "passage", "thread", "npm", "end-of-life"]
Platform = Literal["linux-x86_64", "linux-aarch64", "win-amd64", "win-arm64", "macos-arm64", "macos-x86_64"]

_Package = Annotated[str, StringConstraints(pattern=r"^(@[a-z0-9._-]+/)?[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=100)]
_Repository = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", max_length=140)]
_Path = Annotated[str, StringConstraints(pattern=r"^[^/\s][^\s]*$", max_length=300)]
_Url = Annotated[str, StringConstraints(pattern=r"^https://[A-Za-z0-9.-]+(/[^\s]*)?$", max_length=500)]
_Python = Annotated[str, StringConstraints(pattern=r"^3\.\d{1,2}$")]
_Versions = Annotated[str, StringConstraints(pattern=r"^(==|!=|~=|<=|>=|<|>)[^\s,]+(,(==|!=|~=|<=|>=|<|>)[^\s,]+)*$")]


class Form(NamedTuple):
    """What the probes of one kind look at, and what they can expect."""

    needs: tuple[str, ...]  # keys
    takes: tuple[str, ...]  # further keys
    expects: str  # a pattern
    words: str  # the same in words


_VERSIONS = r"(==|!=|~=|<=|>=|<|>)\S+"
_RELEASED = r"(before|since) \d{4}-\d\d-\d\d"

FORMS: dict[str, Form] = {
    "wheel": Form(("package",), ("python", "platforms", "versions", "pre"), "none|some|all", "none, some or all"),
    "metadata": Form(
        ("package", "field"),
        ("versions", "pre"),
        f"{_VERSIONS}|{_RELEASED}",
        "versions such as '>=3.12' or '<2.22,>=2.21', or for 'released' a day such as 'before 2026-01-01'",
    ),
    "status": Form(("package",), (), "active|archived|quarantined|deprecated", "active, archived or deprecated"),
    "repository": Form(("repository",), (), "active|archived", "active or archived"),
    "passage": Form(("passage",), ("repository", "path", "url"), "present|absent", "present or absent"),
    "thread": Form(("repository", "number"), (), "open|closed|merged", "open, closed or merged"),
    "npm": Form(
        ("package", "field"),
        (),
        f"{_VERSIONS}|{_RELEASED}|yes|no",
        "versions such as '>=1.30', a day such as 'before 2025-01-01', or for 'deprecated' yes or no",
    ),
    "end-of-life": Form(
        ("product", "cycle"), (), r"supported|ended|\d{4}-\d\d-\d\d", "supported, ended, or the day of the end"
    ),
}
"""By kind of probe."""

_FIELDS = {"metadata": ("newest", "requires-python", "released"), "npm": ("newest", "released", "deprecated")}


class Query(Model):
    """What a probe asks, and of whom."""

    kind: ProbeKind
    package: _Package | None = Field(None, description="wheel, metadata, status: its name on PyPI; npm: on npm")
    python: _Python | None = Field(None, description="wheel: files for this version of Python; left out: any")
    platforms: tuple[Platform, ...] = Field((), description="wheel: files for these; left out: any")
    versions: _Versions | None = Field(None, description="wheel, metadata: of these releases; left out: all")
    pre: bool = Field(False, description="wheel, metadata: release candidates and their like count too")
    field: Literal["newest", "requires-python", "released", "deprecated"] | None = Field(
        None, description="metadata, npm: what of the newest release is held against 'expect'"
    )
    repository: _Repository | None = Field(None, description="on GitHub, as owner/name")
    path: _Path | None = Field(None, description="passage: a file in the repository, as it is today")
    url: _Url | None = Field(None, description="passage: a page, in place of a file")
    passage: Sentence | None = Field(
        None, description="passage: words that stand there; spaces and markup do not count"
    )
    number: Annotated[int, Field(ge=1)] | None = Field(None, description="thread: of the issue or pull request")
    product: Id | None = Field(None, description="end-of-life: as endoflife.date calls it")
    cycle: Sentence | None = Field(None, description="end-of-life: its version")

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        form, given = FORMS[self.kind], self.model_fields_set - {"kind"}
        if missing := [key for key in form.needs if key not in given]:
            raise ValueError(f"a probe of kind '{self.kind}' needs the key '{missing[0]}'")
        if strange := sorted(given - {*form.needs, *form.takes}):
            raise ValueError(f"a probe of kind '{self.kind}' has no key '{strange[0]}'")
        if self.kind == "passage" and (self.url is None) == (self.repository is None or self.path is None):
            raise ValueError("a passage stands in a file, with 'repository' and 'path', or on a page, with 'url'")
        if self.field and self.field not in _FIELDS[self.kind]:
            raise ValueError(f"'field' of kind '{self.kind}' is one of {', '.join(_FIELDS[self.kind])}")
        return self

    def unexpectable(self, expect: str) -> str | None:
        """Why nothing can be said of this expectation; None where it can."""
        form = FORMS[self.kind]
        fits = re.fullmatch(form.expects, expect, re.ASCII)
        if fits and self.field:
            fits = re.fullmatch({"released": _RELEASED, "deprecated": "yes|no"}.get(self.field, _VERSIONS), expect)
        return None if fits else f"a probe of kind '{self.kind}' expects {form.words}, got '{expect}'"


class WhenItBreaks(StrEnum):
    """What a broken probe does to what it stands for."""

    TELL = "tell"
    DOUBT = "doubt"
    SUPERSEDE = "supersede"


class Probe(Model):
    """A check that a machine can repeat of one fact."""

    id: Id
    fact: Sentence = Field(description="what is held to be true, as a sentence")
    probe: Query
    expect: Annotated[str, Field(coerce_numbers_to_str=True)] = Field(description="what is found while the fact holds")
    when_it_breaks: WhenItBreaks = Field(
        WhenItBreaks.DOUBT,
        description="tell: it is reported; doubt: what rests on it has the trust of an opinion until somebody has "
        "looked; supersede: the rule no longer counts",
    )
    stands_for: tuple[str, ...] = Field(min_length=1, description="ids of the rules, moves, tools or routes")
    canary: dict[str, Any] = Field(
        description="what must hold anyway: keys that differ from those of the probe, with its own 'expect'; where it "
        "fails too, the place that was asked is at fault and not the fact"
    )

    @model_validator(mode="after")
    def _can_be_asked(self) -> Self:
        if problem := self.probe.unexpectable(self.expect):
            raise ValueError(problem)
        if "expect" not in self.canary or len(self.canary) < 2:
            raise ValueError("a canary has an 'expect', and a key of its own that says what to look at instead")
        try:
            query, expect = self.control
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(map(str, first["loc"]))
            raise ValueError(f"the canary cannot be asked: {f'{place}: ' if place else ''}{first['msg']}") from None
        if problem := query.unexpectable(expect):
            raise ValueError(f"the canary cannot be asked: {problem}")
        return self

    @property
    def control(self) -> tuple[Query, str]:
        """The canary's question, and what it expects. Raises ValidationError where it is none."""
        given = self.probe.model_dump(exclude_unset=True) | {k: v for k, v in self.canary.items() if k != "expect"}
        if "url" in self.canary:
            given = {k: v for k, v in given.items() if k not in ("repository", "path")}
        return Query.model_validate(given), str(self.canary["expect"])


class ProofOutcome(StrEnum):
    """What came of a probe."""

    HELD = "held"
    BROKEN = "broken"
    UNCLEAR = "unclear"


class Proof(Model):
    """One line of proofs.jsonl: that a fact was looked up on a day, and what was seen."""

    probe: Id
    day: FullDay
    outcome: Literal[ProofOutcome.HELD, ProofOutcome.BROKEN]
    seen: Sentence
    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")] = Field(
        description="of the answer that was judged"
    )


class ProbeResult(NamedTuple):
    """What came of one probe."""

    probe: Probe
    outcome: ProofOutcome
    day: str  # of the answer that was judged
    seen: str  # a sentence without its stop
    digest: str  # of that answer; empty where there was none

    def proof(self) -> Proof:
        """The line that records it."""
        return Proof.model_validate(
            {"probe": self.probe.id, "day": self.day, "outcome": self.outcome, "seen": self.seen, "digest": self.digest}
        )


class Verified(NamedTuple):
    """When a machine last looked up a fact that something rests on, and what came of it."""

    day: str
    holds: bool
    probe: str
    when_it_breaks: WhenItBreaks
    seen: str


def streaks(proofs: list[Proof]) -> list[Proof]:
    """The proofs in order, without those between the first and the last of the same outcome in a row."""
    by_probe: dict[str, list[Proof]] = {}
    for proof in sorted(proofs, key=lambda one: (one.probe, one.day)):
        mine = by_probe.setdefault(proof.probe, [])
        if mine and mine[-1].day == proof.day:
            mine.pop()
        if len(mine) > 1 and mine[-2].outcome == mine[-1].outcome == proof.outcome:
            mine.pop()
        mine.append(proof)
    return [proof for mine in by_probe.values() for proof in mine]
