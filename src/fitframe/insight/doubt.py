"""Where the doubt comes from: needs not stated, sources that are silent, weak or at odds, or the weights themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from fitframe.engine.ratings import Rated
from fitframe.engine.worlds import share_first
from fitframe.insight.remedies import Remedy, answer, settle, source
from fitframe.insight.situation import Situation

Kind = Literal["needs", "sources", "weights"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One cause of doubt, and its part in it as a share of worlds."""

    kind: Kind
    part: float  # the parts add up to the doubt; one may be slightly negative where it hides another


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """The share of worlds in which the recommended framework is not first, split into its causes."""

    doubt: float  # 1 less its `share_first`
    causes: tuple[Cause, ...]  # largest first
    remedy: Remedy | None  # the one thing to do about the dominant cause, where there is one

    @property
    def dominant(self) -> Cause | None:
        """The cause to see to first; None where there is no doubt."""
        return self.causes[0] if self.causes and self.causes[0].part > 0 else None


def doubt(situation: Situation) -> Doubt:
    """Split the doubt about the recommended framework.

    The weights' part is what would be left if every need were stated and every rating certain. The rest is divided
    between the needs and the sources by what taking each away does, on average over which goes first (their Shapley
    values), so that the parts add up.
    """
    if situation.leader is None:
        return Doubt(doubt=0.0, causes=(), remedy=None)
    whole = _doubt(situation, needs=True, sources=True)
    stated, certain = _doubt(situation, needs=False, sources=True), _doubt(situation, needs=True, sources=False)
    left = _doubt(situation, needs=False, sources=False)
    parts: dict[Kind, float] = {
        "needs": (whole - stated + certain - left) / 2,
        "sources": (whole - certain + stated - left) / 2,
        "weights": left,
    }
    remedies: dict[Kind, Callable[[Situation], Remedy | None]] = {
        "needs": answer,
        "sources": source,
        "weights": settle,
    }
    causes = sorted((Cause(kind=kind, part=part) for kind, part in parts.items()), key=lambda c: -round(c.part, 9))
    remedy = remedies[causes[0].kind](situation) if causes[0].part > 0 else None
    return Doubt(doubt=whole, causes=tuple(causes), remedy=remedy)


def _doubt(situation: Situation, *, needs: bool, sources: bool) -> float:
    standing = situation.standing
    rows = {name: _rows(standing.ratings(name), certain=not sources) for name in standing.scores}
    shares = share_first(
        standing.weights,
        standing.must_haves,
        rows,
        situation.advice.open_share if needs else 0.0,
        seed=situation.seed,
        worlds=situation.worlds,
    )
    return 1 - shares[str(situation.leader)]


def _rows(row: list[Rated], *, certain: bool) -> list[Rated]:
    return [rated._replace(spread=0.0) for rated in row] if certain else row
