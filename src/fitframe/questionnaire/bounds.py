"""How far a leader's lead over one rival can fall, if the cases of all criteria could be picked one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf
from typing import NamedTuple

from fitframe.engine.scoring import WEAKEST_LINK
from fitframe.questionnaire.rows import Row, Table

LINK = WEAKEST_LINK / (1 - WEAKEST_LINK)
"""What the weakest link weighs against the weighted sum, where there is a must-have."""
NOBODY = None
Rival = int | None
"""The number of a way to run a framework; or NOBODY, who comes first where everything is ruled out."""


class Duel(NamedTuple):
    """What one criterion can come to between two ways to run a framework, the rival not ruled out."""

    rows: tuple[Row, ...]
    ordinary: float  # the least that it gives to the lead where it is no must-have; inf: it always is one
    decisive: bool  # whether it can be a must-have; if so:
    gap: float  # the least difference of the ratings
    lowest: float  # our lowest rating
    highest: float  # the rival's highest rating


def least_lead(tables: Sequence[Table], own: int, rival: int) -> float:
    """What the lead of the way `own` over the way `rival` cannot fall below.

    -inf where `own` can be ruled out, inf where `rival` surely is. The lead is multiplied by the total weight and by a
    constant, all positive: only its sign counts. For

        lead ~ Σ w·(own - rival) / Σ w + LINK · (weakest own - weakest rival)

    and so, times Σ w, every criterion's part is w · (own - rival + link), with one `link` for all of them: 0 where
    there is no must-have, else LINK times what the difference of the weakest cannot fall below.
    """
    duels = [_duel(table, own, rival) for table in tables]
    if not all(duel.rows for duel in duels):
        return inf
    without = inf if any(duel.ordinary == inf for duel in duels) else sum(duel.ordinary for duel in duels)
    decisive = [duel for duel in duels if duel.decisive]
    if not decisive:
        return without
    link = LINK * _weakest_link(decisive)
    return min(without, sum(_least(table, own, rival, link) for table in tables))


def never_out(tables: Iterable[Table], own: int) -> float:
    """inf where no case rules `own` out, else -inf."""
    return -inf if any(row.blocked >> own & 1 for table in tables for row in table.rows) else inf


def worst_case(rows: Sequence[Row], own: Rival, rival: Rival) -> tuple[float, Row]:
    """The case that suits the rival best among those that do not rule it out, and by how much it is the best.

    Where every case rules it out, the first.
    """
    possible = [row for row in rows if rival is NOBODY or not row.blocked >> rival & 1] or rows
    values = [_worth(row, own, rival) for row in possible]
    worst, best = min(values), max(values)
    return (0.0 if best == worst else best - worst), possible[values.index(worst)]


def _duel(table: Table, own: int, rival: int) -> Duel:
    key = (own, rival)
    if key not in table.memory:
        rows = tuple(row for row in table.rows if not row.blocked >> rival & 1)
        decisive = [row for row in rows if row.decisive]
        table.memory[key] = Duel(
            rows=rows,
            ordinary=min((_value(row, own, rival, 0.0) for row in rows if not row.decisive), default=inf),
            decisive=bool(decisive),
            gap=min((row.ratings[own] - row.ratings[rival] for row in decisive), default=inf),
            lowest=min((row.ratings[own] for row in decisive), default=inf),
            highest=max((row.ratings[rival] for row in decisive), default=-inf),
        )
    found: Duel = table.memory[key]
    return found


def _least(table: Table, own: int, rival: int, link: float) -> float:
    key = (own, rival, link)
    if key not in table.memory:
        table.memory[key] = min(_value(row, own, rival, link) for row in _duel(table, own, rival).rows)
    found: float = table.memory[key]
    return found


def _weakest_link(decisive: Sequence[Duel]) -> float:
    """What the difference of the weakest must-haves cannot fall below.

    It is at least the least difference within one must-have. It is also at least our lowest rating less what the
    rival's weakest can rise to, which is capped by each criterion that is surely a must-have.
    """
    caps = [duel.highest for duel in decisive if duel.ordinary == inf]
    cap = min(caps) if caps else max(duel.highest for duel in decisive)
    return max(min(duel.gap for duel in decisive), min(duel.lowest for duel in decisive) - cap)


def _worth(row: Row, own: Rival, rival: Rival) -> float:
    if own is NOBODY:
        return 0.0
    return _value(row, own, own if rival is NOBODY else rival, 0.0)


def _value(row: Row, own: int, rival: int, link: float) -> float:
    if row.blocked >> own & 1:
        return -inf
    return row.weight * (row.ratings[own] - row.ratings[rival] + link)
