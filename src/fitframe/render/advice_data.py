"""The object that `recommend -f json` prints. Its keys, shapes and rounding are an interface."""

from __future__ import annotations

from fitframe.render.stamp import stamp
from fitframe.report import Contribution, Ranked, Recommendation


def advice_data(answer: Recommendation) -> dict[str, object]:
    """A recommendation as plain values, floats rounded."""
    return {
        **stamp(answer.rules_version, answer.rules_digest),
        "as_of": answer.as_of,
        "profile": {"name": answer.profile},
        "recommended": answer.recommended,
        "tied": answer.tied,
        "confidence": answer.confidence,
        "why_confidence": answer.why_confidence,
        "ranking": [_ranked(ranked) for ranked in answer.ranking],
        "excluded": [entry._asdict() for entry in answer.excluded],
        "possible": [entry._asdict() for entry in answer.possible],
        "set_aside": [entry._asdict() for entry in answer.set_aside],
        "disagreements": [entry._asdict() for entry in answer.disagreements],
        "open_questions": [entry._asdict() for entry in answer.open_questions],
        "open_share": round(answer.open_share, 3),
        "must_haves": answer.must_haves,
        "tools": [entry._asdict() for entry in answer.tools],
        "paths": [entry._asdict() for entry in answer.paths],
        "parts": [entry._asdict() for entry in answer.parts],
        "to_find_out": answer.to_find_out,
        "collisions": [entry._asdict() for entry in answer.collisions],
        "oldest_evidence": answer.oldest_evidence,
    }


def _ranked(ranked: Ranked) -> dict[str, object]:
    return {
        "framework": ranked.framework,
        "backend": ranked.backend,
        "score": round(ranked.score, 2),
        "share_first": round(ranked.share_first, 3),
        "contributions": [_contribution(contribution) for contribution in ranked.contributions],
        "provided": [condition.provided for condition in ranked.provided],
    }


def _contribution(contribution: Contribution) -> dict[str, object]:
    plain: dict[str, object] = {
        "criterion": contribution.criterion,
        "importance": contribution.importance,
        "weight": contribution.weight,
        "rating": round(contribution.rating, 3),
        "spread": round(contribution.spread, 3),
        "points": round(contribution.points, 4),
        "rules": contribution.rules,
    }
    return plain | {"weakest_link": True} if contribution.weakest_link else plain
