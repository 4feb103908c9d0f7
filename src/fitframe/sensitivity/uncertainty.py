"""Where the doubt comes from: needs not stated, sources that are silent, weak or at odds, or two that are close."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Literal

from fitframe.engine.acceptability import share_first
from fitframe.engine.evaluation import Evaluation, open_share
from fitframe.engine.scoring import NARROWEST, TIER_TRUST, Rated, weakest_link_share
from fitframe.model.fields import Importance, Tier
from fitframe.model.rulebase import Question
from fitframe.sensitivity.counterfactuals import LEVELS, Counterfactual
from fitframe.sensitivity.project import AnswerChange, Project
from fitframe.sensitivity.source_influence import trust_in, trusted
from fitframe.sensitivity.weight_stability import StabilityLimit, stability_limits

Rows = Mapping[str, list[Rated]]


def rows(evaluation: Evaluation, *, certain: bool = False) -> Rows:
    """The ratings of every framework that is not ruled out; `certain`: as if none of them was in doubt."""
    found = {name: evaluation.ratings(name) for name in evaluation.scores}
    return {name: _sure(row) for name, row in found.items()} if certain else found


def doubt_about(project: Project, evaluation: Evaluation, ratings: Rows, open_share: float) -> float:
    """The share of worlds in which the first of `evaluation` is not first; 1 where every framework is ruled out.

    `ratings` and `open_share` (0 to 1) are as `share_first` takes them.
    """
    shares = share_first(
        evaluation.named_weights, evaluation.must_haves, ratings, open_share, seed=project.seed, worlds=project.worlds
    )
    leader = project.leader_of(evaluation)
    return 1.0 - shares[leader] if leader else 1.0


def _sure(ratings: list[Rated]) -> list[Rated]:
    return [rated._replace(spread=0.0) for rated in ratings]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Answer this open question."""

    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """See whether official documentation bears out what a source says of a framework on a criterion."""

    source: str
    criterion: str
    framework: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """Find a source: none that counts speaks of this framework on this criterion."""

    criterion: str
    framework: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle:
    """Say in the profile's priorities whether this criterion counts more than it does, or less."""

    criterion: str
    level: Importance  # as it stands


Remedy = Answer | Recheck | Find | Settle
Kind = Literal["needs", "sources", "closeness"]
_TRIED = 5
"""So many of the most promising remedies are tried."""
_FELT = 0.005
"""A remedy that lowers the doubt by less does not help."""


def answer(project: Project, doubt: float) -> Remedy | None:
    """The most telling open question whose answer can be expected to leave less than the present `doubt`."""
    for entry in project.advice.open_questions[:_TRIED]:
        if _answered(project, project.compiled.rules.questions[entry.question]) < doubt - _FELT:
            return Answer(question=entry.question)
    return None


def _answered(project: Project, question: Question) -> float:
    """The doubt that an answer can be expected to leave."""
    compiled, left = project.compiled, 0.0
    for choice, chance in question.likelihoods.items():
        then = project.evaluator.answered(project.evaluation, question.id, (choice,))
        left += chance * doubt_about(project, then, rows(then), open_share(compiled, then))
    return left


def settle(project: Project, doubt: float) -> Remedy | None:
    """The criterion nearest to tipping the balance, where counting more and counting less both leave less `doubt`.

    Nearest is the one whose weight has to change by the smallest factor: a world doubles or halves it at most. To state
    the importance that it has already would change nothing.
    """
    free = [p for p in stability_limits(project) if p.weight and p.criterion not in project.priorities]
    now = project.importances
    for criterion in list(dict.fromkeys(p.criterion for p in sorted(free, key=_factor)))[:_TRIED]:
        place = LEVELS.index(now[criterion])
        evaluations = [project.with_priority(criterion, level) for level in LEVELS[place - 1 : place + 2 : 2]]
        if all(_left(project, then) < doubt - _FELT for then in evaluations):
            return Settle(criterion=criterion, level=now[criterion])
    return None


def _left(project: Project, then: Evaluation) -> float:
    return doubt_about(project, then, rows(then), project.advice.open_share)


def _factor(end: StabilityLimit) -> float:
    return max(end.limit / end.weight, end.weight / end.limit)


def source(project: Project, doubt: float) -> Remedy | None:
    """What would narrow the rating that blurs the leader's lead over the runner-up the most, and so the `doubt`."""
    pair = [ranked.framework for ranked in project.advice.ranking[:2]]
    blurs = [(_blur(project, name, place), name, place) for name in pair for place in _counted(project)]
    blurs.sort(key=lambda blur: (-round(blur[0], 9), blur[1], blur[2]))
    for _, name, place in blurs[:_TRIED]:
        remedy, left = _narrowed(project, name, place)
        if left < doubt - _FELT:
            return remedy
    return None


def _narrowed(project: Project, name: str, place: int) -> tuple[Remedy, float]:
    """What to do about one rating, and the doubt that it leaves."""
    entry = project.evaluation.counted[place]
    opinions = entry.judgement.opinions.get(project.way(name), ())
    behind = {opinion.rule for opinion in opinions}
    rules = (rule for criterion in project.compiled.criteria for rule in criterion.rules if rule.id in behind)
    sources = sorted({source for rule in rules for source in rule.sources})
    if not sources:
        found = rows(project.evaluation)
        found = {**found, name: _with_source(found[name], place)}
        left = doubt_about(project, project.evaluation, found, project.advice.open_share)
        return Find(criterion=entry.criterion, framework=name), left
    way = project.way(name)
    confirmed = {source: _confirmed(project, source) for source in sources}
    best = min(sources, key=lambda source: (round(confirmed[source].ratings_of_way(way)[place].spread, 9), source))
    return Recheck(source=best, criterion=entry.criterion, framework=name), _left(project, confirmed[best])


