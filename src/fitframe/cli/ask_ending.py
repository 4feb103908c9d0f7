"""What a person sees when all is asked: the headline, three reasons, what was answered, and what to type next."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from fitframe.cli.ask_files import DEFAULT
from fitframe.model.rulebase import RuleBase
from fitframe.output import sections
from fitframe.output.document import Block, Document, Heading, Item, Items, Paragraph, Tone
from fitframe.output.reasons import joined, reasons
from fitframe.output.recommendation import Advice, confidence, headline
from fitframe.output.wording import framework_name, sentence, thing_name, way

_REASONS = 3


def ending(advice: Advice, rules: RuleBase, said: Sequence[str], target: str) -> Document:
    """One screen: what to do and how sure, why, what was said, where it is saved, and how to see more."""
    return (
        Heading(advice.profile or "Untitled project", level=1),
        Paragraph(f"{sentence(headline(advice, rules))} {confidence(advice, rules)}".strip(), Tone.STRONG),
        *_why(advice, rules),
        Paragraph(f"You said: {', '.join(said)}." if said else "You answered nothing.", Tone.QUIET),
        Paragraph(f"Saved as {target}. To see more:", Tone.GOOD),
        Items(tuple(_next(advice, target))),
    )


def _why(advice: Advice, rules: RuleBase) -> Iterator[Block]:
    """The three strongest reasons for the first framework, or for taking none."""
    if advice.instead:
        yield Items(tuple(Item(one.because, f"{thing_name(rules, one.tool)}:") for one in advice.instead[:_REASONS]))
        return
    found = reasons(advice, rules) if advice.recommended or advice.contenders else None
    if found and found.pro:
        rival = f" rather than {framework_name(rules, way(found.rival))}" if found.rival else ""
        yield Heading(f"Why {framework_name(rules, way(found.best))}{rival}")
        yield Items(tuple(sections.reason_item(one, found, rules) for one in joined(found.pro)[:_REASONS]))
    else:
        yield from sections.contradictions(advice, rules)
        yield from sections.exclusions(advice, rules)


def _next(advice: Advice, target: str) -> Iterator[Item]:
    """Commands to type, each with what it shows."""
    named = [] if target == DEFAULT else [target]
    yield Item(f"{_command('recommend', *named)}: the whole advice, with what to watch and how to start")
    first = [ranked.framework for ranked in advice.ranking[:2]]
    if len(first) == 2:
        yield Item(f"{_command('compare', *named, *first)}: what would change the order")
    yield Item(f"{_command('report', *named, '-o', 'report.html')}: a page to show")


def _command(*words: str) -> str:
    return shlex.join(["fitframe", *words])
