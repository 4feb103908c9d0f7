"""For what kind of project a framework wins, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.model.rulebase import RuleBase
from fitframe.output.document import Block, Item
from fitframe.output.explain.parts import listing
from fitframe.output.wording import criterion_title, listed, percent
from fitframe.sensitivity.central_weights import CentralWeights, Typical, central_weights

_MOST = 3
_CLEAR = 0.01
"""A criterion that has only so much more of all weight is not told."""


def blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """How often it wins among projects drawn over the answer space, and what is typical of those."""
    yield from listing(
        f"Who should choose {rules.frameworks[name].name}", map(Item, told(rules, central_weights(rules, name)))
    )


def told(rules: RuleBase, found: CentralWeights) -> Iterator[str]:
    """The sentences."""
    yield (
        f"Of {found.projects} projects drawn at random, each question answered as projects usually do, "
        f"it is first for {percent(found.share)}."
    )
    if not found.enough:
        yield "Those are too few to say what is typical of them."
        return
    priorities = [f"{criterion_title(rules, e.id)} ({_against(e)})" for e in found.priorities if e.excess >= _CLEAR]
    if priorities:
        yield f"In these projects more of all weight than usual is on {listed(priorities[:_MOST])}."
    answers = [f"{_answer(rules, each.id)} ({percent(each.share)})" for each in found.answers[:_MOST]]
    if answers:
        yield f"Answers without which it would not be first, and in how many of these projects: {listed(answers)}."
    if not priorities and not answers:
        yield "Nothing sets them apart from other projects more clearly than chance could."


def _against(each: Typical) -> str:
    return f"{percent(each.share)} against {percent(each.usual)}"


def _answer(rules: RuleBase, key: str) -> str:
    question, _, choice = key.partition("=")
    return f"{rules.questions[question].title}: {rules.questions[question].choices[choice]}"


def data(rules: RuleBase, name: str) -> dict[str, object]:
    """The same for programs."""
    found = central_weights(rules, name)
    return {
        "projects": found.projects,
        "share": round(found.share, 3),
        "answers": [_plain(each) for each in found.answers[:_MOST]],
        "priorities": [_plain(each) for each in found.priorities[:_MOST]],
    }


def _plain(each: Typical) -> dict[str, object]:
    return {"id": each.id, "share": round(each.share, 3), "usual": round(each.usual, 3)}
