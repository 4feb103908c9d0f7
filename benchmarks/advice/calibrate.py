"""How often the advice held, by how sure it was: writes rules/calibration.yaml and docs/calibration.md.

    python benchmarks/advice/calibrate.py

Every labelled case of this benchmark says whether the advice for it was one of the reference's first choices (`best`),
and whether nobody would object to it (`sound`). A logistic model orders the answers by lead, share and openness. It
knows which cases were set aside while rules were made, and the figures are those of such a case: that advice holds for
a case that its makers had read is no wonder. Venn-Abers prediction turns the order into a probability with a width: an
isotonic fit once with the new answer as a failure, once as a success.

Checked by leaving out one case at a time, the model included. Whoever changes rules so that answers change runs it
again; nobody reads cases that are set aside.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import yaml
from measure import ALWAYS_PYTORCH, HERE, Answer, Case, cases, profile_of
from scipy.optimize import isotonic_regression, minimize

from fitframe import load_rules, recommend
from fitframe.engine.track_record import FEATURES, features, standing
from fitframe.output.recommendation import Advice

ROOT = HERE.parents[1]
RIDGE = 1.0
"""Pulls weights towards 0, as one case more that knows nothing would."""
SIGNS = {"always": 0, "other": 0, "doubt": -1, "share": 1, "lead": 1, "open": -1, "unseen": -1}
"""Which way a feature may pull: a longer lead never makes an answer less sure. 0: either way."""
FELT = 0.07
"""Widths that differ less are one, from the lowest edge to the highest."""
ENDS = 15
"""So many cases at either end of the order are taken together, where there are four times as many."""
WANTED = 0.9
"""The share of cases whose right framework the set is to hold."""

Vector = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Labelled:
    """An answer to a case, with whether it held."""

    case: Case
    advice: Advice
    best: bool
    sound: bool

    @property
    def row(self) -> list[float]:
        """The features, with whether the case was unseen at the end."""
        of = standing(self.advice)
        return [*(features(of) if of else {}).values(), float(self.case.aside)]


def labelled() -> list[Labelled]:
    """Every case that leaves a choice, with the advice for it today."""
    rules = load_rules().model_copy(update={"calibration": None})  # which may have been made of other features
    found = []
    for case in (case for case in cases() if case.free):
        advice = recommend(rules, profile_of(case, rules))
        if standing(advice):
            answer = Answer(str(advice.outcome), advice.recommended, str(advice.confidence))
            found.append(Labelled(case, advice, answer.agrees(case), answer.acceptable(case)))
    return found


def fitted(rows: Vector, held: Vector) -> Vector:
    """The weights of a logistic model with those signs, by maximum likelihood with a ridge."""
    bounds = [{0: (None, None), 1: (0, None), -1: (None, 0)}[sign] for sign in SIGNS.values()]

    def loss(weights: Vector) -> tuple[float, Vector]:
        odds = rows @ weights
        ridge = RIDGE * np.r_[0.0, weights[1:]]
        chance = 1 / (1 + np.exp(-odds))
        return float(np.logaddexp(0, odds).sum() - held @ odds + weights @ ridge / 2), rows.T @ (chance - held) + ridge

    found: Vector = minimize(loss, np.zeros(rows.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B").x
    return found


def isotonic(scores: Vector, held: Vector) -> Vector:
    """The rising fit to `held` in the order of `scores`; of equal scores one value."""
    _, place, many = np.unique(scores, return_inverse=True, return_counts=True)
    found: Vector = isotonic_regression(np.bincount(place, held) / many, weights=many).x[place]
    return found


def venn_abers(scores: Vector, held: Vector, new: float) -> tuple[float, float]:
    """The chance that an answer with a new score holds, from below and from above.

    The scores of the few cases at either end are taken for one: a handful has no rate of its own.
    """
    ordered, ends = np.sort(scores), min(ENDS, max(1, len(scores) // 4))
    edges = ordered[ends - 1], ordered[-ends]
    known, at = np.clip(scores, *edges), np.clip(new, *edges)
    low, high = (isotonic(np.r_[known, at], np.r_[held, label])[-1] for label in (0.0, 1.0))
    return float(low), float(high)


def merged(low: float, high: float) -> float:
    """One chance for a width, as log loss has it least at worst."""
    return high / (1 - low + high)


def steps(scores: Vector, held: Vector) -> list[list[float]]:
    """From which score on which width holds, and how many cases lie in between."""
    found: list[list[float]] = []
    for new in sorted(set(scores)):
        low, high = (round(edge, 2) for edge in venn_abers(scores, held, new))
        many = int((scores == new).sum())
        if found and max(abs(found[-1][1] - low), abs(found[-1][2] - high)) < FELT:
            _, lowest, highest, before = found[-1]
            found[-1][1:] = [min(low, lowest), max(high, highest), before + many]
        else:
            found.append([round(float(new), 3), low, high, many])
    return found


def left_out(rows: Vector, held: Vector) -> Vector:
    """The chance of each case, of which the model and the map knew nothing."""
    found = []
    for place in range(len(held)):
        rest = np.arange(len(held)) != place
        weights = fitted(rows[rest], held[rest])
        found.append(merged(*venn_abers(rows[rest] @ weights, held[rest], float(rows[place] @ weights))))
    return np.array(found)


def curve(rows: Vector, held: Vector) -> dict[str, Any]:
    """What rules/calibration.yaml holds of one kind of holding, for a case that is unseen."""
    weights = fitted(rows, held)
    names = dict(zip((*FEATURES, "unseen"), (round(float(weight), 3) for weight in weights), strict=True))
    names["always"] = round(names["always"] + names.pop("unseen"), 3)
    return {"weights": names, "steps": steps(rows @ weights, held)}


def framework_sets(answers: Sequence[Labelled]) -> dict[str, Any]:
    """The share from which on a framework belongs to the set, and how often the set held the right one."""
    choosing = [one for one in answers if one.case.best]
    shares = {one.case.name: {r.framework: r.share_first for r in one.advice.ranking} for one in choosing}
    right = {one.case.name: max(shares[one.case.name].get(best, 0.0) for best in one.case.best) for one in choosing}

    def least(of: Sequence[Labelled]) -> float:
        """The share that so many of the cases reach that one more would be held with the chance that is wanted."""
        ordered = sorted(right[one.case.name] for one in of)
        return ordered[max(0, math.floor((1 - WANTED) * (len(ordered) + 1)) - 1)]

    def held(one: Labelled, share: float) -> bool:
        return right[one.case.name] >= share

    share = least(choosing)
    apart = [held(one, least([other for other in choosing if other is not one])) for one in choosing]
    unseen = [one for one in choosing if one.case.aside]
    sizes = [sum(value >= share for value in shares[one.case.name].values()) for one in choosing]
    return {
        "share": round(share, 3),
        "cases": len(choosing),
        "covers": round(sum(apart) / len(apart), 2),
        "unseen": len(unseen),
        "covers_unseen": round(sum(held(one, share) for one in unseen) / len(unseen), 2),
        "size": round(sum(sizes) / len(sizes), 1),
    }


def brier(chances: Vector, held: Vector) -> float:
    """The mean squared distance of chances from what happened: 0 at best."""
    return float(np.mean((chances - held) ** 2))


def main() -> None:
    """Fit, check, write."""
    answers = labelled()
    rows = np.array([one.row for one in answers])
    unseen = np.array([one.case.aside for one in answers])
    rules = load_rules()
    data: dict[str, Any] = {
        "made": max(str(one) for one in _days()),
        "rules": rules.version,
        "cases": len(answers),
        "unseen": int(unseen.sum()),
    }
    report = [HEAD.format(cases=len(answers), unseen=int(unseen.sum()), version=rules.version)]
    charts: list[tuple[str, Vector, Vector]] = []
    kinds: dict[str, Callable[[Labelled], bool]] = {"best": lambda one: one.best, "sound": lambda one: one.sound}
    for kind, label in kinds.items():
        held = np.array([float(label(one)) for one in answers])
        chances = left_out(rows, held)
        data[kind] = curve(rows, held)
        charts.append((kind, chances, held))
        report.append(_brier_lines(kind, chances, held, unseen, answers))
    data["sets"] = framework_sets(answers)
    report.append(SETS.format(**data["sets"]))
    report.append(_words(answers))
    text = yaml.safe_dump(data, sort_keys=False, default_flow_style=None, width=118)
    (ROOT / "rules" / "calibration.yaml").write_text(f"# Written by benchmarks/advice/calibrate.py\n{text}")
    (ROOT / "docs" / "calibration.svg").write_text(chart(charts))
    (ROOT / "docs" / "calibration.md").write_text("\n".join(report))
    print("\n".join(report))


def _days() -> list[str]:
    """The days on which the cases were read."""
    return [str(one.read) for one in load_rules().precedents.values()]


HEAD = """# How often the advice holds

