"""The decision record: MADR 4, filled from the computation."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import yaml

from fitframe.model.fields import Outcome
from fitframe.model.recommendation import Alternative
from fitframe.output.decision_record import date_of, decision, superseded
from tests.report.sample import HOSTILE, RULES, looked_at

TODAY = "2027-01-31"
"""The day on which records are written here: not that of the review, which is 2026-11-20."""

SECTIONS = [
    "## Context and Problem Statement",
    "## Decision Drivers",
    "## Considered Options",
    "## Decision Outcome",
    "### Consequences",
    "### Confirmation",
    "## Pros and Cons of the Options",
    "## More Information",
]
"""As the template of MADR 4.0.0 names and orders them."""


def record(**profile: object) -> str:
    found, project = looked_at(**profile)  # type: ignore[arg-type]
    return decision(found, RULES, project, "profile.yaml", dated=TODAY)


def test_it_has_the_sections_of_the_template_in_their_order() -> None:
    headings = [line for line in record(name="Shelf").splitlines() if line.startswith("#")]

    assert headings[0] == "# Use Ant for Shelf"
    assert [line for line in headings if line in SECTIONS] == SECTIONS
    options = headings[headings.index(SECTIONS[-2]) + 1 : headings.index(SECTIONS[-1])]
    assert (options[0], options[-1], len(options)) == ("### Ant", "### Cat", 4)  # the first, and what is ruled out


def test_the_front_matter_is_yaml_with_status_and_date() -> None:
    front = yaml.safe_load(record(name="Shelf").split("---")[1])

    assert front["status"] == "proposed"
    assert str(front["date"]) == TODAY


def test_the_date_is_that_of_the_decision_where_the_profile_tells_it() -> None:
    made = {"choice": "ant", "on": "2026-12-24"}

    assert date_of(record(decided=made)) == "2026-12-24"
    assert date_of(record(decided=made, choice="bee")) == TODAY  # another choice is another decision


def test_only_a_record_has_a_date() -> None:
    assert date_of("# Notes\n\ndate: 2026-12-24\n") is None


def test_a_choice_that_is_stated_and_right_is_accepted() -> None:
    assert 'status: "accepted"' in record(choice="ant")
    assert 'status: "proposed"' in record(choice="bee")


def test_a_choice_against_the_computation_says_so() -> None:
    """bee is behind ant on speed and ahead of it on ease (1 to 4); people write why they take it all the same."""
    text = record(choice="bee")

    assert 'Chosen option: "Bee", because (the team\'s reason). The project states Bee: number' in text
    assert "points behind Ant" in text
    assert re.search(r"\* Bad, because it is behind Ant by \d+\.\d points on speed: Ant 3\.\d, Bee 1\.0\.", text)
    assert re.search(r"\* Good, because it is ahead of Ant by \d+\.\d points on ease: Ant 1\.0, Bee 4\.0\.", text)
    assert "Of the computation: " in text


def test_a_choice_that_is_ruled_out_says_so() -> None:
    text = record(choice="cat").split("## Pros and Cons")[0]

    assert "The project states Cat, which is ruled out" in text
    assert "* Bad, because it is ruled out." in text


def test_pros_and_cons_follow_the_ratings() -> None:
    """ease: ant 1, bee 4; the rest of what is said of bee is neither good nor bad, or bad."""
    ant, bee = record(choice="bee").split("### Ant")[1].split("### Bee")[:2]

    assert "* Bad, because Ant is weak in ease (medium, 1.0 of 4): " in ant
    assert "* Good, because Bee is strong in ease (medium, 4.0 of 4): " in bee
    assert "* Bad, because Bee is weak in speed (high, 1.0 of 4): " in bee
    assert "* Bad, because it is ruled out." in record().split("### Cat")[1]


def test_what_no_source_speaks_of_is_one_neutral_line() -> None:
    dog = record().split("### Dog")[1].split("### Cat")[0]

    assert dog.count("* Neutral, because no source that counts speaks of it on") == 1


def test_the_command_that_confirms_it_and_the_day_of_review_are_named() -> None:
    text = record()

    assert "`fitframe check profile.yaml`" in text
    # of its two sources one, which is more than a third, is five years old: three months from 2027-01-31
    assert "Review by 2027-04-30, in three months" in text


def test_the_review_waits_for_what_is_fresh() -> None:
    found, project = looked_at()
    fresh = replace(found, source_influence=replace(found.source_influence, stale_on="2028-11-20"))

    assert "Review by 2028-11-20, when a third of" in decision(fresh, RULES, project, "profile.yaml", dated=TODAY)


def test_no_folder_of_the_writer_s_machine_is_in_the_record() -> None:
    found, project = looked_at()

    text = decision(found, RULES, project, "/somewhere/else/profile.yaml", dated=TODAY)

    assert "`fitframe check profile.yaml`" in text
    assert "/somewhere" not in text


def test_the_sources_listed_are_those_that_are_named() -> None:
    said, sources = record().split("Sources of what is said here:\n\n")
    named = {name for names in re.findall(r"\\\[([^\]]*)\\\]", said) for name in names.split(", ")}
    listed = re.findall(r"^\* \\\[(.*?)\\\]", sources, re.MULTILINE)

    assert named & RULES.sources.keys() == set(listed)


@pytest.mark.parametrize(
    ("outcome", "chosen"),
    [
        (Outcome.RUN_ONLY, "no training framework"),
        (Outcome.BY_HAND, "no framework, but code of its own"),
        (Outcome.OTHER_LIBRARY, "lens"),
    ],
)
def test_without_a_framework_to_choose_the_record_names_what_is_chosen(outcome: Outcome, chosen: str) -> None:
    found, project = looked_at()
    advice = replace(
        found.project.advice,
        outcome=outcome,
        recommended=None,
        why_confidence="You train nothing.",
        instead=(Alternative("lens", "It runs exported models.", "run-only", ()),),
    )
    found = replace(found, project=replace(found.project, advice=advice))

    text = decision(found, RULES, project, "profile.yaml", dated=TODAY)

    assert f"# Use {chosen} for " in text
    assert f'Chosen option: "{chosen}", because you train nothing.\n' in text
    assert "It runs exported models." in text.split("### Consequences")[1]
    assert "`fitframe check" not in text


def test_no_character_of_a_name_acts_as_markdown_or_html() -> None:
    text = record()

    assert re.search(r"(?<!\\)<(/|script|img|!)", text) is None
    assert re.search(r"(?<!\\)\[x(?<!\\)\]\(y\)", text) is None
    assert HOSTILE.split("<")[0] in text


def test_the_command_keeps_a_strange_path_harmless() -> None:
    found, project = looked_at()

    assert "``fitframe check 'a`b; rm.yaml'``" in decision(found, RULES, project, "a`b; rm.yaml", dated=TODAY)


def test_where_nothing_fits_the_record_says_so() -> None:
    rules = RULES.model_copy(update={"frameworks": {"cat": RULES.frameworks["cat"]}})
    found, project = looked_at(rules)

    text = decision(found, RULES, project, "p.yaml", dated=TODAY)

    assert "Chosen option: none, because every framework is ruled out." in text


def test_a_record_is_superseded_by_its_status_alone() -> None:
    old = record()

    new = superseded(old, "decision 2.md")

    assert new is not None
    status, changed = (
        yaml.safe_load(new.split("---")[1])["status"],
        [*zip(old.splitlines(), new.splitlines(), strict=True)],
    )
    assert status == "superseded by [decision 2.md](decision%202.md)"
    assert [a for a, b in changed if a != b] == ['status: "proposed"']


def test_what_is_no_record_is_not_superseded() -> None:
    assert superseded("# Notes\n\nstatus: fine\n", "x.md") is None
    assert superseded("---\ntitle: x\n---\nstatus: fine\n", "x.md") is None
