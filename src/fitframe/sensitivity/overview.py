"""Everything there is to say of one project, worked out step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fitframe.sensitivity.counterfactuals import Counterfactuals, counterfactuals
from fitframe.sensitivity.near_misses import NearMiss, near_misses
from fitframe.sensitivity.project import Project
from fitframe.sensitivity.source_influence import SourceInfluence, source_influence
from fitframe.sensitivity.uncertainty import Uncertainty, uncertainty
from fitframe.sensitivity.weight_stability import DecisionMatrix, StabilityLimit, decision_matrix, stability_limits


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


def overview(project: Project, tell: Callable[[str], None] = lambda step: None) -> Overview:
    """Work everything out. `tell` is told of each step before it starts."""
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
    )
