"""What stands behind the first sheet, behind folds: every answer, reason, rating and piece of evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from fitframe.model.evidence import Evidence, Source
from fitframe.model.profile import Profile
from fitframe.model.recommendation import Contribution, Ranked, Recommendation
from fitframe.model.rulebase import Rule, RuleBase
from fitframe.output import sections, sensitivity
from fitframe.output.document import Document
from fitframe.output.recommendation import SIMULATIONS
from fitframe.output.report.sheet import Need, doubted
from fitframe.output.wording import criterion_title, framework_name, meanings, way
from fitframe.sensitivity.overview import Overview

_SHOWN = 5
"""So many changes of a kind, weights and near misses."""


class Bar(NamedTuple):
    """A row of a chart: how long its bar is, and could be, both from 0 to 1."""

    label: str
    figure: str
    length: float
    track: float
    kind: str = ""  # a class: 'link'


class Score(NamedTuple):
    """What makes a framework's score."""

    name: str
    score: str
    bars: list[Bar]


class CitedRule(NamedTuple):
    """A rule that counted, with its evidence."""

    rule: Rule
    shown: list[tuple[Evidence, Source]]


class CitedCriterion(NamedTuple):
    """The rules that counted on one criterion."""

    title: str
    rules: list[CitedRule]


def appendix(found: Overview, rules: RuleBase, profile: Profile) -> dict[str, object]:
    """What the appendix says, by the names that its template uses."""
    answer = found.project.advice
    return {
        "answers": [*_answers(profile, rules)],
        "all_reasons": (
            *sections.for_and_against(answer, rules, profile.choice),
            *sections.to_watch(answer, rules, profile.choice),
        ),
        "exclusions": [*sections.exclusions(answer, rules)],
        "all_changes": _changes(found, rules),
        "simulations": SIMULATIONS,
        "scores": [_score(ranked, rules) for ranked in answer.ranking],
        "ratings": _ratings(answer, rules),
        "ways": (*sections.move(answer, rules), *sections.paths(answer, rules), *sections.tools(answer, rules)),
        "alike": (*sections.similar_decisions(answer, rules), *sections.how_often(answer, rules)),
        "open": _open(answer, rules),
        "rests_on": [*sensitivity.source_influence(rules, found.source_influence, found.project.leader)],
        "disputed": (*sections.disagreements(answer, rules), *sections.set_aside(answer, rules)),
        "evidence": [*_evidence(answer, rules)],
    }


def _changes(found: Overview, rules: RuleBase) -> Document:
    leader = found.project.leader
    return (
        *sensitivity.levers(rules, found.counterfactuals, _SHOWN, sensitivity.counterfactual_in_words),
        *sensitivity.stability_limits(rules, found.stability_limits, _SHOWN),
        *sensitivity.near_misses(rules, found.near_misses[:_SHOWN], leader),
    )


def _open(answer: Recommendation, rules: RuleBase) -> Document:
    telling = tuple(entry for entry in answer.open_questions if entry.chance or entry.essential)
    return tuple(sections.open_questions(replace(answer, open_questions=telling), rules))


def _answers(profile: Profile, rules: RuleBase) -> Iterator[Need]:
    """Everything that the profile says of the project."""
    for prefix, given in (("", profile.answers), ("Would be nice: ", profile.wishes)):
        for name, answer in given.items():
            if answer:
                words = "; ".join(meanings(rules, name, answer)) + doubted(profile, name)
                yield Need(f"{prefix}{rules.questions[name].title}", words)
    for name, level in profile.priorities.items():
        yield Need(f"Priority of {criterion_title(rules, name)}", level.value)


def _score(ranked: Ranked, rules: RuleBase) -> Score:
    """The points that each criterion gives a framework, out of what it could give."""
    possible = _possible(ranked.contributions)
    longest = max(possible, default=1.0) or 1.0
    bars = []
    for entry, most in zip(ranked.contributions, possible, strict=True):
        title, figure = criterion_title(rules, entry.criterion), f"{entry.points:.1f} of {most:.1f}"
        label = f"Weakest must-have: {title}" if entry.weakest_link else title
        bars.append(Bar(label, figure, entry.points / longest, most / longest, "link" if entry.weakest_link else ""))
    return Score(framework_name(rules, way(ranked)), f"{ranked.score:.1f}", bars)


def _possible(entries: tuple[Contribution, ...]) -> list[float]:
    """The points that each could give for the highest rating, 4; all together make 100."""
    steps = (e.points / (e.weight * e.rating) for e in entries if not e.weakest_link and e.weight * e.rating)
    step = next(steps, 0.0)
    summed = sum(4 * step * entry.weight for entry in entries if not entry.weakest_link)
    return [100 - summed if entry.weakest_link else 4 * step * entry.weight for entry in entries]


def _ratings(answer: Recommendation, rules: RuleBase) -> dict[str, object]:
    """One row for each criterion that counts, the weightiest first: ratings from 0 to 4 with their spread."""
    columns = [{e.criterion: e for e in ranked.contributions if not e.weakest_link} for ranked in answer.ranking]
    first = sorted(columns[0].values(), key=lambda entry: (-entry.weight, entry.criterion)) if columns else []
    rows = [
        {
            "criterion": criterion_title(rules, entry.criterion),
            "importance": entry.importance,
            "cells": [_rating(column[entry.criterion]) for column in columns],
        }
        for entry in first
    ]
    return {"frameworks": [framework_name(rules, way(ranked)) for ranked in answer.ranking], "rows": rows}


def _rating(entry: Contribution) -> dict[str, object]:
    words = f"{entry.rating:.1f} ±{entry.spread:.1f}" if entry.rules else "no source"
    return {"words": words, "step": round(entry.rating), "sourced": bool(entry.rules)}


def _evidence(answer: Recommendation, rules: RuleBase) -> Iterator[CitedCriterion]:
    """The rules behind the ratings, by criterion, the weightiest first; then those that rule a framework out."""
    used: dict[str, dict[str, None]] = {}
    weighty = sorted(answer.ranking[0].contributions, key=lambda entry: -entry.weight) if answer.ranking else []
    for entry in weighty:
        used.setdefault(entry.criterion, {})
    for ranked in answer.ranking:
        for entry in ranked.contributions:
            used[entry.criterion].update(dict.fromkeys(entry.rules))
    for criterion, names in used.items():
        if names:
            yield CitedCriterion(criterion_title(rules, criterion), [_cited(rules.rule(name), rules) for name in names])
    out = dict.fromkeys([*(one.rule for one in answer.excluded), *(one.rule for one in answer.possible)])
    if out:
        yield CitedCriterion("Ruled out", [_cited(rules.rule(name), rules) for name in out])


def _cited(rule: Rule, rules: RuleBase) -> CitedRule:
    return CitedRule(rule, [(entry, rules.sources[entry.source]) for entry in rule.evidence])
