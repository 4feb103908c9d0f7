"""Can answers to the open questions still change who comes first? Decided exactly, by branch and bound.

For every rival the leader's lead is bounded from below over all ways to answer what is open: each criterion takes the
case that suits the rival best, as if it were alone. Where the sum stays above zero the rival is beaten. Where it does
not, those cases are tried as one set of answers. If that does not put the rival first, a question that the cases
quarrel over is fixed to each of its answers in turn, and the bound is taken again for each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from math import inf
from operator import itemgetter
from typing import NamedTuple

from fitframe.engine.conditions import Answers
from fitframe.engine.evaluation import Evaluator
from fitframe.engine.open_questions import relevant_questions
from fitframe.questionnaire.bounds import NOBODY, Rival, least_lead, never_out, worst_case
from fitframe.questionnaire.domains import Domains, first, narrowed, several
from fitframe.questionnaire.forms import Forms, with_choice
from fitframe.questionnaire.nudging import another_first, nudged
from fitframe.questionnaire.rows import Row, Table, prepare, tables
from fitframe.questionnaire.telling import Prospect

SAFE = 1e-6
"""A bound on the lead must be larger than rounding could make it."""
MOST_NODES = 400


class Outlook(Enum):
    """Whether answers that are still to come can put another framework first."""

    SETTLED = "none can"
    OPEN = "some can"
    UNDECIDED = "the search was given up"


@dataclass(frozen=True, slots=True)
class Node:
    """A part of all that can still be answered."""

    domains: Domains
    tables: tuple[Table, ...]
    rivals: tuple[Rival, ...]  # the ways to run a framework that may come first here


def outlook(
    forms: Forms,
    evaluator: Evaluator,
    answers: Answers,
    leader: str | None,
    still: Sequence[str],
    prospects: Sequence[Prospect] = (),
    *,
    most_nodes: int = MOST_NODES,
) -> Outlook:
    """Whether answers to the questions `still` to come can put another framework than `leader` first, or level.

    Any combination of answers counts; a question may also stay without one, and one that is not relevant is not
    asked. `prospects` of the questions that are relevant now are a short cut to most changes. SETTLED and OPEN are
    exact; UNDECIDED says that the search was given up after `most_nodes` parts, or not begun as too much is open.
    """
    ways = [name for name, of in forms.compiled.ways.items() for _ in of]
    ours = tuple(n for n, name in enumerate(ways) if name == leader)
    search = Search(forms, evaluator, answers, leader, ours)
    domains = narrowed(forms, answers, {question: (1 << len(forms.answers(question))) - 1 for question in still})
    if nudged(evaluator, answers, leader, prospects):
        prepare(forms, evaluator.priorities, answers, domains)
        return Outlook.OPEN
    found = tables(forms, evaluator.priorities, answers, domains)
    if found is None:
        return Outlook.UNDECIDED
    rivals = (NOBODY, *(n for n in range(len(ways)) if n not in ours))
    return search.run(Node(domains, found, rivals), most_nodes)


@dataclass(frozen=True, slots=True)
class Search:
    """The search for answers that put another framework first."""

    forms: Forms
    evaluator: Evaluator
    answers: Answers  # given
    leader: str | None
    ours: tuple[int, ...]  # the ways to run the leader

    def run(self, root: Node, most_nodes: int) -> Outlook:
        """Search depth first."""
        stack = [root]
        for _ in range(most_nodes):
            if not stack:
                return Outlook.SETTLED
            node = stack.pop()
            bounds = [(bound, rival) for rival in node.rivals if (bound := self._bound(node, rival)) <= SAFE]
            if bounds:
                choice, quarrel = _agreed(node, self._worst_cases(node, min(bounds, key=itemgetter(0))[1]))
                if another_first(self.leader, self.evaluator.evaluation(self._relevant_only(choice)).scores):
                    return Outlook.OPEN
                stack += self._parts(node, quarrel, tuple(rival for _, rival in bounds))
        return Outlook.UNDECIDED if stack else Outlook.SETTLED

    def _bound(self, node: Node, rival: Rival) -> float:
        """What the lead over `rival` cannot fall below, but for a positive factor; inf: it is out of the question."""
        if rival is NOBODY:
            return max((never_out(node.tables, own) for own in self.ours), default=inf)
        return max((least_lead(node.tables, own, rival) for own in self.ours), default=self._alone(node, rival))

    def _alone(self, node: Node, rival: int) -> float:
        """Where everything is ruled out now: -inf if `rival` may be let in again, else inf."""
        return -inf if all(any(not row.blocked >> rival & 1 for row in t.rows) for t in node.tables) else inf

    def _worst_cases(self, node: Node, rival: Rival) -> list[Case]:
        """For each criterion the case that suits `rival` best, those first that make most difference."""
        own = self.ours[0] if self.ours else NOBODY
        found = [Case(*worst_case(table.rows, own, rival), table) for table in node.tables if len(table.rows) > 1]
        return sorted(found, key=lambda case: case.weight, reverse=True)

    def _relevant_only(self, choice: dict[str, int]) -> Answers:
        """All answers, given and chosen, without those to questions that would then not be asked."""
        vocabulary = self.forms.compiled.vocabulary
        while True:
            answers = self.answers
            for question, place in choice.items():
                answers = with_choice(answers, vocabulary, question, self.forms.answers(question)[place])
            compiled = {question.id for question in relevant_questions(self.forms.compiled, answers)}
            dropped = [question for question, place in choice.items() if place and question not in compiled]
            if not dropped:
                return answers
            choice = {**choice, **dict.fromkeys(dropped, 0)}

    def _parts(self, node: Node, quarrel: Quarrel | None, rivals: tuple[Rival, ...]) -> Iterator[Node]:
        """Two parts of a node: with the answers that a quarrel is about, and with the others."""
        if quarrel := quarrel or _widest(node):
            domain = node.domains[quarrel.question]
            for part in (domain & ~quarrel.answers, domain & quarrel.answers):
                domains = narrowed(self.forms, self.answers, {**node.domains, quarrel.question: part})
                yield Node(domains, tuple([table.within(domains) for table in node.tables]), rivals)


class Case(NamedTuple):
    """The case of one criterion that suits a rival best."""

    weight: float  # how much better it suits the rival than the case that suits it least
    row: Row
    table: Table


class Quarrel(NamedTuple):
    """A question, and some of its answers, that one criterion's case needs while another's needs others."""

    question: str
    answers: int  # bits, as in domains


def _agreed(node: Node, wanted: Iterable[Case]) -> tuple[dict[str, int], Quarrel | None]:
    """For each question the place of an answer such that the cases wanted first come about; and who then cannot."""
    left = dict(node.domains)
    quarrel = None
    for _, row, table in wanted:
        for question, answers in table.answers_to(row):
            both = left[question] & answers
            if not both and not quarrel:
                quarrel = Quarrel(question, answers)
            left[question] = both or left[question]
    return {question: first(answers) for question, answers in left.items()}, quarrel


def _widest(node: Node) -> Quarrel | None:
    """Where no cases quarrel: one answer to the question that most criteria read; None if all are single."""
    readers = Counter(question for table in node.tables if len(table.rows) > 1 for question in table.key)
    undecided = [question for question, domain in node.domains.items() if several(domain)]
    if not undecided:
        return None
    question = max(undecided, key=lambda question: readers[question])
    return Quarrel(question, 1 << first(node.domains[question]))
