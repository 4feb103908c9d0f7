"""Figures and frameworks from the public results of MLPerf, each with the digest of the files that were read.

    git clone https://github.com/mlcommons/inference_results_v3.1
    python benchmarks/measurements/mlperf.py inference_results_v3.1/.git figures closed/CTuning/results/amd bert-99
    python benchmarks/measurements/mlperf.py training_results_v5.1/.git systems

`figures` prints what each system did on one model: samples a second where many come at once (Offline), milliseconds on
average where one comes after the other (SingleStream). `systems` counts which frameworks the submitted systems name;
one that names several counts for each.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator

NAMED = {
    "TensorRT": "tensorrt",
    "PyTorch": "pytorch",
    "a stack on PyTorch, as NeMo": "nemo|nvidia release",
    "vLLM or SGLang": "vllm|sglang",
    "DGL": r"\bdgl",
    "HugeCTR": "hugectr",
    "MXNet": "mxnet",
    "JAX": r"\bjax|maxtext|paxml",
    "TensorFlow": r"tensorflow|^tf\b",
    "LiteRT, as TFLite": "tflite|litert",
    "ONNX Runtime": "onnxruntime|onnx runtime",
}
"""What a framework is called, as a pattern; case does not matter."""


def git(folder: str, *words: str) -> bytes:
    return subprocess.run(["git", "--git-dir", folder, *words], capture_output=True, check=True).stdout


class Repository:
    """The files of one revision, with the digest of those that were read."""

    def __init__(self, folder: str, revision: str) -> None:
        self.folder, self.revision, self.digest = folder, revision, hashlib.sha256()
        self.names = git(folder, "ls-tree", "-r", "--name-only", revision).decode().splitlines()

    def files(self, pattern: str) -> Iterator[tuple[re.Match[str], str]]:
        """The files with such names, each with what it holds."""
        for found in filter(None, (re.fullmatch(pattern, name) for name in sorted(self.names))):
            read = git(self.folder, "show", f"{self.revision}:{found[0]}")
            self.digest.update(found[0].encode() + read)
            yield found, read.decode()


def figures(repository: Repository, start: str, model: str) -> Iterator[str]:
    pattern = rf"({re.escape(start)}[^/]*)/{re.escape(model)}/(\w+)/performance/run_1/mlperf_log_summary\.txt"
    for found, summary in repository.files(pattern):
        said = dict(line.split(":", 1) for line in summary.splitlines() if ":" in line)
        said = {name.strip(): value.strip() for name, value in said.items()}
        if said["Result is"] != "VALID":
            continue
        per_second, latency = said.get("Samples per second"), said["Mean latency (ns)"]
        shown = f"{float(per_second):9.3f} 1/s" if per_second else f"{float(latency) / 1e6:9.3f} ms"
        yield f"{said['Scenario']:14} {shown}  {found[1].split('/')[-1]}"


def systems(repository: Repository) -> Iterator[str]:
    named = [json.loads(system).get("framework") or "" for _, system in repository.files(r".*/systems/.+\.json")]
    counted = Counter(name for one in named for name, pattern in NAMED.items() if re.search(pattern, one, re.I))
    yield f"{len(named)} systems"
    yield from (f"{counted[name]:4} name {name}" for name in NAMED)


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("repository", help="its .git folder")
    reader.add_argument("--revision", default="HEAD")
    kinds = reader.add_subparsers(dest="what", required=True)
    kinds.add_parser("systems", help="which frameworks the systems name")
    wanted = kinds.add_parser("figures", help="what systems did on one model")
    wanted.add_argument("start", help="how the folder of a system begins")
    wanted.add_argument("model")
    options = reader.parse_args()
    repository = Repository(options.repository, options.revision)
    lines = systems(repository) if options.what == "systems" else figures(repository, options.start, options.model)
    print("\n".join(lines))
    print(f"sha256 {repository.digest.hexdigest()[:16]}")


if __name__ == "__main__":
    main()
