"""Layers of files to one rule base: what each file adds, replaces or removes, and every fault that is in the way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from fitframe.errors import Fault, InputError, RuleBaseError
from fitframe.model.evidence import Calibration, Measurement, Precedent, Probe, Proof, Source
from fitframe.model.fields import Model
from fitframe.model.rulebase import (
    Case,
    Contradiction,
    Criterion,
    Framework,
    Manifest,
    Move,
    OutcomeRule,
    Part,
    Question,
    Route,
    RuleBase,
    Split,
    Term,
    Tool,
)
from fitframe.model.signals import Signals
from fitframe.rulebase.load import NEEDED, PROOFS, Layer
from fitframe.rulebase.messages import Path, partial_model, shown
from fitframe.rulebase.overlays import (
    completed_data,
    merged,
    merged_signals,
    removals,
    silenced_faults,
    without_rules,
    without_signals,
)
from fitframe.rulebase.profiles import settle
from fitframe.rulebase.proofs import read_proofs, streaks
from fitframe.rulebase.references import Locations, reference_faults
from fitframe.rulebase.yaml import Document, read_document, validate

_M = TypeVar("_M", bound=Model)
_Answered = TypeVar("_Answered", Case, Part)


def build_rules(layers: Iterable[Layer], digest: str) -> list[RuleBase]:
    """The rule base as it is after each layer, the lowest first; the last one is the whole.

    Raises RuleBaseError with every fault of every file.
    """
    stages, faults = survey(layers, digest)
    if faults:
        raise RuleBaseError(*faults)
    return [*stages[:-1], _with_settled_answers(stages[-1])]


def survey(layers: Iterable[Layer], digest: str) -> tuple[list[RuleBase], list[Fault | str]]:
    """What can be read of the rule base after each layer, and every fault that keeps the whole from being used."""
    builder = Builder(digest)
    stages = []
    for layer in layers:
        builder.add(layer)
        stages.append(builder.rule_base())
    return stages, builder.all_faults()


_KINDS: dict[str, tuple[str, type[Model]]] = {
    "rulebase": ("group", Manifest),
    "sources": ("source", Source),
    "questions": ("question", Question),
    "routes": ("route", Route),
    "splits": ("split", Split),
    "moves": ("move", Move),
    "outcomes": ("outcome", OutcomeRule),
    "contradictions": ("contradiction", Contradiction),
    "terms": ("term", Term),
    "precedents": ("precedent", Precedent),
    "calibration": ("calibration", Calibration),
    "frameworks": ("framework", Framework),
    "tools": ("tool", Tool),
    "criteria": ("criterion", Criterion),
    "signals": ("signal", Signals),
    "probes": ("probe", Probe),
    "measurements": ("measurement", Measurement),
}
"""By a file's name, or that of its folder: what it holds, and the model of that."""


