"""Where every framework stands for one set of answers: who is ruled out, and the score of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from fitframe.engine.conditions import Answers
from fitframe.engine.judging import SILENT, Judgement, applying, judge
from fitframe.engine.ratings import UNRATED, Rated
from fitframe.engine.ruleset import Matter, Ruleset, Statement
from fitframe.engine.scoring import WEIGHTS, score
from fitframe.models import Importance


class Counted(NamedTuple):
    """A criterion with its importance, and what its rules say where it counts or could rule a framework out."""

    criterion: str
    importance: Importance
    weight: float
    judgement: Judgement
    ratings: tuple[
        float, ...
    ]  # of every way to run a framework, in the order of the ruleset; none if it does not count


class Standing(NamedTuple):
    """All frameworks for one set of answers."""

    answers: Answers
    entries: tuple[Counted, ...]  # every criterion, in order of id
    counted: tuple[Counted, ...]  # those that count
    blocked: Mapping[str, Statement]  # the frameworks that are out, and the first rule that says so
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
    def must_haves(self) -> list[int]:
        """The positions of the decisive criteria among those that count."""
        return _must_haves(self.counted)

    def ratings(self, framework: str) -> list[Rated]:
        """A framework's rating on each criterion that counts, run in its best way."""
        return self.ratings_of_way(self.ways[framework])

    def ratings_of_way(self, way: str) -> list[Rated]:
        """The ratings of one way to run a framework."""
        return [entry.judgement.ratings.get(way, UNRATED) for entry in self.counted]

    def leader(self, keep: str | None = None) -> str | None:
        """The framework with the highest score; among equals `keep`, else the first by id. None if all are out."""
        best = max(self.scores.values(), default=0.0)
        leaders = sorted(name for name, value in self.scores.items() if tied(value, best))
        return keep if keep in leaders else next(iter(leaders), None)


def tied(one: float, other: float) -> bool:
    """Whether two scores are equal but for rounding."""
    return abs(one - other) < 1e-9


def importance_of(matter: Matter, answers: Answers) -> Importance:
    """The highest level that a criterion reaches for these answers. An open answer raises nothing."""
    for level, holds in matter.raises:
        if holds(*answers) is True:
            return level
    return matter.base


@dataclass(frozen=True)
class Evaluator:
    """Evaluates answers under one ruleset and one set of priorities.

    It remembers what each criterion says by the answers that it reads, so that trying another answer to one question
    judges only the criteria that read that question. The memory never changes a result.
    """

    asked: Ruleset
    priorities: Mapping[str, Importance]
    _memory: dict[tuple[str, int, int], Counted] = field(default_factory=dict, repr=False)
    _said: dict[tuple[str, ...], Judgement] = field(default_factory=dict, repr=False)

    def standing(self, answers: Answers) -> Standing:
        """Judge and score every framework."""
        chosen, known, found = *answers, self._memory.get
        entries = [
            found((matter.id, chosen & telling, known & matter.mask)) or self._entry(matter, telling, answers)
            for matter, telling in zip(self.asked.matters, self.asked.telling, strict=True)
        ]
        return self._scored(answers, tuple(entries))

    def tried(self, standing: Standing, question: str, choice: str) -> Standing:
        """The standing with `choice` as the only answer to `question`, everything else as it was."""
        answers = self.asked.vocabulary.replaced(standing.answers, question, choice)
        entries = list(standing.entries)
        moved = False
        for place in self.asked.readers.get(question, ()):
            entry = self._entry(self.asked.matters[place], self.asked.telling[place], answers)
            moved = moved or not _same_scores(entry, entries[place])
            entries[place] = entry
        if moved:
            return self._scored(answers, tuple(entries))
        counted = tuple(entry for entry in entries if entry.weight)
        return standing._replace(answers=answers, entries=tuple(entries), counted=counted)

    def _entry(self, matter: Matter, telling: int, answers: Answers) -> Counted:
        chosen, known = answers
        key = (matter.id, chosen & telling, known & matter.mask)
        entry = self._memory.get(key)
        if entry is None:
            entry = self._memory[key] = self._judged(matter, answers)
        return entry

    def _judged(self, matter: Matter, answers: Answers) -> Counted:
        importance = self.priorities.get(matter.id) or importance_of(matter, answers)
        weight = WEIGHTS[importance]
        judgement = self._judgement(matter, answers) if weight or matter.blocks else SILENT
        ratings = tuple([judgement.ratings.get(way, UNRATED)[0] for way in self.asked.all_ways]) if weight else ()
        return Counted(matter.id, importance, weight, judgement, ratings)

    def _judgement(self, matter: Matter, answers: Answers) -> Judgement:
        """What a criterion says. Without blockers and needs, that hangs on nothing but which rules apply."""
        applied = applying(matter, answers)
        if matter.blocks or matter.across is not None:
            return judge(matter, self.asked, answers, applied)
        key = (matter.id, *[rule.id for rule in applied])
        if key not in self._said:
            self._said[key] = judge(matter, self.asked, answers, applied)
        return self._said[key]

    def _scored(self, answers: Answers, entries: tuple[Counted, ...]) -> Standing:
        """Score each framework in the best of its ways that are not blocked: what it earns comes from one of them."""
        counted = tuple(entry for entry in entries if entry.weight)
        by_way = self._scores(counted)
        out = {way: rule for entry in reversed(entries) for way, rule in entry.judgement.blocked.items()}
        blocked, scores, best = {}, {}, {}
        for framework, ways in self.asked.ways.items():
            found = {way: by_way[way] for way in ways if way not in out}
            if found:
                best[framework] = max(found, key=found.__getitem__)
                scores[framework] = found[best[framework]]
            else:
                blocked[framework] = out[ways[0]]
        return Standing(answers, entries, counted, blocked, scores, best)

    def _scores(self, counted: Sequence[Counted]) -> dict[str, float]:
        weights, must_haves = [entry.weight for entry in counted], _must_haves(counted)
        columns = zip(*(entry.ratings for entry in counted), strict=True) if counted else None
        if columns is None:
            return dict.fromkeys(self.asked.all_ways, 0.0)
        return {
            way: score(weights, column, [column[place] for place in must_haves])
            for way, column in zip(self.asked.all_ways, columns, strict=True)
        }


def _same_scores(one: Counted, other: Counted) -> bool:
    """Whether two states of a criterion give every framework the same points and rule out the same ones."""
    alike = one.importance == other.importance and one.ratings == other.ratings
    return alike and one.judgement.blocked == other.judgement.blocked


def _must_haves(counted: Sequence[Counted]) -> list[int]:
    return [place for place, entry in enumerate(counted) if entry.importance is Importance.DECISIVE]
