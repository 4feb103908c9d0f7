"""The rule base, as frozen values without unknown fields."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import Annotated, Any, Literal, Self

from pydantic import (
    Field,
    field_validator,
    model_validator,
)

from fitframe.model.evidence import (
    Calibration,
    Evidence,
    Measured,
    Measurement,
    Precedent,
    Probe,
    Proof,
    ProofOutcome,
    Source,
    Verified,
    WhenItBreaks,
)
from fitframe.model.fields import (
    Adjustment,
    Day,
    FrameworkId,
    Id,
    Importance,
    Model,
    Outcome,
    Rating,
    RuleId,
    Sentence,
    Share,
    Status,
    When,
    first_day,
)
from fitframe.model.signals import Signals


class Question(Model):
    """Something we ask of a project."""

    id: Id
    title: Sentence = Field(description="a few words for tables")
    prompt: Sentence = Field(description="the question as a person reads it")
    why: Sentence = Field(description="why we ask")
    takes: Literal["one", "many"] = Field(description="one choice or several")
    ordered: bool = Field(False, description="the choices run from least to most, so at_least and at_most make sense")
    essential: bool = Field(False, description="without its answer no recommendation is ever called clear")
    changeable: bool = Field(False, description="a project could change this answer if it had to (a Python version)")
    fixed: tuple[str, ...] = Field((), description="choices of a changeable question that say it cannot be changed")
    lever: bool = Field(
        False, description="a team could do this otherwise to get another framework: hardware, tools, ways of working"
    )
    several: Literal["needs", "options"] = Field(
        "needs", description="what several answers mean: all have to be met, or any one of them will do"
    )
    relevant: When | None = Field(None, description="asked only where this surely holds; left out: always")
    unless: When | None = Field(None, description="not asked where this surely holds")
    needs: When | None = Field(None, description="several options are needs where this surely holds")
    usual: dict[str, Share] = Field(
        default_factory=dict,
        description="share of projects that give each answer; what is left is spread over the others",
    )
    unusual: Sentence | None = Field(
        None, description="what holds of the few projects whose answer is not the usual one; such are asked at once"
    )
    choices: dict[str, Sentence] = Field(description="each choice's id with a plain explanation", min_length=2)

    @cached_property
    def likelihoods(self) -> dict[str, float]:
        """How likely each choice is: its usual share where that is known; what is left is spread over the others."""
        others = [choice for choice in self.choices if choice not in self.usual]
        rest = max(0.0, 1.0 - sum(self.usual.values()))
        return {choice: self.usual.get(choice, rest / max(1, len(others))) for choice in self.choices}

    @property
    def usual_choice(self) -> str | None:
        """The choice that at least half of all projects make, as far as that is known."""
        return next((choice for choice, share in self.usual.items() if share >= 0.5), None)

    @property
    def usual_answer(self) -> str | tuple[str, ...] | None:
        """The usual choice as an answer."""
        return (self.usual_choice,) if self.usual_choice and self.takes == "many" else self.usual_choice

    @cached_property
    def cumulative(self) -> tuple[tuple[str, ...], tuple[float, ...]]:
        """The choices, and how likely each is together with those before it: to draw from."""
        return tuple(self.choices), tuple(accumulate(self.likelihoods.values()))

    @cached_property
    def surprise(self) -> float:
        """How much the answer is worth knowing, 0 to 1: the chance that it is not the likeliest one."""
        return 1.0 - max(self.likelihoods.values())


class Install(Model):
    """What to install where a plain package is not the right one."""

    when: When = Field(description="the projects that it is for; the first that holds decides")
    package: str | None = Field(None, description="package on PyPI with its extra; left out: the usual one")
    command: str | None = Field(None, description="the whole command, where something other than pip installs it")
    note: Sentence | None = Field(None, description="what somebody who installs it has to know")
    evidence: tuple[Evidence, ...] = Field(min_length=1)


class Framework(Model):
    """An alternative to choose among."""

    id: Id
    name: Sentence
    character: Sentence = Field(description="one line: what kind of framework this is")
    package: str = Field(description="name of its package on PyPI")
    imports: str = Field(description="name of the module that a program imports")
    installs: tuple[Install, ...] = Field((), description="what to install instead, by accelerator and system")
    aliases: tuple[str, ...] = Field((), description="other names people write")
    home: str = Field(description="home page")
    outcome: Outcome = Field(Outcome.FRAMEWORK, description="what the advice comes to where it is recommended")
    backends: dict[Id, Sentence] = Field(
        default_factory=dict, description="engines it can run on, one at a time; a rule may speak of 'keras@jax' alone"
    )

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways to run it: itself, or one for each backend."""
        return tuple(f"{self.id}@{backend}" for backend in sorted(self.backends)) or (self.id,)


