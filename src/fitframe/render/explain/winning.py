"""For what kind of project a framework wins, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from fitframe.insight.winners import Typical, Winners, winners
from fitframe.models import RuleBase
from fitframe.render.document import Block, Item
from fitframe.render.explain.common import listing
from fitframe.render.names import criterion_title, listed, percent

_MOST = 3
_CLEAR = 0.01
"""What is more common by less is not told."""


def blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """How often it wins among projects drawn over the answer space, and what is typical of those."""
    yield from listing(f"Who should choose {rules.frameworks[name].name}", map(Item, told(rules, winners(rules)[name])))


def told(rules: RuleBase, found: Winners) -> Iterator[str]:
    """The sentences."""
    yield (
        f"Of {found.projects} projects drawn at random, each question answered as projects usually do, "
        f"it is first for {percent(found.share)}."
    )
    if not found.enough:
        yield "Those are too few to say what is typical of them."
        return
    if answers := _typical(found.answers, lambda key: _answer(rules, key)):
        yield f"More often than others they say {answers}."
    if priorities := _typical(found.priorities, lambda key: criterion_title(rules, key)):
        yield f"Of all weight they put more than others on {priorities}."


def _typical(found: Iterable[Typical], name: Callable[[str], str]) -> str:
    clear = [each for each in found if each.excess >= _CLEAR][:_MOST]
    return listed(f"{name(each.id)} ({percent(each.share)} against {percent(each.usual)})" for each in clear)


def _answer(rules: RuleBase, key: str) -> str:
    question, _, choice = key.partition("=")
    return f"{rules.questions[question].title}: {rules.questions[question].choices[choice]}"


def data(rules: RuleBase, name: str) -> dict[str, object]:
    """The same for programs."""
    found = winners(rules)[name]
    return {
        "projects": found.projects,
        "share": round(found.share, 3),
        "answers": [_plain(each) for each in found.answers[:_MOST]],
        "priorities": [_plain(each) for each in found.priorities[:_MOST]],
    }


def _plain(each: Typical) -> dict[str, object]:
    return {"id": each.id, "share": round(each.share, 3), "usual": round(each.usual, 3)}
