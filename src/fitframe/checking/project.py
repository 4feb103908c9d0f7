"""One project with the framework that it states: how that framework stands, what may rule it out, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from fitframe.engine.acceptability import Simulations
from fitframe.engine.compiled import CompiledRule, CompiledRules, CriterionResult, open_questions
from fitframe.engine.conditions import Answers
from fitframe.engine.evaluation import INDISTINCT, NOTHING, Evaluation, Evaluator, open_share, tied
from fitframe.engine.recommend import LEANING, best_option, decided_outcome, how_sure
from fitframe.engine.scoring import UNRATED
from fitframe.engine.track_record import Standing, how_often
from fitframe.model.fields import Importance
from fitframe.model.profile import Profile
from fitframe.model.recommendation import Confidence, HowOften, Ranked
from fitframe.model.settings import Settings
from fitframe.model.verdict import Reason, Turn, Verdict
from fitframe.sensitivity.project import price, relevant, single_changes

_TELLING = 0.05
"""Points below which a criterion is not worth naming."""
_MAIN = 3
"""So many criteria are named where there is room for one sentence."""
_MOST_TURNS = 8
_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class StatedProject:
    """A project's answers and the framework that it states, evaluated.

    Only the scores are there from the start; the rest is computed where somebody asks for it, and once.
    """

    evaluator: Evaluator
    evaluation: Evaluation
    choice: str
    settings: Settings  # its thresholds decide the verdict
    blockers_known: dict[str, Blocker]  # by rule, those that were looked at for this project or another one

    @property
    def compiled(self) -> CompiledRules:
        """The rules that the project is judged by."""
        return self.evaluator.compiled

    @property
    def answers(self) -> Answers:
        """The project's answers."""
        return self.evaluation.answers

    def name_of(self, framework: str | None = None) -> str:
        """What a framework is called; the stated one where none is named."""
        return self.compiled.rules.frameworks[framework or self.choice].name

    @cached_property
    def verdict(self) -> Verdict:
        """How the stated choice holds up.

        Worlds are drawn only where they can decide: not for a choice that is ruled out or has the highest score, and
        for one that is far behind only those of the frameworks before it.
        """
        if self.gap is None:
            return Verdict.VIOLATES
        if self.is_first:
            return Verdict.FITS
        near = self.gap <= self.settings.defensible_gap
        if not near and "shares" not in vars(self) and self._is_hopeless():
            return Verdict.POOR
        if self.is_toss_up:
            return Verdict.FITS
        near = near or self.shares[self.choice] >= self.settings.defensible_share
        return Verdict.DEFENSIBLE if near else Verdict.POOR

    @cached_property
    def gap(self) -> float | None:
        """Points from the choice to the highest score; None where the choice is ruled out."""
        scores = self.evaluation.scores
        return max(scores.values()) - scores[self.choice] if self.choice in scores else None

    @property
    def lead(self) -> float:
        """Points that the best is ahead of the choice; none or less where it is merely first more often."""
        scores = self.evaluation.scores
        return scores[self.best] - scores[self.choice] if self.best and self.choice in scores else 0.0

    @property
    def is_first(self) -> bool:
        """Whether the choice has the highest score, or is recommended with one that cannot be told from it."""
        if self.gap is None:
            return False
        return tied(self.gap, 0.0) or (self.gap <= INDISTINCT and self.best == self.choice)

    @property
    def is_toss_up(self) -> bool:
        """Whether the recommendation is a toss-up, with the choice as the likeliest rival of the best."""
        best = str(self.best)
        rivals = [share for name, share in self.shares.items() if name != best]
        return self.shares[best] < LEANING and self.shares[self.choice] == max(rivals, default=0.0)

    def _is_hopeless(self) -> bool:
        """Whether the choice is seen to come first in too few worlds to be defensible or a rival in a toss-up.

        A rival needs its part of what the best must then leave to the others. Frameworks are simulated one after the
        other, the best first, until enough of them are ahead.
        """
        scores = self.evaluation.scores
        needed = min(self.settings.defensible_share, (1 - LEANING) / max(1, len(scores) - 1))
        rivals = sorted(scores.keys() - {self.choice}, key=lambda name: (-scores[name], name))
        bounds = self._simulations.most_firsts(self.choice, rivals[:-1])
        is_hopeless = any(bound < needed - _ROUNDING for bound in bounds)
        if is_hopeless:
            _ = self.best  # which may take these worlds: what is said of a poor choice names the best
            self._forget_worlds()
        return is_hopeless

    @cached_property
    def best(self) -> str | None:
        """The framework that `recommend` names: of those that the score cannot tell apart, the most often first one."""
        scores = self.evaluation.scores
        top = max(scores.values(), default=0.0)
        level = [name for name, score in scores.items() if top - score <= INDISTINCT]
        if len(level) < 2:
            return next(iter(level), None)
        return self.evaluation.ranking(self.shares)[0]

    @cached_property
    def shares(self) -> Mapping[str, float]:
        """The share of worlds in which each framework comes first, as `recommend` gives it."""
        shares = self._simulations.shares()
        self._forget_worlds()
        return shares

    def _forget_worlds(self) -> None:
        vars(self).pop("_simulations", None)  # some 40 KiB, and hundreds of projects are remembered

    @cached_property
    def _simulations(self) -> Simulations:
        evaluation = self.evaluation
        ratings = {framework: evaluation.ratings(framework) for framework in evaluation.scores}
        return Simulations(evaluation.named_weights, evaluation.must_haves, ratings, self.open_share)

    @cached_property
    def open_share(self) -> float:
        """How much of what is worth knowing is not known, 0 to 1."""
        return open_share(self.compiled, self.evaluation)

    @cached_property
    def sureness(self) -> tuple[Confidence, str]:
        """How sure the recommendation is, and why, as `recommend` says it."""
        scores, shares = self.evaluation.scores, self.shares
        ranking = [
            Ranked(
                framework=name,
                backend=None,
                score=scores[name],
                share_first=shares[name],
                contributions=(),
                provided=(),
            )
            for name in self.evaluation.ranking(shares)
        ]
        questions = open_questions(self.compiled, self.answers)
        return how_sure(ranking, questions, self.compiled, self.evaluation.least_lead(self.best))

    @cached_property
    def how_often(self) -> HowOften | None:
        """How often recommendations like the one for this project held; None where that was not measured.

        Nor is it said where no framework has to be chosen.
        """
        calibration = self.compiled.calibration
        if calibration is None or self.best is None or decided_outcome(self.compiled, self.evaluation):
            return None
        shares = {self.best: self.shares[self.best], **self.shares}
        lead, unknown = self.evaluation.least_lead(self.best)[1], self.open_share
        return how_often(calibration, Standing(shares, lead, unknown, doubt=self.sureness[0] is not Confidence.CLEAR))

    @cached_property
    def blockers(self) -> tuple[CompiledRule, ...]:
        """Every rule that rules the choice out, in order of id; none where a way to run it is left."""
        if self.gap is not None:
            return ()
        ways = self.compiled.ways[self.choice]
        judged = [self.evaluation.entries[place].judgement for place in self.compiled.blocking]
        found = {rule.id: rule for judgement in judged for way, rule in judgement.blockers if way in ways}
        return tuple(found[rule] for rule in sorted(found))

    @cached_property
    def possible_blockers(self) -> tuple[PossibleBlocker, ...]:
        """The rules that open answers might make rule the choice out as it would best be run, in order of id.

        None where one surely does.
        """
        if self.gap is None:
            return ()
        best_way = self.evaluation.ways[self.choice]
        possible = [self.evaluation.entries[place].judgement.possible for place in self.compiled.blocking]
        found = {rule.id: rule for by_way in possible for rule in by_way.get(best_way, ())}
        return tuple([one for name in sorted(found) if (one := self._blocker(found[name]).possible(self.answers))])

    def _blocker(self, rule: CompiledRule) -> Blocker:
        if rule.id not in self.blockers_known:
            self.blockers_known[rule.id] = Blocker.of(rule, self.compiled)
        return self.blockers_known[rule.id]

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """What each criterion adds to the distance from the choice to the best, most telling first.

        The points add up to the lead of the best, but for criteria that add next to nothing. None where the choice is
        first or out.
        """
        return tuple(map(self._reason, self._by_lead))

    @cached_property
    def main_reasons(self) -> tuple[Reason, ...]:
        """The first three of them."""
        return tuple(map(self._reason, self._by_lead[:_MAIN]))

    @cached_property
    def _by_lead(self) -> list[tuple[float, str, CriterionResult]]:
        """The criteria that are worth naming, each behind the points that it puts the choice ahead of the best."""
        if self.gap is None or self.is_first or self.best is None:
            return []
        pairs = zip(self.evaluation.counted, self._points_ahead(self.best), strict=True)
        return sorted([(-more, entry.criterion, entry) for entry, more in pairs if abs(more) >= _TELLING])

    def _reason(self, of: tuple[float, str, CriterionResult]) -> Reason:
        own_lead, criterion, entry = of
        way = self.evaluation.ways[str(self.best) if own_lead < 0 else self.choice]
        rules, layers = entry.judgement.ratings.get(way, UNRATED).rules, self.compiled.rules.layers
        named = dict.fromkeys([layers[rule] for rule in rules if rule in layers])
        return Reason(criterion=criterion, points=-own_lead, rules=rules, layers=tuple(named))

    def _points_ahead(self, best: str) -> list[float]:
        """How many points each criterion puts the best framework ahead of the choice.

        What hangs on the weakest must-have is given to that of the one whose weakest is the weaker: it makes the gap.
        """
        evaluation = self.evaluation
        (ahead, link), (own, own_link) = (evaluation.points(evaluation.ways[name]) for name in (best, self.choice))
        points = [theirs - mine for theirs, mine in zip(ahead, own, strict=True)]
        if evaluation.must_haves:
            ratings = evaluation.ratings(self.choice if own_link <= link else best)
            points[min(evaluation.must_haves, key=lambda place: ratings[place].rating)] += link - own_link
        return points

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """The single other answers that would make the choice the best one, each computed in full.

        Answers to open questions come first, and likely ones before rare ones; at most eight.
        """
        compiled = self.compiled
        found = []
        for change in single_changes(compiled, self.answers):
            then = self.evaluator.answered(self.evaluation, change.question, change.after)
            right = then.leader(keep=self.best) == self.choice
            if right and relevant(compiled, then.answers, change.question):
                found.append((price(compiled, (change,)), change))
        found.sort(key=lambda pair: pair[0])
        likeliest = [change for _, change in found[:_MOST_TURNS]]
        return tuple(Turn(question=change.question, before=change.before, after=change.after) for change in likeliest)


