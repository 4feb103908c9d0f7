"""What open answers might still rule out: how likely that is, and what is said of it."""

from __future__ import annotations

from typing import Any

import pytest

from fitframe.checking.project import Blocker
from fitframe.engine.compiled import compile_rules
from fitframe.model.rulebase import RuleBase
from fitframe.model.verdict import Finding, Kind, Level
from tests.check.build import judged, of_kind, profile, rules
from tests.engine.build import rule

QUESTIONS: list[dict[str, Any]] = [
    {"id": "place", "takes": "one", "usual": {"own": 0.8}, "choices": {"own": "o", "web": "w", "phone": "p"}},
    {"id": "chip", "takes": "many", "usual": {"cpu": 0.6}, "choices": {"cpu": "c", "gpu": "g"}},
    {
        "id": "system",
        "takes": "one",
        "changeable": True,
        "fixed": ["locked"],
        "choices": {"linux": "l", "windows": "w", "mac": "m", "locked": "n"},
    },
    {"id": "voice", "takes": "one", "usual": {"no": 0.7}, "choices": {"no": "n", "yes": "y"}},
]
"""By hand: own 0.8, web and phone 0.1 each; cpu 0.6, gpu 0.4; each system 0.25; no voice 0.7."""


def known(**blockers: Any) -> RuleBase:
    """Rules in which ant is the best; each of `blockers`, a name and its condition, rules it out."""
    others = [rule(f"speed/{name}", blocks=["ant"], when=when) for name, when in blockers.items()]
    return rules(0.0, 0.0, *others, questions=QUESTIONS)


def notes(base: RuleBase, answers: str = "{}", more: str = "") -> list[Finding]:
    """The possible blockers of a profile that states ant."""
    return of_kind(judged(profile("ant", more, answers), base), Kind.POSSIBLE_BLOCKER)


@pytest.mark.parametrize(
    ("when", "answers", "expected"),
    [
        ({"place": "web"}, {}, 0.1),
        ({"place": {"none": ["own"]}}, {}, 0.2),
        ({"place": ["web", "phone"], "chip": "gpu"}, {}, 0.2 * 0.4),
        ({"place": "web", "chip": "gpu"}, {"chip": ("gpu",)}, 0.1),
        ({"any_of": [{"place": "web"}, {"chip": "gpu"}]}, {}, 1 - 0.9 * 0.6),
        ({"system": ["windows", "locked"]}, {}, 0.25),  # the others can be changed
        ({"system": "windows", "chip": "gpu"}, {"system": "windows"}, 0.0),
        ({"system": "locked", "chip": "gpu"}, {"system": "locked"}, 0.4),
        ({"any_of": [{"system": "locked"}, {"chip": "gpu"}]}, {}, 0.4 + 0.6 * 0.25),  # changing helps no gpu
        ({"any_of": [{"system": "windows"}, {"voice": "yes"}]}, {}, 0.3),  # without a voice it can be changed
    ],
)
def test_how_likely_a_blocker_is(when: Any, answers: dict[str, Any], expected: float) -> None:
    compiled = compile_rules(known(blocker=when))
    (statement,) = (s for criterion in compiled.criteria for s in criterion.rules if s.blocks)
    encoded = compiled.vocabulary.encode(answers)

    assert Blocker.of(statement, compiled).chance(*encoded) == pytest.approx(expected)


def test_an_answer_that_is_usually_never_given_is_not_impossible() -> None:
    never = {"id": "odd", "takes": "one", "usual": {"a": 1.0}, "choices": {"a": "a", "b": "b"}}
    base = rules(0.0, 0.0, rule("speed/odd", blocks=["ant"], when={"odd": "b"}), questions=[never])

    assert [finding.level for finding in notes(base)] == [Level.NOTE]


def test_rare_answers_share_one_note_that_never_fails() -> None:
    base = known(web={"place": "web"}, both={"place": "phone", "chip": "gpu"}, gpu={"chip": "gpu"})
    named, note = notes(base)

    assert (named.level, named.rule) == (Level.WARNING, "speed/gpu")
    assert (note.level, note.rule, note.fails) == (Level.NOTE, None, False)
    assert note.message == "Rare answers to 'chip' and 'place', which are open, would rule Ant out."
    assert [related.message.split(":")[0] for related in note.related] == ["speed/both", "speed/web"]


def test_several_open_questions_decide_together() -> None:
    (note,) = notes(known(either={"any_of": [{"place": "web"}, {"chip": "gpu"}]}))

    assert "'chip' and 'place' decide it and are open" in note.message
    assert note.brief == "Ant might be ruled out by speed/either: 'chip' and 'place' are open"


def test_the_share_from_which_on_a_blocker_is_named() -> None:
    """Web and phone together are 20 %, one of them 10 %."""
    levels = [notes(known(one={"place": place}))[0].level for place in ("web", ["web", "phone"])]

    assert levels == [Level.NOTE, Level.WARNING]


def test_what_could_turn_out_to_be_fixed_may_exclude() -> None:
    """Windows could be changed, a locked system could not: one in four."""
    (note,) = notes(known(one={"system": ["windows", "locked"]}))

    assert (note.level, note.rule) == (Level.WARNING, "speed/one")


def test_what_can_never_exclude_is_not_spoken_of() -> None:
    assert notes(known(one={"system": "windows", "chip": "gpu"}), "{system: windows}") == []


def test_a_waiver_finds_the_rare_blocker_that_it_names() -> None:
    base = known(web={"place": "web"}, phone={"place": "phone"})
    more = "waivers: [{rule: speed/web, reason: never}]"
    result = judged(profile("ant", more, "{}"), base, strict=True)

    assert [(f.kind, f.rule, f.level, bool(f.accepted)) for f in result.findings] == [
        (Kind.POSSIBLE_BLOCKER, "speed/web", Level.NOTE, True),
        (Kind.POSSIBLE_BLOCKER, "speed/phone", Level.NOTE, False),
    ]


def test_a_shared_waiver_finds_it_where_it_is_for_the_profile() -> None:
    base = known(web={"place": "web"}, phone={"place": "phone"})
    shared = "waivers: [{rule: speed/web, reason: never, path: services}]"
    told = {
        path: [
            (f.rule, bool(f.accepted))
            for f in judged(profile("ant", "", "{}"), base, shared=shared, path=path).findings
        ]
        for path in ("services/p.yaml", "others/p.yaml")
    }

    assert told["services/p.yaml"] == [("speed/web", True), ("speed/phone", False)]
    assert told["others/p.yaml"] == [(None, False)]
