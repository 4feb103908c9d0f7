"""Checks of a whole rule base, beyond what loading it needs, so that no reviewer has to repeat them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Protocol

from fitframe.engine.compiled import MOVED_BY
from fitframe.engine.conditions import Vocabulary, compile_condition
from fitframe.engine.rule_cases import missing_cases
from fitframe.engine.scoring import WEIGHTS, measured_ratings, years_between
from fitframe.errors import Fault
from fitframe.model.evidence import QUANTITIES
from fitframe.model.fields import Ask, Status, Tier, Way, When, first_day
from fitframe.model.rulebase import (
    Contradiction,
    Criterion,
    Install,
    Instead,
    Move,
    OutcomeRule,
    Question,
    Route,
    Rule,
    RuleBase,
    Situation,
)


class _Conditioned(Protocol):
    @property
    def when(self) -> When: ...


Check = Callable[[RuleBase], Iterable[tuple[str, str]]]
"""Yields faults as ('kind:id' of the thing at fault, what is wrong with it)."""


def lint(rules: RuleBase, *, whole: bool = True) -> list[Fault]:
    """Every fault of a rule base, in order of file and line.

    With `whole` false some of its files could not be read, and checks for what is unused are left out.
    """
    checks = CHECKS if whole else [check for check in CHECKS if check not in _UNUSED]
    return sorted(fault_at(rules, thing, message) for check in checks for thing, message in check(rules))


def stale(rules: RuleBase, months: float, as_of: str | None = None) -> list[Fault]:
    """The sources last read more than `months` before `as_of`, each with the number of rules that cite it.

    A source is not among them while a machine has since found all rules true that cite it. `as_of` is YYYY-MM-DD; None
    means the day of the rule base's last review.
    """
    day = as_of or rules.reviewed
    verified = {
        name for name, one in rules.verified(as_of).items() if one.holds and years_between(one.day, day) * 12 <= months
    }
    citing: dict[str, list[str]] = {}
    for rule in _rules(rules):
        for source in {evidence.source for evidence in rule.evidence}:
            citing.setdefault(source, []).append(rule.id)
    return sorted(
        fault_at(
            rules,
            f"source:{s.id}",
            f"{s.id} was last read on {s.accessed}; {_resting(citing.get(s.id, []), verified)}",
        )
        for s in rules.sources.values()
        if years_between(s.accessed, day) * 12 > months and not verified.issuperset(citing.get(s.id, [s.id]))
    )


def _resting(rules: Collection[str], verified: Collection[str]) -> str:
    """'3 rules rest on it, 1 of them verified since'."""
    count = sum(rule in verified for rule in rules)
    since = f", {count} of them verified since" if count else ""
    return f"{'1 rule rests' if len(rules) == 1 else f'{len(rules)} rules rest'} on it{since}"


def fault_at(rules: RuleBase, thing: str, message: str) -> Fault:
    """A fault where a thing stands, such as 'rule:edge/x'."""
    path, _, line = rules.origins.get(thing, thing).rpartition(":")
    return Fault(path, int(line), 0, message) if line.isdigit() else Fault(thing, 0, 0, message)


def _rules(rules: RuleBase) -> Iterator[Rule]:
    for criterion in rules.criteria.values():
        yield from criterion.rules


def _conditions(rules: RuleBase) -> Iterator[tuple[str, str, When]]:
    """Every condition in the rule base: what it belongs to, the fault if it can never hold, and the condition."""
    for rule in _rules(rules):
        yield f"rule:{rule.id}", f"rule {rule.id} can never apply", rule.when
    for one in rules.criteria.values():
        for step in one.importance:
            yield f"criterion:{one.id}", f"the situation '{step.because}' of {one.id} can never hold", step.when
    named: dict[str, tuple[Mapping[str, _Conditioned], str]] = {
        "split": (rules.splits, "can never apply"),
        "route": (rules.routes, "can never lead anywhere"),
        "move": (rules.moves, "is never open"),
        "outcome": (rules.outcomes, "never holds"),
        "contradiction": (rules.contradictions, "never holds"),
    }
    for kind, (table, fault) in named.items():
        for name, thing in table.items():
            yield f"{kind}:{name}", f"{kind} {name} {fault}", thing.when
    doubts = {name: one.doubt for name, one in rules.outcomes.items() if one.doubt}
    yield from (
        (f"outcome:{n}", f"the doubt of outcome {n} can never arise", doubt.when) for n, doubt in doubts.items()
    )
    for tool in rules.tools.values():
        yield f"tool:{tool.id}", f"tool {tool.id} can never concern anybody", tool.when or When.model_construct()
    yield from (
        (f"framework:{name}", f"installs of {name}: one can never concern anybody", one.when)
        for name, one in _installs(rules)
    )
    for question in rules.questions.values():
        relevant = question.relevant or When.model_construct()
        yield f"question:{question.id}", f"question {question.id} can never be relevant", relevant


def _with_unless(
    rules: RuleBase,
) -> Iterator[Rule | Situation | Route | Move | OutcomeRule | Instead | Contradiction | Question]:
    """Everything in the rule base that may have a condition under which it does not hold."""
    for criterion in rules.criteria.values():
        yield from criterion.importance
        yield from criterion.rules
    yield from rules.routes.values()
    yield from rules.moves.values()
    for outcome in rules.outcomes.values():
        yield outcome
        yield from outcome.take
    yield from rules.contradictions.values()
    yield from rules.questions.values()


def _installs(rules: RuleBase) -> Iterator[tuple[str, Install]]:
    """What to install in special cases, with the framework."""
    for framework in rules.frameworks.values():
        yield from ((framework.id, install) for install in framework.installs)


def conditions_that_never_hold(rules: RuleBase) -> Iterator[tuple[str, str]]:
    """A condition that no answers make true."""
    vocabulary = Vocabulary.of(rules.questions)
    for thing, message, when in _conditions(rules):
        if not _satisfiable(when, rules.questions, vocabulary):
            yield thing, f"{message}: no answers make its condition true"


def _satisfiable(when: When, questions: dict[str, Question], vocabulary: Vocabulary) -> bool:
    mentioned: dict[str, set[str]] = {}
    try:
        test = compile_condition(when, vocabulary)
        _mentions(when, questions, mentioned)
    except (KeyError, ValueError):  # it names what does not exist; loading says so
        return True
    possible = [[(name, answer) for answer in _answers(questions[name], of)] for name, of in mentioned.items()]

    def some(answers: dict[str, tuple[str, ...]], open_ones: Sequence[Sequence[tuple[str, tuple[str, ...]]]]) -> bool:
        # Mostly a few answers decide already; trying all of all questions would take ages.
        holds = test(*vocabulary.encode(answers))
        if holds is not None or not open_ones:
            return holds is True
        return any(some({**answers, name: answer}, open_ones[1:]) for name, answer in open_ones[0])

    return some({}, possible)


def _mentions(when: When, questions: dict[str, Question], found: dict[str, set[str]]) -> None:
    """Add the choices that a condition names to `found`, by question; a range names all of its question's choices."""
    for name, test in when.tests.items():
        named = test if isinstance(test, Ask) else Ask(any=(test,) if isinstance(test, str) else test)
        ranged = named.at_least is not None or named.at_most is not None
        choices = [
            *(named.any or ()),
            *(named.all or ()),
            *(named.none or ()),
            *(questions[name].choices if ranged else ()),
        ]
        found.setdefault(name, set()).update(choices)
    for part in when.parts:
        _mentions(part, questions, found)


