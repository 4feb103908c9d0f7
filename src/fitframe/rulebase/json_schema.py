"""JSON Schemas of everything that people write, for editors and other programs. The models are the one source."""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic import TypeAdapter

from fitframe.model.evidence import Calibration, Measurement, Precedent, Probe, Source
from fitframe.model.fields import UNKNOWN
from fitframe.model.profile import Profile
from fitframe.model.rulebase import (
    Contradiction,
    Criterion,
    Framework,
    Manifest,
    Move,
    OutcomeRule,
    Question,
    Route,
    RuleBase,
    Split,
    Term,
    Tool,
)
from fitframe.model.signals import Signals

Schema = dict[str, Any]

_WRITTEN: dict[str, Any] = {
    "criterion": Criterion,
    "framework": Framework,
    "questions": list[Question],
    "routes": list[Route],
    "rulebase": Manifest,
    "signals": Signals,
    "sources": list[Source],
    "splits": list[Split],
    "moves": list[Move],
    "outcomes": list[OutcomeRule],
    "contradictions": list[Contradiction],
    "terms": list[Term],
    "precedents": list[Precedent],
    "calibration": Calibration,
    "tool": Tool,
    "probe": Probe,
    "measurement": Measurement,
}


def schemas(rules: RuleBase) -> dict[str, str]:
    """Each schema as JSON text, by what it describes.

    The one of profiles names the questions, choices, criteria and frameworks of `rules`, so that an editor completes
    them. 'criterion-overlay' is for the file of a criterion in a rule base of one's own, which may leave out more.
    """
    found = {name: TypeAdapter(kind).json_schema(by_alias=True) for name, kind in _WRITTEN.items()}
    found["criterion-overlay"] = _overlay(found["criterion"])
    found["profile"] = _profile(rules)
    return {name: _text(schema) for name, schema in sorted(found.items())}


def _text(schema: Schema) -> str:
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(dialect | schema, indent=2, ensure_ascii=False) + "\n"


def _overlay(criterion: Schema) -> Schema:
    rule_ids = {"type": "array", "items": criterion["$defs"]["Rule"]["properties"]["id"]}
    remove = rule_ids | {"description": "rules of the criterion below that no longer count"}
    return criterion | {"required": ["id"], "properties": criterion["properties"] | {"remove": remove}}


def _profile(rules: RuleBase) -> Schema:
    schema = Profile.model_json_schema(by_alias=True)
    fields = schema["properties"]
    by_question = {name: _answer(question) for name, question in rules.questions.items()}
    fields["answers"] |= _closed(by_question)
    fields["wishes"] |= _closed(by_question)
    for name in ("any-of", "all-of", "unconfirmed"):
        fields[name]["items"] = {"enum": [*rules.questions]}
    levels = fields["priorities"]["additionalProperties"]
    fields["priorities"] |= _closed({name: levels | {"description": c.title} for name, c in rules.criteria.items()})
    aliases = [alias for framework in rules.frameworks.values() for alias in framework.aliases]
    fields["choice"]["anyOf"][0]["enum"] = [*rules.frameworks, *aliases]
    return schema


def _closed(properties: Schema) -> Schema:
    """A mapping of these keys; it may be left empty, as it stands in a profile that is still to be filled in."""
    return {"type": ["object", "null"], "properties": properties, "additionalProperties": False}


def _spelt(choice: str) -> list[str | float]:
    """What stands for a choice: 3.13 without quotes is a number to other readers of YAML, and true is a yes."""
    if choice in ("yes", "no"):
        return [choice, choice == "yes"]
    return [choice, float(choice)] if re.fullmatch(r"\d+\.\d+", choice) else [choice]


def _answer(question: Question) -> Schema:
    choices = {**question.choices, UNKNOWN: "don't know"}
    one = {"anyOf": [{"enum": _spelt(choice), "description": text} for choice, text in choices.items()]}
    several = {"type": "array", "items": one, "minItems": 1, "uniqueItems": True}
    longest = {} if question.takes == "many" else {"maxItems": 1}
    forms = [*one["anyOf"], several | longest, {"type": "null"}]
    return {"title": question.title, "description": question.prompt, "anyOf": forms}
