"""A small rule base and a recommendation made from it by hand, with every kind of thing a page can show."""

from __future__ import annotations

from typing import Any

from fitframe.model.fields import Outcome
from fitframe.model.recommendation import (
    Collision,
    Condition,
    Confidence,
    Contribution,
    Disagreement,
    Exclusion,
    OpenQuestion,
    PartAdvice,
    Path,
    PossibleExclusion,
    Ranked,
    Recommendation,
    SetAside,
    Setup,
    ToolUse,
)
from fitframe.model.rulebase import RuleBase

SCALE = {0: "no path", 1: "experimental", 2: "through third parties", 3: "first-party", 4: "proven in production"}


def _evidence(source: str, **more: Any) -> dict[str, Any]:
    return {"source": source, "where": "Summary", "shows": f"what {source} says", **more}


RULES = RuleBase.model_validate(
    {
        "version": "2026.1",
        "reviewed": "2026-01-31",
        "digest": "d1g357",
        "groups": {"papers": ["paper"]},
        "sources": {
            "manual": {
                "id": "manual",
                "title": "The manual",
                "by": "The makers",
                "tier": "official",
                "published": "2025-06-01",
                "accessed": "2026-01-30",
                "url": "https://example.org/the_manual",
            },
            "paper": {
                "id": "paper",
                "title": "A comparison | in print",
                "by": "unknown",
                "tier": "article",
                "accessed": "2026-01-30",
                "note": "Names no figures.",
            },
        },
        "questions": {
            "place": {
                "id": "place",
                "title": "Place",
                "prompt": "Where must it run?",
                "why": "A path has to exist.",
                "takes": "many",
                "essential": True,
                "choices": {"phone": "on a phone", "server": "on servers", "none": "nowhere"},
            },
            "speed": {
                "id": "speed",
                "title": "Speed",
                "prompt": "How fast must it be?",
                "why": "Speed costs.",
                "takes": "one",
                "ordered": True,
                "changeable": True,
                "relevant": {"place": "server"},
                "choices": {"low": "not very", "medium": "fairly", "high": "very"},
            },
        },
        "frameworks": {
            "alpha": {
                "id": "alpha",
                "name": "Alpha",
                "character": "A framework for phones.",
                "package": "alpha-ml",
                "imports": "alpha",
                "aliases": ["al"],
                "home": "https://example.org/alpha",
            },
            "beta": {
                "id": "beta",
                "name": "Beta",
                "character": "A framework for papers.",
                "package": "beta",
                "imports": "beta",
                "home": "https://example.org/beta",
            },
            "gamma": {
                "id": "gamma",
                "name": "Gamma",
                "character": "A framework for tables.",
                "package": "gamma",
                "imports": "gamma",
                "home": "https://example.org/gamma",
            },
        },
        "tools": {
            "pocket": {
                "id": "pocket",
                "name": "Pocket",
                "kind": "mobile",
                "belongs_to": "alpha",
                "status": "superseded",
                "since": "2024-09-04",
                "successor": ["purse", "wallet"],
                "summary": "Runs models on phones.",
                "instead": "Convert with Purse.",
                "evidence": [_evidence("manual")],
            },
            "purse": {
                "id": "purse",
                "name": "Purse",
                "kind": "mobile",
                "belongs_to": "alpha",
                "status": "active",
                "summary": "Runs models on phones, newer.",
            },
            "wallet": {
                "id": "wallet",
                "name": "Wallet",
                "kind": "mobile",
                "status": "maintenance",
                "since": "2025",
                "summary": "Runs models elsewhere.",
            },
        },
        "criteria": {
            "edge": {
                "id": "edge",
                "title": "Phones",
                "scale": SCALE,
                "importance": [
                    {"to": "decisive", "when": {"place": "phone"}, "because": "it has to run there"},
                ],
                "unrated": {"gamma": "No source speaks of Gamma on phones."},
                "rules": [
                    {
                        "id": "edge/alpha-leads",
                        "framework": "alpha",
                        "rating": 4,
                        "when": {"place": {"any": ["phone"]}},
                        "because": "Alpha has a runtime for phones that its makers ship.",
                        "via": ["pocket", "purse"],
                        "since": "2024-09",
                        "supersedes": ["edge/alpha-early"],
                        "evidence": [_evidence("manual"), _evidence("paper", opinion=True)],
                    },
                    {
                        "id": "edge/alpha-early",
                        "framework": "alpha",
                        "rating": 1,
                        "because": "Alpha on phones was called experimental.",
                        "evidence": [_evidence("paper")],
                    },
                    {
                        "id": "edge/beta-converts",
                        "framework": "beta",
                        "rating": 2,
                        "because": "Beta reaches phones through a converter.",
                        "evidence": [_evidence("manual")],
                    },
                    {
                        "id": "edge/gamma-cannot",
                        "blocks": ["gamma"],
                        "when": {"place": "phone"},
                        "because": "Gamma has no runtime for phones.",
                        "evidence": [_evidence("manual")],
                    },
                ],
                "cases": [
                    {
                        "name": "a phone makes it decisive",
                        "answers": {"place": ["phone"]},
                        "expect": {
                            "importance": "decisive",
                            "applies": ["edge/alpha-leads"],
                            "set_aside": ["edge/alpha-early"],
                        },
                    },
                    {
                        "name": "a server does not",
                        "answers": {"place": ["server"]},
                        "expect": {"importance": "none", "silent": ["edge/alpha-leads"]},
                    },
                ],
            },
            "learning": {
                "id": "learning",
                "title": "Ease of learning",
                "scale": SCALE,
                "importance": [{"to": "low", "because": "it always matters"}],
                "rules": [
                    {
                        "id": "learning/beta-plain",
                        "ratings": {"beta": 4, "alpha": 2},
                        "because": "Beta reads like ordinary code; Alpha <takes> longer.",
                        "evidence": [_evidence("paper")],
                    },
                    {
                        "id": "learning/beta-steep",
                        "framework": "beta",
                        "rating": 1.5,
                        "because": "Beta expects that you write every step yourself.",
                        "evidence": [_evidence("manual")],
                    },
                ],
            },
            "speed": {
                "id": "speed",
                "title": "Speed",
                "scale": SCALE,
                "importance": [
                    {"to": "high", "when": {"speed": {"at_least": "medium"}}, "because": "speed costs"},
                ],
                "combine": "weakest",
                "across": "place",
                "rules": [
                    {
                        "id": "speed/beta-old-python",
                        "blocks": ["beta"],
                        "provided": "Speed is lowered.",
                        "when": {"not": {"any_of": [{"speed": "low"}, {"place": {"none": ["server"]}}]}},
                        "because": "Beta does not come this fast.",
                        "evidence": [_evidence("manual")],
                    }
                ],
            },
        },
        "routes": {
            "alpha-phone": {
                "id": "alpha-phone",
                "framework": "alpha",
                "reaches": {"place": "phone"},
                "hops": [{"step": "export", "tool": "purse"}, {"step": "run", "tool": "purse"}],
                "support": 4,
                "because": "The makers of Alpha keep both steps.",
                "evidence": [_evidence("manual")],
            }
        },
        "splits": {
            "two-places": {
                "id": "two-places",
                "when": {"place": {"all": ["phone", "server"]}},
                "because": "phones and servers ask for different things",
                "parts": [{"name": "on the phone"}, {"name": "on the server"}],
            }
        },
        "origins": {"rule:edge/alpha-leads": "criteria/edge.yaml:12", "tool:pocket": "tools/pocket.yaml:1"},
    }
)


