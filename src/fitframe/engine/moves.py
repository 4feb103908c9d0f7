"""Ways from what exists to a framework, and on from there to what the project needs.

A move leads from existing code to a framework. It earns more the less effort it takes, the more of what has to survive
it keeps, and the more of the pain it takes away. Staying is a move like any other. A route leads from a framework to
what the project needs, such as a phone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from fitframe.engine.compiled import CompiledRules, open_questions
from fitframe.engine.conditions import Answers
from fitframe.engine.scoring import HIGHEST, Rated, rule_sources
from fitframe.model.fields import Way, first_day
from fitframe.model.recommendation import ChosenMove, Path
from fitframe.model.rulebase import Move, Route

EFFORTS = ("none", "little", "some", "plenty")
EARNS = {"none": 4.0, "little": 3.5, "some": 2.5, "plenty": 1.5}
"""What a move earns by its effort alone, 0 to 4."""
TOO_MUCH = 0.75
"""Steps lost for each level of effort beyond what the project can spend."""
LOST = 0.75
"""Steps lost for each thing that has to survive and does not."""
LOST_WEIGHTS = {"due": 0.0, "yes": 0.25, "costly": 1.25, "no": 2.5}
"""Steps lost where trained weights do not survive, by whether the models may be trained again."""
PAIN_LEFT = 0.6
"""Share of what a move earns that it loses where it takes none of the pain away."""
SEVERAL = "upkeep"
"""The pain of keeping several libraries, which any choice among them ends."""
SPREAD = 1.0
"""How far the worth of a move may be off, in steps: efforts are estimates."""


def move_ratings(compiled: CompiledRules, answers: Answers) -> dict[str, Rated]:
    """What each way to run a framework earns by the best move to it; nothing where no move starts from what exists.

    What no move leads to is written anew. Where several things exist, a way earns the mean over those that any move
    starts from; what can stay on the same way, as Keras code and TensorFlow code can, is one thing.
    """
    by_code: dict[str, dict[str, Rated]] = {}
    stays: dict[str, set[str]] = {}
    for code in _chosen(compiled, answers, "existing-code"):
        for move, test in compiled.moves:
            if code in move.source and test(*answers) is True:
                rated = Rated(worth(move, compiled, answers), SPREAD, (move.id,))
                if move.kind == "stay":
                    stays.setdefault(code, set()).update(_ways(move.to, compiled))
                for way in _ways(move.to, compiled):
                    best = by_code.setdefault(code, {}).get(way)
                    if best is None or rated.rating > best.rating:
                        by_code[code][way] = rated
    if not by_code:
        return {}
    anew = Rated(written_anew(compiled, answers), SPREAD, ())
    things = [[by_code[code] for code in thing] for thing in _things(by_code, stays)]
    return {way: _mean([_mean([of.get(way, anew) for of in thing]) for thing in things]) for way in compiled.all_ways}


def _things(codes: Iterable[str], stays: Mapping[str, set[str]]) -> list[list[str]]:
    """What exists, without counting twice what is one code base: code that can stay on the same way."""
    things: list[list[str]] = []
    for code in codes:
        shared = [thing for thing in things if any(stays.get(code, set()) & stays.get(one, set()) for one in thing)]
        things = [thing for thing in things if thing not in shared] + [[*(one for t in shared for one in t), code]]
    return things


def _mean(moves: list[Rated]) -> Rated:
    """The mean worth of the best moves from all that exists."""
    rating = sum(move.rating for move in moves) / len(moves)
    return Rated(rating, SPREAD, tuple(dict.fromkeys(rule for move in moves for rule in move.rules)))


def chosen_move(compiled: CompiledRules, answers: Answers, way: str) -> ChosenMove | None:
    """The best move from what exists to a way to run a framework, as the answer tells of it; None where there is none.

    It is told where the project has something to move: where the question what to decide is answered with what exists.
    """
    if "existing" not in _chosen(compiled, answers, "decision"):
        return None
    code = _chosen(compiled, answers, "existing-code")
    open_ = [m for m, test in compiled.moves if way in _ways(m.to, compiled) and test(*answers) is True]
    leading = [m for m in open_ if any(one in code for one in m.source)]
    if not leading:
        return None
    best = max(leading, key=lambda move: (worth(move, compiled, answers), move.id))
    left = pains_left(best, compiled, answers)
    return ChosenMove(
        id=best.id,
        kind=best.kind,
        source=tuple(one for one in best.source if one in code),
        to=way,
        keeps=tuple(t for t in _chosen(compiled, answers, "carry") if t in best.keeps),
        loses=losses(best, compiled, answers),
        relieves=tuple(pain for pain in _pains(compiled, answers) if pain not in left),
        leaves=left,
        effort=EFFORTS[min(needed_effort(best, compiled, answers), len(EFFORTS) - 1)],
        steps=best.steps,
        because=best.because,
    )


def worth(move: Move, compiled: CompiledRules, answers: Answers) -> float:
    """What a move earns, 0 to 4: by its effort, less what it loses, and less for the pain that it leaves.

    Pain that no move takes away, or none that can be paid for, speaks for none of them, and for staying no less.
    """
    earned = _unhurt(move, compiled, answers)
    if pains := _curable_pains(compiled, answers):
        earned *= 1 - PAIN_LEFT * len(pains.intersection(pains_left(move, compiled, answers))) / len(pains)
    return min(HIGHEST, max(0.0, earned))


def _unhurt(move: Move, compiled: CompiledRules, answers: Answers) -> float:
    """What a move earns before pain is counted."""
    return _earned(needed_effort(move, compiled, answers), losses(move, compiled, answers), compiled, answers)


def _curable_pains(compiled: CompiledRules, answers: Answers) -> set[str]:
    """What hurts and some move from what exists takes away, at a price that leaves the move worth something."""
    pains = set(_pains(compiled, answers))
    if not pains:
        return pains
    code = set(_chosen(compiled, answers, "existing-code"))
    open_ = [
        m
        for m, test in compiled.moves
        if not code.isdisjoint(m.source) and test(*answers) is True and _unhurt(m, compiled, answers) > 0
    ]
    return pains & ({pain for move in open_ for pain in move.relieves} | ({SEVERAL} if len(code) > 1 else set()))


def written_anew(compiled: CompiledRules, answers: Answers) -> float:
    """What it earns to write anew what no move brings over, 0 to 4: plenty of effort, and nothing survives."""
    lost = tuple(thing for thing in _chosen(compiled, answers, "carry") if thing != "none")
    return max(0.0, _earned(EFFORTS.index("plenty"), lost, compiled, answers))


def _earned(effort: int, lost: Iterable[str], compiled: CompiledRules, answers: Answers) -> float:
    """What is earned by an effort, as a position in EFFORTS, less what cannot be spent, and less what is lost."""
    earned = EARNS[EFFORTS[min(effort, len(EFFORTS) - 1)]]
    for spare in _chosen(compiled, answers, "effort"):
        earned -= TOO_MUCH * max(0, effort - EFFORTS.index(spare))
    again = next(iter(_chosen(compiled, answers, "retrain")), "costly")
    for thing in lost:
        earned -= LOST_WEIGHTS[again] if thing == "weights" else LOST
    return earned


def needed_effort(move: Move, compiled: CompiledRules, answers: Answers) -> int:
    """The effort that a move takes, as a position in EFFORTS: its own, and one more for each tie that binds it."""
    ties = sum(tie in move.bound_by for tie in _chosen(compiled, answers, "ties"))
    return EFFORTS.index(move.effort) + ties


def losses(move: Move, compiled: CompiledRules, answers: Answers) -> tuple[str, ...]:
    """What has to survive and does not survive this move."""
    return tuple(t for t in _chosen(compiled, answers, "carry") if t != "none" and t not in move.keeps)


def pains_left(move: Move, compiled: CompiledRules, answers: Answers) -> tuple[str, ...]:
    """What hurts and goes on hurting after a move. Whatever is chosen, keeping several libraries comes to an end."""
    several = len(_chosen(compiled, answers, "existing-code")) > 1
    relieved = {*move.relieves, *((SEVERAL,) if several else ())}
    return tuple(pain for pain in _pains(compiled, answers) if pain not in relieved)


def _pains(compiled: CompiledRules, answers: Answers) -> list[str]:
    return [pain for pain in _chosen(compiled, answers, "pain") if pain != "nothing"]


def _chosen(compiled: CompiledRules, answers: Answers, question: str) -> list[str]:
    choices = compiled.vocabulary.choices.get(question, {})
    return [choice for choice, bit in choices.items() if answers.chosen & bit]


def _ways(name: str, compiled: CompiledRules) -> tuple[str, ...]:
    """The ways that a name in a move stands for, among those to choose from."""
    return compiled.ways.get(name) or ((name,) if name in compiled.all_ways else ())


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
        test = compiled.condition(route.when, route.unless)
        if test(*answers) is not False:
            yield test(*usually) is not True, -route.support, route.id


def _as_usual(compiled: CompiledRules, answers: Answers) -> Answers:
    """`answers`, with those to open questions that more than half of all projects give."""
    for question in open_questions(compiled, answers):
        choice, chance = max(question.likelihoods.items(), key=lambda pair: pair[1])
        if chance > 0.5:
            answers = compiled.vocabulary.replaced(answers, question.id, choice)
    return answers
