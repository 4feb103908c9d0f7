"""Who should choose which framework: what kind of project does it win, and which answers win it?

Projects are drawn over the answer space, each question answered as projects usually do. What counts more in those that
a framework wins are its central weights (of SMAA). An answer is told only where it is a cause: the project is won with
it and not without it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from random import Random
from statistics import fmean, pstdev
from typing import NamedTuple

from fitframe.engine.compiled import compile_rules, completed
from fitframe.engine.conditions import Answers
from fitframe.engine.evaluation import Evaluation, Evaluator
from fitframe.model.rulebase import RuleBase

LEAST, MOST = 300, 1500
"""How many projects are drawn: until it wins enough of them to tell, within these limits."""
WANTED = 40
"""So many projects won are enough to stop."""
ENOUGH = 20
"""Of fewer projects won nothing typical is told."""
_SIGMAS = 3
"""By so many standard errors a share must exceed chance."""
_FEW = 3
"""What makes the difference in fewer projects is not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typical:
    """A criterion that counts more in the projects won, or an answer that wins them; more than by chance."""

    id: str  # of a criterion or, after a question's id and '=', a choice
    share: float  # in the projects won: a criterion's part of all weight; how often the answer makes the difference
    usual: float  # the part in all projects drawn; how often an answer given as often would by chance

    @property
    def excess(self) -> float:
        """By how much it is more common."""
        return self.share - self.usual


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralWeights:
    """The projects that a framework wins."""

    framework: str
    share: float  # of all projects drawn; a tie counts for all that are tied, in parts
    projects: int  # how many were drawn
    priorities: tuple[Typical, ...]  # criteria that weigh more than usual, the most typical first
    answers: tuple[Typical, ...]  # answers that make it win, the most frequent first
    enough: bool  # whether it wins enough projects to tell; where not, both are empty


class _Drawn(NamedTuple):
    """A project that was drawn."""

    evaluation: Evaluation
    named: frozenset[str]  # a question's id and '=' before each choice

    @property
    def weights(self) -> Mapping[str, float]:
        """Each criterion that counts, to its part of all weight."""
        total = sum(self.evaluation.weights)
        return {entry.criterion: entry.weight / total for entry in self.evaluation.counted}


def central_weights(
    rules: RuleBase, name: str, *, least: int = LEAST, most: int = MOST, seed: int = 0
) -> CentralWeights:
    """The projects that framework `name` wins, of `least` to `most` drawn (1 or more). Same seed, same result."""
    chance = Random(f"{seed}:projects")  # noqa: S311 - repeatable chance is the point
    evaluator = Evaluator(compile_rules(rules), {})
    drawn: list[_Drawn] = []
    won: list[_Drawn] = []
    while len(drawn) < least or (len(won) < WANTED and len(drawn) < most):
        drawn.append(_project(evaluator, chance))
        won += [drawn[-1]] * (name in drawn[-1].evaluation.leaders)
    enough = len(won) >= ENOUGH
    return CentralWeights(
        framework=name,
        share=sum(1 / len(project.evaluation.leaders) for project in won) / len(drawn),
        projects=len(drawn),
        priorities=_sorted(_priorities(won, drawn)) if enough else (),
        answers=_sorted(_causes(evaluator, name, won[:WANTED])) if enough else (),
        enough=enough,
    )


def _project(evaluator: Evaluator, chance: Random) -> _Drawn:
    answers = completed(evaluator.compiled, Answers(0, 0), chance)
    choices = evaluator.compiled.vocabulary.choices.items()
    named = (f"{name}={choice}" for name, bits in choices for choice, bit in bits.items() if answers.chosen & bit)
    return _Drawn(evaluator.evaluation(answers), frozenset(named))


def _sorted(found: Iterable[Typical]) -> tuple[Typical, ...]:
    return tuple(sorted(found, key=lambda typical: (-round(typical.excess, 9), typical.id)))


def _priorities(won: list[_Drawn], drawn: list[_Drawn]) -> Iterator[Typical]:
    usual, own = [project.weights for project in drawn], [project.weights for project in won]
    for criterion in sorted({criterion for weights in own for criterion in weights}):
        parts = [weights.get(criterion, 0.0) for weights in usual]
        share, mean = fmean(weights.get(criterion, 0.0) for weights in own), fmean(parts)
        if share - mean > _SIGMAS * pstdev(parts) / sqrt(len(won)):
            yield Typical(id=criterion, share=share, usual=mean)


def _causes(evaluator: Evaluator, name: str, won: list[_Drawn]) -> Iterator[Typical]:
    """The answers that make the difference more often than all the others do."""
    given = Counter(answer for project in won for answer in project.named)
    telling = Counter(a for project in won for a in project.named if not _wins_without(evaluator, name, project, a))
    for answer, times in telling.items():
        others, theirs = given.total() - given[answer], telling.total() - times
        rate = (theirs + 1) / (others + 2)  # never 0 or 1: what was not seen may still be
        expected, error = given[answer] * rate, sqrt(given[answer] * rate * (1 - rate))
        if times >= _FEW and times > expected + _SIGMAS * error:
            yield Typical(id=answer, share=times / len(won), usual=expected / len(won))


def _wins_without(evaluator: Evaluator, name: str, drawn: _Drawn, answer: str) -> bool:
    """Whether a framework would be first, with no more to share the place, if one choice had not been named."""
    question, _, choice = answer.partition("=")
    named = (other.partition("=") for other in sorted(drawn.named))
    left = [other for asked, _, other in named if asked == question and other != choice]
    leaders = evaluator.answered(drawn.evaluation, question, left).leaders
    return name in leaders and len(leaders) <= len(drawn.evaluation.leaders)
