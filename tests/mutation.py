"""Whether the tests notice when the code is changed: the share of a sample of mutants that they kill.

    .venv/bin/pip install -c constraints.txt -e ".[dev,mutation]"
    .venv/bin/python -m tests.mutation [--sample 300] [--seed 0] [--areas engine checking sensitivity] [--jobs 2]
    .venv/bin/python -m tests.mutation --again FILE

cosmic-ray makes the mutants: another comparison, another number, a condition turned round, and so on. Changes that only
a type checker sees are left out. First the tests run with nothing changed, to see which of them executes which line.
Each mutant is then tried, in a copy of the project, by the tests that execute the changed line, those of its area and
the quick ones first, until one fails. What survives is printed: either a test is missing, or the change makes no
difference. In the latter case it belongs in tests/survivors.md, with the reason; what stands there is not printed, and
counted apart. The second command tries again what survived in a run whose output is in FILE.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import _lru_cache_wrapper
from hashlib import sha256
from itertools import accumulate, compress, islice
from pathlib import Path
from queue import Queue
from typing import Any, NamedTuple

from coverage import CoverageData

ROOT = Path(__file__).parents[1]
KNOWN = ROOT / "tests" / "survivors.md"
AREAS = {"engine": "tests/engine", "checking": "tests/check", "sensitivity": "tests/sensitivity"}
"""The code that is changed, each with its own tests."""
TESTS = (*AREAS.values(), "tests/rulebase/test_probes.py", "tests/rules/test_measurements.py")
"""The tests that have to notice. The command line's own take long, and are left to the whole suite."""
_PATIENCE = 1 / 3
"""Of the time of all these, what one mutant may take: where very many execute it, the slow ones are left out."""
_KINDS = (
    *("AddNot", "NumberReplacer", "ReplaceAndWithOr", "ReplaceOrWithAnd", "ReplaceTrueWithFalse"),
    *("ReplaceFalseWithTrue", "ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ZeroIterationForLoop"),
    *("ReplaceComparisonOperator", "ReplaceBinaryOperator_Add_Sub", "ReplaceBinaryOperator_Sub_Add"),
    *("ReplaceBinaryOperator_Mul_Div", "ReplaceBinaryOperator_Div_Mul", "ReplaceBinaryOperator_BitAnd_BitOr"),
    *("ReplaceBinaryOperator_BitOr_BitAnd", "ReplaceUnaryOperator"),
)
_OUTCOMES = {"killed": "killed", "known": "known to make no difference", "SURVIVED": "survived"}
_SAME = ("Is_Eq", "IsNot_NotEq")
"""What makes no difference: 'is' compares with members of enums, True and None."""


class Mutant(NamedTuple):
    """A module of the program with one change."""

    area: str
    path: Path  # from the top of the project
    operator: str
    before: str
    after: str

    def difference(self) -> str:
        """The changed lines, as in a patch."""
        texts = self.before.splitlines(), self.after.splitlines()
        lines = list(difflib.unified_diff(*texts, str(self.path), lineterm="", n=0))
        return "\n".join([lines[0], *lines[3:]])

    def lines(self) -> range:
        """The changed line and those before it in the same statement, as coverage may know only the first of them."""
        pairs = enumerate(zip(self.before.splitlines(), self.after.splitlines(), strict=False), start=1)
        changed = next(number for number, (old, new) in pairs if old != new)
        statements = [node for node in ast.walk(ast.parse(self.before)) if isinstance(node, ast.stmt)]
        around = [node.lineno for node in statements if node.lineno <= changed <= (node.end_lineno or 0)]
        return range(max(around, default=changed), changed + 1)


