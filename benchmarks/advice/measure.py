"""How often the advice agrees with reference answers that were given without it.

    python benchmarks/advice/measure.py [--list] [--questions] [--answers] [--precedents]

Every case is a situation told by its owner, with a profile that somebody wrote from the description alone and a
reference answer that others gave without seeing the advice: decisions/ (public ones, three labellings each),
situations/ and repositories/. A third of the decisions, chosen by a hash of their ids, is set aside: nobody reads them
while rules and mechanisms are made, so their figures tell whether the advice got better or only learned the known
cases by heart. `--list` names the known cases that come out otherwise than their reference; never those set aside.

`--questions` takes back one answer of a profile at a time. Where that changes the advice, the answer decided; it counts
how often its question is the first that the advice asks then, or one of the two that it shows.

`--answers` prints how often the known cases give each answer, for the `usual` shares in rules/questions.yaml.

`--precedents` holds the advice against history instead: what the projects in rules/precedents.yaml chose, with what was
known on their day and with what is known today. History is no reference: a choice of 2018 can have been right then.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from fitframe import Profile, RuleBase, load_profile, load_rules, profile_from, recommend
from fitframe.model.evidence import Aftermath, Precedent
from fitframe.model.fields import first_day

HERE = Path(__file__).parent
NO_FRAMEWORK = ("run-only", "by-hand", "other-library", "contradiction")
"""Outcomes by which another question than that of a framework has to be answered."""


@dataclass(frozen=True)
class Case:
    """One situation with its reference answer."""

    name: str
    folder: str
    outcome: str
    best: tuple[str, ...]  # frameworks that are level; none where no framework has to be chosen
    acceptable: tuple[str, ...]
    unacceptable: tuple[str, ...]
    free: bool = True  # False: something in the situation had decided already

    @property
    def aside(self) -> bool:
        """Whether the case is set aside: by the last digit of a hash, so that nobody chooses which."""
        return self.folder == "decisions" and int(hashlib.sha256(self.name.encode()).hexdigest()[-1], 16) % 3 == 0


@dataclass(frozen=True)
class Answer:
    """What was advised: an outcome and, where one is to be chosen, a framework."""

    outcome: str
    framework: str | None
    confidence: str = "clear"
    contenders: tuple[str, ...] = ()  # where it is too close to call: the frameworks that are named

    def agrees(self, case: Case) -> bool:
        """Whether it is one of the reference's first choices."""
        return self.framework in case.best if case.best else self.outcome == case.outcome

    def acceptable(self, case: Case) -> bool:
        """Whether nobody would object: for want of a framework any of the answers without one will do."""
        if self.agrees(case) or self.framework in case.acceptable:
            return True
        return not case.best and self.outcome in NO_FRAMEWORK

    def unacceptable(self, case: Case) -> bool:
        """Whether it would be a mistake: a framework that the reference warns of, or none where one is needed."""
        return self.framework in case.unacceptable or bool(case.best and self.outcome in NO_FRAMEWORK)


def cases() -> list[Case]:
    """All cases that have a profile, in order of their names."""
    found = []
    for folder in ("decisions", "situations", "repositories"):
        for path in sorted((HERE / folder).glob("*.yaml")):
            data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
            reference = data["reference"]
            if folder == "decisions" or (HERE / "profiles" / path.name).exists():
                found.append(
                    Case(
                        name=path.stem,
                        folder=folder,
                        outcome=reference["outcome"],
                        best=tuple(reference["best"]),
                        acceptable=tuple(reference["acceptable"]),
                        unacceptable=tuple(reference["unacceptable"]),
                        free=reference.get("free", True),
                    )
                )
    return found


def profile_of(case: Case, rules: RuleBase) -> Profile:
    """The profile of a case; that of a precedent has its needs."""
    if case.name in rules.precedents:
        return profile_of_precedent(rules.precedents[case.name], rules)
    return load_profile(str(HERE / "profiles" / f"{case.name}.yaml"), rules)


def profile_of_precedent(precedent: Precedent, rules: RuleBase) -> Profile:
    """What a project said of itself when it decided."""
    said = {"answers": precedent.needs, "wishes": precedent.wishes}
    return profile_from({**said, "any-of": [*precedent.any_of], "all-of": [*precedent.all_of]}, rules)


