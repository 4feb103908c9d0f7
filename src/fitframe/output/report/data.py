"""What the page's script needs to follow moved weights: the ratings, as the engine has them."""

from __future__ import annotations

import json

from fitframe.model.rulebase import RuleBase
from fitframe.output.markup import Markup
from fitframe.output.wording import framework_name
from fitframe.sensitivity.weight_stability import DecisionMatrix


def page_data(found: DecisionMatrix, rules: RuleBase, leader: str | None) -> dict[str, object]:
    """Criteria with their weights, and each framework's ratings, one row for each way to run it that is open."""
    return {
        "weakestLink": found.weakest_link,
        "leader": leader,
        "criteria": [{"id": c.criterion, "weight": c.weight, "mustHave": c.must_have} for c in found.criteria],
        "frameworks": [
            {"id": name, "name": framework_name(rules, name), "ways": ways} for name, ways in found.ratings.items()
        ],
    }


def embedded(data: object) -> Markup:
    """JSON that stands safely inside a script element: no character of it can end the element or open a comment."""
    text = json.dumps(data, ensure_ascii=True)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
