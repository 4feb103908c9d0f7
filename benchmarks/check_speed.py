"""How many profiles a second `fitframe check` validates, beside check-jsonschema on the same files.

    python benchmarks/check_speed.py [--files 10000] [--rounds 3] [--mixes best pipeline random]

Every profile answers about ten questions at random (the seed is fixed). Three mixes of stated choices are measured:

  best      every project uses what is recommended to it
  pipeline  nine of ten do, one uses something else: what a repository looks like that has been checked for a while
  random    every project uses any framework: hardly any choice fits, so that worlds are drawn for most of them

Each line gives the files per second of the whole command, start included, and the most memory that one process took.
JSON, which says of every profile how sure the recommendation is, is measured on a tenth of the files.
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

from fitframe.engine.ruleset import ruleset
from fitframe.engine.standing import Evaluator
from fitframe.models import Question, RuleBase
from fitframe.rulebase.loading import load_rules
from fitframe.rulebase.schema import schemas

MIXES = ("best", "pipeline", "random")
ANSWERED = 10


def main() -> None:
    """Write the files, run the programs, print a table."""
    options = _options()
    rules = load_rules()
    print(f"{options.files} files, {os.cpu_count()} processors, best of {options.rounds} rounds")
    with tempfile.TemporaryDirectory() as folder:
        for mix in options.mixes:
            _write(Path(folder, mix), rules, mix, options.files)
            for jobs in ("1", "2"):
                _report(f"fitframe check, {mix}, jobs: {jobs}", _fitframe(Path(folder, mix), jobs), options)
        _write(Path(folder, "some"), rules, "pipeline", options.files // 10)
        command = [*_fitframe(Path(folder, "some"), "2"), "-f", "json"]
        _report("fitframe check -f json, pipeline, jobs: 2", command, options, files=options.files // 10)
        schema = Path(folder, "profile.json")
        schema.write_text(schemas(rules)["profile"], encoding="utf-8")
        files = sorted(map(str, Path(folder, options.mixes[0]).rglob("*.yaml")))
        command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), *files]
        _report(f"check-jsonschema, {options.mixes[0]}", command, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--mixes", nargs="+", choices=MIXES, default=MIXES)
    return parser.parse_args()


def _fitframe(folder: Path, jobs: str) -> list[str]:
    return [sys.executable, "-m", "fitframe", "check", str(folder), "--isolated", "--jobs", jobs]


def _write(folder: Path, rules: RuleBase, mix: str, count: int) -> None:
    """One profile in a folder of its own, as in a repository of many services."""
    chance = random.Random(20261120)
    evaluator = Evaluator(ruleset(rules), {})
    for number, answers in enumerate(_answers(rules, chance, count)):
        leader = evaluator.standing(evaluator.asked.vocabulary.encode(answers)).leader()
        anything = mix == "random" or (mix == "pipeline" and number % 10 == 0)
        choice = chance.choice(sorted(rules.frameworks)) if anything or leader is None else leader
        text = "".join(f"  {question}: {json.dumps(answer)}\n" for question, answer in answers.items())
        path = folder / f"group-{number // 100:03}" / f"service-{number:05}" / "fitframe.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(f"fitframe: 1\nname: Service {number}\nanswers:\n{text}choice: {choice}\n", encoding="utf-8")


def _answers(rules: RuleBase, chance: random.Random, count: int) -> Iterator[dict[str, str | tuple[str, ...]]]:
    questions = list(rules.questions.values())
    for _ in range(count):
        asked = sorted(chance.sample(questions, ANSWERED), key=questions.index)
        yield {question.id: _answer(question, chance) for question in asked}


def _answer(question: Question, chance: random.Random) -> str | tuple[str, ...]:
    choices = list(question.choices)
    if question.takes == "one":
        return chance.choice(choices)
    return tuple(chance.sample([c for c in choices if c != "none"], chance.choice((1, 1, 2)))) or (choices[0],)


def _report(label: str, command: list[str], options: argparse.Namespace, files: int | None = None) -> None:
    seconds, memory = min(_run(command) for _ in range(options.rounds))
    print(f"{label:<42} {(files or options.files) / seconds:>7.0f} files/s {seconds:>7.2f} s {memory:>5.0f} MiB")


def _run(command: list[str]) -> tuple[float, float]:
    """Seconds of one run, and the most MiB that it or one of its workers took."""
    measure = (
        "import resource, subprocess as s, sys; s.run(sys.argv[1:], stdout=s.DEVNULL, stderr=s.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    start = time.perf_counter()
    found = subprocess.run([sys.executable, "-c", measure, *command], capture_output=True, text=True, check=True)
    return time.perf_counter() - start, int(found.stdout) / 1024


if __name__ == "__main__":
    main()