def _answers(question: Question, mentioned: set[str]) -> Iterator[tuple[str, ...]]:
    """The answers that a condition can tell apart: sets of the choices it names, with one that it does not name."""
    others = [choice for choice in question.choices if choice not in mentioned]
    told_apart = [choice for choice in question.choices if choice in mentioned] + others[:1]
    if question.takes == "one":
        yield from ((choice,) for choice in told_apart)
        return
    for kept in product((False, True), repeat=len(told_apart)):
        answer = tuple(choice for choice, keep in zip(told_apart, kept, strict=True) if keep)
        if answer and ("none" not in answer or len(answer) == 1):
            yield answer


def questions_nobody_reads(rules: RuleBase) -> Iterator[tuple[str, str]]:
    """A question that no rule, importance or relevance reads."""
    read = {name for _, _, when in _conditions(rules) for name in when.reads}
    read |= {criterion.across for criterion in rules.criteria.values() if criterion.across}
    read |= {name for one in _with_unless(rules) if one.unless for name in one.unless.reads}
    if rules.moves:
        read |= MOVED_BY
    for name in rules.questions:
        if name not in read:
            yield (
                f"question:{name}",
                f"question {name} is read by no rule and no importance: use it or remove it",
            )


def rules_that_never_count(rules: RuleBase) -> Iterator[tuple[str, str]]:
    """A rule whose criterion has no importance for any project that the rule applies to."""
    vocabulary = Vocabulary.of(rules.questions)
    for criterion in rules.criteria.values():
        counting = [situation.when for situation in criterion.importance if WEIGHTS[situation.to]]
        for rule in criterion.rules if counting else ():
            both = (When(all_of=(rule.when, when)) for when in counting)
            counts = any(_satisfiable(when, rules.questions, vocabulary) for when in both)
            if not counts and _satisfiable(rule.when, rules.questions, vocabulary):
                yield (
                    f"rule:{rule.id}",
                    f"{rule.id} never counts: {criterion.id} has no importance in the projects that it applies to",
                )


