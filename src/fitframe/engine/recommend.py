"""Advice on one project: the ranking, what it comes to, how sure that is, and what could change it.

It comes to a framework, to something else to take, or to needs that contradict each other. Where rules that apply
disagree, both sides stand, and the answer shows them. Where a project has two kinds of work and each wants a framework
of its own, the honest answer is two.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, islice, product
from types import MappingProxyType

from fitframe.engine.acceptability import WORLDS
from fitframe.engine.compiled import CompiledRules, CriterionResult, open_questions
from fitframe.engine.conditions import Answer, Answers, compile_condition, surely_holding
from fitframe.engine.evaluation import (
    INDISTINCT,
    MOST_OPTIONS,
    Evaluation,
    Evaluator,
    open_share,
    ranking_of,
    tied,
)
from fitframe.engine.moves import chosen_move, paths
from fitframe.engine.scoring import Opinion, corroborated
from fitframe.engine.track_record import how_often, similar_decisions, standing
from fitframe.model.fields import NOT_NAMED, UNKNOWN, Importance, Outcome, Way, first_day
from fitframe.model.recommendation import (
    Alternative,
    Clash,
    Collision,
    Confidence,
    Disagreement,
    Exclusion,
    OpenQuestion,
    PartAdvice,
    Path,
    PossibleExclusion,
    Ranked,
    Recommendation,
    SetAside,
    Setup,
    ToolUse,
)
from fitframe.model.rulebase import (
    Contradiction,
    Framework,
    Install,
    OutcomeRule,
    Part,
    Question,
    RuleBase,
    Split,
    Tool,
)


def decided_outcome(compiled: CompiledRules, evaluation: Evaluation) -> OutcomeRule | None:
    """The first rule for an outcome that surely holds; None: a framework is to be chosen."""
    return next(surely_holding(compiled.outcomes, evaluation.sure), None)


def sure_of_outcome(
    rule: OutcomeRule, evaluator: Evaluator, evaluation: Evaluation, essential: Iterable[str]
) -> tuple[Confidence, str]:
    """How firm an outcome is, and why; `essential` are the essential questions that are open.

    It leans where something in the answers speaks against it, or where an answer to one of those would lead elsewhere.
    """
    compiled = evaluator.compiled
    if rule.doubt and compiled.condition(rule.doubt.when)(*evaluation.answers) is True:
        return Confidence.LEANING, rule.doubt.because
    for question in essential:
        for then in evaluator.each_answer(evaluation, compiled.rules.questions[question]).values():
            decided = decided_outcome(compiled, then)
            if decided is None or decided.outcome is not rule.outcome:
                return Confidence.LEANING, rule.because
    return Confidence.CLEAR, rule.because


def alternatives(rule: OutcomeRule, compiled: CompiledRules, answers: Answers) -> Iterator[Alternative]:
    """What to take instead of a framework: whatever of the rule's proposals surely holds, in its order."""
    for one in rule.take:
        if compiled.condition(one.when, one.unless)(*answers) is True:
            yield Alternative(one.tool, one.because, rule.id, one.leaves_out)


def clashes(
    evaluation: Evaluation,
    compiled: CompiledRules,
    given: Mapping[str, Answer],
    first_without: Callable[[str], str | None],
) -> Iterator[Clash]:
    """The answers that cannot stand together, impossible ones first, then those that seldom do.

    `given` are the answers of the evaluation by question. `first_without` tells which framework comes first if the
    answer to a question is taken back; None if none does.
    """
    found = surely_holding(compiled.contradictions, evaluation.sure)
    for rule in sorted(found, key=lambda rule: rule.kind != "impossible"):
        yield _clash(rule, given, first_without)


def _clash(rule: Contradiction, given: Mapping[str, Answer], first_without: Callable[[str], str | None]) -> Clash:
    involved = {q: given[q] for q in sorted(rule.when.reads) if given.get(q)}
    impossible = rule.kind == "impossible"
    return Clash(
        id=rule.id,
        answers={q: (a,) if isinstance(a, str) else tuple(a or ()) for q, a in involved.items()},
        because=rule.because,
        ask=rule.ask,
        impossible=impossible,
        without={q: first_without(q) for q in involved} if impossible else {},
    )


