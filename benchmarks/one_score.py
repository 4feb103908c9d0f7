"""How many decisions a second: one score with its contributions, beside zen-engine's decision table of the same rules.

    .venv/bin/pip install -q -e ".[bench]" && .venv/bin/python benchmarks/one_score.py

Both decide 200 rules on the same profiles, each rule with two conditions. fitframe scores all five frameworks and
lists the contributions of the first; as in the shipped rule base, eight rules share a criterion, and an answer decides
whether it counts (here for two answers in five). Then the number of rules grows to 20,000, to show that the cost grows
with it and no faster. Every profile is new, and nothing is remembered from the last one.
"""

import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import zen

from fitframe.engine.compiled import compile_rules
from fitframe.engine.conditions import Answer
from fitframe.engine.evaluation import Evaluator, contributions
from fitframe.model.evidence import Source
from fitframe.model.rulebase import Criterion, Framework, Question, RuleBase

QUESTIONS, CHOICES, FRAMEWORKS = 30, 5, 5
PER_CRITERION = 8
ANSWERS = [f"c{n}" for n in range(CHOICES)]
DAY = "2026-11-20"


def conditions(rules: int) -> list[dict[str, str]]:
    chance = random.Random(0)
    return [
        {f"q{q}": f"c{chance.randrange(CHOICES)}" for q in chance.sample(range(QUESTIONS), 2)} for _ in range(rules)
    ]


def rule_base(rules: int) -> RuleBase:
    whens = conditions(rules)
    evidence = [{"source": "s", "where": "w", "shows": "x"}]
    questions = [
        Question(id=f"q{n}", title="t", prompt="p", why="w", takes="one", choices=dict.fromkeys(ANSWERS, "c"))
        for n in range(QUESTIONS)
    ]
    criteria = {}
    for start in range(0, rules, PER_CRITERION):
        name = f"k{start:05}"
        written = [
            {"id": f"{name}/r{n}", "framework": f"f{n % FRAMEWORKS}", "rating": n % 5, "when": when, "because": "B.",
             "evidence": evidence}
            for n, when in enumerate(whens[start : start + PER_CRITERION])
        ]  # fmt: skip
        raised = {"to": "high", "when": {f"q{start // PER_CRITERION % QUESTIONS}": ["c0", "c1"]}, "because": "b"}
        data: dict[str, Any] = {
            "id": name,
            "title": "t",
            "scale": dict.fromkeys(range(5), "s"),
            "importance": {"raise": [raised]},
        }
        criteria[name] = Criterion.model_validate({**data, "rules": written})
    named = {"name": "F", "character": "c", "package": "p", "imports": "i", "home": "h"}
    known = [Framework.model_validate({"id": f"f{n}", **named}) for n in range(FRAMEWORKS)]
    source = Source(id="s", title="t", by="b", tier="official", accessed=DAY)
    return RuleBase(
        version="1", reviewed=DAY, sources={"s": source}, questions={q.id: q for q in questions},
        frameworks={f.id: f for f in known}, tools={}, criteria=criteria,
    )  # fmt: skip


def decision_table(rules: int) -> Any:
    inputs = [{"id": f"q{n}", "name": f"q{n}", "type": "expression", "field": f"q{n}"} for n in range(QUESTIONS)]
    rows = [
        {"_id": f"r{n}", "out": str(n % 5), **{q: f'"{c}"' for q, c in when.items()}}
        for n, when in enumerate(conditions(rules))
    ]
    outputs = [{"id": "out", "name": "out", "type": "expression", "field": "out"}]
    table = {"hitPolicy": "collect", "inputs": inputs, "outputs": outputs, "rules": rows}
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
        {"id": "t", "name": "t", "type": "decisionTableNode", "content": table, "position": {"x": 1, "y": 0}},
        {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 2, "y": 0}},
    ]
    edges = [
        {"id": "a", "sourceId": "in", "targetId": "t", "type": "edge"},
        {"id": "b", "sourceId": "t", "targetId": "out", "type": "edge"},
    ]
    return zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))


def profiles() -> Iterator[dict[str, str]]:
    chance = random.Random(1)
    while True:
        yield {f"q{n}": f"c{chance.randrange(CHOICES)}" for n in range(QUESTIONS)}


def microseconds(rounds: int, *deciders: Callable[[dict[str, str]], object]) -> list[float]:
    """The median time of one decision; they take turns of 50, so that a machine that drifts slows all."""
    given = profiles()
    times: list[list[float]] = [[] for _ in deciders]
    for _ in range(rounds):
        for decide, taken in zip(deciders, times, strict=True):
            for profile in islice(given, 50):
                start = time.perf_counter()
                decide(profile)
                taken.append(time.perf_counter() - start)
    return [statistics.median(taken) * 1e6 for taken in times]


def ours(rules: int) -> Callable[[dict[str, str]], object]:
    compiled = compile_rules(rule_base(rules))

    def decide(profile: dict[str, str]) -> object:
        given: dict[str, Answer] = {**profile}
        evaluation = Evaluator(compiled, {}).evaluation(compiled.vocabulary.encode(given))
        return contributions(evaluation, evaluation.leader() or "")

    return decide


def main() -> None:
    fitframe, engine = microseconds(80, ours(200), decision_table(200).evaluate)
    times = engine / fitframe
    print(f"200 rules: fitframe {fitframe:.0f} µs, zen-engine {engine:.0f} µs; {times:.1f} times as many a second")
    for rules in (200, 2_000, 20_000):
        (took,) = microseconds(max(2, 20_000 // rules), ours(rules))
        print(f"{rules:6} rules: {took:8.0f} µs, {took / rules * 1000:.0f} ns a rule")


if __name__ == "__main__":
    main()