def contribution(
    criterion: str, rating: float, points: float, *rules: str, weight: float = 1.0, link: bool = False
) -> Contribution:
    """One contribution; a must-have is one of weight 8."""
    return Contribution(
        criterion=criterion,
        importance="decisive" if weight == 8 else "low",
        weight=weight,
        rating=rating,
        spread=0.5,
        points=points,
        rules=rules,
        weakest_link=link,
    )


def ranked(
    framework: str,
    share: float,
    *contributions: Contribution,
    backend: str | None = None,
    provided: tuple[Condition, ...] = (),
) -> Ranked:
    """A place in the ranking; its score is the sum of its contributions."""
    return Ranked(
        framework=framework,
        backend=backend,
        score=sum(entry.points for entry in contributions),
        share_first=share,
        contributions=contributions,
        provided=provided,
    )


# By the formula of a score: weights 8 and 1, and 0.4 of it for the weakest must-have.
# Alpha: 25 * 0.6 * (8/9 * 4 + 1/9 * 2) = 53.33 + 3.33, and 25 * 0.4 * 4 = 40. Beta: 26.67 + 4.58, and 20.
ALPHA = ranked(
    "alpha",
    0.74,
    contribution("edge", 4, 53.333333, "edge/alpha-leads", weight=8),
    contribution("edge", 4, 40.0, "edge/alpha-leads", weight=8, link=True),
    contribution("learning", 2, 3.333333, "learning/beta-plain"),
)
BETA = ranked(
    "beta",
    0.26,
    contribution("edge", 2, 26.666667, "edge/beta-converts", weight=8),
    contribution("edge", 2, 20.0, "edge/beta-converts", weight=8, link=True),
    contribution("learning", 2.75, 4.583333, "learning/beta-plain", "learning/beta-steep"),
)