def advised(found: Iterable[Case]) -> dict[str, Answer]:
    """What fitframe advises for the profile of each case."""
    rules = load_rules()
    answers = {}
    for case in found:
        advice = recommend(rules, profile_of(case, rules))
        answers[case.name] = Answer(
            str(advice.outcome), advice.recommended, str(advice.confidence), tuple(advice.contenders)
        )
    return answers


ALWAYS_PYTORCH = Answer("framework", "pytorch")


PEOPLE = {"a reader of the answers alone": "readers.yaml", "somebody who read the situation": "experts.yaml"}
"""Who else was asked, and the file with what they advise."""


def advised_by(people: str) -> dict[str, Answer]:
    """What people advise, of the cases that were given to any."""
    found: dict[str, dict[str, str]] = yaml.safe_load((HERE / PEOPLE[people]).read_text(encoding="utf-8"))
    return {name: Answer(said["outcome"], said.get("framework"), said["confidence"]) for name, said in found.items()}


def row(title: str, part: Sequence[Case], answers: dict[str, Answer]) -> str:
    """A line of the table: how many agree, are acceptable, are unacceptable."""
    agree = sum(answers[case.name].agrees(case) for case in part)
    acceptable = sum(answers[case.name].acceptable(case) for case in part)
    unacceptable = sum(answers[case.name].unacceptable(case) for case in part)
    shares = (f"{_share(count, part):>14}" for count in (agree, acceptable, unacceptable))
    return f"{title:38}{len(part):5}{''.join(shares)}"


def _share(count: int, part: Sequence[object]) -> str:
    return f"{count} ({count / len(part):.0%})" if part else "-"


def tell(title: str, part: Sequence[Case], answers: dict[str, Answer]) -> None:
    """Print what there is to say of one part of the cases."""
    if not part:
        return
    print(row(title, part, answers))
    print(row("  always PyTorch", part, dict.fromkeys((case.name for case in part), ALWAYS_PYTORCH)))
    for people in PEOPLE:
        theirs = advised_by(people)
        if given := [case for case in part if case.name in theirs]:
            print(row(f"  {people}", given, theirs))
    another = [case for case in part if not case.best]
    if another:
        seen = sum(answers[case.name].outcome in NO_FRAMEWORK for case in another)
        false = sum(answers[case.name].outcome in NO_FRAMEWORK for case in part if case.best)
        print(f"  no framework needed: seen in {seen} of {len(another)}; said wrongly in {false}")
    for level in ("clear", "leaning", "toss-up", "none-fits"):
        of = [case for case in part if answers[case.name].confidence == level]
        if of:
            agree, fine, bad = (
                sum(judge(answers[case.name], case) for case in of)
                for judge in (Answer.agrees, Answer.acceptable, Answer.unacceptable)
            )
            share = f"{agree} ({agree / len(of):.0%})"
            print(f"  {level:10}{len(of):4}: agrees in {share}, acceptable {fine}, unacceptable {bad}")
    tied = [(answers[case.name], case) for case in part if answers[case.name].contenders]
    if tied:
        fine = sum(any(replace(a, framework=name).acceptable(case) for name in a.contenders) for a, case in tied)
        print(f"  too close to call in {len(tied)}: an acceptable framework is among those named in {fine}")
    print()