DISAGREE_STEPS = 2.0
"""Rules this far apart on one framework and criterion disagree."""

Found = tuple[float, Disagreement]
"""How many steps a disagreement spans, and what it is."""


def disagreements(evaluation: Evaluation) -> list[Disagreement]:
    """Rules far apart on one framework, and rules that put two frameworks in opposite orders; the weightiest first."""
    found: dict[tuple[str, frozenset[str]], tuple[float, str, str, Disagreement]] = {}
    for entry in evaluation.counted:
        for steps, apart in (*_far_apart(entry, evaluation), *_opposite(entry, evaluation)):
            key = (entry.criterion, frozenset((apart.low, apart.high)))
            found.setdefault(key, (-entry.weight * steps, apart.criterion, apart.framework, apart))
    return [apart for *_, apart in sorted(found.values(), key=lambda one: one[:3])]


def _far_apart(entry: CriterionResult, evaluation: Evaluation) -> Iterator[Found]:
    for name, way in evaluation.ways.items():
        given = entry.judgement.opinions.get(way)
        if given:
            low, high = _extremes(given)
            if high.rating - low.rating >= DISAGREE_STEPS:
                apart = Disagreement(criterion=entry.criterion, framework=name, low=low.rule, high=high.rule)
                yield high.rating - low.rating, apart


def _extremes(given: Iterable[Opinion]) -> tuple[Opinion, Opinion]:
    """The lowest and the highest opinion; among equals the most trusted, then the first by id."""
    ranked = sorted(given, key=lambda opinion: (-corroborated(opinion.voices.values()), opinion.rule))
    return min(ranked, key=lambda opinion: opinion.rating), max(ranked, key=lambda opinion: opinion.rating)


def _opposite(entry: CriterionResult, evaluation: Evaluation) -> Iterator[Found]:
    """Rules that compare the same two frameworks and disagree on which is ahead."""
    for one, other in combinations(evaluation.ways, 2):
        leads = sorted(_leads(entry, evaluation.ways[one], evaluation.ways[other]))
        if leads and leads[0][0] < 0 < leads[-1][0]:
            (least, low), (most, high) = leads[0], leads[-1]
            yield most - least, Disagreement(criterion=entry.criterion, framework=one, low=low, high=high)


def _leads(entry: CriterionResult, one: str, other: str) -> Iterator[tuple[float, str]]:
    """By how much each rule that rates both puts one ahead of the other."""
    theirs = {opinion.rule: opinion.rating for opinion in entry.judgement.opinions.get(other, ())}
    for opinion in entry.judgement.opinions.get(one, ()):
        if opinion.rule in theirs:
            yield opinion.rating - theirs[opinion.rule], opinion.rule


NO_ANSWERS: Mapping[str, Answer] = MappingProxyType({})
CLEAR = 0.90
LEANING = 0.60


def how_sure(
    ranking: Sequence[Ranked],
    questions: Iterable[OpenQuestion | Question],
    compiled: CompiledRules,
    least: tuple[str, float],
) -> tuple[Confidence, str]:
    """How firm a ranking is with these questions open, and why. `least` is what `Evaluation.least_lead` finds.

    Clear is what comes first in nearly all worlds, and would whichever criterion were left out: what rests on one of
    them is wrong where that one is wrong, or was misunderstood. Of a single candidate it says no more than leaning.
    """
    if not ranking:
        return Confidence.NONE_FITS, "every framework is ruled out"
    rules, first = compiled.rules, ranking[0]
    if len(compiled.ways) == 1:
        return Confidence.LEANING, f"there was nothing to compare {rules.frameworks[first.framework].name} with"
    oftenest = max(ranking, key=lambda r: r.share_first)
    often = f"first in {_percent(first.share_first)} of the simulations"
    share = often if len(ranking) > 1 else "every other framework is ruled out"
    if oftenest.share_first > first.share_first:
        rival = rules.frameworks[oftenest.framework].name
        return (
            Confidence.TOSS_UP,
            f"{rules.frameworks[first.framework].name} has the highest score, but {rival} comes first more often",
        )
    if first.share_first < LEANING:
        return Confidence.TOSS_UP, share
    if any(question.essential for question in questions):
        return Confidence.LEANING, f"{share}, but an essential question is open"
    if first.share_first < CLEAR:
        return Confidence.LEANING, share
    criterion, left = least
    if left <= INDISTINCT:
        rests = f"that rests on one criterion: {rules.criteria[criterion].title}" if criterion else _NOTHING_COUNTS
        return Confidence.LEANING, f"{share}, but {rests}"
    return Confidence.CLEAR, share


