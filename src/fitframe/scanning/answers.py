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

    Where no library of machine learning is used, nothing is more than a hint.
    """
    roles = {usage.role for usage in found if usage.framework or usage.tool} - {Role.TEST}
    in_documents = not (tally.code[Area.CODE] + tally.code[Area.SCRIPTS]) or _only_documents(tally)
    clues: dict[str, dict[str, tuple[int, int, Clue]]] = defaultdict(dict)
    given = [
        *_from_signs(tally, signs, roles, in_documents),
        *_from_frameworks(found, uses, primary, tally),
        *_python_version(tally),
    ]
    for question, choice, grade, because, places, files in given:
        if question not in questions or choice not in questions[question].choices:
            continue
        grade = grade if roles else max(grade, len(_GRADES) - 1)
        if grade >= len(_GRADES):
            continue
        known = clues[question].get(choice)
        if known is None or (grade, -files) < known[:2]:
            clues[question][choice] = (
                grade,
                -files,
                Clue(choice, _GRADES[grade], because, tuple(dict.fromkeys(places))[:_SHOWN]),
            )
    return tuple(
        answer
        for name, question in questions.items()
        if name in clues and (answer := _answer(question, clues[name])) is not None
    )


def _only_documents(tally: Tally) -> bool:
    """Whether libraries are used in notebooks and examples, and next to nowhere else."""
    by_area: dict[Area, float] = defaultdict(float)
    for used in tally.used.values():
        for area, weight in used.weights.items():
            by_area[area] += weight
    return by_area[Area.DOCS] > 0 and by_area[Area.CODE] + by_area[Area.SCRIPTS] < by_area[Area.DOCS]


def _from_signs(tally: Tally, signs: Mapping[str, KnownSign], roles: set[Role], in_documents: bool) -> Iterator[Given]:
    by_sign: dict[str, list[tuple[Sign, Spots]]] = defaultdict(list)
    for sign, spots in tally.signs.items():
        if sign.area in signs[sign.id].areas:
            by_sign[sign.id].append((sign, spots))
    for name, seen in by_sign.items():
        known = signs[name]
        if sum(spots.files for _, spots in seen) < known.files or (known.roles and not roles & {*known.roles}):
            continue
        sign, spots = min(seen, key=lambda pair: (_less(pair[0], known, in_documents), pair[1].spots))
        grade = _GRADES.index(known.grade) + _less(sign, known, in_documents)
        files = sum(spots.files for _, spots in seen)
        for question, choices in known.answers.items():
            for choice in (choices,) if isinstance(choices, str) else choices:
                yield question, choice, grade, known.because, spots.places, files


def _less(sign: Sign, known: KnownSign, in_documents: bool) -> int:
    """By how many grades a sign says less for where it stands and how firmly."""
    less = 1 if sign.area is Area.DOCS and not in_documents else 0
    if known.grade is Grade.SEEN:
        return less + (1 if sign.declared or sign.weak else 0)
    return less + (1 if sign.declared and sign.weak else 0)


def _from_frameworks(
    found: Sequence[Usage], uses: Sequence[FrameworkUse], primary: tuple[str | None, Role | None], tally: Tally
) -> Iterator[Given]:
    """What exists, and whether anything is trained at all."""
    main = (primary[0] or "").partition("@")[0]
    for use in uses:
        trained = [one for one in found if one.framework == use.framework and one.role is Role.TRAIN and one.files]
        if not trained or all(one.library == "tfjs" for one in trained):
            continue
        choice = _existing(use.framework, trained, tally)
        places, files = tuple(place for one in trained for place in one.places), sum(one.files for one in trained)
        if use.framework == main:
            yield "existing-code", choice, 0, f"{trained[0].name} is what the code is built on", places, files
        elif not use.optional and use.weight >= _BESIDE and not _is_engine(use.framework, primary[0]):
            yield "existing-code", choice, 1, f"{trained[0].name} is used beside it", places, files
    working = [one for one in found if one.files and one.role is not Role.TEST and (one.framework or one.tool)]
    run = [one for one in working if one.role is Role.RUN]
    if run and not any(one.role in (Role.TRAIN, Role.CONVERT) and one.weight >= _ANY for one in working):
        places = tuple(place for one in run for place in one.places)
        yield "decision", "run-only", 1, f"{run[0].name} runs models, and nothing trains them", places, len(places)
    declared = [one for one in found if one.declared and (one.framework == main if main else one.role is Role.RUN)]
    if declared and all(not one.plain for name, one in tally.declared.items() if name in {d.library for d in declared}):
        places = tuple(place for one in declared for place in tally.declared[one.library].places)
        yield "install", "optional", 1, f"{declared[0].name} is an extra that users may leave out", places, len(places)


def _existing(framework: str, trained: Sequence[Usage], tally: Tally) -> str:
    """The choice of existing-code that a framework is; of TensorFlow by its version."""
    if framework != "tensorflow":
        return framework
    old = any(sign.id.startswith("tensorflow-1-") for sign in tally.signs)
    versions = [one.version for one in trained if one.version]
    if old and not any(version.partition(".")[0] == "2" for version in versions):
        return "tensorflow-1"
    return "tensorflow"


def _is_engine(framework: str, primary: str | None) -> bool:
    """Whether a framework is what the primary one runs on."""
    backend = (primary or "").partition("@")[2]
    return bool(backend) and (framework == backend or (framework == "pytorch" and backend == "torch"))


def _python_version(tally: Tally) -> Iterator[Given]:
    """The Python that is pinned; else the lowest that is allowed."""
    pinned = {
        version: spots
        for version, spots in tally.settings.get("python", {}).items()
        if any(spot.rank == 0 for spot in spots.spots)  # not only in CI
    }
    if len(pinned) == 1:
        ((version, spots),) = pinned.items()
        yield "python-version", _python_choice(version), 0, "this version is set", spots.places, spots.files
        return
    lowest = tally.settings.get("python>=", {})
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
        if best == len(_GRADES) - 1:
            return None
        clue = clue._replace(grade=_GRADES[best + 1])
    return ScannedAnswer(question.id, clue.grade, (clue,))
