"""What a repository uses and answers, to be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fitframe.model.rulebase import RuleBase
from fitframe.model.scan import FrameworkUse, Scan, ScannedAnswer, Usage
from fitframe.model.signals import Grade, Role
from fitframe.model.verdict import Place
from fitframe.output import Detail, Subject, stamp
from fitframe.output.document import Block, Document, Heading, Item, Items, Paragraph, Table, Tone
from fitframe.output.wording import framework_name, listed

_ROLES = {
    Role.TRAIN: "builds and trains models",
    Role.CONVERT: "converts models",
    Role.RUN: "runs models",
    Role.DATA: "handles data",
    Role.TEST: "tests only",
}
_SEVERAL = 6
"""Libraries that the usual screen names."""
_HEADINGS = {
    Grade.SEEN: "Seen in the repository",
    Grade.LIKELY: "Likely, to be confirmed",
    Grade.HINT: "Hints",
}


@dataclass(frozen=True, slots=True)
class ScanReport(Subject):
    """What reading a repository came to."""

    scan: Scan
    rules: RuleBase

    @property
    def primary(self) -> str | None:
        """The framework that the project is built on, such as 'pytorch' or 'keras@jax'; None: none stands out."""
        return self.scan.primary

    @property
    def frameworks(self) -> tuple[FrameworkUse, ...]:
        """Each framework with its roles, the most used first."""
        return self.scan.frameworks

    @property
    def answers(self) -> tuple[ScannedAnswer, ...]:
        """The answers that the repository gives, each with its grade and its places, in the order of the questions."""
        return self.scan.answers

    def answered(self, *grades: str) -> dict[str, tuple[str, ...]]:
        """Question to choices, of the answers of these grades ('seen', 'likely', 'hint'); of none: seen and likely."""
        return self.scan.answered(*(map(Grade, grades) if grades else (Grade.SEEN, Grade.LIKELY)))

    def document(self, detail: Detail) -> Document:
        """The page."""
        return tuple(_Page(self, detail).blocks())

    def data(self) -> Mapping[str, object]:
        """The object that `-f json` prints."""
        scan = self.scan
        return {
            **stamp(self.rules.version, self.rules.digest),
            "repository": scan.repository,
            "files": scan.files,
            "read": scan.read,
            "primary": scan.primary,
            "primary_role": scan.primary_role,
            "frameworks": [
                {
                    "framework": use.framework,
                    "weight": round(use.weight, 2),
                    "roles": [*use.roles],
                    "libraries": [*use.libraries],
                    "optional": use.optional,
                    "places": _places(use.places),
                    "trains_at": _places(use.trains_at),
                }
                for use in scan.frameworks
            ],
            "libraries": [_library(usage) for usage in scan.usages],
            "answers": [
                {
                    "question": answer.question,
                    "grade": answer.grade,
                    "choices": [
                        {
                            "choice": clue.choice,
                            "grade": clue.grade,
                            "because": clue.because,
                            "places": _places(clue.places),
                        }
                        for clue in answer.clues
                    ],
                }
                for answer in scan.answers
            ],
            "skipped": [{"path": one.path, "reason": one.reason} for one in scan.skipped],
            "skips": scan.skips,
        }


def _library(usage: Usage) -> dict[str, object]:
    return {
        "library": usage.library,
        "name": usage.name,
        "framework": usage.framework,
        "tool": usage.tool,
        "role": usage.role,
        "files": usage.files,
        "weight": round(usage.weight, 2),
        "declared": usage.declared,
        "optional": usage.optional,
        "version": usage.version or None,
        "places": _places(usage.places),
    }


def _places(places: Sequence[Place]) -> list[dict[str, object]]:
    return [{"path": place.path, "line": place.line} for place in places]


def at(place: Place) -> str:
    """A place as people write it, such as 'train.py:26'."""
    return f"{place.path}:{place.line}"


class _Page:
    """The page about a repository: what it is built on, what it uses, and what it answers."""

    def __init__(self, report: ScanReport, detail: Detail) -> None:
        self._scan, self._rules, self._detail = report.scan, report.rules, detail

    def blocks(self) -> Iterator[Block]:
        """Heading, verdict, and as much more as is asked for."""
        yield Heading(self._scan.name or self._scan.repository, 1)
        yield Paragraph(self._verdict(), Tone.STRONG)
        if self._detail is Detail.BRIEF:
            return
        if self._scan.usages:
            yield self._libraries()
        for grade in Grade:
            yield from self._answers(grade)
        if self._detail is Detail.FULL and self._scan.skipped:
            yield Heading("Skipped")
            yield Items(tuple(Item(one.reason, one.path) for one in self._scan.skipped))
        yield Paragraph(self._counts(), Tone.QUIET)

    def _verdict(self) -> str:
        scan = self._scan
        if scan.primary is None:
            return self._without_primary()
        role = {Role.TRAIN: "", Role.CONVERT: ", to convert models", Role.RUN: ", to run models alone"}
        return f"Built on {self._name(scan.primary)}{role.get(scan.primary_role or Role.TRAIN, '')}."

    def _without_primary(self) -> str:
        usages = self._scan.usages
        used = [self._name(use.framework) for use in self._scan.frameworks if use.weight >= 1.0 and not use.optional]
        if len(used) > 1:
            return f"No framework stands out: {listed(used)} are used side by side."
        if any(usage.role is Role.RUN and usage.files for usage in usages):
            return "No training framework: models are only run."
        return "This is not built on a machine-learning framework." if usages else "No machine learning found."

    def _name(self, framework: str) -> str:
        return framework_name(self._rules, framework)

    def _libraries(self) -> Table:
        usages = self._scan.usages if self._detail is Detail.FULL else self._scan.usages[:_SEVERAL]
        rows = [
            (
                usage.name,
                _ROLES[usage.role],
                f"{usage.files or '-'}",
                "optional" if usage.optional else "",
                at(usage.places[0]) if usage.places else "",
            )
            for usage in usages
        ]
        return Table(("Library", "What it does here", "Files", "", "Where"), tuple(rows))

    def _answers(self, grade: Grade) -> Iterator[Block]:
        answers = [answer for answer in self._scan.answers if answer.grade is grade]
        if not answers or (grade is Grade.HINT and self._detail is not Detail.FULL):
            return
        yield Heading(_HEADINGS[grade])
        yield Items(tuple(Item(self._told(answer), answer.question) for answer in answers))

    def _told(self, answer: ScannedAnswer) -> str:
        if self._detail is Detail.FULL:
            return "; ".join(
                f"{clue.choice}: {clue.because} ({', '.join(map(at, clue.places))})" for clue in answer.clues
            )
        return f"{', '.join(answer.choices)}  ({at(answer.clues[0].places[0])})"

    def _counts(self) -> str:
        scan = self._scan
        skipped = f", {scan.skips} skipped" if scan.skips else ""
        more = "" if self._detail is Detail.FULL else " -v shows reasons, hints and what was skipped."
        return f"{scan.files:,} files, {scan.read:,} of them read{skipped}.{more}"
