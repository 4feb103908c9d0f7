"""What `fitframe scan` makes of the repositories in a folder: files a second on one core, memory, and how right it is.

    python benchmarks/scan.py FOLDER [EXPECTED.json]

Each folder or bare git repository directly in FOLDER is one repository. EXPECTED.json is a list of objects with `repo`
("owner/name") and `frameworks` (framework to "primary" and others); an entry is for the folder whose name contains
the repository's name with '+' for '/'. None of the files is run. `benchmarks/second_look.json` is such a list: 15
repositories that the signals were not made with, each at a commit, with what was written down before it was scanned.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from pathlib import Path
from statistics import median

from fitframe import load_rules
from fitframe.model.rulebase import RuleBase
from fitframe.model.scan import Scan
from fitframe.model.signals import Grade
from fitframe.scanning.scan import scan_tree
from fitframe.scanning.trees import CommitTree, FolderTree, Tree


def tree_of(path: Path) -> Tree:
    """The files of a folder, or of the newest commit of a git directory without a work tree."""
    return CommitTree(str(path), "HEAD") if (path / "objects").is_dir() else FolderTree(str(path))


def expected(path: Path, cases: list[dict[str, object]]) -> set[str] | None:
    """The frameworks that may be called the primary one; None where nothing is known of a repository."""
    for case in cases:
        if str(case["repo"]).replace("/", "+") in path.name:
            roles = case["frameworks"]
            if isinstance(roles, dict):
                return {name for name, role in roles.items() if role == "primary"} or {"none"}
    return None


def measured(folder: Path, cases: list[dict[str, object]], rules: RuleBase) -> list[tuple[Scan, float, bool | None]]:
    rows = []
    for path in sorted(folder.iterdir()):
        if not path.is_dir():
            continue
        began = time.process_time()
        scan = scan_tree(tree_of(path), rules, name=path.name)
        seconds = time.process_time() - began
        wanted = expected(path, cases)
        right = None if wanted is None else (scan.primary or "none").partition("@")[0] in wanted
        filled = [answer for answer in scan.answers if answer.grade is not Grade.HINT]
        mark = {None: "", True: "right", False: f"wrong, {', '.join(sorted(wanted or ()))} expected"}[right]
        print(
            f"{path.name[:40]:40}  {scan.primary or 'none':18}  {scan.files:6} files  {len(filled):3} answers  {mark}"
        )
        rows.append((scan, seconds, right))
    return rows


def main() -> None:
    folder = Path(sys.argv[1])
    cases = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")) if len(sys.argv) > 2 else []
    gc.disable()  # as the program does
    rows = measured(folder, cases, load_rules())
    files, seconds = sum(scan.files for scan, _, _ in rows), sum(seconds for _, seconds, _ in rows)
    judged = [right for _, _, right in rows if right is not None]
    filled = median(sum(answer.grade is not Grade.HINT for answer in scan.answers) for scan, _, _ in rows)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"primary framework right in {sum(judged)} of {len(judged)}; median of answers filled {filled:g}")
    print(f"{files} files at {files / seconds:,.0f} files/s of processor time; {memory:.0f} MiB at most")


if __name__ == "__main__":
    main()
