"""A profile to its result: read, evaluated, put into findings, and what waivers accept of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from fitframe.checking import findings
from fitframe.checking.drift import drift
from fitframe.checking.findings import StatedProfile, read_stated
from fitframe.checking.project import Projects, StatedProject
from fitframe.checking.waivers import PlacedWaiver, SharedWaivers, malformed, unused, waived
from fitframe.engine.compiled import compile_rules
from fitframe.errors import InputError
from fitframe.model.rulebase import RuleBase
from fitframe.model.settings import Settings
from fitframe.model.signals import Grade
from fitframe.model.verdict import Finding, Result, Verdict
from fitframe.rulebase.load import read_file
from fitframe.rulebase.profiles import with_answers

if TYPE_CHECKING:
    from fitframe.checking.code_scan import CodeReader

_STDIN = "standard input"
_TOGETHER = 2**17
"""Profiles are read together up to so many bytes; what is read takes some eighty times as much memory."""
_DAYS = 8
"""So many days of decisions are kept compiled at a time."""


class Depth(IntEnum):
    """How much is computed of each profile; what is deeper costs more."""

    VERDICT = 0
    REASONS = 1  # what each criterion adds to the distance from the choice to the best
    CONFIDENCE = 2  # and how sure the recommendation is
    DETAILS = 3  # and, for a choice that does not fit, which other answers would make it right


class Judge:
    """Judges profiles by one rule base."""

    def __init__(self, rules: RuleBase, settings: Settings, shared: Sequence[PlacedWaiver], today: str) -> None:
        """`shared` are the waivers for several profiles; those whose last day is before `today` have expired."""
        self._arguments = (rules, settings, tuple(shared), today)
        self._rules = rules
        self._settings = settings
        self._shared = SharedWaivers(shared) if shared else None
        self._today = today
        self._reader: CodeReader | None = None
        self._now = Projects(compile_rules(rules, as_of=settings.as_of), settings)
        self._then = lru_cache(_DAYS)(lambda day: Projects(compile_rules(rules, as_of=day), settings))

    def __reduce__(self) -> tuple[type[Judge], tuple[object, ...]]:
        """A judge is sent to another process as what it is made from, not with what it remembers."""
        return Judge, self._arguments

    def judge_files(self, paths: Iterable[str], depth: Depth = Depth.VERDICT) -> Iterator[Result]:
        """The results for the profiles at some paths, in their order; a few are read at a time."""
        read: list[StatedProfile | Result] = []
        size = 0
        for path in paths:
            name = shown_path(path)
            try:
                data = read_file(path, name)
            except InputError as error:
                read.append(Result(path=name, findings=findings.unreadable(error, name)))
                continue
            read.append(self._read(data, name))
            size += len(data)
            if size > _TOGETHER:
                yield from self._judged(read, depth)
                read, size = [], 0
        yield from self._judged(read, depth)

    def judge_file(self, path: str, depth: Depth = Depth.VERDICT) -> Result:
        """The result for the profile at a path."""
        return next(self.judge_files([path], depth))

    def judge(self, data: bytes, path: str, depth: Depth = Depth.VERDICT) -> Result:
        """The result for a profile that findings call `path`. What is wrong with it is a finding, never an error."""
        return next(self._judged([self._read(data, path)], depth))

    def _read(self, data: bytes, path: str) -> StatedProfile | Result:
        """A profile, or already its result where it cannot be judged."""
        try:
            stated = read_stated(data, path, self._rules)
        except InputError as error:
            return Result(path=path, findings=findings.unreadable(error, path))
        if stated.profile.choice is None:
            missing = findings.without_choice(stated, self._rules)
            return Result(path=path, name=stated.profile.name, findings=(missing,))
        return stated

    def _judged(self, read: Sequence[StatedProfile | Result], depth: Depth) -> Iterator[Result]:
        """The results for profiles that were read, in their order.

        All are read before the first is evaluated, all are evaluated before worlds are drawn for the first, and so on:
        what one step needs is then still near to the processor for the next profile. It saves a seventh of the time.
        """
        judged = [(one, self._project(one)) for one in read if isinstance(one, StatedProfile)]
        for _, project in judged:
            _ = project.verdict
        pairs = iter(judged)
        for one in read:
            yield one if isinstance(one, Result) else self._result(*next(pairs), depth)

    def _project(self, stated: StatedProfile) -> StatedProject:
        return self._now.stated(stated.profile, str(stated.profile.choice))

    def _result(self, stated: StatedProfile, project: StatedProject, depth: Depth) -> Result:
        sure = project.sureness if depth >= Depth.CONFIDENCE else (None, None)
        kept, used = self._findings(stated, project)
        return Result(
            path=stated.document.name,
            name=stated.profile.name,
            choice=project.choice,
            verdict=project.verdict,
            # Which of several equals is the best takes worlds to tell, and where the choice is one of them nobody asks.
            best=project.choice if project.is_first and depth is Depth.VERDICT else project.best,
            gap=project.gap,
            confidence=sure[0],
            why_confidence=sure[1],
            how_often=project.how_often if depth >= Depth.CONFIDENCE else None,
            share_first=project.shares.get(project.choice, 0.0) if depth >= Depth.CONFIDENCE else None,
            reasons=project.reasons if depth >= Depth.REASONS else (),
            turns=project.turns if depth >= Depth.DETAILS and project.verdict is not Verdict.FITS else None,
            findings=tuple(kept),
            shared_waivers=frozenset(placed.place for placed in used.difference(stated.waivers)),
        )

    def _findings(self, stated: StatedProfile, project: StatedProject) -> tuple[list[Finding], set[PlacedWaiver]]:
        """The findings on a profile, and the waivers that were of use."""
        waivers, level = [*stated.waivers, *self._shared_for(stated.document.name)], self._settings.housekeeping
        named = {placed.waiver.rule for placed in waivers}
        found = [*findings.of_project(stated, project, named), *self._of_code(stated, project)]
        kept, used = waived(found, waivers, self._today, level)
        if stated.malformed or stated.waivers:
            kept += malformed(stated.malformed, level)
            idle = (placed for placed in stated.waivers if placed not in used)
            kept += unused((one for one in idle if self._settings.scan or one.waiver.finding is None), level)
        decided = stated.profile.decided
        if decided and decided.on < self._now.compiled.as_of:
            before, after = (at.stated(stated.profile, decided.choice) for at in (self._then(decided.on), self._now))
            kept += drift(stated, decided, before, after)
        return kept, used

    def _of_code(self, stated: StatedProfile, project: StatedProject) -> Iterator[Finding]:
        """The findings on the code that a profile speaks of, where they are asked for."""
        if not self._settings.scan or stated.document.name == _STDIN:
            return
        from fitframe.checking import code  # reading code takes much that judging does without

        stated_code = self._code_reader().stated(stated, project.choice)
        yield from code.of_code(stated_code, self._rules, self._today)
        for answer in stated_code.now.answers:
            if answer.question == code.VERSION and answer.grade is not Grade.HINT:
                profile = with_answers(stated.profile, {code.VERSION: answer.choices[0]}, self._rules)
                found = code.excluded_version(stated_code, answer.clues[0], self._now.stated(profile, project.choice))
                yield from [found] if found else []

    def _code_reader(self) -> CodeReader:
        from fitframe.checking.code_scan import CodeReader

        if self._reader is None:
            self._reader = CodeReader(self._rules, self._settings.since)
        return self._reader

    def of_code_alone(self, folder: str) -> Iterator[Finding]:
        """What is found in the code of a folder that no profile speaks of."""
        from fitframe.checking.code import without_profile

        shown = "" if folder in ("", ".") else shown_path(folder)
        yield from without_profile(self._code_reader().now(folder), shown, self._rules)

    def _shared_for(self, path: str) -> list[PlacedWaiver]:
        if self._shared is None:
            return []
        return self._shared.for_profile(path_from(self._settings.waivers, path))


def path_from(file: str | None, path: str) -> str:
    """How a file that speaks of profiles calls one: by the way from its own folder, with forward slashes.

    A path that is empty stays so: it was given like that, and names nothing.
    """
    if not path:
        return ""
    return os.path.relpath(path, os.path.dirname(file or "") or ".").replace(os.sep, "/")


def shown_path(path: str) -> str:
    """A path as results name it: with forward slashes, and bytes that are not UTF-8 spelled out."""
    return os.fsencode(path).decode("utf-8", "backslashreplace").replace(os.sep, "/")