def mutants(areas: list[str], seed: int, again: str | None = None) -> Iterator[Mutant]:
    """All mutants of these areas that a program that runs could notice, in an order that looks random.

    Each has its place in it by the expression that it changes, so that changes elsewhere leave a sample as it is. With
    `again`, what an earlier run printed, only those that it says survived.
    """
    from cosmic_ray import plugins
    from cosmic_ray.mutating import MutationVisitor

    operators = {
        name: plugins.get_operator(name)()
        for name in sorted(plugins.operator_names())
        if name.removeprefix("core/").startswith(_KINDS) and not name.endswith(_SAME)
    }
    modules = [(area, path) for area in areas for path in sorted((ROOT / "src" / "fitframe" / area).glob("*.py"))]
    places = [
        (sha256(f"{seed} {path.stem} {name} {which}".encode()).digest(), area, path, name, occurrence)
        for area, path in modules
        for name, occurrence, which in _places(path, operators)
        if again is None or f"SURVIVED {path.relative_to(ROOT)} {name} " in again
    ]
    for _, area, path, name, occurrence in sorted(places):
        before = path.read_text(encoding="utf-8")
        after = MutationVisitor.mutate_code(before, operators[name], occurrence)
        if after is not None and _running(after) not in ("", _running(before)):
            mutant = Mutant(area, path.relative_to(ROOT), name, before, after)
            if again is None or mutant.difference() in again:
                yield mutant


def _places(path: Path, operators: Mapping[str, Any]) -> Iterator[tuple[str, int, str]]:
    """Where each operator can change a module, how many places come before, and the expression around it."""
    from cosmic_ray.ast import get_ast

    nodes = list(_nodes(get_ast(path.read_text(encoding="utf-8"))))
    for name, operator in operators.items():
        around = [(node.parent or node).get_code() for node in nodes for _ in operator.mutation_positions(node)]
        for occurrence, text in enumerate(around):
            yield name, occurrence, f"{text.strip()} {around[:occurrence].count(text)}"


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    for child in getattr(node, "children", ()):
        yield from _nodes(child)


def _running(source: str) -> str:
    """What of a module runs: its tree without docstrings and what mypy alone heeds; empty where it is no Python."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(args=args):
                node.returns = None
                args.args = [*args.posonlyargs, *args.args, *args.kwonlyargs]  # whatever may not be given by its place
                args.defaults += filter(None, args.kw_defaults)
                args.posonlyargs, args.kwonlyargs, args.kw_defaults = [], [], []
                for argument in args.args:
                    argument.annotation = None
            case ast.Call(func=ast.Name("dataclass")):
                node.keywords = [word for word in node.keywords if word.arg not in ("frozen", "slots", "kw_only")]
            case ast.AnnAssign():
                node.annotation = ast.Constant("")
            case ast.Expr(value=ast.Constant()):
                node.value = ast.Constant("")
    return ast.dump(tree)


class Suite:
    """The tests, as they run with nothing changed: which lines each executes, and how long it takes."""

    def __init__(self, copy: Path) -> None:
        self._folder = copy
        self.seconds = defaultdict[str, float](float)
        timed = _passed(_pytest(copy, "-vv", "--durations=0", *TESTS))
        for seconds, test in re.findall(r"^([\d.]+)s (?:setup|call|teardown) +(.+)$", timed, re.MULTILINE):
            self.seconds[test] += float(seconds)
        self._quickest_first = sorted(self.seconds, key=self.seconds.__getitem__)
        # The project's own settings ask for branches, which take many times the memory.
        measure = (f"--cov={copy}/src", f"--cov-config={os.devnull}", "--cov-context=test", "--cov-report=")
        _passed(self.run(copy, self._quickest_first, "-p", "tests.mutation", *measure))
        self._executed = CoverageData(str(copy / ".coverage"))
        self._executed.read()

    def executing(self, mutant: Mutant) -> list[str]:
        """The tests that execute the change, those of its area and the quick ones first.

        All that enter the module, where not only tests execute it: what an import or a shared fixture does bears on
        every test. So it is where none does: what other processes execute is not seen.
        """
        tests_by_line = self._executed.contexts_by_lineno(str(self._folder / mutant.path))
        contexts = {context for line in mutant.lines() for context in tests_by_line.get(line, ())}
        if not contexts or not all(context.endswith("|run") for context in contexts):
            contexts = {context for contexts in tests_by_line.values() for context in contexts}
        tests = [test for test in self._quickest_first if f"{test}|run" in contexts]
        tests.sort(key=lambda test: not test.startswith(AREAS[mutant.area]))
        limit = _PATIENCE * sum(self.seconds.values())
        return list(compress(tests, (time <= limit for time in accumulate(self.seconds[test] for test in tests))))

    def run(self, copy: Path, tests: Iterable[str], *more: str) -> subprocess.CompletedProcess[str]:
        """These tests, in a copy of the project, to the first that fails or takes twenty times as long and a minute."""
        chosen = copy / "tests.txt"
        chosen.write_text("\n".join(tests), encoding="utf-8")
        limit = 60 + 20 * max(self.seconds[test] for test in tests)
        bounds = ("-o", f"faulthandler_timeout={limit}", "-o", "faulthandler_exit_on_timeout=true")
        return _pytest(copy, "-x", "-q", *bounds, *more, f"@{chosen}")


def _pytest(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """pytest, run in a copy of the project; whatever its tests have started ends with it."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(
        command,
        cwd=copy,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as running:
        output = running.communicate()[0]
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
    return subprocess.CompletedProcess(command, running.returncode, output)


