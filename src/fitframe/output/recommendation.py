"""A recommendation as a subject that can be shown: as a page for people, and as an object for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Self

from fitframe.model.recommendation import ChosenMove, Confidence, Contribution, Ranked, Recommendation
from fitframe.model.rulebase import RuleBase
from fitframe.output import Detail, Subject, sections, stamp
from fitframe.output.document import Block, Document, Heading, Paragraph, Table, Tone
from fitframe.output.wording import framework_name, listed, percent, sentence, way

if TYPE_CHECKING:
    from fitframe.output.document import Document
    from fitframe.sensitivity.overview import Overview


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
        "outcome": answer.outcome,
        "why_outcome": answer.why_outcome,
        "instead": [entry._asdict() for entry in answer.instead],
        "move": _move(answer.move),
        "contradictions": [entry._asdict() for entry in answer.contradictions],
        "contenders": answer.contenders,
    }


def _move(move: ChosenMove | None) -> dict[str, object] | None:
    if move is None:
        return None
    data = move._asdict()
    return {"from" if key == "source" else key: value for key, value in data.items()}


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


SIMULATIONS = (
    "First in: we repeat the decision 1,000 times, varying whatever is uncertain (disputed ratings, exact weights, "
    "needs not stated), and count how often each framework comes first."
)
_CONFIDENCE = {
    Confidence.CLEAR: "Clear: ",
    Confidence.LEANING: "Leaning: ",
    Confidence.TOSS_UP: "Too close to call: ",
    Confidence.NONE_FITS: "",
}


def page(answer: Recommendation, rules: RuleBase, closer: Overview | None, detail: Detail) -> Document:
    """The page; `closer` is a closer look, for readers who want everything."""
    full = detail is Detail.FULL
    if detail is Detail.BRIEF:
        return (Paragraph(f"{headline(answer, rules)} ({answer.confidence})"),)
    return (
        *_headline(answer, rules),
        *sections.parts(answer, rules),
        *_ranking(answer, rules),
        *sections.to_watch(answer, rules),
        *sections.for_and_against(answer, rules, full=full),
        *sections.exclusions(answer, rules, full=full),
        *sections.collisions(answer, rules),
        *sections.disagreements(answer, rules, full=full),
        *sections.set_aside(answer, rules, full=full),
        *sections.paths(answer, rules),
        *sections.tools(answer, rules, full=full),
        *sections.open_questions(answer, rules, full=full),
        *_closer(rules, closer),
        Paragraph(_basis(answer), Tone.QUIET),
    )


def _closer(rules: RuleBase, closer: Overview | None) -> Iterator[Block]:
    if closer is not None:
        from fitframe.output.sensitivity import sensitivity

        yield from sensitivity(rules, closer)


def headline(answer: Recommendation, rules: RuleBase) -> str:
    """'Recommended: TensorFlow', or that nothing fits."""
    if not answer.ranking:
        return "No framework fits"
    return f"Recommended: {framework_name(rules, way(answer.ranking[0]))}"


def confidence(answer: Recommendation, rules: RuleBase) -> str:
    """How sure it is and why, ties, and what the project would have to change, in a few sentences."""
    parts = (
        sentence(_CONFIDENCE[answer.confidence] + answer.why_confidence),
        _ties(answer, rules),
        sections.conditions(answer),
    )
    return " ".join(filter(None, parts))


def _headline(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    yield Heading(answer.profile or "Untitled project", level=1)
    yield Paragraph(headline(answer, rules), Tone.STRONG)
    yield Paragraph(confidence(answer, rules))


def _ties(answer: Recommendation, rules: RuleBase) -> str:
    names = [framework_name(rules, name) for name in answer.tied]
    have = "has" if len(names) == 1 else "have"
    return f"It is a tie: {listed(names)} {have} the same score." if names else ""


def _ranking(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    if answer.ranking:
        yield Heading("Ranking")
        rows = tuple(
            (framework_name(rules, way(ranked)), f"{ranked.score:.1f}", percent(ranked.share_first))
            for ranked in answer.ranking
        )
        yield Table(("Framework", "Score", "First in"), rows, tuple(r.score / 100 for r in answer.ranking))
        yield Paragraph(SIMULATIONS, Tone.QUIET)


def _basis(answer: Recommendation) -> str:
    counted = sum(not c.weakest_link for ranked in answer.ranking[:1] for c in ranked.contributions)
    criteria = f"{counted} {'criterion' if counted == 1 else 'criteria'} counted"
    oldest = f"oldest dated source {answer.oldest_evidence}" if answer.oldest_evidence else "no dated source"
    return f"As of {answer.as_of}, rule base {answer.rules_version}; {criteria}; {oldest}."


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Advice(Recommendation, Subject):
    """A recommendation with the rule base that it was made from, which can therefore be shown."""

    rules: RuleBase = field(compare=False)
    closer: Overview | None = field(default=None, compare=False)  # for readers who want everything

    @classmethod
    def of(cls, answer: Recommendation, rules: RuleBase, closer: Overview | None = None) -> Self:
        """The advice that a recommendation gives."""
        values = {entry.name: getattr(answer, entry.name) for entry in fields(Recommendation)}
        return cls(**values, rules=rules, closer=closer)

    def document(self, detail: Detail) -> Document:
        """The page, most important first."""
        return page(self, self.rules, self.closer, detail)

    def data(self) -> dict[str, object]:
        """The object that `-f json` prints."""
        return advice_data(self)
