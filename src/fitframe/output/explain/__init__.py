"""Everything the rule base has under one name, in full."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from fitframe.errors import InputError
from fitframe.model.rulebase import RuleBase
from fitframe.output import Detail, Subject, stamp
from fitframe.output.document import Block, Document, Heading, Item, Items
from fitframe.output.explain import evidence, frameworks, signals, situations
from fitframe.output.explain import rules as judging
from fitframe.output.explain.parts import plain
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
    "source": Kind(lambda rules: rules.sources, evidence.source_blocks, evidence.source_data),
    "group": Kind(lambda rules: rules.groups, evidence.group_blocks, evidence.group_data),
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
    "precedent": Kind(lambda rules: rules.precedents, evidence.precedent_blocks, evidence.precedent_data),
    "rule": Kind(judging.rule_ids, judging.rule_blocks, judging.rule_data),
    "measurement": Kind(lambda rules: rules.measurements, evidence.measurement_blocks, evidence.measurement_data),
    "choice": Kind(judging.choice_ids, judging.choice_blocks, judging.choice_data),
    "term": Kind(lambda rules: rules.terms, judging.term_blocks, judging.term_data),
    "probe": Kind(lambda rules: rules.probes, evidence.probe_blocks, evidence.probe_data),
    "library": Kind(signals.libraries, signals.library_blocks, signals.library_data),
    "sign": Kind(signals.signs, signals.sign_blocks, signals.sign_data),
}


@dataclass(frozen=True, slots=True)
class Explanation(Subject):
    """The things of one name. Most names have one; `debugging`, say, is a question and a criterion."""

    rules: RuleBase
    found: tuple[tuple[str, str], ...]  # kind and id, as from `lookup`
    central_weights: Mapping[str, CentralWeights] = field(repr=False)  # the projects that each framework wins

    def document(self, detail: Detail) -> Document:
        """One page for all of them, or where a name has many meanings, what to ask for."""
        if len(self.found) > _MOST:
            return (
                Heading(f"{len(self.found)} things have this name", level=1),
                Items(tuple(Item(f"fitframe explain {kind}:{name}") for kind, name in self.found)),
            )
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
                    "origin": self._origin(kind, name),
                    "value": KINDS[kind].data(self.rules, name, *self._won(kind, name)),
                }
                for kind, name in self.found
            ],
        }

    def _origin(self, kind: str, name: str) -> str | None:
        """Where a thing stands; a choice stands in its question."""
        key = f"question:{name.partition('=')[0]}" if kind == "choice" else f"{kind}:{name}"
        return self.rules.origins.get(key)

    def _won(self, kind: str, name: str) -> tuple[CentralWeights, ...]:
        return (self.central_weights[name],) if kind == "framework" else ()


_MOST = 3
"""So many things of one name are shown in full."""


def lookup(rules: RuleBase, reference: str) -> tuple[tuple[str, str], ...]:
    """Kind and id of each thing with an id, a name, a title or an alias, or `kind:id`.

    An id that is written as it stands goes before names, for which case, dots, spaces and dashes do not matter.
    Raises InputError with the nearest known names where there is no such thing.
    """
    kind, colon, name = reference.partition(":")
    kinds, wanted = ([kind], name) if colon and kind in KINDS else (list(KINDS), reference)
    exact = [(kind, wanted) for kind in kinds if wanted in KINDS[kind].ids(rules)]
    if found := tuple(one for one in exact if one[0] not in _LAST or len(kinds) == 1):
        return found
    key = _key(wanted)
    alike = [(kind, name) for kind, called, name in _called(rules) if kind in kinds and _key(called) == key]
    alike = [one for one in alike if one[0] not in _LAST] or alike
    if key and alike:
        return tuple(dict.fromkeys(found for kind, name in alike for found in _meant(rules, kind, name)))
    raise InputError(_unknown(rules, kinds, wanted))


_LAST = frozenset({"library", "sign"})
"""Kinds of what `scan` knows, which is called as what it stands for: shown by name alone where nothing else is."""


def _called(rules: RuleBase) -> Iterator[tuple[str, str, str]]:
    """What things are called beside their ids, and their ids for whoever writes them otherwise: kind, name, id."""
    yield from (("framework", called, name) for called, name in framework_names(rules).items())
    for tool in rules.tools.values():
        short, _, more = tool.name.partition(" (")
        yield from (("tool", called, tool.id) for called in (tool.id, tool.name, short, more.rstrip(")")))
    for library in signals.libraries(rules).values():
        names = (name for kind in ("python", "pypi", "npm") for name in library.names.get(kind, ()))
        yield from (("library", called, library.id) for called in (library.id, library.name, *names))
    yield from (("sign", sign, sign) for sign in signals.signs(rules))
    yield from (("term", called, term.id) for term in rules.terms.values() for called in (term.id, *term.called))
    yield from (("criterion", called, c.id) for c in rules.criteria.values() for called in (c.id, c.title))
    yield from (("question", called, q.id) for q in rules.questions.values() for called in (q.id, q.title))
    for name in judging.choice_ids(rules):
        if (choice := name.partition("=")[2]) not in _SAID_OF_MANY:
            yield "choice", choice, name


_SAID_OF_MANY = frozenset(
    ("none", "yes", "no", "other", "some", "small", "medium", "large", "any", "own", "mixed", "years", "low")
)
"""Choices whose names mean nothing without their question."""


def _meant(rules: RuleBase, kind: str, name: str) -> list[tuple[str, str]]:
    """A thing, or in place of a name that says nothing itself what it means."""
    if kind == "term" and not rules.terms[name].says:
        return [(kind, name) for kind, _, name in (one.partition(":") for one in rules.terms[name].means)]
    return [(kind, name)]


def _key(text: str) -> str:
    """Text as names are compared: without capitals, dots, spaces, dashes and slashes."""
    return re.sub(r"[\s._/-]+", "", text.lower())


def _unknown(rules: RuleBase, kinds: list[str], wanted: str) -> str:
    known = {name: kind for kind in kinds for name in KINDS[kind].ids(rules)}
    near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.6)
    hint = listed((f"'{name}' ({known[name]})" for name in near), "or")
    what = kinds[0] if len(kinds) == 1 else listed(KINDS, "or")
    return f"no {what} is called '{wanted}'" + (
        f", did you mean {hint}?" if near else "; 'fitframe rules list' shows what there is"
    )
