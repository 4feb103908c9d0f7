"""The file of proofs: a JSON object a line, added to by machines, and read beside the rules."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from fitframe.errors import Fault, InputError
from fitframe.model.evidence import Proof
from fitframe.rulebase.load import LIMIT, read_file
from fitframe.rulebase.writing import write_atomically


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


def add_proofs(path: Path, new: Iterable[Proof]) -> None:
    """Add proofs to a file, which need not be there: of each row of the same outcome the first and the last stay.

    Raises InputError where the file has faults, or cannot be read or written.
    """
    old, faults = read_proofs(read_file(str(path), limit=LIMIT), str(path)) if path.exists() else ([], [])
    if faults:
        raise InputError(*faults)
    lines = [json.dumps(one.model_dump(mode="json"), ensure_ascii=False) + "\n" for one in streaks([*old, *new])]
    write_atomically(path, "".join(lines))


def streaks(proofs: list[Proof]) -> list[Proof]:
    """The proofs in order, without those between the first and the last of the same outcome in a row."""
    by_probe: dict[str, list[Proof]] = {}
    for proof in sorted(proofs, key=lambda one: (one.probe, one.day)):
        mine = by_probe.setdefault(proof.probe, [])
        if mine and mine[-1].day == proof.day:
            mine.pop()
        if len(mine) > 1 and mine[-2].outcome == mine[-1].outcome == proof.outcome:
            mine.pop()
        mine.append(proof)
    return [proof for mine in by_probe.values() for proof in mine]
