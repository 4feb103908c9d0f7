"""The rule base as everybody else gets it: read, or found again as it was compiled before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

from fitframe.errors import Fault, InputError, RuleBaseError
from fitframe.model.rulebase import RuleBase
from fitframe.rulebase.cache import keep, key_of, recall
from fitframe.rulebase.files import LABEL, shipped_rules
from fitframe.rulebase.folder import Layer, digest, read_layer

Check = Callable[[RuleBase, RuleBase], Iterable[Fault]]
"""Yields what is wrong with a rule base, given it and the one that its last layer was laid over."""


def load_rules(*overlays: Path, base: Path | None = None, check: Check | None = None) -> RuleBase:
    """Read the shipped rules, and lay rule bases of one's own over them, the later over the earlier.

    Args:
        overlays: folders of the shape of the shipped one; each may have any part of it.
        base: a folder to read in place of the shipped rules.
        check: called for each overlay unless the same files have passed it before; None checks nothing.

    Raises:
        RuleBaseError: with every fault of every file that was found, or else with all that `check` found.
    """
    layers = read_layers(*overlays, base=base)
    content = digest(layers)
    key = key_of(layers, content, checked=check is not None)
    return recall(key) or _compiled(layers, content, key, check)


def read_layers(*overlays: Path, base: Path | None = None) -> list[Layer]:
    """The files of the shipped rules, or of `base`, and of all overlays. Raises RuleBaseError."""
    lowest = (shipped_rules(), LABEL) if base is None else (base, base.as_posix())
    layers: list[Layer] = []
    faults: list[Fault | str] = []
    for folder, label in (lowest, *((folder, folder.as_posix()) for folder in overlays)):
        try:
            layers.append(read_layer(folder, label))
        except InputError as error:
            faults += error.faults
    if faults:
        raise RuleBaseError(*faults)
    return layers


def survey_rules(*overlays: Path, base: Path | None = None) -> tuple[list[RuleBase], list[Fault | str]]:
    """What can be read of a rule base that may be at fault, and every fault that keeps it from being used.

    The former as it is after each layer, the whole last. Takes the folders that `load_rules` takes. Raises
    RuleBaseError where a folder cannot be read at all.
    """
    from fitframe.rulebase.builder import survey

    layers = read_layers(*overlays, base=base)
    return survey(layers, digest(layers))


def _compiled(layers: list[Layer], content: str, key: str, check: Check | None) -> RuleBase:
    from fitframe.rulebase.builder import build_rules  # brings YAML along, which a cached start does without

    stages = build_rules(layers, content)
    faults = [fault for below, above in pairwise(stages) for fault in check(above, below)] if check else []
    if faults:
        raise RuleBaseError(*sorted(faults))
    keep(key, stages[-1])
    return stages[-1]
