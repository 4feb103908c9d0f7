"""Random small rule bases whose every completion can be tried, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, product
from typing import Any

from hypothesis import strategies as st

from fitframe.engine.compiled import CompiledRules, compile_rules
from fitframe.engine.conditions import Answer, compile_condition
from fitframe.model.rulebase import Criterion, Question, RuleBase
from tests.engine.build import ARTICLE, OFFICIAL, base, criterion, rule

LEVELS = ["none", "low", "medium", "high", "decisive"]
FRAMEWORKS = "ant bee cat"
QUESTIONS: list[dict[str, Any]] = [
    {"id": "goal", "takes": "many", "choices": {"learn": "l", "publish": "p", "sell": "s", "none": "n"}},
    {"id": "target", "takes": "many", "essential": True, "choices": {"server": "s", "phone": "p", "web": "w"}},
    {
        "id": "load",
        "takes": "one",
        "ordered": True,
        "relevant": {"target": "server"},
        "usual": {"low": 0.7},
        "choices": {"low": "l", "medium": "m", "high": "h"},
    },
    {
        "id": "python",
        "takes": "one",
        "ordered": True,
        "changeable": True,
        "fixed": ["3.14"],
        "relevant": {"load": {"at_most": "medium"}},
        "choices": {"3.12": "a", "3.13": "b", "3.14": "c"},
    },
]
CHOICES = {question["id"]: list(question["choices"]) for question in QUESTIONS}

ratings = st.dictionaries(st.sampled_from(FRAMEWORKS.split()), st.integers(0, 4), min_size=1)


@st.composite
def tests(draw: Any) -> dict[str, Any]:
    """One field of a condition."""
    question = draw(st.sampled_from(QUESTIONS))
    some = draw(st.lists(st.sampled_from(CHOICES[question["id"]]), min_size=1, max_size=2, unique=True))
    kinds = ["any", "none", *(["at_least", "at_most"] if question.get("ordered") else ["all"])]
    kind = draw(st.sampled_from(kinds))
    return {question["id"]: {kind: some[0] if kind.startswith("at_") else some}}


conditions: Any = st.one_of(
    st.just({}),
    tests(),
    tests().map(lambda test: {"not": test}),
    st.lists(tests(), min_size=2, max_size=2).map(lambda both: {"all_of": both}),
    st.lists(tests(), min_size=2, max_size=2).map(lambda either: {"any_of": either}),
)


@st.composite
def criteria(draw: Any, name: str) -> Criterion:
    """A criterion with rules of every kind, blockers and superseding rules among them."""
    rules = [
        rule(
            f"{name}/r{n}",
            ratings=draw(ratings),
            when=draw(conditions),
            evidence=draw(st.sampled_from([OFFICIAL, ARTICLE])),
        )
        for n in range(draw(st.integers(1, 4)))
    ]
    if draw(st.integers(0, 3)) == 0:
        way_out = {"provided": "another Python is used"} if draw(st.booleans()) else {}
        blocked = [draw(st.sampled_from(FRAMEWORKS.split()))]
        rules.insert(0, rule(f"{name}/block", blocks=blocked, when=draw(conditions), **way_out))
    if draw(st.booleans()) and len(rules) > 1:
        rules[1] = rules[1].model_copy(update={"supersedes": (rules[0].id,)})
    raised = [(draw(st.sampled_from(LEVELS)), draw(conditions)) for _ in range(draw(st.integers(0, 2)))]
    weakest = {"combine": "weakest", "across": "target"} if draw(st.integers(0, 2)) == 0 else {}
    return criterion(name, *rules, base=draw(st.sampled_from(LEVELS)), raised=raised, **weakest)


rule_bases = st.tuples(*(criteria(name) for name in ("one", "two", "three", "four"))).map(
    lambda found: base(*found, frameworks=FRAMEWORKS, questions=QUESTIONS)
)


def legal(question: Question) -> list[Answer]:
    """Every answer that a person could give; none at all among them."""
    if question.takes == "one":
        return [None, *question.choices]
    together = [choice for choice in question.choices if choice != "none"]
    sets = chain.from_iterable(combinations(together, n) for n in range(1, len(together) + 1))
    return [None, *sets, *([("none",)] if "none" in question.choices else [])]


def completions(rules: RuleBase, given: dict[str, Answer], declined: frozenset[str]) -> Iterator[dict[str, Answer]]:
    """Every way to go on from `given` to the end; what was declined stays open, and only what is relevant is asked."""
    compiled = compile_rules(rules)
    still = [question for question in rules.questions.values() if question.id not in given.keys() | declined]
    for chosen in product(*(legal(question) for question in still)):
        found = {**given, **{q.id: answer for q, answer in zip(still, chosen, strict=True) if answer}}
        if all(_relevant(compiled, question, found) for question in found.keys() - given.keys()):
            yield found


def _relevant(compiled: CompiledRules, question: str, answers: dict[str, Answer]) -> bool:
    condition = compiled.rules.questions[question].relevant
    if condition is None:
        return True
    return compile_condition(condition, compiled.vocabulary)(*compiled.vocabulary.encode(answers)) is True


Beginning = tuple[RuleBase, dict[str, Answer], frozenset[str]]


@st.composite
def beginnings(draw: Any) -> Beginning:
    """A rule base, answers given so far in a legal order, and questions that were declined."""
    rules = draw(rule_bases)
    compiled, given, declined = compile_rules(rules), dict[str, Answer](), set[str]()
    for question in rules.questions.values():
        if _relevant(compiled, question.id, given):
            match draw(st.sampled_from(["answer", "later", "decline"])):
                case "answer":
                    given[question.id] = draw(st.sampled_from(legal(question)[1:]))
                case "decline":
                    declined.add(question.id)
    return rules, given, frozenset(declined)