_PROJECTS = 700
"""So many projects are remembered whole, for others that give the same answers."""
_REMEMBERED = 10_000
"""Beyond so many results of criteria the memory of them starts anew; projects remembered keep what they need."""
_SELDOM = 16
"""They are counted once in so many times that an evaluator is needed."""

_Reading = tuple[tuple[tuple[str, Importance], ...], Answers, frozenset[str]]
"""A profile's own priorities, its wishes, and the questions whose several answers are all needed."""


class Projects:
    """Evaluates projects one after the other, and remembers what their answers have in common."""

    def __init__(self, compiled: CompiledRules, settings: Settings) -> None:
        self.compiled = compiled
        self._settings = settings
        self._evaluators: dict[_Reading, Evaluator] = {}
        self._asked = 0
        self._blockers: dict[str, Blocker] = {}
        self._remembered = lru_cache(_PROJECTS)(self._evaluated)

    def stated(self, profile: Profile, choice: str) -> StatedProject:
        """The project of a profile, with `choice` as the framework that it states. The memory changes no result."""
        encode = self.compiled.vocabulary.encode
        priorities = tuple(sorted(profile.priorities.items()))
        reading = priorities, encode(profile.wishes) if profile.wishes else NOTHING, frozenset(profile.all_of)
        given = best_option(self._evaluator(reading), profile.answers, profile.any_of)
        return self._remembered(encode(given), reading, choice)

    def _evaluated(self, answers: Answers, reading: _Reading, choice: str) -> StatedProject:
        evaluator = self._evaluator(reading)
        return StatedProject(evaluator, evaluator.evaluation(answers), choice, self._settings, self._blockers)

    def _evaluator(self, reading: _Reading) -> Evaluator:
        self._asked += 1
        if self._asked % _SELDOM == 0 and sum(one.remembered for one in self._evaluators.values()) > _REMEMBERED:
            self._evaluators.clear()
        if reading not in self._evaluators:
            priorities, wishes, all_of = reading
            self._evaluators[reading] = Evaluator(self.compiled, dict(priorities), wishes, all_of)
        return self._evaluators[reading]


