"""How many questions the shipped rule base needs until the advice is proved, and how soon the next one appears.

python benchmarks/questions.py [--projects 100] [--seed 0]

A project is drawn by the usual answers; where several choices may be made, each further one is made with chance 1 in 4.
Its questions are asked twice: most telling first, and in the order of the file. Both times with the same proof.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from random import Random

from fitframe import api
from fitframe.engine.compiled import CompiledRules, compile_rules
from fitframe.engine.conditions import Answer
from fitframe.model.rulebase import Question
from fitframe.questionnaire.interview import Interview, Situation, Stop
from fitframe.questionnaire.session import Session

Order = Callable[[Interview, Session, Situation], Question]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--projects", type=int, default=100)
    options.add_argument("--seed", type=int, default=0)
    wanted = options.parse_args()
    compiled = compile_rules(api.load_rules())
    orders: dict[str, Order] = {"most telling first": most_telling, "in file order": file_order}
    for name, order in orders.items():
        runs = [run(compiled, project(compiled, Random(f"{wanted.seed}:{n}")), order) for n in range(wanted.projects)]
        report(name, runs)
    first = [timed(Interview.of(compiled, {}), Session())[1] for _ in range(9)]
    print(f"first question, every question open: {1000 * statistics.median(first):.0f} ms (median of {len(first)})")


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


def most_telling(interview: Interview, session: Session, situation: Situation) -> Question:
    if situation.next is None:
        raise ValueError("every question was asked")
    return situation.next.question


def file_order(interview: Interview, session: Session, situation: Situation) -> Question:
    return interview.left(session)[0]


def run(compiled: CompiledRules, truth: dict[str, Answer], order: Order) -> tuple[int, int, bool, bool, list[float]]:
    """Questions up to the proof, and in all; whether it was proved early, and right; seconds for each next question."""
    interview, session = Interview.of(compiled, {}), Session()
    situation, seconds = timed(interview, session)
    stopped, leader, took = None, None, [seconds]
    while situation.next:
        if stopped is None and situation.stop is Stop.PROVED:
            stopped, leader = len(session.trail), situation.leader
        question = order(interview, session, situation)
        session = session.answered(question.id, truth[question.id], compiled)
        situation, seconds = timed(interview, session)
        took.append(seconds)
    asked_in_all = len(session.trail)
    right = stopped is None or leader == situation.leader
    return asked_in_all if stopped is None else stopped, asked_in_all, stopped is not None, right, took


def timed(interview: Interview, session: Session) -> tuple[Situation, float]:
    start = time.perf_counter()
    return interview.situation(session), time.perf_counter() - start


def report(name: str, runs: list[tuple[int, int, bool, bool, list[float]]]) -> None:
    needed, everything = (statistics.mean(column) for column in list(zip(*runs, strict=True))[:2])
    proved, right = sum(r[2] for r in runs), sum(r[3] for r in runs)
    took = sorted(1000 * seconds for *_, times in runs for seconds in times)
    print(f"{name}: {needed:.1f} of {everything:.1f} questions on average ({needed / everything:.0%})")
    print(f"  proved before the last question: {proved} of {len(runs)}; same winner as with all answers: {right}")
    print(f"  next question: median {statistics.median(took):.0f} ms, 99 % within {took[int(len(took) * 0.99)]:.0f} ms")


if __name__ == "__main__":
    main()
