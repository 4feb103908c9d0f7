"""The rule base as everybody else gets it."""

from __future__ import annotations

from pathlib import Path

from fitframe.errors import Fault, InputError, RuleBaseError
from fitframe.model.rulebase import RuleBase
from fitframe.rulebase.cache import keep, key_of, recall
from fitframe.rulebase.files import LABEL, shipped_rules
from fitframe.rulebase.folder import Layer, digest, read_layer


def load_rules(*overlays: Path, base: Path | None = None) -> RuleBase:
    """Read the shipped rules, and lay rule bases of one's own over them, the later over the earlier.

    Args:
        overlays: folders of the shape of the shipped one; each may have any part of it.
        base: a folder to read in place of the shipped rules.

    Raises:
        RuleBaseError: with every fault of every file that was found.
    """
    layers = read_layers(*overlays, base=base)
    content = digest(layers)
    key = key_of(layers, content)
    return recall(key) or _compiled(layers, content, key)


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


def survey_rules(*overlays: Path, base: Path | None = None) -> tuple[RuleBase, list[Fault | str]]:
    """What can be read of a rule base that may be at fault, and every fault that keeps it from being used.

    Takes the folders that `load_rules` takes. Raises RuleBaseError where a folder cannot be read at all.
    """
    from fitframe.rulebase.builder import survey

    layers = read_layers(*overlays, base=base)
    rules, _, faults = survey(layers, digest(layers))
    return rules, faults


def _compiled(layers: list[Layer], content: str, key: str) -> RuleBase:
    from fitframe.rulebase.builder import build_rules  # brings YAML along, which a cached start does without

    rules, _ = build_rules(layers, content)
    keep(key, rules)
    return rules
