"""What would put a framework first: the smallest flips of each kind."""

from __future__ import annotations

from dataclasses import dataclass

from fitframe.insight.flips import Flip, answer_flips, priority_flips
from fitframe.insight.situation import Situation
from fitframe.insight.trust_flips import trust_flips


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What would put a framework first: the smallest flips of each kind, cheapest first."""

    framework: str
    answers: tuple[Flip, ...]
    priorities: tuple[Flip, ...]
    trust: tuple[Flip, ...]


def turns(situation: Situation, targets: tuple[str, ...]) -> dict[str, Turn]:
    """What would put each of `targets` first; the one that is first already needs nothing and is left out."""
    wanted = tuple(name for name in targets if name != situation.leader)
    answers, priorities = answer_flips(situation, wanted), priority_flips(situation, wanted)
    trust = trust_flips(situation, wanted)
    return {
        name: Turn(
            framework=name,
            answers=answers.get(name, ()),
            priorities=priorities.get(name, ()),
            trust=trust.get(name, ()),
        )
        for name in wanted
    }
