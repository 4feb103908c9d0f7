"""A small repository with a rule base of its own, in which verdicts do not hang on the shipped rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import run

__all__ = ["run"]

OVERLAY = {
    "sources.yaml": (
        "- {id: our-policy, title: Policy, by: the architects, tier: official, published: 2026-01-01, "
        "accessed: 2026-11-01}\n"
    ),
    "criteria/our-skills.yaml": """\
id: our-skills
title: Skills of our teams
scale: {0: nobody, 1: one, 2: some, 3: many, 4: all}
importance: [{to: decisive, because: it decides}]
unrated: {keras: It is judged by its backend.}
rules:
  - id: our-skills/pytorch
    ratings: {pytorch: 4, tensorflow: 0, jax: 0}
    because: Everybody here knows PyTorch, and nobody the others.
    evidence: [{source: our-policy, where: page 1, shows: who knows what}]
  - id: our-skills/approved
    blocks: [scikit-learn]
    because: Only PyTorch, TensorFlow and JAX are approved.
    when: {goal: production}
    evidence: [{source: our-policy, where: page 2, shows: the list of what is approved}]
cases:
  - name: always
    answers: {goal: [production]}
    expect: {importance: decisive, applies: [our-skills/pytorch, our-skills/approved]}
""",
}

Add = Callable[..., str]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with settings that name the rule base beside them."""
    folder = tmp_path / "repository"
    for name, text in OVERLAY.items():
        (folder / "ours" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "ours" / name).write_text(text)
    (folder / "fitframe.toml").write_text('rules = ["ours"]\n')
    (folder / ".git").mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def add(here: Path) -> Add:
    """Writes a profile that states this choice."""

    def write(path: str, choice: str = "pytorch", more: str = "", name: str = "Project") -> str:
        (here / path).parent.mkdir(parents=True, exist_ok=True)
        answers = "{goal: [production], deployment: [server]}"
        (here / path).write_text(f"fitframe: 1\nname: {name}\nanswers: {answers}\nchoice: {choice}\n{more}")
        return path

    return write