class Tool(Model):
    """A named part of an ecosystem, with where it stands in its life."""

    id: Id
    name: Sentence
    kind: Sentence = Field(description="what it is: serving, mobile, browser, pipeline, compiler, library, model-hub …")
    belongs_to: str | None = Field(None, description="the framework or organisation it comes from")
    status: Status
    since: Day | None = Field(None, description="since when it has this status")
    successor: tuple[Id, ...] = Field((), description="tools or frameworks to use instead")
    summary: Sentence
    instead: Sentence | None = Field(None, description="what to do instead, where naming a successor is not enough")
    when: When | None = Field(None, description="the projects that it concerns; left out: all")
    evidence: tuple[Evidence, ...] = ()

    def status_on(self, day: str) -> Status:
        """Its status on a day, YYYY-MM-DD: what it has had since `since`, and active before."""
        began = self.since is None or first_day(self.since) <= day
        return self.status if began else Status.ACTIVE


class Situation(Model):
    """A situation in which a criterion has a certain importance."""

    to: Importance
    when: When = Field(default_factory=lambda: When.model_construct(), description="left out: always")
    unless: When | None = Field(None, description="does not hold where this surely holds")
    because: Sentence


class Rule(Model):
    """One statement: where these answers hold, these frameworks earn these ratings, or are ruled out."""

    id: RuleId
    framework: FrameworkId | None = Field(None, description="the one framework that 'rating' judges")
    rating: Rating | None = Field(None, description="0 to 4 on the criterion's scale")
    ratings: dict[FrameworkId, Rating] = Field(
        default_factory=dict, description="several frameworks judged in one statement"
    )
    blocks: tuple[FrameworkId, ...] = Field((), description="frameworks that this rules out")
    adjust: dict[FrameworkId, Adjustment] = Field(
        default_factory=dict, description="steps that this adds to what other rules make of a framework"
    )
    corrects: tuple[RuleId, ...] = Field(
        (), description="rules that are wrong or outdated where this applies, for every framework; it rates nobody"
    )
    settles: bool = Field(
        False,
        description="weighed by the author on the scale: of the frameworks it rates, no other rule's rating counts; "
        "of several that apply, the first in the file",
    )
    provided: Sentence | None = Field(
        None, description="a condition to meet, said after 'provided that'; a blocker's way out"
    )
    when: When = Field(default_factory=lambda: When.model_construct(), description="left out: always applies")
    unless: When | None = Field(None, description="does not apply where this surely holds")
    because: Sentence = Field(description="one plain sentence a reader can quote")
    says: dict[FrameworkId, Sentence] = Field(
        default_factory=dict, description="the same for one framework, to be put beside what is said of another"
    )
    via: tuple[Id, ...] = Field((), description="tools that this path leads to")
    since: Day | None = Field(None, description="the day from which this has been true")
    supersedes: tuple[RuleId, ...] = Field((), description="rules that no longer count where this one applies")
    measured: tuple[Measured, ...] = Field(
        (), description="figures that the ratings follow from by the table in rules/README.md"
    )
    evidence: tuple[Evidence, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        single = self.framework is not None or self.rating is not None
        if single and (self.framework is None or self.rating is None):
            raise ValueError("'framework' and 'rating' go together")
        forms = [single, bool(self.ratings), bool(self.blocks), bool(self.adjust), bool(self.corrects)]
        if forms.count(True) != 1:
            raise ValueError(
                "a rule has 'framework' with 'rating', or 'ratings', 'blocks', 'adjust' or 'corrects': one of them"
            )
        if self.settles and not (single or self.ratings):
            raise ValueError("'settles' belongs to a rule that gives ratings")
        return self

    @property
    def reads(self) -> frozenset[str]:
        """The questions that its conditions look at."""
        return self.when.reads | (self.unless.reads if self.unless else frozenset())

    @property
    def judged(self) -> dict[str, float]:
        """Framework to rating; empty for a blocker."""
        return {self.framework: self.rating} if self.framework and self.rating is not None else self.ratings


class Expect(Model):
    """What a case expects of its criterion. Everything named must hold."""

    importance: Importance | None = None
    applies: tuple[RuleId, ...] = Field((), description="rules whose condition holds")
    silent: tuple[RuleId, ...] = Field((), description="rules whose condition does not hold")
    set_aside: tuple[RuleId, ...] = Field(
        (), description="rules that apply but are superseded for every framework they judge"
    )


class Case(Model):
    """A small profile beside the rules, with what they should do for it."""

    name: Sentence
    answers: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)
    expect: Expect


