"""A recommendation as a page for people, most important first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fitframe.models import RuleBase
from fitframe.render import Detail, grounds, outlook
from fitframe.render.document import Block, Document, Heading, Paragraph, Table, Tone
from fitframe.render.names import framework_name, listed, percent, sentence, way
from fitframe.report import Confidence, Recommendation

if TYPE_CHECKING:
    from fitframe.insight.overview import Overview

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
        from fitframe.render.closer import closer_look

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