def rules_without_a_case(rules: RuleBase) -> Iterator[tuple[str, str]]:
    """A rule that no case shows at work, and a criterion that no case shows at rest."""
    for criterion in rules.criteria.values():
        yield from ((failure.thing, failure.message) for failure in missing_cases(criterion))


def criteria_that_never_count(rules: RuleBase) -> Iterator[tuple[str, str]]:
    """A criterion without any weight, or a situation behind one that always holds."""
    for criterion in rules.criteria.values():
        thing = f"criterion:{criterion.id}"
        if not any(WEIGHTS[one.to] for one in criterion.importance):
            yield thing, f"nothing gives criterion {criterion.id} any importance: it never counts"
        always = [n for n, one in enumerate(criterion.importance) if not one.when.reads and one.unless is None]
        if always and always[0] < len(criterion.importance) - 1:
            after = criterion.importance[always[0] + 1]
            yield thing, f"the situation '{after.because}' of {criterion.id} stands behind one that always holds"


def missing_pairs(rules: RuleBase) -> Iterator[tuple[str, str]]:
    """A framework that a criterion neither rates nor lists under `unrated`, or one that it has in both places."""
    for criterion in rules.criteria.values():
        spoken_of = {name for rule in criterion.rules for name in _frameworks(rule)}
        rated = {_framework(name) for rule in criterion.rules for name in rule.judged}
        for name in sorted(rules.frameworks):
            if name not in spoken_of and name not in criterion.unrated:
                yield _pair(criterion, name, "has no rule: add one, or say under 'unrated' that nothing is known")
            if name in rated and name in criterion.unrated:
                yield _pair(criterion, name, "is under 'unrated', but a rule rates it")


def _frameworks(rule: Rule) -> set[str]:
    """The frameworks that a rule speaks of, run in whatever way."""
    return {_framework(name) for name in (*rule.judged, *rule.blocks)}


def _framework(name: str) -> str:
    return Way(name).framework


def _pair(criterion: Criterion, framework: str, message: str) -> tuple[str, str]:
    return f"criterion:{criterion.id}", f"{framework} {message} ({criterion.id})"


def faulty_supersessions(rules: RuleBase) -> Iterator[tuple[str, str]]:
    """A rule that supersedes itself, one of another criterion, or one with no framework in common."""
    by_id = {rule.id: rule for rule in _rules(rules)}
    for rule in by_id.values():
        for other in (by_id[name] for name in rule.supersedes if name in by_id):
            if other.id.split("/")[0] != rule.id.split("/")[0]:
                yield (
                    f"rule:{rule.id}",
                    f"{rule.id} supersedes {other.id}, which belongs to another criterion",
                )
            elif not _frameworks(rule) & _frameworks(other):
                yield (
                    f"rule:{rule.id}",
                    f"{rule.id} supersedes {other.id}, but they speak of no framework in common",
                )
        if rule.id in _superseded_by(rule, by_id):
            yield f"rule:{rule.id}", f"{rule.id} supersedes itself, by way of the rules that it supersedes"


def _superseded_by(rule: Rule, by_id: dict[str, Rule]) -> set[str]:
    found: set[str] = set()
    waiting = list(rule.supersedes)
    while waiting:
        name = waiting.pop()
        if name not in found and name in by_id:
            found.add(name)
            waiting.extend(by_id[name].supersedes)
    return found


