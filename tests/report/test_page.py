"""The page: self-contained, readable without its script, and safe whatever a profile says."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, cast

import pytest
from jinja2 import UndefinedError

from fitframe.cli.console import rendered
from fitframe.engine.scoring import scores
from fitframe.output import Detail, Screen
from fitframe.output.recommendation import Advice
from fitframe.output.report import page, page_data
from fitframe.output.report.appendix import appendix
from fitframe.output.report.charts import ranking_svg
from fitframe.output.report.sheet import sheet
from fitframe.output.report.templates import templates
from fitframe.sensitivity.weight_stability import DecisionMatrix, MatrixCriterion, decision_matrix
from tests.engine.build import base, criterion, rule
from tests.report.sample import HOSTILE, RULES, SPEED, looked_at

if TYPE_CHECKING:
    from fitframe.output.report.appendix import Score


TODAY = "2026-11-29"


class Reader(HTMLParser):
    """What a browser makes of a page: its elements and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._inside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside.append(tag)

    def handle_data(self, data: str) -> None:
        if self._inside and self._inside[-1] not in ("script", "style"):
            self.words.append(data)


def made() -> str:
    found, profile = looked_at()
    return page(found, RULES, profile, f"fitframe report {HOSTILE}", dated=TODAY)


def test_the_name_of_a_project_is_shown_letter_for_letter_and_makes_no_element() -> None:
    read = Reader(made())

    assert sum(HOSTILE in words for words in read.words) >= 2  # heading, and the command in the footer
    assert [tag for tag, _ in read.tags].count("script") == 2
    assert "img" not in {tag for tag, _ in read.tags}
    assert not [key for _, attributes in read.tags for key in attributes if key.startswith("on") or key == "style"]


def test_the_page_asks_for_nothing_from_outside() -> None:
    read = Reader(made())

    loads = [a.get("src") or a.get("href") for tag, a in read.tags if tag in ("script", "link", "img", "iframe")]
    assert {address for address in loads if address} == {"data:,"}
    assert "@import" not in made()
    assert not re.search(r"url\(", made())
    policy = next(a["content"] for tag, a in read.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert str(policy).startswith("default-src 'none'")
    assert "unsafe" not in str(policy)


def test_every_bar_stands_beside_its_figure_and_is_no_news_to_a_screen_reader() -> None:
    bars = [attributes for tag, attributes in Reader(made()).tags if tag == "svg"]

    assert bars
    assert all(attributes.get("aria-hidden") == "true" for attributes in bars)


def test_the_page_reads_without_its_script() -> None:
    """What needs the script is hidden until the script shows it; all figures stand in the text."""
    read = Reader(made())
    found, _ = looked_at()

    assert next(a for tag, a in read.tags if a.get("id") == "weights").keys() >= {"hidden"}
    text = " ".join(read.words)
    for ranked in found.project.advice.ranking:
        assert f"{ranked.score:.1f}" in text


def test_ids_are_unique_and_labels_point_at_them() -> None:
    read = Reader(made())
    ids = [str(a["id"]) for _, a in read.tags if "id" in a]

    assert len(ids) == len(set(ids))
    assert {str(a["for"]) for tag, a in read.tags if "for" in a} <= set(ids)


def test_the_same_project_gives_the_same_bytes() -> None:
    assert made() == made()


def test_a_page_for_a_project_that_nothing_fits() -> None:
    found, profile = looked_at(
        RULES.model_copy(update={"frameworks": {"cat": RULES.frameworks["cat"]}}), answers={"target": ["phone"]}
    )

    text = page(found, RULES, profile, "fitframe report x", dated=TODAY)

    assert "No framework fits" in text
    assert 'id="weights"' not in text


def test_embedded_data_cannot_end_its_element_and_comes_back_whole() -> None:
    name = HOSTILE + "\u2028"
    named = RULES.frameworks["ant"].model_copy(update={"name": name})
    found, profile = looked_at(RULES.model_copy(update={"frameworks": {**RULES.frameworks, "ant": named}}))

    text = page(
        found, RULES.model_copy(update={"frameworks": {**RULES.frameworks, "ant": named}}), profile, "x", dated=TODAY
    )

    embedded = text.split('id="data">')[1].split("</script>")[0]
    assert not set("<>&\u2028") & set(embedded)
    assert name in [framework["name"] for framework in json.loads(embedded)["frameworks"]]


def link(words: str, address: str | None) -> str:
    """A link as the page writes it."""
    return str(templates().get_template("parts.html.j2").module.link(words, address))  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "https://a b", "//x", None, "HTTP://x"])