def _with_source(ratings: list[Rated], place: int) -> list[Rated]:
    """The ratings if a good source had been found on one that none speaks of."""
    return [rated._replace(spread=NARROWEST) if n == place else rated for n, rated in enumerate(ratings)]


def _counted(project: Project) -> range:
    return range(len(project.evaluation.counted))


def _blur(project: Project, framework: str, place: int) -> float:
    """How far a rating's spread moves the score, to either side."""
    evaluation = project.evaluation
    rated = evaluation.ratings(framework)
    share = weakest_link_share(evaluation.must_haves)
    weakest = min(evaluation.must_haves, key=lambda n: rated[n].rating, default=None)
    pull = (1 - share) * evaluation.weights[place] / sum(evaluation.weights) + (share if place == weakest else 0.0)
    return pull * rated[place].spread


def _confirmed(project: Project, source: str) -> Evaluation:
    """Where everybody stands if the source were trusted like official documentation read today."""
    factor = max(1.0, TIER_TRUST[Tier.OFFICIAL] / trust_in(project, source))
    return project.with_rules(trusted(project.compiled, source, factor))


REMEDIES: Mapping[Kind, Callable[[Project, float], Remedy | None]] = {
    "needs": answer,
    "sources": source,
    "closeness": settle,
}
"""For each cause of doubt what could be done; given the present doubt, which it must lower."""


LEVEL = 1.0
"""Points. With a smaller lead the first two are level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One cause of doubt, and its part in it as a share of worlds."""

    kind: Kind
    part: float  # 0 or more; the parts add up to the doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertainty:
    """The share of worlds in which the recommended framework is not first, split into its causes."""

    share: float  # 1 less its `share_first`
    causes: tuple[Cause, ...]  # largest first
    remedy: Remedy | None  # one thing to do that lowers the doubt, for the largest cause that has one
    level_with: str | None = None  # the runner-up, where the lead is under a point
    settled_by: Counterfactual | None = None  # where it is: the likeliest open answer that puts somebody a point ahead

    @property
    def dominant(self) -> Cause | None:
        """The cause to see to first; None where there is no doubt."""
        return self.causes[0] if self.causes and self.causes[0].part > 0 else None


def uncertainty(project: Project) -> Uncertainty:
    """Split the doubt about the recommended framework.

    What would be left if every need were stated and every rating certain comes from how close the frameworks are: then
    the weights alone, which are never certain, decide. The rest is divided between the needs and the sources by what
    taking each away does, on average over which goes first (their Shapley values). One whose value is below 0, because
    it hides another, counts as none, and the others as much less.
    """
    if project.leader is None:
        return Uncertainty(share=0.0, causes=(), remedy=None)
    whole = _doubt(project, needs=True, sources=True)
    stated, certain = _doubt(project, needs=False, sources=True), _doubt(project, needs=True, sources=False)
    left = _doubt(project, needs=False, sources=False)
    parts: dict[Kind, float] = {
        "needs": max(0.0, (whole - stated + certain - left) / 2),
        "sources": max(0.0, (whole - certain + stated - left) / 2),
        "closeness": left,
    }
    factor = whole / (sum(parts.values()) or 1.0)
    causes = sorted((Cause(kind=k, part=part * factor) for k, part in parts.items()), key=lambda c: -round(c.part, 9))
    reevaluated = (REMEDIES[cause.kind](project, whole) for cause in causes if cause.part > 0)
    runner_up = _level_with(project)
    return Uncertainty(
        share=whole,
        causes=tuple(causes),
        remedy=next((remedy for remedy in reevaluated if remedy), None),
        level_with=runner_up,
        settled_by=_settled_by(project) if runner_up else None,
    )


def _doubt(project: Project, *, needs: bool, sources: bool) -> float:
    evaluation = project.evaluation
    ratings = rows(evaluation, certain=not sources)
    return doubt_about(project, evaluation, ratings, project.advice.open_share if needs else 0.0)


def _level_with(project: Project) -> str | None:
    ranking = project.advice.ranking
    near = len(ranking) > 1 and ranking[0].score - ranking[1].score < LEVEL
    return ranking[1].framework if near else None


def _settled_by(project: Project) -> Counterfactual | None:
    """The likeliest answer to an open question after which some framework is first by a point or more."""
    compiled, found, best = project.compiled, None, -inf
    for entry in project.advice.open_questions:
        question = compiled.rules.questions[entry.question]
        for choice, chance in question.likelihoods.items():
            then = project.evaluator.answered(project.evaluation, question.id, (choice,))
            first = project.leader_of(then)
            if first is not None and chance > best and then.lead(first) >= LEVEL:
                change = AnswerChange(question=question.id, before=(), after=(choice,))
                found, best = Counterfactual(changes=(change,), leader=first, lead=then.lead(first)), chance
    return found