class Criterion(Model):
    """One thing that matters in a choice, with its rules."""

    id: Id
    title: Sentence
    scale: dict[Annotated[int, Field(ge=0, le=4)], Sentence] = Field(
        description="what the ratings 0 to 4 mean", min_length=5
    )
    importance: tuple[Situation, ...] = Field(
        description="situations with the importance it has in each; the first that surely holds decides, else none"
    )
    combine: Literal["mean", "weakest"] = Field("mean", description="'weakest': every need in 'across' has to be met")
    across: Id | None = Field(None, description="with 'weakest': the question whose chosen answers are the needs")
    moves: When | None = Field(
        None, description="where this surely holds, a framework earns here what the best move to it is worth"
    )
    unrated: dict[Id, Sentence] = Field(
        default_factory=dict,
        description="frameworks that no source read speaks of here, each with that said openly",
    )
    rules: tuple[Rule, ...] = ()
    cases: tuple[Case, ...] = ()

    @field_validator("importance", mode="before")
    @classmethod
    def _situations(cls, written: Any) -> Any:
        """Rule bases of 0.1.0 wrote `{base: low, raise: [situations]}`, of which the highest level counted."""
        if not isinstance(written, dict) or not written.keys() <= {"base", "raise"}:
            return written
        levels = [level.value for level in Importance]
        always = {"to": written.get("base", "none"), "because": "it matters to every project"}
        steps = [*(written.get("raise") or ()), always]
        if all(isinstance(one, dict) and one.get("to") in levels for one in steps):
            return sorted(steps, key=lambda one: -levels.index(one["to"]))
        return written

    @property
    def base(self) -> Importance:
        """Its importance where no condition holds."""
        plain = (one.to for one in self.importance if not one.when.reads and one.unless is None)
        return next(plain, Importance.NONE)

    @model_validator(mode="after")
    def _weakest_across(self) -> Self:
        if (self.combine == "weakest") != (self.across is not None):
            raise ValueError("'combine: weakest' and 'across' go together")
        return self


class Step(StrEnum):
    """What a hop of a route does."""

    AUTHOR = "author"
    TRAIN = "train"
    EXPORT = "export"
    RUN = "run"


class Hop(Model):
    """One step on a route, and the tool that takes it."""

    step: Step
    tool: Id


class Route(Model):
    """A working path from a framework to one need of a project."""

    id: Id
    framework: FrameworkId = Field(description="where it starts: a framework, or one way to run it")
    reaches: dict[str, str] = Field(
        description="the one answer that it serves, such as deployment: android", min_length=1, max_length=1
    )
    when: When = Field(default_factory=lambda: When.model_construct(), description="further conditions; left out: none")
    unless: When | None = Field(None, description="leads nowhere where this surely holds")
    hops: tuple[Hop, ...] = Field(min_length=1)
    support: Rating = Field(description="0 to 4: how well supported it is, on the scale in rules/README.md")
    because: Sentence = Field(description="who supports it and how mature it is, in one sentence")
    since: Day | None = None
    evidence: tuple[Evidence, ...] = Field(min_length=1)


