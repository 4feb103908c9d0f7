"""The part of the page where a reader moves the weights. Hidden until the script shows it."""

from __future__ import annotations

from fitframe.model.rulebase import RuleBase
from fitframe.output.markup import Markup, tag
from fitframe.output.wording import criterion_title, framework_name
from fitframe.sensitivity.weight_stability import DecisionMatrix, MatrixCriterion

MOST = 16


def weights(found: DecisionMatrix, rules: RuleBase) -> Markup | None:
    """A slider for each criterion that counts and a row for each framework; nothing where there is nothing to move."""
    if not found.criteria or not found.ratings:
        return None
    return tag(
        "section",
        tag("h2", "Move the weights", id="weights-title"),
        tag(
            "p",
            "See how the ranking follows when a criterion counts more or less. Low is 1, medium 2, high 4, decisive 8; "
            "a must-have stays one.",
        ),
        tag("p", aria_live="polite", class_="strong"),
        tag("ol", *(_row(name, framework_name(rules, name)) for name in found.ratings), class_="standing"),
        tag("fieldset", tag("legend", "Weights"), *(_slider(rules, c) for c in found.criteria), class_="sliders"),
        tag("button", "Back to the profile's weights", type="button"),
        id="weights",
        hidden=True,
        aria_labelledby="weights-title",
    )


def _slider(rules: RuleBase, entry: MatrixCriterion) -> Markup:
    name = f"weight-{entry.criterion}"
    title = criterion_title(rules, entry.criterion) + (" (must-have)" if entry.must_have else "")
    return tag(
        "div",
        tag("label", title, for_=name),
        tag("output", f"{entry.weight:g}", id=f"{name}-value", for_=name),
        tag("input", type="range", id=name, min=0, max=MOST, step=0.25, value=entry.weight, autocomplete="off"),
    )


def _row(framework: str, name: str) -> Markup:
    bar = tag(
        "svg",
        tag("rect", width=400, height=10, class_="track"),
        tag("rect", width=0, height=10, class_="bar"),
        viewBox="0 0 400 10",
        preserveAspectRatio="none",
        aria_hidden="true",
    )
    return tag("li", tag("span", name), tag("span", class_="figure"), bar, data_framework=framework)
