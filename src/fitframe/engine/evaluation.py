"""Where every framework stands for one set of answers: who is ruled out, and the score of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product
from typing import NamedTuple

from fitframe.engine.acceptability import WORLDS, share_first
from fitframe.engine.compiled import SILENT, CompiledCriterion, CompiledRule, CompiledRules, CriterionResult, Judgement
from fitframe.engine.conditions import Answers
from fitframe.engine.judgement import best_of, judge
from fitframe.engine.scoring import (
    MIDDLE,
    POINTS_PER_STEP,
    UNRATED,
    WEIGHTS,
    Rated,
    scores,
    weakest_link_share,
    weighted_points,
)
from fitframe.model.fields import Importance, Way
from fitframe.model.recommendation import Condition, Contribution, Ranked
from fitframe.model.rulebase import Question

_Key = int | tuple[int, int] | tuple[int, int, int, tuple[str, ...]]
NOTHING = Answers(0, 0)
"""No answers."""
MOST_OPTIONS = 64
"""Combinations of options that are tried; where there are more, they count as needs."""
INDISTINCT = 2.0
"""Points. Scores no further apart than that cannot be told from one another."""


class Evaluation(NamedTuple):
    """All frameworks for one set of answers."""

    answers: Answers
    sure: int  # the variants of all conditions that surely hold
    entries: tuple[CriterionResult, ...]  # every criterion, in order of id
    counted: tuple[CriterionResult, ...]  # those that count
    must_haves: tuple[int, ...]  # the positions of the decisive criteria among them
    blocked: Mapping[str, CompiledRule]  # the frameworks that are out, and the first rule that says so
    scores: Mapping[str, float]  # of the others, each run in its best way
    ways: Mapping[str, str]  # of the others: that best way

    @property
    def judged(self) -> list[Judgement]:
        """What the rules of every criterion say."""
        return [entry.judgement for entry in self.entries]

    @property
    def weights(self) -> list[float]:
        """The weights of the criteria that count."""
        return [entry.weight for entry in self.counted]

    @property
    def named_weights(self) -> dict[str, float]:
        """The same, each under the id of its criterion."""
        return {entry.criterion: entry.weight for entry in self.counted}

    def ratings(self, framework: str) -> list[Rated]:
        """A framework's rating on each criterion that counts, run in its best way."""
        return self.ratings_of_way(self.ways[framework])

    def ratings_of_way(self, way: str) -> list[Rated]:
        """The ratings of one way to run a framework."""
        return [entry.judgement.ratings.get(way, UNRATED) for entry in self.counted]

    @property
    def leaders(self) -> tuple[str, ...]:
        """The frameworks with the highest score, in order of id: several where they tie, none if all are out."""
        best = max(self.scores.values(), default=0.0)
        return tuple(sorted(name for name, value in self.scores.items() if tied(value, best)))

    def leader(self, keep: str | None = None) -> str | None:
        """The framework with the highest score; among equals `keep`, else the first by id. None if all are out."""
        leaders = self.leaders
        return keep if keep in leaders else next(iter(leaders), None)

    def lead(self, framework: str | None) -> float:
        """Points by which a framework is ahead of the best other one, -100 to 100; one that is out stands at 0."""
        best = max((value for name, value in self.scores.items() if name != framework), default=0.0)
        return self.scores.get(framework or "", 0.0) - best

    def ranking(self, shares: Mapping[str, float]) -> list[str]:
        """The frameworks that are not out: highest score first.

        Those that the score cannot tell from the highest go by their share of worlds; equals go by that, then by id.
        """
        best = max(self.scores.values(), default=0.0)
        levels = {name: best if best - value <= INDISTINCT else value for name, value in self.scores.items()}
        return sorted(levels, key=lambda name: (-round(levels[name], 9), -shares[name], name))

    def acceptability(
        self, open_share: float, *, among: Iterable[str] | None = None, seed: int = 0, worlds: int = WORLDS
    ) -> dict[str, float]:
        """The share of worlds in which each framework that is not out comes first; `among` names those that compete.

        `open_share`, `seed` and `worlds` are as `share_first` takes them.
        """
        rows = {name: self.ratings(name) for name in (self.scores if among is None else among)}
        return share_first(self.named_weights, self.must_haves, rows, open_share, seed=seed, worlds=worlds)

    def points(self, way: str) -> tuple[list[float], float]:
        """What each criterion that counts gives one way to run a framework, and what its weakest must-have gives.

        Together they are its score, or what that would be if it were not ruled out.
        """
        ratings = [entry.judgement.ratings.get(way, UNRATED).rating for entry in self.counted]
        must_haves = [ratings[place] for place in self.must_haves]
        share = weakest_link_share(must_haves)
        link = share * POINTS_PER_STEP * min(must_haves, default=0.0)
        return weighted_points(self.weights, ratings, 1 - share), link

    def least_lead(self, framework: str | None) -> tuple[str, float]:
        """The criterion without which a framework leads the best other one by least, and that lead, -100 to 100.

        Both scores are computed anew as if the criterion did not count. Where nothing counts the lead is 0, and 100
        where no other framework is left.
        """
        if framework is None or not self.counted or len(self.scores) < 2:
            return "", 100.0 if self.counted and framework in self.scores else 0.0
        rows = [[rated.rating for rated in self.ratings(name)] for name in self.scores]
        own, all_weights, all_must_haves = list(self.scores).index(framework), self.weights, self.must_haves
        leads = []
        for place, entry in enumerate(self.counted):
            kept = [n for n in range(len(self.counted)) if n != place]
            must_haves = [kept.index(n) for n in all_must_haves if n != place]
            weights = [all_weights[n] for n in kept]
            left = list(scores(weights, ([row[n] for n in kept] for row in rows), must_haves))
            leads.append((left[own] - max(value for n, value in enumerate(left) if n != own), entry.criterion))
        lead, criterion = min(leads)
        return criterion, lead


