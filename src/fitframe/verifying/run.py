"""One run over the probes: what each comes to, and what that means for the rules."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from fitframe.model.evidence import Probe, ProbeResult, Proof, ProofOutcome, Query
from fitframe.verifying.answers import Answer, Answers
from fitframe.verifying.asking import Asker, Silence
from fitframe.verifying.judging import Sight, judge
from fitframe.verifying.requests import NonsenseError, Request, Value, request_for


def requests_of(probes: Iterable[Probe]) -> list[Request]:
    """Everything that has to be asked for these probes and their canaries, each once."""
    return list(dict.fromkeys(request_for(query) for probe in probes for query in (probe.probe, probe.control[0])))


def verify(
    probes: Iterable[Probe],
    answers: Answers,
    asker: Asker | None,
    *,
    today: str | None = None,
    told: Callable[[Request], None] = lambda request: None,
) -> tuple[ProbeResult, ...]:
    """What each probe comes to, in order of ids, once what they need has been asked.

    Args:
        probes: those to run.
        answers: kept ones. One of today is not asked for again; new ones are added.
        asker: asks over the network; None replays what is kept, however old it is.
        today: YYYY-MM-DD; None means the calendar's.
        told: hears of each request that was answered.
    """
    chosen, day = list(probes), today or date.today().isoformat()
    wanted = requests_of(chosen)
    silences: Mapping[Request, Value | Silence] = {}
    if asker is not None:
        old = [one for one in wanted if (held := answers.get(one)) is None or held.day != day]
        silences = asker.ask(old, told)
        for request, value in silences.items():
            if not isinstance(value, Silence):
                answers.put(request, Answer(day, value))
    return tuple(_result(probe, answers, silences, day) for probe in sorted(chosen, key=lambda one: one.id))


def proofs(results: Iterable[ProbeResult]) -> list[Proof]:
    """What can be recorded: what held, and what broke."""
    return [one.proof() for one in results if one.outcome is not ProofOutcome.UNCLEAR]


def _result(probe: Probe, answers: Answers, silences: Mapping[Request, Value | Silence], today: str) -> ProbeResult:
    """What a probe comes to. Where its canary does not hold, nothing is said of the fact."""
    query, expect = probe.control
    for asked, what in ((query, "the canary"), (probe.probe, "")):
        if reason := _silent(asked, answers, silences):
            return _unclear(probe, today, f"{what}: {reason}" if what else reason)
    try:
        canary = _judged(query, expect, answers)
        sight = _judged(probe.probe, probe.expect, answers)
    except NonsenseError:
        return _unclear(probe, today, "its answer says nothing of what was asked")
    if not canary.holds:
        return _unclear(probe, today, f"the canary failed: {canary.seen}")
    answer = answers.get(request_for(probe.probe))
    assert answer is not None  # noqa: S101 - or it would have been silent
    digest = hashlib.sha256(json.dumps(answer.value, sort_keys=True).encode()).hexdigest()[:16]
    return ProbeResult(probe, ProofOutcome.HELD if sight.holds else ProofOutcome.BROKEN, answer.day, sight.seen, digest)


def _silent(query: Query, answers: Answers, silences: Mapping[Request, Value | Silence]) -> str:
    """Why there is no answer; empty where there is one."""
    request = request_for(query)
    silence = silences.get(request)
    if isinstance(silence, Silence):
        return f"{request}: {silence.reason}"
    return "" if answers.get(request) else f"{request}: no answer is kept; run without --offline"


def _judged(query: Query, expect: str, answers: Answers) -> Sight:
    answer = answers.get(request_for(query))
    assert answer is not None  # noqa: S101 - likewise
    try:
        return judge(query, expect, answer.value, answer.day)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise NonsenseError from None


def _unclear(probe: Probe, day: str, reason: str) -> ProbeResult:
    return ProbeResult(probe, ProofOutcome.UNCLEAR, day, reason, "")
