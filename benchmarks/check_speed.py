"""How many profiles a second `fitframe check` validates, beside check-jsonschema on the same files.

    python benchmarks/check_speed.py [--files 10000] [--rounds 3] [--mixes kinds best pipeline random]

Every profile answers ten questions at random (the seed is fixed). Four mixes are measured:

  kinds     as in a company with many services: 300 kinds of them, each service with the answers and the choice of its
            kind but for one answer in every third; nine of ten kinds use what is recommended to them
  best      no project is like another, and every one uses what is recommended to it
  pipeline  no project is like another; nine of ten use what is recommended, one uses anything
  random    no project is like another, and every one uses any framework: hardly any choice fits

What is remembered of one profile for the next helps most with kinds; the other mixes show what is left without that.
Each line gives the files per second of the whole command, start included, the most memory that one process took, and
for JSON, which says of every profile how sure the recommendation is, the same. The last line compares: on the same
files, in the same rounds, one after the other.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from fitframe.engine.compiled import compile_rules
from fitframe.engine.evaluation import Evaluator
from fitframe.model.rulebase import Question, RuleBase
from fitframe.rulebase.json_schema import schemas
from fitframe.rulebase.load import load_rules

MIXES = ("kinds", "best", "pipeline", "random")
ANSWERED = 10
KINDS = 300
OFF_PATTERN = 3
"""Of so many services of a kind one has another answer to one question."""


def main() -> None:
    """Write the files, run the programs, print a table."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # it would have Python compile every module at every start
    options = _options()
    rules = load_rules()
    print(f"{options.files} files, {os.cpu_count()} processors, best of {options.rounds} rounds")
    with tempfile.TemporaryDirectory() as folder:
        for mix in options.mixes:
            path = Path(folder, mix)
            different = _write(path, rules, mix, options.files)
            print(f"\n{mix}: {different} of {options.files} profiles differ in more than their name")
            for jobs in ("1", "2"):
                _report(f"fitframe check, jobs: {jobs}", [_fitframe(path, jobs)], options)
            _report("fitframe check -f json, jobs: 2", [[*_fitframe(path, "2"), "-f", "json"]], options)
        schema = Path(folder, "profile.json")
        schema.write_text(schemas(rules)["profile"], encoding="utf-8")
        path = Path(folder, options.mixes[0])
        files = sorted(map(str, path.rglob("*.yaml")))
        other = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), *files]
        print(f"\n{options.mixes[0]}, one after the other in each round")
        ours, theirs = _report("fitframe check|check-jsonschema", [_fitframe(path, "2"), other], options)
        ratio = median(b / a for a, b in zip(ours, theirs, strict=True))
        print(f"{ratio:.1f} times the files per second of check-jsonschema (median of the rounds)")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--mixes", nargs="+", choices=MIXES, default=MIXES)
    return parser.parse_args()


def _fitframe(folder: Path, jobs: str) -> list[str]:
    return [sys.executable, "-m", "fitframe", "check", str(folder), "--isolated", "--jobs", jobs]


Answers = dict[str, str | tuple[str, ...]]


def _write(folder: Path, rules: RuleBase, mix: str, count: int) -> int:
    """One profile in a folder of its own, as in a repository of many services; returns how many are different."""
    written = set()
    for number, (answers, choice) in enumerate(_projects(rules, mix, count)):
        text = "".join(f"  {question}: {json.dumps(answer)}\n" for question, answer in answers.items())
        text = f"answers:\n{text}choice: {choice}\n"
        written.add(text)
        path = folder / f"group-{number // 100:03}" / f"service-{number:05}" / "fitframe.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(f"fitframe: 1\nname: Service {number}\n{text}", encoding="utf-8")
    return len(written)


def _projects(rules: RuleBase, mix: str, count: int) -> Iterator[tuple[Answers, str]]:
    """The answers and the choice of each project."""
    chance = random.Random(20261120)
    if mix == "kinds":
        kinds = list(_chosen(rules, chance, "pipeline", KINDS))
        for number in range(count):
            answers, choice = chance.choice(kinds)
            if number % OFF_PATTERN == 0:
                question = rules.questions[chance.choice(list(answers))]
                answers = answers | {question.id: _answer(question, chance)}
            yield answers, choice
    else:
        yield from _chosen(rules, chance, mix, count)


def _chosen(rules: RuleBase, chance: random.Random, mix: str, count: int) -> Iterator[tuple[Answers, str]]:
    evaluator = Evaluator(compile_rules(rules), {})
    for number, answers in enumerate(_answers(rules, chance, count)):
        leader = evaluator.evaluation(evaluator.compiled.vocabulary.encode(answers)).leader()
        anything = mix == "random" or (mix == "pipeline" and number % 10 == 0)
        yield answers, chance.choice(sorted(rules.frameworks)) if anything or leader is None else leader


def _answers(rules: RuleBase, chance: random.Random, count: int) -> Iterator[Answers]:
    questions = list(rules.questions.values())
    for _ in range(count):
        compiled = sorted(chance.sample(questions, ANSWERED), key=questions.index)
        yield {question.id: _answer(question, chance) for question in compiled}


def _answer(question: Question, chance: random.Random) -> str | tuple[str, ...]:
    choices = list(question.choices)
    if question.takes == "one":
        return chance.choice(choices)
    return tuple(chance.sample([c for c in choices if c != "none"], chance.choice((1, 1, 2)))) or (choices[0],)


def _report(label: str, commands: list[list[str]], options: argparse.Namespace) -> list[list[float]]:
    """Run commands in turns and print a line for each; returns the seconds of each command's rounds."""
    rounds = [[_run(command) for command in commands] for _ in range(options.rounds)]
    for name, runs in zip(label.split("|"), zip(*rounds, strict=True), strict=True):
        seconds, memory = min(seconds for seconds, _ in runs), max(memory for _, memory in runs)
        print(f"  {name:<32} {options.files / seconds:>7.0f} files/s {seconds:>7.2f} s {memory:>5.0f} MiB")
    return [[seconds for seconds, _ in runs] for runs in zip(*rounds, strict=True)]


def _run(command: list[str]) -> tuple[float, float]:
    """Seconds of one run, and the most MiB that it or one of its workers took. Ends the program where a run fails."""
    measure = (
        "import resource, subprocess as s, sys; r = s.run(sys.argv[1:], stdout=s.DEVNULL, stderr=s.PIPE);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss);"
        "sys.exit(r.stderr.decode() or (r.returncode if r.returncode > 1 else 0))"
    )
    start = time.perf_counter()
    found = subprocess.run([sys.executable, "-c", measure, *command], capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if found.returncode:
        sys.exit(f"{' '.join(command)[:200]} failed: {found.stderr[-2000:]}")
    return seconds, int(found.stdout) / 1024


if __name__ == "__main__":
    main()
