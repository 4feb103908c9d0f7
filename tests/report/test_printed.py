"""The sheet on paper: one A4 page for each project, and the appendix only where its folds are open.

A few projects with much to say are printed here; `FITFRAME_PRINT=all` prints every example and situation.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest

from fitframe import api
from tests.report.browser import Browser, browser

ROOT = Path(__file__).parents[2]
ALL = [
    *sorted((ROOT / "examples").glob("*.yaml")),
    *sorted((ROOT / "benchmarks" / "advice" / "profiles").glob("[bf][0-9]*.yaml")),
]
FULLEST = ("tables-and-images", "old-service-new-research", "needs-that-collide", "b35", "f19")
PRINTED = ALL if os.environ.get("FITFRAME_PRINT") == "all" else [path for path in ALL if path.stem in FULLEST]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("browser")) as found:
        yield found
        found.call("DELETE", "")


def pages(session: Browser) -> int:
    """How many pages the browser prints of what it shows, on the paper that the page asks for.

    On a busy machine it now and then cannot print at once, or prints before it has read the page's style, and does so
    when it is asked again.
    """
    a4 = re.compile(rb"/MediaBox \[0 0 594\.\d+ 841\.\d+\]")
    pdf = b""
    for left in (2, 1, 0):
        try:
            printed = session.devtools("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        except HTTPError:
            if not left:
                raise
        else:
            pdf = base64.b64decode(printed["data"])
            if a4.search(pdf):
                break
    assert a4.search(pdf), "not A4"
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.stem)
def test_the_sheet_prints_on_one_page(path: Path, session: Browser, tmp_path: Path) -> None:
    rules = api.load_rules()
    file = tmp_path / "report.html"
    file.write_text(api.report(rules, api.load_profile(path, rules), "html"), encoding="utf-8")
    session.open(file)

    assert pages(session) == 1


def test_a_stated_choice_that_differs_leaves_it_one_page_and_open_folds_are_printed(
    session: Browser, tmp_path: Path
) -> None:
    rules = api.load_rules()
    profile = api.load_profile(ROOT / "examples" / "hospital-platform.yaml", rules)
    other = api.recommend(rules, profile).ranking[-1].framework
    file = tmp_path / "report.html"
    chosen = profile.model_copy(update={"choice": other})
    file.write_text(api.report(rules, chosen, "html"), encoding="utf-8")
    session.open(file)

    assert pages(session) == 1
    session.run("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    assert pages(session) > 2
