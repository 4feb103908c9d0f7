"""Small rule bases, so that a test shows only what matters to it."""

from __future__ import annotations

from typing import Any

from fitframe.engine.compiled import compile_rules
from fitframe.engine.recommend import advise
from fitframe.model.evidence import Source
from fitframe.model.fields import Importance
from fitframe.model.profile import Profile
from fitframe.model.recommendation import Ranked, Recommendation
from fitframe.model.rulebase import Criterion, Framework, Question, Rule, RuleBase

TODAY = "2026-11-20"
OFFICIAL = {"source": "official", "where": "here", "shows": "so it is"}
ARTICLE = {"source": "article", "where": "here", "shows": "so they say"}
RECENT = {"source": "recent", "where": "here", "shows": "so they say, too"}
SOURCES = {
    "official": {"tier": "official", "published": "2026-01-01", "accessed": TODAY},  # trust 0.95
    "article": {"tier": "article", "published": "2021-11-20", "accessed": TODAY},  # five years old: trust 0.2
    "recent": {"tier": "article", "published": TODAY, "accessed": TODAY},  # trust 0.4
}
QUESTIONS: list[dict[str, Any]] = [
    {"id": "goal", "takes": "many", "choices": {"learning": "l", "research": "r", "production": "p"}},
    {
        "id": "target",
        "takes": "many",
        "essential": True,
        "choices": {"server": "s", "phone": "p", "web": "w"},
    },
    {"id": "size", "takes": "one", "ordered": True, "choices": {"small": "s", "medium": "m", "large": "l"}},
    {
        "id": "python",
        "takes": "one",
        "ordered": True,
        "changeable": True,
        "choices": {"3.12": "a", "3.13": "b", "3.14": "c"},
    },
]


def rule(rule_id: str, *, evidence: Any = OFFICIAL, **fields: Any) -> Rule:
    """A rule with a sentence and one official source, unless told otherwise."""
    evidence = evidence if isinstance(evidence, list) else [evidence]
    return Rule.model_validate({"id": rule_id, "because": f"Rule {rule_id} says so.", "evidence": evidence, **fields})


def _level(step: tuple[str, Any]) -> int:
    return -list(Importance).index(Importance(step[0]))


def criterion(name: str, *rules: Rule, base: str = "none", raised: Any = (), **fields: Any) -> Criterion:
    """A criterion that counts as `base`, and more by `raised`, a list of (level, condition)."""
    levels = [*raised, *([(base, {})] if base != "none" else [])]
    steps = [{"to": to, "when": when, "because": "it matters"} for to, when in sorted(levels, key=_level)]
    data = {"id": name, "title": name.title(), "scale": dict.fromkeys(range(5), "step")}
    found = Criterion.model_validate({**data, "importance": steps, **fields})
    return found.model_copy(update={"rules": rules})


def base(*criteria: Criterion, frameworks: str = "ant bee", questions: Any = QUESTIONS, **fields: Any) -> RuleBase:
    """A rule base of these criteria with the frameworks ant and bee."""
    compiled = [Question.model_validate({"title": q["id"], "prompt": "?", "why": "because", **q}) for q in questions]
    known = [
        {"id": f, "name": f.title(), "character": "c", "package": f, "imports": f, "home": "h"}
        for f in frameworks.split()
    ]
    sources = {
        key: Source.model_validate({"id": key, "title": key, "by": "someone", **of}) for key, of in SOURCES.items()
    }
    values: dict[str, Any] = {
        "version": "1",
        "reviewed": TODAY,
        "sources": sources,
        "questions": {q.id: q for q in compiled},
        "frameworks": {f["id"]: Framework.model_validate(f) for f in known},
        "tools": {},
        "criteria": {c.id: c for c in criteria},
    }
    return RuleBase.model_construct(
        **{**values, "digest": "", "groups": {}, "routes": {}, "splits": {}, "origins": {}, **fields}
    )


def advice(
    rules: RuleBase,
    answers: dict[str, Any] | None = None,
    priorities: dict[str, str] | None = None,
    needs: dict[str, Any] | None = None,
    **options: Any,
) -> Recommendation:
    """The advice for these answers; lists may be given as lists. `needs` has wishes, any-of and all-of of a profile."""
    said = {"answers": answers or {}, "priorities": priorities or {}, **(needs or {})}
    profile = Profile.model_validate({"fitframe": 1, **said})
    levels: dict[str, Importance] = dict(profile.priorities)
    return advise(
        compile_rules(rules, **options),
        profile.answers,
        levels,
        wishes=profile.wishes,
        any_of=profile.any_of,
        all_of=profile.all_of,
        worlds=200,
    )


def ranked(advised: Recommendation, framework: str) -> Ranked:
    """One framework's place."""
    return next(r for r in advised.ranking if r.framework == framework)


def scores(advised: Recommendation) -> dict[str, float]:
    """Framework to score."""
    return {r.framework: r.score for r in advised.ranking}
