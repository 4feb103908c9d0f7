"""The same rules with some sources heard otherwise: left out, heard alone, or trusted more or less."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import replace

from fitframe.engine.matters import Matter, Statement
from fitframe.engine.ruleset import Ruleset
from fitframe.insight.situation import Situation

Hearing = Callable[[str, float], float | None]
"""From a source and its trust to the trust it is to have; None leaves it out."""


def without(asked: Ruleset, source: str) -> Ruleset:
    """The rules that count if a source is left out."""
    return heard(asked, lambda name, trust: None if name == source else trust, {source})


def alone(asked: Ruleset, source: str) -> Ruleset:
    """The rules that count if only this source does."""
    return heard(asked, lambda name, trust: trust if name == source else None)


def trusted(asked: Ruleset, source: str, factor: float) -> Ruleset:
    """The rules with the trust in one source multiplied by `factor`, above 0; no trust may reach 1."""
    return heard(asked, louder(source, factor), {source})


def louder(source: str, factor: float) -> Hearing:
    """To hear one source with its trust multiplied by `factor`, and the others as they are."""
    return lambda name, trust: trust * factor if name == source else trust


def heard(asked: Ruleset, hearing: Hearing, touched: Container[str] | None = None) -> Ruleset:
    """The rules with every source heard as `hearing` says; a rule without a source left drops out.

    `touched` names the sources that `hearing` changes (None: any), so that the others' criteria stay as they are.
    """

    def concerns(matter: Matter) -> bool:
        return touched is None or any(source in touched for s in matter.statements for source in s.sources)

    return replace(asked, matters=tuple(reheard(m, hearing) if concerns(m) else m for m in asked.matters))


def reheard(matter: Matter, hearing: Hearing) -> Matter:
    """A criterion with every source heard as `hearing` says; a rule without a source left drops out."""
    statements = tuple(found for statement in matter.statements if (found := _restated(statement, hearing)))
    return matter._replace(statements=statements, blocks=any(statement.blocks for statement in statements))


def _restated(statement: Statement, hearing: Hearing) -> Statement | None:
    """A statement with its sources heard otherwise; None where none is left."""
    heard = {name: hearing(name, trust) for name, trust in statement.sources.items()}
    sources = {name: trust for name, trust in heard.items() if trust is not None}
    if sources == statement.sources:
        return statement
    opinions = tuple((way, opinion._replace(sources=sources)) for way, opinion in statement.opinions)
    return statement._replace(sources=sources, opinions=opinions) if sources else None


def sources_heard(situation: Situation) -> tuple[str, ...]:
    """The sources of every rule that applies on a criterion that counts or rules out; no other has any effect."""
    counted = {entry.criterion for entry in situation.standing.counted}
    return tuple(
        sorted(
            {
                source
                for matter in situation.asked.matters
                if matter.id in counted or matter.blocks
                for statement in matter.statements
                if statement.holds(*situation.answers) is True
                for source in statement.sources
            }
        )
    )
