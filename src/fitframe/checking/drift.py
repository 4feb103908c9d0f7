"""What has changed since a decision was made."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.checking.policy import Policy
from fitframe.checking.profiles import Stated
from fitframe.checking.project import Bench, Stand, layer_of
from fitframe.checking.verdicts import verdict
from fitframe.engine.compiled import CompiledRule
from fitframe.model.fields import Way
from fitframe.model.profile import Decided
from fitframe.model.verdict import Finding, Kind, Level

_MOST = 5


def drift(stated: Stated, decided: Decided, then: Bench, now: Bench, policy: Policy) -> Iterator[Finding]:
    """A finding where the framework decided for would get a worse verdict now than on the day of the decision.

    `then` judges by what was true and published on that day, `now` by what is today.
    """
    before = then.stand(stated.profile, decided.choice)
    after = now.stand(stated.profile, decided.choice)
    was, has = verdict(before, policy), verdict(after, policy)
    if was is has or not has.at_or_below(was):
        return
    rules = now.compiled.rules
    name = rules.frameworks[decided.choice].name
    rule = next(iter(_news(before, after)), None)
    yield Finding(
        kind=Kind.DRIFT,
        level=Level.ERROR if policy.fail_on_drift else Level.NOTE,
        message=(
            f"On {decided.on} the verdict on {name} was '{was}', now it is '{has}'. {_changes(before, after, decided)}"
        ),
        place=stated.place("decided"),
        rule=rule,
        layer=layer_of(rules, rule) if rule else None,
    )


def _changes(before: Stand, after: Stand, decided: Decided) -> str:
    news, gone = _news(before, after), _news(after, before)
    said = [
        *([f"New since then: {_listed(news)}."] if news else []),
        *([f"No longer counted: {_listed(gone)}."] if gone else []),
    ]
    version = after.compiled.rules.version
    if decided.rules and decided.rules != version:
        said.append(f"The rules were at version {decided.rules} and are at {version}.")
    return " ".join(said) or "No rule came or went; the sources have aged, and with them the trust in what they say."


def _news(old: Stand, new: Stand) -> list[str]:
    """The rules that speak on the choice or on the best framework in one stand and do not in the other."""
    return sorted(_heard(new) - _heard(old))


def _heard(stand: Stand) -> set[str]:
    rules = {rule.id for way, rule in _blocked(stand) if Way(way).framework == stand.choice}
    for name in {stand.choice, stand.best} & stand.evaluation.scores.keys():
        rules |= {rule for rated in stand.evaluation.ratings(str(name)) for rule in rated.rules}
    return rules


def _blocked(stand: Stand) -> Iterator[tuple[str, CompiledRule]]:
    for judged in stand.evaluation.judged:
        yield from judged.blocked.items()


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(names[:_MOST]) + more
