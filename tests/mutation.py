"""Whether the tests notice when the code is changed: the share of a sample of mutants that they kill.

    .venv/bin/pip install -c constraints.txt -e ".[mutation]"
    .venv/bin/python -m tests.mutation [--sample 300] [--seed 0] [--areas engine checking sensitivity] [--jobs 2]

cosmic-ray makes the mutants: another comparison, another number, a condition turned round, and so on. Each is tried in
a copy of the project by the tests of its area, which end at the first that fails. Changes that only a type checker sees
are left out. What survives is printed as a difference: either a test is missing, or the change makes no difference.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from queue import Queue
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
TESTS = {
    "engine": ("tests/engine",),
    "checking": ("tests/check",),
    "sensitivity": ("tests/sensitivity", "tests/engine/test_advising.py"),
}
"""By area: the tests that have to notice. The command line's own take long, and are left to the whole suite."""
_KINDS = (
    *("AddNot", "NumberReplacer", "ReplaceAndWithOr", "ReplaceOrWithAnd", "ReplaceTrueWithFalse"),
    *("ReplaceFalseWithTrue", "ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ZeroIterationForLoop"),
    *("ReplaceComparisonOperator", "ReplaceBinaryOperator_Add_Sub", "ReplaceBinaryOperator_Sub_Add"),
    *("ReplaceBinaryOperator_Mul_Div", "ReplaceBinaryOperator_Div_Mul", "ReplaceBinaryOperator_BitAnd_BitOr"),
    *("ReplaceBinaryOperator_BitOr_BitAnd", "ReplaceUnaryOperator"),
)
_PATIENCE = 900
"""Seconds after which a mutant counts as killed: it does not come to an end."""


class Mutant(NamedTuple):
    """A module of the program with one change."""

    area: str
    path: Path  # from the top of the project
    operator: str
    text: str

    def difference(self) -> str:
        """The changed lines, as in a patch."""
        before = (ROOT / self.path).read_text(encoding="utf-8").splitlines()
        lines = difflib.unified_diff(before, self.text.splitlines(), str(self.path), self.operator, lineterm="", n=1)
        return "\n".join(lines)


def mutants(areas: list[str], chance: random.Random) -> Iterator[Mutant]:
    """All mutants of these areas that a program that runs could notice, in a random order."""
    from cosmic_ray import plugins
    from cosmic_ray.ast import get_ast
    from cosmic_ray.mutating import MutationVisitor

    operators = {
        name: plugins.get_operator(name)()
        for name in sorted(plugins.operator_names())
        if name.removeprefix("core/").startswith(_KINDS)
    }
    places = []
    for area in areas:
        for path in sorted((ROOT / "src" / "fitframe" / area).glob("*.py")):
            nodes = list(_nodes(get_ast(path.read_text(encoding="utf-8"))))
            for name, operator in operators.items():
                count = sum(1 for node in nodes for _ in operator.mutation_positions(node))
                places += [(area, path, name, occurrence) for occurrence in range(count)]
    chance.shuffle(places)
    for area, path, name, occurrence in places:
        source = path.read_text(encoding="utf-8")
        text = MutationVisitor.mutate_code(source, operators[name], occurrence)
        if text is not None and _running(text) not in ("", _running(source)):
            yield Mutant(area, path.relative_to(ROOT), name, text)


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    for child in getattr(node, "children", ()):
        yield from _nodes(child)


def _running(source: str) -> str:
    """What of a module runs: its tree without annotations and docstrings; empty where it is no Python."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef():
                node.returns = None
                for argument in (*node.args.args, *node.args.kwonlyargs, *node.args.posonlyargs):
                    argument.annotation = None
            case ast.AnnAssign():
                node.annotation = ast.Constant("")
            case ast.Expr(value=ast.Constant()):
                node.value = ast.Constant("")
    return ast.dump(tree)


def survives(mutant: Mutant, copy: Path) -> bool:
    """Whether the tests of its area pass all the same, in a copy of the project."""
    path = copy / mutant.path
    before = path.read_text(encoding="utf-8")
    path.write_text(mutant.text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *TESTS[mutant.area]]
    environment = {**os.environ, "PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return False
    finally:
        path.write_text(before, encoding="utf-8")
    return done.returncode == 0


def main() -> None:
    """Try a sample, print what survives and the share that is killed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--areas", nargs="+", choices=list(TESTS), default=list(TESTS))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    sample = list(islice(mutants(options.areas, random.Random(options.seed)), options.sample))
    copies: Queue[Path] = Queue()
    killed, all_of = Counter[str](), Counter(mutant.area for mutant in sample)

    def tried(mutant: Mutant) -> tuple[Mutant, bool, float]:
        copy, start = copies.get(), time.perf_counter()
        try:
            return mutant, survives(mutant, copy), time.perf_counter() - start
        finally:
            copies.put(copy)

    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(options.jobs) as pool:
        for n in range(options.jobs):
            ignored = shutil.ignore_patterns(".venv", ".git", "__pycache__", ".*_cache")
            copies.put(Path(shutil.copytree(ROOT, Path(folder, str(n)), ignore=ignored)))
        for mutant, survived, seconds in pool.map(tried, sample):
            killed[mutant.area] += not survived
            print(f"{'SURVIVED' if survived else 'killed'} {mutant.path} {mutant.operator} {seconds:.0f} s", flush=True)
            if survived:
                print(f"{mutant.difference()}\n", flush=True)
    for area, count in all_of.items():
        print(f"{area}: {killed[area]} of {count} killed")
    print(f"{killed.total() / max(1, len(sample)):.0%} killed")


if __name__ == "__main__":
    main()