def test_only_an_address_of_the_web_becomes_a_link(address: str | None) -> None:
    assert link("a < b", address) == "a &lt; b"


def test_an_address_cannot_leave_its_attribute() -> None:
    assert link("a", 'https://x/"onclick="y') == '<a href="https://x/&#34;onclick=&#34;y" rel="noreferrer">a</a>'


def test_a_file_in_a_repository_becomes_a_link() -> None:
    assert link("Code", "github:owner/name docs/a b.md @abcdef1") == "Code"
    expected = '<a href="https://github.com/owner/name/blob/abcdef1/docs/a.md" rel="noreferrer">Code</a>'
    assert link("Code", "github:owner/name docs/a.md @abcdef1") == expected


def test_every_template_escapes_and_misses_nothing_in_silence() -> None:
    given = templates().from_string("{{ words }}<i title='{{ words }}'></i>").render(words="<b>'\"&\x1b\u200d")

    assert given == "&lt;b&gt;&#39;&#34;&amp;\\x1b\u200d<i title='&lt;b&gt;&#39;&#34;&amp;\\x1b\u200d'></i>"
    with pytest.raises(UndefinedError):
        templates().from_string("{{ nowhere }}").render()
    for name in templates().list_templates(extensions=["j2"]):
        assert "safe" not in (templates().loader.get_source(templates(), name)[0])  # type: ignore[union-attr]


def test_the_chart_for_slides_is_one_well_formed_file() -> None:
    found, _ = looked_at()

    root = ET.fromstring(ranking_svg(found.project.advice, RULES))  # noqa: S314

    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert HOSTILE in str(root.findtext("{http://www.w3.org/2000/svg}title"))
    assert root.find("{http://www.w3.org/2000/svg}style") is not None


def test_what_does_not_print_is_spelled_out() -> None:
    """An escape makes XML ill-formed, a right-to-left mark turns what follows, half a surrogate pair has no bytes."""
    found, profile = looked_at(name="a\x1b[31m\u202eb")

    chart = ranking_svg(found.project.advice, RULES)

    assert "a\\x1b[31m\\u202eb" in str(ET.fromstring(chart).findtext("{http://www.w3.org/2000/svg}title"))  # noqa: S314
    assert b"x\\udc80.yaml" in page(found, RULES, profile, "fitframe report x\udc80.yaml", dated=TODAY).encode("utf-8")


def random_weighing(chance: Random) -> DecisionMatrix:
    """Criteria and ratings drawn at random, with and without must-haves."""
    criteria = tuple(
        MatrixCriterion(criterion=f"c{n}", weight=chance.choice([1.0, 2.0, 4.0, 8.0]), must_have=chance.random() < 0.3)
        for n in range(chance.randint(1, 6))
    )
    ratings = {
        name: tuple(tuple(chance.uniform(0, 4) for _ in criteria) for _ in range(chance.randint(1, 3)))
        for name in ("ant", "bee", "cat")
    }
    return DecisionMatrix(
        criteria=criteria, ratings=ratings, weakest_link=decision_matrix(looked_at()[0].project).weakest_link
    )


