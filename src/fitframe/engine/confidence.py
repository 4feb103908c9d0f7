"""How firm a recommendation is, in one word and one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fitframe.models import Question, RuleBase
from fitframe.report import Confidence, OpenQuestion, Ranked

CLEAR = 0.90
LEANING = 0.60


def how_sure(
    ranking: Sequence[Ranked], questions: Iterable[OpenQuestion | Question], rules: RuleBase
) -> tuple[Confidence, str]:
    """How firm a ranking is with these questions open, and why."""
    if not ranking:
        return Confidence.NONE_FITS, "every framework is ruled out"
    first = ranking[0]
    oftenest = max(ranking, key=lambda r: r.share_first)
    share = f"first in {_percent(first.share_first)} of the worlds tried"
    if oftenest.share_first > first.share_first:
        rival = rules.frameworks[oftenest.framework].name
        return (
            Confidence.TOSS_UP,
            f"it has the highest score, but {rival} comes first in more of the worlds tried",
        )
    if first.share_first < LEANING:
        return Confidence.TOSS_UP, f"only {share}"
    if any(question.essential for question in questions):
        return Confidence.LEANING, f"{share}, but an essential question is open"
    return (Confidence.CLEAR if first.share_first >= CLEAR else Confidence.LEANING), share


def _percent(share: float) -> str:
    """Whole per cent, never rounded up to a certainty that it is not."""
    return "over 99 %" if 0.995 <= share < 1 else f"{share * 100:.0f} %"
