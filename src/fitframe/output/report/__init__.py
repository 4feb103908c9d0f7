"""The report as one self-contained HTML page: nothing is fetched, and it reads well without its script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from fitframe.model.profile import Profile
from fitframe.model.recommendation import Contribution, Recommendation
from fitframe.model.rulebase import Evidence, RuleBase, Source
from fitframe.output import sections, sensitivity
from fitframe.output.document import Document
from fitframe.output.recommendation import SIMULATIONS, confidence, headline, ranking_title
from fitframe.output.report import charts
from fitframe.output.report.templates import asset, templates
from fitframe.output.wording import criterion_title, framework_name, meanings, percent
from fitframe.sensitivity.overview import Overview
from fitframe.sensitivity.weight_stability import DecisionMatrix, MatrixCriterion
from fitframe.version import VERSION

_SHOWN = 5
"""So many changes of a kind, weights and near misses."""


def page(found: Overview, rules: RuleBase, profile: Profile, command: str) -> str:
    """The page for one project. `command` is what makes it again."""
    answer, leader = found.project.advice, found.project.leader
    style, script = asset("page.css"), asset("page.js")
    return (
        templates()
        .get_template("page.html.j2")
        .render(
            version=VERSION,
            policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
            "base-uri 'none'; form-action 'none'",
            style=style,
            script=script,
            title=f"{headline(answer, rules)}: {answer.profile or 'fitframe'}",
            name=answer.profile or "Untitled project",
            headline=headline(answer, rules),
            confidence=confidence(answer, rules),
            simulations=SIMULATIONS,
            **_first(found, rules),
            **_background(found, rules, profile),
            sliders=[_slider(rules, entry) for entry in found.decision_matrix.criteria],
            data=page_data(found.decision_matrix, rules, leader),
            stamp=f"As of {answer.as_of}, rule base {answer.rules_version} ({answer.rules_digest[:12]}), "
            f"fitframe {VERSION}.",
            command=command,
        )
    )


def page_data(found: DecisionMatrix, rules: RuleBase, leader: str | None) -> dict[str, object]:
    """What the page's script needs to follow moved weights: the ratings, as the engine has them.

    Criteria with their weights, and each framework's ratings, one row for each way to run it that is open.
    """
    return {
        "weakestLink": found.weakest_link,
        "leader": leader,
        "criteria": [{"id": c.criterion, "weight": c.weight, "mustHave": c.must_have} for c in found.criteria],
        "frameworks": [
            {"id": name, "name": framework_name(rules, name), "ways": ways} for name, ways in found.ratings.items()
        ],
    }


def _hash(text: str) -> str:
    """What a content security policy allows an inline element by."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _first(found: Overview, rules: RuleBase) -> dict[str, object]:
    """What a reader should see first."""
    answer, leader = found.project.advice, found.project.leader
    return {
        "advice": [
            *sections.contradictions(answer, rules),
            *sections.instead(answer, rules),
            *sections.parts(answer, rules),
            *sections.to_watch(answer, rules),
            *sections.move(answer, rules),
        ],
        "ranking_title": ranking_title(answer),
        "ranking": charts.ranking(answer, rules) if answer.ranking else None,
        "collisions": [*sections.collisions(answer, rules)],
        "doubt": _doubt(found, rules) if found.uncertainty.causes else None,
        "doubt_advice": sensitivity.doubt_in_words(rules, found.uncertainty, leader),
        "reasons": [*sections.for_and_against(answer, rules)],
        "excluded": [*sections.exclusions(replace(answer, possible=()), rules)],
        "possible": [*sections.exclusions(replace(answer, excluded=()), rules)],
        "changes": [
            *sensitivity.counterfactuals(rules, found.counterfactuals, most=_SHOWN),
            *sensitivity.stability_limits(rules, found.stability_limits, _SHOWN),
        ],
    }


def _background(found: Overview, rules: RuleBase, profile: Profile) -> dict[str, object]:
    """What stands behind it."""
    answer = found.project.advice
    return {
        "scores": [
            {
                "heading": f"{framework_name(rules, ranked.framework)}: {ranked.score:.1f}",
                "chart": charts.contributions(ranked, rules),
            }
            for ranked in answer.ranking
        ],
        "ratings": _ratings(answer, rules),
        "background": _background_sections(found, rules),
        "set_aside": [*sections.set_aside(answer, rules)],
        "evidence": [*_cited(answer, rules)],
        "answers": [*_answers(profile, rules)],
    }


def _background_sections(found: Overview, rules: RuleBase) -> Document:
    answer, leader = found.project.advice, found.project.leader
    telling = tuple(entry for entry in answer.open_questions if entry.could_change or entry.essential)
    return (
        *sections.paths(answer, rules),
        *sections.tools(answer, rules),
        *sections.open_questions(replace(answer, open_questions=telling), rules),
        *sensitivity.near_misses(rules, found.near_misses[:_SHOWN], leader),
        *sensitivity.source_influence(rules, found.source_influence, leader),
        *sections.disagreements(answer, rules),
    )


def _doubt(found: Overview, rules: RuleBase) -> charts.SplitBar:
    """How the simulations divide: those that the leader wins, and the others by cause."""
    name, share = framework_name(rules, str(found.project.leader)), 1 - found.uncertainty.share
    figures = sensitivity.cause_shares(found.uncertainty)
    first = charts.Part("first", f"{name} comes first", percent(share), share)
    causes = [
        charts.Part(cause.kind, sensitivity.CAUSES[cause.kind], figures[cause.kind], cause.part)
        for cause in found.uncertainty.causes
    ]
    return charts.SplitBar("How the simulations divide", [first, *causes])


def _slider(rules: RuleBase, entry: MatrixCriterion) -> dict[str, str]:
    title = criterion_title(rules, entry.criterion) + (" (must-have)" if entry.must_have else "")
    return {"id": f"weight-{entry.criterion}", "title": title, "weight": f"{entry.weight:g}"}


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
    return {"frameworks": [framework_name(rules, ranked.framework) for ranked in answer.ranking], "rows": rows}


def _rating(entry: Contribution) -> dict[str, object]:
    words = f"{entry.rating:.1f} ±{entry.spread:.1f}" if entry.rules else "no source"
    return {"words": words, "step": round(entry.rating), "sourced": bool(entry.rules)}


class Cited(NamedTuple):
    """A source, and what it is cited for: the id of each rule with its evidence."""

    source: Source
    statements: list[tuple[str, Evidence]]


def _cited(answer: Recommendation, rules: RuleBase) -> Iterator[Cited]:
    """Every source behind the ratings and exclusions, in order of id."""
    used = [rule for ranked in answer.ranking for entry in ranked.contributions for rule in entry.rules]
    found: dict[str, list[tuple[str, Evidence]]] = {}
    for rule in dict.fromkeys([*used, *(out.rule for out in answer.excluded)]):
        for entry in rules.rule(rule).evidence:
            found.setdefault(entry.source, []).append((rule, entry))
    yield from (Cited(rules.sources[name], found[name]) for name in sorted(found))


def _answers(profile: Profile, rules: RuleBase) -> Iterator[tuple[str, str]]:
    for name, answer in profile.answers.items():
        if answer:
            yield rules.questions[name].title, "; ".join(meanings(rules, name, answer))
    for name, level in profile.priorities.items():
        yield f"Priority of {criterion_title(rules, name)}", level.value
