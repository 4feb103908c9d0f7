"""What a run over the probes came to, and which winners move: for people, programs, and GitHub Actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from fitframe.model.evidence import ProbeResult, ProofOutcome, WhenItBreaks
from fitframe.model.rulebase import RuleBase
from fitframe.output import Detail, Subject, stamp
from fitframe.output.document import Block, Document, Heading, Item, Items, Paragraph, Tone, clean
from fitframe.output.wording import framework_name
from fitframe.sensitivity.winners import MovedWinner

_MOST = 20
"""Entries of one section that are shown unless everything is wanted."""


_EFFECTS = {
    WhenItBreaks.TELL: "is told",
    WhenItBreaks.DOUBT: "has the trust of an opinion",
    WhenItBreaks.SUPERSEDE: "no longer counts",
}
"""What happens to a rule whose probe is broken."""


@dataclass(frozen=True, slots=True)
class VerificationReport(Subject):
    """The results of a run, with the winners that would move if what is broken no longer counted."""

    rules: RuleBase
    results: tuple[ProbeResult, ...]
    moved: tuple[MovedWinner, ...]

    @property
    def broken_blockers(self) -> tuple[str, ...]:
        """The hard limits whose probes are broken."""
        return tuple(
            dict.fromkeys(
                rule for one in self._of(ProofOutcome.BROKEN) for rule in blockers_of(self.rules, one.probe.id)
            )
        )

    def document(self, detail: Detail) -> Document:
        """What broke first, then what stayed unclear; with everything wanted, what held too."""
        most = None if detail is Detail.FULL else _MOST
        counts = Paragraph(self._counts(), Tone.STRONG)
        if detail is Detail.BRIEF:
            return (counts,)
        return (
            Heading("Facts looked up again", level=1),
            counts,
            *_section("Broken", [_broken_item(self.rules, one) for one in self._of(ProofOutcome.BROKEN)], None),
            *_section("Winners that would move without them", _moved_items(self.rules, self.moved), most),
            *_section("Unclear", [Item(one.seen, one.probe.id) for one in self._of(ProofOutcome.UNCLEAR)], most),
            *(
                _section("Held", [Item(one.seen, one.probe.id) for one in self._of(ProofOutcome.HELD)], None)
                if detail is Detail.FULL
                else ()
            ),
        )

    def data(self) -> Mapping[str, object]:
        """The object that `-f json` prints."""
        return {
            **stamp(self.rules.version, self.rules.digest),
            "summary": {outcome.value: len(self._of(outcome)) for outcome in ProofOutcome},
            "broken_blockers": self.broken_blockers,
            "results": [
                {
                    "probe": one.probe.id,
                    "kind": one.probe.probe.kind,
                    "fact": one.probe.fact,
                    "outcome": one.outcome,
                    "day": one.day,
                    "seen": one.seen,
                    "digest": one.digest,
                    "stands_for": one.probe.stands_for,
                    "when_it_breaks": one.probe.when_it_breaks,
                    "blocks": blockers_of(self.rules, one.probe.id),
                    "origin": self.rules.origins.get(f"probe:{one.probe.id}"),
                }
                for one in self.results
            ],
            "moved": [entry._asdict() for entry in self.moved],
        }

    def github(self) -> str:
        """Annotations of GitHub Actions: broken hard limits as errors, what else broke as warnings."""
        lines = []
        for one in self._of(ProofOutcome.BROKEN):
            level = "error" if blockers_of(self.rules, one.probe.id) else "warning"
            path, _, line = self.rules.origins.get(f"probe:{one.probe.id}", "").rpartition(":")
            where = f"file={path},line={line}," if path else ""
            told = f"{one.probe.fact} {one.seen}. It stands for {', '.join(one.probe.stands_for)}."
            lines.append(f"::{level} {where}title=A fact is in doubt::{clean(told).replace('%', '%25')}")
        return "".join(f"{line}\n" for line in lines) + f"{self._counts()}\n"

    def _of(self, outcome: ProofOutcome) -> tuple[ProbeResult, ...]:
        return tuple(one for one in self.results if one.outcome is outcome)

    def _counts(self) -> str:
        held, broken, unclear = (len(self._of(outcome)) for outcome in ProofOutcome)
        limits = len(self.broken_blockers)
        hard = f", which bears on {limits} hard {'limit' if limits == 1 else 'limits'}" if limits else ""
        return f"{held} of {len(self.results)} probes held, {broken} broken{hard}, {unclear} unclear."


def blockers_of(rules: RuleBase, probe: str) -> tuple[str, ...]:
    """The hard limits that a probe stands for."""
    limits = {rule.id for criterion in rules.criteria.values() for rule in criterion.rules if rule.blocks}
    return tuple(thing for thing in rules.probes[probe].stands_for if thing in limits)


def _broken_item(rules: RuleBase, one: ProbeResult) -> Item:
    limits = blockers_of(rules, one.probe.id)
    named = [f"{thing}{' (a hard limit)' if thing in limits else ''}" for thing in one.probe.stands_for]
    effect = _EFFECTS[one.probe.when_it_breaks]
    return Item(f"{one.probe.fact} But: {one.seen}. Now {effect}: {', '.join(named)}.", one.probe.id, Tone.BAD)


@dataclass(frozen=True, slots=True)
class WinnersReport(Subject):
    """The winners that move from one rule base to another."""

    rules: RuleBase  # the newer one
    older: RuleBase
    projects: int  # how many were compared
    moved: tuple[MovedWinner, ...]

    def document(self, detail: Detail) -> Document:
        """One list."""
        count = Paragraph(f"{len(self.moved)} of {self.projects} winners move.", Tone.STRONG)
        if detail is Detail.BRIEF:
            return (count,)
        return (Heading("Winners that move", level=1), count, *_list(_moved_items(self.rules, self.moved)))

    def data(self) -> Mapping[str, object]:
        """The object that `-f json` prints."""
        return {
            **stamp(self.rules.version, self.rules.digest),
            "older": {"version": self.older.version, "digest": self.older.digest},
            "projects": self.projects,
            "moved": [entry._asdict() for entry in self.moved],
        }


def _moved_items(rules: RuleBase, moved: Iterable[MovedWinner]) -> list[Item]:
    return [Item(f"{_name(rules, one.old)} becomes {_name(rules, one.new)}", f"{one.project}:") for one in moved]


def _name(rules: RuleBase, named: str) -> str:
    return framework_name(rules, named) if named in rules.frameworks else named


def _section(title: str, items: list[Item], most: int | None) -> Iterator[Block]:
    if items:
        left = len(items) - len(items[:most])
        yield Heading(f"{title} ({len(items)})" if not left else f"{title} ({most} of {len(items)}; -v shows all)")
        yield Items(tuple(items[:most]))


def _list(items: list[Item]) -> Iterator[Block]:
    if items:
        yield Items(tuple(items))
