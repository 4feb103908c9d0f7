"""One profile, from its bytes to its result. Given the rules and the policy, nothing else comes in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from fitframe.checking import findings
from fitframe.checking.assessment import Assessment, Depth, assess
from fitframe.checking.drift import drift
from fitframe.checking.policy import Policy
from fitframe.checking.reading import Stated, read_stated
from fitframe.checking.situations import STANDS, Bench, Stand
from fitframe.checking.waivers import Placed, malformed, unused, waived
from fitframe.engine.ruleset import ruleset
from fitframe.errors import InputError
from fitframe.models import RuleBase
from fitframe.profile import Decided
from fitframe.verdict import Finding, Result

_DAYS = 8
"""So many days of decisions are kept compiled at a time."""


class Judged(NamedTuple):
    """A result, and the shared waivers that were of use for it."""

    result: Result
    used: frozenset[Placed]


class Judge:
    """Judges profiles by one rule base and one policy."""

    def __init__(
        self,
        rules: RuleBase,
        policy: Policy,
        shared: Sequence[Placed] = (),
        as_of: str | None = None,
        called: Callable[[str], str] = str,
    ) -> None:
        """`called` tells by what path the shared waivers speak of a profile at a path."""
        self._rules = rules
        self._policy = policy
        self._shared = tuple(shared)
        self._called = called
        self._bench = Bench(ruleset(rules, as_of=as_of))
        self._assessed = lru_cache(STANDS)(self._assess)
        self._bench_on = lru_cache(_DAYS)(lambda day: Bench(ruleset(rules, as_of=day)))

    def judge(self, data: bytes, path: str, depth: Depth = Depth.VERDICT) -> Judged:
        """Judge a profile that results and findings call `path`. What is wrong with it is a finding, never an error."""
        try:
            stated = read_stated(data, path, self._rules)
        except InputError as error:
            return unread(error, path)
        choice = stated.profile.choice
        if choice is None:
            finding = findings.without_choice(stated, self._rules)
            result = Result(path=path, name=stated.profile.name, findings=(finding,))
            return Judged(result, frozenset())
        return self._judged(stated, self._bench.stand(stated.profile, choice), depth)

    def _judged(self, stated: Stated, stand: Stand, depth: Depth) -> Judged:
        path, found = stated.document.name, self._assessed(stand, depth)
        called = self._called(path) if self._shared else path
        waivers = (*stated.waivers, *(placed for placed in self._shared if placed.is_for(called)))
        own = findings.of_assessment(stated, stand, found, waivers, self._policy)
        told, used = waived(own, waivers, self._policy)
        if stated.malformed or stated.waivers:
            told += malformed(stated.malformed, self._policy)
            told += unused((placed for placed in stated.waivers if placed not in used), self._policy)
        if stated.profile.decided:
            told += self._drift(stated, stated.profile.decided)
        result = Result(
            path=path,
            name=stated.profile.name,
            choice=stand.choice,
            verdict=found.verdict,
            best=found.best,
            gap=stand.gap,
            confidence=found.confidence,
            why_confidence=found.why_confidence,
            share_first=found.share_first,
            reasons=found.reasons,
            turns=found.turns,
            findings=tuple(told),
        )
        return Judged(result, frozenset(used.intersection(self._shared)))

    def _assess(self, stand: Stand, depth: Depth) -> Assessment:
        return assess(stand, self._policy, depth)

    def _drift(self, stated: Stated, decided: Decided) -> Iterator[Finding]:
        if decided.on < self._bench.asked.as_of:
            yield from drift(stated, decided, self._bench_on(decided.on), self._bench, self._policy)


def unread(error: InputError, path: str) -> Judged:
    """The result for a profile that cannot be read."""
    return Judged(Result(path=path, findings=(findings.unreadable(error, path),)), frozenset())
