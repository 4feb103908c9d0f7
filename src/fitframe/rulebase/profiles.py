"""A project's profile: its answers in one shape each, and everything in it checked against what the rules know."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fitframe.errors import Fault, InputError, did_you_mean
from fitframe.model.fields import UNKNOWN
from fitframe.model.profile import Profile
from fitframe.model.rulebase import Question, RuleBase
from fitframe.rulebase.load import STDIN, read_file
from fitframe.rulebase.messages import Path, listed, shown
from fitframe.rulebase.yaml import Document, read_document, validate

Answer = str | tuple[str, ...]
Problem = tuple[Path, str]
"""Where among the answers something is wrong, and what."""

_ALONE = ("none", UNKNOWN)
_HINTED = 50
"""For so many faults of a kind near names are looked for, which takes its time; nobody reads more."""
_WORDS = {"yes": True, "no": False}
"""What true and false stand for where these are choices."""


def settle(answers: Mapping[Any, Any], questions: Mapping[str, Question]) -> tuple[dict[str, Answer], list[Problem]]:
    """Bring answers, as a file has them, into one shape.

    True and false are yes and no where these are choices. A question that takes one choice gets text, one that takes
    many a tuple in the order given, "don't know" is always the text 'unknown', and a key without a value is no answer.
    What is not legal is left out and told as a problem.
    """
    settled: dict[str, Answer] = {}
    problems: list[Problem] = []
    for name, value in answers.items():
        if isinstance(value, bool) and name in questions and _WORDS.keys() <= questions[name].choices.keys():
            value = next(word for word, meant in _WORDS.items() if meant is value)
        if name not in questions:
            near = did_you_mean(str(name), questions) if len(problems) < _HINTED else ""
            hint = near or f"; the questions are {listed(questions)}"
            problems.append(((name,), f"unknown question {shown(name)}{hint}"))
        elif _plainly_legal(questions[name], value):
            settled[name] = value if isinstance(value, str) else tuple(value)
        elif value is not None:
            answer, found = _answer(questions[name], value)
            problems += [((name, *path), message) for path, message in found]
            if not found:
                settled[name] = answer
    return settled, problems


def _plainly_legal(question: Question, value: Any) -> bool:
    """Whether a value has the right shape and needs no closer look, as nearly all answers of thousands of profiles."""
    choices = question.choices
    if question.takes == "one":
        return isinstance(value, str) and value in choices
    if not isinstance(value, list) or not value:
        return False
    if len(value) == 1:
        return isinstance(value[0], str) and value[0] in choices
    legal = all(isinstance(one, str) and one in choices for one in value)
    return legal and len(set(value)) == len(value) and not any(one in _ALONE for one in value)


def _answer(question: Question, value: Any) -> tuple[Answer, list[Problem]]:
    if not isinstance(value, (list, tuple)):
        problem = _not_a_choice(question, value)
        many = question.takes == "many" and value != UNKNOWN
        return (value,) if many else value, [((), problem)] if problem else []
    if question.takes == "one" and len(value) != 1:
        message = f"'{question.id}' takes one choice, got a list of {len(value)}; the choices are {_legal(question)}"
        return "", [((), message)]
    problems: list[Problem] = [
        ((n,), problem) for n, one in enumerate(value) if (problem := _not_a_choice(question, one, n < _HINTED))
    ]
    problems = problems or list(_clashes(question, value))
    return value[0] if question.takes == "one" or UNKNOWN in value else tuple(value), problems


def _not_a_choice(question: Question, value: Any, hinted: bool = True) -> str:
    """What is wrong with one choice, and the nearest one where that is to be hinted at; nothing where it is legal."""
    if value == UNKNOWN or (isinstance(value, str) and value in question.choices):
        return ""
    hint = did_you_mean(value, [*question.choices, UNKNOWN]) if hinted and isinstance(value, str) else ""
    quotes = "; in quotes it is a choice" if str(value) in question.choices else ""
    return f"'{question.id}' has no choice {shown(value)}{hint or quotes or f'; the choices are {_legal(question)}'}"


def _clashes(question: Question, values: list[Any] | tuple[Any, ...]) -> Iterable[Problem]:
    """What is wrong with legal choices taken together."""
    if not values:
        yield (), f"'{question.id}' has an empty list; leave it out, or write unknown"
    seen = set()
    for n, value in enumerate(values):
        if value in seen:
            yield (n,), f"'{question.id}' names '{value}' twice"
        elif value in _ALONE and len(values) > 1:
            yield (n,), f"'{value}' stands alone, without other choices of '{question.id}'"
        seen.add(value)


def _legal(question: Question) -> str:
    return listed([*question.choices, UNKNOWN])


def framework_names(rules: RuleBase) -> dict[str, str]:
    """Everything that frameworks are called, in small letters: names, aliases and ids, each to the id."""
    return {called.lower(): f.id for f in rules.frameworks.values() for called in (f.name, *f.aliases, f.id)}


def framework_id(rules: RuleBase, name: str) -> str:
    """The id of the framework called `name`: its id, its name or an alias, in capitals or not. Raises InputError."""
    if name in rules.frameworks:
        return name
    known = framework_names(rules)
    if name.lower() not in known:
        hint = did_you_mean(name.lower(), known) or f"; the frameworks are {listed(rules.frameworks)}"
        raise InputError(f"unknown framework {shown(name)}{hint}")
    return known[name.lower()]


def load_profile(path: str | os.PathLike[str], rules: RuleBase) -> Profile:
    """Read a profile from a file, or from standard input where `path` is '-'.

    Raises InputError with every fault, each with its line and column.
    """
    path = os.fspath(path)
    name = "standard input" if path == STDIN else path
    return read_profile(read_file(path, name), name, rules)


def read_profile(data: bytes, name: str, rules: RuleBase) -> Profile:
    """Make a profile of YAML text; faults call it `name`.

    Its answers have one shape: text for a question that takes one choice, a tuple for one that takes many, and
    'unknown' for "don't know"; a question without an answer is left out. The choice is a framework's id.
    Raises InputError with every fault, each with its line and column.
    """
    return profile_of(read_document(data, name), rules)


def profile_of(document: Document, rules: RuleBase, data: Any = None) -> Profile:
    """Make a profile of a document that was read, as `read_profile` does. Raises InputError.

    `data` stands in for what the document says, where the caller has taken something from it.
    """
    faults: list[Fault | str] = []
    settled = document.data if data is None else data
    if isinstance(settled, dict):
        settled, problems = _settled(settled, rules)
        faults += [document.fault(path, problem) for path, problem in problems]
    try:
        profile = validate(Profile, document, data=settled)
    except InputError as error:
        faults += error.faults
    if faults:
        raise InputError(*sorted(faults))
    return profile


def salvaged_profile(data: bytes, name: str, rules: RuleBase) -> tuple[Profile, tuple[str, ...]]:
    """What fits today's rules of a profile that may have been written for older ones, and what does not, in sentences.

    Raises InputError where it is no YAML, or where more than names of questions, choices and criteria is wrong.
    """
    document = read_document(data, name)
    if not isinstance(document.data, dict):
        return profile_of(document, rules), ()
    kept, told = dict(document.data), list[str]()
    for field in ("answers", "wishes"):
        if isinstance(kept.get(field), dict):
            kept[field], problems = settle(kept[field], rules.questions)
            told += [message for _, message in problems]
    if isinstance(kept.get("priorities"), dict):
        told += [message for _, message in _wrong_priorities(kept["priorities"], rules)]
        kept["priorities"] = {one: level for one, level in kept["priorities"].items() if one in rules.criteria}
    return profile_of(document, rules, kept), tuple(told)


def profile_from(data: Mapping[str, Any], rules: RuleBase) -> Profile:
    """Make a profile of plain values, as a profile's file holds them; 'fitframe: 1' may be left out.

    `profile_from({"name": "Scanner", "answers": {"goal": "production", "deployment": ["android"]}}, rules)`.
    Raises InputError with every fault.
    """
    return profile_of(Document("profile", {"fitframe": 1, **data}, None), rules)


def with_answers(profile: Profile, answers: Mapping[str, Any], rules: RuleBase) -> Profile:
    """A profile with these answers by question, which override its own.

    An answer is a choice, or a list of them; 'unknown' is "don't know", and None takes an answer away.
    Raises InputError with every fault.
    """
    settled, problems = settle(answers, rules.questions)
    if problems:
        raise InputError(*(problem for _, problem in problems))
    kept = {name: answer for name, answer in profile.answers.items() if name not in answers}
    return profile.model_copy(update={"answers": kept | settled})


def _settled(data: dict[Any, Any], rules: RuleBase) -> tuple[dict[Any, Any], list[Problem]]:
    """The data with answers and choice as the rules call them, and what is wrong with the names in it."""
    given = {key: value for key, value in data.items() if value is not None or key not in Profile.model_fields}
    problems: list[Problem] = []
    for field in ("answers", "wishes"):
        if isinstance(given.get(field), dict):
            given[field], found = settle(given[field], rules.questions)
            problems += [((field, *path), message) for path, message in found]
    problems += _wrong_wishes(given, rules)
    problems += _wrong_readings(given, rules)
    for path, inside, key in _parts_with_framework(given):
        try:
            inside[key] = framework_id(rules, inside[key])
        except InputError as error:
            problems.append(((*path, key), str(error)))
    if given.get("until") is not None and given.get("moving-to") is None:
        problems.append((("until",), "'until' belongs to 'moving-to'; name the framework that the code is moved to"))
    problems += _wrong_priorities(given.get("priorities"), rules)
    problems += wrong_waivers(given.get("waivers"), rules)
    return given, problems


def _wrong_wishes(given: dict[Any, Any], rules: RuleBase) -> Iterator[Problem]:
    """Wishes that a need makes pointless, or that it contradicts."""
    answers, wishes = given.get("answers"), given.get("wishes")
    if not isinstance(answers, dict) or not isinstance(wishes, dict):
        return
    for name, wish in wishes.items():
        need = answers.get(name)
        if need is None or need == UNKNOWN or wish == UNKNOWN:
            continue
        needed, wished = (set((one,) if isinstance(one, str) else one) for one in (need, wish))
        if twice := sorted(needed & wished):
            yield ("wishes", name), f"'{twice[0]}' stands under answers as a need; take it away here or there"
        elif rules.questions[name].takes == "one":
            yield ("wishes", name), f"'{name}' takes one choice and is answered; a wish cannot change that"
        elif "none" in needed | wished:
            yield ("wishes", name), f"'none' contradicts the other choices of '{name}'; take one of them away"


def _wrong_readings(given: dict[Any, Any], rules: RuleBase) -> Iterator[Problem]:
    """Questions in these lists that are not there, or that stand under 'any-of' and 'all-of' both."""
    lists = {field: given.get(field) for field in ("any-of", "all-of", "unconfirmed")}
    for field, names in lists.items():
        for n, name in enumerate(names if isinstance(names, list) else ()):
            if name not in rules.questions:
                hint = did_you_mean(str(name), rules.questions) if n < _HINTED else ""
                yield (field, n), f"unknown question {shown(name)}{hint}"
            elif field == "all-of" and isinstance(lists["any-of"], list) and name in lists["any-of"]:
                yield (field, n), f"'{name}' stands under any-of too; its answers are options or needs, not both"


def _parts_with_framework(given: dict[Any, Any]) -> Iterator[tuple[Path, dict[Any, Any], str]]:
    """The parts of a profile that name a framework, each to be written to, and under which key."""
    decided = given.get("decided")
    if isinstance(decided, dict):
        given["decided"] = decided = dict(decided)
    for path, part, key in (((), given, "choice"), ((), given, "moving-to"), (("decided",), decided, "choice")):
        if isinstance(part, dict) and isinstance(part.get(key), str):
            yield path, part, key


def _wrong_priorities(priorities: Any, rules: RuleBase) -> Iterator[Problem]:
    for n, name in enumerate(priorities if isinstance(priorities, dict) else ()):
        if name not in rules.criteria:
            near = did_you_mean(str(name), rules.criteria) if n < _HINTED else ""
            hint = near or f"; the criteria are {listed(rules.criteria)}"
            yield ("priorities", name), f"unknown criterion {shown(name)}{hint}"


def wrong_waivers(waivers: Any, rules: RuleBase) -> Iterator[Problem]:
    """What is wrong with the frameworks and rules that a list of waivers names, each with its path in the profile."""
    listed_waivers = [
        pair for pair in enumerate(waivers if isinstance(waivers, list) else ()) if isinstance(pair[1], dict)
    ]
    for n, waiver in listed_waivers:
        framework = waiver.get("framework")
        if isinstance(framework, str) and framework not in rules.frameworks:
            near = did_you_mean(framework, rules.frameworks)
            yield ("waivers", n, "framework"), f"unknown framework {shown(framework)}{near}"
    named = [(n, str(waiver["rule"])) for n, waiver in listed_waivers if isinstance(waiver.get("rule"), str)]
    known = {rule.id for criterion in rules.criteria.values() for rule in criterion.rules} if named else ()
    unknown = [(n, rule) for n, rule in named if rule not in known]
    for count, (n, rule) in enumerate(unknown):
        near = did_you_mean(rule, known) if count < _HINTED else ""
        yield ("waivers", n, "rule"), f"unknown rule {shown(rule)}{near}"