_NOTHING_COUNTS = "nothing in your answers speaks for it"


def _percent(share: float) -> str:
    """Whole per cent, never rounded up to a certainty that it is not."""
    return "over 99 %" if 0.995 <= share < 1 else f"{share * 100:.0f} %"


Given = Mapping[str, Answer]


def splits(compiled: CompiledRules, given: Given) -> Iterator[Split]:
    """The splits that surely apply to a project with these answers."""
    answers = compiled.vocabulary.encode(given)
    for split in compiled.rules.splits.values():
        if compile_condition(split.when, compiled.vocabulary)(*answers) is True:
            yield split


def answers_of(part: Part, given: Given) -> dict[str, Answer]:
    """The answers of one part: the project's, with some replaced and some choices taken out."""
    kept = {question: _without(answer, part.without.get(question, ())) for question, answer in given.items()}
    return {**kept, **part.answers}


def _without(answer: Answer, removed: tuple[str, ...]) -> Answer:
    kept = (answer,) if isinstance(answer, str) else answer or ()
    left = tuple(choice for choice in kept if choice not in removed)
    return answer if len(left) == len(kept) else left or None


def advise(
    compiled: CompiledRules,
    given: Mapping[str, Answer],
    priorities: Mapping[str, Importance],
    *,
    wishes: Mapping[str, Answer] = NO_ANSWERS,
    any_of: Collection[str] = (),
    all_of: Collection[str] = (),
    name: str | None = None,
    seed: int = 0,
    worlds: int = WORLDS,
    precedents: bool = False,
) -> Recommendation:
    """Advise on one project.

    `given` are its answers by question, `wishes` those that would be nice, `priorities` the importance it sets itself
    by criterion, `any_of` and `all_of` the questions whose several answers are options or needs against the usual
    reading, `name` what it is called; `seed` and `worlds` (at least 1) govern the worlds drawn for
    `share_first`; `precedents` says whether to look for similar decisions.
    Same input, same answer.
    """
    evaluator = Evaluator(compiled, priorities, compiled.vocabulary.encode(wishes), frozenset(all_of))
    given = best_option(evaluator, given, any_of)
    answers = compiled.vocabulary.encode(given)
    evaluation = evaluator.evaluation(answers)
    unknown = open_share(compiled, evaluation)
    ranking = ranking_of(evaluation, evaluation.acceptability(unknown, seed=seed, worlds=worlds))
    leader = ranking[0].framework if ranking else None
    questions = tuple(_open_questions(evaluator, evaluation, given, leader))
    least = evaluation.least_lead(leader)
    taken = tuple(paths(compiled, answers, evaluation.ways[leader])) if leader else ()
    contradictions = tuple(
        clashes(evaluation, compiled, given, lambda question: _first_without(evaluator, given, question))
    )
    outcome, decided = _outcome(compiled, evaluation, ranking, contradictions)
    named = leader if outcome in (Outcome.FRAMEWORK, Outcome.CLASSICAL) else None
    if outcome is Outcome.CONTRADICTION and ranking:
        confidence, why = Confidence.NONE_FITS, "the needs contradict each other"
    elif named is None and decided:
        essential = [q.question for q in questions if q.essential]
        confidence, why = sure_of_outcome(decided, evaluator, evaluation, essential)
    else:
        confidence, why = how_sure(ranking, questions, compiled, least)
    answer = Recommendation(
        profile=name,
        as_of=compiled.as_of,
        rules_version=compiled.rules.version,
        rules_digest=compiled.rules.digest,
        recommended=named,
        tied=tuple(r.framework for r in ranking[1:] if tied(r.score, ranking[0].score)),
        confidence=confidence,
        why_confidence=why,
        ranking=ranking,
        excluded=tuple(_excluded(evaluation, compiled.rules)),
        possible=tuple(_possible(evaluation, compiled, answers)),
        set_aside=tuple(_set_aside(evaluation)),
        disagreements=tuple(disagreements(evaluation)),
        open_questions=questions,
        open_share=unknown,
        least_lead=least[1],
        must_haves=tuple(evaluation.counted[place].criterion for place in evaluation.must_haves),
        tools=tuple(_tools(ranking[0], compiled, answers, taken)) if ranking else (),
        paths=taken,
        to_find_out=tuple(_to_find_out(given)),
        parts=_parts(compiled, given, priorities, seed, worlds),
        collisions=() if ranking else tuple(_collisions(evaluator, given)),
        oldest_evidence=_oldest(ranking, compiled.rules),
        outcome=outcome,
        why_outcome=decided.id if decided else None,
        instead=tuple(alternatives(decided, compiled, answers)) if decided else (),
        move=chosen_move(compiled, answers, evaluation.ways[leader]) if leader else None,
        setup=setup_of(ranking[0], compiled, answers) if ranking else None,
        contradictions=contradictions,
        verified=compiled.verified,
        precedents=tuple(similar_decisions(evaluator, evaluation, decided_outcome)) if precedents else (),
        contenders=_contenders(ranking, confidence),
    )
    calibration, found = compiled.calibration, standing(answer)
    return replace(answer, how_often=how_often(calibration, found)) if calibration and found else answer