def test_the_script_scores_and_ranks_as_the_engine_does() -> None:
    """Shared vectors, written here, read by the page's script in Node."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node (Debian: apt-get install nodejs)")
    chance = Random(7)  # noqa: S311
    vectors = []
    for _ in range(300):
        found = random_weighing(chance)
        weights = [chance.choice([0.0, chance.uniform(0, 16)]) for _ in found.criteria]
        must = [n for n, c in enumerate(found.criteria) if c.must_have]
        expected = {name: max(scores(weights, rows, must)) for name, rows in found.ratings.items()}
        vectors.append({"data": page_data(found, RULES, "bee"), "weights": weights, "expected": expected})
    script = """
      const page = require(process.argv[1]);
      const vectors = JSON.parse(require("fs").readFileSync(0, "utf8"));
      console.log(JSON.stringify(vectors.map(({ data, weights }) => page.rank(data, weights))));
    """
    source = str(files("fitframe.output.report").joinpath("templates", "page.js"))

    done = subprocess.run(
        [node, "-e", script, source], input=json.dumps(vectors), capture_output=True, text=True, check=True
    )

    for vector, ranked in zip(vectors, json.loads(done.stdout), strict=True):
        assert {entry["id"]: entry["score"] for entry in ranked} == pytest.approx(vector["expected"], abs=1e-9)
        values = [entry["score"] for entry in ranked]
        assert all(a >= b - 1e-9 for a, b in pairwise(values))
        best = [entry["id"] for entry in ranked if entry["score"] >= values[0] - 1e-9]
        assert ranked[0]["id"] == ("bee" if "bee" in best else min(best))


def test_at_the_weights_of_the_profile_the_page_has_the_scores_of_the_advice() -> None:
    found, _ = looked_at()
    moved = decision_matrix(found.project)
    must = [n for n, c in enumerate(moved.criteria) if c.must_have]
    weights = [c.weight for c in moved.criteria]

    for ranked in found.project.advice.ranking:
        rows = moved.ratings[ranked.framework]
        assert max(scores(weights, rows, must)) == pytest.approx(ranked.score)


def test_the_weakest_must_have_is_told_with_its_criterion() -> None:
    """ant is rated 3 on the must-have edge."""
    found, profile = looked_at()
    scores_ = cast("list[Score]", appendix(found, RULES, profile)["scores"])

    ant = next(score for score in scores_ if score.name == "Ant")

    assert f"Weakest must-have: {RULES.criteria['edge'].title}" in [bar.label for bar in ant.bars]


def test_every_rule_behind_a_reason_can_be_followed_to_its_evidence() -> None:
    read = Reader(made())
    links = {str(a["href"])[1:] for tag, a in read.tags if tag == "a" and a.get("class") == "rule"}

    assert "rule-speed/both" in links
    assert links <= {a.get("id") for _, a in read.tags}


def test_a_stated_choice_is_placed_and_compared_and_there_is_room_for_the_reason() -> None:
    """bee is behind ant; cat is ruled out on phones."""
    found, profile = looked_at(choice="bee")
    told = sheet(found, RULES, profile, TODAY)
    first, bee = (next(r for r in found.project.advice.ranking if r.framework == name) for name in ("ant", "bee"))

    assert f"of 3, {first.score - bee.score:.1f} points behind Ant" in str(told["stated"])
    assert told["why"] == "Why Ant rather than Bee"
    text = page(found, RULES, profile, "x", dated=TODAY)
    assert "Why the team chooses otherwise" in text
    assert "Why the team chooses otherwise" not in made()
    found, profile = looked_at(choice="cat")
    assert "states Cat, which is ruled out (out/cat)" in page(found, RULES, profile, "x", dated=TODAY)


def test_an_answer_that_nobody_confirmed_says_so_on_the_sheet_and_in_the_appendix() -> None:
    found, profile = looked_at(unconfirmed=("size",))

    assert page(found, RULES, profile, "x", dated=TODAY).count("(not confirmed)") == 2
    assert "(not confirmed)" not in made()


def test_the_sheet_warns_of_what_the_text_warns_of() -> None:
    """The first framework is rated badly on something decisive."""
    bad = criterion("bad", rule("bad/ant", ratings={"ant": 1, "bee": 0}), base="high")
    rules = base(SPEED, bad, frameworks="ant bee")
    found, profile = looked_at(rules, answers={}, priorities={})

    text = rendered(Advice.of(found.project.advice, rules), "text", Screen(), Detail.FULL)
    warned = cast("list[str]", sheet(found, rules, profile, TODAY)["watch"])

    assert warned
    for words in warned:
        assert words in " ".join(text.split())


def test_headings_are_not_parted_from_what_follows_in_print() -> None:
    printed = made().split("@media print")[1]

    assert re.search(r"h1, h2, h3, summary\s*\{[^}]*break-after: avoid", printed)
