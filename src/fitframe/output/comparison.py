"""Two frameworks side by side, as a page for people and as an object for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from fitframe.model.fields import Way
from fitframe.model.recommendation import Contribution, Ranked, Recommendation
from fitframe.model.rulebase import RuleBase
from fitframe.output import Detail, Subject, stamp
from fitframe.output.document import Block, Document, Heading, Item, Paragraph, Table, Tone
from fitframe.output.reasons import Rated, Said, Side, most_telling, said_of
from fitframe.output.sections import section
from fitframe.output.sensitivity import change, levers
from fitframe.output.wording import criterion_title, framework_name, points, statement
from fitframe.sensitivity.comparison import Difference, SideBySide, WhyNot
from fitframe.sensitivity.counterfactuals import Change, Counterfactuals

_MOST = 3
_FELT = 0.05
"""Fewer points would be shown as 0.0."""


@dataclass(frozen=True, slots=True, repr=False)
class Versus(Subject):
    """A comparison with what would turn it, for a project's advice."""

    answer: Recommendation
    rules: RuleBase
    found: SideBySide

    def __repr__(self) -> str:
        pair = self.found.comparison
        sides = (f"{name} {score:.1f}" for name, score in zip(pair.frameworks, pair.scores, strict=True))
        return f"<Versus: {', '.join(sides)}>"

    def document(self, detail: Detail) -> Document:
        """The table of criteria, what each wins on, and what a team could do for the other to come first."""
        if detail is Detail.BRIEF:
            return (Paragraph(self._verdict()),)
        most = None if detail is Detail.FULL else _MOST
        return (
            Heading(f"{' and '.join(self._names())} for {self.answer.profile or 'an untitled project'}", level=1),
            Paragraph(self._verdict(), Tone.STRONG),
            *self._table(),
            *self._wins(most),
            *(block for why in self.found.why_not for block in self._ruled_out(why, most)),
            *levers(self.rules, self.found.counterfactuals, most),
        )

    def data(self) -> dict[str, object]:
        """The object that `-f json` prints."""
        found, pair = self.found, self.found.comparison
        return {
            **stamp(self.answer.rules_version, self.answer.rules_digest),
            "as_of": self.answer.as_of,
            "profile": {"name": self.answer.profile},
            "recommended": self.answer.recommended,
            "frameworks": pair.frameworks,
            "ways": pair.ways,
            "scores": [round(score, 2) for score in pair.scores],
            "weakest_links": [round(link, 4) for link in pair.links],
            "criteria": [_difference(difference) for difference in pair.differences],
            "why_not": [_why_not(why) for why in found.why_not],
            "flips": {name: _turn(turn) for name, turn in found.counterfactuals.items()},
        }

    def _names(self) -> list[str]:
        return [framework_name(self.rules, name) for name in self.found.comparison.ways]

    def _verdict(self) -> str:
        (one, other), (score, against) = self._names(), self.found.comparison.scores
        ahead = abs(score - against)
        if ahead < 1e-9:
            return f"{one} and {other} have the same score, {score:.1f}.{self._first()}"
        better, worse = (one, other) if score > against else (other, one)
        best, least = max(score, against), min(score, against)
        out = {e.framework for e in self.answer.excluded} & set(self.found.comparison.frameworks)
        ruled = "".join(f" {framework_name(self.rules, name)} is ruled out all the same." for name in sorted(out))
        return f"{better} is {points(ahead)} ahead of {worse}, {best:.1f} to {least:.1f}.{ruled}{self._first()}"

    def _first(self) -> str:
        first = self.answer.recommended
        if first is None or first in self.found.comparison.frameworks:
            return ""
        return f" {framework_name(self.rules, first)} is ahead of both."

    def _table(self) -> Iterator[Block]:
        one, other = self._names()
        rows = [
            (criterion_title(self.rules, d.criterion), d.importance, _rated(d, 0), _rated(d, 1), f"{d.ahead:+.1f}")
            for d in self.found.comparison.differences
        ]
        links = self.found.comparison.links
        if any(links):
            rows.append(("Weakest must-have", "", f"{links[0]:.1f}", f"{links[1]:.1f}", f"{links[0] - links[1]:+.1f}"))
        if rows:
            yield Heading("Criterion by criterion")
            yield Table(("Criterion", "Importance", one, other, f"Points for {one}"), tuple(rows))
            yield Paragraph("Ratings run from 0 to 4; after ± how far each is plausible to either side.", Tone.QUIET)

    def _wins(self, most: int | None) -> Iterator[Block]:
        """What each wins on, in points, with what is said of both."""
        for side, name in enumerate(self._names()):
            won = sorted(self.found.comparison.differences, key=lambda d: -self._lead(d, side))
            items = [
                Item(self._said(d, side), f"{self._lead(d, side):+.1f}", Tone.GOOD)
                for d in won
                if self._lead(d, side) >= _FELT
            ]
            yield from section(f"What {name} wins on", items, most)

    def _lead(self, difference: Difference, side: int) -> float:
        return difference.ahead if side == 0 else -difference.ahead

    def _said(self, difference: Difference, side: int) -> str:
        """'Debugging (low). PyTorch 4.0: what a rule says of it. TensorFlow 3.0: the same. (the ids of both)'."""
        parts = [f"{criterion_title(self.rules, difference.criterion)} ({difference.importance})."]
        told: list[Said] = []
        for place in (side, 1 - side):
            name, mine, other = self._names()[place], *self._sides(difference, place)
            best = most_telling([Side(mine[0], other[0], mine[1], 1 if place == side else -1)], self.rules)
            said = said_of(*mine, self.rules, best) or (best and Said(self.rules.rule(best).because, best))
            if not said:
                parts.append(f"{Rated(name, difference.ratings[place], ruled=False)}.")
                continue
            words = "." if said in told else f": {said.words}"
            parts.append(f"{name} {difference.ratings[place]:.1f}{words}")
            told.append(said)
        sources = "; ".join(dict.fromkeys(said.rule for said in told))
        return " ".join(filter(None, (*parts, sources and f"({sources})")))

    def _sides(self, difference: Difference, place: int) -> tuple[tuple[Ranked, Contribution], ...]:
        """The framework at `place` and the other one, each with what the criterion gives it."""
        sides = []
        for n in (place, 1 - place):
            way = Way(self.found.comparison.ways[n])
            given = difference.ratings[n], difference.spreads[n], difference.points[n], difference.rules[n]
            entry = Contribution(difference.criterion, difference.importance, 0.0, *given)
            sides.append(
                (Ranked(way.framework, way.backend, self.found.comparison.scores[n], 0.0, (entry,), ()), entry)
            )
        return tuple(sides)

    def _ruled_out(self, why: WhyNot, most: int | None) -> Iterator[Block]:
        name = framework_name(self.rules, why.framework)
        out = [Item(f"{statement(self.rules, rule)} ({rule})") for rule in why.ruled_out]
        yield from section(f"{name} is ruled out", out)
        back = [Item(f"If {change(self.rules, r.change)}, {name} would be number {r.place}.") for r in why.returns]
        yield from section("What would let it in again", back, most)