FULL: dict[str, Any] = {
    "profile": "Shelf scanner",
    "as_of": "2026-01-31",
    "rules_version": "2026.1",
    "rules_digest": "d1g357",
    "recommended": "alpha",
    "tied": (),
    "confidence": Confidence.LEANING,
    "why_confidence": "first in 74 % of 1,000 simulations, but an essential question is open",
    "ranking": (ALPHA, BETA),
    "setup": Setup(packages=("alpha-ml",), notes=()),
    "excluded": (Exclusion(framework="gamma", rule="edge/gamma-cannot", because="Gamma has no runtime for phones."),),
    "possible": (
        PossibleExclusion(
            framework="beta",
            rule="speed/beta-old-python",
            because="Beta does not come this fast.",
            questions=("speed",),
        ),
    ),
    "set_aside": (SetAside(rule="edge/alpha-early", by="edge/alpha-leads", frameworks=("alpha",)),),
    "disagreements": (
        Disagreement(criterion="learning", framework="beta", low="learning/beta-steep", high="learning/beta-plain"),
    ),
    "open_questions": (
        OpenQuestion(
            question="place",
            essential=True,
            asked=False,
            could_change={"server": "beta", "none": "beta"},
            could_settle={},
            chance=0.7,
        ),
        OpenQuestion(question="speed", essential=False, asked=True, could_change={}, could_settle={}, chance=0.0),
    ),
    "open_share": 0.41666,
    "least_lead": 1.25,
    "must_haves": ("edge",),
    "tools": (
        ToolUse(need="edge", tool="pocket", status="superseded", successor=("purse", "wallet")),
        ToolUse(need="edge", tool="purse", status="active", successor=()),
    ),
    "paths": (Path(question="place", answer="phone", route="alpha-phone", others=()),),
    "parts": (
        PartAdvice(name="on the phone", split="two-places", recommended="alpha", confidence=Confidence.CLEAR),
        PartAdvice(name="on the server", split="two-places", recommended="beta", confidence=Confidence.LEANING),
    ),
    "to_find_out": (),
    "collisions": (),
    "oldest_evidence": "2025-06-01",
}

NOTHING: dict[str, Any] = dict.fromkeys(
    (
        "ranking",
        "paths",
        "parts",
        "excluded",
        "possible",
        "set_aside",
        "disagreements",
        "open_questions",
        "tools",
        "must_haves",
    ),
    (),
)


def advice(**changes: Any) -> Recommendation:
    """The full recommendation, with `changes`."""
    return Recommendation(**{**FULL, **changes})


NONE_FITS = advice(
    **{
        **NOTHING,
        "excluded": FULL["excluded"],
        "profile": None,
        "recommended": None,
        "outcome": Outcome.CONTRADICTION,
        "confidence": Confidence.NONE_FITS,
        "why_confidence": "every framework is ruled out",
        "collisions": (Collision(question="place", frees=("gamma",)),),
        "oldest_evidence": None,
    }
)
