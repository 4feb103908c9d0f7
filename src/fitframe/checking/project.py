"""One project with its stated choice, put to the rules. What is dear to compute waits until somebody wants it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from fitframe.engine.acceptability import WORLDS, share_first
from fitframe.engine.compiled import CompiledRules
from fitframe.engine.conditions import Answers
from fitframe.engine.evaluation import Evaluation, Evaluator, tied
from fitframe.engine.open_questions import open_questions, open_share
from fitframe.engine.recommend import how_sure
from fitframe.model.fields import Importance
from fitframe.model.profile import Profile
from fitframe.model.recommendation import Confidence, Ranked
from fitframe.model.rulebase import RuleBase


def layer_of(rules: RuleBase, rule: str) -> str | None:
    """The folder that a rule comes from, as it was named; None where the rule base does not say."""
    origin = rules.origins.get(f"rule:{rule}")
    return origin.rpartition("/criteria/")[0] if origin else None


def layers_of(rules: RuleBase, names: Iterable[str]) -> tuple[str, ...]:
    """The folders that several rules come from, each once."""
    return tuple(dict.fromkeys(layer for name in names if (layer := layer_of(rules, name))))


STANDS = 700
"""So many projects are remembered whole, for others that give the same answers."""
_REMEMBERED = 2500
"""Beyond so many things that criteria say the memory of them starts anew; projects remembered keep what they need."""

_Priorities = tuple[tuple[str, Importance], ...]


@dataclass(frozen=True, eq=False)
class Stand:
    """Where the stated choice and its rivals stand for one project's answers."""

    evaluator: Evaluator
    evaluation: Evaluation
    choice: str

    @property
    def compiled(self) -> CompiledRules:
        """The rules that the project was put to."""
        return self.evaluator.compiled

    @property
    def answers(self) -> Answers:
        """The project's answers."""
        return self.evaluation.answers

    @cached_property
    def shares(self) -> Mapping[str, float]:
        """The share of worlds in which each framework comes first, as `recommend` gives it."""
        return self._shares(self.evaluation.scores, WORLDS)

    def duel(self, worlds: int) -> float:
        """The share of the first so many worlds in which the choice is ahead of the best framework."""
        return self._shares((str(self.best), self.choice), worlds)[self.choice]

    def _shares(self, frameworks: Iterable[str], worlds: int) -> Mapping[str, float]:
        evaluation = self.evaluation
        rows = {framework: evaluation.ratings(framework) for framework in frameworks}
        unknown = open_share(self.compiled, self.answers)
        return share_first(evaluation.weights, evaluation.must_haves, rows, unknown, worlds=worlds)

    @cached_property
    def gap(self) -> float | None:
        """Points from the choice to the highest score; None where the choice is ruled out."""
        scores = self.evaluation.scores
        return max(scores.values()) - scores[self.choice] if self.choice in scores else None

    @property
    def is_first(self) -> bool:
        """Whether no score is higher than that of the choice."""
        return self.gap is not None and tied(self.gap, 0.0)

    @cached_property
    def sureness(self) -> tuple[Confidence, str]:
        """How sure the recommendation is, and why, as `recommend` says it."""
        ranking = tuple(
            Ranked(
                framework=name, backend=None, score=score, share_first=self.shares[name], contributions=(), provided=()
            )
            for name, score in self.evaluation.scores.items()
        )
        ranking = tuple(sorted(ranking, key=lambda r: (-round(r.score, 9), -r.share_first, r.framework)))
        return how_sure(ranking, open_questions(self.compiled, self.answers), self.compiled)

    @cached_property
    def best(self) -> str | None:
        """The framework that `recommend` names: among equals the one that is first in more worlds, then by id."""
        scores = self.evaluation.scores
        top = max(scores.values(), default=0.0)
        leaders = [name for name, score in scores.items() if tied(score, top)]
        if len(leaders) < 2:
            return leaders[0] if leaders else None
        return min(leaders, key=lambda name: (-self.shares[name], name))


class Bench:
    """Judges projects one after the other, and remembers what their answers have in common."""

    def __init__(self, compiled: CompiledRules) -> None:
        self.compiled = compiled
        self._evaluators: dict[_Priorities, Evaluator] = {}
        self._remembered = lru_cache(STANDS)(self._stand)

    def stand(self, profile: Profile, choice: str) -> Stand:
        """Where `choice` stands in a project. The memory never changes a result."""
        priorities = tuple(sorted(profile.priorities.items()))
        return self._remembered(self.compiled.vocabulary.encode(profile.answers), priorities, choice)

    def _stand(self, answers: Answers, priorities: _Priorities, choice: str) -> Stand:
        if sum(evaluator.remembered for evaluator in self._evaluators.values()) > _REMEMBERED:
            self._evaluators.clear()
        if priorities not in self._evaluators:
            self._evaluators[priorities] = Evaluator(self.compiled, dict(priorities))
        evaluator = self._evaluators[priorities]
        return Stand(evaluator, evaluator.evaluation(answers), choice)
