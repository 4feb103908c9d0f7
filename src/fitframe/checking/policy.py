"""What a run holds the profiles to."""

from __future__ import annotations

from dataclasses import dataclass

from fitframe.model.verdict import Level, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Thresholds, and what makes the check fail."""

    today: str  # YYYY-MM-DD: the day by which waivers expire
    fail_on: Verdict = Verdict.POOR  # this verdict and worse ones fail
    defensible_gap: float = 10.0  # points to the best within which a choice is defensible
    defensible_share: float = 0.15  # share of worlds from which a choice that comes first in them is defensible
    strict: bool = False  # what is wrong with waivers and baseline fails too
    fail_on_drift: bool = False

    def level(self, verdict: Verdict) -> Level:
        """How serious a verdict is. What does not fit but need not fail is still said."""
        if verdict.at_or_below(self.fail_on):
            return Level.ERROR
        return Level.NOTE if verdict is Verdict.DEFENSIBLE else Level.WARNING

    @property
    def housekeeping(self) -> Level:
        """How serious it is that a waiver or an entry of the baseline is no use."""
        return Level.ERROR if self.strict else Level.WARNING
