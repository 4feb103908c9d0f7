"""Fingerprints, by which a platform knows a finding again in the next run."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from fitframe.model.verdict import Finding, Kind


def fingerprinted(findings: Iterable[Finding], choice: str | None) -> Iterator[tuple[Finding, str]]:
    """Each finding with a fingerprint of its own, by what it is about and not by its line.

    `findings` are all of one profile, or all that concern no single one. No two profiles share a path, so that no
    fingerprint comes twice in a run.
    """
    seen: Counter[str] = Counter()
    for finding in findings:
        rule = finding.rule if finding.kind in (Kind.VIOLATES, Kind.POSSIBLE_BLOCKER) else None
        about = f"{finding.place.path}\n{finding.kind}\n{choice}\n{rule}"
        seen[about] += 1
        yield finding, hashlib.sha256(f"{about}\n{seen[about]}".encode("utf-8", "surrogatepass")).hexdigest()