def main() -> None:
    """Print the figures of every part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--precedents", action="store_true", help="compare with what projects chose instead")
    parser.add_argument("--questions", action="store_true", help="also count how often the first question decides")
    parser.add_argument("--answers", action="store_true", help="print how often each answer is given instead")
    parser.add_argument("--list", action="store_true", help="name the known cases that come out otherwise")
    wanted = parser.parse_args()
    if wanted.precedents:
        backtest(load_rules())
        return
    found = cases()
    if wanted.answers:
        tell_answers([case for case in found if not case.aside], load_rules())
        return
    answers = advised(found)
    print(f"{'':38}{'cases':>5}{'agrees':>14}{'acceptable':>14}{'unacceptable':>14}")
    decisions = [case for case in found if case.folder == "decisions"]
    tell("public decisions, known", [case for case in decisions if not case.aside], answers)
    tell("public decisions, set aside", [case for case in decisions if case.aside], answers)
    tell("written and public situations, known", [case for case in found if case.folder == "situations"], answers)
    tell("repositories with a free choice", [c for c in found if c.folder == "repositories" and c.free], answers)
    if wanted.questions:
        tell_questions([case for case in found if not case.aside and case.free], "known")
        tell_questions([case for case in found if case.aside], "set aside")
    if wanted.list:
        for case in found:
            if not case.aside and not answers[case.name].agrees(case):
                print(otherwise(case, answers[case.name]))


def tell_questions(part: Sequence[Case], title: str) -> None:
    """Print how often a deciding answer that is taken back is asked for first."""
    rules = load_rules()
    places = [place for case in part for place in asked_at(profile_of(case, rules), rules)]
    counts = [sum(place < most for place in places) for most in (1, 2, len(rules.questions))]
    first, shown, at_all = (_share(count, places) for count in counts)
    print(f"deciding answers taken back, {title}: {len(places)}; asked for first {first}, shown {shown}, told {at_all}")


def asked_at(profile: Profile, rules: RuleBase) -> Iterator[int]:
    """For each answer that decides alone, the place of its question among those that the advice asks without it."""
    whole = recommend(rules, profile)
    for question in profile.answers:
        kept = {name: answer for name, answer in profile.answers.items() if name != question}
        without = recommend(rules, profile.model_copy(update={"answers": kept}))
        if (without.outcome, without.recommended) != (whole.outcome, whole.recommended):
            asked = [one.question for one in without.open_questions]
            yield asked.index(question) if question in asked else len(rules.questions)


def tell_answers(part: Sequence[Case], rules: RuleBase) -> None:
    """Print for each question how many cases answer it, and the share of each choice; several share one answer."""
    given = [profile_of(case, rules).answers for case in part]
    for question in rules.questions:
        counts: Counter[str] = Counter()
        for answers in given:
            answer = answers.get(question) or ()
            choices = (answer,) if isinstance(answer, str) else answer
            counts.update(dict.fromkeys(choices, 1 / len(choices)) if choices else {})
        total = sum(counts.values())
        shares = ", ".join(f"{choice} {count / total:.2f}" for choice, count in counts.most_common())
        print(f"{question:22}{total:4.0f} of {len(part)}  {shares}")


def same_choice(answer: Answer, precedent: Precedent, rules: RuleBase) -> bool:
    """Whether an answer is what a project chose: the framework itself, or the same kind of answer without one."""
    if answer.framework is None or precedent.comes_to in NO_FRAMEWORK:
        return answer.framework is None and answer.outcome == precedent.comes_to
    tool = rules.tools.get(precedent.chose)
    return answer.framework in (precedent.chose, tool.belongs_to if tool else None)


def backtest(rules: RuleBase) -> None:
    """Print how often the advice is what projects chose, then and today, by how it went."""
    then, today = {}, {}
    for name, precedent in rules.precedents.items():
        profile = profile_of_precedent(precedent, rules)
        for answers, day in ((then, min(first_day(precedent.decided), rules.reviewed)), (today, None)):
            advice = recommend(rules, profile, as_of=day)
            answers[name] = Answer(str(advice.outcome), advice.recommended, str(advice.confidence))
    parts = {
        "all precedents": [*rules.precedents.values()],
        **{str(outcome): [p for p in rules.precedents.values() if p.outcome is outcome] for outcome in Aftermath},
        "kept, with a framework": [
            p for p in rules.precedents.values() if p.outcome is Aftermath.KEPT and p.comes_to not in NO_FRAMEWORK
        ],
    }
    print(f"{'advice is what was chosen':28}{'cases':>6}{'on its day':>14}{'today':>14}{'always PyTorch':>18}")
    for title, part in parts.items():
        counts = [sum(same_choice(answers[p.id], p, rules) for p in part) for answers in (then, today)]
        always = sum(same_choice(ALWAYS_PYTORCH, p, rules) for p in part)
        cells = [f"{count} ({count / len(part):.0%})" for count in (*counts, always)]
        print(f"{title:28}{len(part):6}{cells[0]:>14}{cells[1]:>14}{cells[2]:>18}")


def otherwise(case: Case, answer: Answer) -> str:
    """A line for a case that comes out otherwise than its reference."""
    mark = "unacceptable" if answer.unacceptable(case) else "" if answer.acceptable(case) else "not acceptable"
    wanted = ", ".join(case.best) or case.outcome
    return f"{case.name:34}{answer.framework or answer.outcome:14}{answer.confidence:10}{wanted:24}{mark}".rstrip()


if __name__ == "__main__":
    main()
