"""What answers rest on: what was read, measured and looked up, what others decided, and how often advice held.

Rules are drawn from sources and measurements, and probes look their facts up again. Precedents give no points.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import Field, StringConstraints, ValidationError, model_validator

from fitframe.model.fields import Day, FrameworkId, FullDay, Id, Model, Outcome, Sentence, Tier, first_day


class Evidence(Model):
    """What one source shows for one statement, and where in it."""

    source: Id = Field(description="id of an entry in sources.yaml")
    where: Sentence = Field(description="section, heading, line or file inside the source")
    shows: Sentence = Field(description="what it says there, in our own words")
    opinion: bool = Field(False, description="the source only voices a view here; it then has the trust of an opinion")
    independent: bool | None = Field(None, description="whether it has no stake in this; left out: as its source")
    direct: bool | None = Field(
        None, description="whether it made, measured or saw this itself; left out: as its source, and no mere view is"
    )


class Provenance(NamedTuple):
    """What kind of witness a piece of evidence is."""

    independent: bool  # of those whom it is about
    direct: bool  # it made, measured or saw what it tells, and repeats nobody


_USUAL_PROVENANCE = {
    Tier.OFFICIAL: Provenance(independent=False, direct=True),
    Tier.MEASUREMENT: Provenance(independent=True, direct=True),
    Tier.REPORT: Provenance(independent=True, direct=True),
    Tier.ARTICLE: Provenance(independent=False, direct=False),
    Tier.OPINION: Provenance(independent=True, direct=False),
}


class Source(Model):
    """A document that was really read."""

    id: Id
    title: Sentence
    by: Sentence = Field(description="author or site; 'unknown' where the document does not say")
    tier: Tier = Field(description="official, measurement, report, article or opinion: what kind of source this is")
    published: Day | None = Field(
        None, description="YYYY, YYYY-MM or YYYY-MM-DD; leave out where the document has no date"
    )
    accessed: Day = Field(description="the day it was last read or checked")
    url: str | None = Field(
        None, description="its address, where it has one; a repository as github:OWNER/NAME PATH @COMMIT"
    )
    note: Sentence | None = Field(None, description="what a reader should know about its quality")
    family: Id | None = Field(
        None, description="a family of rulebase.yaml: on a criterion, its sources speak with one voice"
    )
    copies: Id | None = Field(
        None, description="the source that this repeats, or the family of a document read in copies alone"
    )
    independent: bool | None = Field(
        None, description="whether it has no stake in what it tells; left out: as its tier is, and no copy is"
    )
    direct: bool | None = Field(
        None, description="whether it tells what it made, measured or saw itself; left out: as its tier, and no copy is"
    )

    @model_validator(mode="after")
    def _one_voice(self) -> Self:
        if self.family and self.copies:
            raise ValueError("a copy belongs to what it copies: give 'family' or 'copies', not both")
        return self

    @property
    def provenance(self) -> Provenance:
        """What kind of witness it is, where its evidence does not say otherwise."""
        usual = Provenance(independent=False, direct=False) if self.copies else _USUAL_PROVENANCE[self.tier]
        return Provenance(
            usual.independent if self.independent is None else self.independent,
            usual.direct if self.direct is None else self.direct,
        )

    def provenance_of(self, evidence: Evidence) -> Provenance:
        """What kind of witness it is for one piece of evidence."""
        direct = self.provenance.direct and not evidence.opinion
        return Provenance(
            self.provenance.independent if evidence.independent is None else evidence.independent,
            direct if evidence.direct is None else evidence.direct,
        )


Quantity = Literal[
    "training-time",
    "training-throughput",
    "inference-time",
    "inference-throughput",
    "peak-memory",
    "installed-size",
    "import-time",
    "import-memory",
]


class QuantityKind(NamedTuple):
    """What figures of one quantity mean."""

    criterion: str  # the criterion that they bear on
    units: tuple[str, ...]
    lower_is_better: bool
    bands: tuple[float, ...] = ()  # a figure up to the first of them earns 4, up to the next 3; none: by ratio


QUANTITIES: dict[str, QuantityKind] = {
    "training-time": QuantityKind("training-speed", ("s", "ms"), True),
    "training-throughput": QuantityKind("training-speed", ("1/s",), False),
    "inference-time": QuantityKind("inference-speed", ("s", "ms"), True),
    "inference-throughput": QuantityKind("inference-speed", ("1/s",), False),
    "peak-memory": QuantityKind("gpu-memory", ("MiB", "GiB"), True),
    "installed-size": QuantityKind("installation", ("MiB",), True, (100, 300, 1024, 3072)),
    "import-time": QuantityKind("installation", ("s",), True),
    "import-memory": QuantityKind("installation", ("MiB",), True),
}
"""By quantity."""


class Setup(Model):
    """What was measured on."""

    hardware: Sentence
    software: Sentence = Field(description="versions")
    note: Sentence | None = Field(None, description="what else a reader has to know")


class Figures(Model):
    """What one piece of work took."""

    workload: Sentence
    values: dict[str, Annotated[float, Field(gt=0)]] = Field(
        description="framework, way to run one, tool, or variant such as 'pytorch, compiled', to its figure",
        min_length=1,
    )


class Measurement(Model):
    """Figures of one quantity, from one place."""

    id: Id
    title: Sentence
    quantity: Quantity
    unit: str
    setup: Setup
    day: Day = Field(description="when it was measured or published")
    by: Sentence = Field(description="who measured")
    independent: bool = Field(description="whether those who measured have no stake in what came out")
    grade: Literal["A", "B", "C"] = Field(
        description="A: audited or public logs on the same work; B: one team's published method; C: small"
    )
    repeat: Sentence = Field(description="how anybody can measure or extract it again")
    source: Id
    figures: tuple[Figures, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_its_unit(self) -> Self:
        if self.unit not in QUANTITIES[self.quantity].units:
            units = " or ".join(f"'{unit}'" for unit in QUANTITIES[self.quantity].units)
            raise ValueError(f"{self.quantity} is given in {units}, got '{self.unit}'")
        return self


class Measured(Model):
    """The figures that a rule's ratings follow from."""

    measurement: Id
    workloads: tuple[str, ...] = Field((), description="left out: all of them")
    of: dict[FrameworkId, str] = Field(
        default_factory=dict, description="a framework to the name of its figure, where that is another"
    )


