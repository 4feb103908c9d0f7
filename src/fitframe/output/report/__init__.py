"""The report as one self-contained HTML page: nothing is fetched, and it reads well without its script."""

from __future__ import annotations

from fitframe.model.profile import Profile
from fitframe.model.rulebase import RuleBase
from fitframe.output.recommendation import headline
from fitframe.output.report.appendix import appendix
from fitframe.output.report.sheet import sheet
from fitframe.output.report.templates import asset, policy, templates
from fitframe.output.wording import criterion_title, framework_name
from fitframe.sensitivity.overview import Overview
from fitframe.sensitivity.weight_stability import DecisionMatrix
from fitframe.version import VERSION


def page(found: Overview, rules: RuleBase, profile: Profile, command: str, *, dated: str) -> str:
    """The page for one project: a sheet that prints on one A4 page, and an appendix behind folds.

    `command` is what makes it again; `dated` is the day on which it is made, YYYY-MM-DD.
    """
    answer = found.project.advice
    style, script = asset("page.css"), asset("page.js")
    matrix = found.decision_matrix
    return (
        templates()
        .get_template("page.html.j2")
        .render(
            version=VERSION,
            policy=policy(style, script),
            style=style,
            script=script,
            title=f"{headline(answer, rules)}: {answer.profile or 'fitframe'}",
            sheet=sheet(found, rules, profile, dated),
            appendix=appendix(found, rules, profile),
            sliders=[
                {
                    "id": f"weight-{entry.criterion}",
                    "title": criterion_title(rules, entry.criterion) + (" (must-have)" if entry.must_have else ""),
                    "weight": f"{entry.weight:g}",
                }
                for entry in matrix.criteria
            ],
            data=page_data(matrix, rules, found.project.leader),
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
