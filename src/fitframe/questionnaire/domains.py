"""What can still become of the open questions."""

from __future__ import annotations

from collections.abc import Mapping

from fitframe.engine.conditions import Answers
from fitframe.questionnaire.forms import OPEN, Forms, with_choice

Domains = Mapping[str, int]
"""Each open question to the answers that it can still get, as bits: their places in Forms.answers."""


def first(domain: int) -> int:
    """The place of the first answer in a domain."""
    return (domain & -domain).bit_length() - 1


def several(domain: int) -> bool:
    """Whether a domain has more than one answer."""
    return bool(domain & domain - 1)


def narrowed(forms: Forms, answers: Answers, domains: Domains) -> Domains:
    """`domains` without answers to questions that cannot become relevant, whatever else is answered."""
    doubtful = {question for question, domain in domains.items() if several(domain)}
    if not doubtful & forms.compiled.relevant.keys():
        return domains
    decided = answers
    for question, domain in domains.items():
        chosen = OPEN if question in doubtful else forms.answers(question)[first(domain)]
        decided = with_choice(decided, forms.compiled.vocabulary, question, chosen)
    hopeless = [q for q in doubtful & forms.compiled.relevant.keys() if _never_relevant(forms, decided, doubtful, q)]
    if not hopeless:
        return domains
    return narrowed(forms, answers, {**domains, **dict.fromkeys(hopeless, 1)})


def _never_relevant(forms: Forms, decided: Answers, undecided: set[str], question: str) -> bool:
    relevant = forms.compiled.relevant[question](*decided)
    return relevant is False or (relevant is None and not forms.relevance_reads[question] & undecided)
