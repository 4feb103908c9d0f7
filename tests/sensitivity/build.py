"""Projects under small rule bases."""

from __future__ import annotations

from typing import Any

from fitframe.engine.compiled import compile_rules
from fitframe.model.fields import Importance
from fitframe.model.profile import Profile
from fitframe.model.rulebase import RuleBase
from fitframe.sensitivity.project import Project, project


def situated(
    rules: RuleBase, answers: dict[str, Any] | None = None, priorities: dict[str, str] | None = None, **options: Any
) -> Project:
    """A project with these answers and priorities, put to these rules."""
    profile = Profile.model_validate({"fitframe": 1, "answers": answers or {}, "priorities": priorities or {}})
    levels: dict[str, Importance] = dict(profile.priorities)
    return project(compile_rules(rules, **options), profile.answers, levels, worlds=100)
