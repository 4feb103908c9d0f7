"""Writes docs/measured.md: what of speed, memory and size is measured, and what is only said.

.venv/bin/python docs/write_measured.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fitframe import load_rules
from fitframe.engine.compiled import compile_rules
from fitframe.engine.evaluation import Evaluator
from fitframe.engine.scoring import WEIGHTS
from fitframe.model.evidence import QUANTITIES
from fitframe.model.fields import Importance, Tier
from fitframe.model.rulebase import Rule, RuleBase
from fitframe.output import markdown
from fitframe.output.document import Block, Heading, Item, Items, Paragraph, Table
from fitframe.output.explain.evidence import measured_blocks
from fitframe.sensitivity.winners import situations

PAGE = Path(__file__).with_name("measured.md")
CRITERIA = tuple(dict.fromkeys(kind.criterion for kind in QUANTITIES.values()))


def rests_on_figures(rules: RuleBase, rule: Rule) -> bool:
    """Whether a rule's ratings follow from figures, or a measurement is among its evidence."""
    return bool(rule.measured) or any(rules.sources[one.source].tier is Tier.MEASUREMENT for one in rule.evidence)


def deciding_weight(rules: RuleBase) -> dict[str, tuple[float, float]]:
    """By criterion: the weight of all its ratings over the cases of all rules, and of those that rest on figures.

    A rating that several rules make counts in the share of them that rest on figures.
    """
    found = dict.fromkeys(CRITERIA, (0.0, 0.0))
    evaluator = Evaluator(compile_rules(rules), {})
    for project in situations(rules).values():
        evaluation = evaluator.evaluation(evaluator.compiled.vocabulary.encode(project.answers))
        for result in evaluation.counted:
            if result.criterion not in found:
                continue
            for opinions in result.judgement.opinions.values():
                weight = WEIGHTS[Importance(result.importance)]
                share = sum(rests_on_figures(rules, rules.rule(one.rule)) for one in opinions) / len(opinions)
                total, measured = found[result.criterion]
                found[result.criterion] = (total + weight, measured + weight * share)
    return found


def page(rules: RuleBase) -> Iterator[Block]:
    """The page."""
    yield Heading("What is measured, and what is only said", level=1)
    yield Paragraph(
        "docs/write_measured.py writes this page from the rule base. It shows the criteria on speed, memory, size and "
        "start-up: how much of what decides them rests on figures, the figures, and what rests on words alone."
    )
    rows = [
        (rules.criteria[name].title, f"{100 * measured / total:.0f} %" if total else "does not count in any case")
        for name, (total, measured) in deciding_weight(rules).items()
    ]
    yield Table(("Criterion", "Deciding weight that rests on figures"), tuple(rows))
    for name in CRITERIA:
        criterion = rules.criteria[name]
        yield Heading(criterion.title)
        yield from (
            block._replace(level=3) if isinstance(block, Heading) else block for block in measured_blocks(rules, name)
        )
        groups = {True: "Rules that rest on figures", False: "Only said"}
        for measured, title in groups.items():
            said = [rule for rule in criterion.rules if rests_on_figures(rules, rule) is measured]
            if said:
                yield Heading(title, level=3)
                yield Items(tuple(Item(f"{rule.because} ({rule.id})") for rule in said))
        if criterion.unrated:
            yield Heading("Nothing known", level=3)
            yield Items(tuple(Item(told) for told in criterion.unrated.values()))


def text() -> str:
    """The page as Markdown."""
    return markdown.write(tuple(page(load_rules())))


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
