"""Layers of files to one rule base: a later layer adds to the earlier ones and overrides them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from fitframe.errors import Fault, RuleBaseError
from fitframe.models import Case, Criterion, Part, RuleBase, Split
from fitframe.rulebase.answers import settle
from fitframe.rulebase.atlas import Atlas
from fitframe.rulebase.draft import Draft
from fitframe.rulebase.folders import Layer
from fitframe.rulebase.references import faults_between

_Answered = TypeVar("_Answered", Case, Part)


def compile_rules(layers: Iterable[Layer], digest: str) -> tuple[RuleBase, Atlas]:
    """Make one rule base of all layers, the lowest first, and tell where in them each thing stands.

    Raises RuleBaseError with every fault of every file.
    """
    rules, atlas, faults = survey(layers, digest)
    if faults:
        raise RuleBaseError(*faults)
    return _settled(rules), atlas


def survey(layers: Iterable[Layer], digest: str) -> tuple[RuleBase, Atlas, list[Fault | str]]:
    """What can be read of all layers, where it stands, and every fault that keeps it from being used."""
    draft = Draft()
    for layer in layers:
        draft.read(layer)
    rules = draft.rule_base(digest)
    faults = [*draft.faults, *faults_between(draft.with_salvaged(rules), draft.atlas, draft.unread)]
    return rules, draft.atlas, sorted(dict.fromkeys(faults))


def _settled(rules: RuleBase) -> RuleBase:
    """With the rules of each criterion in order of ids, and all answers in the shape that those of a profile have."""

    def settled(one: _Answered) -> _Answered:
        return one.model_copy(update={"answers": settle(one.answers, rules.questions)[0]})

    def criterion(one: Criterion) -> Criterion:
        in_order = tuple(sorted(one.rules, key=lambda rule: rule.id))
        return one.model_copy(update={"rules": in_order, "cases": tuple(map(settled, one.cases))})

    def split(one: Split) -> Split:
        return one.model_copy(update={"parts": tuple(map(settled, one.parts))})

    criteria = {name: criterion(one) for name, one in rules.criteria.items()}
    splits = {name: split(one) for name, one in rules.splits.items()}
    return rules.model_copy(update={"criteria": criteria, "splits": splits})
