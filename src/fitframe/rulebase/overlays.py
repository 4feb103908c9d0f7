"""A criterion's file laid over the criterion of the same name: what it may leave out, what it replaces and removes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fitframe.errors import Fault, did_you_mean
from fitframe.model.fields import Way
from fitframe.model.rulebase import Case, Criterion, Rule
from fitframe.model.signals import Area, Signals
from fitframe.rulebase.messages import shown
from fitframe.rulebase.yaml import Document


def completed_data(document: Document, lower: Criterion) -> dict[str, Any]:
    """What the upper file says, with what it leaves out taken from below, and without `remove`."""
    own = {key: value for key, value in document.data.items() if key != "remove"}
    kept = [
        "title",
        "scale",
        "importance",
        "moves",
        *(() if {"combine", "across"} & own.keys() else ("combine", "across")),
    ]
    return {key: getattr(lower, key) for key in kept} | own


def removals(document: Document, lower: Criterion) -> tuple[dict[str, int], list[Fault]]:
    """The rules that the upper file removes, each with its place in the list, and the names that are no such rule."""
    listed = document.data.get("remove", [])
    if not isinstance(listed, list):
        return {}, [document.fault(("remove",), f"'remove' must be a list of rule ids, got {shown(listed)}")]
    known = [rule.id for rule in lower.rules]
    faults = [
        document.fault(("remove", n), f"there is no rule {shown(name)} to remove{did_you_mean(str(name), known)}")
        for n, name in enumerate(listed)
        if name not in known
    ]
    return {name: n for n, name in enumerate(listed) if name in known}, faults


def merged(lower: Criterion, upper: Criterion, removed: dict[str, int]) -> Criterion:
    """Both as one criterion: rules and cases of the upper one replace those of the same id or name."""
    kept = {rule.id: rule for rule in lower.rules if rule.id not in removed}
    own = {rule.id: rule for rule in upper.rules}
    # of the rules that settle a rating the first counts, so those of the upper layer go before
    rules = own | {name: rule for name, rule in kept.items() if name not in own}
    cases = {case.name: case for case in (*lower.cases, *upper.cases)}
    unrated = {name: why for name, why in lower.unrated.items() if name not in _rated(upper)} | upper.unrated
    changes = {"rules": tuple(rules.values()), "cases": tuple(cases.values()), "unrated": unrated}
    return upper.model_copy(update=changes)


def silenced_faults(document: Document, lower: Criterion, whole: Criterion, removed: dict[str, int]) -> Iterator[Fault]:
    """A fault for each framework that has lost its last rule without a line that says so openly."""
    replaced = {rule["id"]: n for n, rule in enumerate(document.data.get("rules", []))}
    for name in sorted(_rated(lower) - _rated(whole) - whole.unrated.keys()):
        last = next(rule.id for rule in reversed(lower.rules) if name in _frameworks_rated(rule))
        place = ("remove", removed[last]) if last in removed else ("rules", replaced[last])
        yield document.fault(
            place,
            f"without the rule '{last}' nothing rates {name} on '{lower.id}'; "
            f"add a rule that does, or a line for {name} under 'unrated'",
        )


def without_rules(criterion: Criterion, removed: dict[str, int]) -> Criterion:
    """A criterion that no longer speaks of rules that are gone."""
    return criterion.model_copy(
        update={
            "rules": tuple(_rule_without(rule, removed) for rule in criterion.rules),
            "cases": tuple(_case_without(case, removed) for case in criterion.cases),
        }
    )


def _rated(criterion: Criterion) -> set[str]:
    return {name for rule in criterion.rules for name in _frameworks_rated(rule)}


def _frameworks_rated(rule: Rule) -> set[str]:
    """The frameworks that a rule rates, be it for one of their backends only."""
    return {Way(name).framework for name in rule.judged}


def _rule_without(rule: Rule, removed: dict[str, int]) -> Rule:
    return rule.model_copy(update={"supersedes": tuple(name for name in rule.supersedes if name not in removed)})


def _case_without(case: Case, removed: dict[str, int]) -> Case:
    expect = case.expect
    kept = {
        field: tuple(name for name in getattr(expect, field) if name not in removed)
        for field in ("applies", "silent", "set_aside")
    }
    return case.model_copy(update={"expect": expect.model_copy(update=kept)})


def merged_signals(lower: Signals, upper: Signals) -> Signals:
    """Both as one file of signals: libraries, signs and cases of the upper one replace those of the same id or name."""
    return upper.model_copy(
        update={
            "libraries": tuple({one.id: one for one in (*lower.libraries, *upper.libraries)}.values()),
            "signs": tuple({one.id: one for one in (*lower.signs, *upper.signs)}.values()),
            "areas": {area: (*lower.areas.get(area, ()), *upper.areas.get(area, ())) for area in Area},
            "vendored": (*lower.vendored, *upper.vendored),
            "cases": tuple({one.name: one for one in (*lower.cases, *upper.cases)}.values()),
        }
    )


def without_signals(lower: Signals, upper: Signals) -> Signals:
    """A file of signals without the libraries and signs that another one has, too."""
    taken = {one.id for one in upper.libraries}, {one.id for one in upper.signs}
    return lower.model_copy(
        update={
            "libraries": tuple(one for one in lower.libraries if one.id not in taken[0]),
            "signs": tuple(one for one in lower.signs if one.id not in taken[1]),
        }
    )
