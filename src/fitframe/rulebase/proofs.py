"""The file of proofs: a JSON object a line, added to by machines, and read beside the rules."""

from __future__ import annotations

import json
from collections.abc import Iterable

from pydantic import ValidationError

from fitframe.errors import Fault
from fitframe.model.probes import Proof


def read_proofs(content: bytes, name: str) -> tuple[list[Proof], list[Fault]]:
    """The proofs of a file that faults call `name`, and a fault for each line that is none."""
    proofs: list[Proof] = []
    faults: list[Fault] = []
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        if not line.strip():
            continue
        try:
            proofs.append(Proof.model_validate(json.loads(line)))
        except (ValidationError, ValueError, RecursionError):
            faults.append(Fault(name, number, 1, "this line is no proof; 'fitframe rules verify --proofs' writes them"))
    return proofs, faults


def written(proofs: Iterable[Proof]) -> str:
    """Proofs as the file holds them, in order of probes and days."""
    ordered = sorted(proofs, key=lambda one: (one.probe, one.day))
    return "".join(json.dumps(one.model_dump(mode="json"), ensure_ascii=False) + "\n" for one in ordered)
