"""A recommendation as a subject that can be shown: as a page for people, and as an object for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fitframe.model.recommendation import ChosenMove, Confidence, Contribution, Ranked, Recommendation
from fitframe.model.rulebase import RuleBase
from fitframe.output import Detail
from fitframe.output import sections as grounds
from fitframe.output import sections as outlook
from fitframe.output.document import Block, Document, Heading, Paragraph, Table, Tone
from fitframe.output.stamp import stamp
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


WORLDS = (
    "First in: the share of worlds in which it comes first. A world is one plausible filling-in of what is "
    "not certain: disputed ratings, exact weights, needs not stated."
)


def page(answer: Recommendation, rules: RuleBase, closer: Overview | None, detail: Detail) -> Document:
    """The page; `closer` is a closer look, for readers who want everything."""
    full = detail is Detail.FULL
    if detail is Detail.BRIEF:
        return (Paragraph(f"{headline(answer, rules)} ({answer.confidence})"),)
    return (
        *_headline(answer, rules),
        *outlook.parts(answer, rules),
        *_ranking(answer, rules),
        *grounds.to_watch(answer, rules),
        *grounds.for_and_against(answer, rules, full=full),
        *grounds.exclusions(answer, rules, full=full),
        *grounds.collisions(answer, rules),
        *grounds.disagreements(answer, rules, full=full),
        *grounds.set_aside(answer, rules, full=full),
        *outlook.paths(answer, rules),
        *outlook.tools(answer, rules, full=full),
        *outlook.open_questions(answer, rules, full=full),
        *_closer(rules, closer),
        Paragraph(_footing(answer), Tone.QUIET),
    )


def _closer(rules: RuleBase, closer: Overview | None) -> Iterator[Block]:
    if closer is not None:
        from fitframe.output.closer_look import closer_look

        yield from closer_look(rules, closer)


def headline(answer: Recommendation, rules: RuleBase) -> str:
    """'Recommended: TensorFlow', or that nothing fits."""
    if not answer.ranking:
        return "No framework fits"
    return f"Recommended: {framework_name(rules, way(answer.ranking[0]))}"


def _headline(answer: Recommendation, rules: RuleBase) -> Iterator[Block]:
    yield Heading(answer.profile or "A project without a name", level=1)
    yield Paragraph(headline(answer, rules), Tone.STRONG)
    sure = "" if answer.confidence is Confidence.NONE_FITS else f"{answer.confidence.capitalize()}: "
    told = (sentence(sure + answer.why_confidence), _ties(answer, rules), grounds.conditions(answer))
    yield Paragraph(" ".join(filter(None, told)))


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
        yield Paragraph(WORLDS, Tone.QUIET)


def _footing(answer: Recommendation) -> str:
    counted = sum(not c.weakest_link for ranked in answer.ranking[:1] for c in ranked.contributions)
    criteria = f"{counted} {'criterion' if counted == 1 else 'criteria'} counted"
    oldest = f"oldest dated source {answer.oldest_evidence}" if answer.oldest_evidence else "no dated source"
    return f"As of {answer.as_of}, rule base {answer.rules_version}; {criteria}; {oldest}."


@dataclass(frozen=True, slots=True)
class Advice:
    """A recommendation with the rule base that it was made from."""

    answer: Recommendation
    rules: RuleBase
    closer: Overview | None = None  # a closer look, for readers who want everything

    def document(self, detail: Detail) -> Document:
        """The page, most important first."""

        return page(self.answer, self.rules, self.closer, detail)

    def data(self) -> dict[str, object]:
        """The object that `-f json` prints."""
        return advice_data(self.answer)
