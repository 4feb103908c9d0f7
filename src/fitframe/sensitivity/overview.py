"""Everything there is to say of one project, worked out step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fitframe.engine.moves import chosen_move, paths
from fitframe.model.recommendation import ChosenMove, Path
from fitframe.sensitivity.counterfactuals import Counterfactuals, counterfactuals
from fitframe.sensitivity.near_misses import NearMiss, near_misses
from fitframe.sensitivity.project import Project
from fitframe.sensitivity.source_influence import SourceInfluence, source_influence
from fitframe.sensitivity.uncertainty import Uncertainty, uncertainty
from fitframe.sensitivity.weight_stability import DecisionMatrix, StabilityLimit, decision_matrix, stability_limits


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedChoice:
    """What follows from the framework that the project states, where that is not the first."""

    framework: str
    paths: tuple[Path, ...]  # how it gets to each need of the project
    move: ChosenMove | None  # how to get there from what exists


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How firm a recommendation is, what it rests on, and what would change it."""

    project: Project
    uncertainty: Uncertainty
    counterfactuals: Mapping[str, Counterfactuals]
    stability_limits: tuple[StabilityLimit, ...]
    near_misses: tuple[NearMiss, ...]
    source_influence: SourceInfluence
    decision_matrix: DecisionMatrix
    stated: StatedChoice | None  # None: none is stated, or the first one is


def overview(project: Project, tell: Callable[[str], None] = lambda step: None, choice: str | None = None) -> Overview:
    """Work everything out, with what follows from the `choice` that is stated. `tell` hears of each step beforehand."""
    tell("where the doubt comes from")
    doubted = uncertainty(project)
    tell("which changes would put another framework first")
    changed = counterfactuals(project, project.rivals)
    tell("which weights would tip it")
    limits = stability_limits(project)
    tell("which rules almost applied")
    missed = near_misses(project)
    tell("what it rests on")
    return Overview(
        project=project,
        uncertainty=doubted,
        counterfactuals=changed,
        stability_limits=limits,
        near_misses=missed,
        source_influence=source_influence(project),
        decision_matrix=decision_matrix(project),
        stated=None if choice in (None, project.advice.recommended) else _stated(project, str(choice)),
    )


def _stated(project: Project, choice: str) -> StatedChoice:
    compiled, answers, way = project.compiled, project.answers, project.way(choice)
    return StatedChoice(
        framework=choice,
        paths=tuple(paths(compiled, answers, way)),
        move=chosen_move(compiled, answers, way),
    )
