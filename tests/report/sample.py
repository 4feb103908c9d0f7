"""A project whose every word tries to break out of the page, and rules with everything that a report shows."""

from __future__ import annotations

from typing import Any

from fitframe.engine.compiled import compile_rules
from fitframe.model.profile import Profile
from fitframe.model.rulebase import RuleBase
from fitframe.sensitivity.overview import Overview, overview
from fitframe.sensitivity.project import project
from tests.engine.build import ARTICLE, base, criterion, rule

HOSTILE = (
    """</title></script><script>window.broken=1</script>"'><img src=x onerror=window.broken=1>&lt;<!--${}`|[x](y)"""
)

SPEED = criterion(
    "speed",
    rule("speed/both", ratings={"ant": 4, "bee": 1}),
    rule("speed/other", framework="ant", rating=2, evidence=ARTICLE),
    base="high",
)
EASE = criterion(
    "ease", rule("ease/bee", framework="bee", rating=4), rule("ease/ant", framework="ant", rating=1), base="low"
)
EDGE = criterion(
    "edge",
    rule("edge/both", ratings={"ant": 3, "bee": 2}, when={"target": "phone"}),
    raised=[("decisive", {"target": "phone"})],
)
OUT = criterion("out", rule("out/cat", blocks=["cat"], when={"target": "phone"}))
RULES: RuleBase = base(SPEED, EASE, EDGE, OUT, frameworks="ant bee cat dog")
PROFILE = {
    "fitframe": 1,
    "name": HOSTILE,
    "answers": {"target": ["phone"], "size": "small"},
    "priorities": {"ease": "medium"},
}


def looked_at(rules: RuleBase = RULES, **profile: Any) -> tuple[Overview, Profile]:
    """The hostile project, or another, with everything worked out."""
    profile_ = Profile.model_validate({**PROFILE, **profile})
    here = project(compile_rules(rules), profile_.answers, profile_.priorities, name=profile_.name, worlds=200)
    return overview(here, choice=profile_.choice), profile_
