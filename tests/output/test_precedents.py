"""How an answer speaks of similar decisions, and says where they point elsewhere."""

from __future__ import annotations

from typing import Any

from fitframe.model.evidence import Aftermath, Precedent
from fitframe.model.fields import Outcome
from fitframe.model.recommendation import SimilarDecision
from fitframe.output import Detail
from fitframe.output.document import Paragraph
from fitframe.output.recommendation import Advice, in_one_line, with_similar_decisions
from fitframe.output.sections import pointing_elsewhere, similar_decisions
from tests.engine.test_likeness import precedent
from tests.output.sample import RULES, advice

TOLD: dict[str, Precedent] = {name: precedent(name, title=f"Project {name}") for name in ("one", "two", "three")}
WITH = RULES.model_copy(update={"precedents": TOLD})


def similar(name: str, choice: str = "alpha", outcome: str = "kept", **fields: Any) -> SimilarDecision:
    values: dict[str, Any] = {
        "id": name,
        "choice": choice,
        "comes_to": Outcome.FRAMEWORK,
        "outcome": Aftermath(outcome),
        "likeness": 0.7,
        "source": f"https://example.org/{name}",
        "decided": "2020-05",
        "alike": {"place": ("phone",)},
        "unlike": (),
    }
    return SimilarDecision(**{**values, **fields})


def elsewhere(*decisions: SimilarDecision) -> str:
    return pointing_elsewhere(advice(recommended="alpha", contenders=(), precedents=decisions), WITH)


def test_it_says_so_where_most_chose_otherwise() -> None:
    assert elsewhere(similar("one", "beta"), similar("two", "beta"), similar("three")) == (
        "Of the 3 projects most like this one 2 chose otherwise."
    )
    assert elsewhere(similar("one", "beta")) == "The project most like this one chose otherwise."


def test_it_says_nothing_where_they_agree_or_another_choice_was_regretted() -> None:
    assert elsewhere(similar("one"), similar("two", "beta")) == ""
    assert elsewhere(similar("one", "beta", "regretted"), similar("two")) == ""
    assert elsewhere() == ""


def test_one_line_tells_who_chose_what_when_and_how_it_went() -> None:
    line = in_one_line(similar("one", "beta", "moved-again", alike={"place": ("phone", "none")}), WITH)

    assert line.startswith("Project one (2020): ")
    assert line.endswith(", left later. Like yours: phone. (one)")


def test_the_section_has_every_source() -> None:
    decisions = (similar("one"), similar("two"))

    text = str(Advice.of(advice(precedents=decisions), WITH).document(Detail.FULL))

    assert all(one.source in text for one in decisions)
    assert list(similar_decisions(advice(precedents=()), WITH)) == []


def test_a_full_screen_has_no_room_for_them_and_says_how_many_there_are() -> None:
    answer = advice(precedents=(similar("one"),))
    end = Paragraph("-v shows everything.")

    short = with_similar_decisions((Paragraph("x"),), end, answer, WITH)
    full = with_similar_decisions(tuple([Paragraph("x")] * 14), end, answer, WITH)

    assert "Project one" in str(short)
    assert "Project one" not in str(full)
    assert full[-1] == Paragraph("-v shows everything, and 1 precedents.")