def tied(one: float, other: float) -> bool:
    """Whether two scores are equal but for rounding."""
    return abs(one - other) < 1e-9


class _Case(NamedTuple):
    """Answers, and which variants of conditions hold for them."""

    answers: Answers
    sure: int  # those that surely hold
    held: int  # these, and the blockers' that may hold
    wished: int  # those that surely hold where the wishes are met too; none without wishes
    options: tuple[str, ...]  # the questions whose several answers are alternatives


@dataclass(frozen=True)
class Evaluator:
    """Evaluates answers under one set of rules, of priorities and of wishes.

    It remembers what each criterion says by the answers that it reads, so that trying another answer to one question
    judges only the criteria that read that question. The memory never changes a result.

    `wishes` are answers that would be nice: where needs leave a criterion without weight and wishes would not, it
    counts low. Several answers to a question about options are alternatives, any one of which will do, except for the
    questions in `all_of`.
    """

    compiled: CompiledRules
    priorities: Mapping[str, Importance]
    wishes: Answers = NOTHING
    all_of: frozenset[str] = frozenset()
    _memory: tuple[dict[_Key, CriterionResult], ...] = field(init=False, repr=False)
    _tried: dict[Answers, _Case] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_memory", tuple([{} for _ in self.compiled.criteria]))

    def variant(
        self, *, compiled: CompiledRules | None = None, priorities: Mapping[str, Importance] | None = None
    ) -> Evaluator:
        """An evaluator for these rules or priorities instead, which keeps what is remembered of all other criteria.

        `compiled` may differ from the present rules in some of its criteria, and in nothing else.
        """
        own = self.priorities if priorities is None else priorities
        other = Evaluator(compiled or self.compiled, own, self.wishes, self.all_of)
        places = zip(self.compiled.criteria, other.compiled.criteria, strict=True)
        memory = tuple(
            mine if was is now and self.priorities.get(now.id) == other.priorities.get(now.id) else theirs
            for (was, now), mine, theirs in zip(places, self._memory, other._memory, strict=True)
        )
        object.__setattr__(other, "_memory", memory)
        return other

    @property
    def remembered(self) -> int:
        """How many things that criteria say are remembered."""
        return sum(map(len, self._memory))

    def evaluation(self, answers: Answers) -> Evaluation:
        """Judge and score every framework."""
        case = self._case(answers)
        _, sure, held, wished, options = case
        usual = not (wished or options)
        entries = [
            (
                (usual or (not wished and criterion.reads.isdisjoint(options)))
                and (criterion.plain or criterion.is_plain_for(answers, sure))
                and memory.get(held >> criterion.first & criterion.ones)
            )
            or self._entry(criterion, memory, case)
            for criterion, memory in zip(self.compiled.criteria, self._memory, strict=True)
        ]
        return self._scored(case, tuple(entries))

    def answered(self, evaluation: Evaluation, question: str, choices: Iterable[str]) -> Evaluation:
        """The evaluation if these choices were the answer to `question`; none: if it were open."""
        words, (chosen, known) = self.compiled.vocabulary, evaluation.answers
        mask, bits = words.masks[question], words.union(question, choices)
        answers = Answers(chosen & ~mask | bits, known | mask if bits else known & ~mask)
        case, entries = self._case(answers), list(evaluation.entries)
        moved = False
        for place in self.compiled.readers.get(question, ()):
            entry = self._entry(self.compiled.criteria[place], self._memory[place], case)
            moved = moved or not (entry is entries[place] or _same_scores(entry, entries[place]))
            entries[place] = entry
        if moved:
            return self._scored(case, tuple(entries))
        counted = tuple([entry for entry in entries if entry.weight])
        return evaluation._replace(answers=answers, sure=case.sure, entries=tuple(entries), counted=counted)

    def each_answer(self, evaluation: Evaluation, question: Question) -> dict[str, Evaluation]:
        """The evaluation if a choice were the only answer to `question`, for each of its choices."""
        return {choice: self.answered(evaluation, question.id, (choice,)) for choice in question.choices}

    def _case(self, answers: Answers) -> _Case:
        self._tried.clear()
        wished = self.compiled.sure(self._with_wishes(answers)) if self.wishes.known else 0
        return _Case(answers, *self._holding(answers), wished, self._options(answers))

    def _option(self, answers: Answers) -> _Case:
        """The case where one option is taken. Several criteria ask for the same ones, each with the same answers."""
        if answers not in self._tried:
            self._tried[answers] = _Case(answers, *self._holding(answers), wished=0, options=())
        return self._tried[answers]

    def _holding(self, answers: Answers) -> tuple[int, int]:
        sure, possible = self.compiled.index.holding(answers)
        return sure, sure | possible & self.compiled.blocking_variants

    def _with_wishes(self, answers: Answers) -> Answers:
        return Answers(answers.chosen | self.wishes.chosen, answers.known | self.wishes.known)

    def _options(self, answers: Answers) -> tuple[str, ...]:
        """The questions whose several answers are alternatives."""
        found = [
            question
            for question, mask, needs in self.compiled.options
            if (answers.chosen & mask).bit_count() > 1 and question not in self.all_of
            if needs is None or needs(*answers) is not True
        ]
        return tuple(found)

    def _entry(self, criterion: CompiledCriterion, memory: dict[_Key, CriterionResult], case: _Case) -> CriterionResult:
        """What a criterion says. Mostly that hangs on nothing but which of its conditions hold."""
        answers, first, ones = case.answers, criterion.first, criterion.ones
        holding, wished = case.sure >> first & ones, case.wished >> first & ones
        options = tuple([question for question in case.options if question in criterion.reads])
        key: _Key
        if options or not (criterion.plain or (not wished and criterion.is_plain_for(answers, case.sure))):
            telling = criterion.mask if options else criterion.tells  # of options each one is tried
            key = answers.chosen & telling, answers.known & criterion.mask, wished, options
        else:
            held = case.held >> first & ones
            key = (held, wished) if wished else held
        if key not in memory:
            found = self._best_option(criterion, memory, answers, options) if options else None
            found = found or self._judged(criterion, holding, answers)
            if not found.weight and wished and criterion.importance(wished) is not Importance.NONE:
                found = self._wished(criterion, wished, answers, found)
            memory[key] = found
        return memory[key]

    def _judged(self, criterion: CompiledCriterion, holding: int, answers: Answers) -> CriterionResult:
        importance = self.priorities.get(criterion.id) or criterion.importance(holding)
        if not WEIGHTS[importance] and not criterion.blocks:
            return CriterionResult(criterion.id, importance, WEIGHTS[importance], SILENT, ())
        judgement = judge(criterion, self.compiled, answers, criterion.applying(holding))
        return self._result(criterion, importance, judgement)

    def _result(self, criterion: CompiledCriterion, importance: Importance, judgement: Judgement) -> CriterionResult:
        weight, given, ways = WEIGHTS[importance], judgement.ratings, self.compiled.all_ways
        if not weight:
            return CriterionResult(criterion.id, importance, weight, judgement, ())
        ratings = [given[way][0] if way in given else MIDDLE for way in ways] if given else [MIDDLE] * len(ways)
        return CriterionResult(criterion.id, importance, weight, judgement, tuple(ratings))

    def _wished(
        self, criterion: CompiledCriterion, wished: int, answers: Answers, needed: CriterionResult
    ) -> CriterionResult:
        """A criterion that only wishes make count: it counts low, and rules nothing out that needs do not."""
        if criterion.id in self.priorities:
            return needed
        judgement = judge(criterion, self.compiled, self._with_wishes(answers), criterion.applying(wished))
        kept = needed.judgement
        judgement = judgement._replace(
            blocked=kept.blocked, blockers=kept.blockers, provided=kept.provided, possible=kept.possible
        )
        return self._result(criterion, Importance.LOW, judgement)

    def _best_option(
        self,
        criterion: CompiledCriterion,
        memory: dict[_Key, CriterionResult],
        answers: Answers,
        options: tuple[str, ...],
    ) -> CriterionResult | None:
        """What a criterion says where any one of several answers will do; None where there are too many to try.

        It counts as much as under the option where it counts least, a framework earns what it earns under its best
        option, and is ruled out only where every option rules it out.
        """
        chosen = [
            [c for c, bit in self.compiled.vocabulary.choices[q].items() if answers.chosen & bit] for q in options
        ]
        combined = list(islice(product(*chosen), MOST_OPTIONS + 1))
        if len(combined) > MOST_OPTIONS:
            return None
        tried = []
        for choices in combined:
            alone = answers
            for question, choice in zip(options, choices, strict=True):
                alone = self.compiled.vocabulary.replaced(alone, question, choice)
            tried.append(self._entry(criterion, memory, self._option(alone)))
        importance = min((one.importance for one in tried), key=WEIGHTS.__getitem__)
        return self._result(criterion, importance, best_of([one.judgement for one in tried]))

    def _scored(self, case: _Case, entries: tuple[CriterionResult, ...]) -> Evaluation:
        """Score each framework in the best of its ways that are not blocked: what it earns comes from one of them."""
        counted = tuple([entry for entry in entries if entry.weight])
        decisive, all_ways = Importance.DECISIVE, self.compiled.all_ways
        must_haves = tuple([place for place, entry in enumerate(counted) if entry.importance is decisive])
        rows = zip(*[entry.ratings for entry in counted], strict=True) if counted else [()] * len(all_ways)
        by_way = dict(zip(all_ways, scores([entry.weight for entry in counted], rows, must_haves), strict=True))
        out: dict[str, CompiledRule] = {}
        for place in self.compiled.blocking:
            if found := entries[place].judgement.blocked:
                out = {**found, **out}
        blocked, points, best = {}, {}, {}
        for framework, ways in self.compiled.ways.items():
            left = [way for way in ways if way not in out] if out else ways
            if left:
                way = best[framework] = max(left, key=by_way.__getitem__) if len(left) > 1 else left[0]
                points[framework] = by_way[way]
            else:
                blocked[framework] = out[ways[0]]
        return Evaluation(case.answers, case.sure, entries, counted, must_haves, blocked, points, best)


