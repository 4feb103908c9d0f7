"""Whole pages, as a reader sees them. The expected ones are files in `screens/`, to be read line by line."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest
from rich.cells import cell_len as cells

from fitframe.api import explain
from fitframe.cli.console import rendered
from fitframe.engine.acceptability import WORLDS
from fitframe.model.fields import Importance, Outcome
from fitframe.model.recommendation import Alternative, Condition, Confidence, OpenQuestion, PartAdvice, Path
from fitframe.output import Detail, Format, Screen, Subject
from fitframe.output.listing import Listing
from fitframe.output.recommendation import Advice
from tests.output.sample import ALPHA, BETA, FULL, NONE_FITS, RULES, advice, ranked

SCREENS = pathlib.Path(__file__).parent / "screens"
ADVICE = Advice.of(advice(), RULES)
PAGES: dict[str, tuple[Subject, Format, Screen]] = {
    "advice-60.txt": (ADVICE, "text", Screen(width=60)),
    "advice-80.txt": (ADVICE, "text", Screen(width=80)),
    "advice-160.txt": (ADVICE, "text", Screen(width=160)),
    "advice-80-colour.txt": (ADVICE, "text", Screen(width=80, colour=True)),
    "advice.md": (ADVICE, "markdown", Screen()),
    "none-fits-80.txt": (Advice.of(NONE_FITS, RULES), "text", Screen(width=80)),
    "rule-80.txt": (explain(RULES, "edge/alpha-leads"), "text", Screen(width=80)),
    "question-and-criterion-80.txt": (explain(RULES, "speed"), "text", Screen(width=80)),
    "tool-80.txt": (explain(RULES, "pocket"), "text", Screen(width=80)),
    "framework-80.txt": (explain(RULES, "alpha"), "text", Screen(width=80)),
    "source.md": (explain(RULES, "paper"), "markdown", Screen()),
    "rules-list-60.txt": (Listing(RULES, "rules"), "text", Screen(width=60)),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_as_expected(name: str) -> None:
    subject, format, screen = PAGES[name]

    page = rendered(subject, format, screen, Detail.USUAL)

    assert page == (SCREENS / name).read_text(encoding="utf-8").replace("^[", "\x1b[")


def test_every_expected_page_is_compared() -> None:
    assert {path.name for path in SCREENS.iterdir()} == set(PAGES)


@pytest.mark.parametrize("width", range(40, 201, 10))
def test_lines_fit_the_screen_at_any_width(width: int) -> None:
    subjects: list[Subject] = [ADVICE, explain(RULES, "speed"), explain(RULES, "edge"), Listing(RULES, "tools")]

    for subject in subjects:
        lines = rendered(subject, "text", Screen(width=width), Detail.FULL).splitlines()
        assert [line for line in lines if cells(line) > width] == []


def test_brief_is_the_recommendation_alone() -> None:
    assert rendered(ADVICE, "text", Screen(), Detail.BRIEF) == "Recommended: Alpha (leaning)\n"


def shown(**changes: Any) -> str:
    """The usual page of the sample with changes, unwrapped."""
    return rendered(Advice.of(advice(**changes), RULES), "text", Screen(width=1000))


def test_a_tie_is_told() -> None:
    assert "It is a tie: Beta has the same score." in shown(tied=("beta",))
    assert "It is a tie: Beta and Gamma have the same score." in shown(tied=("beta", "gamma"))


def test_the_likeliest_answers_to_an_open_question_are_told_first() -> None:
    place = OpenQuestion(
        question="place",
        essential=False,
        asked=False,
        could_change={"phone": "beta", "server": "beta"},
        could_settle={"none": "run-only"},
        chance=0.7,
    )

    assert "Where must it run? 'phone' or 'server' would put Beta first; 'none' would make a runtime enough." in shown(
        open_questions=(place,)
    )
    rare = place._replace(could_settle={"phone": "run-only", "server": "run-only"}, could_change={"none": "beta"})
    assert "'phone' or 'server' would make a runtime enough; 'none' would put Beta first." in shown(
        open_questions=(rare,)
    )


def test_what_the_leader_depends_on_is_told_with_it() -> None:
    condition = Condition(rule="speed/beta-old-python", provided="Speed is lowered.")
    leader = ranked("alpha", 1, *ALPHA.contributions, provided=(condition,))

    assert "Provided that Speed is lowered." in shown(ranking=(leader, BETA)).split("Ranking")[0]


def test_a_backend_is_named_with_its_framework() -> None:
    leader = ranked("alpha", 1, *ALPHA.contributions, backend="beta")

    assert "Recommended: Alpha on Beta. Leaning: " in shown(ranking=(leader, BETA))


def test_a_need_without_a_path_is_told() -> None:
    path = Path(question="place", answer="phone", route=None, others=())

    assert "Watch  On a phone: we know no way there.\n" in shown(paths=(path,))
    pocket = Alternative(tool="pocket", because="Pocket runs models.", rule="only-run", leaves_out=("alpha",))
    assert "we know no way there" not in shown(
        paths=(path,), outcome=Outcome.RUN_ONLY, recommended=None, instead=(pocket,)
    )


@pytest.mark.parametrize(("tool", "kind"), [("alpha", "library"), ("purse", "hardware")])
def test_a_way_that_takes_the_framework_and_its_hardware_alone_is_not_told(tool: str, kind: str) -> None:
    assert "Then   On a phone: export and run the model with Purse." in shown()
    route, purse = RULES.routes["alpha-phone"], RULES.tools["purse"].model_copy(update={"kind": kind})
    hops = tuple(hop.model_copy(update={"tool": tool}) for hop in route.hops)
    changed = {
        "routes": {route.id: route.model_copy(update={"hops": hops})},
        "tools": {**RULES.tools, "purse": purse},
    }
    page = rendered(Advice.of(advice(), RULES.model_copy(update=changed)), "text", Screen(width=1000))

    assert "Start  pip install alpha-ml" in page
    assert "Then" not in page


def test_what_no_source_says_is_warned_of_last() -> None:
    unsourced = ALPHA.contributions[0]._replace(importance=Importance.HIGH, rating=1.0, rules=(), weakest_link=False)
    sourced = unsourced._replace(criterion="learning", rules=("learning/beta-steep",))
    leader = ranked("alpha", 1, unsourced, sourced)

    assert "Watch  Ease of learning: Alpha 1.0 of 4." in shown(ranking=(leader, BETA))


def test_a_part_that_nothing_fits_is_told() -> None:
    part = PartAdvice(name="on the phone", split="two-places", recommended=None, confidence=Confidence.NONE_FITS)

    assert "on the phone: no framework fits\n" in shown(parts=(part,))


def everything(**changes: Any) -> str:
    """The page of -v."""
    return rendered(Advice.of(advice(**changes), RULES), "text", Screen(width=1000), Detail.FULL)


def test_disagreements_are_left_to_the_page_that_shows_everything() -> None:
    four = (FULL["disagreements"][0],) * 4

    assert "sources disagree" not in shown(disagreements=four)
    assert everything(disagreements=four).count("Ease of learning, Beta:") == 4


def test_the_full_page_says_how_often_the_decision_is_repeated() -> None:
    assert f"we repeat the decision {WORLDS:,} times" in everything()
    assert "orlds" not in everything()  # of which nobody outside has heard


def test_what_is_too_close_to_call_says_so_first() -> None:
    told = shown(
        confidence=Confidence.TOSS_UP,
        why_confidence="first in 55 % of the simulations",
        contenders=("alpha", "beta"),
    )

    assert "\nToo close to call: Alpha or Beta. First in 55 % of the simulations.\n" in told
    assert "pip install" in shown()
    assert "pip install" not in told
