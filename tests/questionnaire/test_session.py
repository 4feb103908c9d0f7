"""Going back and changing one's mind never leaves the advice behind."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitframe import api
from fitframe.engine.compiled import compile_rules, relevant_questions
from fitframe.model.profile import Profile
from fitframe.model.rulebase import RuleBase
from fitframe.output.profile_file import profile_yaml
from fitframe.questionnaire.interview import Interview
from fitframe.questionnaire.session import Session, resumed
from tests.questionnaire.small import legal, rule_bases

SHIPPED = api.load_rules()


def lived(data: Any, rules: RuleBase, steps: int) -> tuple[Interview, Session]:
    """A session after random events, as a person causes them: answers, changes, skips, steps back, a resumption."""
    interview, session = Interview.of(compile_rules(rules), {}), Session()
    for _ in range(data.draw(st.integers(0, steps))):
        left = interview.left(session)
        question = session.again or (data.draw(st.sampled_from([q.id for q in left])) if left else None)
        event = data.draw(
            st.sampled_from(["answer", "answer", "answer", "unknown", "skip", "back", "change", "resume"])
        )
        if event == "back":
            session = session.back()
        elif event == "resume":
            session = resumed(session.answers)
        elif event == "change" and session.answers:
            session = session.at(data.draw(st.sampled_from(sorted(session.answers))))
        elif question and event == "skip":
            session = session.skip(question)
        elif question:
            choices = legal(rules.questions[question])[1:]
            answer = "unknown" if event == "unknown" else data.draw(st.sampled_from(choices[:64]))
            session = session.answered(question, answer, interview.compiled)
    return interview, session


def same_advice(rules: RuleBase, interview: Interview, session: Session) -> None:
    """Check that the standing shown is the advice on the saved profile."""
    profile = Profile(fitframe=1, answers=dict(session.answers))
    saved = api.read_profile(profile_yaml(profile, rules, ("as saved",)).encode(), "saved", rules)
    advice = api.recommend(rules, saved)

    assert saved == profile
    shown = interview.state(session).places
    assert [(p.framework, p.score, p.share_first) for p in shown] == [
        (r.framework, r.score, r.share_first) for r in advice.ranking
    ]


@given(st.data())
def test_the_standing_is_the_advice_on_the_saved_profile(data: Any) -> None:
    rules = data.draw(rule_bases)
    same_advice(rules, *lived(data, rules, steps=12))


@settings(max_examples=25)
@given(st.data())
def test_so_it_is_with_the_shipped_rules(data: Any) -> None:
    same_advice(SHIPPED, *lived(data, SHIPPED, steps=25))


@settings(max_examples=100)
@given(st.data())
def test_only_what_is_relevant_is_answered_and_asked(data: Any) -> None:
    rules = data.draw(rule_bases)
    interview, session = lived(data, rules, steps=12)
    answers = interview.compiled.vocabulary.encode(session.answers)
    relevant = {question.id for question in relevant_questions(interview.compiled, answers)}

    assert session.answers.keys() <= relevant
    assert set(session.trail) <= relevant | set(session.skipped)
    assert not {question.id for question in interview.left(session)} & session.answers.keys()


ASKED = Interview.of(compile_rules(SHIPPED), {}).compiled


def test_back_goes_to_the_question_before_and_no_further_than_the_first() -> None:
    session = Session().answered("goal", ("research",), ASKED).answered("experience", "some", ASKED)

    assert session.again is None
    assert session.back().again == "experience"
    assert session.back().back().again == "goal"
    assert session.back().back().back().again == "goal"


def test_answering_again_replaces_and_goes_on_at_the_end() -> None:
    session = Session().answered("goal", ("research",), ASKED).answered("experience", "some", ASKED)

    changed = session.at("goal").answered("goal", ("production",), ASKED)

    assert changed.answers == {"goal": ("production",), "experience": "some"}
    assert changed.trail == ("goal", "experience")
    assert changed.again is None


def test_an_answer_that_the_profile_brought_along_can_be_changed_too() -> None:
    session = Session({"goal": ("research",)})

    assert session.trail == ()
    assert session.at("goal").again == "goal"


def test_a_wish_stands_beside_an_answer_or_alone_and_goes_with_the_next_answer() -> None:
    session = Session().answered("deployment", ("server",), ASKED, ("browser",))
    assert (session.answers, session.wishes) == ({"deployment": ("server",)}, {"deployment": ("browser",)})

    alone = session.at("deployment").answered("deployment", None, ASKED, ("ios",))
    assert (alone.answers, alone.wishes, alone.trail) == ({}, {"deployment": ("ios",)}, ("deployment",))

    assert alone.at("deployment").answered("deployment", ("none",), ASKED).wishes == {}


def test_a_wish_counts_in_where_the_frameworks_stand() -> None:
    interview = Interview.of(ASKED, {})
    needs = {"decision": ("start",), "data-kind": ("images",), "deployment": ("server",)}
    session = Session(needs, wishes={"deployment": ("android",)})

    without, with_ = interview.state(session).places, interview.wishing(session.wishes).state(session).places
    assert {place.framework: place.score for place in with_} != {place.framework: place.score for place in without}


@pytest.mark.parametrize(
    ("answers", "never"),
    [
        ({"deployment": ("none",)}, {"languages", "imposed-runtime", "quantisation", "run-by", "python-at-runtime"}),
        ({"decision": ("run-only",)}, {"training-hardware", "training-place", "model-kind", "memory-tight"}),
    ],
)
def test_what_the_answers_make_irrelevant_is_never_asked(answers: dict[str, Any], never: set[str]) -> None:
    left = {question.id for question in Interview.of(ASKED, {}).left(Session(answers))}

    assert not left & never
    assert len(left) > 10


LOOKED_AT = [SHIPPED.questions[name] for name in ("install", "demands", "accelerator")]


def test_a_checklist_gives_usual_answers_and_leaves_the_unusual_ones_to_be_asked() -> None:
    session = Session().answered("goal", ("research",), ASKED).checked(LOOKED_AT, {"demands"}, ASKED)

    assert session.answers == {"goal": ("research",), "install": ("none",), "accelerator": ("nvidia",)}
    assert session.ticked == ("demands",)
    assert session.skipped == ()
    assert session.answered("demands", ("complex",), ASKED).ticked == ()
    assert session.skip("demands").ticked == ()
    assert session.back().again == "checklist"


def test_a_checklist_that_is_looked_at_again_keeps_unusual_answers_and_drops_those_that_no_longer_hold() -> None:
    session = Session().checked(LOOKED_AT, {"demands", "install"}, ASKED)
    session = session.answered("demands", ("complex",), ASKED).answered("install", ("small-image",), ASKED)

    again = session.checked(LOOKED_AT, {"demands", "accelerator"}, ASKED)

    assert again.answers == {"demands": ("complex",), "install": ("none",)}
    assert again.ticked == ("accelerator",)
    assert again.again is None


def test_the_checklist_comes_after_the_opening_and_what_is_ticked_there_comes_next() -> None:
    interview, session = Interview.of(ASKED, {}), Session()
    for question in SHIPPED.opening:
        assert interview.state(session).next != interview.checklist(session)
        session = session.answered(question, "unknown", ASKED)

    found = interview.state(session).next
    assert found == interview.checklist(session)
    assert found
    assert next(iter(found.choices)) == "none"
    assert {"install", "demands"} <= found.choices.keys()

    looked = session.checked([SHIPPED.questions[q] for q in list(found.choices)[1:]], {"demands", "install"}, ASKED)
    following = interview.state(looked).next
    assert following
    assert following.id == "install"
    assert interview.checklist(looked) is None
    assert interview.checklist(looked.back()) == found
    assert interview.checklist(session.skip("checklist")) is None


def test_a_checklist_of_one_is_none_and_irrelevant_questions_are_not_on_it() -> None:
    interview = Interview.of(ASKED, {})
    all_given = {q.id: q.usual_answer for q in SHIPPED.questions.values() if q.unusual and q.id != "install"}
    nowhere = interview.checklist(Session({"deployment": ("none",)}))

    assert interview.checklist(Session(all_given)) is None
    assert nowhere
    assert "inference-hardware" not in nowhere.choices
