"""How much room frameworks take once installed, and what importing them costs.

    python benchmarks/installed_size.py scikit-learn onnxruntime jax tensorflow-cpu torch

Each is installed by pip into an environment of its own, which is removed again. Printed as JSON: MiB on disk without
what the empty environment has, and medians of processor seconds and of peak MiB over the imports, with those of a bare
Python beside them. PyTorch for Linux brings CUDA along and needs about 6 GiB for a while.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

IMPORTS = {
    "scikit-learn": "sklearn",
    "tensorflow-cpu": "tensorflow",
    "ai-edge-litert": "ai_edge_litert.interpreter",
    "onnxruntime-gpu": "onnxruntime",
}
"""What a program imports, where it is not the package's own name."""
NOT_ALONE = {"keras", "executorch"}
"""What nothing can be imported from without another package: a backend, or torch."""


def canonical(name: str) -> str:
    """A package's name as all its spellings have it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def size(folder: Path) -> int:
    """Bytes in a folder; what has several names counts once."""
    seen: dict[tuple[int, int], int] = {}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            about = path.stat()
            seen[(about.st_dev, about.st_ino)] = about.st_size
    return sum(seen.values())


def one_import(python: Path, module: str) -> tuple[float, float]:
    """Processor seconds and peak MiB of a process that imports a module and ends."""
    pid = os.posix_spawn(python, [str(python), "-c", f"import {module}"], {**os.environ, **QUIET})
    _, status, used = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"importing {module} failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}


def medians(python: Path, module: str, times: int) -> dict[str, float]:
    """Of that many imports, after one that fills the caches."""
    one_import(python, module)
    seconds, peaks = zip(*(one_import(python, module) for _ in range(times)), strict=True)
    return {"seconds": round(statistics.median(seconds), 2), "mib": round(statistics.median(peaks))}


def measured(package: str, times: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = Path(folder, "bin", "python")
        packages = next(Path(folder, "lib").glob("python*/site-packages"))
        empty = size(packages)
        install = [python, "-m", "pip", "install", "-q", "--no-cache-dir", "--no-compile", package]
        subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
        listed = subprocess.run([python, "-m", "pip", "list", "--format", "json"], capture_output=True, check=True)
        versions = {canonical(one["name"]): one["version"] for one in json.loads(listed.stdout)}
        module = IMPORTS.get(package, package.replace("-", "_"))
        on_disk = (size(packages) - empty) / 2**20
        importing = medians(python, module, times) if times and package not in NOT_ALONE else None
        return {"version": versions[canonical(package)], "installed_mib": round(on_disk), "import": importing}


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("packages", nargs="+", metavar="PACKAGE")
    reader.add_argument("--times", type=int, default=7, help="imports of each (default 7); 0 measures sizes alone")
    options = reader.parse_args()
    found = {
        "day": date.today().isoformat(),
        "system": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "bare": medians(Path(sys.executable), "sys", max(1, options.times)),
        "packages": {},
    }
    for package in options.packages:
        print(package, file=sys.stderr)
        found["packages"][package] = measured(package, options.times)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
