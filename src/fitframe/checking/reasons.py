"""Why another framework is better than the stated choice, and what would make the stated one right."""

from __future__ import annotations

from fitframe.checking.layers import layers_of
from fitframe.checking.situations import Stand
from fitframe.engine.standing import Standing
from fitframe.insight.edits import edits, price, relevant
from fitframe.insight.situation import points
from fitframe.verdict import Reason, Turn

_TELLING = 0.05
"""Points below which a criterion is not worth naming."""
_MOST_TURNS = 8


def reasons(stand: Stand, best: str) -> tuple[Reason, ...]:
    """What each criterion adds to the distance from the choice to `best`, most telling first; both have a score.

    The points add up to the gap, but for criteria that add next to nothing.
    """
    standing, rules = stand.standing, stand.asked.rules
    ahead, own = _points(standing, best), _points(standing, stand.choice)
    found = []
    for entry in standing.counted:
        more = ahead[entry.criterion] - own[entry.criterion]
        if abs(more) >= _TELLING:
            way = standing.ways[best if more > 0 else stand.choice]
            rated = entry.judgement.ratings.get(way)
            names = rated.rules if rated else ()
            found.append(Reason(criterion=entry.criterion, points=more, rules=names, layers=layers_of(rules, names)))
    return tuple(sorted(found, key=lambda reason: (-reason.points, reason.criterion)))


def _points(standing: Standing, framework: str) -> dict[str, float]:
    """The points that each criterion gives a framework, the weakest link's among them."""
    ratings = [rated.rating for rated in standing.ratings(framework)]
    given, link = points(standing, ratings)
    if standing.must_haves:
        given[min(standing.must_haves, key=ratings.__getitem__)] += link
    return dict(zip((entry.criterion for entry in standing.counted), given, strict=True))


def turns(stand: Stand) -> tuple[Turn, ...]:
    """The single other answers that would make the choice the best one, each computed in full.

    Answers to open questions come first, and likely ones before rare ones; at most eight are told.
    """
    asked = stand.asked
    found = []
    for change in edits(asked, stand.answers):
        answers = change.applied(stand.answers, asked.vocabulary)
        if relevant(asked, answers, change.question):
            then = stand.evaluator.tried(stand.standing, change.question, answers)
            if then.leader(keep=stand.best) == stand.choice:
                found.append((price(asked, (change,)), change))
    found.sort(key=lambda pair: pair[0])
    told = [change for _, change in found[:_MOST_TURNS]]
    return tuple(Turn(question=change.question, before=change.before, after=change.after) for change in told)
