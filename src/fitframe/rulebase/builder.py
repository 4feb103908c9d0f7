"""What is left of a thing that does not fit its model, so that the names in it can be looked up all the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from fitframe.errors import Fault, InputError, RuleBaseError
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
    Source,
    Split,
    Tool,
)
from fitframe.rulebase.answers import settle
from fitframe.rulebase.folder import NEEDED, Layer
from fitframe.rulebase.messages import part, shown, validate
from fitframe.rulebase.overlays import completed, laid_over, removals, silenced, without
from fitframe.rulebase.references import Atlas, faults_between
from fitframe.rulebase.yaml import Document, Path, read_document

M = TypeVar("M", bound=BaseModel)


def salvaged(model: type[M], data: Any) -> M:
    """A model of what fits in `data`: what does not is left out, and what is missing or left out is empty."""
    given = data if isinstance(data, dict) else {}
    fields = {
        name: _salvaged(field, given[key]) if (key := field.alias or name) in given else _empty(field)
        for name, field in model.model_fields.items()
    }
    return model.model_construct(**fields)


def _salvaged(field: FieldInfo, value: Any) -> Any:
    """A field's value, or of a list the entries, as far as they fit."""
    found = _fitting(field.rebuild_annotation(), value)
    if found is not None:
        return found
    kind: Any = field.annotation
    if get_origin(kind) is tuple and isinstance(value, list):
        return tuple(_entry(get_args(kind)[0], entry) for entry in value)
    return salvaged(kind, value) if _is_model(kind) else _empty(field)


def _entry(kind: Any, value: Any) -> Any:
    found = _fitting(kind, value)
    if found is not None:
        return found
    return salvaged(kind, value) if _is_model(kind) else ""  # so that those behind it keep their places


def _fitting(kind: Any, value: Any) -> Any:
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return None


def _empty(field: FieldInfo) -> Any:
    if not field.is_required():
        return field.get_default(call_default_factory=True)
    kind: Any = field.annotation
    if _is_model(kind):
        return salvaged(kind, {})
    return {tuple: (), dict: {}, None: ""}.get(get_origin(kind), "")


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


_KINDS: dict[str, tuple[str, type[Model]]] = {
    "rulebase": ("group", Manifest),
    "sources": ("source", Source),
    "questions": ("question", Question),
    "routes": ("route", Route),
    "splits": ("split", Split),
    "moves": ("move", Move),
    "outcomes": ("outcome", OutcomeRule),
    "contradictions": ("contradiction", Contradiction),
    "frameworks": ("framework", Framework),
    "tools": ("tool", Tool),
    "criteria": ("criterion", Criterion),
}


