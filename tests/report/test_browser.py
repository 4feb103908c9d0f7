"""The page in a real browser: quiet, cut off from the network, and usable with the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fitframe.output.report import page
from tests.report.browser import Browser, browser
from tests.report.sample import HOSTILE, RULES, looked_at

LEFT, RIGHT, TAB = "\ue012", "\ue014", "\ue004"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    folder = tmp_path_factory.mktemp("browser")
    found, profile = looked_at()
    file = folder / "report.html"
    file.write_text(
        page(found, RULES, profile, "fitframe report profile.yaml -o report.html", dated="2026-11-29"), encoding="utf-8"
    )
    with browser(folder / "data") as session:
        session.open(file)
        yield session
        session.call("DELETE", "")


def test_nothing_is_complained_of_and_nothing_is_fetched(opened: Browser) -> None:
    assert opened.log("browser") == []
    own = ("chrome:", "chrome-untrusted:")  # what the browser shows before it has a page
    requests = [address for address in opened.requests() if not address.startswith(own)]
    assert {address.partition(":")[0] for address in requests} == {"file", "data"}


def test_the_name_of_the_project_is_text_and_no_script(opened: Browser) -> None:
    assert opened.run("return document.querySelector('h1').textContent") == HOSTILE
    assert opened.run("return window.broken === undefined") is True
    assert opened.run("return document.querySelectorAll('img').length") == 0


def test_moving_a_weight_with_the_keyboard_moves_the_ranking(opened: Browser) -> None:
    """With ease at 8 and no speed, ant has 25 · (0.6 · (8·1 + 8·3)/16 + 0.4 · 3) = 60 points, and bee 65."""
    told = "return document.querySelector('[aria-live]').textContent"
    order = "return [...document.querySelectorAll('#weights [data-framework]')].map((row) => row.dataset.framework)"
    opened.press("#weights summary", " ")
    assert str(opened.run(told)).startswith("Ant is first")
    assert opened.run(order)[0] == "ant"

    opened.press("#weight-ease", RIGHT * 60)
    opened.press("#weight-speed", LEFT * 60)

    assert str(opened.run(told)).startswith("Bee is first, 5.0 points ahead")
    assert opened.run(order)[0] == "bee"
    opened.press("#reset", " ")
    assert str(opened.run(told)).startswith("Ant is first")
    assert opened.run("return document.getElementById('weight-ease-value').textContent") == "2, medium"


def test_every_control_is_reached_with_the_tab_key_and_shows_it(opened: Browser) -> None:
    opened.run("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    wanted = opened.run(
        "return [...document.querySelectorAll('a[href], button, input, summary, [tabindex=\"0\"]')].length"
    )
    opened.run("document.activeElement.blur(); window.scrollTo(0, 0)")
    seen = set()
    for _ in range(wanted + 5):
        actions = [{"type": kind, "value": TAB} for kind in ("keyDown", "keyUp")]
        opened.call("POST", "/actions", actions=[{"type": "key", "id": "keys", "actions": actions}])
        place, outline = opened.run(
            "const all = [...document.querySelectorAll('*')], now = document.activeElement;"
            "return [all.indexOf(now), getComputedStyle(now).outlineStyle]"
        )
        seen.add(place)
        assert outline != "none" or opened.run("return document.activeElement === document.body")

    assert len(seen) >= wanted


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_runs_out_of_the_page_at_any_width(opened: Browser, width: int, tmp_path: Path) -> None:
    opened.screenshot(tmp_path / "page.png", width, 900)

    assert opened.run("return document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(opened: Browser, scheme: str) -> None:
    """WCAG asks for a contrast of 4.5 to 1."""
    opened.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    worst = opened.run(CONTRAST)

    assert worst[0] >= 4.5, worst


def test_in_print_the_sliders_are_gone_and_addresses_are_told(opened: Browser) -> None:
    opened.devtools("Emulation.setEmulatedMedia", media="print")

    assert opened.run("return getComputedStyle(document.getElementById('weights')).display") == "none"
    opened.devtools("Emulation.setEmulatedMedia", media="")


CONTRAST = """
const light = (c) => {
  const [r, g, b] = c.map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const colour = (text) => text.match(/[\\d.]+/g).map(Number);
const behind = (node) => {
  for (; node; node = node.parentElement) {
    const found = colour(getComputedStyle(node).backgroundColor);
    if (found.length === 3 || found[3] > 0) return found;
  }
  return [255, 255, 255];
};
let worst = [99, ''];
for (const node of document.querySelectorAll('body *')) {
  const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
  if (!own || ['SCRIPT', 'STYLE', 'TITLE', 'title', 'desc'].includes(node.tagName)) continue;
  const style = getComputedStyle(node);
  const ink = colour(node instanceof SVGElement ? style.fill : style.color);
  const [a, b] = [light(ink.slice(0, 3)), light(behind(node).slice(0, 3))];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < worst[0]) worst = [ratio, node.tagName + ': ' + node.textContent.slice(0, 40)];
}
return worst;
"""
