"""Everything the rule base has under one name, in full."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from fitframe.errors import InputError
from fitframe.model.rulebase import RuleBase
from fitframe.output import Detail, Subject, stamp
from fitframe.output.document import Block, Document
from fitframe.output.explain import frameworks, measurements, probes, situations
from fitframe.output.explain import rules as judging
from fitframe.output.explain.parts import plain
from fitframe.output.explain.precedents import precedent_blocks, precedent_data
from fitframe.output.wording import listed
from fitframe.rulebase.profiles import framework_names
from fitframe.sensitivity.central_weights import CentralWeights


class Kind(NamedTuple):
    """One kind of thing: which there are, and one in full; of a framework also the projects that it wins."""

    ids: Callable[[RuleBase], Iterable[str]]
    blocks: Callable[..., Iterator[Block]]
    data: Callable[..., dict[str, object]]


KINDS: dict[str, Kind] = {
    "question": Kind(lambda rules: rules.questions, judging.question_blocks, judging.question_data),
    "criterion": Kind(lambda rules: rules.criteria, judging.criterion_blocks, judging.criterion_data),
    "framework": Kind(lambda rules: rules.frameworks, frameworks.framework_blocks, frameworks.framework_data),
    "tool": Kind(lambda rules: rules.tools, frameworks.tool_blocks, frameworks.tool_data),
    "source": Kind(lambda rules: rules.sources, judging.source_blocks, judging.source_data),
    "group": Kind(lambda rules: rules.groups, judging.group_blocks, judging.group_data),
    "route": Kind(lambda rules: rules.routes, frameworks.route_blocks, frameworks.route_data),
    "move": Kind(lambda rules: rules.moves, situations.move_blocks, lambda rules, name: plain(rules.moves[name])),
    "outcome": Kind(
        lambda rules: rules.outcomes, situations.outcome_blocks, lambda rules, name: plain(rules.outcomes[name])
    ),
    "contradiction": Kind(
        lambda rules: rules.contradictions,
        situations.contradiction_blocks,
        lambda rules, name: plain(rules.contradictions[name]),
    ),
    "split": Kind(lambda rules: rules.splits, situations.split_blocks, lambda rules, name: plain(rules.splits[name])),
    "precedent": Kind(lambda rules: rules.precedents, precedent_blocks, precedent_data),
    "rule": Kind(judging.rule_ids, judging.rule_blocks, judging.rule_data),
    "measurement": Kind(
        lambda rules: rules.measurements, measurements.measurement_blocks, measurements.measurement_data
    ),
    "probe": Kind(lambda rules: rules.probes, probes.probe_blocks, probes.probe_data),
}


@dataclass(frozen=True, slots=True)
class Explanation(Subject):
    """The things of one name. Most names have one; `debugging`, say, is a question and a criterion."""

    rules: RuleBase
    found: tuple[tuple[str, str], ...]  # kind and id, as from `lookup`
    central_weights: Mapping[str, CentralWeights] = field(repr=False)  # the projects that each framework wins

    def document(self, detail: Detail) -> Document:
        """One page for all of them."""
        return tuple(
            block for kind, name in self.found for block in KINDS[kind].blocks(self.rules, name, *self._won(kind, name))
        )

    def data(self) -> Mapping[str, object]:
        """The object that `-f json` prints."""
        return {
            **stamp(self.rules.version, self.rules.digest),
            "entries": [
                {
                    "kind": kind,
                    "id": name,
                    "origin": self.rules.origins.get(f"{kind}:{name}"),
                    "value": KINDS[kind].data(self.rules, name, *self._won(kind, name)),
                }
                for kind, name in self.found
            ],
        }

    def _won(self, kind: str, name: str) -> tuple[CentralWeights, ...]:
        return (self.central_weights[name],) if kind == "framework" else ()


def lookup(rules: RuleBase, reference: str) -> tuple[tuple[str, str], ...]:
    """Kind and id of each thing with an id, a framework's or tool's name, an alias, or `kind:id`.

    Raises InputError with the nearest known names where there is no such thing.
    """
    kind, colon, name = reference.partition(":")
    kinds, wanted = ([kind], name) if colon and kind in KINDS else (list(KINDS), reference)
    if found := tuple((kind, wanted) for kind in kinds if wanted in KINDS[kind].ids(rules)):
        return found
    if "framework" in kinds and (meant := framework_names(rules).get(wanted.lower())):
        return (("framework", meant),)
    called = {tool.name.lower(): name for name, tool in rules.tools.items()}
    if "tool" in kinds and wanted.lower() in called:
        return (("tool", called[wanted.lower()]),)
    raise InputError(_unknown(rules, kinds, wanted))


def _unknown(rules: RuleBase, kinds: list[str], wanted: str) -> str:
    known = {name: kind for kind in kinds for name in KINDS[kind].ids(rules)}
    near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.6)
    hint = listed((f"'{name}' ({known[name]})" for name in near), "or")
    what = kinds[0] if len(kinds) == 1 else listed(KINDS, "or")
    return f"no {what} is called '{wanted}'" + (
        f", did you mean {hint}?" if near else "; 'fitframe rules list' shows what there is"
    )
