"""Signals in full: how `scan` knows a library in code, and which names in code answer a question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from fitframe.model.rulebase import RuleBase
from fitframe.model.signals import Library, Names, Sign
from fitframe.output.document import Block, Heading, Item, Paragraph
from fitframe.output.explain.parts import facts, listing, origin, plain
from fitframe.output.wording import framework_name, listed, sentence, thing_name


def libraries(rules: RuleBase) -> dict[str, Library]:
    """What `scan` knows by name, by id."""
    return {library.id: library for file in rules.signals.values() for library in file.libraries}


def signs(rules: RuleBase) -> dict[str, Sign]:
    """What answers questions, by id."""
    return {sign.id: sign for file in rules.signals.values() for sign in file.signs}


def library_blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """What it means to use a library, and the names that it is known by."""
    library = libraries(rules)[name]
    yield Heading(f"{library.name} in code (library {name})", level=1)
    if library.because:
        yield Paragraph(sentence(library.because))
    yield facts(
        ("Points at", framework_name(rules, library.framework) if library.framework else "no framework"),
        ("It is", thing_name(rules, library.tool) if library.tool and library.tool != name else None),
        ("Role", library.role.value),
        ("Weight", f"{library.weight:g}" if library.weight != 1 else None),
        ("Beside any framework", "yes" if library.companion else None),
        origin(rules, "library", name),
    )
    yield from _names("scan knows it by", library.names)
    yield from listing(
        "Names in it with a role of their own",
        (Item(", ".join(names), f"{role.value}:") for role, names in library.roles.items()),
    )


def sign_blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """What a sign answers, how surely, where it counts, and the names that it is known by."""
    sign = signs(rules)[name]
    yield Heading(f"{name} (sign in code)", level=1)
    yield Paragraph(sentence(sign.because))
    yield facts(
        ("Answers", "; ".join(_answers(sign))),
        ("As", sign.grade.value),
        ("Where", listed(area.value for area in sign.areas)),
        ("In at least", f"{sign.files} files" if sign.files > 1 else None),
        ("Where a library has the role", listed((role.value for role in sign.roles), "or") if sign.roles else None),
        ("Where the code is built on", listed((framework_name(rules, one) for one in sign.primary), "or") or None),
        origin(rules, "sign", name),
    )
    yield from _names("Any of these", sign.names)


def library_data(rules: RuleBase, name: str) -> dict[str, object]:
    """The fields of a library."""
    return plain(libraries(rules)[name])


def sign_data(rules: RuleBase, name: str) -> dict[str, object]:
    """The fields of a sign."""
    return plain(signs(rules)[name])


def known_by(rules: RuleBase, tool: str) -> Iterator[Block]:
    """The libraries that a tool is in code, with their names."""
    yield from listing(
        "scan knows it in code by",
        (
            Item(f"{', '.join(_all_names(library))}: fitframe explain library:{library.id}")
            for library in libraries(rules).values()
            if library.tool == tool
        ),
    )


def _all_names(library: Library) -> Iterable[str]:
    return dict.fromkeys(chain.from_iterable(library.names.values()))


def read_from_code(rules: RuleBase, question: str, choice: str) -> Iterator[Block]:
    """The signs that answer a question with a choice."""
    yield from listing(
        "scan reads it from",
        (
            Item(f"{sign.because} ({sign.grade.value}): fitframe explain sign:{sign.id}")
            for sign in signs(rules).values()
            if choice in choices_of(sign, question)
        ),
    )


def choices_of(sign: Sign, question: str) -> tuple[str, ...]:
    """The choices that a sign answers a question with."""
    choices = sign.answers.get(question, ())
    return (choices,) if isinstance(choices, str) else choices


def _answers(sign: Sign) -> Iterator[str]:
    return (f"{question}={choice}" for question in sign.answers for choice in choices_of(sign, question))


def _names(title: str, names: Names) -> Iterator[Block]:
    yield from listing(title, (Item(", ".join(listed_names), f"{kind}:") for kind, listed_names in names.items()))
