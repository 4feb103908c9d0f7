"""What is answered: a recommendation that carries its own derivation. Frozen values, plain tuples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from fitframe.model.evidence import Aftermath, Verified
from fitframe.model.fields import Outcome


class Confidence(StrEnum):
    """How firm a recommendation is."""

    CLEAR = "clear"
    LEANING = "leaning"
    TOSS_UP = "toss-up"
    NONE_FITS = "none-fits"


class Contribution(NamedTuple):
    """The points that one criterion gives one framework."""

    criterion: str
    importance: str
    weight: float
    rating: float  # 0 to 4
    spread: float  # 0.5 to 2: the rating is plausible this far to either side
    points: float  # contributions add up to the framework's score
    rules: tuple[str, ...]  # the rules that made the rating; none: nothing is known, and the rating is 2
    weakest_link: bool = False


class Condition(NamedTuple):
    """Something the project would have to change for a framework to be usable."""

    rule: str
    provided: str


class Ranked(NamedTuple):
    """One framework's place."""

    framework: str
    backend: str | None  # the engine it runs on best here, where it can run on several
    score: float  # 0 to 100
    share_first: float  # share of worlds in which it comes first
    contributions: tuple[Contribution, ...]  # most points first
    provided: tuple[Condition, ...]


class Exclusion(NamedTuple):
    """A framework that is out, and the rule that says so."""

    framework: str
    rule: str
    because: str


class PossibleExclusion(NamedTuple):
    """A framework that open answers might rule out."""

    framework: str
    rule: str
    because: str
    questions: tuple[str, ...]  # the open questions that decide it


class SetAside(NamedTuple):
    """A rule that was said and no longer counts for these frameworks, and the rule that overrules it."""

    rule: str
    by: str
    frameworks: tuple[str, ...]


class Disagreement(NamedTuple):
    """Rules that apply and rate the same framework on the same criterion at least two steps apart."""

    criterion: str
    framework: str
    low: str
    high: str


class OpenQuestion(NamedTuple):
    """A question without an answer, and what each answer could do."""

    question: str
    essential: bool
    asked: bool  # the profile says "don't know"
    could_change: dict[str, str]  # answer to the framework that would then come first
    could_settle: dict[str, str]  # answer to the outcome that it would then come to, where that is another one
    chance: float  # that a usual project gives an answer that changes what is advised, 0 to 1


class ToolUse(NamedTuple):
    """A tool that the recommended framework leads to."""

    need: str  # the criterion it serves
    tool: str
    status: str
    successor: tuple[str, ...]


class Path(NamedTuple):
    """How the recommended framework gets to one need of the project."""

    question: str
    answer: str  # the need, as the project gave it
    route: str | None  # the best supported route; None: no path is known
    others: tuple[str, ...]  # further routes, better supported first


class PartAdvice(NamedTuple):
    """The advice for one kind of work inside the project, where two kinds want a framework each."""

    name: str
    split: str
    recommended: str | None
    confidence: Confidence


class Collision(NamedTuple):
    """An answer without which some framework would no longer be ruled out."""

    question: str
    frees: tuple[str, ...]


class Alternative(NamedTuple):
    """What to take where no training framework has to be chosen."""

    tool: str
    because: str
    rule: str  # id of the outcome
    leaves_out: tuple[str, ...]


class ChosenMove(NamedTuple):
    """The way from what exists to the recommended framework."""

    id: str
    kind: str
    source: tuple[str, ...]
    to: str
    keeps: tuple[str, ...]
    loses: tuple[str, ...]  # what should survive and does not
    relieves: tuple[str, ...]
    leaves: tuple[str, ...]  # what hurts and goes on hurting
    effort: str
    steps: tuple[str, ...]
    because: str


class Clash(NamedTuple):
    """Answers that cannot stand together, or that seldom do."""

    id: str
    answers: dict[str, tuple[str, ...]]
    because: str
    ask: str
    impossible: bool
    without: dict[str, str | None]  # a question to what would be recommended without its answer


class SimilarDecision(NamedTuple):
    """A decision that a project like this one took. It gives no points."""

    id: str
    choice: str
    comes_to: Outcome
    outcome: Aftermath
    likeness: float  # 0 to 1
    source: str  # address
    decided: str  # day, month or year
    alike: dict[str, tuple[str, ...]]  # question to the choices that both have, the weightiest question first
    unlike: tuple[str, ...]  # questions that both answer, with no choice in common


class Setup(NamedTuple):
    """What has to be installed for a framework, with the engine that it runs on."""

    packages: tuple[str, ...]  # as pip takes them; none where something else installs it
    notes: tuple[str, ...]  # what to know before
    command: str | None = None  # the whole command of whatever else does


class HowOften(NamedTuple):
    """How often answers like this one held, on cases that nobody looked at while rules were made."""

    low: float  # the chance that it is a right answer, from below, 0 to 1
    high: float  # and from above
    sound_low: float  # the chance that nobody would object, likewise
    sound_high: float
    cases: int  # those behind it
    among: tuple[str, ...]  # the frameworks one of which is right nearly always, likeliest first; empty: another answer


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Recommendation:
    """The advice for one profile."""

    profile: str | None
    as_of: str
    rules_version: str
    rules_digest: str
    recommended: str | None
    tied: tuple[str, ...]  # frameworks with the same score as the recommended one
    confidence: Confidence
    why_confidence: str  # one sentence
    ranking: tuple[Ranked, ...]
    excluded: tuple[Exclusion, ...]
    possible: tuple[PossibleExclusion, ...]
    set_aside: tuple[SetAside, ...]
    disagreements: tuple[Disagreement, ...]
    open_questions: tuple[OpenQuestion, ...]  # most telling first
    open_share: float  # how much of what is worth knowing is not known, 0 to 1
    unconfirmed: tuple[str, ...] = ()  # questions whose answers were read from code, and that nobody has confirmed
    least_lead: float  # points that the first is ahead if the criterion that helps it most were left out; 100: alone
    must_haves: tuple[str, ...]
    tools: tuple[ToolUse, ...]
    to_find_out: tuple[str, ...]  # questions answered by "don't know" or "not named yet"
    paths: tuple[Path, ...]  # one for each need that some framework has a route to
    parts: tuple[PartAdvice, ...]  # empty unless the parts of the project want different frameworks
    collisions: tuple[Collision, ...]  # where nothing fits: the answers that stand in the way
    oldest_evidence: str | None  # day of the oldest dated source that counted
    outcome: Outcome = Outcome.FRAMEWORK
    why_outcome: str | None = None  # id of the rule that decides it; None: a framework is to be chosen
    instead: tuple[Alternative, ...] = ()
    move: ChosenMove | None = None
    setup: Setup | None = None  # of the first in the ranking; None where there is none
    contradictions: tuple[Clash, ...] = ()
    verified: Mapping[str, Verified] = field(
        default_factory=dict
    )  # rules and tools to when a machine last looked up a fact behind them
    precedents: tuple[SimilarDecision, ...] = ()  # likest first
    how_often: HowOften | None = None  # None: not measured for such a question
    contenders: tuple[str, ...] = ()  # frameworks that cannot be told from the first; more than one: too close to call

    def __repr__(self) -> str:
        others = [ranked.framework for ranked in self.ranking if ranked.framework != self.recommended]
        ahead = f", ahead of {', '.join(others)}" if others else ""
        return f"<{type(self).__name__}: {self.recommended or 'no framework'} ({self.confidence}){ahead}>"