ProbeKind = Literal["wheel", "metadata", "status", "repository", "passage", "thread", "npm", "end-of-life"]
Platform = Literal["linux-x86_64", "linux-aarch64", "win-amd64", "win-arm64", "macos-arm64", "macos-x86_64"]

_Package = Annotated[str, StringConstraints(pattern=r"^(@[a-z0-9._-]+/)?[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=100)]
_Repository = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", max_length=140)]
_Path = Annotated[str, StringConstraints(pattern=r"^[^/\s][^\s]*$", max_length=300)]
_Url = Annotated[str, StringConstraints(pattern=r"^https://[A-Za-z0-9.-]+(/[^\s]*)?$", max_length=500)]
_Python = Annotated[str, StringConstraints(pattern=r"^3\.\d{1,2}$")]
_Versions = Annotated[str, StringConstraints(pattern=r"^(==|!=|~=|<=|>=|<|>)[^\s,]+(,(==|!=|~=|<=|>=|<|>)[^\s,]+)*$")]


class ProbeForm(NamedTuple):
    """What the probes of one kind look at, and what they can expect."""

    needs: tuple[str, ...]  # keys
    takes: tuple[str, ...]  # further keys
    expects: str  # a pattern
    words: str  # the same in words


_VERSIONS = r"(==|!=|~=|<=|>=|<|>)\S+"
_RELEASED = r"(before|since) \d{4}-\d\d-\d\d"

PROBE_FORMS: dict[str, ProbeForm] = {
    "wheel": ProbeForm(("package",), ("python", "platforms", "versions", "pre"), "none|some|all", "none, some or all"),
    "metadata": ProbeForm(
        ("package", "field"),
        ("versions", "pre"),
        f"{_VERSIONS}|{_RELEASED}",
        "versions such as '>=3.12' or '<2.22,>=2.21', or for 'released' a day such as 'before 2026-01-01'",
    ),
    "status": ProbeForm(("package",), (), "active|archived|quarantined|deprecated", "active, archived or deprecated"),
    "repository": ProbeForm(("repository",), (), "active|archived", "active or archived"),
    "passage": ProbeForm(("passage",), ("repository", "path", "url"), "present|absent", "present or absent"),
    "thread": ProbeForm(("repository", "number"), (), "open|closed|merged", "open, closed or merged"),
    "npm": ProbeForm(
        ("package", "field"),
        (),
        f"{_VERSIONS}|{_RELEASED}|yes|no",
        "versions such as '>=1.30', a day such as 'before 2025-01-01', or for 'deprecated' yes or no",
    ),
    "end-of-life": ProbeForm(
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
        form, given = PROBE_FORMS[self.kind], self.model_fields_set - {"kind"}
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
        form = PROBE_FORMS[self.kind]
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


class Aftermath(StrEnum):
    """What became of a decision."""

    KEPT = "kept"
    REGRETTED = "regretted"  # who decided says that it was wrong, or undid it because it did not do what it was for
    MOVED_AGAIN = "moved-again"  # it served, and was left later
    UNKNOWN = "unknown"


class Precedent(Model):
    """A decision that a real project took. It advises the reader and gives no points."""

    id: Id
    title: Sentence = Field(description="what the project is, in a few words, without names of persons")
    decided: Day = Field(description="when it was decided, or the first time that it is known to have been decided")
    source: str = Field(
        pattern=r"^(https?://\S+|github:\S+ \S+ @[0-9a-f]{7,40})$",
        description="where it can be read; a file in a repository as github:OWNER/NAME PATH @COMMIT",
    )
    also: Sentence | None = Field(None, description="further places that tell of it")
    read: FullDay = Field(description="the day on which the source was read")
    among: tuple[Sentence, ...] = Field(description="what was weighed: ids where we have them", min_length=1)
    chose: Sentence = Field(description="what was taken: the id of a framework or tool where we have it")
    comes_to: Outcome = Field(description="what kind of answer that is")
    how: Sentence = Field(description="what was decided, in our own words")
    happened: Sentence = Field(description="what became of it, as far as the source tells")
    outcome: Aftermath
    known: Day | None = Field(
        None, description="the day by which that was known; left out: the day on which the source was read"
    )
    needs: dict[str, str | tuple[str, ...]] = Field(
        description="the answers that a profile would have, from the source alone", min_length=1
    )
    wishes: dict[str, str | tuple[str, ...]] = Field(default_factory=dict, description="what would have been nice")
    any_of: tuple[str, ...] = Field((), alias="any-of", description="as in a profile")
    all_of: tuple[str, ...] = Field((), alias="all-of", description="as in a profile")

    @property
    def year(self) -> str:
        """The year of the decision."""
        return self.decided[:4]

    def was_decided_by(self, day: str) -> bool:
        """Whether it was decided by a day, YYYY-MM-DD."""
        return first_day(self.decided) <= day

    def outcome_on(self, day: str) -> Aftermath:
        """What was known on a day, YYYY-MM-DD, of what became of it."""
        return self.outcome if first_day(self.known or self.read) <= day else Aftermath.UNKNOWN


Chance = Annotated[float, Field(ge=0, le=1)]


class Curve(Model):
    """A score for an answer, and the chance that comes with it."""

    weights: dict[str, float] = Field(description="what each feature adds to the score")
    steps: tuple[tuple[float, Chance, Chance, int], ...] = Field(
        description="from which score on: the chance from below, from above, and the cases behind it", min_length=1
    )


class FrameworkSets(Model):
    """The set of frameworks that holds the right one."""

    share: Chance = Field(description="share of the simulations in which a framework of the set comes first, at least")
    cases: int
    covers: Chance = Field(description="in so many of the cases it held a right one")
    unseen: int
    covers_unseen: Chance = Field(description="the same of cases that were set aside while rules were made")
    size: float = Field(description="frameworks in it, on average")


class Calibration(Model):
    """How often advice held, by how sure it was, on cases whose right answer others gave."""

    made: FullDay
    rules: str = Field(description="version of the rule base that was measured")
    cases: int = Field(description="labelled cases")
    unseen: int = Field(description="those of them that were set aside while rules were made")
    best: Curve = Field(description="the advice is one of the right answers")
    sound: Curve = Field(description="nobody would object to it")
    sets: FrameworkSets
