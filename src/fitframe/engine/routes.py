"""The working paths from the recommended framework to what the project needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fitframe.engine.compiled import CompiledRules
from fitframe.engine.conditions import Answers, compile_condition
from fitframe.engine.open_questions import open_questions
from fitframe.engine.trust import rule_sources
from fitframe.model.fields import Way, first_day
from fitframe.model.recommendation import Path
from fitframe.model.rulebase import Route


def paths(compiled: CompiledRules, answers: Answers, way: str) -> Iterator[Path]:
    """For each answer that some framework has a route to: the best supported route from `way`, or that none is."""
    needed: dict[tuple[str, str], list[Route]] = {}
    for route in compiled.rules.routes.values():
        (need,) = route.reaches.items()
        if answers.chosen & compiled.vocabulary.choices[need[0]][need[1]] and _counts(route, compiled):
            needed.setdefault(need, []).append(route)
    for (question, choice), routes in needed.items():
        best = [name for _, _, name in sorted(_leading((r for r in routes if _starts_at(r, way)), compiled, answers))]
        yield Path(question=question, answer=choice, route=next(iter(best), None), others=tuple(best[1:]))


def _counts(route: Route, compiled: CompiledRules) -> bool:
    true_by_then = route.since is None or first_day(route.since) <= first_day(compiled.as_of)
    return true_by_then and bool(rule_sources(route, compiled.heard))


def _starts_at(route: Route, way: str) -> bool:
    return route.framework in (way, Way(way).framework)


def _leading(routes: Iterable[Route], compiled: CompiledRules, answers: Answers) -> Iterator[tuple[bool, float, str]]:
    """What orders the routes that may lead: those that do in the usual case first, then the better supported, then by
    id. The usual case is that open questions have the answers that most projects give."""
    usually = _as_usual(compiled, answers)
    for route in routes:
        test = compile_condition(route.when, compiled.vocabulary)
        if test(*answers) is not False:
            yield test(*usually) is not True, -route.support, route.id


def _as_usual(compiled: CompiledRules, answers: Answers) -> Answers:
    """`answers`, with those to open questions that more than half of all projects give."""
    for question in open_questions(compiled, answers):
        choice, chance = max(question.likelihoods.items(), key=lambda pair: pair[1])
        if chance > 0.5:
            answers = compiled.vocabulary.replaced(answers, question.id, choice)
    return answers
