"""How many questions and keys `ask` takes until it stops, and how often that stop held.

python benchmarks/questions.py [--projects 200] [--seed 0] [--every 1] [--processes 1] [--list]

Known projects are the examples and the profiles of benchmarks/advice, without those set aside. What a profile leaves
open is answered as at least half of all projects do, where that many do the same, and else skipped. The advice is the
same where the outcome and the framework are those that all these answers lead to. It is close where all of them leave
it too close to call, and the framework is one of those between which it is.

Simulated projects answer every question. Half of them are drawn by the usual answers; the other half are known
projects of which everything that is left open is drawn. Answers that cannot stand together are drawn again: `ask` would
ask about them at once. A stop held where all answers lead to the same.

A key is whatever is pressed: a number's digits, or steps from the choice at which the pointer stands; space for each of
several choices where the list is longer than nine; Enter after each question, in the summary and at the name.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import NamedTuple

from fitframe import load_profile, load_rules, recommend
from fitframe.engine.compiled import CompiledRules, compile_rules, completed, open_questions
from fitframe.engine.conditions import Answer, Answers, surely_holding
from fitframe.model.profile import Profile
from fitframe.model.rulebase import Question
from fitframe.questionnaire.interview import Interview, State, Stop, about_left
from fitframe.questionnaire.session import CHECKLIST, Session

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "advice"))
import measure  # noqa: E402


class Run(NamedTuple):
    """One questionnaire, up to its stop."""

    name: str
    asked: int  # questions
    opening: int  # questions of the opening among them
    keys: int
    reason: Stop | None
    same: bool  # whether all answers lead to the same advice
    close: bool  # or to advice that calls it too close, this framework among those that it names
    advice: str
    whole: str  # the advice that all answers lead to
    off: list[float]  # for each question: how many more were announced than came
    seconds: list[float]  # until each state was known


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--projects", type=int, default=200, help="simulated projects")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--every", type=int, default=1, help="take each n-th known project only")
    options.add_argument("--processes", type=int, default=1)
    options.add_argument("--list", action="store_true", help="name the projects whose advice changed")
    wanted = options.parse_args()
    with ProcessPoolExecutor(wanted.processes) as pool:
        for kind, projects in known_by_kind().items():
            report(kind, list(pool.map(ask_known, list(projects)[:: wanted.every])), wanted.list)
        numbers = range(wanted.projects)
        report("simulated projects", list(pool.map(partial(ask_simulated, wanted.seed), numbers)), wanted.list)


@cache
def known_by_kind() -> dict[str, dict[str, Profile]]:
    """The examples and the profiles of benchmarks/advice that are not set aside, by kind and name."""
    base = rules().rules
    projects = {path.stem: load_profile(path, base) for path in sorted((HERE.parent / "examples").glob("*.yaml"))}
    others = dict[str, Profile]()
    for case in measure.cases():
        if not case.aside:
            (projects if case.folder == "situations" else others)[case.name] = measure.profile_of(case, base)
    return {"examples and situations": projects, "public decisions and repositories": others}


@cache
def known() -> dict[str, Profile]:
    """All of them, by name."""
    return {name: profile for projects in known_by_kind().values() for name, profile in projects.items()}


@cache
def rules() -> CompiledRules:
    return compile_rules(load_rules())


def ask_known(name: str) -> Run:
    """The questionnaire with the owner of a known project."""
    profile = known()[name]
    answers: dict[str, Answer] = dict(profile.answers)
    asked = {*answers}
    while left := [q for q in open_questions(rules(), rules().vocabulary.encode(answers)) if q.id not in asked]:
        asked |= {question.id for question in left}
        answers |= {q.id: (q.usual_choice,) if q.takes == "many" else q.usual_choice for q in left if q.usual_choice}
    return ask(name, profile.model_copy(update={"answers": answers}), answers.get)


def ask_simulated(seed: int, number: int) -> Run:
    """The questionnaire with the owner of a simulated project."""
    chance = Random(f"{seed}:{number}")
    given: dict[str, Answer] = {}
    name = "drawn"
    if number % 2:
        name = chance.choice(list(known()))
        given = dict(known()[name].answers)
    bits = consistent(rules().vocabulary.encode(given), chance)
    answers = {question.id: decoded(question, bits) for question in rules().rules.questions.values()}
    truth = {question: answer for question, answer in answers.items() if answer}
    return ask(f"{name} {number}", Profile(fitframe=1, answers=truth), truth.get)


def consistent(given: Answers, chance: Random) -> Answers:
    """`given` with one drawn for every open question, and no two of these that cannot both be."""
    standing = set(_impossible(given))
    while True:
        found = completed(rules(), given, chance)
        if standing.issuperset(_impossible(found)):
            return found


def _impossible(answers: Answers) -> Iterator[str]:
    return (
        rule.id for rule in surely_holding(rules().contradictions, rules().sure(answers)) if rule.kind == "impossible"
    )


def decoded(question: Question, bits: Answers) -> Answer:
    chosen = tuple(c for c, bit in rules().vocabulary.choices[question.id].items() if bits.chosen & bit)
    return (chosen or None) if question.takes == "many" else next(iter(chosen), None)


def ask(name: str, profile: Profile, answer: Callable[[str], Answer]) -> Run:
    """Ask until it may stop; then compare with the advice on the whole profile."""
    interview = Interview.of(rules(), profile.priorities, profile.wishes, profile.all_of)
    session, states, seconds, keys = Session(), list[State](), list[float](), 0
    while True:
        start = time.process_time()
        states.append(interview.state(session))
        seconds.append(time.process_time() - start)
        question = states[-1].next
        if question is None or states[-1].stop:
            break
        if question.id == CHECKLIST:
            together = [rules().rules.questions[name] for name in question.choices if name != "none"]
            unusual = tuple(q.id for q in together if (answer(q.id) or q.usual_answer) != q.usual_answer)
            keys += keys_of(question, unusual or ("none",))
            session = session.checked(together, unusual, rules())
            continue
        given = answer(question.id)
        keys += keys_of(question, given)
        session = session.answered(question.id, given, rules()) if given else session.skip(question.id)
    end = len(states) - 1
    off = [about_left(state, Stop.SURE) - (end - n) for n, state in enumerate(states[:end])]
    now = recommend(rules().rules, profile.model_copy(update={"answers": dict(session.answers)}))
    whole = recommend(rules().rules, profile)
    found, wanted = ((str(one.outcome), one.recommended) for one in (now, whole))
    close = now.recommended in whole.contenders and bool(now.recommended)
    told = [f"{one.recommended or one.outcome} ({one.confidence})" for one in (now, whole)]
    opening = sum(bool(state.opening) for state in states)
    return Run(name, end, opening, keys + 2, states[-1].stop, found == wanted, close, told[0], told[1], off, seconds)


def keys_of(question: Question, answer: Answer) -> int:
    """The keys that an answer takes: to get to each choice, to mark each of several, and Enter."""
    if answer is None or answer == "unknown":
        return 1 if answer is None else 2  # s skips; 0 and Enter
    ids = list(question.choices)
    chosen = [answer] if isinstance(answer, str) else sorted(answer, key=ids.index)
    if len(ids) <= 9 and question.takes == "many" and len(chosen) > 1:
        return len(chosen) + 1  # a digit marks
    keys, at = 1, ids.index(question.usual_choice) if question.usual_choice else 0
    for choice in chosen:
        place = ids.index(choice)
        keys += min(abs(place - at), len(str(place + 1)))
        at = place
    return keys + (len(chosen) if len(chosen) > 1 else 0)


def report(name: str, runs: list[Run], listed: bool) -> None:
    print(f"{name}: {len(runs)}")
    for what, numbers in {"questions": [run.asked for run in runs], "keys": [run.keys for run in runs]}.items():
        median, mean, most = statistics.median(numbers), statistics.mean(numbers), max(numbers)
        print(f"  {what}: median {median:.0f}, mean {mean:.1f}, most {most}")
    print(f"  the same advice as with all answers: {share(run.same for run in runs)}")
    print(f"  the same, or one of those that are too close to call: {share(run.same or run.close for run in runs)}")
    sure = [run for run in runs if run.reason is Stop.SURE]
    print(f"  stops where it was sure enough: {len(sure)}, of which held {share(r.same or r.close for r in sure)}")
    off = [number for run in runs for number in run.off]
    print(f"  'about N more' is off by {statistics.mean(map(abs, off)):.1f}, on average {statistics.mean(off):+.1f}")
    after = [run.asked - run.opening for run in sure] or [0]
    print(f"  questions between the opening and such a stop: median {statistics.median(after):.0f}")
    took = sorted(1000 * second for run in runs for second in run.seconds)
    print(f"  a state takes {statistics.median(took):.0f} ms, 99 % within {took[int(len(took) * 0.99)]:.0f} ms")
    if listed:
        for run in runs:
            if not run.same:
                print(f"    {run.name:40} {run.asked:3} {run.advice:28} {run.whole:28} {'close' * run.close}")


def share(held: Iterable[bool]) -> str:
    found = list(held)
    return f"{sum(found)} of {len(found)} ({sum(found) / max(1, len(found)):.1%})"


if __name__ == "__main__":
    main()
