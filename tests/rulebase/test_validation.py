"""What a model says of data that does not fit it, in sentences.

A circled number stands in each text before the place that the sentence with this number has to name.
"""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from fitframe.errors import InputError
from fitframe.model.evidence import Source
from fitframe.model.fields import When
from fitframe.model.rulebase import Criterion, Question, Rule
from fitframe.rulebase.yaml import read_document, validate

RULE = "id: a/b\nbecause: x\nevidence: [{source: s, where: w, shows: x}]\n"
CRITERION = "id: c\ntitle: C\nimportance: []\n"
SCALE = "scale: {0: a, 1: b, 2: c, 3: d, 4: e}\n"
SOURCE = "id: s\nby: b\ntier: official\naccessed: 2026\n"
QUESTION = "id: q\ntitle: t\nprompt: p\nwhy: w\ntakes: one\nchoices: {a: a, b: b}\n"

MISFITS: dict[str, tuple[type[BaseModel], str, list[str]]] = {
    "text for a number": (Rule, RULE + "framework: f\n①rating: '3'", ["① 'rating' must be a number, got '3'"]),
    "true for a number": (Rule, RULE + "framework: f\n①rating: true", ["① 'rating' must be a number, got true"]),
    "nan for a number": (Rule, RULE + "framework: f\n①rating: .nan", ["① 'rating' must be a number, got '.nan'"]),
    "too high": (Rule, RULE + "framework: f\n①rating: 4.5", ["① 'rating' must be at most 4, got '4.5'"]),
    "too low": (Rule, RULE + "ratings: {①f: -1}", ["① 'f' must be at least 0, got -1"]),
    "two forms at once": (
        Rule,
        "①" + RULE + "framework: f\nrating: 1\nblocks: [g]",
        ["① a rule has 'framework' with 'rating', or 'ratings', 'blocks', 'adjust' or 'corrects': one of them"],
    ),
    "a copy with a family of its own": (
        Source,
        "①" + SOURCE + "title: t\nfamily: papers\ncopies: other",
        ["① a copy belongs to what it copies: give 'family' or 'copies', not both"],
    ),
    "an entry of a list": (
        Rule,
        RULE + "blocks: [①F, g]",
        ["① entry 1 of 'blocks' must be an id of small letters, digits and . + -, got 'F'"],
    ),
    "an id without its criterion": (
        Rule,
        RULE + "blocks: [g]\nsupersedes: [a/c, ①b]",
        ["① entry 2 of 'supersedes' must be a rule's id such as edge/short-name, got 'b'"],
    ),
    "a month that is none": (
        Rule,
        RULE + "blocks: [g]\n①since: 2024-13",
        ["① 'since' must be a day such as 2026-11-20, got '2024-13'"],
    ),
    "a step that is none": (
        Criterion,
        CRITERION + "scale: {0: a, 1: b, 2: c, 3: d, ①9: e}",
        ["① the key 9 in 'scale' must be at most 4"],
    ),
    "a step that is no number": (
        Criterion,
        CRITERION + "scale: {0: a, 1: b, 2: c, 3: d, ①best: e}",
        ["① the key 'best' in 'scale' must be a whole number"],
    ),
    "too few": (Criterion, CRITERION + "①scale: {0: a, 1: b}", ["① 'scale' needs at least 5 entries"]),
    "keys far inside": (
        Criterion,
        CRITERION + SCALE + "rules:\n  - ①id: c/x\n    evidence:\n      - ②wher: x",
        [
            "① the key 'because' is missing in 'rules'",
            "② the key 'shows' is missing in 'evidence'",
            "② the key 'source' is missing in 'evidence'",
            "② the key 'where' is missing in 'evidence'",
            "② unknown key 'wher', did you mean 'where'?",
        ],
    ),
    "long text": (
        Source,
        SOURCE + f"①title: {'x' * 1001}",
        [f"① 'title' must have at most 1000 characters, got '{'x' * 59}…'"],
    ),
    "neither yes nor no": (
        Question,
        QUESTION + "①ordered: perhaps",
        ["① 'ordered' must be true or false, got 'perhaps'"],
    ),
    "an entry that is too short": (
        Rule,
        "id: a/b\nbecause: x\nblocks: [g]\n①evidence: []",
        ["① 'evidence' needs at least one entry"],
    ),
    "a number for a choice": (When, "①goal: 5", ["① 'goal' must be text, got 5; write it in quotes to make it text"]),
    "nothing for a choice": (When, "all_of: [{①goal: }]", ["① 'goal' must be text, got nothing"]),
    "a number among choices": (
        When,
        "goal: [a, ①3]",
        ["① entry 2 of 'goal' must be text, got 3; write it in quotes to make it text"],
    ),
    "a mapping for an answer": (
        Criterion,
        CRITERION + SCALE + "cases: [{name: x, answers: {①goal: {any: a}}, expect: {}}]",
        ["① 'goal' must be text, got a mapping"],
    ),
    "a misspelt operator": (When, "goal: {①anny: [a]}", ["① unknown key 'anny', did you mean 'any'?"]),
    "a misshapen operator": (When, "not: {goal: {①none: a}}", ["① 'none' must be a list, got 'a'"]),
}


def without_marks(text: str) -> tuple[str, dict[str, str]]:
    """The text, and line and column of what stood behind each mark."""
    places = {}
    for mark in "①②":
        before, found, behind = text.partition(mark)
        if found:
            places[mark] = f"{before.count(chr(10)) + 1}:{len(before.rpartition(chr(10))[2]) + 1}"
            text = before + behind
    return text, places


@pytest.mark.parametrize(("model", "marked", "expected"), MISFITS.values(), ids=MISFITS)
def test_each_misfit_is_one_sentence_with_its_place(model: type[BaseModel], marked: str, expected: list[str]) -> None:
    text, places = without_marks(marked)

    with pytest.raises(InputError) as caught:
        validate(model, read_document(text.encode(), "f"))

    assert str(caught.value).splitlines() == [f"f:{places[line[0]]}:{line[1:]}" for line in expected]


def test_decimals_and_bare_years_are_what_the_models_want() -> None:
    rule = validate(Rule, read_document((RULE + "framework: f\nrating: 2.5\nsince: 2024").encode(), "f"))

    assert (rule.rating, rule.since) == (2.5, "2024")