def blockers_without_ground(rules: RuleBase) -> Iterator[tuple[str, str]]:
    """A blocker without an official source, or without `provided` although the project can change its cause."""
    for rule in _rules(rules):
        if rule.blocks and not any(_tier(rules, e.source) is Tier.OFFICIAL for e in rule.evidence):
            yield f"rule:{rule.id}", f"{rule.id} rules frameworks out but cites no official source"
        changeable = sorted(q for q in rule.when.reads if q in rules.questions and rules.questions[q].changeable)
        if rule.blocks and changeable and not rule.provided:
            yield (
                f"rule:{rule.id}",
                f"{rule.id} depends on {changeable[0]}, which a project can change: add 'provided'",
            )


def _tier(rules: RuleBase, source: str) -> Tier | None:
    return rules.sources[source].tier if source in rules.sources else None


def tools_without_a_way_out(rules: RuleBase) -> Iterator[tuple[str, str]]:
    """A superseded or archived tool that names nothing to use instead, or a successor that is one itself."""
    over = {Status.SUPERSEDED, Status.ARCHIVED}
    for tool in rules.tools.values():
        if tool.status in over and not tool.successor and not tool.instead:
            yield (
                f"tool:{tool.id}",
                f"{tool.id} is {tool.status}: name a 'successor', or say what to do 'instead'",
            )
        for name in tool.successor:
            if name in rules.tools and rules.tools[name].status in over:
                yield (
                    f"tool:{tool.id}",
                    f"{tool.id} names {name} as its successor, which is {rules.tools[name].status} itself",
                )


def ratings_that_figures_do_not_give(rules: RuleBase) -> Iterator[tuple[str, str]]:
    """A rule that rests on figures and rates otherwise than they do, or on figures of another criterion."""
    for rule in _rules(rules):
        measured = [(rules.measurements[one.measurement], one) for one in rule.measured]
        given = measured_ratings(measured, rule.judged)
        for figures, one in measured:
            if QUANTITIES[figures.quantity].criterion != rule.id.partition("/")[0]:
                yield f"rule:{rule.id}", f"{rule.id} rests on {one.measurement}, which measures {figures.quantity}"
        for name in rule.judged if rule.measured else ():
            if given.get(name) != rule.judged[name]:
                wanted = f"{given[name]:g}" if name in given else "nothing"
                yield f"rule:{rule.id}", f"{rule.id} rates {name} {rule.judged[name]:g}, and its figures give {wanted}"


def sources_nobody_cites(rules: RuleBase) -> Iterator[tuple[str, str]]:
    """A source that nothing cites."""
    cited = {evidence.source for rule in _rules(rules) for evidence in rule.evidence}
    cited |= {one.source for one in rules.measurements.values()}
    cited |= {evidence.source for tool in rules.tools.values() for evidence in tool.evidence}
    cited |= {evidence.source for _, one in _installs(rules) for evidence in one.evidence}
    cited |= {evidence.source for route in rules.routes.values() for evidence in route.evidence}
    cited |= {evidence.source for one in _with_unless(rules) for evidence in getattr(one, "evidence", ())}
    for name in rules.sources:
        if name not in cited:
            yield f"source:{name}", f"source {name} is cited by nothing: use it or remove it"


def families_of_nobody(rules: RuleBase) -> Iterator[tuple[str, str]]:
    """A family to which no source belongs."""
    for name in rules.families.keys() - rules.voices.values():
        yield "rulebase", f"no source belongs to the family {name}: name it in one, or remove it"


def untidy_sentences(rules: RuleBase) -> Iterator[tuple[str, str]]:
    """A reason that does not read as a sentence."""
    names = tuple(framework.name for framework in rules.frameworks.values())
    for rule in _rules(rules):
        starts_well = not rule.because[0].islower() or rule.because.startswith(names)
        if not starts_well or rule.because[-1] not in ".!?":
            yield f"rule:{rule.id}", f"the 'because' of {rule.id} has to be a sentence: a capital first, a stop last"


def repeated_precedents(rules: RuleBase) -> Iterator[tuple[str, str]]:
    """A precedent that tells what another one tells: the same choice of the same source, or after the same needs."""
    told: dict[object, str] = {}
    for one in rules.precedents.values():
        needs = frozenset((question, str(answer)) for question, answer in one.needs.items())
        for same in ((one.source, one.chose), (needs, one.chose, one.decided)):
            if (first := told.setdefault(same, one.id)) != one.id:
                yield f"precedent:{one.id}", f"precedent {one.id} repeats {first}: keep one of them"
                break


