"""Training time per step in PyTorch and JAX, from the public logs of the AlgoPerf competition.

    git clone https://github.com/mlcommons/algorithms_results_v0.5
    python benchmarks/measurements/algoperf.py algorithms_results_v0.5/.git

and from those of the next edition, in which no Shampoo ran in JAX:

    git clone https://github.com/mlcommons/submissions_algorithms
    python benchmarks/measurements/algoperf.py submissions_algorithms/.git --edition v06 --without shampoo

The models and batch sizes are the same in both frameworks, but no submission ran in both. Of each submission and
workload we take the median over its trials of submission time divided by steps, at the last evaluation; of each
workload and framework the median over submissions. Optimizers differ in what a step costs, so a ratio is good to about
a fifth. Beside the figures stand how many submissions they come from, and the digest of the logs that were read.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import re
import statistics
import subprocess
from collections import defaultdict

LOG = re.compile(
    r"(?:logs/algoperf_scoring_(?P<first>v05)|previous_leaderboards/algoperf_(?P<later>v\d+)/logs)/"
    r"\w+/(?P<submission>.+)/study_\d+/"
    r"(?P<workload>criteo1tb|fastmri|imagenet_resnet|imagenet_vit|librispeech_conformer|librispeech_deepspeech|ogbg|wmt)"
    r"_(?P<framework>jax|pytorch)/trial_\d+/eval_measurements\.csv"
)


def git(folder: str, *words: str, given: bytes = b"") -> bytes:
    return subprocess.run(["git", "--git-dir", folder, *words], input=given, capture_output=True, check=True).stdout


def contents(folder: str, names: list[str], revision: str) -> list[bytes]:
    """Many files of a revision at once."""
    stream = io.BytesIO(git(folder, "cat-file", "--batch", given="".join(f"{revision}:{n}\n" for n in names).encode()))
    found = []
    for _ in names:
        length = int(stream.readline().split()[-1])
        found.append(stream.read(length))
        stream.read(1)
    return found


def seconds_per_step(log: bytes) -> float | None:
    rows = [row for row in csv.DictReader(io.StringIO(log.decode())) if row.get("accumulated_submission_time")]
    if not rows or float(rows[-1]["global_step"]) < 100:
        return None  # it ended before it had warmed up
    return float(rows[-1]["accumulated_submission_time"]) / float(rows[-1]["global_step"])


def wanted(found: re.Match[str], options: argparse.Namespace) -> bool:
    """Whether a log belongs to the edition and the submissions that were asked for."""
    left_out = options.without and options.without in found["submission"]
    return (found["first"] or found["later"]) == options.edition and not left_out


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("repository", help="its .git folder")
    reader.add_argument("--revision", default="HEAD")
    reader.add_argument("--edition", default="v05")
    reader.add_argument("--without", help="leave out the submissions with this in their name")
    options = reader.parse_args()
    listed = git(options.repository, "ls-tree", "-r", "--name-only", options.revision).decode().splitlines()
    names = sorted(name for name in listed if (found := LOG.fullmatch(name)) and wanted(found, options))
    digest = hashlib.sha256()
    trials: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for name, log in zip(names, contents(options.repository, names, options.revision), strict=True):
        digest.update(name.encode() + log)
        found, per_step = LOG.fullmatch(name), seconds_per_step(log)
        if found and per_step:
            trials[found["workload"], found["framework"]][found["submission"]].append(per_step)
    print(f"{len(names)} logs, sha256 {digest.hexdigest()[:16]}")
    print(f"{'workload':24} {'jax':>14} {'pytorch':>14}  pytorch / jax")
    ratios = []
    for workload in sorted({workload for workload, _ in trials}):
        row = {}
        if not all(trials[workload, framework] for framework in ("jax", "pytorch")):
            continue
        for framework in ("jax", "pytorch"):
            medians = [statistics.median(times) for times in trials[workload, framework].values()]
            row[framework] = (statistics.median(medians), len(medians))
        ratios.append(row["pytorch"][0] / row["jax"][0])
        shown = "  ".join(f"{seconds:.3f} s ({count:2})" for seconds, count in row.values())
        print(f"{workload:24} {shown}  {ratios[-1]:.2f}")
    print(f"median of the ratios: {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
