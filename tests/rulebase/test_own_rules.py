"""Rule bases of one's own on top of the shipped one, as the commands take them: what is refused, and what lint says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from fitframe import api
from fitframe.errors import RuleBaseError
from fitframe.lint import contradictions
from fitframe.model.profile import Profile
from fitframe.rulebase import builder

README = Path(__file__).parents[2] / "rules" / "README.md"
SOURCES = "[{id: ours, title: Ours, by: us, tier: official, accessed: 2026-11-20}]"

WHOLE = """
title: Skills
scale: {0: a, 1: b, 2: c, 3: d, 4: e}
importance: [{to: low, because: we care a little}]
unrated: {jax: Nobody knows., keras: Nobody knows., scikit-learn: Nobody knows., tensorflow: Nobody knows.}
"""
RULE = """
id: skills
rules:
  - id: skills/{name}
    framework: pytorch
    rating: {rating}
    because: We say so.
    evidence: [{{source: ours, where: here, shows: this}}]
"""

Overlay = Callable[..., Path]


@pytest.fixture
def overlay(tmp_path: Path) -> Overlay:
    """Writes an overlay with a criterion 'skills' of one rule, which says how it rates PyTorch."""

    def write(name: str, rating: int, *, whole: bool = False, cases: bool = True) -> Path:
        folder = tmp_path / name
        (folder / "criteria").mkdir(parents=True)
        (folder / "sources.yaml").write_text(SOURCES)
        (folder / "criteria/skills.yaml").write_text(
            (WHOLE if whole else "")
            + (f"cases: [{{name: {name}, expect: {{importance: low, applies: [skills/{name}]}}}}]\n" if cases else "")
            + RULE.format(name=name, rating=rating)
        )
        return folder

    return write


def refused(*overlays: Path) -> list[str]:
    with pytest.raises(RuleBaseError) as caught:
        api.load_rules(*overlays)
    return str(caught.value).splitlines()


def linted(*overlays: Path) -> list[str]:
    """What lint says of the overlays themselves."""
    return [fault for fault in map(str, api.lint(*overlays)) if not fault.startswith("rules/")]


def test_every_layer_is_held_against_those_below_it(overlay: Overlay) -> None:
    base, against, harmless = overlay("base", 4, whole=True), overlay("against", 2), overlay("harmless", 3)

    complaint = (
        f"{against}/criteria/skills.yaml:5: skills/against rates pytorch 2, against 4 by skills/base: "
        "add that to its 'supersedes', or change the rating"
    )
    assert refused(base, against) == [complaint]
    assert refused(base, against, harmless) == [complaint]
    assert len(api.load_rules(base, harmless).criteria["skills"].rules) == 2


def test_lint_says_what_every_other_command_refuses(overlay: Overlay) -> None:
    layers = overlay("base", 4, whole=True), overlay("against", 2), overlay("harmless", 3)

    assert linted(*layers) == refused(*layers)
    assert linted(layers[0], layers[2]) == []


def test_a_contradiction_is_found_again_at_the_next_start(overlay: Overlay) -> None:
    """What is kept for the next start has passed; what has not is told each time."""
    base, against = overlay("base", 4, whole=True), overlay("against", 2)

    assert refused(base, against) == refused(base, against)


def test_an_overlay_is_compiled_and_checked_once(overlay: Overlay, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    build_rules = builder.build_rules

    def counting_build(*arguments: object) -> object:
        calls.append("compiled")
        return build_rules(*arguments)  # type: ignore[arg-type]

    def counting_check(*arguments: object) -> object:
        calls.append("checked")
        return contradictions(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(builder, "build_rules", counting_build)
    monkeypatch.setattr("fitframe.lint.contradictions", counting_check)
    layers = overlay("base", 4, whole=True), overlay("harmless", 3)

    first = api.load_rules(*layers)
    assert calls == ["compiled", "checked", "checked"]
    assert api.load_rules(*layers) == first
    assert len(calls) == 3


def test_a_rule_without_a_case_is_told_where_it_stands(overlay: Overlay) -> None:
    base, ours = overlay("base", 4, whole=True), overlay("ours", 3, cases=False)
    complaint = f"{ours}/criteria/skills.yaml:4: rule skills/ours has no case in which it applies"

    assert [str(fault) for fault in api.run_cases(api.load_rules(base, ours)).failures] == [complaint]
    assert linted(base, ours) == [complaint]


def test_importance_may_be_written_as_in_the_first_version(overlay: Overlay) -> None:
    folder = overlay("ours", 3, whole=True, cases=False)
    path = folder / "criteria" / "skills.yaml"
    old = "{base: low, raise: [{to: high, when: {goal: research}, because: it does there}]}"
    path.write_text(path.read_text().replace("[{to: low, because: we care a little}]", old))

    importance = api.load_rules(folder).criteria["skills"].importance

    assert [one.to for one in importance] == ["high", "low"]
    assert importance[0].when.reads == {"goal"}
    path.write_text(path.read_text().replace("to: high", "to: great"))
    assert refused(folder) == [f"{path}:4:1: 'importance' must be a list, got a mapping"]


def test_the_first_overlay_of_the_page_moves_what_it_says(tmp_path: Path) -> None:
    text, _, _ = README.read_text(encoding="utf-8").partition("\nThe overlay most asked for")
    found = re.findall(r"^```yaml\n# our-rules/([a-z/]+\.yaml)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert [name for name, _ in found] == ["sources.yaml", "criteria/serving.yaml"]
    (tmp_path / "criteria").mkdir()
    for name, content in found:
        (tmp_path / name).write_text(content)

    def ahead(*overlays: Path) -> float:
        answers = {"goal": ("production",), "deployment": ("server",)}
        advice = api.recommend(api.load_rules(*overlays), Profile(fitframe=1, answers=dict(answers)))
        score = {place.framework: place.score for place in advice.ranking}
        return score["pytorch"] - score["tensorflow"]

    assert linted(tmp_path) == []
    assert api.run_cases(api.load_rules(tmp_path)).failures == ()
    assert ahead(tmp_path) > ahead() + 1