def first_named(
    compiled: CompiledRules,
    given: Mapping[str, Answer],
    priorities: Mapping[str, Importance],
    *,
    wishes: Mapping[str, Answer] = NO_ANSWERS,
    any_of: Collection[str] = (),
    all_of: Collection[str] = (),
    worlds: int = WORLDS,
) -> str:
    """What the advice names: a framework, or an outcome without one. Arguments are those of `advise`, which takes
    much longer for all that it says beside.
    """
    evaluator = Evaluator(compiled, priorities, compiled.vocabulary.encode(wishes), frozenset(all_of))
    given = best_option(evaluator, given, any_of)
    answers = compiled.vocabulary.encode(given)
    evaluation = evaluator.evaluation(answers)
    ranking = ranking_of(evaluation, evaluation.acceptability(open_share(compiled, evaluation), worlds=worlds))
    found = tuple(clashes(evaluation, compiled, given, lambda question: None))
    outcome, _ = _outcome(compiled, evaluation, ranking, found)
    return ranking[0].framework if outcome in (Outcome.FRAMEWORK, Outcome.CLASSICAL) else str(outcome)


def _outcome(
    compiled: CompiledRules, evaluation: Evaluation, ranking: Sequence[Ranked], contradictions: Iterable[Clash]
) -> tuple[Outcome, OutcomeRule | None]:
    """What the advice comes to, and the rule for it; none where a contradiction or the first framework decides."""
    if not ranking or any(one.impossible for one in contradictions):
        return Outcome.CONTRADICTION, None
    if rule := decided_outcome(compiled, evaluation):
        return rule.outcome, rule
    return compiled.rules.frameworks[ranking[0].framework].outcome, None


def best_option(evaluator: Evaluator, given: Mapping[str, Answer], any_of: Collection[str]) -> Mapping[str, Answer]:
    """`given` with one of several answers to each question of `any_of`: those under which the first scores most."""
    choices = {q: a for q in any_of if isinstance(a := given.get(q), tuple) and len(a) > 1}
    if not choices:
        return given
    combined = islice(product(*choices.values()), MOST_OPTIONS)
    tried = [{**given, **dict(zip(choices, ((one,) for one in combination), strict=True))} for combination in combined]
    vocabulary = evaluator.compiled.vocabulary
    return max(tried, key=lambda one: max(evaluator.evaluation(vocabulary.encode(one)).scores.values(), default=0.0))