def _passed(tests: subprocess.CompletedProcess[str]) -> str:
    """What pytest printed, where all tests passed."""
    if tests.returncode:
        sys.exit(f"{tests.stdout}\nThe tests fail with nothing changed.")
    return tests.stdout


def pytest_runtest_setup() -> None:
    """While measuring, no test finds anything computed by another: it executes whatever it rests on."""
    for name, module in list(sys.modules.items()):
        for value in vars(module).values() if name.startswith("fitframe.") else ():
            if isinstance(value, _lru_cache_wrapper):
                value.cache_clear()


def survives(mutant: Mutant, suite: Suite, copy: Path) -> bool:
    """Whether all tests that execute the change pass with it, in a copy of the project."""
    tests = suite.executing(mutant)
    (copy / mutant.path).write_text(mutant.after, encoding="utf-8")
    try:
        return not tests or suite.run(copy, tests).returncode == 0
    finally:
        (copy / mutant.path).write_text(mutant.before, encoding="utf-8")


def main() -> None:
    """Try a sample, print what survives and the share that is killed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--areas", nargs="+", choices=list(AREAS), default=list(AREAS))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--again", type=Path, metavar="FILE")
    options = parser.parse_args()
    again = options.again.read_text(encoding="utf-8") if options.again else None
    sample = list(islice(mutants(options.areas, options.seed, again), options.sample))
    outcomes = Counter[tuple[str, str]]()
    known = KNOWN.read_text(encoding="utf-8")

    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(options.jobs) as pool:
        ignored = shutil.ignore_patterns(".venv", ".git", "__pycache__", ".*_cache")
        copies: Queue[Path] = Queue()
        for n in range(options.jobs):
            copies.put(Path(shutil.copytree(ROOT, Path(folder, str(n)), ignore=ignored)))
        suite = Suite(Path(folder, "0"))

        def tried(mutant: Mutant) -> tuple[Mutant, bool, float]:
            copy, start = copies.get(), time.perf_counter()
            try:
                return mutant, survives(mutant, suite, copy), time.perf_counter() - start
            finally:
                copies.put(copy)

        for mutant, survived, seconds in pool.map(tried, sample):
            difference = mutant.difference()
            outcome = "killed" if not survived else "known" if difference in known else "SURVIVED"
            outcomes[mutant.area, outcome] += 1
            print(f"{outcome} {mutant.path} {mutant.operator} {seconds:.0f} s", flush=True)
            if outcome == "SURVIVED":
                print(f"{difference}\n", flush=True)
    for area in options.areas:
        print(f"{area}: {_told({outcome: outcomes[area, outcome] for outcome in _OUTCOMES})}")
    counts = {outcome: sum(outcomes[area, outcome] for area in options.areas) for outcome in _OUTCOMES}
    killed, counting = counts["killed"], len(sample) - counts["known"]
    print(f"of {len(sample)} mutants {_told(counts)}")
    print(f"{killed} of {len(sample)} killed: {_percent(killed, len(sample))}")
    print(f"{killed} of the {counting} not known to make no difference killed: {_percent(killed, counting)}")


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{counts[outcome]} {meaning}" for outcome, meaning in _OUTCOMES.items())


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "none to kill"


if __name__ == "__main__":
    main()