class Move(Model):
    """A way from what exists to a framework: keep it, upgrade it, switch what is under it, convert it, port it."""

    id: RuleId
    kind: Literal["stay", "upgrade", "switch-backend", "convert", "port"]
    source: tuple[str, ...] = Field(
        alias="from", description="choices of existing-code that it starts from", min_length=1
    )
    to: FrameworkId = Field(description="the framework, or the way to run one, that it leads to")
    keeps: tuple[str, ...] = Field((), description="choices of carry: what survives it")
    relieves: tuple[str, ...] = Field((), description="choices of pain that it takes away")
    bound_by: tuple[str, ...] = Field((), description="choices of ties, each of which makes it a larger effort")
    effort: Literal["none", "little", "some", "plenty"]
    when: When = Field(default_factory=lambda: When.model_construct(), description="left out: always open")
    unless: When | None = Field(None, description="not open where this surely holds")
    steps: tuple[Sentence, ...] = Field(description="what to do, in order", min_length=1)
    because: Sentence
    since: Day | None = None
    evidence: tuple[Evidence, ...] = Field(min_length=1)

    @property
    def reads(self) -> frozenset[str]:
        """The questions that its conditions look at."""
        return self.when.reads | (self.unless.reads if self.unless else frozenset())

    def as_rule(self) -> Rule:
        """The statement that it makes, for whoever cites it as a rule."""
        return Rule.model_construct(
            id=self.id,
            ratings={self.to: 4.0},
            when=self.when,
            because=self.because,
            since=self.since,
            evidence=self.evidence,
        )


class Instead(Model):
    """What to take where no training framework has to be chosen."""

    tool: Id
    when: When = Field(default_factory=lambda: When.model_construct(), description="left out: always")
    unless: When | None = None
    because: Sentence
    leaves_out: tuple[Id, ...] = Field((), description="frameworks that need not be installed then")
    evidence: tuple[Evidence, ...] = Field(min_length=1)


class Doubt(Model):
    """When an outcome is said with less confidence: something else in the answers speaks against it."""

    when: When
    because: Sentence


class OutcomeRule(Model):
    """When the answer is something else than one of the frameworks. The first that holds decides."""

    id: Id
    outcome: Outcome
    when: When
    unless: When | None = None
    because: Sentence
    doubt: Doubt | None = Field(None, description="when it is said with less confidence, and why")
    take: tuple[Instead, ...] = Field((), description="what to take instead; those that hold, in this order")
    since: Day | None = None
    evidence: tuple[Evidence, ...] = Field(min_length=1)


class Contradiction(Model):
    """Answers that cannot stand together, or that seldom do."""

    id: Id
    kind: Literal["impossible", "odd"]
    when: When
    unless: When | None = None
    because: Sentence
    ask: Sentence = Field(description="the question that clears it up")
    evidence: tuple[Evidence, ...] = Field(
        (), description="not needed where arithmetic or the words themselves show it"
    )


class Part(Model):
    """One kind of work inside a project."""

    name: Sentence
    answers: dict[str, str | tuple[str, ...]] = Field(
        default_factory=dict, description="answers that replace the project's"
    )
    without: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="choices that this part does not have"
    )


class Split(Model):
    """When a project holds two kinds of work that may want a framework each."""

    id: Id
    when: When
    because: Sentence
    parts: tuple[Part, ...] = Field(min_length=2)


class Term(Model):
    """What people call things that the rule base has under other names, or under none."""

    id: Id
    called: tuple[Sentence, ...] = Field(
        min_length=1, description="names, in any case, with or without dots and spaces"
    )
    says: Sentence | None = Field(None, description="what it is, where nothing that it means says so")
    means: tuple[str, ...] = Field(
        min_length=1,
        description="what to read of it: a kind and an id, such as tool:litert or choice:deployment=server",
    )