def misdated_precedents(rules: RuleBase) -> Iterator[tuple[str, str]]:
    """A precedent that was decided, or known to have gone one way, after its source was read."""
    for one in rules.precedents.values():
        for field, day in (("decided", one.decided), ("known", one.known)):
            if day is not None and first_day(day) > one.read:
                yield f"precedent:{one.id}", f"precedent {one.id} was read on {one.read}, before '{field}' {day}"


def read_in_the_future(rules: RuleBase, today: str) -> list[Fault]:
    """The precedents that were read after `today`, YYYY-MM-DD."""
    late = (one for one in rules.precedents.values() if one.read > today)
    return sorted(
        fault_at(rules, f"precedent:{one.id}", f"{one.id} was read on {one.read}: in the future") for one in late
    )


CONTRADICTION_STEPS = 2.0
"""An added rule this far from one below contradicts it."""


def contradictions(rules: RuleBase, below: RuleBase) -> list[Fault]:
    """The rules that an overlay adds against one `below` it without superseding it.

    An added rule contradicts another if that one applies wherever it does itself, and rates the same framework two
    steps or more away. Within one rule base that is content; an added layer has to say what it means. What the layer
    itself has removed or replaced is no longer there to be contradicted.
    """
    vocabulary = Vocabulary.of(rules.questions)
    lower = {rule.id: (rule.when, rule.unless, rule.judged) for rule in _rules(below)}
    return sorted(
        fault_at(rules, f"rule:{added.id}", _contradicts(added, other, framework))
        for criterion in below.criteria
        for added in rules.criteria[criterion].rules
        if added.id not in lower
        for other in rules.criteria[criterion].rules
        if (other.when, other.unless, other.judged) == lower.get(other.id) and other.id not in added.supersedes
        for framework in sorted(set(added.judged) & set(other.judged))
        if abs(added.judged[framework] - other.judged[framework]) >= CONTRADICTION_STEPS
        if not _satisfiable(_first_alone(added, other), rules.questions, vocabulary)
    )


def _first_alone(added: Rule, other: Rule) -> When:
    """That one rule applies and another does not."""
    silent = [{"not": other.when}, *([other.unless] if other.unless else [])]
    return When.model_validate(
        {"all_of": (added.when,), "any_of": silent, **({"not": added.unless} if added.unless else {})}
    )


def _contradicts(added: Rule, other: Rule, framework: str) -> str:
    return (
        f"{added.id} rates {framework} {added.judged[framework]:g}, against {other.judged[framework]:g} by {other.id}: "
        f"add that to its 'supersedes', or change the rating"
    )


def signals_in_two_files(rules: RuleBase) -> Iterator[tuple[str, str]]:
    """A library or sign that stands in two files."""
    first: dict[str, str] = {}
    for file in rules.signals.values():
        things = [f"library:{one.id}" for one in file.libraries] + [f"sign:{one.id}" for one in file.signs]
        for thing in things:
            if first.setdefault(thing, file.id) != file.id:
                yield thing, f"{thing.replace(':', ' ')} stands in {first[thing]} and in {file.id}: give one another id"


def roles_outside_of_their_library(rules: RuleBase) -> Iterator[tuple[str, str]]:
    """A role of a library that is given to names outside of it."""
    for library in (library for file in rules.signals.values() for library in file.libraries):
        inside = tuple(f"{name}." for name in library.names.get("python", ()))
        for name in (name for names in library.roles.values() for name in names):
            if not f"{name}.".startswith(inside):
                yield f"library:{library.id}", f"'{name}' is no Python name inside of {library.id}"


CHECKS: tuple[Check, ...] = (
    conditions_that_never_hold,
    questions_nobody_reads,
    criteria_that_never_count,
    rules_that_never_count,
    rules_without_a_case,
    missing_pairs,
    faulty_supersessions,
    blockers_without_ground,
    tools_without_a_way_out,
    ratings_that_figures_do_not_give,
    sources_nobody_cites,
    families_of_nobody,
    untidy_sentences,
    repeated_precedents,
    misdated_precedents,
    signals_in_two_files,
    roles_outside_of_their_library,
)
_UNUSED = (questions_nobody_reads, sources_nobody_cites, families_of_nobody)