def _same_scores(one: CriterionResult, other: CriterionResult) -> bool:
    """Whether two states of a criterion give every framework the same points and rule out the same ones."""
    alike = one.importance is other.importance and one.ratings == other.ratings
    return alike and one.judgement.blocked == other.judgement.blocked


def open_share(compiled: CompiledRules, evaluation: Evaluation) -> float:
    """How much of what is worth knowing is not known, 0 to 1: the open questions' part of all surprise."""
    known, (_, surprises, total) = evaluation.answers.known, compiled.asked(evaluation.sure)
    return sum([surprise for mask, surprise in surprises if not known & mask]) / total if total else 0.0


def ranking_of(evaluation: Evaluation, shares: Mapping[str, float]) -> tuple[Ranked, ...]:
    """The frameworks that are not ruled out, in the order of `Evaluation.ranking`, with what makes their scores."""
    return tuple(
        Ranked(
            framework=name,
            backend=Way(evaluation.ways[name]).backend,
            score=evaluation.scores[name],
            share_first=shares[name],
            contributions=contributions(evaluation, name),
            provided=tuple(_provided(evaluation, name)),
        )
        for name in evaluation.ranking(shares)
    )


def contributions(evaluation: Evaluation, framework: str) -> tuple[Contribution, ...]:
    """The points that each criterion gives a framework, most first, else by id; together they are its score."""
    ratings = evaluation.ratings(framework)
    points, link = evaluation.points(evaluation.ways[framework])
    found = list(map(_contribution, evaluation.counted, ratings, points))
    if evaluation.must_haves:
        place = min(evaluation.must_haves, key=lambda place: ratings[place].rating)
        found.append(_contribution(evaluation.counted[place], ratings[place], link, True))
    return tuple(sorted(found, key=_most_points_first))


def _contribution(entry: CriterionResult, rated: Rated, points: float, weakest_link: bool = False) -> Contribution:
    return Contribution(
        entry.criterion, entry.importance, entry.weight, rated.rating, rated.spread, points, rated.rules, weakest_link
    )


def _most_points_first(one: Contribution) -> tuple[float, str, bool]:
    return -one.points, one.criterion, one.weakest_link


def _provided(evaluation: Evaluation, framework: str) -> Iterator[Condition]:
    way = evaluation.ways[framework]
    for judgement in evaluation.judged:
        rule = judgement.provided.get(way)
        if rule is not None:
            yield Condition(rule=rule.id, provided=rule.provided or "")
    for entry in evaluation.counted:
        for other, rule in entry.judgement.conditions:
            if other == way:
                yield Condition(rule=rule.id, provided=rule.provided or "")
