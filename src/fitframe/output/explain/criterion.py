"""A criterion in full."""

from __future__ import annotations

from collections.abc import Iterator

from fitframe.model.rulebase import Criterion, RuleBase
from fitframe.output.document import Block, Heading, Item
from fitframe.output.explain.parts import facts, listing, origin, plain, spoken_of
from fitframe.output.wording import framework_name, in_words, sentence, statement


def blocks(rules: RuleBase, name: str) -> Iterator[Block]:
    """What it measures, when it counts, and what its rules say of each framework."""
    criterion = rules.criteria[name]
    yield Heading(f"{criterion.title} (criterion {name})", level=1)
    yield facts(
        ("Importance", f"{criterion.base}, where nothing raises it"),
        ("Ratings", _combined(rules, criterion)),
        origin(rules, "criterion", name),
    )
    yield from listing("Its scale", (Item(step, str(rating)) for rating, step in sorted(criterion.scale.items())))
    yield from listing("What raises its importance", _raises(rules, criterion))
    for framework in rules.frameworks.values():
        yield from listing(framework.name, _judgements(rules, criterion, framework.id))


def data(rules: RuleBase, name: str) -> dict[str, object]:
    """The criterion's fields."""
    return plain(rules.criteria[name])


def _combined(rules: RuleBase, criterion: Criterion) -> str:
    if criterion.across is None:
        return "the mean of the rules that apply, weighted by trust"
    return (
        f"the weakest of those for each answer to {rules.questions[criterion.across].title}, since all have to be met"
    )


def _raises(rules: RuleBase, criterion: Criterion) -> Iterator[Item]:
    for step in criterion.importance:
        yield Item(f"when {in_words(step.when, rules.questions)}. {sentence(step.because)}", f"{step.to}:")


def _judgements(rules: RuleBase, criterion: Criterion, framework: str) -> Iterator[Item]:
    for rule in criterion.rules:
        for way, rating in spoken_of(framework, rule).items():
            alone = f" ({framework_name(rules, way)} alone)" if way != framework else ""
            label = "out" if rating is None else f"{rating:g}"
            yield Item(f"{statement(rules, rule.id)} ({rule.id}){alone}", label)
    if framework in criterion.unrated:
        yield Item(criterion.unrated[framework])
