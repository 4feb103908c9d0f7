"""Everything the rule base has under one name, in full."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from fitframe.errors import InputError
from fitframe.model.rulebase import RuleBase
from fitframe.output import Detail, Subject
from fitframe.output.document import Block, Document
from fitframe.output.explain import criterion, framework, question, route, rule, source, tool
from fitframe.output.stamp import stamp
from fitframe.output.wording import listed
from fitframe.rulebase.profiles import framework_names


class Kind(NamedTuple):
    """One kind of thing: which there are, and how one is told."""

    ids: Callable[[RuleBase], Iterable[str]]
    blocks: Callable[[RuleBase, str], Iterator[Block]]
    data: Callable[[RuleBase, str], dict[str, object]]


KINDS: dict[str, Kind] = {
    "question": Kind(lambda rules: rules.questions, question.blocks, question.data),
    "criterion": Kind(lambda rules: rules.criteria, criterion.blocks, criterion.data),
    "framework": Kind(lambda rules: rules.frameworks, framework.blocks, framework.data),
    "tool": Kind(lambda rules: rules.tools, tool.blocks, tool.data),
    "source": Kind(lambda rules: rules.sources, source.blocks, source.data),
    "group": Kind(lambda rules: rules.groups, source.group_blocks, source.group_data),
    "route": Kind(lambda rules: rules.routes, route.blocks, route.data),
    "rule": Kind(rule.ids, rule.blocks, rule.data),
}


@dataclass(frozen=True, slots=True)
class Explanation(Subject):
    """The things of one name. Most names have one; `debugging`, say, is a question and a criterion."""

    rules: RuleBase
    found: tuple[tuple[str, str], ...]  # kind and id

    def document(self, detail: Detail) -> Document:
        """One page for all of them."""
        return tuple(block for kind, name in self.found for block in KINDS[kind].blocks(self.rules, name))

    def data(self) -> Mapping[str, object]:
        """The object that `-f json` prints."""
        return {
            **stamp(self.rules.version, self.rules.digest),
            "entries": [
                {
                    "kind": kind,
                    "id": name,
                    "origin": self.rules.origins.get(f"{kind}:{name}"),
                    "value": KINDS[kind].data(self.rules, name),
                }
                for kind, name in self.found
            ],
        }


def explanation(rules: RuleBase, reference: str) -> Explanation:
    """Look up an id, a framework's or tool's name, an alias, or `kind:id`.

    Raises InputError with the nearest known names where there is no such thing.
    """
    kind, colon, name = reference.partition(":")
    kinds, wanted = ([kind], name) if colon and kind in KINDS else (list(KINDS), reference)
    found = tuple((kind, wanted) for kind in kinds if wanted in KINDS[kind].ids(rules))
    if not found and "framework" in kinds and (meant := framework_names(rules).get(wanted.lower())):
        found = (("framework", meant),)
    if not found and "tool" in kinds:
        called = {tool.name.lower(): name for name, tool in rules.tools.items()}
        found = (("tool", called[wanted.lower()]),) if wanted.lower() in called else ()
    if not found:
        raise InputError(_unknown(rules, kinds, wanted))
    return Explanation(rules, found)


def _unknown(rules: RuleBase, kinds: list[str], wanted: str) -> str:
    known = {name: kind for kind in kinds for name in KINDS[kind].ids(rules)}
    near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.6)
    hint = listed((f"'{name}' ({known[name]})" for name in near), "or")
    what = kinds[0] if len(kinds) == 1 else listed(KINDS, "or")
    return f"no {what} is called '{wanted}'" + (
        f", did you mean {hint}?" if near else "; 'fitframe rules list' shows what there is"
    )
