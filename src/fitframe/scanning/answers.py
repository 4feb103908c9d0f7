"""From what was summed up to the answers that a profile asks for, each as sure as what was seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from fitframe.model.rulebase import Question
from fitframe.model.scan import Clue, FrameworkUse, ScannedAnswer, Usage
from fitframe.model.signals import Area, Grade, Role
from fitframe.model.signals import Sign as KnownSign
from fitframe.model.verdict import Place
from fitframe.scanning.tally import Sign, Spots, Tally

_GRADES = tuple(Grade)
_CALLS = ("python-calls", Area.CODE)
_HINT = len(_GRADES) - 1
_SHOWN = 3
"""Places of one answer that are worth naming."""

_BESIDE = 2.0
"""From so much weight on a second framework is worth naming."""
_ANY = 0.5
"""Below so much weight nothing is trained or converted to speak of."""

Given = tuple[str, str, int, str, tuple[Place, ...], int]
"""Question, choice, grade (0 is seen), reason, places, and the number of files."""


def scanned_answers(
    tally: Tally,
    signs: Mapping[str, KnownSign],
    found: Sequence[Usage],
    uses: Sequence[FrameworkUse],
    primary: tuple[str | None, Role | None],
    questions: Mapping[str, Question],
) -> tuple[ScannedAnswer, ...]:
    """The answers of a repository, in the order of the questions.

    Where no framework stands out nothing is surely seen, and where no library of machine learning is used at all,
    nothing is more than a hint.
    """
    repository = _Repository(tally, signs, found, uses, primary[0])
    surest = _HINT if not repository.roles else 0 if primary[0] or repository.only_runs else 1
    clues: dict[str, dict[str, tuple[int, int, Clue]]] = defaultdict(dict)
    for question, choice, grade, because, places, files in repository.answers():
        grade = max(grade, surest)
        if question not in questions or choice not in questions[question].choices or grade > _HINT:
            continue
        known = clues[question].get(choice)
        if known is None or (grade, -files) < known[:2]:
            shown = tuple(dict.fromkeys(places))[:_SHOWN]
            clues[question][choice] = grade, -files, Clue(choice, _GRADES[grade], because, shown)
    return tuple(
        answer
        for name, question in questions.items()
        if name in clues and (answer := _answer(question, clues[name])) is not None
    )


class _Repository:
    """One repository as it was summed up."""

    def __init__(
        self,
        tally: Tally,
        signs: Mapping[str, KnownSign],
        found: Sequence[Usage],
        uses: Sequence[FrameworkUse],
        primary: str | None,
    ) -> None:
        self._tally, self._signs, self._found, self._uses = tally, signs, found, uses
        self._main, _, self._engine = (primary or "").partition("@")
        self.roles = {one.role for one in found if one.framework or one.tool} - {Role.TEST}
        working = [one for one in found if one.files and one.role is not Role.TEST and (one.framework or one.tool)]
        self._run = [one for one in working if one.role is Role.RUN]
        self.only_runs = bool(self._run) and not any(
            one.role in (Role.TRAIN, Role.CONVERT) and one.weight >= _ANY for one in working
        )
        by_area: dict[Area, float] = defaultdict(float)
        for used in tally.used.values():
            for area, weight in used.weights.items():
                by_area[area] += weight
        self._in_documents = by_area[Area.DOCS] > by_area[Area.CODE] + by_area[Area.SCRIPTS]

    def answers(self) -> Iterator[Given]:
        """Every answer that something speaks for, in no order."""
        yield from self._from_signs()
        for use in self._uses:
            yield from self._existing(use)
        yield from self._from_usages()
        yield from _python_version(self._tally)

    def _from_signs(self) -> Iterator[Given]:
        by_sign: dict[str, list[tuple[Sign, Spots]]] = defaultdict(list)
        for sign, spots in self._tally.signs.items():
            if sign.area in self._signs[sign.id].areas:
                by_sign[sign.id].append((sign, spots))
        for name, seen in by_sign.items():
            known, files = self._signs[name], sum(spots.files for _, spots in seen)
            if files < known.files or not self._is_for(known):
                continue
            sign, spots = min(seen, key=lambda pair: (self._less(pair[0], known), pair[1].spots))
            grade = _GRADES.index(known.grade) + self._less(sign, known)
            for question, choices in known.answers.items():
                for choice in (choices,) if isinstance(choices, str) else choices:
                    yield question, choice, grade, known.because, spots.places, files

    def _is_for(self, known: KnownSign) -> bool:
        """Whether a sign counts in a repository that uses and is built on what this one is."""
        used = not known.roles or bool(self.roles & {*known.roles})
        return used and (not known.primary or self._main in known.primary)

    def _less(self, sign: Sign, known: KnownSign) -> int:
        """By how many grades a sign says less for where it stands and how firmly."""
        less = 1 if sign.area is Area.DOCS and not self._in_documents else 0
        if known.grade is Grade.SEEN:
            return less + (1 if sign.declared or sign.weak else 0)
        return less + (1 if sign.declared in ("pypi", "conda") else 0)  # others list what they are built with

    def _existing(self, use: FrameworkUse) -> Iterator[Given]:
        """The code that there is in a framework; what only wraps one tells too little."""
        trained = [
            one
            for one in self._found
            if one.framework == use.framework and one.role is Role.TRAIN and one.files and one.library != "tfjs"
        ]
        if not trained:
            return
        choice = _existing_choice(use.framework, trained, self._tally)
        places, files = tuple(place for one in trained for place in one.places), sum(one.files for one in trained)
        in_code = self._tally.frameworks[use.framework, Role.TRAIN]
        if use.framework == self._main:
            yield "existing-code", choice, 0, f"{trained[0].name} is what the code is built on", places, files
        elif in_code.plain and in_code.weights[Area.CODE] >= _BESIDE and not self._is_engine(use.framework):
            yield "existing-code", choice, 1, f"{trained[0].name} is used beside it", places, files

    def _is_engine(self, framework: str) -> bool:
        """Whether a framework is what the primary one runs on."""
        return bool(self._engine) and framework in (self._engine, {"torch": "pytorch"}.get(self._engine))

    def _from_usages(self) -> Iterator[Given]:
        """Whether anything is trained, whether users may leave it out, and whether Python is there at run time."""
        if self.only_runs:
            places = tuple(place for one in self._run for place in one.places)
            because = f"{self._run[0].name} runs models, and nothing trains them"
            yield "decision", "run-only", 1, because, places, len(places)
        declared = [
            (one.name, self._tally.declared[one.library])
            for one in self._found
            if one.declared and (one.framework == self._main if self._main else one.role is Role.RUN)
        ]
        if any(entry.listed for _, entry in declared) and not any(entry.plain for _, entry in declared):
            places = tuple(place for _, entry in declared if entry.listed for place in entry.places)
            yield (
                "install",
                "optional",
                1,
                f"{declared[0][0]} is an extra that users may leave out",
                places,
                len(places),
            )
        speaking = {sign.id for sign in self._tally.signs if sign.area is Area.CODE and sign.id.endswith("-calls")}
        if speaking == {"python-calls"}:
            places = next(spots.places for sign, spots in self._tally.signs.items() if sign[:2] == _CALLS)
            yield "python-at-runtime", "allowed", 1, "Python alone calls the model", places, len(places)


def _existing_choice(framework: str, trained: Sequence[Usage], tally: Tally) -> str:
    """The choice of existing-code that a framework is; of TensorFlow by its version."""
    if framework != "tensorflow":
        return framework
    versions = [one.version for one in trained if one.version]
    if versions:
        return "tensorflow-1" if all(version.partition(".")[0] in "01" for version in versions) else "tensorflow"
    old = sum(spots.files for sign, spots in tally.signs.items() if sign.id == "tensorflow-1-names")
    return (
        "tensorflow-1" if 3 * old >= sum(one.files for one in trained if one.library == "tensorflow") > 0 else framework
    )


def _python_version(tally: Tally) -> Iterator[Given]:
    """The Python that is pinned; else the lowest that is allowed, or the newest that is tested with."""
    lowest = tally.settings.get("python>=", {})
    pinned = {
        version: spots
        for version, spots in tally.settings.get("python", {}).items()
        if spots.spots[0].rank == 0  # not in CI alone
    }
    if len(pinned) == 1 and not any(_number(version) > _number(next(iter(pinned))) for version in lowest):
        ((version, spots),) = pinned.items()
        yield "python-version", _python_choice(version), 0, "this version is set", spots.places, spots.files
        return
    for version, spots in lowest.items():
        yield "python-version", _python_choice(version), 1, "the lowest version that is allowed", spots.places, 1
    if not lowest and (tested := tally.settings.get("python", {})):
        version = max(tested, key=_number)
        yield "python-version", _python_choice(version), 1, "the newest version that is set", tested[version].places, 1


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _python_choice(version: str) -> str:
    """The choice for a version such as '3.12'."""
    minor = min(15, max(10, (*_number(version), 0, 0)[1]))
    return f"py3{minor}"


def _answer(question: Question, clues: Mapping[str, tuple[int, int, Clue]]) -> ScannedAnswer | None:
    """One answer of all that was seen. Where one choice is taken and several were seen, it is less sure."""
    best = min(grade for grade, _, _ in clues.values())
    if question.takes == "many":
        filled = [clue for grade, _, clue in clues.values() if grade < 2] if best < 2 else []
        kept = filled or [clue for _, _, clue in clues.values()]
        order = list(question.choices)
        kept = sorted(
            (one for one in kept if one.choice != "none" or len(kept) == 1), key=lambda c: order.index(c.choice)
        )
        return ScannedAnswer(question.id, max((one.grade for one in kept), key=_GRADES.index), tuple(kept))
    level = sorted(((files, clue) for grade, files, clue in clues.values() if grade == best), key=lambda pair: pair[0])
    clue = level[0][1]
    if len(level) > 1:
        if best == _HINT:
            return None
        clue = clue._replace(grade=_GRADES[best + 1])
    return ScannedAnswer(question.id, clue.grade, (clue,))
