"""How long `fitframe recommend` takes, beside the least that such a program must do (floor.py).

    .venv/bin/python benchmarks/start_up.py [RUNS]

Commands run in turn, A B A B …, so that a machine whose speed drifts slows both; the ratio is the median over pairs.
Python may keep compiled modules, as it does for everybody who did not turn that off (PYTHONDONTWRITEBYTECODE).
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from fitframe.api import load_rules

HERE = Path(__file__).parent
PROFILE = HERE.parent / "examples" / "android-point-of-sale.yaml"
FITFRAME = Path(sys.executable).with_name("fitframe")


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def compare(name: str, command: list[str], floor: list[str], runs: int) -> None:
    pairs = [(seconds(command), seconds(floor)) for _ in range(runs + 1)][1:]  # the first pair warms up
    ratio = statistics.median(a / b for a, b in pairs)
    ours, theirs = (statistics.median(times) * 1000 for times in zip(*pairs, strict=True))
    print(f"{name:24} {ours:6.0f} ms   floor {theirs:6.0f} ms   ratio {ratio:.2f}")


def main() -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "rules.json"
        cache.write_text(load_rules().model_dump_json(exclude_defaults=True, by_alias=True))
        floor = [sys.executable, str(HERE / "floor.py"), str(PROFILE), str(cache)]
        recommend = [str(FITFRAME), "recommend", str(PROFILE)]
        compare("recommend -f json", [*recommend, "-f", "json"], floor, runs)
        compare("recommend, as text", recommend, floor, runs)
        compare("python -c pass", [sys.executable, "-c", "pass"], floor, runs)


if __name__ == "__main__":
    main()