class Builder:
    """Takes layers one after the other, the lowest first."""

    def __init__(self, digest: str) -> None:
        self._digest = digest
        self._locations = Locations()
        self._faults: list[Fault | str] = []
        self._unread: set[str] = set()  # 'kind:id' of what is there but at fault, 'kind:*' where ids are not known
        self._tables: dict[str, dict[str, Any]] = {kind: {} for kind, _ in _KINDS.values()}
        self._partial: dict[str, dict[str, Any]] = {kind: {} for kind, _ in _KINDS.values()}  # what fits of the faulty
        self._manifest: Manifest | None = None
        self._proofs: list[Proof] = []
        self._calibration: Calibration | None = None
        self._is_overlay = False  # whether the present layer lies on another

    def add(self, layer: Layer) -> None:
        """Add what the files of a layer say."""
        if not self._is_overlay:
            missing = [name for name in NEEDED if name not in layer.files]
            self._faults += [Fault(f"{layer.label}/{name}", 0, 0, "there is no such file") for name in missing]
            self._unread |= {f"{_KINDS[name.removesuffix('.yaml')][0]}:*" for name in missing}
        if self._is_overlay and layer.files.keys() - {"precedents.yaml"}:
            self._calibration = None  # nobody measured how often the advice of both together holds
        for name, content in layer.files.items():
            self._add_file(layer.label, name, content)
        self._is_overlay = True

    def rule_base(self) -> RuleBase:
        """Everything that could be read, in order of ids."""
        manifest = self._manifest or Manifest.model_construct(version="", reviewed="")
        tables = {kind: dict(sorted(table.items())) for kind, table in self._tables.items()}
        return RuleBase.model_construct(
            version=manifest.version,
            reviewed=manifest.reviewed,
            digest=self._digest,
            groups=manifest.groups,
            families=manifest.families,
            opening=manifest.opening,
            sources=tables["source"],
            questions=dict(self._tables["question"]),  # in the order of a conversation
            frameworks=tables["framework"],
            tools=tables["tool"],
            criteria=tables["criterion"],
            routes=tables["route"],
            splits=tables["split"],
            moves=dict(self._tables["move"]),  # in the order of the file
            outcomes=dict(self._tables["outcome"]),  # likewise: the first that holds decides
            contradictions=tables["contradiction"],
            terms=tables["term"],
            signals=tables["signal"],
            probes=tables["probe"],
            measurements=tables["measurement"],
            proofs=tuple(streaks(self._proofs)),
            precedents=dict(self._tables["precedent"]),  # in the order of the file
            calibration=self._calibration,
            origins=self._locations.origins(),
        )

    def all_faults(self) -> list[Fault | str]:
        """Every fault of every file, in order: what does not fit, and the names that lead nowhere.

        Names are looked up in what fits of a faulty thing, too, but not of questions: one with a choice less would put
        every condition in the wrong.
        """
        rules = self.rule_base()
        tables = {"tools": "tool", "criteria": "criterion", "routes": "route", "splits": "split"}
        tables |= {
            "moves": "move",
            "outcomes": "outcome",
            "contradictions": "contradiction",
            "terms": "term",
            "probes": "probe",
            "measurements": "measurement",
            "precedents": "precedent",
        }
        rules = rules.model_copy(
            update={field: getattr(rules, field) | self._partial[kind] for field, kind in tables.items()}
        )
        return sorted(dict.fromkeys([*self._faults, *reference_faults(rules, self._locations, self._unread)]))

    def _add_file(self, label: str, name: str, content: bytes) -> None:
        if name == PROOFS:
            proofs, faults = read_proofs(content, f"{label}/{name}")
            self._proofs += proofs
            self._faults += faults
            return
        folder, _, stem = name.removesuffix(".yaml").rpartition("/")
        kind, model = _KINDS[folder or stem]
        try:
            document = read_document(content, f"{label}/{name}")
        except InputError as error:
            self._add_unread(error, f"{kind}:{stem if folder else '*'}")
            return
        if kind in ("group", "calibration"):
            self._add_single(kind, document)
        elif not folder:
            self._add_list(kind, model, document)
        elif kind == "criterion":
            self._add_criterion(document, stem)
        else:
            entry = self._validated(kind, model, document, stem=stem)
            if isinstance(entry, Signals):
                self._add_signals(entry, document)
                return
            self._add(kind, entry, document)
            if entry is None:
                self._add_partial(kind, model, document, (), stem)

    def _add_single(self, kind: str, document: Document) -> None:
        """Add a file of which there is one, with one thing in it."""
        if kind == "group":
            self._add_manifest(document)
        else:
            self._calibration = self._validated(kind, Calibration, document)

    def _add_unread(self, error: InputError, unread: str) -> None:
        self._faults += error.faults
        self._unread.add(unread)

    def _validated(
        self,
        kind: str,
        model: type[Model],
        document: Document,
        at: Path = (),
        *,
        stem: str | None = None,
        data: Any = None,
    ) -> Any:
        """A model of a document or a part of it, which has the id `stem` if given; None where it is at fault."""
        try:
            entry: Any = validate(model, document, at=at, data=data)
        except InputError as error:
            value = document.part(at)
            self._add_unread(error, f"{kind}:{stem or (value.get('id') if isinstance(value, dict) else None)}")
            return None
        if stem not in (None, getattr(entry, "id", None)):
            message = f"the id is '{entry.id}' and the file is called '{stem}.yaml'; they have to be the same"
            self._faults.append(document.fault((*at, "id"), message))
        return entry

    def _add(self, kind: str, entry: Any, document: Document, at: Path = ()) -> None:
        if entry is not None:
            self._tables[kind][entry.id] = entry
            self._locations.put(f"{kind}:{entry.id}", document, at)

    def _add_manifest(self, document: Document) -> None:
        lower, data = self._manifest, document.data
        if lower and isinstance(data, dict):
            data = {"version": lower.version, "reviewed": lower.reviewed} | data
        own = self._validated("group", Manifest, document, data=data)
        if own is not None:
            if lower:
                opening = own.opening or lower.opening
                groups, families = lower.groups | own.groups, lower.families | own.families
                own = own.model_copy(update={"groups": groups, "families": families, "opening": opening})
            self._manifest = own
            self._locations.add("rulebase", document)

    def _add_list(self, kind: str, model: type[Model], document: Document) -> None:
        if not isinstance(document.data, list):
            self._faults.append(document.fault((), f"the file must be a list, got {shown(document.data)}"))
            self._unread.add(f"{kind}:*")
            return
        entries = [self._validated(kind, model, document, (n,)) for n in range(len(document.data))]
        self._refuse_twins([entry and entry.id for entry in entries], kind, document, ())
        for n, entry in enumerate(entries):
            self._add(kind, entry, document, (n,))
            if entry is None:
                self._add_partial(kind, model, document, (n,), f"{document.name}:{n}")

    def _refuse_twins(self, names: Iterable[Any], kind: str, document: Document, at: Path) -> None:
        first: dict[str, int] = {}
        for n, name in enumerate(names):
            if name is not None and first.setdefault(name, n) != n:
                line, _ = document.place((*at, first[name]))
                message = f"the {kind} '{name}' stands here twice, first in line {line}"
                self._faults.append(document.fault((*at, n), message))

    def _add_criterion(self, document: Document, stem: str) -> None:
        lower: Criterion | None = self._tables["criterion"].get(stem) if self._is_overlay else None
        if lower and isinstance(document.data, dict):
            self._lay_over(lower, document)
            return
        own = self._validated("criterion", Criterion, document, stem=stem)
        self._add("criterion", own, document)
        self._locate(own or self._add_partial("criterion", Criterion, document, (), stem), document)

    def _lay_over(self, lower: Criterion, document: Document) -> None:
        removed, faults = removals(document, lower)
        self._faults += faults
        upper = self._validated("criterion", Criterion, document, stem=lower.id, data=completed_data(document, lower))
        if upper is None:
            self._locate(self._add_partial("criterion", Criterion, document, (), lower.id), document)
        if upper is None or upper.id != lower.id:
            return
        for rule in upper.rules:
            removed.pop(rule.id, None)  # it is replaced, not gone
        whole = merged(lower, upper, removed)
        self._faults += silenced_faults(document, lower, whole, removed)
        self._tables["criterion"][lower.id] = whole
        self._locations.add(f"criterion:{lower.id}", document)
        for name in removed:
            self._locations.drop(f"rule:{name}")
        self._locate(upper, document)
        if removed:
            self._tables["criterion"] = {
                name: without_rules(one, removed) for name, one in self._tables["criterion"].items()
            }

    def _add_signals(self, own: Signals, document: Document) -> None:
        """Add a file of signals; what it has of one that is there already replaces that, by id."""
        if self._is_overlay:  # what an overlay has of another file's replaces that, too
            self._tables["signal"] = {name: without_signals(one, own) for name, one in self._tables["signal"].items()}
        lower: Signals | None = self._tables["signal"].get(own.id)
        self._tables["signal"][own.id] = merged_signals(lower, own) if lower else own
        self._locations.add(f"signal:{own.id}", document)
        for field, kind in (("libraries", "library"), ("signs", "sign")):
            entries = getattr(own, field)
            self._refuse_twins([one.id for one in entries], kind, document, (field,))
            for n, one in enumerate(entries):
                self._locations.put(f"{kind}:{one.id}", document, (field, n))
        self._refuse_twins([case.name for case in own.cases], "case", document, ("cases",))
        for n, case in enumerate(own.cases):
            self._locations.put(f"case:signals/{own.id}/{case.name}", document, ("cases", n))

    def _add_partial(self, kind: str, model: type[_M], document: Document, at: Path, name: str) -> _M:
        """Keep what fits of a thing at fault, under its id or else a name that only serves to find it again."""
        partial = partial_model(model, document.part(at))
        name = getattr(partial, "id", "") or name
        partial = partial.model_copy(update={"id": name})
        if isinstance(partial, Criterion):
            if partial.rules and all(one.id for one in partial.rules) and not self._is_overlay:
                self._unread.discard(f"criterion:{name}")  # no name of a rule is lost
            rules = [
                one if one.id else one.model_copy(update={"id": f"{name}/{n}"}) for n, one in enumerate(partial.rules)
            ]
            cases = [one.model_copy(update={"name": one.name or str(n)}) for n, one in enumerate(partial.cases)]
            partial = partial.model_copy(update={"rules": tuple(rules), "cases": tuple(cases)})
        self._partial[kind][name] = partial
        self._locations.add(f"{kind}:{name}", document, at)
        return partial

    def _locate(self, own: Criterion, document: Document) -> None:
        """Note where the rules and cases of one file stand, and refuse those that stand there twice."""
        self._refuse_twins([rule.id for rule in own.rules], "rule", document, ("rules",))
        self._refuse_twins([case.name for case in own.cases], "case", document, ("cases",))
        for n, rule in enumerate(own.rules):
            self._locations.put(f"rule:{rule.id}", document, ("rules", n))
        for n, case in enumerate(own.cases):
            self._locations.put(f"case:{own.id}/{case.name}", document, ("cases", n))


def _with_settled_answers(rules: RuleBase) -> RuleBase:
    """A rule base with all answers in the shape that profiles have."""

    def settled(one: _Answered) -> _Answered:
        return one.model_copy(update={"answers": settle(one.answers, rules.questions)[0]})

    def criterion(one: Criterion) -> Criterion:
        return one.model_copy(update={"cases": tuple(map(settled, one.cases))})

    def split(one: Split) -> Split:
        return one.model_copy(update={"parts": tuple(map(settled, one.parts))})

    def precedent(one: Precedent) -> Precedent:
        answers = {field: settle(getattr(one, field), rules.questions)[0] for field in ("needs", "wishes")}
        return one.model_copy(update=answers)

    criteria = {name: criterion(one) for name, one in rules.criteria.items()}
    splits = {name: split(one) for name, one in rules.splits.items()}
    precedents = {name: precedent(one) for name, one in rules.precedents.items()}
    return rules.model_copy(update={"criteria": criteria, "splits": splits, "precedents": precedents})