class Manifest(Model):
    """What is said of the rule base as a whole."""

    version: str
    reviewed: Day = Field(description="the day of the last review: the 'as of' of answers where none is given")
    groups: dict[Id, tuple[Id, ...]] = Field(default_factory=dict, description="names for sets of sources")
    families: dict[Id, Sentence] = Field(
        default_factory=dict, description="what sources that repeat one another, or one document, have in common"
    )
    opening: tuple[Id, ...] = Field((), description="the questions that a questionnaire asks first, in this order")


class RuleBase(Manifest):
    """Everything fitframe knows, in order of ids."""

    digest: str = Field("", description="hash of the files it was read from")
    sources: dict[str, Source]
    questions: dict[str, Question] = Field(description="in the order of the file")
    frameworks: dict[str, Framework]
    tools: dict[str, Tool]
    criteria: dict[str, Criterion]
    routes: dict[str, Route] = Field(default_factory=dict)
    splits: dict[str, Split] = Field(default_factory=dict)
    moves: dict[str, Move] = Field(default_factory=dict, description="in the order of the file")
    outcomes: dict[str, OutcomeRule] = Field(default_factory=dict, description="in the order of the file")
    contradictions: dict[str, Contradiction] = Field(default_factory=dict)
    terms: dict[str, Term] = Field(default_factory=dict)
    signals: dict[str, Signals] = Field(default_factory=dict)
    measurements: dict[str, Measurement] = Field(default_factory=dict)
    probes: dict[str, Probe] = Field(default_factory=dict)
    proofs: tuple[Proof, ...] = Field((), description="by probe, the oldest first")
    precedents: dict[str, Precedent] = Field(default_factory=dict, description="in the order of the file")
    calibration: Calibration | None = Field(None, description="None: nobody measured how often its advice holds")
    origins: dict[str, str] = Field(default_factory=dict, description="'kind:id' to the file and line it stands at")

    def __repr__(self) -> str:
        rules = sum(len(criterion.rules) for criterion in self.criteria.values())
        return f"<RuleBase {self.version}: {len(self.criteria)} criteria, {rules} rules>"

    __str__ = __repr__

    def rule(self, rule_id: str) -> Rule:
        """The rule of this id. Raises KeyError where there is none."""
        return self._rules[rule_id]

    def verified(self, day: str | None = None) -> dict[str, Verified]:
        """What probes stand for, each with when it was last looked up by a day, or ever, and what came of it.

        Of several probes that stand for one thing, those that only tell come last, a broken one goes before others, and
        the newest proof counts.
        """
        newest = {
            proof.probe: proof
            for proof in self.proofs
            if (day is None or proof.day <= day) and proof.probe in self.probes
        }
        found: dict[str, Verified] = {}
        for name, proof in newest.items():
            probe = self.probes[name]
            one = Verified(proof.day, proof.outcome is ProofOutcome.HELD, name, probe.when_it_breaks, proof.seen)
            for thing in probe.stands_for:
                if thing not in found or _says_more(one) > _says_more(found[thing]):
                    found[thing] = one
        return found

    @cached_property
    def layers(self) -> dict[str, str]:
        """The folder that each rule comes from, as it was named; no entry where the rule base does not say."""
        rules = ((key.removeprefix("rule:"), at) for key, at in self.origins.items() if key.startswith("rule:"))
        return {name: folder for name, at in rules if (folder := at.rpartition("/criteria/")[0])}

    @cached_property
    def voices(self) -> dict[str, str]:
        """The sources that do not speak for themselves, each with its voice: a family, or the source that it copies."""
        return {name: voice for name in self.sources if (voice := self._voice(name)) != name}

    def _voice(self, name: str) -> str:
        passed = {name}
        while name in self.sources and (leads_to := self.sources[name].family or self.sources[name].copies):
            if leads_to in passed:
                break
            passed.add(leads_to)
            name = leads_to
        return name

    @cached_property
    def _rules(self) -> dict[str, Rule]:
        moves = {move.id: move.as_rule() for move in self.moves.values()}
        return moves | {rule.id: rule for criterion in self.criteria.values() for rule in criterion.rules}


def _says_more(one: Verified) -> tuple[bool, bool, str]:
    return one.when_it_breaks is not WhenItBreaks.TELL, not one.holds, one.day
