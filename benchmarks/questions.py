"""How many questions the shipped rule base needs before it offers to stop, how often a stop held, and how soon.

python benchmarks/questions.py [--projects 100] [--seed 0]

A project is drawn by the usual answers; where several choices may be made, each further one is made with chance 1 in 4.
Its questions are asked most telling first. A stop held where the leader is the one that all answers lead to.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from fitframe import api
from fitframe.engine.compiled import CompiledRules, compile_rules
from fitframe.engine.conditions import Answer
from fitframe.model.rulebase import Question
from fitframe.questionnaire.interview import Interview, State, Stop, about_left
from fitframe.questionnaire.session import Session


class Run(NamedTuple):
    """One questionnaire."""

    states: list[State]  # before each question, up to the one at which no combination that was tried changes anything
    everything: int  # how many questions there are in all
    leader: str | None  # with all answers
    seconds: list[float]  # until each state was known

    def stop(self, *reasons: Stop) -> int | None:
        """How many questions came before the first stop for one of these reasons."""
        return next((n for n, state in enumerate(self.states) if state.stop in reasons), None)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--projects", type=int, default=100)
    options.add_argument("--seed", type=int, default=0)
    wanted = options.parse_args()
    compiled = compile_rules(api.load_rules())
    runs = [run(compiled, project(compiled, Random(f"{wanted.seed}:{n}"))) for n in range(wanted.projects)]
    report("no combination that was tried changes it", runs, Stop.SETTLED)
    report("sure enough to offer to stop, or that", runs, Stop.SURE, Stop.SETTLED)
    off = [
        about_left(state, n, Stop.SURE) - (end - n) for r, end in ends(runs) for n, state in enumerate(r.states[:end])
    ]
    print(f"'about N more' is off by {statistics.mean(map(abs, off)):.1f}, on average by {statistics.mean(off):+.1f}")
    took = sorted(1000 * seconds for each in runs for seconds in each.seconds)
    print(f"next question: median {statistics.median(took):.0f} ms, 99 % within {took[int(len(took) * 0.99)]:.0f} ms")


def project(compiled: CompiledRules, chance: Random) -> dict[str, Answer]:
    """An answer to every question."""
    return {question.id: answer(question, chance) for question in compiled.rules.questions.values()}


def answer(question: Question, chance: Random) -> Answer:
    shares = question.likelihoods
    first = chance.choices(list(shares), list(shares.values()))[0]
    if question.takes == "one":
        return first
    others = {c for c in question.choices if c not in (first, "none") and first != "none" and chance.random() < 0.25}
    return tuple(choice for choice in question.choices if choice == first or choice in others)


def run(compiled: CompiledRules, truth: dict[str, Answer]) -> Run:
    interview, session, states, seconds = Interview.of(compiled, {}), Session(), list[State](), list[float]()
    while not states or (states[-1].next and states[-1].stop is not Stop.SETTLED):
        start = time.perf_counter()
        states.append(interview.state(session))
        seconds.append(time.perf_counter() - start)
        if found := states[-1].next:
            session = session.answered(found.question.id, truth[found.question.id], compiled)
    while left := interview.left(session):
        session = session.answered(left[0].id, truth[left[0].id], compiled)
    return Run(states, len(session.trail), interview.state(session).leader, seconds)


def report(name: str, runs: Sequence[Run], *reasons: Stop) -> None:
    stops = [(each, stop) for each in runs if (stop := each.stop(*reasons)) is not None]
    held = sum(each.states[stop].leader == each.leader for each, stop in stops)
    needed = statistics.mean(each.everything if (n := each.stop(*reasons)) is None else n for each in runs)
    everything = statistics.mean(each.everything for each in runs)
    print(f"{name}: after {needed:.1f} of {everything:.1f} questions on average; {held} of {len(stops)} stops held")


def ends(runs: Sequence[Run]) -> list[tuple[Run, int]]:
    """Each questionnaire with the number of questions before it may first stop."""
    return [(each, end) for each in runs if (end := each.stop(Stop.SURE, Stop.SETTLED, Stop.ALL)) is not None]


if __name__ == "__main__":
    main()
