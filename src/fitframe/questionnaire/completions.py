"""Ways to answer all that is left, drawn as projects usually answer: how sure the advice is, and what tells most of it.

Nothing is proved by drawing. `benchmarks/questions.py` measures how often a stop held once every question was answered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from fitframe.engine.compiled import CompiledRules, completed
from fitframe.engine.conditions import Answers, surely_holding
from fitframe.engine.evaluation import Evaluation, Evaluator
from fitframe.engine.recommend import alternatives, decided_outcome
from fitframe.model.rulebase import Question

FEW, MANY = 120, 240
"""So many completions are drawn to choose the next question, and so many more where the first ones all but agree."""
_RARE = 3
"""Answers that fewer completions give are taken together."""
_TRIES = 4
"""So often a completion that contradicts itself is drawn again."""


def conclusion(compiled: CompiledRules, evaluation: Evaluation, first: str | None) -> str:
    """What the advice comes to where `first` comes first: a framework, or another outcome with what it says to take."""
    rule = decided_outcome(compiled, evaluation)
    if rule is None:
        return first or "nothing"
    take = next(iter(alternatives(rule, compiled, evaluation.answers)), None)
    return f"{rule.outcome} {take.tool if take else ''}"


@dataclass(frozen=True, slots=True)
class Completions:
    """Completions of some answers, each with whether it comes to the same as these answers do by themselves."""

    compiled: CompiledRules
    answers: tuple[Answers, ...]
    kept: tuple[bool, ...]

    @classmethod
    def of(
        cls, evaluator: Evaluator, evaluation: Evaluation, first: str | None, declined: Collection[str], sure: float
    ) -> Completions:
        """Draw them; `first` is the framework that comes first, and `declined` the questions that stay open.

        The same answers draw the same. Once it is certain that fewer than `sure` of all would be kept, no more are
        drawn than are needed to choose a question.
        """
        chance = Random(evaluation.answers.chosen)  # noqa: S311 - repeatable chance is the point
        compiled, now = evaluator.compiled, conclusion(evaluator.compiled, evaluation, first)
        answers, kept, lost = list[Answers](), list[bool](), 0
        while len(answers) < FEW or (len(answers) < FEW + MANY and lost <= (1 - sure) * (FEW + MANY)):
            one = _drawn(compiled, evaluation.answers, chance, declined)
            then = evaluator.evaluation(one)
            held = conclusion(compiled, then, then.leader(keep=first)) == now
            answers.append(one)
            kept.append(held)
            lost += not held
        return cls(compiled, tuple(answers), tuple(kept))

    @property
    def share_kept(self) -> float:
        """In what share of them the advice stays the same, 0 to 1."""
        return sum(self.kept) / len(self.kept)

    def most_telling(self, questions: Iterable[Question]) -> Question | None:
        """The question whose answer tells most about whether the advice stays the same; among equals the first.

        That is the share of the variance that the answers explain (ω², which owes nothing to how many answers there
        are), so a rare answer counts as little as it is rare.
        """
        return max(questions, key=lambda question: round(self._explained(question), 9), default=None)

    def _explained(self, question: Question) -> float:
        mask = self.compiled.vocabulary.masks[question.id]
        groups: dict[int, list[bool]] = {}
        for answers, kept in zip(self.answers, self.kept, strict=True):
            groups.setdefault(answers.chosen & mask, []).append(kept)
        return explained(_joined(groups.values()))


def explained(groups: Sequence[Sequence[bool]]) -> float:
    """The share of a variance that groups explain, ω²: below 0 where they explain less than chance would."""
    values = [value for group in groups for value in group]
    mean = sum(values) / len(values)
    total = len(values) * mean * (1 - mean)
    freedom = len(values) - len(groups)
    if not total or len(groups) < 2 or freedom < 1:
        return 0.0
    between = sum(len(group) * (sum(group) / len(group) - mean) ** 2 for group in groups)
    error = (total - between) / freedom
    return (between - (len(groups) - 1) * error) / (total + error)


def _joined(groups: Iterable[Sequence[bool]]) -> list[list[bool]]:
    """The groups that are large enough, and all others as one."""
    large = [list(group) for group in groups if len(group) >= _RARE]
    rest = [value for group in groups if len(group) < _RARE for value in group]
    return [*large, rest] if rest else large


def _drawn(compiled: CompiledRules, answers: Answers, chance: Random, declined: Collection[str]) -> Answers:
    """One completion; where it adds what cannot be, it is drawn again a few times."""
    standing = set(_impossible(compiled, answers))
    for _ in range(_TRIES):
        found = completed(compiled, answers, chance, declined)
        if standing.issuperset(_impossible(compiled, found)):
            break
    return found


def _impossible(compiled: CompiledRules, answers: Answers) -> Iterator[str]:
    return (
        rule.id for rule in surely_holding(compiled.contradictions, compiled.sure(answers)) if rule.kind == "impossible"
    )