def _first_without(evaluator: Evaluator, given: Mapping[str, Answer], question: str) -> str | None:
    """The framework that comes first if the answer to a question is taken back; None where a contradiction is left."""
    answers = evaluator.compiled.vocabulary.encode({**given, question: None})
    evaluation = evaluator.evaluation(answers)
    if any(rule.kind == "impossible" for rule in surely_holding(evaluator.compiled.contradictions, evaluation.sure)):
        return None
    return evaluation.leader()


def _contenders(ranking: Sequence[Ranked], confidence: Confidence) -> tuple[str, ...]:
    """The frameworks among which it is too close to call; none where one is named with more confidence."""
    if confidence is not Confidence.TOSS_UP:
        return ()
    enough = 1 / (2 * len(ranking))
    likely = sorted(ranking, key=lambda r: -r.share_first)
    return tuple(r.framework for r in likely if r is ranking[0] or r.share_first >= max(enough, 0.15))


def _parts(
    compiled: CompiledRules, given: Mapping[str, Answer], priorities: Mapping[str, Importance], seed: int, worlds: int
) -> tuple[PartAdvice, ...]:
    """The advice for each part of a project that holds two kinds of work, if it is not the same for all."""
    whole = replace(compiled, rules=compiled.rules.model_copy(update={"splits": {}}))
    for split in splits(compiled, given):
        found = []
        for part in split.parts:
            advice = advise(whole, answers_of(part, given), priorities, seed=seed, worlds=worlds)
            confidence = advice.confidence
            found.append(
                PartAdvice(name=part.name, split=split.id, recommended=advice.recommended, confidence=confidence)
            )
        if len({part.recommended for part in found}) > 1:
            return tuple(found)
    return ()


def _excluded(evaluation: Evaluation, rules: RuleBase) -> Iterator[Exclusion]:
    for name in sorted(evaluation.blocked):
        rule = rules.rule(evaluation.blocked[name].id)
        yield Exclusion(framework=name, rule=rule.id, because=rule.because)


def _possible(evaluation: Evaluation, compiled: CompiledRules, answers: Answers) -> Iterator[PossibleExclusion]:
    for name, way in sorted(evaluation.ways.items(), key=lambda item: item[1]):
        found = {rule.id: rule for judgement in evaluation.judged for rule in judgement.possible.get(way, ())}
        for rule_id, rule in sorted(found.items()):
            unanswered = tuple(q for q in sorted(rule.reads) if compiled.vocabulary.is_open(answers, q))
            because = compiled.rules.rule(rule_id).because
            yield PossibleExclusion(framework=name, rule=rule_id, because=because, questions=unanswered)


def _set_aside(evaluation: Evaluation) -> Iterator[SetAside]:
    frameworks: dict[tuple[str, str], set[str]] = {}
    for entry in evaluation.counted:
        for rule, way, by in entry.judgement.set_aside:
            frameworks.setdefault((rule, by), set()).add(Way(way).framework)
    for (rule, by), names in frameworks.items():
        yield SetAside(rule=rule, by=by, frameworks=tuple(sorted(names)))


def _open_questions(
    evaluator: Evaluator, evaluation: Evaluation, given: Mapping[str, Answer], leader: str | None
) -> list[OpenQuestion]:
    """Most telling first: those that could change the leader, the likelier the earlier; then essential ones."""
    found = []
    for question in open_questions(evaluator.compiled, evaluation.answers):
        entry = open_question(evaluator, evaluation, question, leader)
        found.append(entry._replace(asked=given.get(question.id) == UNKNOWN))
    return sorted(found, key=lambda entry: (-entry.chance, not entry.essential))


def open_question(evaluator: Evaluator, evaluation: Evaluation, question: Question, leader: str | None) -> OpenQuestion:
    """What each answer to a question without one could do; each is computed in full, as the only answer.

    Where no framework is to be chosen, which of them comes first changes nothing that is advised.
    """
    compiled, thens = evaluator.compiled, evaluator.each_answer(evaluation, question)
    firsts = {choice: then.leader(keep=leader) for choice, then in thens.items()}
    changes = {choice: first for choice, first in firsts.items() if first not in (None, leader)}
    now, later = _outcome_name(compiled, evaluation), {c: _outcome_name(compiled, then) for c, then in thens.items()}
    outcomes = {choice: name for choice, name in later.items() if name != now}
    named = {} if decided_outcome(compiled, evaluation) else changes
    return OpenQuestion(
        question=question.id,
        essential=question.essential,
        asked=False,
        could_change=changes,
        could_settle=outcomes,
        chance=sum(question.likelihoods[choice] for choice in named | outcomes),
    )


