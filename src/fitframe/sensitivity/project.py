"""One project put to the rules, with its advice: what every insight starts from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fitframe.engine.acceptability import WORLDS
from fitframe.engine.compiled import CompiledRules
from fitframe.engine.conditions import Answer, Answers
from fitframe.engine.evaluation import Evaluation, Evaluator
from fitframe.engine.recommend import advise
from fitframe.engine.scoring import POINTS_PER_STEP, weakest_link_share, weighted_points
from fitframe.model.fields import Importance
from fitframe.model.recommendation import Recommendation


@dataclass(frozen=True, slots=True)
class Situation:
    """A project as it stands: its answers and priorities, and the advice that they lead to."""

    compiled: CompiledRules
    answers: Answers
    priorities: Mapping[str, Importance]
    evaluator: Evaluator
    evaluation: Evaluation
    advice: Recommendation
    seed: int
    worlds: int

    @property
    def leader(self) -> str | None:
        """The framework that is recommended; None where every one is ruled out."""
        return self.advice.recommended

    @property
    def rivals(self) -> tuple[str, ...]:
        """Every other framework, ruled out or not, in order of id."""
        return tuple(name for name in self.compiled.frameworks if name != self.leader)

    def leader_of(self, evaluation: Evaluation) -> str | None:
        """Who is first in a changed situation. Who is first now stays so where it ties."""
        return evaluation.leader(keep=self.leader)


def situation(
    compiled: CompiledRules,
    given: Mapping[str, Answer],
    priorities: Mapping[str, Importance],
    *,
    name: str | None = None,
    seed: int = 0,
    worlds: int = WORLDS,
) -> Situation:
    """Advise on a project, and keep what is needed to ask further. The arguments are those of `advise`."""
    answers = compiled.vocabulary.encode(given)
    evaluator = Evaluator(compiled, priorities)
    advice = advise(compiled, given, priorities, name=name, seed=seed, worlds=worlds)
    return Situation(compiled, answers, priorities, evaluator, evaluator.evaluation(answers), advice, seed, worlds)


def lead(evaluation: Evaluation, framework: str | None) -> float:
    """Points by which a framework is ahead of the best other one; negative where it is behind.

    Its whole score where it stands alone, and 0 where it is ruled out.
    """
    if framework is None or framework not in evaluation.scores:
        return 0.0
    others = [value for name, value in evaluation.scores.items() if name != framework]
    return evaluation.scores[framework] - max(others, default=0.0)


def way_of(situation: Situation, framework: str) -> str:
    """The way in which a framework is run best here; of one that is ruled out, its first."""
    return situation.evaluation.ways.get(framework) or situation.compiled.ways[framework][0]


def points(evaluation: Evaluation, ratings: Sequence[float]) -> tuple[list[float], float]:
    """What each criterion that counts gives for these ratings, and what the weakest must-have does."""
    must_haves = [ratings[place] for place in evaluation.must_haves]
    share = weakest_link_share(must_haves)
    link = share * POINTS_PER_STEP * min(must_haves, default=0.0)
    return weighted_points(evaluation.weights, ratings, 1 - share), link


def open_ways(compiled: CompiledRules, evaluation: Evaluation) -> dict[str, tuple[str, ...]]:
    """For each framework that is not ruled out the ways to run it that are not."""
    out = {way for judgement in evaluation.judged for way in judgement.blocked}
    return {name: tuple(way for way in compiled.ways[name] if way not in out) for name in evaluation.scores}
