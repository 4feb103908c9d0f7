"""Moves from what exists: what each is worth, and what the answer tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from fitframe.engine.compiled import compile_rules
from fitframe.engine.evaluation import Evaluator
from fitframe.model.rulebase import Move, RuleBase
from tests.engine.build import OFFICIAL, QUESTIONS, advice, base, criterion, ranked, rule

EXISTING: list[dict[str, Any]] = [
    *QUESTIONS,
    {"id": "decision", "takes": "many", "choices": {"start": "s", "existing": "e"}},
    {"id": "existing-code", "takes": "many", "choices": {"ant": "a", "bee": "b", "own": "o"}},
    {"id": "pain", "takes": "many", "choices": {"clumsy": "c", "slow": "s", "old": "o", "upkeep": "u", "nothing": "n"}},
    {"id": "carry", "takes": "many", "choices": {"weights": "w", "results": "r", "habits": "h", "none": "n"}},
    {"id": "ties", "takes": "many", "choices": {"layers": "l", "none": "n"}},
    {"id": "retrain", "takes": "one", "choices": {"yes": "y", "costly": "c", "no": "n"}},
    {"id": "effort", "takes": "one", "choices": {"little": "l", "some": "s", "plenty": "p"}},
]


def move(name: str, source: str, to: str, effort: str, **fields: Any) -> Move:
    """A move with a step, a reason and an official source."""
    data = {"id": f"keeping/{name}", "from": [source], "to": to, "effort": effort, "kind": "port"}
    return Move.model_validate({**data, "steps": ["Do it."], "because": "It works.", "evidence": [OFFICIAL], **fields})


STAY = move("stay", "ant", "ant", "none", kind="stay", keeps=["weights", "results"])
PORT = move("port", "ant", "bee", "some", relieves=["slow"], bound_by=["layers"])


def rules(*moves: Move, questions: Any = EXISTING) -> RuleBase:
    """A rule base in which nothing counts but what exists."""
    keeping = criterion("keeping", base="high", moves={"decision": "existing"})
    return base(keeping, questions=questions, moves={one.id: one for one in moves})


def worth(answers: dict[str, Any], *moves: Move) -> dict[str, float]:
    """What each framework earns for what exists."""
    found = advice(rules(*(moves or (STAY, PORT))), {"decision": ["existing"], "existing-code": ["ant"], **answers})
    return {f: next(c.rating for c in ranked(found, f).contributions) for f in ("ant", "bee")}


def test_a_move_earns_by_its_effort() -> None:
    assert worth({}) == {"ant": 4.0, "bee": 2.5}


def test_questions_that_a_rule_base_does_not_have_take_nothing_away() -> None:
    few = [question for question in EXISTING if question["id"] in ("decision", "existing-code")]

    found = advice(rules(STAY, PORT, questions=few), {"decision": ["existing"], "existing-code": ["ant"]})

    assert {f: ranked(found, f).contributions[0].rating for f in ("ant", "bee")} == {"ant": 4.0, "bee": 2.5}


def test_effort_that_cannot_be_spent_costs_three_quarters_a_level() -> None:
    assert worth({"effort": "little"}) == {"ant": 4.0, "bee": 1.75}
    assert worth({"effort": "some"}) == {"ant": 4.0, "bee": 2.5}


def test_what_a_move_earned_under_other_answers_is_not_remembered() -> None:
    compiled = compile_rules(rules(STAY, PORT))
    evaluator = Evaluator(compiled, {})

    def scores(effort: str) -> Mapping[str, float]:
        answers: dict[str, Any] = {"decision": ("existing",), "existing-code": ("ant",), "effort": effort}
        return evaluator.evaluation(compiled.vocabulary.encode(answers)).scores

    assert [scores(effort)["bee"] for effort in ("little", "some", "little")] == [25 * 1.75, 25 * 2.5, 25 * 1.75]


def test_a_tie_makes_a_move_a_level_harder() -> None:
    assert worth({"ties": ["layers"]}) == {"ant": 4.0, "bee": 1.5}


@pytest.mark.parametrize(("again", "left"), [("yes", 2.25), ("costly", 1.25), ("no", 0.0)])
def test_lost_weights_cost_by_what_training_again_costs(again: str, left: float) -> None:
    assert worth({"carry": ["weights"], "retrain": again}) == {"ant": 4.0, "bee": left}


@pytest.mark.parametrize("lost", ["results", "habits"])
def test_anything_else_that_is_lost_costs_three_quarters_of_a_step(lost: str) -> None:
    stay = move("stay", "ant", "ant", "none", kind="stay", keeps=["results", "habits"])

    assert worth({"carry": [lost]}, stay, PORT) == {"ant": 4.0, "bee": 1.75}
    assert worth({"carry": ["none"]}, stay, PORT) == {"ant": 4.0, "bee": 2.5}


def test_a_move_that_leaves_the_pain_earns_less() -> None:
    renew = move("renew", "ant", "ant", "plenty", relieves=["old"])

    assert worth({"pain": ["slow"]}) == {"ant": pytest.approx(1.6), "bee": 2.5}
    assert worth({"pain": ["slow", "old"]}, STAY, PORT, renew) == {
        "ant": pytest.approx(1.6),
        "bee": pytest.approx(1.75),
    }
    assert worth({"pain": ["clumsy"]}, STAY, move("port", "ant", "bee", "some", relieves=["clumsy"])) == {
        "ant": pytest.approx(1.6),
        "bee": 2.5,
    }
    assert worth({"pain": ["nothing"]}) == {"ant": 4.0, "bee": 2.5}


def test_pain_that_no_move_takes_away_counts_for_none() -> None:
    assert worth({"pain": ["old"]}) == worth({}) == {"ant": 4.0, "bee": 2.5}
    assert worth({"pain": ["slow", "old"]}) == worth({"pain": ["slow"]})


def test_a_cure_that_costs_all_that_it_earns_is_none() -> None:
    port = move("port", "ant", "bee", "some", relieves=["slow"])
    hurt = {"pain": ["slow"], "effort": "little"}

    assert worth({**hurt, "carry": ["weights"]}, STAY, port)["ant"] == pytest.approx(4 * 0.4)
    assert worth({**hurt, "carry": ["weights", "habits"]}, STAY, port)["ant"] == 3.25, "2.5 less 0.75, 1.25 and 0.75"


def test_pain_that_only_other_moves_take_away_counts_for_none() -> None:
    """One is open to large projects, the other leads from code that is not there."""
    large = move("large", "ant", "bee", "none", relieves=["old"], when={"size": "large"})
    own = move("own", "own", "bee", "none", relieves=["old"])

    assert worth({"pain": ["slow", "old"], "size": "small"}, STAY, PORT, large, own) == {
        "ant": pytest.approx(1.6),  # 4 · (1 - 0.6)
        "bee": 2.5,
    }


def test_code_that_can_stay_on_the_same_framework_is_one_thing_and_not_counted_twice() -> None:
    """bee gets 2.5 from ant's code, 1.5 from own code and 4 from its own: (2 + 4) / 2, or 8 / 3 where all are apart."""
    stay, apart = (move("own", "own", "ant", "none", kind=kind) for kind in ("stay", "port"))
    at_home = move("home", "bee", "bee", "none", kind="stay")
    code = {"existing-code": ["ant", "own", "bee"]}

    assert worth(code, STAY, PORT, stay, at_home)["bee"] == 3.0
    assert worth(code, STAY, PORT, apart, at_home)["bee"] == pytest.approx(8 / 3)


