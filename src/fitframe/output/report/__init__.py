"""The report as one self-contained HTML page: nothing is fetched, and it reads well without its script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from importlib.resources import files
from string import Template

from fitframe.model.profile import Profile
from fitframe.model.recommendation import Confidence
from fitframe.model.rulebase import RuleBase
from fitframe.output import sections as grounds
from fitframe.output.markup import Markup, joined, tag
from fitframe.output.recommendation import headline
from fitframe.output.report.data import embedded, page_data
from fitframe.output.report.sections import details, first
from fitframe.output.report.weights import weights
from fitframe.sensitivity.overview import Overview
from fitframe.sensitivity.weight_stability import decision_matrix
from fitframe.version import VERSION


def page(found: Overview, rules: RuleBase, profile: Profile, command: str) -> str:
    """The page for one project. `command` is what makes it again."""
    style, script = _part("page.css"), _part("page.js")
    moved = decision_matrix(found.project)
    body = joined(
        tag("a", "Skip to the report", href="#report", class_="skip"),
        tag("header", *_header(found, rules)),
        tag(
            "main",
            *first(found, rules),
            weights(moved, rules),
            *details(found, rules, profile),
            id="report",
        ),
        tag("footer", *_footer(found, command)),
    )
    return Template(_part("page.html")).substitute(
        generator=f"fitframe {VERSION}",
        policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'",
        title=joined(f"{headline(found.project.advice, rules)}: {found.project.advice.profile or 'fitframe'}"),
        style=style,
        body=body,
        data=embedded(page_data(moved, rules, found.project.leader)),
        script=script,
    )


def _part(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """What a content security policy allows an inline element by."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _header(found: Overview, rules: RuleBase) -> Iterator[Markup]:
    answer = found.project.advice
    yield tag("h1", answer.profile or "A project without a name")
    yield tag("p", headline(answer, rules), class_="verdict")
    sure = "" if answer.confidence is Confidence.NONE_FITS else f"{answer.confidence.capitalize()}: "
    yield tag("p", " ".join(filter(None, (f"{sure}{answer.why_confidence}.", grounds.conditions(answer)))))


def _footer(found: Overview, command: str) -> Iterator[Markup]:
    answer = found.project.advice
    yield tag(
        "p",
        f"As of {answer.as_of}, rule base {answer.rules_version} ({answer.rules_digest[:12]}), fitframe {VERSION}.",
    )
    yield tag("p", "Made with ", tag("code", command))
