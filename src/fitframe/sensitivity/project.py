"""One project put to the rules: where every insight starts from, and the small changes that it tries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod

from fitframe.engine.acceptability import WORLDS
from fitframe.engine.compiled import CompiledRules
from fitframe.engine.conditions import Answer, Answers
from fitframe.engine.evaluation import INDISTINCT, Evaluation, Evaluator
from fitframe.engine.recommend import NO_ANSWERS, advise, best_option
from fitframe.model.fields import Importance
from fitframe.model.recommendation import Recommendation
from fitframe.model.rulebase import Question

ALONE = "none"
"""The choice that stands alone where a question takes many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChange:
    """Another answer to one question."""

    question: str
    before: tuple[str, ...]  # empty: open
    after: tuple[str, ...]


@dataclass(frozen=True)
class Project:
    """A project's answers and priorities under some rules, and the advice that they lead to."""

    evaluator: Evaluator
    evaluation: Evaluation
    advice: Recommendation
    seed: int
    worlds: int

    @property
    def compiled(self) -> CompiledRules:
        """The rules that the project is put to."""
        return self.evaluator.compiled

    @property
    def answers(self) -> Answers:
        """The project's answers."""
        return self.evaluation.answers

    @property
    def priorities(self) -> Mapping[str, Importance]:
        """The importance that the project itself gives to criteria."""
        return self.evaluator.priorities

    @property
    def leader(self) -> str | None:
        """The framework that is ranked first; None where every one is ruled out."""
        return self.advice.ranking[0].framework if self.advice.ranking else None

    @property
    def rivals(self) -> tuple[str, ...]:
        """Every other framework, ruled out or not, in order of id."""
        return tuple(name for name in self.compiled.frameworks if name != self.leader)

    @cached_property
    def importances(self) -> Mapping[str, Importance]:
        """The importance of every criterion that has rules."""
        counted = {entry.criterion: entry.importance for entry in self.evaluation.counted}
        criteria = self.compiled.criteria
        return {criterion.id: counted.get(criterion.id, Importance.NONE) for criterion in criteria if criterion.rules}

    def way(self, framework: str) -> str:
        """The way in which a framework is run best here; of one that is ruled out, its first. A way is itself."""
        if framework not in self.compiled.ways:
            return framework
        return self.evaluation.ways.get(framework) or self.compiled.ways[framework][0]

    def leader_of(self, then: Evaluation) -> str | None:
        """Who is first in a changed project: the present leader, unless another is ahead by more than is felt."""
        keeps = self.leader in then.scores and then.lead(self.leader) >= -INDISTINCT
        return self.leader if keeps else then.leader()

    def with_answers(self, changes: Iterable[AnswerChange]) -> Evaluation:
        """The evaluation with these answers changed, whether or not their questions are then relevant."""
        evaluation = self.evaluation
        for change in changes:
            evaluation = self.evaluator.answered(evaluation, change.question, change.after)
        return evaluation

    def with_priority(self, criterion: str, importance: Importance) -> Evaluation:
        """The evaluation if the profile gave a criterion this importance."""
        priorities = {**self.priorities, criterion: importance}
        return self.evaluator.variant(priorities=priorities).evaluation(self.answers)

    def with_rules(self, compiled: CompiledRules) -> Evaluation:
        """The evaluation under rules that differ from the present ones in some of their criteria only."""
        return self.evaluator.variant(compiled=compiled).evaluation(self.answers)

    def open_ways(self, evaluation: Evaluation) -> dict[str, tuple[str, ...]]:
        """For each framework that is not ruled out the ways to run it that are not."""
        out = {way for judgement in evaluation.judged for way in judgement.blocked}
        return {name: tuple(way for way in self.compiled.ways[name] if way not in out) for name in evaluation.scores}


def project(
    compiled: CompiledRules,
    given: Mapping[str, Answer],
    priorities: Mapping[str, Importance],
    *,
    wishes: Mapping[str, Answer] = NO_ANSWERS,
    any_of: Collection[str] = (),
    all_of: Collection[str] = (),
    name: str | None = None,
    seed: int = 0,
    worlds: int = WORLDS,
) -> Project:
    """Advise on a project, and keep what is needed to ask further. The arguments are those of `advise`."""
    evaluator = Evaluator(compiled, priorities, compiled.vocabulary.encode(wishes), frozenset(all_of))
    given = best_option(evaluator, given, any_of)
    advice = advise(
        compiled,
        given,
        priorities,
        wishes=wishes,
        all_of=all_of,
        name=name,
        seed=seed,
        worlds=worlds,
        precedents=True,
    )
    return Project(evaluator, evaluator.evaluation(compiled.vocabulary.encode(given)), advice, seed, worlds)


def single_changes(compiled: CompiledRules, answers: Answers) -> Iterator[AnswerChange]:
    """Every smallest change of the answer to one question, in the order of questions and choices.

    An open question gets one choice. A single choice gives way to another one. Where a question takes many, one
    choice joins or leaves. Whether the question is relevant is for the caller to see to, after the change.
    """
    for question in compiled.rules.questions.values():
        bits = compiled.vocabulary.choices[question.id]
        before = tuple(choice for choice, bit in bits.items() if answers.chosen & bit)
        for after in _other_answers(question, before):
            yield AnswerChange(question=question.id, before=before, after=after)


def _other_answers(question: Question, before: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for choice in question.choices:
        if len(before) < 2 and choice not in before:
            yield (choice,)
        if question.takes == "many" and before:
            toggled = tuple(c for c in question.choices if (c in before) != (c == choice))
            if toggled and ALONE not in toggled:
                yield toggled
    if len(before) > 1 and ALONE in question.choices:
        yield (ALONE,)


def relevant(compiled: CompiledRules, answers: Answers, question: str) -> bool:
    """Whether a question is to be asked of a project with these answers."""
    return question not in compiled.relevant or compiled.relevant[question](*answers) is True


def price(compiled: CompiledRules, changes: tuple[AnswerChange, ...]) -> tuple[float, int, int]:
    """What sorts changes, cheapest first: likely answers before rare ones, few changes, few answers overturned."""
    questions = compiled.rules.questions
    chance = prod(questions[change.question].likelihoods[choice] for change in changes for choice in change.after)
    return -round(chance, 9), len(changes), sum(bool(change.before) for change in changes)