def test_the_best_of_several_moves_counts() -> None:
    assert worth({}, STAY, PORT, move("wrap", "ant", "bee", "little"))["bee"] == 3.5


def test_where_several_things_exist_the_mean_counts_and_what_does_not_come_over_is_written_anew() -> None:
    own = move("own", "own", "bee", "plenty")

    assert worth({"existing-code": ["ant", "own"]}, STAY, PORT, own) == {"ant": 2.75, "bee": 2.0}


def test_any_choice_ends_the_upkeep_of_several_libraries() -> None:
    own, port = move("own", "own", "ant", "none"), move("port", "ant", "bee", "some", relieves=["upkeep"])

    assert worth({"existing-code": ["ant"], "pain": ["upkeep"]}, STAY, own, port)["ant"] == pytest.approx(1.6)
    assert worth({"existing-code": ["ant", "own"], "pain": ["upkeep"]}, STAY, own)["ant"] == 4.0


def test_the_upkeep_of_several_libraries_is_a_pain_that_every_move_takes_away_and_that_of_one_counts_for_none() -> None:
    """Of two pains staying leaves one: 4 · (1 - 0.6 / 2) is 2.8, from either code. bee gets 2.5, and 1.5 written anew.

    What takes away the upkeep of one library is no move here.
    """
    own = move("own", "own", "ant", "none")
    several = {"existing-code": ["ant", "own"], "pain": ["slow", "upkeep"]}

    assert worth(several, STAY, PORT, own) == {"ant": pytest.approx(2.8), "bee": 2.0}
    assert worth({"pain": ["upkeep"]}) == {"ant": 4.0, "bee": 2.5}


