"""Situations over small rule bases."""

from __future__ import annotations

from typing import Any

from fitframe.engine.ruleset import ruleset
from fitframe.insight.situation import Situation, situation
from fitframe.models import Importance, RuleBase
from fitframe.profile import Profile


def situated(
    rules: RuleBase, answers: dict[str, Any] | None = None, priorities: dict[str, str] | None = None, **options: Any
) -> Situation:
    """A project with these answers and priorities, put to these rules."""
    profile = Profile.model_validate({"fitframe": 1, "answers": answers or {}, "priorities": priorities or {}})
    levels: dict[str, Importance] = dict(profile.priorities)
    return situation(ruleset(rules, **options), profile.answers, levels, worlds=100)