class Draft:
    """Takes layers one after the other, the lowest first."""

    def __init__(self) -> None:
        self.atlas = Atlas()
        self.faults: list[Fault | str] = []
        self.unread: set[str] = set()  # 'kind:id' of what is there but at fault, 'kind:*' where ids are not known
        self._tables: dict[str, dict[str, Any]] = {kind: {} for kind, _ in _KINDS.values()}
        self._salvaged: dict[str, dict[str, Any]] = {kind: {} for kind, _ in _KINDS.values()}
        self._manifest: Manifest | None = None
        self._overlay = False

    def read(self, layer: Layer) -> None:
        """Add what the files of a layer say."""
        if not self._overlay:
            missing = [name for name in NEEDED if name not in layer.files]
            self.faults += [Fault(f"{layer.label}/{name}", 0, 0, "there is no such file") for name in missing]
            self.unread |= {f"{_KINDS[name.removesuffix('.yaml')][0]}:*" for name in missing}
        for name, content in layer.files.items():
            self._file(layer.label, name, content)
        self._overlay = True

    def rule_base(self, digest: str) -> RuleBase:
        """Everything that could be read, in order of ids."""
        manifest = self._manifest or Manifest.model_construct(version="", reviewed="")
        tables = {kind: dict(sorted(table.items())) for kind, table in self._tables.items()}
        return RuleBase.model_construct(
            version=manifest.version,
            reviewed=manifest.reviewed,
            digest=digest,
            groups=manifest.groups,
            sources=tables["source"],
            questions=self._tables["question"],  # in the order of a conversation
            frameworks=tables["framework"],
            tools=tables["tool"],
            criteria=tables["criterion"],
            routes=tables["route"],
            splits=tables["split"],
            moves=self._tables["move"],  # in the order of the file
            outcomes=self._tables["outcome"],  # likewise: the first that holds decides
            contradictions=tables["contradiction"],
            origins=self.atlas.origins(),
        )

    def with_salvaged(self, rules: RuleBase) -> RuleBase:
        """`rules` with what is left of the things in them that are at fault; of use to nobody but who looks for faults.

        Only of what names other things: a question with a choice less would put every condition in the wrong.
        """
        left = self._salvaged
        return rules.model_copy(
            update={
                "tools": rules.tools | left["tool"],
                "criteria": rules.criteria | left["criterion"],
                "routes": rules.routes | left["route"],
                "splits": rules.splits | left["split"],
                "moves": rules.moves | left["move"],
                "outcomes": rules.outcomes | left["outcome"],
                "contradictions": rules.contradictions | left["contradiction"],
            }
        )

    def _file(self, label: str, name: str, content: bytes) -> None:
        folder, _, stem = name.removesuffix(".yaml").rpartition("/")
        kind, model = _KINDS[folder or stem]
        try:
            document = read_document(content, f"{label}/{name}")
        except InputError as error:
            self._note(error, f"{kind}:{stem if folder else '*'}")
            return
        if kind == "group":
            self._add_manifest(document)
        elif not folder:
            self._add_list(kind, model, document)
        elif kind == "criterion":
            self._add_criterion(document, stem)
        else:
            entry = self._checked(kind, model, document, stem=stem)
            self._add(kind, entry, document)
            if entry is None:
                self._salvage(kind, model, document, (), stem)

    def _note(self, error: InputError, unread: str) -> None:
        self.faults += error.faults
        self.unread.add(unread)

    def _checked(
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
            value = part(document, at)
            self._note(error, f"{kind}:{stem or (value.get('id') if isinstance(value, dict) else None)}")
            return None
        if stem not in (None, getattr(entry, "id", None)):
            message = f"the id is '{entry.id}' and the file is called '{stem}.yaml'; they have to be the same"
            self.faults.append(document.fault((*at, "id"), message))
        return entry

    def _add(self, kind: str, entry: Any, document: Document, at: Path = ()) -> None:
        if entry is not None:
            self._tables[kind][entry.id] = entry
            self.atlas.put(f"{kind}:{entry.id}", document, at)

    def _add_manifest(self, document: Document) -> None:
        lower, data = self._manifest, document.data
        if lower and isinstance(data, dict):
            data = {"version": lower.version, "reviewed": lower.reviewed} | data
        own = self._checked("group", Manifest, document, data=data)
        if own is not None:
            self._manifest = own.model_copy(update={"groups": lower.groups | own.groups}) if lower else own
            self.atlas.add("rulebase", document)

    def _add_list(self, kind: str, model: type[Model], document: Document) -> None:
        if not isinstance(document.data, list):
            self.faults.append(document.fault((), f"the file must be a list, got {shown(document.data)}"))
            self.unread.add(f"{kind}:*")
            return
        entries = [self._checked(kind, model, document, (n,)) for n in range(len(document.data))]
        self._refuse_twins([entry and entry.id for entry in entries], kind, document, ())
        for n, entry in enumerate(entries):
            self._add(kind, entry, document, (n,))
            if entry is None:
                self._salvage(kind, model, document, (n,), f"{document.name}:{n}")

    def _refuse_twins(self, names: Iterable[Any], kind: str, document: Document, at: Path) -> None:
        first: dict[str, int] = {}
        for n, name in enumerate(names):
            if name is not None and first.setdefault(name, n) != n:
                line, _ = document.place((*at, first[name]))
                message = f"the {kind} '{name}' stands here twice, first in line {line}"
                self.faults.append(document.fault((*at, n), message))

    def _add_criterion(self, document: Document, stem: str) -> None:
        lower: Criterion | None = self._tables["criterion"].get(stem) if self._overlay else None
        if lower and isinstance(document.data, dict):
            self._lay_over(lower, document)
            return
        own = self._checked("criterion", Criterion, document, stem=stem)
        self._add("criterion", own, document)
        self._locate(own or self._salvage("criterion", Criterion, document, (), stem), document)

    def _lay_over(self, lower: Criterion, document: Document) -> None:
        removed, faults = removals(document, lower)
        self.faults += faults
        upper = self._checked("criterion", Criterion, document, stem=lower.id, data=completed(document, lower))
        if upper is None:
            self._locate(self._salvage("criterion", Criterion, document, (), lower.id), document)
        if upper is None or upper.id != lower.id:
            return
        for rule in upper.rules:
            removed.pop(rule.id, None)  # it is replaced, not gone
        merged = laid_over(lower, upper, removed)
        self.faults += silenced(document, lower, merged, removed)
        self._tables["criterion"][lower.id] = merged
        self.atlas.add(f"criterion:{lower.id}", document)
        for name in removed:
            self.atlas.drop(f"rule:{name}")
        self._locate(upper, document)
        if removed:
            self._tables["criterion"] = {name: without(one, removed) for name, one in self._tables["criterion"].items()}

    def _salvage(self, kind: str, model: type[M], document: Document, at: Path, name: str) -> M:
        """Keep what is left of a thing at fault, under a name that only serves to find it again."""
        left = salvaged(model, part(document, at))
        name = getattr(left, "id", "") or name
        left = left.model_copy(update={"id": name})
        if isinstance(left, Criterion):
            if left.rules and all(one.id for one in left.rules) and not self._overlay:
                self.unread.discard(f"criterion:{name}")  # no name of a rule is lost
            rules = [
                one if one.id else one.model_copy(update={"id": f"{name}/{n}"}) for n, one in enumerate(left.rules)
            ]
            cases = [one.model_copy(update={"name": one.name or str(n)}) for n, one in enumerate(left.cases)]
            left = left.model_copy(update={"rules": tuple(rules), "cases": tuple(cases)})
        self._salvaged[kind][name] = left
        self.atlas.add(f"{kind}:{name}", document, at)
        return left

    def _locate(self, own: Criterion, document: Document) -> None:
        """Enter the rules and cases of one file into the atlas."""
        self._refuse_twins([rule.id for rule in own.rules], "rule", document, ("rules",))
        self._refuse_twins([case.name for case in own.cases], "case", document, ("cases",))
        for n, rule in enumerate(own.rules):
            self.atlas.put(f"rule:{rule.id}", document, ("rules", n))
        for n, case in enumerate(own.cases):
            self.atlas.put(f"case:{own.id}/{case.name}", document, ("cases", n))


_Answered = TypeVar("_Answered", Case, Part)


def build_rules(layers: Iterable[Layer], digest: str) -> tuple[RuleBase, Atlas]:
    """Make one rule base of all layers, the lowest first, and tell where in them each thing stands.

    Raises RuleBaseError with every fault of every file.
    """
    rules, atlas, faults = survey(layers, digest)
    if faults:
        raise RuleBaseError(*faults)
    return _settled(rules), atlas


def survey(layers: Iterable[Layer], digest: str) -> tuple[RuleBase, Atlas, list[Fault | str]]:
    """What can be read of all layers, where it stands, and every fault that keeps it from being used."""
    draft = Draft()
    for layer in layers:
        draft.read(layer)
    rules = draft.rule_base(digest)
    faults = [*draft.faults, *faults_between(draft.with_salvaged(rules), draft.atlas, draft.unread)]
    return rules, draft.atlas, sorted(dict.fromkeys(faults))


def _settled(rules: RuleBase) -> RuleBase:
    """With all answers in the shape that those of a profile have."""

    def settled(one: _Answered) -> _Answered:
        return one.model_copy(update={"answers": settle(one.answers, rules.questions)[0]})

    def criterion(one: Criterion) -> Criterion:
        return one.model_copy(update={"cases": tuple(map(settled, one.cases))})

    def split(one: Split) -> Split:
        return one.model_copy(update={"parts": tuple(map(settled, one.parts))})

    criteria = {name: criterion(one) for name, one in rules.criteria.items()}
    splits = {name: split(one) for name, one in rules.splits.items()}
    return rules.model_copy(update={"criteria": criteria, "splits": splits})