def _outcome_name(compiled: CompiledRules, evaluation: Evaluation) -> str:
    rule = decided_outcome(compiled, evaluation)
    return str(rule.outcome if rule else Outcome.FRAMEWORK)


def _collisions(evaluator: Evaluator, given: Mapping[str, Answer]) -> list[Collision]:
    """Where everything is ruled out: the answers each of which, if it were open, would let some framework back in."""
    found = []
    for question in sorted(given):
        answers = evaluator.compiled.vocabulary.encode({**given, question: None})
        frees = tuple(sorted(evaluator.evaluation(answers).scores))
        if frees:
            found.append(Collision(question=question, frees=frees))
    return found


def _tools(first: Ranked, compiled: CompiledRules, answers: Answers, taken: Iterable[Path]) -> Iterator[ToolUse]:
    """The tools that the leader's routes and rules lead to: none of another framework, none that does not concern it.

    Their status is that of the day asked for.
    """
    rules = compiled.rules
    others = set(rules.frameworks) - {first.framework}
    needed = [(path.answer, hop.tool) for path in taken if path.route for hop in rules.routes[path.route].hops]
    needed += [(c.criterion, name) for c in first.contributions for rule in c.rules for name in rules.rule(rule).via]
    for need, name in dict.fromkeys(needed):
        tool = rules.tools[name]
        if tool.belongs_to not in others and name not in others and _concerns(tool, compiled, answers):
            status = tool.status_on(first_day(compiled.as_of))
            heirs = tool.successor if status == tool.status else ()
            yield ToolUse(need=need, tool=name, status=status.value, successor=heirs)


def _concerns(tool: Tool, compiled: CompiledRules, answers: Answers) -> bool:
    return tool.when is None or compile_condition(tool.when, compiled.vocabulary)(*answers) is not False


def setup_of(first: Ranked, compiled: CompiledRules, answers: Answers) -> Setup:
    """What to install for a framework and for the one that its backend runs on, as the project's hardware has it.

    A framework that another language installs brings its engine itself; what is an engine is always installed by pip.
    """
    frameworks = compiled.rules.frameworks
    own = frameworks[first.framework]
    install = next(_installs(own, compiled, answers), None)
    if install and install.command:
        return Setup((), (install.note,) if install.note else (), install.command)
    chosen = [(own, install)]
    for engine in (framework for framework in frameworks.values() if framework.imports == first.backend):
        chosen.append((engine, next((one for one in _installs(engine, compiled, answers) if not one.command), None)))
    packages = [(install and install.package) or framework.package for framework, install in chosen]
    notes = [install.note for _, install in chosen if install and install.note]
    return Setup(tuple(packages), tuple(notes))


def _installs(framework: Framework, compiled: CompiledRules, answers: Answers) -> Iterator[Install]:
    """The ways to install a framework that surely are for this project; the first is the one to take."""
    return (one for one in framework.installs if compiled.condition(one.when)(*answers) is True)


def _to_find_out(given: Mapping[str, Answer]) -> Iterator[str]:
    """The questions whose answer is known to be missing."""
    for question, answer in given.items():
        if answer == UNKNOWN or NOT_NAMED in ((answer,) if isinstance(answer, str) else answer or ()):
            yield question


def _oldest(ranking: tuple[Ranked, ...], rules: RuleBase) -> str | None:
    """The day of the oldest dated source behind the leader's score."""
    used = {rule for ranked in ranking[:1] for contribution in ranked.contributions for rule in contribution.rules}
    sources = {evidence.source for rule in used for evidence in rules.rule(rule).evidence}
    return min((day for source in sources if (day := rules.sources[source].published)), key=first_day, default=None)