def test_what_no_move_leads_to_is_written_anew() -> None:
    assert worth({}, STAY)["bee"] == 1.5
    assert worth({"effort": "some"}, STAY)["bee"] == 0.75
    assert worth({"carry": ["weights", "results"], "retrain": "yes"}, STAY)["bee"] == 0.5
    assert worth({"carry": ["weights"], "retrain": "no", "effort": "little"}, STAY)["bee"] == 0.0
    assert worth({"carry": ["habits"]}, STAY)["bee"] == 0.75
    assert worth({"carry": ["none"]}, STAY)["bee"] == 1.5


def test_nothing_is_rated_where_no_move_starts_from_what_exists() -> None:
    assert worth({"existing-code": ["own"]}, STAY, PORT) == {"ant": 2.0, "bee": 2.0}


def test_a_move_is_open_only_where_its_conditions_hold() -> None:
    only_small = move("small", "ant", "bee", "none", when={"size": "small"})

    assert worth({"size": "small"}, STAY, only_small)["bee"] == 4.0
    assert worth({"size": "large"}, STAY, only_small)["bee"] == 1.5
    assert worth({}, STAY, only_small)["bee"] == 1.5


def test_the_answer_names_the_move_and_what_it_keeps_and_leaves() -> None:
    answers = {"decision": ["existing"], "existing-code": ["ant"], "pain": ["slow", "old"], "carry": ["weights"]}

    found = advice(rules(STAY, PORT), {**answers, "retrain": "yes", "effort": "little"})

    assert found.recommended == "ant"
    assert found.move is not None
    assert (found.move.id, found.move.kind, found.move.keeps, found.move.leaves) == (
        "keeping/stay",
        "stay",
        ("weights",),
        ("slow", "old"),
    )


def test_the_move_that_is_named_leads_to_what_is_recommended_and_is_open() -> None:
    """Staying would be worth more, and a move for large projects too; neither leads a small one to bee."""
    large = move("large", "ant", "bee", "none", when={"size": "large"})
    bees = criterion("bees", rule("bees/r", ratings={"ant": 0, "bee": 4}), base="decisive")
    keeping = criterion("keeping", base="low", moves={"decision": "existing"})
    known = base(bees, keeping, questions=EXISTING, moves={one.id: one for one in (STAY, PORT, large)})

    found = advice(known, {"decision": ["existing"], "existing-code": ["ant"], "size": "small"})

    assert found.recommended == "bee"
    assert found.move is not None
    assert found.move.id == "keeping/port"


def test_more_than_plenty_of_effort_is_told_as_plenty() -> None:
    bees = criterion("bees", rule("bees/r", ratings={"ant": 0, "bee": 4}), base="decisive")
    hard = move("hard", "ant", "bee", "plenty", bound_by=["layers"])
    keeping = criterion("keeping", base="low", moves={"decision": "existing"})
    known = base(bees, keeping, questions=EXISTING, moves={hard.id: hard})

    found = advice(known, {"decision": ["existing"], "existing-code": ["ant"], "ties": ["layers"]})

    assert found.move is not None
    assert (found.move.id, found.move.effort) == ("keeping/hard", "plenty")


def test_who_starts_something_moves_nothing() -> None:
    found = advice(rules(STAY, PORT), {"decision": ["start"], "existing-code": ["ant"]})

    assert found.move is None
    assert {c.rating for c in ranked(found, "ant").contributions} == {2.0}