def _rated(difference: Difference, side: int) -> str:
    return f"{difference.ratings[side]:.1f} ±{difference.spreads[side]:.1f}"


def _difference(difference: Difference) -> dict[str, object]:
    return {
        "criterion": difference.criterion,
        "importance": difference.importance,
        "ratings": [round(rating, 3) for rating in difference.ratings],
        "spreads": [round(spread, 3) for spread in difference.spreads],
        "points": [round(points, 4) for points in difference.points],
        "rules": difference.rules,
    }


def _turn(turn: Counterfactuals) -> dict[str, object]:
    kinds = {"answers": turn.answers, "priorities": turn.priorities, "trust": turn.trust}
    return {
        kind: [{"changes": [_change(c) for c in flip.changes], "lead": round(flip.lead, 2)} for flip in flips]
        for kind, flips in kinds.items()
    }


def _change(each: Change) -> dict[str, object]:
    return {key: round(value, 3) if isinstance(value, float) else value for key, value in asdict(each).items()}


def _why_not(why: WhyNot) -> dict[str, object]:
    return {
        "framework": why.framework,
        "ruled_out": why.ruled_out,
        "loses_on": [difference.criterion for difference in why.loses_on],
        "returns": [{**_change(back.change), "place": back.place} for back in why.returns],
        "rules": why.rules,
    }
