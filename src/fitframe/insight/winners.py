"""Who should choose which framework: for what kind of project does each one win?

Projects are drawn over the answer space, each question answered as projects usually do. Comparing the projects that a
framework wins with all of them gives its typical answers and priorities (the central weights of SMAA).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from fitframe.engine.conditions import Answers
from fitframe.engine.openness import likelihoods
from fitframe.engine.ruleset import ruleset
from fitframe.engine.standing import Evaluator, tied
from fitframe.insight.edits import ALONE, AnswerChange, relevant
from fitframe.models import Question, RuleBase

PROJECTS = 300
SECOND_CHOICE = 0.3
"""How often a question that takes many gets a second choice."""
ENOUGH = 20
"""Of fewer projects won nothing typical is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typical:
    """Something found more often among the projects that a framework wins than among all."""

    id: str  # of a criterion or, after a question's id and '=', a choice
    share: float  # among those that it wins: of projects with that answer, or of all weight
    usual: float  # the same among all projects

    @property
    def excess(self) -> float:
        """By how much it is more common."""
        return self.share - self.usual


@dataclass(frozen=True, slots=True, kw_only=True)
class Winners:
    """The projects that a framework wins."""

    framework: str
    share: float  # of all projects drawn; a tie counts for all that are tied, in parts
    projects: int  # how many were drawn
    priorities: tuple[Typical, ...]  # criteria that weigh more than usual, the most typical first
    answers: tuple[Typical, ...]  # likewise
    enough: bool  # whether it wins enough projects to tell; where not, both are empty


@dataclass(frozen=True, slots=True)
class _Project:
    answers: frozenset[str]
    weights: Mapping[str, float]  # criterion to its share of all weight
    leaders: tuple[str, ...]


def winners(rules: RuleBase, *, projects: int = PROJECTS, seed: int = 0) -> dict[str, Winners]:
    """For each framework the projects that it wins, out of so many drawn (at least 1). Same seed, same result."""
    chance = Random(f"{seed}:projects")  # noqa: S311 - repeatable chance is the point
    asked = ruleset(rules)
    evaluator = Evaluator(asked, {})
    drawn = [_project(evaluator, chance) for _ in range(projects)]
    answers = _means((dict.fromkeys(p.answers, 1.0), 1.0) for p in drawn)
    weights = _means((p.weights, 1.0) for p in drawn)
    return {name: _winners(name, drawn, answers, weights) for name in asked.frameworks}


def _winners(name: str, drawn: list[_Project], answers: Mapping[str, float], weights: Mapping[str, float]) -> Winners:
    won = [(project, 1 / len(project.leaders)) for project in drawn if name in project.leaders]
    enough = len(won) >= ENOUGH
    return Winners(
        framework=name,
        share=sum(part for _, part in won) / len(drawn),
        projects=len(drawn),
        priorities=_typical(_means((p.weights, part) for p, part in won), weights) if enough else (),
        answers=_typical(_means((dict.fromkeys(p.answers, 1.0), part) for p, part in won), answers) if enough else (),
        enough=enough,
    )


def _typical(among: Mapping[str, float], usual: Mapping[str, float]) -> tuple[Typical, ...]:
    found = [Typical(id=key, share=share, usual=usual[key]) for key, share in among.items() if share > usual[key]]
    return tuple(sorted(found, key=lambda typical: (-round(typical.excess, 9), typical.id)))


def _means(rows: Iterable[tuple[Mapping[str, float], float]]) -> dict[str, float]:
    """The mean of each key over all rows, each row counting by its part; a key that a row lacks is 0 there."""
    sums: Counter[str] = Counter()
    total = 0.0
    for row, part in rows:
        total += part
        for key, value in row.items():
            sums[key] += value * part  # type: ignore[assignment]
    return {key: value / total for key, value in sums.items()}


def _project(evaluator: Evaluator, chance: Random) -> _Project:
    answers, named = Answers(0, 0), set()
    for question in evaluator.asked.rules.questions.values():
        if relevant(evaluator.asked, answers, question.id):
            after = _answer(question, chance)
            change = AnswerChange(question=question.id, before=(), after=after)
            answers = change.applied(answers, evaluator.asked.vocabulary)
            named |= {f"{question.id}={choice}" for choice in after}
    standing = evaluator.standing(answers)
    total = sum(standing.weights) or 1.0
    best = max(standing.scores.values(), default=0.0)
    return _Project(
        answers=frozenset(named),
        weights={entry.criterion: entry.weight / total for entry in standing.counted},
        leaders=tuple(name for name, value in standing.scores.items() if tied(value, best)),
    )


def _answer(question: Question, chance: Random) -> tuple[str, ...]:
    """One answer, drawn as projects usually answer; sometimes two choices where the question takes many."""
    likely = likelihoods(question)
    first, second = chance.choices(list(likely), list(likely.values()), k=2)
    two = question.takes == "many" and chance.random() < SECOND_CHOICE and ALONE not in (first, second)
    return (first, second) if two and first != second else (first,)