Written by `python benchmarks/advice/calibrate.py`, rule base {version}. {cases} labelled cases, {unseen} of them set
aside while rules were made. Each figure on a case was made without that case. *best*: the advice is one of the
reference's first choices. *sound*: nobody would object to it.

![Of answers with about this chance, so many held](calibration.svg)
"""
SETS = """## The set

All frameworks that come first in at least {share:.1%} of the simulations, {size} on average, hold one of the right
ones in {covers:.0%} of {cases} cases that want a framework (each left out in turn), and in {covers_unseen:.0%} of the
{unseen} that were set aside.
"""


def _brier_lines(kind: str, chances: Vector, held: Vector, unseen: Vector, answers: Sequence[Labelled]) -> str:
    pytorch = np.array([ALWAYS_PYTORCH.agrees(one.case) for one in answers], dtype=float)
    sound = np.array([ALWAYS_PYTORCH.acceptable(one.case) for one in answers], dtype=float)
    always = pytorch if kind == "best" else sound
    lines = [f"## {kind.title()}", "", "| | cases | held | Brier score | of the mean alone | always PyTorch holds |"]
    lines.append("|---|---|---|---|---|---|")
    for name, part in (("all", np.full(len(held), True)), ("set aside", unseen), ("known", ~unseen)):
        mean = np.full(int(part.sum()), held[part].mean())
        lines.append(
            f"| {name} | {int(part.sum())} | {held[part].mean():.0%} | {brier(chances[part], held[part]):.3f} "
            f"| {brier(mean, held[part]):.3f} | {always[part].mean():.0%} |"
        )
    return "\n".join((*lines, ""))


def _words(answers: Sequence[Labelled]) -> str:
    lines = ["## The words", "", "| it says | cases | best | sound | set aside | best | sound |"]
    lines.append("|---|---|---|---|---|---|---|")
    for word in ("clear", "leaning", "toss-up"):
        of = [one for one in answers if one.advice.confidence == word]
        apart = [one for one in of if one.case.aside]
        cells = [word]
        for part in (of, apart):
            cells.append(str(len(part)))
            cells += [
                f"{sum(flags) / max(1, len(part)):.0%}" for flags in ([o.best for o in part], [o.sound for o in part])
            ]
        lines.append(f"| {' | '.join(cells)} |")
    few = (
        "\nFew cases were set aside: each of the figures on the right is uncertain by 15 to 30 points. What is called "
        "clear was\ndefined with these totals at hand, though without a look at any case that was set aside.\n"
    )
    return "\n".join((*lines, few))


def chart(charts: Sequence[tuple[str, Vector, Vector]]) -> str:
    """A reliability chart for each kind: groups of fifths by chance, with how many of each held."""
    parts = []
    for number, (kind, chances, held) in enumerate(charts):
        left = 60 + 300 * number
        parts.append(f'<text x="{left}" y="24" font-weight="bold">{kind}</text>')
        parts.append(f'<path d="M{left} 260 L{left} 40 M{left} 260 L{left + 220} 260" stroke="#888" fill="none"/>')
        parts.append(f'<path d="M{left} 260 L{left + 220} 40" stroke="#bbb" stroke-dasharray="4" fill="none"/>')
        for tick in (0, 50, 100):
            parts.append(f'<text x="{left - 8}" y="{264 - 2.2 * tick}" text-anchor="end">{tick} %</text>')
            parts.append(f'<text x="{left + 2.2 * tick}" y="278" text-anchor="middle">{tick} %</text>')
        parts.append(f'<text x="{left + 110}" y="296" text-anchor="middle">chance, worked out without the case</text>')
        for group in np.array_split(np.argsort(chances), 5):
            x, share = left + 220 * float(chances[group].mean()), float(held[group].mean())
            half = 1.96 * math.sqrt(max(share * (1 - share), 0.25 / len(group)) / len(group))
            top, bottom = 260 - 220 * min(1.0, share + half), 260 - 220 * max(0.0, share - half)
            parts.append(f'<path d="M{x:.1f} {top:.1f} L{x:.1f} {bottom:.1f}" stroke="#2a6" stroke-width="2"/>')
            parts.append(f'<circle cx="{x:.1f}" cy="{260 - 220 * share:.1f}" r="4" fill="#2a6"/>')
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 310" font-family="sans-serif" font-size="12">'
    title = "<title>Of answers with about this chance, so many held; lines are 95 % intervals</title>"
    return "\n".join((head, title, *parts, "</svg>", ""))


if __name__ == "__main__":
    main()