class PossibleBlocker(NamedTuple):
    """A rule that might rule the choice out."""

    rule: CompiledRule
    questions: tuple[str, ...]  # the open ones that decide it
    chance: float  # how likely it is that they do, above 0 to 1


def triggers(compiled: CompiledRules, answers: Answers, rule: CompiledRule) -> tuple[str, ...]:
    """The questions whose answers make a blocker apply: each one without whose answer it would not.

    Where no single answer decides it, all answers that it reads are named.
    """
    masks = compiled.vocabulary.masks
    answered = [question for question in sorted(rule.reads) if not compiled.vocabulary.is_open(answers, question)]
    needed = [q for q in answered if rule.holds(answers.chosen & ~masks[q], answers.known & ~masks[q]) is not True]
    return tuple(needed or answered)


_LEAST = 1e-6
"""How likely an answer is at least: that nobody is known to give it makes it rare, not impossible."""


class ReadQuestion(NamedTuple):
    """A question that a blocker reads."""

    id: str
    mask: int  # the bits of all its choices
    shares: tuple[tuple[int, float], ...]  # each choice's bit with how likely it is
    changeable: bool  # whether a project can change its answer to it
    fixed: int  # the bits of the choices that cannot be changed even so


@dataclass(frozen=True, eq=False)
class Blocker:
    """A rule that may rule frameworks out, with the questions that it reads."""

    rule: CompiledRule
    questions: tuple[ReadQuestion, ...]  # in order of id
    mask: int  # all their bits

    @classmethod
    def of(cls, rule: CompiledRule, compiled: CompiledRules) -> Blocker:
        """A rule that blocks, with what `compiled` knows of its questions."""
        words, questions = compiled.vocabulary, [compiled.rules.questions[name] for name in sorted(rule.reads)]
        read = [
            ReadQuestion(
                question.id,
                words.masks[question.id],
                tuple(
                    (words.choices[question.id][choice], max(_LEAST, share))
                    for choice, share in question.likelihoods.items()
                ),
                question.changeable,
                words.union(question.id, question.fixed),
            )
            for question in questions
        ]
        return cls(rule, tuple(read), sum(question.mask for question in read))

    def possible(self, answers: Answers) -> PossibleBlocker | None:
        """The rule as one that open answers might make apply; None where it never excludes anything then.

        Where the project could change every answer that is open, whatever it is, nothing is ruled out.
        """
        return _possible(self, answers.chosen & self.mask, answers.known & self.mask)

    def chance(self, chosen: int, known: int) -> float:
        """How likely it is to exclude once all its questions have an answer, 0 to 1.

        Each gets one choice, as likely as it usually is. Where a project could avoid the blocker by another answer to a
        question that it can change, nothing is excluded.
        """
        applies = self.rule.holds(chosen, known)
        unanswered = next((question for question in self.questions if not known & question.mask), None)
        if unanswered and (applies is None or (applies and any(question.changeable for question in self.questions))):
            mask = unanswered.mask
            return sum(share * self.chance(chosen | bit, known | mask) for bit, share in unanswered.shares)
        return float(bool(applies) and not any(self._avoided(chosen, known, question) for question in self.questions))

    def _avoided(self, chosen: int, known: int, question: ReadQuestion) -> bool:
        if not question.changeable or chosen & question.fixed:
            return False
        mask, holds = question.mask, self.rule.holds
        return not all(holds(chosen & ~mask | bit, known | mask) for bit, _ in question.shares)


@lru_cache(4096)  # thousands of profiles leave the same questions open
def _possible(blocker: Blocker, chosen: int, known: int) -> PossibleBlocker | None:
    unanswered = [question for question in blocker.questions if not known & question.mask]
    if all(question.changeable and not question.fixed for question in unanswered):
        return None
    chance = blocker.chance(chosen, known)
    return PossibleBlocker(blocker.rule, tuple(question.id for question in unanswered), chance) if chance else None
