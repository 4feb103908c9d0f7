"""The JSON objects: keys and shapes that others read."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from fitframe import __version__
from fitframe.api import explain
from fitframe.cli.console import rendered
from fitframe.model.recommendation import Condition, Recommendation
from fitframe.output import Detail, Screen, Subject
from fitframe.output.listing import Listing
from fitframe.output.recommendation import Advice
from tests.output.sample import ALPHA, NONE_FITS, RULES, advice, contribution, ranked


def parsed(subject: Subject) -> dict[str, Any]:
    """What a program reads from the JSON of a subject."""
    return json.loads(rendered(subject, "json", Screen(), Detail.USUAL))  # type: ignore[no-any-return]


def test_recommend_has_the_keys_that_it_promises() -> None:
    found = parsed(Advice.of(advice(), RULES))

    assert found["schema_version"] == 1
    assert found["fitframe"] == __version__
    assert found["rules"] == {"version": "2026.1", "digest": "d1g357"}
    assert found["as_of"] == "2026-01-31"
    assert found["profile"] == {"name": "Shelf scanner"}
    assert (found["recommended"], found["confidence"]) == ("alpha", "leaning")
    assert found["set_aside"] == [{"rule": "edge/alpha-early", "by": "edge/alpha-leads", "frameworks": ["alpha"]}]
    assert found["excluded"] == [
        {"framework": "gamma", "rule": "edge/gamma-cannot", "because": "Gamma has no runtime for phones."}
    ]
    assert found["open_questions"][0] == {
        "question": "place",
        "essential": True,
        "asked": False,
        "could_change": {"server": "beta", "none": "beta"},
        "could_settle": {},
        "chance": 0.7,
    }
    assert found["tools"][0] == {
        "need": "edge",
        "tool": "pocket",
        "status": "superseded",
        "successor": ["purse", "wallet"],
    }


def test_every_field_of_a_recommendation_is_there() -> None:
    renamed = {"profile", "rules_version", "rules_digest"}

    assert {entry.name for entry in fields(Recommendation)} - renamed <= set(parsed(Advice.of(advice(), RULES)))


def test_contributions_are_rounded_at_the_edge_and_the_weakest_link_is_marked() -> None:
    first = parsed(Advice.of(advice(), RULES))["ranking"][0]

    assert (first["framework"], first["backend"], first["score"], first["share_first"]) == ("alpha", None, 96.67, 0.74)
    assert first["contributions"][0] == {
        "criterion": "edge",
        "importance": "decisive",
        "weight": 8,
        "rating": 4,
        "spread": 0.5,
        "points": 53.3333,
        "rules": ["edge/alpha-leads"],
    }
    assert [c.get("weakest_link") for c in first["contributions"]] == [None, True, None]


def test_ratings_and_shares_have_three_decimals() -> None:
    place = ranked("alpha", 0.12345, contribution("edge", 2.71828, 67.957))
    first = parsed(Advice.of(advice(ranking=(place,)), RULES))["ranking"][0]

    assert (first["share_first"], first["contributions"][0]["rating"], first["score"]) == (0.123, 2.718, 67.96)


def test_conditions_are_sentences() -> None:
    condition = Condition(rule="speed/beta-old-python", provided="Speed is lowered.")
    place = ranked("alpha", 1, *ALPHA.contributions, provided=(condition,))

    assert parsed(Advice.of(advice(ranking=(place,)), RULES))["ranking"][0]["provided"] == ["Speed is lowered."]


def test_where_nothing_fits_nothing_is_recommended() -> None:
    found = parsed(Advice.of(NONE_FITS, RULES))

    assert (found["recommended"], found["confidence"], found["ranking"]) == (None, "none-fits", [])


def test_escape_codes_are_spelled_out() -> None:
    shown = rendered(Advice.of(advice(profile="\x1b[31mred\u202e"), RULES), "json", Screen())

    assert shown.isascii()
    assert "\x1b" not in shown
    assert json.loads(shown)["profile"]["name"] == "\x1b[31mred\u202e"


def test_explain_tells_kind_id_and_place_apart_from_the_things_own_fields() -> None:
    (entry,) = parsed(explain(RULES, "pocket"))["entries"]

    assert (entry["kind"], entry["id"], entry["origin"]) == ("tool", "pocket", "tools/pocket.yaml:1")
    assert entry["value"]["kind"] == "mobile"
    assert entry["value"]["successor_status"] == {"purse": "active", "wallet": "maintenance"}


def test_lists_hold_values_not_their_text() -> None:
    rows = parsed(Listing(RULES, "rules"))["rules"]

    assert rows[4]["ratings"] == {"beta": 4, "alpha": 2}
    assert parsed(Listing(RULES, None))["kinds"][0] == {"kind": "criteria", "number": 3}
