"""A profile as a commented file that says what each answer means."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from fitframe.models import UNKNOWN, Question, RuleBase
from fitframe.profile import Profile
from fitframe.render.document import clean

_PLAIN = re.compile(r"[a-z][a-z0-9+-]*")
_NOT_TEXT = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}
"""Words that a reader of YAML may take for something else."""


def filled(profile: Profile, rules: RuleBase, head: tuple[str, ...]) -> str:
    """The profile in YAML. Its first lines are `head`, as comments; every answer is explained."""
    lines = [f"# {clean(line)}" for line in head]
    lines += ["", "fitframe: 1"]
    lines += [f"name: {_data(profile.name)}"] if profile.name else []
    lines += ["", "answers:" if profile.answers else "answers: {}"]
    for name, answer in profile.answers.items():
        lines += _answer(rules.questions[name], answer)
    rest = profile.model_dump(mode="json", exclude_defaults=True, include={"priorities", "choice", "waivers"})
    lines += [line for key, value in rest.items() for line in ("", f"{key}: {_data(value)}")]
    return "\n".join(lines) + "\n"


def _answer(question: Question, answer: str | tuple[str, ...] | None) -> Iterator[str]:
    chosen = (answer or UNKNOWN,) if not isinstance(answer, tuple) else answer
    yield f"  # {clean(question.prompt)}"
    for choice in chosen:
        meaning = "don't know" if choice == UNKNOWN else question.choices[choice]
        yield f"  #   {choice}: {clean(meaning)}"
    written = ", ".join(map(_word, chosen))
    yield f"  {_word(question.id)}: {written if answer == chosen[0] else f'[{written}]'}"


def _word(choice: str) -> str:
    return choice if _PLAIN.fullmatch(choice) and choice not in _NOT_TEXT else f'"{choice}"'


def _data(value: Any) -> str:
    """Plain values in YAML's flow style, which JSON is; what cannot be printed is spelled out."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"
