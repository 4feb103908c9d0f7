"""One profile, from its bytes to its result. Given the rules and the policy, nothing else comes in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache

from fitframe.checking import findings
from fitframe.checking.drift import drift
from fitframe.checking.policy import Policy
from fitframe.checking.reading import Stated, read_stated
from fitframe.checking.reasons import reasons, turns
from fitframe.checking.situations import Bench, Stand
from fitframe.checking.verdicts import verdict
from fitframe.checking.waivers import Placed, malformed, unused, waived
from fitframe.engine.ruleset import ruleset
from fitframe.errors import InputError
from fitframe.models import RuleBase
from fitframe.verdict import Finding, Result, Verdict

_DAYS = 8
"""So many days of decisions are kept compiled at a time."""


class Depth(IntEnum):
    """How much is computed of each profile; what is deeper costs more."""

    VERDICT = 0
    CONFIDENCE = 1  # how sure the recommendation is
    DETAILS = 2  # and, for a choice that does not fit, which other answers would make it right


@dataclass(frozen=True, slots=True)
class Judged:
    """A result, and the shared waivers that were of use for it."""

    result: Result
    used: frozenset[Placed]


class Judge:
    """Judges profiles by one rule base and one policy."""

    def __init__(
        self, rules: RuleBase, policy: Policy, shared: Sequence[Placed] = (), as_of: str | None = None
    ) -> None:
        self._rules = rules
        self._policy = policy
        self._shared = tuple(shared)
        self._bench = Bench(ruleset(rules, as_of=as_of))
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
        path = stated.document.name
        result = self._result(stated, stand, depth)
        waivers = (*stated.waivers, *self._shared)
        found, used = waived(result.findings, waivers, path, self._policy)
        found += malformed(stated.malformed, self._policy)
        found += unused((placed for placed in stated.waivers if placed not in used), self._policy)
        found += self._drift(stated)
        return Judged(replace(result, findings=tuple(found)), frozenset(used.intersection(self._shared)))

    def _result(self, stated: Stated, stand: Stand, depth: Depth) -> Result:
        policy = self._policy
        found = verdict(stand, policy)
        # Which of several equals is the best takes worlds to tell, and where the choice is one of them nobody asks.
        best = stand.choice if stand.is_first and depth is Depth.VERDICT else stand.best
        why = reasons(stand, best) if best and stand.gap is not None and not stand.is_first else ()
        sure = stand.sureness if depth >= Depth.CONFIDENCE else (None, None)
        deep = depth >= Depth.DETAILS and found is not Verdict.FITS
        return Result(
            path=stated.document.name,
            name=stated.profile.name,
            choice=stand.choice,
            verdict=found,
            best=best,
            gap=stand.gap,
            confidence=sure[0],
            why_confidence=sure[1],
            share_first=stand.shares.get(stand.choice, 0.0) if depth >= Depth.CONFIDENCE else None,
            reasons=why,
            turns=turns(stand, stated.profile.priorities) if deep else None,
            findings=tuple(findings.of_verdict(stated, stand, found, why, policy)),
        )

    def _drift(self, stated: Stated) -> Iterator[Finding]:
        decided = stated.profile.decided
        if decided is not None and decided.on < self._bench.asked.as_of:
            yield from drift(stated, decided, self._bench_on(decided.on), self._bench, self._policy)


def unread(error: InputError, path: str) -> Judged:
    """The result for a profile that cannot be read."""
    return Judged(Result(path=path, findings=(findings.unreadable(error, path),)), frozenset())
