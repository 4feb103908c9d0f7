"""What has changed since a decision was made."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.checking.findings import StatedProfile
from fitframe.checking.project import StatedProject
from fitframe.model.fields import Way
from fitframe.model.profile import Decided
from fitframe.model.verdict import Finding, Kind, Level

_MOST = 5


def drift(stated: StatedProfile, decided: Decided, before: StatedProject, after: StatedProject) -> Iterator[Finding]:
    """A finding where the framework decided for would get a worse verdict now than on the day of the decision.

    `before` is the project with that framework, judged by what was true and published on that day; `after` is the same
    judged by what is today.
    """
    was, has = before.verdict, after.verdict
    if was is has or not has.at_or_below(was):
        return
    new = sorted(_speaking(after) - _speaking(before))
    gone = sorted(_speaking(before) - _speaking(after))
    rules = after.compiled.rules
    changes = [
        *([f"New since then: {_listed(new)}."] if new else []),
        *([f"No longer counted: {_listed(gone)}."] if gone else []),
    ]
    if decided.rules and decided.rules != rules.version:
        changes.append(f"The rules were at version {decided.rules} and are at {rules.version}.")
    why = " ".join(changes) or "No rule came or went; the sources have aged, and with them the trust in what they say."
    yield Finding(
        kind=Kind.DRIFT,
        level=Level.ERROR if after.settings.fail_on_drift else Level.NOTE,
        message=f"On {decided.on} the verdict on {after.name_of()} was '{was}', now it is '{has}'. {why}",
        place=stated.place("decided"),
        rule=new[0] if new else None,
        layer=rules.layers.get(new[0]) if new else None,
    )


def _speaking(project: StatedProject) -> set[str]:
    """The rules that speak on the choice or on the best framework."""
    evaluation = project.evaluation
    blocked = [item for judgement in evaluation.judged for item in judgement.blocked.items()]
    rules = {rule.id for way, rule in blocked if Way(way).framework == project.choice}
    for name in {project.choice, project.best} & evaluation.scores.keys():
        rules |= {rule for rated in evaluation.ratings(str(name)) for rule in rated.rules}
    return rules


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(names[:_MOST]) + more
