"""Which winners move from one rule base to another."""

from __future__ import annotations

from fitframe.sensitivity.winners import MovedWinner, moved


def test_a_project_of_both_whose_winner_is_another_has_moved_whichever_comes_first_by_letters() -> None:
    old = {"shop": "bee", "lab": "ant", "school": "ant", "gone": "ant"}
    new = {"shop": "ant", "lab": "bee", "school": "ant", "came": "bee"}

    assert moved(old, new) == (MovedWinner("lab", "ant", "bee"), MovedWinner("shop", "bee", "ant"))
